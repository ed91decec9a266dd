public import Core

/// Which matters a list shows.
public struct MatterFilter: Sendable, Hashable {
    public var isOpen: Bool?
    public var kind: String?
    public var stage: String?
    public var category: String?
    public var lead: UnitCode?
    public var area: AreaCode?
    public var outcome: Outcome?
    public var isOverdue: Bool?
    public var raisedFrom: Moment?
    public var raisedBefore: Moment?
    public var source: String?
    public var channel: Channel?
    public var urgency: Urgency?
    public var route: Route?
    public var grade: Grade?
    /// A supervision order is out.
    public var isSupervised: Bool?
    /// It does not count in the assessment of the unit.
    public var isExcluded: Bool?
    /// Words, searched in numbers, texts and places.
    public var words: String?
    /// Words that must stand in the title.
    public var titleWords: String?

    public init() {}
}

/// A page of a list, and where the next one starts.
public struct MatterPage: Sendable {
    public let matters: [MatterRecord]
    /// Nil at the end.
    public let next: Int64?
    /// Looking ended before the page was full: more may come after `next`.
    public var isCut = false
}

/// How many matters pass a filter.
public struct MatterCount: Hashable, Sendable {
    public let count: Int
    /// Counting ended before the end: at least as many pass it.
    public let isMore: Bool

    public init(count: Int, isMore: Bool) {
        self.count = count
        self.isMore = isMore
    }
}

/// In which order a list stands.
public enum ListOrder: String, Sendable, CaseIterable {
    /// What came in last stands first.
    case newest
    /// What is due first stands first; only open matters are due.
    case due
    /// What says best what was searched for stands first, newer before older; without words as `newest`.
    case best
}

/// A matter's place in the order of when things are due.
public struct DuePlace: Hashable, Sendable {
    /// Milliseconds; the largest number where nothing is due.
    public let due: Int64
    public let id: Int64

    public init(due: Int64, id: Int64) {
        self.due = due
        self.id = id
    }

    public init(_ record: MatterRecord) {
        due = record.dueAt?.milliseconds ?? .max
        id = record.id
    }
}

/// A part of a day's list, in the order in which the parts stand.
public enum DayPart: Int, Sendable, CaseIterable, Comparable {
    /// Late already.
    case late
    /// Due before the day ends.
    case today
    /// Due later, or without a time.
    case next

    public static func < (left: DayPart, right: DayPart) -> Bool { left.rawValue < right.rawValue }
}

/// A matter on a day's list.
public struct DayLine: Sendable {
    public let record: MatterRecord
    public let part: DayPart
    /// How often its resident said that it was not done.
    public let rounds: Int

    public init(record: MatterRecord, part: DayPart, rounds: Int) {
        self.record = record
        self.part = part
        self.rounds = rounds
    }
}

/// Where a day's list goes on: the day as it was begun, and the last line that was shown.
public struct DayPlace: Hashable, Sendable {
    public let begun: Moment
    public let part: DayPart
    public let rank: Int
    public let due: Int64
    public let id: Int64

    public init(begun: Moment, part: DayPart, rank: Int, due: Int64, id: Int64) {
        self.begun = begun
        self.part = part
        self.rank = rank
        self.due = due
        self.id = id
    }
}

/// A page of a day's list.
public struct DayPage: Sendable {
    public let lines: [DayLine]
    /// Nil at the end.
    public let next: DayPlace?
}
