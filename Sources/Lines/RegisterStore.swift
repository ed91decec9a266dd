import Core
import Storage

/// The register of lines and the lines that matters came by, within a transaction.
struct RegisterStore {
    let connection: any Connection

    /// An entry with who wrote it and why.
    struct Written: SQLRow, Hashable, Sendable {
        let entry: LineEntry
        let reason: String?
        /// nil for what the city pack brought.
        let person: Int64?
        let at: Moment

        init(entry: LineEntry, reason: String? = nil, person: Int64? = nil, at: Moment) {
            self.entry = entry
            self.reason = reason
            self.person = person
            self.at = at
        }

        init(row: Row) throws {
            entry = LineEntry(
                code: try row.get("code"), number: try row.get("number"),
                name: LocalText(zh: try row.get("name_zh"), en: try row.get("name_en")),
                owner: try row.get("owner"), isEmergency: try row.get("emergency"),
                mode: LineMode(rawValue: try row.get("mode")) ?? .separate,
                from: CivilDate(daysSince1970: try row.get("from_day")), batch: try row.get("batch"),
                acceptMinutes: try row.get("accept_minutes"), mayKnowContact: try row.get("contact"))
            reason = try row.get("reason")
            person = try row.get("person")
            at = try row.get("at")
        }
    }

    /// A city has a few hundred lines, and changes them a few times a year.
    static let most = 10_000

    func all() throws -> [Written] {
        try connection.all(
            """
            SELECT code, number, name_zh, name_en, owner, emergency, mode, from_day, batch, accept_minutes,
                contact, reason, person, at
            FROM lines_register ORDER BY id LIMIT \(literal: Self.most)
            """)
    }

    /// Adds an entry.
    ///
    /// - Parameter person: nil for the city pack's, which is added once.
    func add(_ entry: LineEntry, reason: String?, person: Int64?, now: Moment) throws {
        try connection.run(
            """
            INSERT INTO lines_register
                (code, number, name_zh, name_en, owner, emergency, mode, from_day, batch, accept_minutes,
                 contact, reason, person, at)
            VALUES (\(entry.code), \(entry.number), \(entry.name.zh), \(entry.name.en), \(entry.owner),
                \(entry.isEmergency), \(entry.mode.rawValue), \(entry.from.daysSince1970), \(entry.batch),
                \(entry.acceptMinutes), \(entry.mayKnowContact), \(reason), \(person), \(now))
            ON CONFLICT DO NOTHING
            """)
    }

    // MARK: Origins

    func note(_ origin: LineOrigin, of matter: Int64, now: Moment) throws {
        try connection.run(
            """
            INSERT INTO lines_origins (matter_id, code, number, mode, at)
            VALUES (\(matter), \(origin.code), \(origin.number), \(origin.mode.rawValue), \(now))
            ON CONFLICT (matter_id) DO NOTHING
            """)
    }

    func origin(of matter: Int64) throws -> LineOrigin? {
        let row = try connection.first(
            "SELECT code, number, mode FROM lines_origins WHERE matter_id = \(matter)")
        return try row.map { row in
            LineOrigin(
                code: try row.get("code"), number: try row.get("number"),
                mode: LineMode(rawValue: try row.get("mode")) ?? .separate)
        }
    }
}
