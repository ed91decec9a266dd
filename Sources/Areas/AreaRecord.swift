import Core
import Storage

/// A matter as everybody may see it: no text, no name, no contact, no exact place.
struct AreaRecord: SQLRow, Hashable, Sendable {
    let id: Int64
    /// Names the matter on public pages; says nothing about its number.
    let key: String
    let kind: String
    let category: String
    let area: AreaCode
    let stage: String
    let isOpen: Bool
    /// Rounded to about a hundred metres.
    let position: Position?
    let raisedAt: Moment
    /// When everybody could see it first.
    var shownAt: Moment
    let changedAt: Moment
    let closedAt: Moment?
    /// How many residents said "me too".
    var seconds: Int

    init(
        id: Int64, key: String, kind: String, category: String, area: AreaCode, stage: String, isOpen: Bool,
        position: Position?, raisedAt: Moment, shownAt: Moment? = nil, changedAt: Moment, closedAt: Moment?,
        seconds: Int = 0
    ) {
        self.id = id
        self.key = key
        self.kind = kind
        self.category = category
        self.area = area
        self.stage = stage
        self.isOpen = isOpen
        self.position = position
        self.raisedAt = raisedAt
        self.shownAt = shownAt ?? raisedAt
        self.changedAt = changedAt
        self.closedAt = closedAt
        self.seconds = seconds
    }

    init(row: Row) throws {
        let (latitude, longitude): (Double?, Double?) = (try row.get("latitude"), try row.get("longitude"))
        self.init(
            id: try row.get("matter_id"), key: try row.get("public_key"), kind: try row.get("kind"),
            category: try row.get("category"), area: try row.get("area"), stage: try row.get("stage"),
            isOpen: try row.get("state", as: String.self) == "open",
            position: latitude.flatMap { latitude in
                longitude.flatMap { Position(latitude: latitude, longitude: $0) }
            },
            raisedAt: try row.get("raised_at"), shownAt: try row.get("shown_at"),
            changedAt: try row.get("changed_at"),
            closedAt: try row.get("closed_at"),
            seconds: row.columns.contains("seconds") ? try row.get("seconds") : 0)
    }

    /// The areas whose pages show it, the widest first.
    var shownIn: [AreaCode] { AreaLevel.allCases.compactMap { area.ancestor(at: $0) } }

    var cell: Int64? { position.map(AreaRecord.cell) }

    /// The square of a hundredth of a degree around a place.
    static func cell(of position: Position) -> Int64 {
        Int64(((position.latitude + 90) * 100).rounded(.down)) * 36_001
            + Int64(((position.longitude + 180) * 100).rounded(.down))
    }

    /// That square and the eight around it.
    static func cells(around position: Position) -> [Int64] {
        let middle = cell(of: position)
        return [-36_001, 0, 36_001].flatMap { row in [-1, 0, 1].map { middle + row + Int64($0) } }
    }
}

/// How much was raised and solved of one class.
struct AreaCount: Hashable, Sendable {
    let category: String
    var raisedMonth = 0
    var raisedYear = 0
    var solvedMonth = 0
    var solvedYear = 0
    /// How many of all days are open now.
    var open = 0
}

/// What an area's page shows.
struct AreaPicture: Hashable, Sendable {
    var counts: [AreaCount] = []
    var open: [AreaRecord] = []
    var solved: [AreaRecord] = []

    var openCount: Int { counts.reduce(0) { $0 + $1.open } }
    var raisedYear: Int { counts.reduce(0) { $0 + $1.raisedYear } }
    var solvedYear: Int { counts.reduce(0) { $0 + $1.solvedYear } }
}
