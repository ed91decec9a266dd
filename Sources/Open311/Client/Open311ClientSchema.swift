public import Storage

/// The tables of what is handed to other Open311 servers. Shipped migrations never change.
public enum Open311ClientSchema {
    public static let migrations: [Migration] = [client]

    private static let client = Migration(
        "0461-open311-client",
        """
        CREATE TABLE open311_destinations (
            id {id},
            name TEXT NOT NULL,
            base TEXT NOT NULL,
            jurisdiction TEXT,
            api_key TEXT,
            unit TEXT NOT NULL,
            format TEXT NOT NULL CHECK (format IN ('json', 'xml')),
            language TEXT NOT NULL,
            knows_resident BIGINT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'removed')),
            comments TEXT NOT NULL CHECK (comments IN ('unknown', 'yes', 'no')),
            followed_until BIGINT NOT NULL,
            span BIGINT NOT NULL,
            poll_at BIGINT NOT NULL,
            failures BIGINT NOT NULL DEFAULT 0,
            error TEXT,
            error_at BIGINT,
            heard_at BIGINT,
            services TEXT,
            services_at BIGINT,
            created_at BIGINT NOT NULL,
            changed_at BIGINT NOT NULL
        );
        CREATE INDEX open311_destinations_poll ON open311_destinations (poll_at, id) WHERE state = 'active';
        CREATE TABLE open311_mapped (
            destination_id BIGINT NOT NULL REFERENCES open311_destinations (id),
            category TEXT NOT NULL,
            service TEXT NOT NULL,
            attributes TEXT NOT NULL,
            PRIMARY KEY (destination_id, category)
        );
        CREATE TABLE open311_sent (
            id {id},
            destination_id BIGINT NOT NULL REFERENCES open311_destinations (id),
            matter_id BIGINT NOT NULL,
            number TEXT NOT NULL,
            round BIGINT NOT NULL,
            state TEXT NOT NULL CHECK (state IN
                ('waiting', 'token', 'live', 'returned', 'cancelled', 'ended', 'failed')),
            since BIGINT NOT NULL,
            their_id TEXT,
            token TEXT,
            asked BIGINT NOT NULL DEFAULT 0,
            ask_at BIGINT,
            their_status TEXT,
            their_text TEXT,
            their_at BIGINT,
            reason TEXT,
            told BIGINT NOT NULL DEFAULT 0,
            created_at BIGINT NOT NULL,
            changed_at BIGINT NOT NULL
        );
        CREATE UNIQUE INDEX open311_sent_round ON open311_sent (destination_id, matter_id, round);
        CREATE UNIQUE INDEX open311_sent_theirs ON open311_sent (destination_id, their_id)
            WHERE their_id IS NOT NULL;
        CREATE INDEX open311_sent_matter ON open311_sent (matter_id, id);
        CREATE INDEX open311_sent_state ON open311_sent (destination_id, state, id);
        CREATE INDEX open311_sent_token ON open311_sent (ask_at, id) WHERE state = 'token';
        CREATE INDEX open311_sent_untold ON open311_sent (id) WHERE state = 'failed' AND told = 0;
        CREATE TABLE open311_back (
            id {id},
            sent_id BIGINT NOT NULL REFERENCES open311_sent (id),
            message TEXT NOT NULL,
            status TEXT NOT NULL,
            text TEXT NOT NULL,
            solved TEXT,
            satisfied TEXT,
            at BIGINT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('held', 'sending', 'sent', 'failed')),
            reason TEXT
        );
        CREATE UNIQUE INDEX open311_back_message ON open311_back (sent_id, message);
        CREATE INDEX open311_back_state ON open311_back (sent_id, state, id);
        CREATE TABLE open311_taken (
            sent_id BIGINT NOT NULL REFERENCES open311_sent (id),
            update_id TEXT NOT NULL,
            status TEXT NOT NULL,
            text TEXT,
            at BIGINT,
            taken_at BIGINT NOT NULL,
            made TEXT NOT NULL,
            PRIMARY KEY (sent_id, update_id)
        );
        CREATE INDEX open311_taken_order ON open311_taken (sent_id, taken_at);
        """)
}
