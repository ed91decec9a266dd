public import Storage

/// The tables of the administration. Shipped migrations never change.
public enum AdministrationSchema {
    public static let migrations: [Migration] = [administration, reveals]

    /// `previous` makes two servers, or two people, who add to the same row meet: one of them is refused.
    private static let administration = Migration(
        "0320-administration",
        """
        CREATE TABLE area_shapes (
            version {id},
            code TEXT NOT NULL,
            previous BIGINT NOT NULL,
            shape TEXT,
            drawn_by BIGINT NOT NULL,
            at BIGINT NOT NULL,
            note TEXT NOT NULL,
            UNIQUE (code, previous)
        );
        CREATE INDEX area_shapes_code ON area_shapes (code, version);
        CREATE TABLE pack_versions (
            id {id},
            previous BIGINT NOT NULL UNIQUE,
            hash TEXT NOT NULL,
            version BIGINT NOT NULL,
            content TEXT NOT NULL,
            in_force_since BIGINT NOT NULL,
            started_by TEXT NOT NULL,
            summary TEXT NOT NULL
        );
        CREATE TABLE reveals (
            event_id BIGINT PRIMARY KEY,
            matter_id BIGINT NOT NULL,
            person_id BIGINT NOT NULL,
            unit TEXT NOT NULL,
            at BIGINT NOT NULL,
            reason TEXT NOT NULL
        );
        CREATE INDEX reveals_person ON reveals (person_id, event_id);
        CREATE INDEX reveals_at ON reveals (at, event_id);
        """)

    /// What somebody saw, by when.
    private static let reveals = Migration(
        "0321-reveals-person",
        """
        DROP INDEX reveals_person;
        CREATE INDEX reveals_person_at ON reveals (person_id, at, event_id);
        """)
}
