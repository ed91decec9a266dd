public import Storage

/// The tables of what comes from other systems and goes to them.
public enum CourierSchema {
    public static let migrations: [Migration] = [courier, receivers]

    private static let courier = Migration(
        "0400-courier",
        """
        CREATE TABLE courier_keys (
            id {id},
            name TEXT NOT NULL,
            scope TEXT NOT NULL,
            secret TEXT,
            hash {blob},
            earlier TEXT,
            earlier_until BIGINT,
            created_at BIGINT NOT NULL,
            revoked_at BIGINT
        );
        CREATE UNIQUE INDEX courier_keys_hash ON courier_keys (hash) WHERE hash IS NOT NULL;
        CREATE INDEX courier_keys_scope ON courier_keys (scope, id);
        CREATE TABLE courier_seen (
            key_id BIGINT NOT NULL,
            message TEXT NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (key_id, message)
        );
        CREATE INDEX courier_seen_age ON courier_seen (at);
        CREATE TABLE courier_endpoints (
            id {id},
            topic TEXT NOT NULL,
            name TEXT NOT NULL,
            url TEXT NOT NULL,
            secret TEXT NOT NULL,
            earlier TEXT,
            earlier_until BIGINT,
            filter TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'gone', 'deleted')),
            reason TEXT,
            created_at BIGINT NOT NULL,
            changed_at BIGINT NOT NULL
        );
        CREATE INDEX courier_endpoints_topic ON courier_endpoints (topic, state, id);
        CREATE TABLE sendings (
            id {id},
            topic TEXT NOT NULL,
            message TEXT NOT NULL,
            reference TEXT NOT NULL,
            matter_id BIGINT,
            endpoint_id BIGINT,
            payload TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'stopped')),
            created_at BIGINT NOT NULL,
            due_at BIGINT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            settled_at BIGINT,
            status INTEGER,
            reason TEXT,
            answer TEXT
        );
        CREATE UNIQUE INDEX sendings_message ON sendings (topic, reference, message);
        CREATE INDEX sendings_due ON sendings (due_at, id) WHERE state = 'waiting';
        CREATE INDEX sendings_topic ON sendings (topic, state, id);
        CREATE INDEX sendings_reference ON sendings (topic, reference, id);
        CREATE INDEX sendings_endpoint ON sendings (endpoint_id, state, id) WHERE endpoint_id IS NOT NULL;
        CREATE INDEX sendings_matter ON sendings (matter_id, id) WHERE matter_id IS NOT NULL;
        CREATE TABLE sending_tries (
            sending_id BIGINT NOT NULL REFERENCES sendings (id),
            attempt INTEGER NOT NULL,
            at BIGINT NOT NULL,
            milliseconds BIGINT NOT NULL,
            status INTEGER,
            reason TEXT,
            PRIMARY KEY (sending_id, attempt)
        );
        """)

    /// What waits, a receiver at a time, and what went to one, by when it was made.
    private static let receivers = Migration(
        "0401-courier-receivers",
        """
        CREATE INDEX sendings_receiver ON sendings (endpoint_id, due_at, id) WHERE state = 'waiting';
        CREATE INDEX sendings_settled ON sendings (endpoint_id, created_at, id) WHERE state <> 'waiting';
        """)
}
