import Core
import Storage

/// A hard matter at the number-one window: a leader on duty has it until it ends (M113).
struct HardMatter: SQLRow, Hashable, Sendable {
    let matterID: Int64
    let number: String
    /// The leader's key; the contract on the matter names the same person.
    let leader: Int64
    let leaderName: LocalText
    /// The unit that it was stuck at.
    let origin: UnitCode
    let reason: String
    /// Who moved it here.
    let person: Int64?
    let at: Moment
    var endedAt: Moment?
    var outcome: Outcome?

    init(
        matterID: Int64, number: String, leader: DutyDays, origin: UnitCode, reason: String, person: Int64?,
        at: Moment
    ) {
        self.matterID = matterID
        self.number = number
        self.leader = leader.person
        leaderName = leader.name
        self.origin = origin
        self.reason = reason
        self.person = person
        self.at = at
    }

    init(row: Row) throws {
        matterID = try row.get("matter_id")
        number = try row.get("number")
        leader = try row.get("leader")
        leaderName = LocalText(zh: try row.get("name_zh"), en: try row.get("name_en"))
        origin = try row.get("origin")
        reason = try row.get("reason")
        person = try row.get("person")
        at = try row.get("at")
        endedAt = try row.get("ended_at")
        outcome = try row.get("outcome", as: String?.self).flatMap(Outcome.init)
    }
}

/// What another city was asked, and what it answered.
struct CityContact: SQLRow, Hashable, Sendable {
    let id: Int64
    let city: String
    let request: String
    let askedAt: Moment
    let answer: String?
    let answeredAt: Moment?

    init(
        id: Int64, city: String, request: String, askedAt: Moment, answer: String? = nil,
        answeredAt: Moment? = nil
    ) {
        self.id = id
        self.city = city
        self.request = request
        self.askedAt = askedAt
        self.answer = answer
        self.answeredAt = answeredAt
    }

    init(row: Row) throws {
        self.init(
            id: try row.get("id"), city: try row.get("city"), request: try row.get("request"),
            askedAt: try row.get("asked_at"), answer: try row.get("answer"),
            answeredAt: try row.get("answered_at"))
    }
}
