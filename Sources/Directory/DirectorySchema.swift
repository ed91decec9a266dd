public import Storage

/// The tables of the directory. Shipped migrations never change.
public enum DirectorySchema {
    public static let migrations: [Migration] = [directory, audit, tries, traces]

    /// A secret never stands here, only what it hashes to: whoever reads the tables can sign in as nobody.
    private static let directory = Migration(
        "0200-directory",
        """
        CREATE TABLE people (
            id {id},
            login TEXT NOT NULL UNIQUE,
            name_zh TEXT NOT NULL,
            name_en TEXT NOT NULL,
            password TEXT,
            active INTEGER NOT NULL DEFAULT 1,
            must_change INTEGER NOT NULL DEFAULT 0,
            created_at BIGINT NOT NULL
        );
        CREATE TABLE posts (
            id {id},
            person_id BIGINT NOT NULL REFERENCES people (id),
            role TEXT NOT NULL,
            unit TEXT NOT NULL,
            area TEXT NOT NULL,
            since BIGINT NOT NULL,
            until BIGINT
        );
        CREATE INDEX posts_person ON posts (person_id, id);
        CREATE INDEX posts_role ON posts (role, person_id);
        CREATE INDEX posts_unit ON posts (unit, person_id);
        CREATE TABLE sessions (
            token_hash {blob} PRIMARY KEY,
            session_id TEXT NOT NULL,
            person_id BIGINT NOT NULL REFERENCES people (id),
            started_at BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            seen_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            rotated_from {blob},
            replaced_at BIGINT,
            peer TEXT NOT NULL,
            device TEXT NOT NULL
        );
        CREATE INDEX sessions_person ON sessions (person_id, session_id);
        CREATE INDEX sessions_expiry ON sessions (expires_at);
        CREATE TABLE tokens (
            id {id},
            hash {blob} NOT NULL UNIQUE,
            person_id BIGINT NOT NULL REFERENCES people (id),
            name TEXT NOT NULL,
            scopes TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            expires_at BIGINT,
            last_used_at BIGINT,
            revoked_at BIGINT
        );
        CREATE INDEX tokens_person ON tokens (person_id, id);
        CREATE TABLE setup (
            hash {blob} PRIMARY KEY,
            purpose TEXT NOT NULL CHECK (purpose IN ('first', 'reset')),
            person_id BIGINT REFERENCES people (id),
            created_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            used_at BIGINT
        );
        CREATE INDEX setup_person ON setup (person_id);
        CREATE TABLE access_log (
            id {id},
            at BIGINT NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            reason TEXT
        );
        CREATE INDEX access_log_subject ON access_log (subject, id);
        """)

    /// The ways in which somebody looks through the trace.
    private static let audit = Migration(
        "0201-audit",
        """
        CREATE INDEX access_log_actor ON access_log (actor, id);
        CREATE INDEX access_log_action ON access_log (action, id);
        CREATE INDEX access_log_at ON access_log (at, id);
        """)

    /// Attempts to sign in, counted together by every server of this database.
    private static let tries = Migration(
        "0202-throttle",
        """
        CREATE TABLE directory_tries (
            subject TEXT PRIMARY KEY,
            failures BIGINT NOT NULL,
            blocked_until BIGINT NOT NULL,
            at BIGINT NOT NULL
        );
        CREATE INDEX directory_tries_at ON directory_tries (at);
        """)

    /// The same ways, by when it was: the newest of some days are a range of a key.
    private static let traces = Migration(
        "0203-traces",
        """
        DROP INDEX access_log_subject;
        DROP INDEX access_log_actor;
        DROP INDEX access_log_action;
        CREATE INDEX access_log_about ON access_log (subject, at, id);
        CREATE INDEX access_log_about_action ON access_log (subject, action, at, id);
        CREATE INDEX access_log_by ON access_log (actor, at, id);
        CREATE INDEX access_log_by_action ON access_log (actor, action, at, id);
        CREATE INDEX access_log_of ON access_log (action, at, id);
        """)
}
