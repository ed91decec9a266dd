import Core
import Desk

/// One line of a day or a ledger: what is owed to which matter, by whom, until when.
struct DutyItem: Hashable, Sendable {
    let id: Int64
    let number: String
    let title: String
    let kind: String
    let area: AreaCode
    let urgency: Urgency
    let what: What
    /// Who owes it.
    let unit: UnitCode?
    let since: Moment
    let due: Moment?
    /// Not to be done before; the same as `since` for most.
    var notBefore: Moment?
    var level: SupervisionLevel?
    var urges = 0
    /// What somebody wrote about it, or who a leader's matter waits for: told beside.
    var note: String?
    var sharpness: Int?
    /// The day that is asked for or promised, `YYYY-MM-DD`.
    var day: String?
    /// The reader promised it in person.
    var isOwn = false

    enum What: Hashable, Sendable {
        case duty(Duty.What)
        /// The work of a stage.
        case stage(String)
        /// Only the matter, as in the ledgers of routes.
        case matter
    }

    init(_ row: DutyRow, side: SideWork? = nil, person: Int64? = nil) {
        let (duty, record) = (row.duty, row.matter)
        self.init(record, what: .duty(duty.what), unit: duty.unit, since: duty.since, due: duty.due)
        notBefore = duty.notBefore
        isOwn = person != nil && duty.person == person
        if let side { tell(duty, side) }
    }

    /// The matter itself, for its stage.
    init(_ record: MatterRecord, what: What? = nil) {
        self.init(
            record, what: what ?? .stage(record.stage), unit: record.lead, since: record.changedAt,
            due: record.outcome == nil ? record.dueAt : nil)
    }

    private init(_ record: MatterRecord, what: What, unit: UnitCode?, since: Moment, due: Moment?) {
        (id, number, title, kind) = (record.id, record.number, record.title, record.kind)
        (area, urgency, self.what, self.unit) = (record.area, record.urgency, what, unit)
        (self.since, self.due, level, urges) = (since, due, record.supervision, record.urges)
    }

    /// For specimens and tests.
    init(
        id: Int64 = 1, number: String, title: String, kind: String, area: AreaCode,
        urgency: Urgency = .ordinary, what: What, unit: UnitCode?, since: Moment, due: Moment?
    ) {
        (self.id, self.number, self.title, self.kind) = (id, number, title, kind)
        (self.area, self.urgency, self.what, self.unit) = (area, urgency, what, unit)
        (self.since, self.due) = (since, due)
    }

    private mutating func tell(_ duty: Duty, _ side: SideWork) {
        switch duty.what {
        case .extension, .suspension, .exclusion:
            let asked = ProposalKind.allCases.first { $0.duty == duty.what }.flatMap { side.proposal($0) }
            (note, day) = (asked?.reason, asked?.until)
        case .leaderCall, .leadership:
            (sharpness, day) = (side.leadership?.sharpness, side.leadership?.until)
        case .promise: day = side.promise?.until
        case .part, .refusedPart: day = side.part(of: duty.unit)?.until
        case .arbitration, .supervision, .supervisionCheck, .guidance, .raise, .handDown, .callBack, .check,
            .pending, .suspended, .agreement:
            break
        }
    }

    func isLate(at now: Moment) -> Bool { due.map { $0 <= now } ?? false }

    /// The soonest due first; what has no date comes last.
    static func sooner(_ left: DutyItem, _ right: DutyItem) -> Bool {
        (left.due?.milliseconds ?? .max, -left.urgency.rank, left.id)
            < (right.due?.milliseconds ?? .max, -right.urgency.rank, right.id)
    }
}
