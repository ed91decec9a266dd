public import Storage

/// The tables of the area pages. Shipped migrations never change.
public enum AreasSchema {
    public static let migrations: [Migration] = [areas, pending]

    /// `area_matters`, `area_lists` and `area_days` are made from the log by a follower and can be rebuilt;
    /// they hold nothing that everybody may not see. `me_too`, `area_seconds` and `area_subscriptions` are
    /// what residents gave, and are never rebuilt.
    ///
    /// `cell` is the square of a hundredth of a degree a matter lies in, so that the neighbourhood of a
    /// place is nine key ranges. `shown_at` is when everybody could see it first. `area_days` has the day 0
    /// for all days together.
    private static let areas = Migration(
        "0310-areas",
        """
        CREATE TABLE area_matters (
            matter_id BIGINT PRIMARY KEY,
            public_key TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            category TEXT NOT NULL,
            area TEXT NOT NULL,
            stage TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'solved')),
            cell BIGINT,
            latitude {real},
            longitude {real},
            raised_at BIGINT NOT NULL,
            shown_at BIGINT NOT NULL,
            changed_at BIGINT NOT NULL,
            closed_at BIGINT
        );
        CREATE INDEX area_matters_cell ON area_matters (cell, state, matter_id) WHERE cell IS NOT NULL;
        CREATE TABLE area_lists (
            area TEXT NOT NULL,
            state TEXT NOT NULL,
            at BIGINT NOT NULL,
            matter_id BIGINT NOT NULL,
            PRIMARY KEY (area, state, at, matter_id)
        );
        CREATE TABLE area_days (
            area TEXT NOT NULL,
            day BIGINT NOT NULL,
            category TEXT NOT NULL,
            raised BIGINT NOT NULL,
            solved BIGINT NOT NULL,
            PRIMARY KEY (area, day, category)
        );
        CREATE TABLE area_seconds (
            matter_id BIGINT PRIMARY KEY,
            count BIGINT NOT NULL
        );
        CREATE TABLE me_too (
            matter_id BIGINT NOT NULL,
            visitor TEXT NOT NULL,
            at BIGINT NOT NULL,
            address TEXT,
            language TEXT NOT NULL,
            PRIMARY KEY (matter_id, visitor)
        );
        CREATE INDEX me_too_address ON me_too (matter_id) WHERE address IS NOT NULL;
        CREATE TABLE area_subscriptions (
            id {id},
            area TEXT NOT NULL,
            address TEXT NOT NULL,
            language TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'active')),
            told_until BIGINT NOT NULL,
            next_at BIGINT NOT NULL,
            UNIQUE (area, address)
        );
        CREATE INDEX area_subscriptions_next ON area_subscriptions (next_at, id);
        """)

    /// What an address was asked and has not answered.
    private static let pending = Migration(
        "0311-areas-pending",
        """
        CREATE INDEX area_subscriptions_pending ON area_subscriptions (address) WHERE state = 'pending';
        """)
}
