/// Lets a history happen again with other staff, another order of work, or work given to other units.
public struct WorkRun: Sendable {
    private let history: WorkHistory
    private let clock: WorkClock
    private let estimate: WorkEstimate

    /// - Parameter calendar: When the offices were open.
    public init(_ history: WorkHistory, calendar: WorkingCalendar) {
        self.history = history
        let first = history.visits.map(\.arrived).min() ?? history.end
        clock = WorkClock(calendar: calendar, origin: calendar.start(of: calendar.date(of: first)))
        estimate = WorkEstimate(history, clock: clock)
    }

    /// What the history says of its units, in the order of their codes.
    public var capacities: [UnitCapacity] {
        history.units.indices.map { unit in
            UnitCapacity(
                unit: history.units[unit], hands: estimate.hands[unit], peak: estimate.peaks[unit],
                visits: estimate.counts[unit])
        }.sorted { $0.unit < $1.unit }
    }

    /// When every visit ends, in the order of the history. A visit that goes on has the moment at which it
    /// would have been done with.
    ///
    /// - Parameters:
    ///   - hands: How many matters a unit works on at once, from how many it did; above zero.
    ///   - moved: Whether the units that the history names as the new ones have their visits.
    public func left(
        hands: (UnitCode, Double) -> Double, order: WorkOrder = .shared, moved: Bool = false
    ) -> WorkTimes {
        var desks = history.units.indices.map { unit in
            WorkDesk(hands: hands(history.units[unit], estimate.hands[unit]), order: order)
        }
        var floor = WorkFloor(history: history, clock: clock, estimate: estimate, moved: moved)
        floor.run(&desks)
        return WorkTimes(history: history, left: floor.left)
    }
}

/// When the visits of a history end in a simulation.
public struct WorkTimes: Sendable {
    fileprivate let history: WorkHistory
    fileprivate let left: [Moment]

    /// The ends of the visits of a matter, counted from 0 in the order of the history.
    public func left(of matter: Int) -> [Moment] { Array(left[history.visits(of: matter)]) }

    /// The largest distance in milliseconds between an end here and in the history; of visits that ended.
    public var largestDifference: Int64 {
        zip(history.visits, left).lazy.filter { !$0.0.isOpen }.map { abs($1 - $0.left) }.max() ?? 0
    }
}

/// Everything that happens, one thing after the other.
private struct WorkFloor {
    let history: WorkHistory
    let clock: WorkClock
    let estimate: WorkEstimate
    let moved: Bool
    private(set) var left: [Moment]
    private var agenda = Heap<Entry>()
    /// Counts up with every change of a desk: what was planned for it before does not happen.
    private var plans: [Int]

    private struct Entry: Comparable {
        let at: Moment
        /// Nil for an arrival; else which plan of the desk ends the visit, and when in working time.
        let plan: Int?
        let time: Double
        let visit: Int

        static func < (left: Entry, right: Entry) -> Bool {
            (left.at, left.plan == nil ? 1 : 0, left.visit) < (
                right.at, right.plan == nil ? 1 : 0, right.visit
            )
        }
    }

    init(history: WorkHistory, clock: WorkClock, estimate: WorkEstimate, moved: Bool) {
        (self.history, self.clock, self.estimate, self.moved) = (history, clock, estimate, moved)
        left = history.visits.map(\.left)
        plans = Array(repeating: 0, count: history.units.count)
    }

    mutating func run(_ desks: inout [WorkDesk]) {
        for matter in 0..<history.matters {
            guard let first = history.visits(of: matter).first else { continue }
            agenda.push(Entry(at: history.visits[first].arrived, plan: nil, time: 0, visit: first))
        }
        lasts = Self.lastVisits(history)
        while let entry = agenda.pop() {
            let unit = self.unit(of: entry.visit)
            if let number = entry.plan {
                guard number == plans[unit] else { continue }
                desks[unit].advance(to: entry.time)
                desks[unit].finish(entry.visit)
                plan(&desks[unit], of: unit)
                end(entry.visit, at: entry.at)
            } else {
                arrive(entry, at: unit, &desks)
            }
        }
    }

    /// Whether a visit is the last one of its matter.
    private var lasts: [Bool] = []

    private static func lastVisits(_ history: WorkHistory) -> [Bool] {
        var lasts = Array(repeating: false, count: history.visits.count)
        for matter in 0..<history.matters {
            if let last = history.visits(of: matter).last { lasts[last] = true }
        }
        return lasts
    }

    private func unit(of visit: Int) -> Int {
        Int(moved ? history.visits[visit].has : history.visits[visit].had)
    }

    private mutating func arrive(_ entry: Entry, at unit: Int, _ desks: inout [WorkDesk]) {
        let visit = history.visits[entry.visit]
        let work = estimate.work[entry.visit]
        // Done while the offices were closed: nobody's staff changes that.
        if work <= 0 { return end(entry.visit, at: entry.at + (visit.left - visit.arrived)) }
        desks[unit].advance(to: clock.time(of: entry.at))
        let rank =
            desks[unit].order == .due
            ? Double((entry.at + visit.slack).milliseconds) : Double(entry.at.milliseconds)
        desks[unit].add(visit: entry.visit, work: work, rank: rank)
        plan(&desks[unit], of: unit)
    }

    private mutating func plan(_ desk: inout WorkDesk, of unit: Int) {
        plans[unit] += 1
        guard let next = desk.next else { return }
        agenda.push(
            Entry(
                at: moment(of: next.visit, next.time), plan: plans[unit], time: next.time, visit: next.visit))
    }

    /// What ended after hours ends as long after hours again, where it is done at the close of business.
    private func moment(of visit: Int, _ time: Double) -> Moment {
        let done = clock.moment(of: time)
        let old = history.visits[visit].left
        let after = old - clock.moment(of: clock.time(of: old))
        if after <= 0 || clock.calendar.isOpen(at: done) { return done }
        return min(done + after, clock.opening(after: time))
    }

    private mutating func end(_ visit: Int, at moment: Moment) {
        left[visit] = moment
        if lasts[visit] { return }
        let gap = history.visits[visit + 1].arrived - history.visits[visit].left
        agenda.push(Entry(at: moment + gap, plan: nil, time: 0, visit: visit + 1))
    }
}
