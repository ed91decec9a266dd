import Storage

/// The tables of what is owed beside a matter's way. Shipped migrations never change.
enum DutiesSchema {
    /// `duties` has a row for each role that can do a duty, one of them the first; it vanishes with the duty,
    /// so that it never holds more than what is owed now. `parts` keeps every part ever given. `duty_walk` is
    /// the one row that says how far the rows were brought up to date (`DutyWalkStore`).
    ///
    /// The new columns of rows that are there already are filled by that walk, from the log.
    static let duties = Migration(
        "0106-duties",
        """
        CREATE TABLE duties (
            matter_id BIGINT NOT NULL REFERENCES matters (id),
            what TEXT NOT NULL,
            unit TEXT NOT NULL,
            role TEXT NOT NULL,
            is_first BIGINT NOT NULL,
            roles TEXT NOT NULL,
            person BIGINT,
            asked_by BIGINT,
            area TEXT NOT NULL,
            county TEXT NOT NULL,
            town TEXT NOT NULL,
            village TEXT NOT NULL,
            since BIGINT NOT NULL,
            not_before BIGINT NOT NULL,
            due_at BIGINT NOT NULL,
            rank BIGINT NOT NULL,
            PRIMARY KEY (matter_id, what, unit, role)
        );
        CREATE INDEX duties_role ON duties (role, due_at, matter_id);
        CREATE INDEX duties_role_unit ON duties (role, unit, due_at, matter_id);
        CREATE INDEX duties_role_county ON duties (role, county, due_at, matter_id);
        CREATE INDEX duties_role_town ON duties (role, town, due_at, matter_id);
        CREATE INDEX duties_role_village ON duties (role, village, due_at, matter_id);
        CREATE INDEX duties_what ON duties (what, due_at, matter_id) WHERE is_first = 1;
        CREATE INDEX duties_what_unit ON duties (what, unit, due_at, matter_id) WHERE is_first = 1;
        CREATE INDEX duties_what_county ON duties (what, county, due_at, matter_id) WHERE is_first = 1;
        CREATE INDEX duties_what_town ON duties (what, town, due_at, matter_id) WHERE is_first = 1;
        CREATE INDEX duties_what_village ON duties (what, village, due_at, matter_id) WHERE is_first = 1;
        CREATE INDEX duties_person ON duties (person, due_at, matter_id)
            WHERE is_first = 1 AND person IS NOT NULL;
        CREATE TABLE parts (
            matter_id BIGINT NOT NULL REFERENCES matters (id),
            unit TEXT NOT NULL,
            state TEXT NOT NULL,
            since BIGINT NOT NULL,
            due_at BIGINT,
            settled_at BIGINT,
            PRIMARY KEY (matter_id, unit)
        );
        CREATE INDEX parts_unit ON parts (unit, matter_id);
        ALTER TABLE matters ADD COLUMN route TEXT;
        ALTER TABLE matters ADD COLUMN grade TEXT;
        ALTER TABLE matters ADD COLUMN supervision BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE matters ADD COLUMN excluded BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE matters ADD COLUMN urges BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE matters ADD COLUMN returns BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE matters ADD COLUMN sharers TEXT;
        CREATE INDEX matters_route ON matters (route, status, id) WHERE route IS NOT NULL;
        CREATE INDEX matters_grade ON matters (grade, status, id) WHERE grade IS NOT NULL;
        CREATE INDEX matters_supervision ON matters (supervision, id) WHERE supervision > 0;
        CREATE INDEX matters_excluded ON matters (excluded, id) WHERE excluded > 0;
        CREATE INDEX matters_still ON matters (status, changed_at, id);
        CREATE INDEX matters_still_lead ON matters (lead, changed_at, id) WHERE status = 'open';
        CREATE INDEX matters_still_county ON matters (county, changed_at, id) WHERE status = 'open';
        CREATE INDEX matters_still_town ON matters (town, changed_at, id) WHERE status = 'open';
        CREATE INDEX matters_still_village ON matters (village, changed_at, id) WHERE status = 'open';
        CREATE TABLE duty_walk (
            id BIGINT PRIMARY KEY,
            mark BIGINT NOT NULL,
            target BIGINT NOT NULL,
            whole BIGINT NOT NULL,
            last BIGINT NOT NULL
        );
        INSERT INTO duty_walk (id, mark, target, whole, last)
            SELECT 1, 0, 0, CASE WHEN EXISTS (SELECT 1 FROM matters) THEN 1 ELSE 0 END, 0;
        """)
}
