public import Storage

/// The tables of triage. Shipped migrations never change.
public enum TriageSchema {
    public static let migrations: [Migration] = [triage, trainings, lists]

    /// `probability` and `threshold` are thousandths, `day` counts days since 1970, `month` is `202611`.
    /// A model's bytes may be gone: old ones are kept as a record only. `triage_live` is the model in force
    /// with what it has learned since.
    private static let triage = Migration(
        "0510-triage",
        """
        CREATE TABLE triage_models (
            version BIGINT PRIMARY KEY,
            made_at BIGINT NOT NULL,
            source TEXT NOT NULL CHECK (source IN ('matters', 'pack')),
            first_at BIGINT,
            last_at BIGINT,
            examples BIGINT NOT NULL,
            labels BIGINT NOT NULL,
            metrics TEXT NOT NULL,
            bytes {blob},
            parent BIGINT,
            person BIGINT,
            why TEXT NOT NULL
        );
        CREATE TABLE triage_forces (
            id {id},
            version BIGINT NOT NULL REFERENCES triage_models (version),
            since BIGINT NOT NULL,
            until BIGINT,
            person BIGINT,
            why TEXT NOT NULL
        );
        CREATE INDEX triage_forces_version ON triage_forces (version, id);
        CREATE TABLE triage_live (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            version BIGINT NOT NULL,
            serial BIGINT NOT NULL,
            learned BIGINT NOT NULL,
            through BIGINT NOT NULL,
            bytes {blob} NOT NULL,
            at BIGINT NOT NULL
        );
        CREATE TABLE triage_examples (
            matter_id BIGINT PRIMARY KEY,
            serial BIGINT NOT NULL,
            category TEXT NOT NULL,
            weight BIGINT NOT NULL,
            at BIGINT NOT NULL
        );
        CREATE INDEX triage_examples_serial ON triage_examples (serial);
        CREATE TABLE triage_pending (
            matter_id BIGINT PRIMARY KEY,
            at BIGINT NOT NULL
        );
        CREATE TABLE triage_decisions (
            id {id},
            matter_id BIGINT NOT NULL,
            number TEXT NOT NULL,
            at BIGINT NOT NULL,
            day BIGINT NOT NULL,
            automatic BIGINT NOT NULL,
            person BIGINT,
            version BIGINT,
            place BIGINT NOT NULL,
            category TEXT NOT NULL,
            probability BIGINT NOT NULL,
            unit TEXT NOT NULL,
            rule TEXT,
            threshold BIGINT,
            area TEXT NOT NULL,
            drawn BIGINT NOT NULL,
            auditor BIGINT,
            audited_at BIGINT,
            own_category TEXT,
            own_unit TEXT,
            verdict TEXT CHECK (verdict IN ('right', 'wrong')),
            note TEXT
        );
        CREATE UNIQUE INDEX triage_decisions_once ON triage_decisions (matter_id) WHERE automatic = 1;
        CREATE INDEX triage_decisions_matter ON triage_decisions (matter_id, id);
        CREATE INDEX triage_decisions_automatic ON triage_decisions (id) WHERE automatic = 1;
        CREATE INDEX triage_decisions_day ON triage_decisions (day, automatic, place);
        CREATE INDEX triage_decisions_due ON triage_decisions (id) WHERE drawn = 1 AND verdict IS NULL;
        CREATE INDEX triage_decisions_audited ON triage_decisions (audited_at, id)
            WHERE verdict IS NOT NULL;
        CREATE TABLE triage_switch (
            id {id},
            at BIGINT NOT NULL,
            is_on BIGINT NOT NULL,
            person BIGINT,
            why TEXT NOT NULL,
            was_right BIGINT,
            looked BIGINT
        );
        CREATE TABLE triage_matters (
            matter_id BIGINT PRIMARY KEY,
            number TEXT NOT NULL,
            month BIGINT NOT NULL,
            area TEXT NOT NULL,
            channel TEXT NOT NULL,
            category TEXT NOT NULL,
            unit TEXT NOT NULL,
            way TEXT NOT NULL,
            state TEXT NOT NULL,
            hops BIGINT NOT NULL,
            refused TEXT NOT NULL,
            owner TEXT,
            at BIGINT NOT NULL,
            waited BIGINT
        );
        CREATE INDEX triage_matters_month ON triage_matters (month, matter_id);
        CREATE INDEX triage_matters_channel ON triage_matters (month, channel, matter_id);
        CREATE INDEX triage_matters_category ON triage_matters (month, category, matter_id);
        CREATE INDEX triage_matters_unit ON triage_matters (month, unit, matter_id);
        CREATE INDEX triage_matters_way ON triage_matters (month, way, matter_id);
        CREATE TABLE triage_months (
            month BIGINT NOT NULL,
            area TEXT NOT NULL,
            dimension TEXT NOT NULL,
            name TEXT NOT NULL,
            dispatched BIGINT NOT NULL,
            was_right BIGINT NOT NULL,
            was_wrong BIGINT NOT NULL,
            owned BIGINT NOT NULL,
            hops BIGINT NOT NULL,
            waited BIGINT NOT NULL,
            PRIMARY KEY (area, dimension, month, name)
        );
        CREATE TABLE triage_claims (
            name TEXT PRIMARY KEY,
            until BIGINT NOT NULL
        );
        """)

    /// The models that people asked for; `is_open` while one is being made, and never two.
    private static let trainings = Migration(
        "0511-trainings",
        """
        CREATE TABLE triage_trainings (
            id {id},
            asked_at BIGINT NOT NULL,
            person BIGINT NOT NULL,
            why TEXT NOT NULL,
            state TEXT NOT NULL,
            is_open BIGINT NOT NULL,
            version BIGINT,
            refused TEXT,
            have BIGINT,
            need BIGINT
        );
        CREATE UNIQUE INDEX triage_trainings_open ON triage_trainings (is_open) WHERE is_open = 1;
        """)

    /// The rows behind a figure in each state: of the city by what tells figures apart, of a county, of a
    /// town.
    private static let lists = Migration(
        "0512-triage-lists",
        """
        DROP INDEX triage_matters_month;
        DROP INDEX triage_matters_channel;
        DROP INDEX triage_matters_category;
        DROP INDEX triage_matters_unit;
        DROP INDEX triage_matters_way;
        CREATE INDEX triage_state ON triage_matters (month, state, matter_id);
        CREATE INDEX triage_state_channel ON triage_matters (month, state, channel, matter_id);
        CREATE INDEX triage_state_category ON triage_matters (month, state, category, matter_id);
        CREATE INDEX triage_state_unit ON triage_matters (month, state, unit, matter_id);
        CREATE INDEX triage_state_way ON triage_matters (month, state, way, matter_id);
        CREATE INDEX triage_county ON triage_matters (month, state, substr(area, 1, 6), matter_id);
        CREATE INDEX triage_town ON triage_matters (month, state, substr(area, 1, 9), matter_id);
        """)
}
