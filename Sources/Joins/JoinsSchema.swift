public import Storage

/// The tables of mass events. Shipped migrations never change.
public enum JoinsSchema {
    public static let migrations: [Migration] = [events]

    /// What somebody declared about a matter that many were joined to: one cause, one task (M56).
    private static let events = Migration(
        "0530-joins",
        """
        CREATE TABLE joins_events (
            main_id BIGINT PRIMARY KEY REFERENCES matters (id),
            title TEXT NOT NULL,
            cause TEXT NOT NULL,
            task TEXT NOT NULL,
            since BIGINT NOT NULL,
            person BIGINT NOT NULL,
            declared_at BIGINT NOT NULL
        );
        """)
}
