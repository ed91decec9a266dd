import Core
import Testing

/// A life: moves by anybody, in any order, with right and wrong words, and timers that ring whenever they
/// like.
struct RandomLife {
    var story: Story
    var witness: Witness
    var chance: Chance
    private(set) var refusals: Set<String> = []
    private(set) var steps = 0
    private(set) var undone = 0

    init(_ kind: String, seed: UInt64, in city: City = Town.city) throws {
        chance = Chance(seed: seed)
        let urgency = chance.pick(Urgency.allCases)
        let raised = Town.raised(kind, urgency: urgency, reachable: !chance.one(in: 4))
        // Two in three begin further on, where most of the law is.
        switch chance.next() % 3 {
        case 0: story = try Story(raised, in: city)
        case 1: story = try .handled(raised, in: city)
        default: story = try .answered(raised, in: city)
        }
        witness = Witness(city)
    }

    mutating func live(_ count: Int) {
        for _ in 0..<count { chance.one(in: 6) ? ring() : act() }
    }

    private mutating func ring() {
        let limits = story.city.procedures[story.matter.kind]?.limits.map(\.name) ?? []
        guard !limits.isEmpty else { return }
        let limit = chance.pick(limits)
        let clock = story.matter.clock(limit)
        let mark = chance.pick(TimerMark.allCases)
        let moments = [
            clock?.due, clock?.warn, clock.map { $0.due + -1 }, story.now + wait(), story.now + -wait(),
        ]
        guard let moment = chance.pick(moments) else { return }
        let before = story.matter
        guard let events = try? story.ring(mark, limit, at: moment) else {
            return refusals.formUnion(["a timer was refused"])
        }
        witness.see(events, of: story.log, before: before, after: story.matter)
    }

    private mutating func act() {
        var (actor, possible) = (Actor.resident, [Move]())
        for _ in 0..<4 where possible.isEmpty {
            actor = chance.pick(Actor.everybody)
            possible = possibleMoves(on: story.matter, by: actor, in: story.city, at: story.now)
            // Or most would be over before they began.
            if !chance.one(in: 10) { possible.removeAll { $0.name == "withdraw" } }
        }
        let moves = story.city.procedures[story.matter.kind]?.moves ?? []
        let move = possible.isEmpty || chance.one(in: 5) ? chance.pick(moves) : chance.pick(possible)
        var inputs: [InputWord: String] = [:]
        for ask in move.asks where ask.required || chance.one(in: 2) {
            inputs[ask.word] = chance.one(in: 30) ? nil : word(ask.word)
        }
        if chance.one(in: 40) { inputs[chance.pick(InputWord.allCases)] = "别的" }
        let target = Order.Target(
            number: "RQ-2", isOpen: !chance.one(in: 3), kind: "request", isInSight: true, isSameResident: true
        )
        let (before, count) = (story.matter, story.log.count)
        let after = chance.one(in: 8) ? -wait() : wait()
        let expected = story.refusal(move.name, inputs, by: actor, after: after, target: target)
        do throws(Refusal) {
            let events = try story.when(move.name, inputs, by: actor, after: after, target: target)
            steps += 1
            witness.see(events, of: story.log, before: before, after: story.matter)
            if expected != nil { refusals.insert("decided two ways") }
            if inputs[.urgency] == nil, inputs[.reviewOn] == nil { foresee(move, events[0], on: before) }
            if chance.one(in: 6) { undo(actor, before: before) }
        } catch {
            if expected != error { refusals.insert("decided two ways") }
            if story.matter != before || story.log.count != count {
                refusals.insert("a refusal changed something")
            }
            if case .againstTheLoop = error {
                refusals.insert("a checked procedure met the law: \(move.name)")
            }
        }
    }

    /// What was shown beside the button is what happened.
    private mutating func foresee(_ move: Move, _ event: Event, on before: Matter) {
        let happened = MoveOutlook(of: event)
        guard let foreseen = preview(move, on: before, in: story.city, at: event.at) else {
            return refusals.formUnion(["nothing was foreseen"])
        }
        if foreseen.stage != happened.stage || foreseen.outcome != happened.outcome
            || foreseen.clocks != happened.clocks || foreseen.told != happened.told
        {
            refusals.insert("\(move.name) was foreseen otherwise")
        }
    }

