import Core
public import Storage

/// Something said beside the main way: in a comment book, on a microblog, by a pennant (M20).
public struct Heard: SQLRow, Hashable, Sendable {
    var id: Int64 = 0
    let kind: Kind
    let channel: Way
    let unit: UnitCode
    let text: String
    let day: CivilDate
    /// The matter that a complaint became.
    var number: String?

    /// What it is.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case praise, complaint, suggestion
    }

    /// Where it came from.
    public enum Way: String, CaseIterable, Hashable, Sendable {
        case book, box, mailbox, microblog, chat, line, pennant

        /// As what a complaint that came this way is filed.
        var channel: Channel {
            switch self {
            case .book, .box: .box
            case .mailbox: .web
            case .microblog, .chat: .chat
            case .line: .hotline
            case .pennant: .visit
            }
        }
    }

    init(kind: Kind, channel: Way, unit: UnitCode, text: String, day: CivilDate, number: String? = nil) {
        self.kind = kind
        self.channel = channel
        self.unit = unit
        self.text = text
        self.day = day
        self.number = number
    }

    public init(row: Row) throws {
        id = try row.get("id")
        kind = Kind(rawValue: try row.get("kind")) ?? .suggestion
        channel = Way(rawValue: try row.get("channel")) ?? .book
        unit = try row.get("unit")
        text = try row.get("text")
        day = CivilDate(daysSince1970: try row.get("day"))
        number = try row.get("number")
    }
}

/// How often a unit was praised, complained of, and given an idea.
struct HeardCount: SQLRow, Hashable, Sendable {
    let unit: UnitCode
    let kind: Heard.Kind
    let count: Int

    init(unit: UnitCode, kind: Heard.Kind, count: Int) {
        self.unit = unit
        self.kind = kind
        self.count = count
    }

    init(row: Row) throws {
        unit = try row.get("unit")
        kind = Heard.Kind(rawValue: try row.get("kind")) ?? .suggestion
        count = try row.get("count")
    }
}
