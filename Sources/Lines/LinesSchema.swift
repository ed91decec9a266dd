public import Storage

/// The tables of the lines. Shipped migrations never change.
public enum LinesSchema {
    public static let migrations: [Migration] = [lines]

    /// The register is only added to: what holds on a day is the last entry that begins before it.
    /// `from_day` and `day` count days since 1970.
    private static let lines = Migration(
        "0420-lines",
        """
        CREATE TABLE lines_register (
            id {id},
            code TEXT NOT NULL,
            number TEXT NOT NULL,
            name_zh TEXT NOT NULL,
            name_en TEXT NOT NULL,
            owner TEXT NOT NULL,
            emergency INTEGER NOT NULL,
            mode TEXT NOT NULL,
            from_day BIGINT NOT NULL,
            batch TEXT,
            accept_minutes INTEGER NOT NULL,
            contact INTEGER NOT NULL,
            reason TEXT,
            person BIGINT,
            at BIGINT NOT NULL
        );
        CREATE UNIQUE INDEX lines_register_pack ON lines_register (code, from_day) WHERE person IS NULL;
        CREATE TABLE lines_origins (
            matter_id BIGINT PRIMARY KEY,
            code TEXT NOT NULL,
            number TEXT NOT NULL,
            mode TEXT NOT NULL,
            at BIGINT NOT NULL
        );
        CREATE TABLE lines_transfers (
            id {id},
            code TEXT NOT NULL,
            direction TEXT NOT NULL CHECK (direction IN ('out', 'in')),
            line TEXT NOT NULL,
            matter_id BIGINT NOT NULL,
            number TEXT NOT NULL,
            person BIGINT,
            unit TEXT NOT NULL,
            reason TEXT NOT NULL,
            life INTEGER NOT NULL,
            partner_id TEXT,
            state TEXT NOT NULL,
            sequence BIGINT NOT NULL,
            version INTEGER NOT NULL,
            created_at BIGINT NOT NULL,
            accept_by BIGINT NOT NULL,
            accepted_at BIGINT,
            settled_at BIGINT,
            why TEXT,
            missing TEXT,
            backstop TEXT
        );
        CREATE UNIQUE INDEX lines_transfers_code ON lines_transfers (code);
        CREATE UNIQUE INDEX lines_transfers_partner ON lines_transfers (line, partner_id)
            WHERE direction = 'in';
        CREATE INDEX lines_transfers_due ON lines_transfers (accept_by, id)
            WHERE state IN ('sent', 'delivered');
        CREATE INDEX lines_transfers_matter ON lines_transfers (matter_id, id);
        CREATE INDEX lines_transfers_line ON lines_transfers (line, created_at, id);
        CREATE INDEX lines_transfers_state ON lines_transfers (state, created_at, id);
        CREATE INDEX lines_transfers_time ON lines_transfers (created_at, id);
        CREATE TABLE lines_news (
            transfer_id BIGINT NOT NULL REFERENCES lines_transfers (id),
            sequence BIGINT NOT NULL,
            kind TEXT NOT NULL,
            message TEXT NOT NULL,
            text TEXT,
            at BIGINT NOT NULL,
            late INTEGER NOT NULL,
            PRIMARY KEY (transfer_id, sequence, kind)
        );
        CREATE TABLE lines_days (
            line TEXT NOT NULL,
            direction TEXT NOT NULL,
            day BIGINT NOT NULL,
            handed BIGINT NOT NULL,
            accepted BIGINT NOT NULL,
            in_time BIGINT NOT NULL,
            refused BIGINT NOT NULL,
            returned BIGINT NOT NULL,
            waited BIGINT NOT NULL,
            PRIMARY KEY (day, line, direction)
        );
        CREATE TABLE lines_roster (
            id {id},
            person BIGINT NOT NULL,
            name_zh TEXT NOT NULL,
            name_en TEXT NOT NULL,
            from_day BIGINT NOT NULL,
            through_day BIGINT NOT NULL,
            by_person BIGINT,
            at BIGINT NOT NULL,
            removed_at BIGINT
        );
        CREATE INDEX lines_roster_days ON lines_roster (through_day, id);
        CREATE TABLE lines_window (
            matter_id BIGINT PRIMARY KEY,
            number TEXT NOT NULL,
            leader BIGINT NOT NULL,
            name_zh TEXT NOT NULL,
            name_en TEXT NOT NULL,
            origin TEXT NOT NULL,
            reason TEXT NOT NULL,
            person BIGINT,
            at BIGINT NOT NULL,
            ended_at BIGINT,
            outcome TEXT
        );
        CREATE INDEX lines_window_open ON lines_window (at, matter_id) WHERE ended_at IS NULL;
        CREATE INDEX lines_window_ended ON lines_window (ended_at, matter_id) WHERE ended_at IS NOT NULL;
        CREATE TABLE lines_contacts (
            id {id},
            matter_id BIGINT NOT NULL REFERENCES lines_window (matter_id),
            city TEXT NOT NULL,
            request TEXT NOT NULL,
            asked_by BIGINT,
            asked_at BIGINT NOT NULL,
            answer TEXT,
            answered_by BIGINT,
            answered_at BIGINT
        );
        CREATE INDEX lines_contacts_matter ON lines_contacts (matter_id, id);
        CREATE TABLE lines_messages (
            id {id},
            kind TEXT NOT NULL CHECK (kind IN ('praise', 'complaint', 'suggestion')),
            channel TEXT NOT NULL,
            unit TEXT NOT NULL,
            text TEXT NOT NULL,
            day BIGINT NOT NULL,
            matter_id BIGINT,
            number TEXT,
            person BIGINT,
            once TEXT,
            at BIGINT NOT NULL
        );
        CREATE UNIQUE INDEX lines_messages_once ON lines_messages (once) WHERE once IS NOT NULL;
        CREATE INDEX lines_messages_unit ON lines_messages (unit, kind, id);
        CREATE TABLE lines_heard (
            unit TEXT NOT NULL,
            month BIGINT NOT NULL,
            kind TEXT NOT NULL,
            channel TEXT NOT NULL,
            count BIGINT NOT NULL,
            PRIMARY KEY (month, unit, kind, channel)
        );
        CREATE INDEX lines_heard_unit ON lines_heard (unit, month);
        """)
}
