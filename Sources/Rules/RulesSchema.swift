public import Storage

/// The tables of the dispatch rules and of returns. Shipped migrations never change.
public enum RulesSchema {
    public static let migrations: [Migration] = [rules]

    /// `rules_changes` and `rules_acts` are what people decided; `rules_runs` with its rows is made by a job.
    /// `rules_handings`, `rules_counts`, `rules_paths` and `rules_rulings` are made from the log by a
    /// follower and can be rebuilt; `rules_proposals` keeps what people said to them. An empty category is
    /// the backstop.
    private static let rules = Migration(
        "0520-rules",
        """
        CREATE TABLE rules_changes (
            id {id},
            category TEXT NOT NULL,
            area TEXT NOT NULL,
            unit TEXT,
            assistants TEXT NOT NULL,
            from_day BIGINT NOT NULL,
            until_day BIGINT,
            span TEXT,
            source TEXT,
            reason TEXT NOT NULL,
            state TEXT NOT NULL,
            author BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            changed_at BIGINT NOT NULL,
            decided_by BIGINT,
            decided_at BIGINT,
            proposal BIGINT,
            version BIGINT NOT NULL
        );
        CREATE INDEX rules_changes_state ON rules_changes (state, id);
        CREATE INDEX rules_changes_cell ON rules_changes (category, area, id);
        CREATE TABLE rules_acts (
            id {id},
            change_id BIGINT NOT NULL,
            act TEXT NOT NULL,
            person BIGINT,
            why TEXT NOT NULL,
            at BIGINT NOT NULL
        );
        CREATE INDEX rules_acts_change ON rules_acts (change_id, id);
        CREATE TABLE rules_runs (
            id {id},
            author BIGINT NOT NULL,
            asked_at BIGINT NOT NULL,
            from_day BIGINT NOT NULL,
            until_day BIGINT NOT NULL,
            changes TEXT NOT NULL,
            state TEXT NOT NULL,
            mark BIGINT NOT NULL,
            mark_id BIGINT NOT NULL,
            seen BIGINT NOT NULL,
            elsewhere BIGINT NOT NULL,
            ended_at BIGINT
        );
        CREATE INDEX rules_runs_state ON rules_runs (state, id);
        CREATE TABLE rules_run_pairs (
            run_id BIGINT NOT NULL,
            old_unit TEXT NOT NULL,
            new_unit TEXT NOT NULL,
            count BIGINT NOT NULL,
            PRIMARY KEY (run_id, old_unit, new_unit)
        );
        CREATE TABLE rules_run_rows (
            run_id BIGINT NOT NULL,
            old_unit TEXT NOT NULL,
            new_unit TEXT NOT NULL,
            matter_id BIGINT NOT NULL,
            PRIMARY KEY (run_id, old_unit, new_unit, matter_id)
        );
        CREATE TABLE rules_handings (
            matter_id BIGINT NOT NULL,
            seq BIGINT NOT NULL,
            unit TEXT NOT NULL,
            given_at BIGINT NOT NULL,
            month BIGINT NOT NULL,
            result TEXT NOT NULL,
            reason TEXT,
            words TEXT,
            ended_at BIGINT,
            PRIMARY KEY (matter_id, seq)
        );
        CREATE TABLE rules_counts (
            month BIGINT NOT NULL,
            unit TEXT NOT NULL,
            word TEXT NOT NULL,
            count BIGINT NOT NULL,
            PRIMARY KEY (month, unit, word)
        );
        CREATE INDEX rules_handings_unit ON rules_handings (unit, month, result, matter_id);
        CREATE TABLE rules_paths (
            matter_id BIGINT PRIMARY KEY,
            area TEXT NOT NULL,
            county TEXT,
            town TEXT,
            category TEXT,
            path TEXT NOT NULL,
            hops BIGINT NOT NULL,
            returns BIGINT NOT NULL,
            is_tossed BIGINT NOT NULL,
            is_open BIGINT NOT NULL,
            last_at BIGINT NOT NULL
        );
        CREATE INDEX rules_paths_tossed ON rules_paths (is_open, last_at, matter_id) WHERE is_tossed = 1;
        CREATE INDEX rules_paths_county ON rules_paths (county, is_open, last_at, matter_id)
            WHERE is_tossed = 1;
        CREATE INDEX rules_paths_town ON rules_paths (town, is_open, last_at, matter_id)
            WHERE is_tossed = 1;
        CREATE TABLE rules_rulings (
            matter_id BIGINT NOT NULL,
            seq BIGINT NOT NULL,
            at BIGINT NOT NULL,
            category TEXT NOT NULL,
            area TEXT NOT NULL,
            unit TEXT NOT NULL,
            person BIGINT,
            reason TEXT,
            for_area TEXT,
            PRIMARY KEY (matter_id, seq)
        );
        CREATE INDEX rules_rulings_category ON rules_rulings (category, at);
        CREATE INDEX rules_rulings_cell ON rules_rulings (category, for_area, unit, at);
        CREATE TABLE rules_proposals (
            id {id},
            category TEXT NOT NULL,
            area TEXT NOT NULL,
            unit TEXT NOT NULL,
            state TEXT NOT NULL,
            support BIGINT NOT NULL,
            last_at BIGINT NOT NULL,
            decided_by BIGINT,
            decided_at BIGINT,
            why TEXT,
            change_id BIGINT
        );
        CREATE UNIQUE INDEX rules_proposals_cell ON rules_proposals (category, area, unit);
        CREATE INDEX rules_proposals_state ON rules_proposals (state, last_at, id);
        """)
}
