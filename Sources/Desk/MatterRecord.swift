public import Core
public import Storage

/// A matter as lists and pages show it: the current row without what only decisions need.
public struct MatterRecord: SQLRow, Sendable, Hashable {
    public let id: Int64
    public let number: String
    public let kind: String
    public let stage: String
    public let outcome: Outcome?
    public let holder: Stage.Holder
    public let title: String
    public let text: String
    /// What the resident added later.
    public let more: String?
    public let channel: Channel
    public let caller: Caller
    public let area: AreaCode
    public let place: String?
    public let position: Position?
    public let category: String?
    public let lead: UnitCode?
    public let raisedTo: UnitCode?
    public let urgency: Urgency
    public let raisedAt: Moment
    public let changedAt: Moment
    public let closedAt: Moment?
    /// When the next thing is due; nil when nothing runs.
    public let dueAt: Moment?
    /// From when on that is soon: 80 % of its time have gone by. Nil in rows of an older program.
    public let soonAt: Moment?
    /// When all of it is, or was, due.
    public let targetAt: Moment?
    public let isOverdue: Bool
    public let version: Int
    public let source: String?
    public let sourceID: String?
    /// In which list it stands, and how it is handled (M22, M25).
    public let route: Route?
    public let grade: Grade?
    /// How far the supervision order that is out has come; nil without one.
    public let supervision: SupervisionLevel?
    /// It does not count in the assessment of the unit.
    public let excluded: Bool
    /// How often its resident urged.
    public let urges: Int
    /// Units beside the lead that see it: assistants, the levels it was raised through.
    public let sharers: [UnitCode]

    public init(row: Row) throws {
        id = try row.get("id")
        number = try row.get("number")
        kind = try row.get("kind")
        stage = try row.get("stage")
        outcome = try row.get("outcome", as: String?.self).flatMap(Outcome.init)
        holder = Stage.Holder(rawValue: try row.get("holder")) ?? .nobody
        title = try row.get("title")
        text = try row.get("text")
        more = try row.get("more")
        channel = Channel(rawValue: try row.get("channel")) ?? .api
        caller = Caller(rawValue: try row.get("caller")) ?? .resident
        area = try row.get("area")
        place = try row.get("place")
        let (latitude, longitude): (Double?, Double?) = (try row.get("latitude"), try row.get("longitude"))
        position = latitude.flatMap { latitude in
            longitude.flatMap { Position(latitude: latitude, longitude: $0) }
        }
        category = try row.get("category")
        lead = try row.get("lead")
        raisedTo = try row.get("raised_to")
        urgency = Urgency(rawValue: try row.get("urgency")) ?? .ordinary
        raisedAt = try row.get("raised_at")
        changedAt = try row.get("changed_at")
        closedAt = try row.get("closed_at")
        let due: Int64 = try row.get("due_at")
        dueAt = due == .max ? nil : Moment(milliseconds: due)
        soonAt = try row.get("soon_at")
        targetAt = try row.get("target_at")
        isOverdue = try row.get("overdue")
        version = try row.get("version")
        source = try row.get("source")
        sourceID = try row.get("source_id")
        route = try row.get("route", as: String?.self).flatMap(Route.init)
        grade = try row.get("grade", as: String?.self).flatMap(Grade.init)
        supervision = SupervisionLevel(rawValue: try row.get("supervision"))
        excluded = try row.get("excluded")
        urges = try row.get("urges")
        sharers = Self.sharers(try row.get("sharers"))
    }

    static let columns: SQL = """
        id, number, kind, stage, outcome, holder, title, text, more, channel, caller, area, place, latitude,
        longitude, category, lead, raised_to, urgency, raised_at, changed_at, closed_at, due_at, soon_at,
        target_at,
        overdue, version,
        source, source_id, route, grade, supervision, excluded, urges, sharers
        """

    /// The units in the column `sharers`.
    public static func sharers(_ column: String?) -> [UnitCode] {
        BlankList.parts(column ?? "").map { UnitCode($0) }
    }

    public var isOpen: Bool { outcome == nil }
}
