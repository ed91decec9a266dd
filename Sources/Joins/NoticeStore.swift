import Core
import Storage

/// What everybody may read about a mass event: what happened, where, since when, until when probably. Nothing
/// of who raised it.
struct PublicNotice: SQLRow, Sendable, Hashable {
    var main: Int64
    /// The area it is shown in, and in all above and below it.
    var area: AreaCode
    var what: String
    var place: String
    var since: Moment
    /// When it probably ends; nil where nobody can say.
    var until: Moment?
    /// Who confirmed that nobody's private data stand in it.
    var person: Int64
    var confirmedAt: Moment

    static let whatLimit = 300
    static let placeLimit = 80

    init(
        main: Int64, area: AreaCode, what: String, place: String, since: Moment, until: Moment?,
        person: Int64,
        confirmedAt: Moment
    ) {
        self.main = main
        self.area = area
        self.what = what
        self.place = place
        self.since = since
        self.until = until
        self.person = person
        self.confirmedAt = confirmedAt
    }

    init(row: Row) throws {
        self.init(
            main: try row.get("main_id"), area: try row.get("area"), what: try row.get("what"),
            place: try row.get("place"), since: try row.get("since"), until: try row.get("until"),
            person: try row.get("person"), confirmedAt: try row.get("confirmed_at"))
    }
}

/// The notices of mass events. What was shown once stays written down.
struct NoticeStore {
    let connection: any Connection

    private static let columns: SQL = "main_id, area, what, place, since, until, person, confirmed_at"
    /// The most that stand on the page of an area.
    static let mostShown = 5

    /// Shows it in place of the one before.
    func show(_ notice: PublicNotice) throws {
        try hide(notice.main)
        try connection.run(
            """
            INSERT INTO joins_notices (main_id, area, what, place, since, until, person, confirmed_at,
                is_shown)
            VALUES (\(notice.main), \(notice.area), \(notice.what), \(notice.place), \(notice.since),
                \(notice.until), \(notice.person), \(notice.confirmedAt), 1)
            """)
    }

    func hide(_ main: Int64) throws {
        try connection.run("UPDATE joins_notices SET is_shown = 0 WHERE main_id = \(main) AND is_shown = 1")
    }

    func shown(of main: Int64) throws -> PublicNotice? {
        try connection.first(
            PublicNotice.self,
            "SELECT " + Self.columns + " FROM joins_notices WHERE main_id = \(main) AND is_shown = 1")
    }

    /// Those of an area, of what lies in it, and of what it lies in, the newest first.
    func shown(in area: AreaCode, above: [AreaCode]) throws -> [PublicNotice] {
        let codes = above.map(\.text)
        let around: [PublicNotice] =
            codes.isEmpty
            ? []
            : try connection.all(
                "SELECT " + Self.columns
                    + " FROM joins_notices WHERE is_shown = 1 AND area IN (\(list: codes))"
                    + " ORDER BY area LIMIT 20")
        // Digits alone: every engine sorts them alike.
        let last = area.text + String(repeating: "9", count: 30)
        let within: [PublicNotice] = try connection.all(
            "SELECT " + Self.columns + " FROM joins_notices WHERE is_shown = 1 AND area >= \(area.text)"
                + " AND area <= \(last) ORDER BY area LIMIT 50")
        return Array((around + within).sorted { $0.confirmedAt > $1.confirmedAt }.prefix(Self.mostShown))
    }
}
