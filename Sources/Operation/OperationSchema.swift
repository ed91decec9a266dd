public import Storage

/// The tables of the operator's room. Shipped migrations never change.
public enum OperationSchema {
    public static let migrations: [Migration] = [backups, counts]

    /// One row for each backup that was due or asked for. `beat_at` is the last sign of whoever makes it.
    private static let backups = Migration(
        "0560-backups",
        """
        CREATE TABLE operation_backups (
            id TEXT PRIMARY KEY,
            state TEXT NOT NULL CHECK (state IN ('running', 'good', 'doubtful', 'failed')),
            begun_at BIGINT NOT NULL,
            beat_at BIGINT NOT NULL,
            ended_at BIGINT,
            attempts BIGINT NOT NULL,
            folder TEXT NOT NULL,
            name TEXT,
            bytes BIGINT,
            matters BIGINT,
            problem TEXT
        );
        CREATE INDEX operation_backups_begun ON operation_backups (begun_at);
        CREATE INDEX operation_backups_state ON operation_backups (state, ended_at);
        """)

    /// How many matters of each kind were filed, and how often they moved: one row for each kind.
    private static let counts = Migration(
        "0561-operation-counts",
        """
        CREATE TABLE operation_counts (
            kind TEXT PRIMARY KEY,
            filed BIGINT NOT NULL,
            moved BIGINT NOT NULL
        );
        """)
}
