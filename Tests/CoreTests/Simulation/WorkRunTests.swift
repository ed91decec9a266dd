import Core
import Testing

@Suite("The work of a unit that is replayed")
struct WorkRunTests {
    private static let roads = UnitCode("ROADS")
    private static let water = UnitCode("WATER")

    /// Minutes after Monday 2026-03-02, 00:00.
    private func at(_ clock: Int64, _ minutes: Int64 = 0, day: Int64 = 0) -> Moment {
        Town.start + -9 * hour + day * 24 * hour + clock * hour + minutes * minute
    }

    private func visit(_ from: Moment, _ to: Moment?, _ unit: UnitCode = roads) -> WorkVisit {
        WorkVisit(unit: unit, arrived: from, left: to)
    }

    private func history(
        _ matters: [[WorkVisit]], until end: Moment, moved: @escaping (UnitCode) -> UnitCode = { $0 }
    ) -> WorkHistory {
        var history = WorkHistory(until: end)
        for visits in matters { history.add(visits, runs: [], moved: moved) }
        return history
    }

    private func ends(_ times: WorkTimes, _ count: Int) -> [Moment] { (0..<count).flatMap(times.left(of:)) }

    /// Two matters of one morning, an hour apart, each two hours with the unit.
    private var morning: [[WorkVisit]] { [[visit(at(9), at(11))], [visit(at(10), at(12))]] }

    @Test("is measured by what stood with it: one and a third at once")
    func measure() throws {
        let run = WorkRun(history(morning, until: at(20)), calendar: Town.calendar)
        let unit = try #require(run.capacities.first)
        #expect(abs(unit.hands - 4.0 / 3) < 1e-9 && unit.peak == 2 && unit.visits == 2)
        let unchanged = run.left(hands: { $1 })
        #expect(ends(unchanged, 2) == [at(11), at(12)] && unchanged.largestDifference == 0)
    }

    @Test("goes faster with twice the hands, as far as there is a hand for each")
    func twice() {
        let run = WorkRun(history(morning, until: at(20)), calendar: Town.calendar)
        // Each is 1 hour 40 minutes of work: an hour with a hand of its own, an hour with two thirds of one.
        #expect(ends(run.left(hands: { $1 * 2 }), 2) == [at(10, 40), at(11, 40)])
        #expect(ends(run.left(hands: { $1 * 50 }), 2) == [at(10, 40), at(11, 40)])
    }

    @Test("goes on after lunch with half the hands")
    func half() {
        let run = WorkRun(history(morning, until: at(20)), calendar: Town.calendar)
        #expect(ends(run.left(hands: { $1 / 2 }), 2) == [at(14, 30), at(15, 30)])
    }

