public import Storage

/// The tables of mass events. Shipped migrations never change.
public enum JoinsSchema {
    public static let migrations: [Migration] = [events, notices]

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

    /// What everybody reads about a mass event. One is shown at most; those before it stay written down.
    private static let notices = Migration(
        "0533-notices",
        """
        CREATE TABLE joins_notices (
            id {id},
            main_id BIGINT NOT NULL REFERENCES matters (id),
            area TEXT NOT NULL,
            what TEXT NOT NULL,
            place TEXT NOT NULL,
            since BIGINT NOT NULL,
            until BIGINT,
            person BIGINT NOT NULL,
            confirmed_at BIGINT NOT NULL,
            is_shown BIGINT NOT NULL
        );
        CREATE UNIQUE INDEX joins_notices_main ON joins_notices (main_id) WHERE is_shown = 1;
        CREATE INDEX joins_notices_area ON joins_notices (area) WHERE is_shown = 1;
        """)
}