    private mutating func undo(_ actor: Actor, before: Matter) {
        guard undoable(story.log, story.matter, by: actor, at: story.now + minute) == nil else { return }
        do throws(UndoRefusal) {
            try story.undo(by: actor)
            undone += 1
            witness.seeUndo(story, before: before)
        } catch {
            refusals.insert("an undo was refused that was possible: \(error)")
        }
    }

    private mutating func wait() -> Int64 {
        chance.pick([0, minute, hour, 5 * hour, 25 * hour, 4 * day, 40 * day])
    }

    private mutating func word(_ word: InputWord) -> String {
        if chance.one(in: 12) {
            return chance.pick(["", "?", "a\0b", "roads", "\u{200B}", "2020-01-01", "yes"])
        }
        switch word {
        case .category: return chance.pick(["roads.lamp", "water"])
        case .unit: return chance.pick(["ROADS", "WATER", "COUNTY", "AFAR"])
        case .solved, .satisfied: return chance.one(in: 3) ? "no" : "yes"
        case .attempt: return chance.pick(CallBackResult.allCases).rawValue
        case .matter: return chance.pick(["RQ-2", "RQ-2", "RQ-1", "RQ-3"])
        case .route: return chance.pick(Route.allCases).rawValue
        case .grade: return chance.pick(Grade.allCases).rawValue
        case .urgency: return chance.pick(Urgency.allCases).rawValue
        case .reviewOn: return chance.pick(["2026-12-01", "2027-08-09", "2031-01-01"])
        case .files: return ""
        case .cause: return chance.pick(["duty", "old"])
        case .checks: return "greeting:yes"
        case .part: return chance.pick(["ROADS", "WATER", "COUNTY", "AFAR"])
        case .until: return chance.pick(["2026-12-01", "2027-08-09", "2031-01-01"])
        case .sharpness: return chance.pick(["1", "5", "6"])
        case .party: return chance.pick(["甲", "乙"])
        case .partyKind: return chance.pick(PartyKind.allCases).rawValue
        case .session: return chance.pick(SessionKind.allCases).rawValue
        case .accepts: return chance.one(in: 3) ? "no" : "yes"
        case .way: return chance.pick(ContactWay.allCases).rawValue
        case .reason, .answer, .explanation, .why, .note, .text, .task, .demand, .plan, .position, .agreement:
            return "话👍🏽"
        }
    }
}

@Suite("Any life of a matter")
struct RandomLifeTests {
    @Test("keeps the law of the loop", arguments: ["request", "criticism"])
    func law(kind: String) throws {
        var (ends, steps, undone): ([Outcome: Int], Int, Int) = ([:], 0, 0)
        for seed in 0..<UInt64(10_500) {
            var life = try RandomLife(kind, seed: seed &* 7919 &+ UInt64(kind.count))
            life.live(20)
            if seed.isMultiple(of: 8) { life.witness.seeWhole(life.story) }
            #expect(life.witness.complaints.isEmpty, "seed \(seed): \(life.story.log.map { $0.move ?? "-" })")
            #expect(life.refusals.isEmpty, "seed \(seed): \(life.story.log.map { $0.move ?? "-" })")
            if !life.witness.complaints.isEmpty || !life.refusals.isEmpty { return }
            if let outcome = life.story.matter.outcome { ends[outcome, default: 0] += 1 }
            steps += life.steps
            undone += life.undone
        }
        // The lives reach what they are about, or they would prove nothing.
        let exits: [Outcome] =
            kind == "request"
            ? [.solved, .withdrawn, .notInScope, .unreachable, .merged] : [.solved, .withdrawn, .unreachable]
        for outcome in exits { #expect(ends[outcome, default: 0] >= 20, "\(outcome): \(ends)") }
        #expect(ends[.elsewhere] == nil)
        #expect(steps > 40_000)
        #expect(undone > 500)
    }
}
