/// With which unit every matter stood when, packed: 48 bytes a visit.
public struct WorkHistory: Sendable {
    struct Visit: Sendable {
        /// Place in `units` of the unit that had it, and of the one that shall have it.
        let had: Int32
        var has: Int32
        let arrived: Moment
        /// The end of the history for what is still there.
        let left: Moment
        let isOpen: Bool
        /// From the arrival until the next thing was due; what has no limit comes last.
        let slack: Int64
    }

    /// In the order in which they were met.
    public private(set) var units: [UnitCode] = []
    private var places: [UnitCode: Int32] = [:]
    private(set) var visits: [Visit] = []
    /// Where the visits of each matter begin, and where the last ones end.
    private(set) var starts: [Int32] = [0]
    /// Nothing is known behind it.
    public let end: Moment

    public init(until end: Moment) { self.end = end }

    public var matters: Int { starts.count - 1 }

    /// Adds the visits of the next matter.
    ///
    /// - Parameters:
    ///   - runs: The clocks of the matter, for the order "due first".
    ///   - moved: The unit that shall have what another one had.
    public mutating func add(_ new: [WorkVisit], runs: [ClockRun], moved: (UnitCode) -> UnitCode) {
        for visit in new where visit.arrived < end {
            let left = min(visit.left ?? end, end)
            let near = runs.filter { $0.from <= left && ($0.left ?? left) >= visit.arrived }
            let due = near.map(\.due).min()
            visits.append(
                Visit(
                    had: place(of: visit.unit), has: place(of: moved(visit.unit)), arrived: visit.arrived,
                    left: left, isOpen: left == end, slack: due.map { $0 - visit.arrived } ?? .max / 4))
        }
        starts.append(Int32(visits.count))
    }

    private mutating func place(of unit: UnitCode) -> Int32 {
        if let place = places[unit] { return place }
        let place = Int32(units.count)
        places[unit] = place
        units.append(unit)
        return place
    }

    /// The places of the visits of a matter, counted from 0 in the order of adding.
    func visits(of matter: Int) -> Range<Int> { Int(starts[matter])..<Int(starts[matter + 1]) }
}

/// What a unit can do at once, estimated from its history.
public struct UnitCapacity: Hashable, Sendable {
    public let unit: UnitCode
    /// How many matters it works on at once, at least 1: the mean of what stood with it in opening hours
    /// while anything did.
    public let hands: Double
    /// The most that stood with it at once in opening hours.
    public let peak: Int
    /// Visits of matters.
    public let visits: Int
}

/// Opening hours as one line of working milliseconds since the beginning of a history.
struct WorkClock: Sendable {
    let calendar: WorkingCalendar
    let origin: Moment

    func time(of moment: Moment) -> Double { Double(calendar.elapsed(from: origin, to: moment)) }

    /// The earliest moment of a working time; the close of business rather than the next opening.
    func moment(of time: Double) -> Moment {
        calendar.add(.workingHours(Int64(time.rounded())), to: origin)
    }

    /// The last moment before the offices open again, for a time at which they closed.
    func opening(after time: Double) -> Moment {
        calendar.add(.workingHours(Int64(time.rounded()) + 1), to: origin) + -1
    }
}

/// How much of a unit's capacity each visit used, and how large the capacity is.
///
/// The model: a unit with `hands` c gives each of the n matters that stand with it min(1, c/n) of a hand, in
/// opening hours only. The work of a visit is what it was given. Run again with the same hands, every visit
/// ends when it ended.
struct WorkEstimate: Sendable {
    private(set) var hands: [Double]
    private(set) var peaks: [Int]
    private(set) var counts: [Int]
    /// Working milliseconds of one hand, for each visit.
    private(set) var work: [Double]

    init(_ history: WorkHistory, clock: WorkClock) {
        hands = Array(repeating: 0, count: history.units.count)
        peaks = Array(repeating: 0, count: history.units.count)
        counts = peaks
        work = Array(repeating: 0, count: history.visits.count)
        var byUnit: [[Int32]] = Array(repeating: [], count: history.units.count)
        for (index, visit) in history.visits.enumerated() { byUnit[Int(visit.had)].append(Int32(index)) }
        for unit in byUnit.indices { measure(byUnit[unit], of: unit, history, clock) }
    }

    private struct Step {
        let time: Double
        let isArrival: Bool
        let visit: Int
    }

    private mutating func measure(
        _ visits: [Int32], of unit: Int, _ history: WorkHistory, _ clock: WorkClock
    ) {
        counts[unit] = visits.count
        var steps: [Step] = []
        steps.reserveCapacity(visits.count * 2)
        for index in visits.map(Int.init) {
            let visit = history.visits[index]
            let (from, to) = (clock.time(of: visit.arrived), clock.time(of: visit.left))
            // What came and went while the offices were closed used nobody's hours.
            if from == to { continue }
            steps.append(Step(time: from, isArrival: true, visit: index))
            steps.append(Step(time: to, isArrival: false, visit: index))
        }
        steps.sort { ($0.time, $0.isArrival ? 1 : 0, $0.visit) < ($1.time, $1.isArrival ? 1 : 0, $1.visit) }
        var (busy, stood, open, last) = (0.0, 0.0, 0, steps.first?.time ?? 0)
        for step in steps {
            if open > 0 {
                (busy, stood) = (busy + step.time - last, stood + Double(open) * (step.time - last))
            }
            last = step.time
            open += step.isArrival ? 1 : -1
            peaks[unit] = max(peaks[unit], open)
        }
        hands[unit] = busy > 0 ? max(1, stood / busy) : 1
        var given = 0.0
        (open, last) = (0, steps.first?.time ?? 0)
        for step in steps {
            if open > 0 { given += min(1, hands[unit] / Double(open)) * (step.time - last) }
            last = step.time
            open += step.isArrival ? 1 : -1
            work[step.visit] = step.isArrival ? given : given - work[step.visit]
        }
    }
}
