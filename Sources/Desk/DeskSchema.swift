public import Storage

/// The tables of the Desk. Shipped migrations never change.
public enum DeskSchema {
    public static let migrations: [Migration] = [
        matters, search, tallies, mine, attachments, neighbours, soon,
        ExpectationsSchema.expectations, DutiesSchema.duties,
        PublicMatterSchema.published, SearchSchema.words, SearchSchema.common,
        JoinsSchema.joins, raised, handled,
    ]

    /// `stage`, `rank` and `due_at` order the workbench; `county`, `town` and `village` are the area's
    /// prefixes, so that a list of a place is one key range and never a walk past everybody else's matters.
    private static let matters = Migration(
        "0100-matters",
        """
        CREATE TABLE matters (
            id {id},
            number TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            stage TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
            outcome TEXT,
            holder TEXT NOT NULL,
            rank BIGINT NOT NULL,
            title TEXT NOT NULL,
            text TEXT NOT NULL,
            more TEXT,
            channel TEXT NOT NULL,
            caller TEXT NOT NULL,
            area TEXT NOT NULL,
            county TEXT NOT NULL,
            town TEXT NOT NULL,
            village TEXT NOT NULL,
            place TEXT,
            latitude {real},
            longitude {real},
            category TEXT,
            lead TEXT,
            raised_to TEXT,
            urgency TEXT NOT NULL,
            raised_at BIGINT NOT NULL,
            changed_at BIGINT NOT NULL,
            closed_at BIGINT,
            due_at BIGINT NOT NULL,
            target_at BIGINT,
            overdue BIGINT NOT NULL,
            source TEXT,
            source_id TEXT,
            version BIGINT NOT NULL,
            head_hash {blob} NOT NULL,
            state TEXT NOT NULL,
            CHECK ((status = 'closed') = (outcome IS NOT NULL))
        );
        CREATE UNIQUE INDEX matters_source ON matters (source, source_id) WHERE source IS NOT NULL;
        CREATE INDEX matters_status ON matters (status, id);
        CREATE INDEX matters_kind ON matters (kind, status, id);
        CREATE INDEX matters_lead ON matters (lead, status, id);
        CREATE INDEX matters_raised_to ON matters (raised_to, id) WHERE raised_to IS NOT NULL;
        CREATE INDEX matters_county ON matters (county, status, id);
        CREATE INDEX matters_town ON matters (town, status, id);
        CREATE INDEX matters_village ON matters (village, status, id);
        CREATE INDEX matters_category ON matters (category, status, id);
        CREATE INDEX matters_desk ON matters (stage, rank, due_at, id) WHERE status = 'open';
        CREATE INDEX matters_desk_lead ON matters (lead, stage, rank, due_at, id) WHERE status = 'open';
        CREATE INDEX matters_desk_county ON matters (county, stage, rank, due_at, id) WHERE status = 'open';
        CREATE INDEX matters_desk_town ON matters (town, stage, rank, due_at, id) WHERE status = 'open';
        CREATE INDEX matters_desk_village ON matters (village, stage, rank, due_at, id) WHERE status = 'open';
        CREATE TABLE contacts (
            matter_id BIGINT PRIMARY KEY REFERENCES matters (id),
            name TEXT,
            phone TEXT,
            email TEXT,
            language TEXT NOT NULL,
            link_version BIGINT NOT NULL
        );
        CREATE INDEX contacts_phone ON contacts (phone) WHERE phone IS NOT NULL;
        CREATE TABLE timers (
            matter_id BIGINT NOT NULL REFERENCES matters (id),
            time_limit TEXT NOT NULL,
            mark TEXT NOT NULL CHECK (mark IN ('warning', 'expiry')),
            due_at BIGINT NOT NULL,
            PRIMARY KEY (matter_id, time_limit, mark)
        );
        CREATE INDEX timers_due ON timers (due_at);
        CREATE TABLE numbers (
            series TEXT PRIMARY KEY,
            next BIGINT NOT NULL
        );
        CREATE TABLE secrets (
            name TEXT PRIMARY KEY,
            value {blob} NOT NULL
        );
        """)

