public import Storage

/// The tables of the Open311 server. Shipped migrations never change.
public enum Open311Schema {
    public static let migrations: [Migration] = [server]

    /// `open311_filings` says who filed a matter by Open311, and what came along that a matter has no place
    /// for. `open311_updates` keeps what their side said afterwards, each once. `open311_told` is written by
    /// a follower of the log: what residents are told of each step, in the words of Open311, for everybody
    /// (`is_public`) or for the key that filed it.
    private static let server = Migration(
        "0460-open311-server",
        """
        CREATE TABLE open311_filings (
            matter_id BIGINT PRIMARY KEY REFERENCES matters (id),
            number TEXT NOT NULL,
            key_id BIGINT NOT NULL,
            request_key TEXT,
            content {blob} NOT NULL,
            token TEXT NOT NULL UNIQUE,
            service TEXT,
            account_id TEXT,
            device_id TEXT,
            media_url TEXT,
            attributes TEXT NOT NULL,
            filed_at BIGINT NOT NULL
        );
        CREATE UNIQUE INDEX open311_filings_request ON open311_filings (key_id, request_key)
            WHERE request_key IS NOT NULL;
        CREATE INDEX open311_filings_number ON open311_filings (number);
        CREATE TABLE open311_updates (
            id {id},
            key_id BIGINT NOT NULL,
            update_id TEXT NOT NULL,
            content {blob} NOT NULL,
            matter_id BIGINT NOT NULL REFERENCES matters (id),
            status TEXT NOT NULL,
            said_at BIGINT NOT NULL,
            taken_at BIGINT NOT NULL,
            text TEXT,
            media_url TEXT,
            did TEXT NOT NULL,
            UNIQUE (key_id, update_id)
        );
        CREATE INDEX open311_updates_matter ON open311_updates (matter_id, said_at, id);
        CREATE TABLE open311_told (
            id {id},
            matter_id BIGINT NOT NULL REFERENCES matters (id),
            sequence BIGINT NOT NULL,
            number TEXT NOT NULL,
            kind TEXT NOT NULL,
            status TEXT NOT NULL,
            stage TEXT NOT NULL,
            move TEXT,
            text TEXT,
            at BIGINT NOT NULL,
            is_public BIGINT NOT NULL,
            key_id BIGINT,
            UNIQUE (matter_id, sequence)
        );
        CREATE INDEX open311_told_at ON open311_told (is_public, at, id);
        CREATE INDEX open311_told_key ON open311_told (key_id, at, id) WHERE key_id IS NOT NULL;
        """)
}
