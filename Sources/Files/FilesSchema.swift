public import Storage

/// The tables of uploads. Shipped migrations never change.
public enum FilesSchema {
    public static let migrations: [Migration] = [uploads]

    /// What was sent and waits for a matter to name it. `received` bytes are safely on disk; `hash` and
    /// `kind` are set when all of it is.
    private static let uploads = Migration(
        "0300-uploads",
        """
        CREATE TABLE uploads (
            id TEXT PRIMARY KEY,
            owner TEXT NOT NULL,
            name TEXT NOT NULL,
            part TEXT NOT NULL,
            bytes BIGINT NOT NULL,
            received BIGINT NOT NULL,
            kind TEXT,
            hash TEXT,
            complete BIGINT NOT NULL,
            created_at BIGINT NOT NULL
        );
        CREATE INDEX uploads_owner ON uploads (owner, created_at);
        CREATE INDEX uploads_created ON uploads (created_at);
        CREATE INDEX uploads_hash ON uploads (hash) WHERE hash IS NOT NULL;
        """)
}
