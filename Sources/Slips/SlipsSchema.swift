public import Storage

/// The tables of the slips. Shipped migrations never change.
public enum SlipsSchema {
    public static let migrations: [Migration] = [slips]

    /// Places as they are edited here, each with what the city pack last said of it; the openings of boxes
    /// and the days of stations, with every number that was found; who was received by delegates; and what is
    /// counted of all that by month and place.
    private static let slips = Migration(
        "0440-slips",
        """
        CREATE TABLE slips_places (
            code TEXT PRIMARY KEY,
            area TEXT NOT NULL,
            kind TEXT NOT NULL,
            is_active BIGINT NOT NULL,
            content TEXT NOT NULL,
            packed TEXT,
            changed_at BIGINT NOT NULL
        );
        CREATE INDEX slips_places_area ON slips_places (area, code);
        CREATE TABLE slips_openings (
            id {id},
            place TEXT NOT NULL,
            day BIGINT NOT NULL,
            person BIGINT NOT NULL,
            at BIGINT NOT NULL,
            found BIGINT NOT NULL,
            entered BIGINT NOT NULL,
            delegates TEXT NOT NULL,
            scan TEXT
        );
        CREATE UNIQUE INDEX slips_openings_day ON slips_openings (place, day);
        CREATE INDEX slips_openings_open ON slips_openings (place, day) WHERE entered < found;
        CREATE TABLE slips_slips (
            opening_id BIGINT NOT NULL REFERENCES slips_openings (id),
            number BIGINT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('taken', 'blank', 'illegible')),
            reason TEXT,
            digest TEXT,
            matter_id BIGINT,
            person BIGINT NOT NULL,
            at BIGINT NOT NULL,
            printed_at BIGINT,
            printed_by BIGINT,
            PRIMARY KEY (opening_id, number)
        );
        CREATE UNIQUE INDEX slips_slips_matter ON slips_slips (matter_id) WHERE matter_id IS NOT NULL;
        CREATE INDEX slips_slips_digest ON slips_slips (opening_id, digest) WHERE digest IS NOT NULL;
        CREATE TABLE slips_receptions (
            id {id},
            place TEXT NOT NULL,
            day BIGINT NOT NULL,
            at BIGINT NOT NULL,
            delegate TEXT NOT NULL,
            person TEXT,
            mode TEXT NOT NULL CHECK (mode IN ('inPerson', 'visit', 'online', 'phone')),
            opinions BIGINT NOT NULL,
            once_key TEXT NOT NULL,
            taken_by BIGINT NOT NULL
        );
        CREATE UNIQUE INDEX slips_receptions_once ON slips_receptions (once_key);
        CREATE INDEX slips_receptions_place ON slips_receptions (place, id);
        CREATE TABLE slips_followed (
            matter_id BIGINT PRIMARY KEY,
            place TEXT NOT NULL,
            month TEXT NOT NULL,
            reception_id BIGINT,
            transferred BIGINT NOT NULL DEFAULT 0,
            answered BIGINT NOT NULL DEFAULT 0,
            solved BIGINT NOT NULL DEFAULT 0
        );
        CREATE INDEX slips_followed_reception ON slips_followed (reception_id, matter_id)
            WHERE reception_id IS NOT NULL;
        CREATE TABLE slips_counts (
            month TEXT NOT NULL,
            place TEXT NOT NULL,
            figure TEXT NOT NULL,
            count BIGINT NOT NULL,
            PRIMARY KEY (month, place, figure)
        );
        """)
}
