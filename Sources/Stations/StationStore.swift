import Core
import Storage

/// The visits of the stations.
struct StationStore {
    let connection: any Connection

    // MARK: Following

    func empty() throws { try connection.run("DELETE FROM stations_orders") }

    /// Puts the visits of a matter in the place of those that were kept, with what somebody decided of them.
    func replace(_ orders: [StationOrder], of matter: Int64) throws {
        try connection.run("DELETE FROM stations_orders WHERE matter_id = \(matter)")
        if orders.isEmpty { return }
        var changes: [Int: String] = [:]
        for row in try connection.rows(
            "SELECT round, station FROM stations_changes WHERE matter_id = \(matter)")
        {
            changes[try row.get("round")] = try row.get("station")
        }
        for order in orders {
            let station = changes[order.round] ?? order.station
            try connection.run(
                """
                INSERT INTO stations_orders (matter_id, round, station, unit, category, area, meters, rank,
                    is_open, is_done, reported_at, sent_at, received_at, arrived_at, ended_at, repairer,
                    kept, missed)
                VALUES (\(matter), \(order.round), \(station), \(order.unit), \(order.category),
                    \(order.area), \(order.meters), \(order.isEmergency ? 0 : 1), \(order.isOpen),
                    \(order.isDone), \(order.reportedAt), \(order.sentAt), \(order.receivedAt),
                    \(order.arrivedAt), \(order.endedAt), \(order.repairer),
                    \(order.kept.joined(separator: " ")), \(order.missed.joined(separator: " ")))
                """)
        }
    }

    // MARK: Reading

    /// A visit as it is kept.
    struct Visit: SQLRow, Hashable, Sendable {
        let matterID: Int64
        let number: String
        let title: String
        let round: Int
        let station: String
        let area: AreaCode
        let meters: Int?
        let isEmergency: Bool
        let isOpen: Bool
        let reportedAt: Moment
        let sentAt: Moment
        let receivedAt: Moment?
        let arrivedAt: Moment?
        let endedAt: Moment?
        let repairer: Int64?
        let kept: [String]
        let missed: [String]
        /// Why another station was chosen.
        let reason: String?

        init(row: Row) throws {
            matterID = try row.get("matter_id")
            number = try row.get("number")
            title = try row.get("title")
            round = try row.get("round")
            station = try row.get("station")
            area = try row.get("area")
            meters = try row.get("meters")
            isEmergency = try row.get("rank", as: Int.self) == 0
            isOpen = try row.get("is_open")
            reportedAt = try row.get("reported_at")
            sentAt = try row.get("sent_at")
            receivedAt = try row.get("received_at")
            arrivedAt = try row.get("arrived_at")
            endedAt = try row.get("ended_at")
            repairer = try row.get("repairer")
            kept = try row.get("kept", as: String.self).split(separator: " ").map(String.init)
            missed = try row.get("missed", as: String.self).split(separator: " ").map(String.init)
            reason = try row.get("reason")
        }

        init(
            matterID: Int64, number: String, title: String, station: String, area: AreaCode, meters: Int?,
            isEmergency: Bool, reportedAt: Moment, receivedAt: Moment?, arrivedAt: Moment?, reason: String?
        ) {
            self.matterID = matterID
            self.number = number
            self.title = title
            round = 1
            self.station = station
            self.area = area
            self.meters = meters
            self.isEmergency = isEmergency
            isOpen = true
            self.reportedAt = reportedAt
            sentAt = reportedAt
            self.receivedAt = receivedAt
            self.arrivedAt = arrivedAt
            endedAt = nil
            repairer = nil
            kept = []
            missed = []
            self.reason = reason
        }
    }

    private static let select: SQL = """
        SELECT o.matter_id, m.number, m.title, o.round, o.station, o.area, o.meters, o.rank, o.is_open,
            o.reported_at, o.sent_at, o.received_at, o.arrived_at, o.ended_at, o.repairer, o.kept, o.missed,
            c.reason
        FROM stations_orders o JOIN matters m ON m.id = o.matter_id
        LEFT JOIN stations_changes c ON c.matter_id = o.matter_id AND c.round = o.round

        """

    /// What a station has to do: emergencies before everything, then in the order of sending.
    func open(at station: String, limit: Int) throws -> [Visit] {
        try connection.all(
            Self.select
                + """
                WHERE o.station = \(station) AND o.is_open = 1
                ORDER BY o.rank, o.sent_at, o.matter_id LIMIT \(literal: limit)
                """)
    }

    /// How many open visits each station has, and how many of them are emergencies.
    func openCounts() throws -> [String: (all: Int, emergencies: Int)] {
        var counts: [String: (all: Int, emergencies: Int)] = [:]
        for row in try connection.rows(
            """
            SELECT station, count(*) AS visits, CAST(SUM(1 - rank) AS BIGINT) AS emergencies
            FROM stations_orders WHERE is_open = 1 GROUP BY station
            """)
        {
            counts[try row.get("station")] = (try row.get("visits"), try row.get("emergencies"))
        }
        return counts
    }

    /// The visits of a matter, the newest first.
    func visits(of matter: Int64) throws -> [Visit] {
        try connection.all(
            Self.select + "WHERE o.matter_id = \(matter) ORDER BY o.round DESC LIMIT 20")
    }

    /// The visits that were sent in a span of time, at most so many.
    func sent(from first: Moment, until last: Moment, limit: Int) throws -> [Visit] {
        try connection.all(
            Self.select
                + """
                WHERE o.sent_at >= \(first) AND o.sent_at < \(last)
                ORDER BY o.sent_at, o.matter_id LIMIT \(literal: limit)
                """)
    }

    func position(of matter: Int64) throws -> Position? {
        guard let row = try connection.first("SELECT latitude, longitude FROM matters WHERE id = \(matter)"),
            let latitude = try row.get("latitude", as: Double?.self),
            let longitude = try row.get("longitude", as: Double?.self)
        else { return nil }
        return Position(latitude: latitude, longitude: longitude)
    }

    // MARK: Another station

    /// - Returns: False where the visit is not open any more.
    func change(
        _ matter: Int64, round: Int, to station: String, reason: String, person: Int64, at now: Moment
    ) throws -> Bool {
        let made = try connection.run(
            """
            UPDATE stations_orders SET station = \(station)
            WHERE matter_id = \(matter) AND round = \(round) AND is_open = 1
            """)
        if made != 1 { return false }
        try connection.run(
            """
            INSERT INTO stations_changes (matter_id, round, station, reason, person, at)
            VALUES (\(matter), \(round), \(station), \(reason), \(person), \(now))
            ON CONFLICT (matter_id, round) DO UPDATE SET station = excluded.station,
                reason = excluded.reason, person = excluded.person, at = excluded.at
            """)
        return true
    }
}
