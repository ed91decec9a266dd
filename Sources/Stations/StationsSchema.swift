public import Storage

/// The tables of the stations. Shipped migrations never change.
public enum StationsSchema {
    public static let migrations: [Migration] = [stations]

    /// `stations_orders` is made from the log by a follower and can be rebuilt; `stations_changes` is what
    /// somebody decided otherwise, and is never rebuilt. `rank` is 0 for an emergency.
    private static let stations = Migration(
        "0490-stations",
        """
        CREATE TABLE stations_orders (
            matter_id BIGINT NOT NULL,
            round BIGINT NOT NULL,
            station TEXT NOT NULL,
            unit TEXT NOT NULL,
            category TEXT NOT NULL,
            area TEXT NOT NULL,
            meters BIGINT,
            rank BIGINT NOT NULL,
            is_open BIGINT NOT NULL,
            is_done BIGINT NOT NULL,
            reported_at BIGINT NOT NULL,
            sent_at BIGINT NOT NULL,
            received_at BIGINT,
            arrived_at BIGINT,
            ended_at BIGINT,
            repairer BIGINT,
            kept TEXT NOT NULL,
            missed TEXT NOT NULL,
            PRIMARY KEY (matter_id, round)
        );
        CREATE INDEX stations_orders_open ON stations_orders (station, rank, sent_at) WHERE is_open = 1;
        CREATE INDEX stations_orders_sent ON stations_orders (sent_at);
        CREATE TABLE stations_changes (
            matter_id BIGINT NOT NULL,
            round BIGINT NOT NULL,
            station TEXT NOT NULL,
            reason TEXT NOT NULL,
            person BIGINT NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (matter_id, round)
        );
        """)
}
