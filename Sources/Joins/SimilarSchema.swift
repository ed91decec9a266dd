public import Storage

/// The tables by which alike matters are found. Shipped migrations never change.
public enum SimilarSchema {
    public static let migrations: [Migration] = [signatures, wishes]

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

    /// What residents, and those who took a matter in, said it is the same as; `main_id` is empty where they
    /// said that it is none of those shown, `person` where the resident said it.
    private static let wishes = Migration(
        "0532-wishes",
        """
        CREATE TABLE joins_wishes (
            matter_id BIGINT PRIMARY KEY REFERENCES matters (id),
            main_id BIGINT REFERENCES matters (id),
            person BIGINT,
            at BIGINT NOT NULL
        );
        """)
}
