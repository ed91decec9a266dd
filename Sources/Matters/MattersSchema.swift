public import Storage

/// The tables of the pages of matters. Shipped migrations never change.
public enum MattersSchema {
    public static let migrations: [Migration] = [views, presence, mentions]

    /// Lists that somebody gave a name, for themselves or for everybody of their unit.
    private static let views = Migration(
        "0110-views",
        """
        CREATE TABLE views (
            id {id},
            person_id BIGINT NOT NULL,
            unit TEXT,
            name TEXT NOT NULL,
            question TEXT NOT NULL,
            made_at BIGINT NOT NULL
        );
        CREATE INDEX views_person ON views (person_id, id);
        CREATE INDEX views_unit ON views (unit, id) WHERE unit IS NOT NULL;
        CREATE TABLE first_views (
            person_id BIGINT PRIMARY KEY,
            view_id BIGINT NOT NULL
        );
        """)

    /// Who has which matter open, until it is said again.
    private static let presence = Migration(
        "0111-presence",
        """
        CREATE TABLE presence (
            matter_id BIGINT NOT NULL,
            person_id BIGINT NOT NULL,
            writing BIGINT NOT NULL,
            until BIGINT NOT NULL,
            PRIMARY KEY (matter_id, person_id)
        );
        CREATE INDEX presence_until ON presence (until);
        """)

    /// Who was called by name in which note, and when they opened it.
    private static let mentions = Migration(
        "0115-mentions",
        """
        CREATE TABLE mentions (
            person_id BIGINT NOT NULL,
            matter_id BIGINT NOT NULL,
            sequence BIGINT NOT NULL,
            at BIGINT NOT NULL,
            seen_at BIGINT,
            PRIMARY KEY (person_id, matter_id, sequence)
        );
        CREATE INDEX mentions_waiting ON mentions (person_id, at) WHERE seen_at IS NULL;
        CREATE INDEX mentions_note ON mentions (matter_id, sequence);
        """)
}
