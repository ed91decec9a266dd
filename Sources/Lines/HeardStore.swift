import Core
import Storage

/// What was heard beside the main way, within a transaction.
struct HeardStore {
    let connection: any Connection
    private static let columns: SQL = "id, kind, channel, unit, text, day, number"

    /// - Returns: False where the same form was sent before.
    func add(_ heard: Heard, matter: Int64?, by person: Int64, once: String?, now: Moment) throws -> Bool {
        try connection.run(
            """
            INSERT INTO lines_messages
                (kind, channel, unit, text, day, matter_id, number, person, once, at)
            VALUES (\(heard.kind.rawValue), \(heard.channel.rawValue), \(heard.unit), \(heard.text),
                \(heard.day.daysSince1970), \(matter), \(heard.number), \(person), \(once), \(now))
            ON CONFLICT DO NOTHING
            """) == 1
    }

    func isKnown(_ once: String) throws -> Bool {
        try connection.value(Int64.self, "SELECT id FROM lines_messages WHERE once = \(once)") != nil
    }

    /// Months are counted since 1970.
    func count(_ heard: Heard) throws {
        let month = (heard.day.year - 1970) * 12 + heard.day.month - 1
        try connection.run(
            """
            INSERT INTO lines_heard (unit, month, kind, channel, count)
            VALUES (\(heard.unit), \(month), \(heard.kind.rawValue), \(heard.channel.rawValue), 1)
            ON CONFLICT (month, unit, kind, channel) DO UPDATE SET count = lines_heard.count + 1
            """)
    }

    /// By unit and kind, in some months.
    func counts(_ months: ClosedRange<Int>) throws -> [HeardCount] {
        try connection.all(
            """
            SELECT unit, kind, CAST(SUM(count) AS BIGINT) AS count FROM lines_heard
            WHERE month >= \(months.lowerBound) AND month <= \(months.upperBound)
            GROUP BY unit, kind ORDER BY unit, kind LIMIT 6000
            """)
    }

    func page(of unit: UnitCode, _ kind: Heard.Kind, before id: Int64?, limit: Int) throws -> [Heard] {
        let rest: SQL = id.map { " AND id < \($0)" } ?? .none
        return try connection.all(
            """
            SELECT \(Self.columns) FROM lines_messages
            WHERE unit = \(unit) AND kind = \(kind.rawValue)\(rest) ORDER BY id DESC LIMIT \(literal: limit)
            """)
    }

    func latest(limit: Int) throws -> [Heard] {
        try connection.all(
            "SELECT \(Self.columns) FROM lines_messages ORDER BY id DESC LIMIT \(literal: limit)")
    }
}
