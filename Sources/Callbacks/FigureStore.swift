import Core
import Storage

/// How calls went, by day.
struct FigureStore {
    let connection: any Connection

    func add(_ name: String, day: Int) throws {
        try connection.run(
            """
            INSERT INTO callback_figures (day, name, count) VALUES (\(Int64(day)), \(name), 1)
            ON CONFLICT (day, name) DO UPDATE SET count = callback_figures.count + 1
            """)
    }

    func forget() throws { try connection.run("DELETE FROM callback_figures") }

    /// The sums of some days, the first and the last among them.
    func sums(from first: Int, through last: Int) throws -> [String: Int] {
        var sums: [String: Int] = [:]
        for row in try connection.rows(
            """
            SELECT name, CAST(SUM(count) AS BIGINT) AS count FROM callback_figures
            WHERE day >= \(Int64(first)) AND day <= \(Int64(last)) GROUP BY name
            """)
        {
            sums[try row.get("name")] = try row.get("count")
        }
        return sums
    }
}
