import Storage

/// The tables of the expected finish. Shipped migrations never change.
enum ExpectationsSchema {
    /// `expectations` has one estimate for each group of similar matters, replaced whole by each fit;
    /// `expectation_fit` is the one row that says when, and who is at it. `expectation_promises` keeps what
    /// was expected of a matter when its category was known; `expectation_hits` counts how that came true,
    /// by group, with the group '' for all together.
    static let expectations = Migration(
        "0340-expectations",
        """
        CREATE TABLE expectations (
            likeness TEXT PRIMARY KEY,
            finished BIGINT NOT NULL,
            curve TEXT NOT NULL
        );
        CREATE TABLE expectation_fit (
            id BIGINT PRIMARY KEY,
            fitted_at BIGINT NOT NULL,
            claimed_until BIGINT NOT NULL,
            matters BIGINT NOT NULL
        );
        INSERT INTO expectation_fit (id, fitted_at, claimed_until, matters) VALUES (1, 0, 0, 0);
        CREATE TABLE expectation_promises (
            matter_id BIGINT PRIMARY KEY REFERENCES matters (id),
            likeness TEXT NOT NULL,
            made_at BIGINT NOT NULL,
            half_at BIGINT NOT NULL,
            most_at BIGINT,
            half_result TEXT,
            most_result TEXT
        );
        CREATE INDEX expectation_promises_half ON expectation_promises (half_at)
            WHERE half_result IS NULL;
        CREATE INDEX expectation_promises_most ON expectation_promises (most_at)
            WHERE most_result IS NULL AND most_at IS NOT NULL;
        CREATE TABLE expectation_hits (
            likeness TEXT PRIMARY KEY,
            half_due BIGINT NOT NULL,
            half_kept BIGINT NOT NULL,
            most_due BIGINT NOT NULL,
            most_kept BIGINT NOT NULL
        );
        CREATE INDEX matters_raised ON matters (raised_at, id);
        """)
}
