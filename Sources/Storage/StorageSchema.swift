/// The tables of this room.
public enum StorageSchema {
    /// Events and their anchors, followers, outbox, idempotency keys.
    public static let migrations: [Migration] = [log, messages, unsent]

    private static let log = Migration(
        "0001-log",
        """
        CREATE TABLE eras (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            shift BIGINT NOT NULL
        );
        INSERT INTO eras (id, shift) VALUES (1, 0);
        CREATE TABLE events (
            id {id},
            matter_id BIGINT NOT NULL,
            seq BIGINT NOT NULL,
            at BIGINT NOT NULL,
            actor TEXT NOT NULL,
            name TEXT NOT NULL,
            payload TEXT NOT NULL,
            hash {blob} NOT NULL,
            xid {xid},
            UNIQUE (matter_id, seq)
        );
        CREATE INDEX events_settled ON events (xid, id);
        CREATE TABLE anchors (
            day TEXT PRIMARY KEY,
            last_xid BIGINT NOT NULL,
            last_event BIGINT NOT NULL,
            events BIGINT NOT NULL,
            root {blob} NOT NULL,
            at BIGINT NOT NULL
        );
        CREATE TABLE followers (
            name TEXT PRIMARY KEY,
            xid BIGINT NOT NULL,
            event BIGINT NOT NULL
        );
        """)

    private static let messages = Migration(
        "0002-outbox",
        """
        CREATE TABLE outbox (
            id {id},
            matter_id BIGINT NOT NULL,
            sequence BIGINT NOT NULL,
            audience TEXT NOT NULL,
            address TEXT,
            template TEXT NOT NULL,
            body TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            due_at BIGINT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            sent_at BIGINT,
            reason TEXT,
            failed TEXT
        );
        CREATE INDEX outbox_due ON outbox (due_at, id) WHERE sent_at IS NULL AND failed IS NULL;
        CREATE INDEX outbox_matter ON outbox (matter_id, id);
        CREATE TABLE idempotency (
            owner TEXT NOT NULL,
            key TEXT NOT NULL,
            request {blob} NOT NULL,
            answer TEXT NOT NULL,
            status INTEGER NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (owner, key)
        );
        CREATE INDEX idempotency_age ON idempotency (at);
        """)

    /// What waits and what failed, without walking what was sent.
    private static let unsent = Migration(
        "0003-outbox-unsent",
        "CREATE INDEX outbox_unsent ON outbox (id) WHERE sent_at IS NULL;")
}
