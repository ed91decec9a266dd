/// What a simulation says of one matter.
public struct SimulatedMatter: Sendable, Hashable {
    public let number: String
    public let kind: String
    public let category: String?
    public let raisedAt: Moment
    public let before: Outlook
    public let after: Outlook

    /// How a matter stands, or would.
    public struct Outlook: Sendable, Hashable {
        /// The unit that led last; the desk where none did.
        public let unit: UnitCode
        /// The clocks that ran out.
        public let late: Set<String>
        /// The one that ran out by most, and when it was due; nil where none did.
        public let worst: String?
        public let due: Moment?
        /// Milliseconds by which it did, until the matter left or the history ends.
        public let delay: Int64
        /// When it ended; nil where it had not at the end of the history.
        public let closed: Moment?

        public var isLate: Bool { !late.isEmpty }

        public init(unit: UnitCode, runs: [ClockRun], closed: Moment?, until end: Moment) {
            self.unit = unit
            self.closed = closed
            let passed = runs.filter(\.passed)
            late = Set(passed.map(\.limit))
            let worst = passed.max { ($0.delay(until: end), $1.limit) < ($1.delay(until: end), $0.limit) }
            self.worst = worst?.limit
            due = worst?.due
            delay = worst?.delay(until: end) ?? 0
        }
    }

    public init(
        number: String, kind: String, category: String?, raisedAt: Moment, before: Outlook, after: Outlook
    ) {
        self.number = number
        self.kind = kind
        self.category = category
        self.raisedAt = raisedAt
        self.before = before
        self.after = after
    }

    /// Milliseconds by which it would be later, or earlier.
    public var change: Int64 { after.delay - before.delay }
}

/// How many matters there are, and how many were late and would be.
public struct SimulationTally: Sendable, Hashable {
    public private(set) var matters = 0
    /// Another number only for a unit that work was given to, or taken from.
    public private(set) var mattersAfter = 0
    public private(set) var lateBefore = 0
    public private(set) var lateAfter = 0
    public private(set) var newlyLate = 0
    public private(set) var newlyInTime = 0

    public init() {}

    mutating func add(before: Bool, after: Bool) {
        addBefore(isLate: before, staysLate: after)
        addAfter(isLate: after, wasLate: before)
    }

    /// Counts a matter as it is.
    mutating func addBefore(isLate: Bool, staysLate: Bool) {
        matters += 1
        if isLate { lateBefore += 1 }
        if isLate, !staysLate { newlyInTime += 1 }
    }

    /// Counts a matter as it would be.
    mutating func addAfter(isLate: Bool, wasLate: Bool) {
        mattersAfter += 1
        if isLate { lateAfter += 1 }
        if isLate, !wasLate { newlyLate += 1 }
    }
}

/// What a simulation found. It holds counts and the matters that changed most, however many there are.
public struct SimulationReport: Sendable {
    public private(set) var all = SimulationTally()
    public private(set) var kinds: [String: SimulationTally] = [:]
    /// Under "" what has no category.
    public private(set) var categories: [String: SimulationTally] = [:]
    /// A matter counts as it is for the unit that led it, and as it would be for the one that would.
    public private(set) var units: [UnitCode: SimulationTally] = [:]
    /// By kind and limit, `request/whole`: the matters of which a clock ran out. Others are not counted.
    public private(set) var limits: [String: SimulationTally] = [:]
    /// Matters that would have ended, and ended, before the end of the history.
    public private(set) var closedBefore = 0
    public private(set) var closedAfter = 0
    /// Matters of a kind that the other city does not know.
    public private(set) var left = 0
    /// The matters that changed most, the largest change first.
    public private(set) var largest: [SimulatedMatter] = []

    /// So many are kept in `largest`.
    public static let mostShown = 20

    public init() {}

    public mutating func leaveOut() { left += 1 }

    public mutating func add(_ matter: SimulatedMatter) {
        let (before, after) = (matter.before.isLate, matter.after.isLate)
        all.add(before: before, after: after)
        kinds[matter.kind, default: SimulationTally()].add(before: before, after: after)
        categories[matter.category ?? "", default: SimulationTally()].add(before: before, after: after)
        units[matter.before.unit, default: SimulationTally()].addBefore(isLate: before, staysLate: after)
        units[matter.after.unit, default: SimulationTally()].addAfter(isLate: after, wasLate: before)
        let (old, new) = (Self.limits(of: matter.before), Self.limits(of: matter.after))
        for limit in old.union(new) {
            limits["\(matter.kind)/\(limit)", default: SimulationTally()].add(
                before: old.contains(limit), after: new.contains(limit))
        }
        if matter.before.closed != nil { closedBefore += 1 }
        if matter.after.closed != nil { closedAfter += 1 }
        keep(matter)
    }

    private static func limits(of outlook: SimulatedMatter.Outlook) -> Set<String> {
        Set(outlook.late.map { String($0.prefix { $0 != "@" }) })
    }

    private mutating func keep(_ matter: SimulatedMatter) {
        if matter.change == 0 { return }
        let place = largest.firstIndex { Self.isMore(matter, than: $0) } ?? largest.count
        if place >= Self.mostShown { return }
        largest.insert(matter, at: place)
        if largest.count > Self.mostShown { largest.removeLast() }
    }

    private static func isMore(_ one: SimulatedMatter, than other: SimulatedMatter) -> Bool {
        let (left, right) = (abs(one.change), abs(other.change))
        return left == right ? one.number < other.number : left > right
    }
}
