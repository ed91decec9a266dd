public import Core
import Storage

/// The line that a matter came by.
public struct LineOrigin: Hashable, Sendable {
    public let code: String
    /// The number that was dialled.
    public let number: String
    /// What the line was then.
    public let mode: LineMode

    public init(code: String, number: String, mode: LineMode) {
        self.code = code
        self.number = number
        self.mode = mode
    }
}

/// A matter handed from one line to another.
struct Transfer: SQLRow, Hashable, Sendable {
    var id: Int64 = 0
    /// Names it for both sides; cannot be guessed.
    let code: String
    let direction: Direction
    /// The other line.
    let line: String
    let matterID: Int64
    let number: String
    /// Who pressed the key here.
    var person: Int64?
    /// The unit that sent it, or whose desk it came to.
    let unit: UnitCode
    let reason: String
    let isLifeThreatening: Bool
    /// What the other side calls it.
    var partnerID: String?
    var state = TransferState.sent
    var sequence = 0
    var version = 1
    let createdAt: Moment
    var acceptBy: Moment
    var acceptedAt: Moment?
    /// When it was answered, refused, or came back.
    var settledAt: Moment?
    /// Why it was refused.
    var why: String?
    /// Papers that are missing (M106).
    var missing: String?
    /// The unit that leads because two lines refused.
    var backstop: UnitCode?

    enum Direction: String, CaseIterable, Hashable, Sendable, Codable {
        case out
        case `in`
    }

    init(
        code: String, direction: Direction, line: String, matter: (id: Int64, number: String),
        unit: UnitCode, reason: String, isLifeThreatening: Bool = false, createdAt: Moment, acceptBy: Moment
    ) {
        self.code = code
        self.direction = direction
        self.line = line
        matterID = matter.id
        number = matter.number
        self.unit = unit
        self.reason = reason
        self.isLifeThreatening = isLifeThreatening
        self.createdAt = createdAt
        self.acceptBy = acceptBy
    }

    init(row: Row) throws {
        id = try row.get("id")
        code = try row.get("code")
        direction = Direction(rawValue: try row.get("direction")) ?? .out
        line = try row.get("line")
        matterID = try row.get("matter_id")
        number = try row.get("number")
        person = try row.get("person")
        unit = try row.get("unit")
        reason = try row.get("reason")
        isLifeThreatening = try row.get("life")
        partnerID = try row.get("partner_id")
        state = TransferState(rawValue: try row.get("state")) ?? .returned
        sequence = try row.get("sequence")
        version = try row.get("version")
        createdAt = try row.get("created_at")
        acceptBy = try row.get("accept_by")
        acceptedAt = try row.get("accepted_at")
        settledAt = try row.get("settled_at")
        why = try row.get("why")
        missing = try row.get("missing")
        backstop = try row.get("backstop", as: UnitCode?.self)
    }

    var course: TransferCourse {
        get { TransferCourse(state: state, sequence: sequence) }
        set { (state, sequence) = (newValue.state, newValue.sequence) }
    }
}

/// What was told of a hand-over.
struct TransferTold: SQLRow, Hashable, Sendable {
    let news: TransferNews
    let text: String?
    let at: Moment
    /// It came after the hand-over had come back.
    let isLate: Bool

    init(_ news: TransferNews, text: String?, at: Moment, isLate: Bool = false) {
        self.news = news
        self.text = text
        self.at = at
        self.isLate = isLate
    }

    init(row: Row) throws {
        news = TransferNews(
            TransferNews.Kind(rawValue: try row.get("kind")) ?? .progress, sequence: try row.get("sequence"))
        text = try row.get("text")
        at = try row.get("at")
        isLate = try row.get("late")
    }
}

/// Which hand-overs a list shows.
struct TransferFilter: Hashable, Sendable {
    var line: String?
    var direction: Transfer.Direction?
    var state: TransferState?
    var from: Moment
    var until: Moment
}

/// How many hand-overs went how.
struct TransferSum: Hashable, Sendable {
    var handed = 0
    var accepted = 0
    var inTime = 0
    var refused = 0
    var returned = 0
    /// Milliseconds until they were accepted, together.
    var waited: Int64 = 0

    static func += (left: inout TransferSum, right: TransferSum) {
        left.handed += right.handed
        left.accepted += right.accepted
        left.inTime += right.inTime
        left.refused += right.refused
        left.returned += right.returned
        left.waited += right.waited
    }

    /// How long it takes until one is accepted.
    var mean: Int64? { accepted > 0 ? waited / Int64(accepted) : nil }
}

/// The figures of a period (M03).
struct TransferSums: Hashable, Sendable {
    let first: CivilDate
    let last: CivilDate
    let rows: [Row]

    struct Row: SQLRow, Hashable, Sendable {
        let line: String
        let direction: Transfer.Direction
        let sum: TransferSum

        init(line: String, direction: Transfer.Direction, sum: TransferSum) {
            self.line = line
            self.direction = direction
            self.sum = sum
        }

        init(row: Storage.Row) throws {
            line = try row.get("line")
            direction = Transfer.Direction(rawValue: try row.get("direction")) ?? .out
            sum = TransferSum(
                handed: try row.get("handed"), accepted: try row.get("accepted"),
                inTime: try row.get("in_time"), refused: try row.get("refused"),
                returned: try row.get("returned"), waited: try row.get("waited"))
        }
    }
}
