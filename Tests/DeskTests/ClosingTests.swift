import Core
import Desk
import Storage
import Testing

@Suite("No road leads past the resident") struct ClosingTests {
    /// Thrown to take a tried move back: what it would have led to.
    private struct TakenBack: Error { let outcome: Outcome? }

    private static let actors: [Actor] =
        [.resident, .system("timekeeper"), .system("import"), .system("procedure"), .system("console")]
        + ["clerk", "dispatcher", "handler", "caller", "reviewer", "leader", "administrator"].map {
            DeskTown.person($0, in: "HOTLINE")
        }
        + [DeskTown.supervisor, DeskTown.person("auditor", in: "SUPERVISION"), DeskTown.handler]
        + [
            .officer(
                id: 77,
                posts: DeskTown.city.roles.keys.sorted().map {
                    Post(role: $0, unit: DeskTown.unit, area: DeskTown.area("9801"))
                })
        ]

    /// What nobody may answer for the resident, and what the resident did not say: never two times yes.
    private static let words: [[InputWord: String]] = [("no", "no"), ("yes", "no"), ("no", "yes")].map {
        [.solved: $0.0, .satisfied: $0.1]
    }

    private static func inputs(for move: Move, _ opinion: [InputWord: String], other: String) -> [InputWord:
        String]
    {
        var inputs: [InputWord: String] = [:]
        for ask in move.asks {
            switch ask.word {
            case .category: inputs[ask.word] = DeskTown.category
            case .unit: inputs[ask.word] = DeskTown.unit.text
            case .solved, .satisfied: inputs[ask.word] = opinion[ask.word]
            case .attempt: inputs[ask.word] = CallBackResult.allCases[0].rawValue
            case .matter: inputs[ask.word] = other
            case .route: inputs[ask.word] = Route.common.rawValue
            case .grade: inputs[ask.word] = Grade.ordinary.rawValue
            case .urgency: inputs[ask.word] = Urgency.urgent.rawValue
            case .reviewOn: inputs[ask.word] = "2026-09-01"
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
                inputs[ask.word] = "试一试"
            }
        }
        return inputs
    }

    /// Tries every move by everybody on a matter, each on its own, and gives back how they would have ended
    /// it.
    private func ends(_ number: String, other: String, in town: DeskTown, at now: Moment) async throws
        -> [Outcome: Set<String>]
    {
        let kind = try await town.matter(number).kind
        var ends: [Outcome: Set<String>] = [:]
        for move in try #require(DeskTown.city.procedures[kind]).moves {
            for actor in Self.actors {
                for words in Self.words {
                    let order = Order(move.name, Self.inputs(for: move, words, other: other))
                    do {
                        try await town.desk.batch { transaction in
                            let done = try transaction.perform(order, on: .number(number), by: actor, at: now)
                            throw TakenBack(outcome: done.outcome)
                        }
                    } catch let taken as TakenBack {
                        if let outcome = taken.outcome { ends[outcome, default: []].insert(move.name) }
                    } catch is Refusal {
                    } catch is MatterNotFound {}
                    if !move.asks.contains(where: { $0.word == .solved }) { break }
                }
            }
        }
        return ends
    }

    private static func filing(_ kind: String) -> Filing {
        var filing = DeskTown.filing()
        filing.kind = kind
        return filing
    }

    /// Leads a new matter of any kind to the stage where the resident is asked, by the moves its procedure
    /// has.
    private func asked(_ kind: String, in town: DeskTown) async throws -> String {
        let number = try await town.desk.file(Self.filing(kind), by: DeskTown.clerk, at: DeskTown.start)
            .number
        for name in ["register", "dispatch", "accept", "arrive", "answer"] {
            guard let move = DeskTown.city.procedures[kind]?.move(name) else { continue }
            let inputs = Self.inputs(for: move, [:], other: "")
            _ = try await refusal {
                let actor = ["register", "dispatch"].contains(name) ? DeskTown.dispatcher : DeskTown.handler
                try await town.move(name, inputs, on: number, by: actor)
            }
        }
        return number
    }

    @Test(
        "from any stage of any kind, by any move of anybody", arguments: ["request", "repair", "criticism"])
    func everyRoad(kind: String) async throws {
        try await DeskTown.with(.sqlite) { town in
            let other = try await town.desk.file(Self.filing(kind), by: DeskTown.clerk, at: DeskTown.start)
                .number
            let fresh = try await town.desk.file(Self.filing(kind), by: DeskTown.clerk, at: DeskTown.start)
                .number
            let answered = try await asked(kind, in: town)
            #expect(try await town.matter(answered).answer != nil, "\(kind) was never answered")
            let (unsatisfied, silent) = (try await asked(kind, in: town), try await asked(kind, in: town))
            let late = DeskTown.start + 40 * DeskTown.day
            _ = try await town.ring(at: late)
            try await town.move(
                "rate", [.solved: "yes", .satisfied: "no"], on: unsatisfied, by: .resident, at: late)
            for (number, now) in [
                (fresh, DeskTown.start), (answered, DeskTown.start), (unsatisfied, DeskTown.start),
                (silent, late),
            ] {
                let before = try await town.matter(number)
                let ends = try await ends(number, other: other, in: town, at: max(now, before.changedAt))
                #expect(ends[.solved] == nil, "\(before.stage): \(ends)")
                #expect(ends[.unreachable] == nil && ends[.elsewhere] == nil && ends[.notInScope] == nil)
                #expect((ends[.withdrawn] ?? []).isSubset(of: ["withdraw"]))
                #expect((ends[.merged] ?? []).isSubset(of: ["merge"]))
                #expect(try await town.matter(number) == before)
            }
        }
    }

    @Test("in a hundred lives led at random, on any engine", arguments: TestEngine.present)
    func lives(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var life = RandomLife(town: town, seed: 20_260_302, contentPercent: 0)
            try await life.lead(matters: 100, steps: 14)
            #expect(life.made > 600)
            #expect(try await town.count("SELECT count(*) FROM matters WHERE outcome = 'solved'") == 0)
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test("not even by a row of another system that says it was done here")
    func imported() async throws {
        try await DeskTown.with(.sqlite) { town in
            var filing = DeskTown.filing()
            filing.endedAt = DeskTown.start
            let past = filing
            for actor in [DeskTown.clerk, .system("import")] {
                let refused = try await refusal {
                    try await town.desk.file(past, by: actor, at: DeskTown.start)
                }
                #expect(refused == .againstTheLoop(.elsewhere))
            }
            (filing.source, filing.sourceID) = ("old", "1")
            let number = try await town.desk.file(filing, by: .system("import"), at: DeskTown.start).number
            #expect(try await town.matter(number).outcome == .elsewhere)
        }
    }
}
