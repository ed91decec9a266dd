import Core
import Desk

/// Lets one matter live through its year: who does what with it, when, and what they say.
///
/// It knows no kind and no stage: it asks which moves are possible and chooses among them by what they do.
struct DemoLife {
    let desk: Desk
    let people: DemoPeople
    let texts: DemoTexts
    let end: Moment
    private var city: City { desk.city }
    private static let mostMoves = 40
    private static let minute: Int64 = 60_000
    private static let hour: Int64 = 3_600_000

    /// Files a matter and lets the people work on it until it ends or the year does.
    func live(
        _ filing: Filing, about category: String, by filer: Actor, as identity: MatterIdentity,
        at start: Moment,
        in transaction: DeskTransaction, dice: inout Dice
    ) throws {
        let receipt = try transaction.file(
            desk.prepare(filing, as: identity, by: filer, at: start), at: start)
        var now = start
        for _ in 0..<Self.mostMoves {
            guard let matter = try transaction.matter(receipt.id) else { return }
            now = after(now, matter, &dice)
            if now >= end { break }
            try transaction.catchUp(receipt.id, to: now)
            guard let current = try transaction.matter(receipt.id) else { return }
            guard try step(current, about: category, at: now, in: transaction, dice: &dice) else { break }
        }
        try transaction.catchUp(receipt.id, to: end)
    }

    /// How long the next one to act takes. People mind the clock that runs, and nine in ten times are in
    /// time.
    private func after(_ now: Moment, _ matter: Matter, _ dice: inout Dice) -> Moment {
        let holder = city.procedures[matter.kind]?.stage(matter.stage)?.holder ?? .nobody
        let luck = dice.share()
        switch holder {
        case .desk, .lead:
            let usual = holder == .desk ? 6 * Self.hour : 96 * Self.hour
            let left = matter.nextClock.map { max($0.due - now, Self.hour) } ?? usual
            let most = Double(dice.hits(8) ? usual + left : min(usual, left))
            return now + 5 * Self.minute + Int64(luck * luck * 0.9 * most)
        case .resident: return now + Self.hour + Int64(luck * 9 * 24 * Double(Self.hour))
        case .nobody: return now + Int64(luck * 20 * 24 * Double(Self.hour))
        }
    }

    /// - Returns: False when nobody wants to do anything more.
    private func step(
        _ matter: Matter, about category: String, at now: Moment, in transaction: DeskTransaction,
        dice: inout Dice
    ) throws -> Bool {
        if !matter.isOpen, !dice.hits(2) { return false }
        var options: [(actor: Actor, move: Move, weight: Double)] = []
        for actor in [Actor.resident] + people.candidates(for: matter, &dice) {
            for move in possibleMoves(on: matter, by: actor, in: city, at: now) {
                let weight = DemoTaste.weight(of: move, on: matter, by: actor)
                if weight > 0 { options.append((actor, move, weight)) }
            }
        }
        guard let chosen = draw(options, &dice) else { return false }
        var inputs: [InputWord: String] = [:]
        for ask in chosen.move.asks where ask.required || ask.word == .urgency {
            guard let value = answer(ask.word, chosen.move, matter, about: category, at: now, &dice) else {
                continue
            }
            inputs[ask.word] = value
        }
        if inputs[.solved] != nil, dice.hits(50) {
            let isContent = inputs[.solved] == "yes" && inputs[.satisfied] == "yes"
            inputs[.why] = texts.sentence(isContent ? .praise : .complaint, about: category, &dice)
        }
        do {
            try transaction.perform(
                Order(chosen.move.name, inputs), on: .id(matter.id), by: chosen.actor, at: now)
        } catch is Refusal {
            // Chance chose something that is not possible with these inputs; the next step chooses anew.
        }
        return true
    }

    private func draw(
        _ options: [(actor: Actor, move: Move, weight: Double)], _ dice: inout Dice
    ) -> (actor: Actor, move: Move, weight: Double)? {
        var left = dice.share() * options.reduce(0) { $0 + $1.weight }
        for option in options {
            left -= option.weight
            if left <= 0 { return option }
        }
        return options.last
    }

    private func answer(
        _ word: InputWord, _ move: Move, _ matter: Matter, about category: String, at now: Moment,
        _ dice: inout Dice
    ) -> String? {
        switch word {
        case .category: return category
        case .unit: return unit(for: matter, &dice)?.text
        case .solved: return dice.hits(88) ? "yes" : "no"
        case .satisfied: return dice.hits(91) ? "yes" : "no"
        case .attempt: return dice.pick(CallBackResult.allCases)?.rawValue
        case .route: return dice.pick(Route.allCases)?.rawValue
        case .grade: return dice.pick(Grade.allCases)?.rawValue
        case .urgency: return dice.hits(90) ? nil : Urgency.urgent.rawValue
        case .reviewOn: return city.calendar.date(of: now).adding(days: 30 + dice.below(60)).description
        case .matter, .files: return nil
        case .reason:
            return texts.sentence(
                move.does.contains(.takeBack) ? .returnReason : .reason, about: category, &dice)
        case .answer: return texts.sentence(.answer, about: category, &dice)
        case .explanation: return texts.sentence(.explanation, about: category, &dice)
        case .why: return nil
        case .note: return texts.sentence(.note, about: category, &dice)
        case .text: return texts.sentence(.addition, about: category, &dice)
        }
    }

    /// The catalogue's unit; now and then a neighbour, as happens in every city.
    private func unit(for matter: Matter, _ dice: inout Dice) -> UnitCode? {
        guard let category = matter.category else { return city.desk }
        let right = city.dispatch.unit(for: category, at: matter.area, in: city.catalogue)
        return dice.hits(9) ? right.flatMap { city.units[$0]?.parent } ?? right : right
    }
}

/// How likely people choose a move, by what it does.
enum DemoTaste {
    static func weight(of move: Move, on matter: Matter, by actor: Actor) -> Double {
        if move.asks.contains(where: { $0.word == .matter }) { return 0 }
        var weight = move.to == nil ? 0.4 : 10
        for effect in move.does {
            switch effect {
            case .answer: weight = matter.lead == nil ? 0.6 : 30
            case .opinion: weight = actor == .resident ? 30 : 20
            case .dispatch, .categorise: weight = 30
            case .takeBack: weight = 2.5
            case .attempt: weight = 12
            case .proposeScope: weight = 0.5
            case .archive: weight = 0.25
            case .escalate: weight = 0.3
            case .urge, .add: weight = matter.isOpen ? 0.25 : 0
            case .note: weight = 0.5
            case .revealContact: weight = 0.2
            case .reopen: weight = 1
            case .dropProposal, .classify, .ask, .merge, .markOverdue, .tell: break
            }
        }
        if move.by == [.resident], move.to != nil, !move.speaksForResident, matter.isOpen { weight = 0.15 }
        // What leads nowhere is done once or twice, not for months.
        if move.to == nil, matter.lastMoves[move.name] != nil { weight *= 0.1 }
        return weight
    }
}