    private static let search = Migration(
        "0101-search", "",
        sqlite: """
            CREATE VIRTUAL TABLE matter_search USING fts5 (
                terms, content = '', detail = none, tokenize = "unicode61 remove_diacritics 0"
            );
            """,
        postgres: """
            CREATE TABLE matter_search (
                matter_id BIGINT PRIMARY KEY REFERENCES matters (id),
                terms TSVECTOR NOT NULL
            );
            CREATE INDEX matter_search_terms ON matter_search USING gin (terms);
            """)

    private static let tallies = Migration(
        "0102-tallies",
        """
        CREATE TABLE tallies (
            scope TEXT NOT NULL,
            name TEXT NOT NULL,
            count BIGINT NOT NULL,
            PRIMARY KEY (scope, name)
        );
        CREATE TABLE tallied (
            matter_id BIGINT PRIMARY KEY,
            entries TEXT NOT NULL
        );
        """)

    /// Who asked for all their matters at once, with the hash of a code while one counts, and the version
    /// that their private link was made for.
    private static let mine = Migration(
        "0103-mine",
        """
        CREATE INDEX contacts_email ON contacts (lower(email)) WHERE email IS NOT NULL;
        CREATE TABLE mine (
            id {id},
            contact TEXT NOT NULL UNIQUE,
            version BIGINT NOT NULL,
            code {blob},
            code_until BIGINT NOT NULL,
            tries BIGINT NOT NULL,
            asked BIGINT NOT NULL,
            asked_since BIGINT NOT NULL
        );
        """)

    /// The files that the log names, each once: where a file is asked for by its id, and what the folder of
    /// the attachments must hold.
    private static let attachments = Migration(
        "0104-attachments",
        """
        CREATE TABLE attachments (
            id TEXT PRIMARY KEY,
            matter_id BIGINT NOT NULL REFERENCES matters (id),
            sequence BIGINT NOT NULL,
            hash TEXT NOT NULL,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            bytes BIGINT NOT NULL,
            part TEXT NOT NULL,
            at BIGINT NOT NULL,
            doer TEXT NOT NULL,
            move TEXT,
            told BIGINT NOT NULL
        );
        CREATE INDEX attachments_matter ON attachments (matter_id, sequence);
        CREATE INDEX attachments_hash ON attachments (hash);
        """)

    /// What was raised at the same place about the same thing, newest first: one range of one index.
    private static let neighbours = Migration(
        "0105-neighbours",
        "CREATE INDEX matters_neighbours ON matters (village, category, status, id);")

    /// From when on the next step is soon due; null in rows that have not changed since.
    private static let soon = Migration(
        "0109-soon",
        "ALTER TABLE matters ADD COLUMN soon_at BIGINT;")

    /// What was raised to a unit, in the orders of its lists. A unit that took what was raised to it leads
    /// it: such matters stand in its lists once, so the keys of those lists leave them out.
    private static let raised = Migration(
        "0123-raised",
        """
        DROP INDEX matters_raised_to;
        CREATE INDEX matters_raised_host ON matters (raised_to, status, id) WHERE raised_to IS NOT NULL;
        CREATE INDEX matters_raised_unit ON matters (raised_to, status, id)
            WHERE raised_to IS NOT NULL AND (lead IS NULL OR lead <> raised_to);
        CREATE INDEX matters_desk_raised ON matters (raised_to, stage, rank, due_at, id)
            WHERE status = 'open' AND raised_to IS NOT NULL AND (lead IS NULL OR lead <> raised_to);
        CREATE INDEX matters_still_raised ON matters (raised_to, changed_at, id)
            WHERE status = 'open' AND raised_to IS NOT NULL AND (lead IS NULL OR lead <> raised_to);
        """)

    /// Who at work did something with a matter last, and in which post: what somebody handles of a unit's
    /// open matters is a range of one key.
    private static let handled = Migration(
        "0124-handled",
        """
        ALTER TABLE matters ADD COLUMN handler TEXT;
        UPDATE matters SET handler = (
            SELECT actor FROM events WHERE matter_id = matters.id AND actor LIKE 'officer:%'
            ORDER BY seq DESC LIMIT 1)
        WHERE status = 'open';
        CREATE INDEX matters_handler ON matters (handler, lead, id)
            WHERE status = 'open' AND handler IS NOT NULL;
        """)
}
