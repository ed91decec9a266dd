public import Storage

/// The tables of the quality checks. Shipped migrations never change.
public enum QualitySchema {
    public static let migrations: [Migration] = [quality]

    /// `quality_findings` keeps what somebody decided when it is made anew from the log; the rest is made
    /// from the log alone.
    ///
    /// `quality_places` holds a finding once for each place and unit whose list it stands in, under its own
    /// check and under `all`: every list is one range of its key.
    private static let quality = Migration(
        "0550-quality",
        """
        CREATE TABLE quality_findings (
            id {id},
            matter_id BIGINT NOT NULL,
            seq BIGINT NOT NULL,
            sort TEXT NOT NULL,
            unit TEXT NOT NULL,
            area TEXT NOT NULL,
            at BIGINT NOT NULL,
            day BIGINT NOT NULL,
            reason TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'dismissed')),
            person BIGINT,
            note TEXT,
            decided_at BIGINT,
            UNIQUE (matter_id, seq, sort)
        );
        CREATE TABLE quality_places (
            place TEXT NOT NULL,
            state TEXT NOT NULL,
            sort TEXT NOT NULL,
            at BIGINT NOT NULL,
            finding BIGINT NOT NULL,
            PRIMARY KEY (place, state, sort, at, finding)
        );
        CREATE INDEX quality_places_finding ON quality_places (finding);
        CREATE TABLE quality_counts (
            day BIGINT NOT NULL,
            unit TEXT NOT NULL,
            figure TEXT NOT NULL,
            count BIGINT NOT NULL,
            PRIMARY KEY (day, unit, figure)
        );
        CREATE TABLE quality_words (
            sort TEXT NOT NULL,
            word TEXT NOT NULL,
            found BIGINT NOT NULL,
            confirmed BIGINT NOT NULL,
            dismissed BIGINT NOT NULL,
            PRIMARY KEY (sort, word)
        );
        CREATE TABLE quality_answers (
            matter_id BIGINT NOT NULL,
            seq BIGINT NOT NULL,
            unit TEXT NOT NULL,
            area TEXT NOT NULL,
            at BIGINT NOT NULL,
            left_ms BIGINT,
            question BIGINT,
            PRIMARY KEY (matter_id, seq)
        );
        CREATE INDEX quality_answers_unit ON quality_answers (unit, at);
        CREATE TABLE quality_keys (
            unit TEXT NOT NULL,
            part BIGINT NOT NULL,
            key_value BIGINT NOT NULL,
            at BIGINT NOT NULL,
            matter_id BIGINT NOT NULL,
            seq BIGINT NOT NULL,
            PRIMARY KEY (unit, part, key_value, at, matter_id, seq)
        );
        CREATE INDEX quality_keys_matter ON quality_keys (matter_id, seq);
        CREATE TABLE quality_promises (
            matter_id BIGINT NOT NULL,
            seq BIGINT NOT NULL,
            unit TEXT NOT NULL,
            area TEXT NOT NULL,
            due_at BIGINT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (matter_id, seq)
        );
        CREATE INDEX quality_promises_due ON quality_promises (due_at);
        CREATE TABLE quality_state (
            name TEXT PRIMARY KEY,
            value {blob} NOT NULL
        );
        """)
}
