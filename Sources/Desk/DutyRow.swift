public import Core

/// Something that is owed, with the matter it is owed to.
public struct DutyRow: Sendable, Hashable {
    public let duty: Duty
    /// A role whose holder can do it: the one that was asked for, else the first; empty where none can.
    public let role: String
    public let matter: MatterRecord

    public init(duty: Duty, role: String, matter: MatterRecord) {
        self.duty = duty
        self.role = role
        self.matter = matter
    }

    /// Where the list goes on after this row.
    public var place: DutyPlace { DutyPlace(duty, of: matter.id) }
}

/// Which duties a list shows; without anything set, all.
public struct DutyFilter: Sendable, Hashable {
    /// None means every sort.
    public var what: Set<Duty.What> = []
    /// The unit that owes it.
    public var unit: UnitCode?
    /// The person who promised it.
    public var person: Int64?
    /// Holders of one of these can do it.
    public var roles: Set<String>?
    /// Due before this moment; what has no limit is never due.
    public var dueBefore: Moment?
    /// It can be done at this moment.
    public var readyAt: Moment?

    public init(
        what: Set<Duty.What> = [], unit: UnitCode? = nil, person: Int64? = nil, roles: Set<String>? = nil,
        dueBefore: Moment? = nil, readyAt: Moment? = nil
    ) {
        self.what = what
        self.unit = unit
        self.person = person
        self.roles = roles
        self.dueBefore = dueBefore
        self.readyAt = readyAt
    }
}

/// A duty's place in the order of when things are due.
public struct DutyPlace: Hashable, Comparable, Sendable {
    /// Milliseconds; the largest number where nothing is due.
    public let due: Int64
    public let matter: Int64
    /// Which duty of the matter: a `Duty.What` and the unit that owes it.
    public let what: String
    public let unit: String

    public init(due: Int64, matter: Int64, what: String, unit: String) {
        self.due = due
        self.matter = matter
        self.what = what
        self.unit = unit
    }

    public init(_ duty: Duty, of matter: Int64) {
        self.init(
            due: duty.due?.milliseconds ?? .max, matter: matter, what: duty.what.rawValue,
            unit: duty.unit.text)
    }

    public static func < (left: DutyPlace, right: DutyPlace) -> Bool {
        (left.due, left.matter, left.what, left.unit) < (right.due, right.matter, right.what, right.unit)
    }
}

/// A page of duties, the soonest due first, and where the next one starts.
public struct DutyPage: Sendable {
    public let rows: [DutyRow]
    /// Nil at the end.
    public let next: DutyPlace?

    public init(rows: [DutyRow], next: DutyPlace?) {
        self.rows = rows
        self.next = next
    }
}

/// A part that a unit had of somebody else's matter.
public struct PartRow: Sendable, Hashable {
    public let record: MatterRecord
    public let unit: UnitCode
    /// `open`, `answered` or `refused`; `dropped` where it was taken away, `ended` where the matter ended or
    /// was given elsewhere before it was answered.
    public let state: String
    public let since: Moment
    /// Nil where the kind sets no limit and nobody gave a day.
    public let due: Moment?
    /// When it was answered, taken away or ended.
    public let settledAt: Moment?

    public init(
        record: MatterRecord, unit: UnitCode, state: String, since: Moment, due: Moment?, settledAt: Moment?
    ) {
        self.record = record
        self.unit = unit
        self.state = state
        self.since = since
        self.due = due
        self.settledAt = settledAt
    }
}
