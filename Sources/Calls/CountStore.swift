import Core
import Storage

/// The counters of calls, within a transaction.
struct CountStore {
    let connection: any Connection

    /// In one order always, so that two servers never wait for each other.
    func add(_ share: CallShare) throws {
        let cells = share.cells.map { (cell: $0.key, amount: $0.value) }.sorted { left, right in
            (left.cell.day, left.cell.hour, left.cell.taker, left.cell.figure.name)
                < (right.cell.day, right.cell.hour, right.cell.taker, right.cell.figure.name)
        }
        for (cell, amount) in cells {
            try connection.run(
                """
                INSERT INTO calls_counts (day, hour, taker, figure, count)
                VALUES (\(cell.day), \(cell.hour), \(cell.taker), \(cell.figure.name), \(amount))
                ON CONFLICT (day, hour, taker, figure)
                DO UPDATE SET count = calls_counts.count + excluded.count
                """)
        }
        let times = share.times.map { (time: $0.key, amount: $0.value) }.sorted { left, right in
            (left.time.day, left.time.what.rawValue, left.time.seconds)
                < (right.time.day, right.time.what.rawValue, right.time.seconds)
        }
        for (time, amount) in times {
            try connection.run(
                """
                INSERT INTO calls_times (day, what, seconds, count)
                VALUES (\(time.day), \(time.what.rawValue), \(time.seconds), \(amount))
                ON CONFLICT (day, what, seconds)
                DO UPDATE SET count = calls_times.count + excluded.count
                """)
        }
    }

    /// The report of some days, the first and the last among them.
    func report(from first: Int, through last: Int) throws -> CallReport {
        var cells: [CallCell: Int64] = [:]
        for row in try connection.rows(
            """
            SELECT day, hour, taker, figure, count FROM calls_counts
            WHERE day >= \(first) AND day <= \(last) AND count <> 0
            """)
        {
            guard let figure = CallFigure(name: try row.get("figure")) else { continue }
            let cell = CallCell(
                day: try row.get("day"), hour: try row.get("hour"), taker: try row.get("taker"),
                figure: figure)
            cells[cell] = try row.get("count")
        }
        var times: [CallTime: Int64] = [:]
        for row in try connection.rows(
            """
            SELECT what, seconds, CAST(SUM(count) AS BIGINT) AS count FROM calls_times
            WHERE day >= \(first) AND day <= \(last) GROUP BY what, seconds
            """)
        {
            guard let what = CallTime.What(rawValue: try row.get("what")) else { continue }
            times[CallTime(day: first, what: what, seconds: try row.get("seconds"))] = try row.get("count")
        }
        return CallReport(cells: cells, times: times)
    }

    // MARK: The worst 24 hours

    /// The windows that begin on a day, or the day before, have to be looked at again.
    func soil(_ day: Int) throws {
        for day in [day - 1, day] {
            try connection.run(
                """
                INSERT INTO calls_windows (day, dirty) VALUES (\(day), 1)
                ON CONFLICT (day) DO UPDATE SET dirty = 1
                """)
        }
    }

    func soiled(limit: Int) throws -> [Int] {
        try connection.rows(
            "SELECT day FROM calls_windows WHERE dirty = 1 ORDER BY day LIMIT \(literal: limit)"
        ).map { try $0.get(at: 0) }
    }

    func keep(_ worst: CallWindow?, of day: Int, isOver: Bool) throws {
        try connection.run(
            """
            UPDATE calls_windows SET dirty = \(isOver ? 0 : 1), from_at = \(worst?.from),
                arrived = \(worst?.arrived), connected = \(worst?.connected)
            WHERE day = \(day)
            """)
    }

    /// The worst window that began in some days.
    func worst(from first: Int, through last: Int) throws -> CallWindow? {
        var worst: CallWindow?
        for row in try connection.rows(
            """
            SELECT from_at, arrived, connected FROM calls_windows
            WHERE day >= \(first) AND day <= \(last) AND from_at IS NOT NULL
            """)
        {
            let window = CallWindow(
                from: try row.get("from_at"), arrived: try row.get("arrived"),
                connected: try row.get("connected"))
            if worst.map({ window.isWorse(than: $0) }) ?? true { worst = window }
        }
        return worst
    }

    // MARK: Settings

    func setting(_ name: String) throws -> Int? {
        try connection.value("SELECT value FROM calls_settings WHERE name = \(name)")
    }

    func set(_ name: String, to value: Int) throws {
        try connection.run(
            """
            INSERT INTO calls_settings (name, value) VALUES (\(name), \(value))
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """)
    }
}
