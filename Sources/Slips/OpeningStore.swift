import Core
import Storage

/// Openings and their slips.
struct OpeningStore {
    let connection: any Connection

    private static let columns: SQL = "id, place, day, person, at, found, entered, delegates, scan"

    /// - Parameter locked: Whether others wait until this transaction is over.
    func opening(_ id: Int64, locked: Bool = false) throws -> Opening? {
        let lock = locked ? connection.dialect.forUpdate : .none
        return try connection.first(
            Opening.self, "SELECT \(Self.columns) FROM slips_openings WHERE id = \(id)\(lock)")
    }

    func opening(of place: String, on day: CivilDate) throws -> Opening? {
        try connection.first(
            Opening.self,
            """
            SELECT \(Self.columns) FROM slips_openings
            WHERE place = \(place) AND day = \(day.daysSince1970)
            """)
    }

    /// The latest of a place.
    func openings(of place: String, before day: CivilDate? = nil, limit: Int) throws -> [Opening] {
        let rest: SQL = day.map { " AND day < \($0.daysSince1970)" } ?? .none
        return try connection.all(
            Opening.self,
            """
            SELECT \(Self.columns) FROM slips_openings WHERE place = \(place)\(rest)
            ORDER BY day DESC LIMIT \(literal: limit)
            """)
    }

    /// Those of some places with slips that nobody typed in yet, the oldest first.
    func unfinished(of places: [String], limit: Int) throws -> [Opening] {
        try connection.all(
            Opening.self,
            """
            SELECT \(Self.columns) FROM slips_openings
            WHERE place IN (\(list: places)) AND entered < found
            ORDER BY day, place LIMIT \(literal: limit)
            """)
    }

    /// The last day on which each place was opened.
    func lastDays(of places: [String]) throws -> [String: CivilDate] {
        var days: [String: CivilDate] = [:]
        for row in try connection.rows(
            """
            SELECT place, MAX(day) AS day FROM slips_openings WHERE place IN (\(list: places)) GROUP BY place
            """)
        {
            days[try row.get("place")] = CivilDate(daysSince1970: try row.get("day"))
        }
        return days
    }

    /// - Returns: Its key; nil where the place was opened on that day already.
    func add(
        place: String, day: CivilDate, person: Int64, found: Int, delegates: String, now: Moment
    ) throws -> Int64? {
        try connection.first(
            """
            INSERT INTO slips_openings (place, day, person, at, found, entered, delegates)
            VALUES (\(place), \(day.daysSince1970), \(person), \(now), \(found), 0, \(delegates))
            ON CONFLICT (place, day) DO NOTHING RETURNING id
            """)?.get("id")
    }

    func setFound(_ found: Int, of id: Int64) throws {
        try connection.run("UPDATE slips_openings SET found = \(found) WHERE id = \(id)")
    }

    func setScan(_ file: String, of id: Int64) throws {
        try connection.run(
            "UPDATE slips_openings SET scan = \(file) WHERE id = \(id) AND scan IS NULL")
    }

    // MARK: Slips

    func slips(of id: Int64) throws -> [Slip] {
        try connection.all(
            """
            SELECT s.number, s.state, s.reason, s.matter_id, s.person, s.at, s.printed_at,
                m.number AS matter_number, m.title
            FROM slips_slips s LEFT JOIN matters m ON m.id = s.matter_id
            WHERE s.opening_id = \(id) ORDER BY s.number LIMIT 1000
            """)
    }

    /// The highest number that was typed in or declared.
    func highest(of id: Int64) throws -> Int {
        try connection.value(
            "SELECT COALESCE(MAX(number), 0) FROM slips_slips WHERE opening_id = \(id)") ?? 0
    }

    /// The slip of the same opening with the same words.
    func twin(of digest: String, in id: Int64) throws -> Int? {
        try connection.value(
            """
            SELECT number FROM slips_slips WHERE opening_id = \(id) AND digest = \(digest)
            ORDER BY number LIMIT 1
            """)
    }

    /// - Returns: False where the number is done already.
    func put(
        _ number: Int, of id: Int64, _ state: Slip.State, reason: String? = nil, matter: Int64? = nil,
        person: Int64, now: Moment
    ) throws -> Bool {
        let isNew =
            try connection.run(
                """
                INSERT INTO slips_slips (opening_id, number, state, reason, matter_id, person, at)
                VALUES (\(id), \(number), \(state.rawValue), \(reason), \(matter), \(person), \(now))
                ON CONFLICT (opening_id, number) DO NOTHING
                """) == 1
        if isNew {
            try connection.run("UPDATE slips_openings SET entered = entered + 1 WHERE id = \(id)")
        }
        return isNew
    }

    func mark(_ number: Int, of id: Int64, digest: String) throws {
        try connection.run(
            "UPDATE slips_slips SET digest = \(digest) WHERE opening_id = \(id) AND number = \(number)")
    }

    func notePrinted(_ numbers: [Int], of id: Int64, by person: Int64, now: Moment) throws {
        try connection.run(
            """
            UPDATE slips_slips SET printed_at = \(now), printed_by = \(person)
            WHERE opening_id = \(id) AND number IN (\(list: numbers)) AND printed_at IS NULL
            """)
    }

    // MARK: Where a matter comes from

    func origin(of matter: Int64) throws -> SlipOrigin? {
        if let row = try connection.first(
            """
            SELECT o.place, o.day, o.scan, s.number, s.opening_id FROM slips_slips s
            JOIN slips_openings o ON o.id = s.opening_id WHERE s.matter_id = \(matter)
            """)
        {
            return SlipOrigin(
                place: try row.get("place"), day: CivilDate(daysSince1970: try row.get("day")),
                opening: try row.get("opening_id"), number: try row.get("number"), scan: try row.get("scan"))
        }
        guard
            let row = try connection.first(
                """
                SELECT r.place, r.day, r.delegate, r.mode FROM slips_followed f
                JOIN slips_receptions r ON r.id = f.reception_id WHERE f.matter_id = \(matter)
                """)
        else { return nil }
        return SlipOrigin(
            place: try row.get("place"), day: CivilDate(daysSince1970: try row.get("day")),
            delegate: try row.get("delegate"), mode: Reception.Mode(rawValue: try row.get("mode")))
    }
}
