public import Storage

/// The tables by which alike matters are found. Shipped migrations never change.
public enum SimilarSchema {
    public static let migrations: [Migration] = [signatures]

    /// Made from the log by a follower; they can be rebuilt. `joins_signatures` holds the index keys of open
    /// matters, `joins_signed` what has to be taken out again, `joins_background` how usual each word is, in
    /// one row.
    private static let signatures = Migration(
        "0531-similar",
        """
        CREATE TABLE joins_signatures (
            key BIGINT NOT NULL,
            matter_id BIGINT NOT NULL,
            PRIMARY KEY (key, matter_id)
        );
        CREATE TABLE joins_signed (
            matter_id BIGINT PRIMARY KEY,
            keys {blob} NOT NULL
        );
        CREATE TABLE joins_background (
            id BIGINT PRIMARY KEY,
            counters {blob} NOT NULL
        );
        """)
}