    @Test("ends the first sooner and the second later when it is done in the order of arrival")
    func arrival() {
        let run = WorkRun(history(morning, until: at(20)), calendar: Town.calendar)
        // A third of a hand for 40 minutes is 13 minutes 20 seconds of the second one's work.
        #expect(
            ends(run.left(hands: { $1 }, order: .arrival), 2)
                == [at(10, 40), at(12) + 6 * minute + 40_000]
                .map { $0 > at(12) ? $0 + 90 * minute : $0 })
    }

    @Test("takes what is due first before what came first")
    func due() {
        var history = WorkHistory(until: at(20))
        for (from, to, due) in [(at(9), at(11), at(18)), (at(10), at(12), at(11))] {
            let run = dueRun(due, from: from)
            history.add([visit(from, to)], runs: run, moved: { $0 })
        }
        let run = WorkRun(history, calendar: Town.calendar)
        // One hand: the first has an hour, then the pressing one its 1 h 40 min, then the first its 40 min.
        let left = ends(run.left(hands: { _, _ in 1 }, order: .due), 2)
        #expect(left == [at(13, 50), at(11, 40)])
        #expect(
            ends(run.left(hands: { _, _ in 1 }, order: .arrival), 2) == [at(10, 40), at(13, 50)])
    }

    private func dueRun(_ due: Moment, from: Moment) -> [ClockRun] {
        let facts: [Fact] = [
            .raised(Town.raised()), .clockStarted(limit: "whole", from: from, due: due, warn: nil),
        ]
        let event = Event(
            sequence: 1, at: from, by: .resident, move: nil, from: nil, to: "received", facts: facts)
        return ClockReplay.recorded([event], in: Town.city, until: at(20))
    }

    @Test("leaves nights and weekends to those who worked in them")
    func nights() {
        // From 22:00 to 23:00, and from Saturday to Sunday.
        let visits = [[visit(at(22), at(23))], [visit(at(10, day: 5), at(10, day: 6))]]
        let run = WorkRun(history(visits, until: at(20, day: 9)), calendar: Town.calendar)
        #expect(ends(run.left(hands: { $1 / 10 }), 2) == [at(23), at(10, day: 6)])
    }

    @Test("hands a matter on later when it is done later, and leaves the resident as much time")
    func chain() {
        let matter = [visit(at(9), at(11)), visit(at(14), at(15), Self.water)]
        let run = WorkRun(history([matter], until: at(20)), calendar: Town.calendar)
        let slow = run.left(hands: { unit, hands in unit == Self.roads ? hands / 2 : hands })
        // Two hours at half speed end at 14:30 after lunch; three hours lie between, and water takes an hour,
        // which begins at 17:30, when the offices close.
        #expect(slow.left(of: 0) == [at(14, 30), at(10, day: 1)])
        let visits = Retiming(matter, left: slow.left(of: 0))
        #expect(visits(at(9)) == at(9) && visits(at(11)) == at(14, 30))
        #expect(visits(at(10)) == at(11, 45), "half of the visit")
        #expect(visits(at(12)) == at(15, 30), "behind it everything is as much later")
        #expect(visits(at(19)) == at(14, day: 1))
    }

    @Test("goes to another unit with its load, which makes that one slower")
    func moved() {
        let matters = morning + [[visit(at(9), at(11), Self.water)]]
        let history = history(matters, until: at(20)) { $0 == Self.water ? Self.roads : $0 }
        let run = WorkRun(history, calendar: Town.calendar)
        let before = ends(run.left(hands: { $1 }), 3)
        #expect(before == [at(11), at(12), at(11)])
        let after = ends(run.left(hands: { $1 }, moved: true), 3)
        #expect(zip(before, after).allSatisfy { $0 < $1 }, "\(after)")
    }

    @Test("ends when it ended if nothing is changed, whatever happened", arguments: 1...8)
    func unchanged(seed: UInt64) {
        var chance = Chance(seed: seed)
        let matters = (0..<400).map { _ in life(&chance) }
        let run = WorkRun(history(matters, until: at(0, day: 70)), calendar: Town.calendar)
        let times = run.left(hands: { $1 })
        #expect(times.largestDifference <= 1, "\(times.largestDifference) ms")
        #expect(run.capacities.contains { $0.hands > 2 })
    }

    @Test("in the order of arrival is never later with more hands", arguments: 1...6)
    func moreHands(seed: UInt64) {
        var chance = Chance(seed: seed)
        let matters = (0..<150).map { _ in Array(life(&chance).prefix(1)) }
        let run = WorkRun(
            history(matters.map { $0.map { visit($0.arrived, $0.left) } }, until: at(0, day: 70)),
            calendar: Town.calendar)
        for order in [WorkOrder.arrival, .shared] {
            var before: [Moment]?
            for factor in [0.5, 0.8, 1, 1.3, 2, 9] {
                let left = ends(run.left(hands: { $1 * factor }, order: order), matters.count)
                if let before {
                    #expect(zip(left, before).allSatisfy { $0 <= $1 + 1 }, "\(order), times \(factor)")
                }
                before = left
            }
        }
    }

    /// A matter with one to three units, at any hour; one in ten is never done.
    private func life(_ chance: inout Chance) -> [WorkVisit] {
        var now = at(0) + Int64(chance.next() % 50) * day + Int64(chance.next() % UInt64(day))
        var visits: [WorkVisit] = []
        for _ in 0..<(1 + chance.next() % 3) {
            let unit = chance.one(in: 2) ? Self.roads : Self.water
            let stay = 1 + Int64(chance.next() % UInt64(chance.one(in: 4) ? 6 * day : 9 * hour))
            if chance.one(in: 10) { return visits + [visit(now, nil, unit)] }
            visits.append(visit(now, now + stay, unit))
            now = now + stay + Int64(chance.next() % UInt64(2 * day))
        }
        return visits
    }

    @Test("is read from a story: with whom it stood, not with the resident, not in the archive")
    func reader() throws {
        var story = try Story.answered()
        let asked = story.now
        try story.when("rate", Story.no, by: .resident, after: day)
        try story.when(
            "archive", [.explanation: "等条件。", .reviewOn: "2026-12-01"], by: .supervisor, after: 2 * hour)
        let archived = story.now
        let visits = VisitReader(Town.city).visits(of: story.log.standing)
        #expect(
            visits == [
                WorkVisit(unit: UnitCode("CENTRE"), arrived: Town.start, left: asked + -hour),
                WorkVisit(unit: Self.roads, arrived: asked + -hour, left: asked),
                WorkVisit(unit: Self.roads, arrived: asked + day, left: archived),
            ])
        #expect(VisitReader(Town.city(procedures: [])).visits(of: story.log).isEmpty)
    }
}
