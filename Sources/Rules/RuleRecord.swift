import Core
import Storage

/// A change of the catalogue as it is kept: who wanted it, why, and how far it came.
struct RuleRecord: SQLRow, Hashable, Sendable {
    let id: Int64
    let change: RuleChange
    let reason: String
    let state: State
    let author: Int64
    let createdAt: Moment
    let changedAt: Moment
    let decidedBy: Int64?
    let decidedAt: Moment?
    /// The proposal it came from.
    let proposal: Int64?
    let version: Int

    /// How far a change came.
    enum State: String, CaseIterable, Hashable, Sendable {
        case draft, waiting, approved, declined, dropped
        /// Approved, and the pack says the same by now.
        case settled

        /// Whether it can still become something.
        var isOpen: Bool { self == .draft || self == .waiting }
    }

    init(
        id: Int64, change: RuleChange, reason: String, state: State, author: Int64, at: Moment,
        decidedBy: Int64? = nil, decidedAt: Moment? = nil, proposal: Int64? = nil, version: Int = 1
    ) {
        self.id = id
        self.change = change
        self.reason = reason
        self.state = state
        self.author = author
        (createdAt, changedAt) = (at, at)
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
        self.proposal = proposal
        self.version = version
    }

    init(row: Row) throws {
        id = try row.get("id")
        let category: String = try row.get("category")
        let gift = try row.get("unit", as: UnitCode?.self).map { unit in
            RuleChange.Gift(
                unit: unit,
                assistants: try row.get("assistants", as: String.self).split(separator: " ")
                    .map { UnitCode(String($0)) },
                limit: try row.get("span", as: String?.self).flatMap { Span($0) },
                source: try row.get("source"))
        }
        change = RuleChange(
            cell: .init(category: category.isEmpty ? nil : category, area: try row.get("area")),
            from: CivilDate(daysSince1970: try row.get("from_day")),
            until: try row.get("until_day", as: Int?.self).map { CivilDate(daysSince1970: $0) }, gift: gift)
        reason = try row.get("reason")
        state = State(rawValue: try row.get("state")) ?? .dropped
        author = try row.get("author")
        createdAt = try row.get("created_at")
        changedAt = try row.get("changed_at")
        decidedBy = try row.get("decided_by")
        decidedAt = try row.get("decided_at")
        proposal = try row.get("proposal")
        version = try row.get("version")
    }
}

/// One thing done with a change.
struct RuleAct: SQLRow, Hashable, Sendable {
    let act: What
    let person: Int64?
    let why: String
    let at: Moment

    enum What: String, CaseIterable, Hashable, Sendable {
        case drafted, asked, approved, declined, dropped, settled
    }

    init(act: What, person: Int64?, why: String, at: Moment) {
        self.act = act
        self.person = person
        self.why = why
        self.at = at
    }

    init(row: Row) throws {
        act = What(rawValue: try row.get("act")) ?? .drafted
        person = try row.get("person")
        why = try row.get("why")
        at = try row.get("at")
    }
}
