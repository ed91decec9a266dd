import Core
import Testing

/// All that anybody can do from a fresh matter, step by step. States that differ in nothing a decision asks
/// for are walked once, so that the whole tree of orders fits into a second.
struct EveryPath {
    let city: City
    private(set) var states = 0
    private(set) var orders = 0
    private(set) var deadEnds: [String] = []
    private(set) var complaints: Set<String> = []

    init(_ city: City) { self.city = city }

    /// Everything about a matter but its times.
    private struct Sight: Hashable {
        let words: [String?]
        let numbers: [Int]
        let clocks: [String]
    }

    private func sight(_ matter: Matter) -> Sight {
        let opinion = matter.opinion.map { "\($0.solved)\($0.satisfied)" }
        let proposer = matter.scopeProposer.map(String.init)
        let answer = matter.answer.map { "\($0.unit?.text ?? "")\($0.by ?? 0)" }
        return Sight(
            words: [
                matter.stage, matter.lead?.text, matter.raisedTo?.text, matter.category, opinion, proposer,
                answer,
                matter.reviewOn, matter.urgency.rawValue, matter.mergedInto,
            ],
            numbers: [
                matter.asked ? 1 : 0, min(matter.attempts.count, 3), min(matter.rounds, 2),
                min(matter.returns, 2),
                matter.reopens, matter.scopeProposed ? 1 : 0, matter.urges > 0 ? 1 : 0,
            ],
            clocks: matter.clocks.map { "\($0.limit) \($0.pausedAt != nil) \($0.expired) \($0.warn != nil)" })
    }

    mutating func walk(_ story: Story, depth: Int) {
        var wave = [story]
        var seen: Set<Sight> = [sight(story.matter)]
        for _ in 0..<depth {
            var next: [Story] = []
            for story in wave {
                let ways = steps(from: story)
                if ways.isEmpty, story.matter.isOpen { deadEnds.append(path(story)) }
                for way in ways where seen.insert(sight(way.matter)).inserted { next.append(way) }
            }
            states += next.count
            wave = next
        }
    }

    private func path(_ story: Story) -> String { story.log.map { $0.move ?? "-" }.joined(separator: " ") }

    private mutating func steps(from story: Story) -> [Story] {
        var ways: [Story] = []
        for actor in Actor.everybody {
            for move in possibleMoves(on: story.matter, by: actor, in: city, at: story.now + 25 * hour) {
                for inputs in answers(to: move) {
                    var way = story
                    let target = Order.Target(
                        number: "RQ-2", isOpen: true, kind: story.matter.kind, isInSight: true,
                        isSameResident: true)
                    orders += 1
                    guard
                        (try? way.when(move.name, inputs, by: actor, after: 25 * hour, target: target)) != nil
                    else {
                        complaints.insert("\(move.name) was shown and refused: \(path(story))")
                        continue
                    }
                    look(at: way, from: story)
                    ways.append(way)
                }
            }
        }
        for clock in story.matter.clocks {
            for (mark, moment) in [(TimerMark.expiry, clock.due), (.warning, clock.warn ?? clock.due)] {
                var way = story
                guard let events = try? way.ring(mark, clock.limit, at: moment), !events.isEmpty else {
                    continue
                }
                look(at: way, from: story)
                ways.append(way)
            }
        }
        return ways
    }

    private mutating func look(at way: Story, from story: Story) {
        var witness = Witness(city)
        let events = Array(way.log.dropFirst(story.log.count))
        witness.see(events, of: way.log, before: story.matter, after: way.matter)
        complaints.formUnion(witness.complaints.map { "\($0): \(path(way))" })
    }

    private func answers(to move: Move) -> [[InputWord: String]] {
        var all: [[InputWord: String]] = [[:]]
        for ask in move.asks where ask.required {
            let values =
                switch ask.word {
                case .category: ["water"]
                case .unit: ["ROADS", "WATER"]
                case .solved, .satisfied: ["yes", "no"]
                case .attempt: ["noAnswer"]
                case .matter: ["RQ-2"]
                case .reviewOn: ["2028-01-01"]
                case .urgency: ["urgent"]
                case .files: [""]
                case .cause: ["duty"]
                case .checks: ["greeting:yes"]
                case .part: ["WATER"]
                case .until: ["2028-01-01"]
                case .sharpness: ["3"]
                case .party: ["甲", "乙"]
                case .partyKind: ["owner"]
                case .session: ["site"]
                case .accepts: ["yes", "no"]
                case .way: ["phone"]
                case .route, .grade, .reason, .answer, .explanation, .why, .note, .text, .task, .demand,
                    .plan,
                    .position, .agreement:
                    ["common"]
                }
            all = all.flatMap { given in values.map { given.merging([ask.word: $0]) { $1 } } }
        }
        return all
    }
}

@Suite("Every path from a fresh matter")
struct EveryPathTests {
    @Test("goes on until it ends, and ends only as the law allows", arguments: ["request", "criticism"])
    func everyPath(kind: String) throws {
        var walk = EveryPath(Town.city)
        walk.walk(try Story(Town.raised(kind)), depth: 8)
        #expect(walk.deadEnds.isEmpty)
        #expect(walk.complaints.isEmpty)
        #expect(walk.states > 100)
        #expect(walk.orders > 1000)
    }

    @Test("ends for somebody who cannot be called, too", arguments: ["request", "criticism"])
    func nobodyToCall(kind: String) throws {
        var walk = EveryPath(Town.city)
        walk.walk(try Story(Town.raised(kind, reachable: false)), depth: 7)
        #expect(walk.deadEnds.isEmpty)
        #expect(walk.complaints.isEmpty)
    }

    @Test("finds the dead end in a procedure that has one")
    func findsDeadEnd() throws {
        let pit = Move("fall", from: ["received"], to: "pit", by: [.role("clerk")])
        let request = Procedure("request", [Stage("received", .desk), Stage("pit", .desk)], [pit])
        let city = Town.city(procedures: [request])
        var walk = EveryPath(city)
        walk.walk(try Story(in: city), depth: 3)
        #expect(walk.deadEnds == ["- fall"])
    }
}
