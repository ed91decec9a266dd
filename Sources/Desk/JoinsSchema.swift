import Storage

/// The tables of matters that are handled with another one. Shipped migrations never change.
enum JoinsSchema {
    /// `matter_joins` has a row for each matter that waits for another one or was given its answer, with what
    /// became of it. `matter_mains` has one for each that others were joined to: `due` where its members have
    /// to be told something, `heir` the matter that took its place when it ended without an answer.
    static let joins = Migration(
        "0121-joins",
        """
        CREATE TABLE matter_joins (
            member_id BIGINT PRIMARY KEY REFERENCES matters (id),
            main_id BIGINT NOT NULL REFERENCES matters (id),
            state TEXT NOT NULL,
            joined_at BIGINT NOT NULL
        );
        CREATE INDEX matter_joins_main ON matter_joins (main_id, state, member_id);
        CREATE TABLE matter_mains (
            main_id BIGINT PRIMARY KEY REFERENCES matters (id),
            is_open BIGINT NOT NULL,
            area TEXT NOT NULL,
            county TEXT NOT NULL,
            town TEXT NOT NULL,
            village TEXT NOT NULL,
            joined_at BIGINT NOT NULL,
            due BIGINT NOT NULL,
            heir TEXT
        );
        CREATE INDEX matter_mains_open ON matter_mains (is_open, main_id);
        CREATE INDEX matter_mains_county ON matter_mains (county, is_open, main_id);
        CREATE INDEX matter_mains_town ON matter_mains (town, is_open, main_id);
        CREATE INDEX matter_mains_village ON matter_mains (village, is_open, main_id);
        CREATE INDEX matter_mains_due ON matter_mains (main_id) WHERE due = 1;
        """)
}
