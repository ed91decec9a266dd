import Core
import Desk
import Storage

/// Leads matters through moves drawn by chance, the same for the same seed: anybody, at any time, timers
/// between.
struct RandomLife {
    let town: DeskTown
    /// How often of a hundred times a resident is content.
    let contentPercent: Int
    private var state: UInt64
    private(set) var made = 0
    private(set) var now = DeskTown.start

    init(town: DeskTown, seed: UInt64, contentPercent: Int) {
        self.town = town
        self.contentPercent = contentPercent
        state = seed
    }

    private static let actors: [Actor] =
        [.resident, .resident, DeskTown.handler, DeskTown.handler, DeskTown.clerk, DeskTown.dispatcher]
        + [DeskTown.caller, DeskTown.reviewer, DeskTown.supervisor]

    private mutating func draw(_ below: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % below
    }

    mutating func lead(matters: Int, steps: Int) async throws {
        var numbers: [String] = []
        for index in 0..<matters {
            var filing = DeskTown.filing("第\(index)件：路灯坏了。")
            filing.kind = ["request", "request", "repair", "criticism"][draw(4)]
            filing.channel = Channel.allCases[draw(Channel.allCases.count)]
            if draw(3) == 0 { filing.contact = Filing.Contact() }
            numbers.append(try await town.desk.file(filing, by: DeskTown.clerk, at: now).number)
        }
        for step in 0..<steps {
            for number in numbers { try await move(number) }
            now = now + Int64(draw(40)) * DeskTown.hour
            if step.isMultiple(of: 3) { _ = try await town.ring(at: now) }
        }
    }

    private mutating func move(_ number: String) async throws {
        let matter = try await town.matter(number)
        // Somebody who can do something that leads on, where there is anybody.
        for _ in 0..<8 {
            let actor = Self.actors[draw(Self.actors.count)]
            let moves = possibleMoves(on: matter, by: actor, in: DeskTown.city, at: now).filter {
                // What ends a life early comes seldom, what leads on comes most.
                if ["merge", "withdraw", "archive", "proposeScope"].contains($0.name) {
                    return draw(150) == 0
                }
                return $0.to != nil || $0.speaksForResident || draw(12) == 0
            }
            if moves.isEmpty { continue }
            let move = moves[draw(moves.count)]
            let inputs = inputs(for: move)
            let refused = try await refusal {
                try await town.move(move.name, inputs, on: number, by: actor, at: now)
            }
            if refused == nil {
                made += 1
                return
            }
        }
    }

    private mutating func inputs(for move: Move) -> [InputWord: String] {
        var inputs: [InputWord: String] = [:]
        let isContent = draw(100) < contentPercent
        for ask in move.asks where ask.required {
            switch ask.word {
            case .category: inputs[ask.word] = DeskTown.category
            case .unit: inputs[ask.word] = DeskTown.unit.text
            case .solved: inputs[ask.word] = isContent ? "yes" : "no"
            case .satisfied: inputs[ask.word] = isContent ? "yes" : "no"
            case .attempt: inputs[ask.word] = CallBackResult.allCases[0].rawValue
            case .matter: inputs[ask.word] = "QS2026030200001"
            case .route: inputs[ask.word] = Route.individual.rawValue
            case .grade: inputs[ask.word] = Grade.ordinary.rawValue
            case .urgency: inputs[ask.word] = Urgency.urgent.rawValue
            case .reviewOn: inputs[ask.word] = "2026-12-01"
            case .files: break
            case .cause: inputs[ask.word] = DeskTown.city.returnReasons.first?.code
            case .checks: inputs[ask.word] = DeskTown.checks
            case .part: inputs[ask.word] = DeskTown.unit.text
            case .until: inputs[ask.word] = "2026-12-01"
            case .sharpness: inputs[ask.word] = "3"
            case .party: inputs[ask.word] = "甲方"
            case .partyKind: inputs[ask.word] = PartyKind.owner.rawValue
            case .session: inputs[ask.word] = SessionKind.site.rawValue
            case .accepts: inputs[ask.word] = "yes"
            case .way: inputs[ask.word] = ContactWay.phone.rawValue
            case .reason, .answer, .explanation, .why, .note, .text, .task, .demand, .plan, .position,
                .agreement:
                inputs[ask.word] = "理由\(draw(1000))"
            }
        }
        return inputs
    }
}
