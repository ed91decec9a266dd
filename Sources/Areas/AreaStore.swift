import Core
import Storage

/// Reads what area pages show, and keeps who said "me too".
struct AreaStore {
    let connection: any Connection

    /// The most rows of each list of a page.
    static let listed = 20

    /// - Parameters:
    ///   - day: today, as days since 1970.
    func picture(of area: AreaCode, day: Int) throws -> AreaPicture {
        AreaPicture(
            counts: try counts(of: area, day: day),
            open: try list(of: area, state: "open", limit: Self.listed),
            solved: try list(of: area, state: "solved", limit: Self.listed / 2))
    }

    /// One row a class; at most 366 rows of each are added up, whatever the city has.
    private func counts(of area: AreaCode, day: Int) throws -> [AreaCount] {
        let rows = try connection.rows(
            """
            SELECT category,
                CAST(SUM(CASE WHEN day > \(day - 30) THEN raised ELSE 0 END) AS BIGINT) AS raised_month,
                CAST(SUM(CASE WHEN day > 0 THEN raised ELSE 0 END) AS BIGINT) AS raised_year,
                CAST(SUM(CASE WHEN day > \(day - 30) THEN solved ELSE 0 END) AS BIGINT) AS solved_month,
                CAST(SUM(CASE WHEN day > 0 THEN solved ELSE 0 END) AS BIGINT) AS solved_year,
                CAST(SUM(CASE WHEN day = 0 THEN raised - solved ELSE 0 END) AS BIGINT) AS open_now
            FROM area_days WHERE area = \(area) AND (day = 0 OR (day > \(day - 365) AND day <= \(day)))
            GROUP BY category ORDER BY category
            """)
        return try rows.map { row in
            AreaCount(
                category: try row.get("category"), raisedMonth: try row.get("raised_month"),
                raisedYear: try row.get("raised_year"), solvedMonth: try row.get("solved_month"),
                solvedYear: try row.get("solved_year"), open: try row.get("open_now"))
        }
        .filter { $0.raisedYear > 0 || $0.solvedYear > 0 || $0.open > 0 }
    }

    func list(
        of area: AreaCode, state: String, since: Moment? = nil, limit: Int
    ) throws -> [AreaRecord] {
        let later: SQL = since.map { " AND l.at > \($0)" } ?? .none
        return try connection.all(
            """
            SELECT m.*, COALESCE(s.count, 0) AS seconds
            FROM area_lists l JOIN area_matters m ON m.matter_id = l.matter_id
                LEFT JOIN area_seconds s ON s.matter_id = l.matter_id
            WHERE l.area = \(area) AND l.state = \(state)\(later)
            ORDER BY l.at DESC, l.matter_id DESC LIMIT \(literal: limit)
            """)
    }

    /// What is open around a place: at most so many of each square.
    func near(_ cells: [Int64], limit: Int) throws -> [AreaRecord] {
        try cells.flatMap { cell -> [AreaRecord] in
            try connection.all(
                """
                SELECT m.*, COALESCE(s.count, 0) AS seconds
                FROM area_matters m LEFT JOIN area_seconds s ON s.matter_id = m.matter_id
                WHERE m.cell = \(cell) AND m.state = 'open'
                ORDER BY m.matter_id DESC LIMIT \(literal: limit)
                """)
        }
    }

    /// - Parameter locked: keeps the follower from closing it until this transaction has ended.
    func record(key: String, locked: Bool = false) throws -> AreaRecord? {
        if locked {
            _ = try connection.rows(
                "SELECT 1 FROM area_matters WHERE public_key = \(key)\(connection.dialect.forUpdate)")
        }
        return try connection.first(
            AreaRecord.self,
            """
            SELECT m.*, COALESCE(s.count, 0) AS seconds
            FROM area_matters m LEFT JOIN area_seconds s ON s.matter_id = m.matter_id
            WHERE m.public_key = \(key)
            """)
    }

    // MARK: Me too

    func seconds(of matter: Int64) throws -> Int {
        try connection.value("SELECT count FROM area_seconds WHERE matter_id = \(matter)") ?? 0
    }

    /// Counts a visitor once. A contact given later is kept all the same.
    ///
    /// - Returns: whether the visitor is new.
    func second(
        _ matter: Int64, visitor: String, address: String?, language: Language, now: Moment
    ) throws -> Bool {
        let added = try connection.run(
            """
            INSERT INTO me_too (matter_id, visitor, at, address, language)
            VALUES (\(matter), \(visitor), \(now), \(address), \(language.rawValue))
            ON CONFLICT (matter_id, visitor) DO NOTHING
            """)
        if added == 0 {
            if let address {
                try connection.run(
                    """
                    UPDATE me_too SET address = \(address), language = \(language.rawValue)
                    WHERE matter_id = \(matter) AND visitor = \(visitor)
                    """)
            }
            return false
        }
        try connection.run(
            """
            INSERT INTO area_seconds (matter_id, count) VALUES (\(matter), 1)
            ON CONFLICT (matter_id) DO UPDATE SET count = area_seconds.count + 1
            """)
        return true
    }
}
