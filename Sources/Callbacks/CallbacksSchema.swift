public import Storage

/// The tables of calling back. Shipped migrations never change.
public enum CallbacksSchema {
    public static let migrations: [Migration] = [callbacks]

    /// Who has a matter in hand for a call, so that two people do not call one resident; and how calls went,
    /// by day (days since 1970).
    private static let callbacks = Migration(
        "0360-callbacks",
        """
        CREATE TABLE callback_leases (
            matter_id BIGINT PRIMARY KEY,
            person BIGINT NOT NULL,
            until_at BIGINT NOT NULL
        );
        CREATE INDEX callback_leases_person ON callback_leases (person);
        CREATE TABLE callback_figures (
            day BIGINT NOT NULL,
            name TEXT NOT NULL,
            count BIGINT NOT NULL,
            PRIMARY KEY (day, name)
        );
        """)
}
