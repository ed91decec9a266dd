import Storage

/// The table of what is published. Shipped migrations never change.
enum PublicMatterSchema {
    /// `public_matters` has a row for each matter of a kind that is published, made by a follower of the log;
    /// masked before it is kept. `cell0` to `cell2` are squares of half a degree, a twentieth and a
    /// two-hundredth, so that a box on the map is a few ranges of an index. A matter that nobody classed yet
    /// has the category ''.
    static let published = Migration(
        "0120-published",
        """
        CREATE TABLE public_matters (
            matter_id BIGINT PRIMARY KEY REFERENCES matters (id),
            number TEXT NOT NULL,
            kind TEXT NOT NULL,
            category TEXT NOT NULL,
            stage TEXT NOT NULL,
            status TEXT NOT NULL,
            outcome TEXT,
            channel TEXT NOT NULL,
            title TEXT NOT NULL,
            text TEXT NOT NULL,
            area TEXT NOT NULL,
            county TEXT NOT NULL,
            town TEXT NOT NULL,
            village TEXT NOT NULL,
            place TEXT,
            latitude {real},
            longitude {real},
            cell0 BIGINT,
            cell1 BIGINT,
            cell2 BIGINT,
            unit TEXT,
            raised_at BIGINT NOT NULL,
            changed_at BIGINT NOT NULL,
            closed_at BIGINT,
            due_at BIGINT,
            answer TEXT,
            answer_unit TEXT,
            answered_at BIGINT,
            rated_solved BIGINT,
            rated_satisfied BIGINT,
            version BIGINT NOT NULL
        );
        CREATE INDEX public_raised ON public_matters (status, raised_at, matter_id);
        CREATE INDEX public_raised_category ON public_matters (category, status, raised_at, matter_id);
        CREATE INDEX public_raised_county ON public_matters (county, status, raised_at, matter_id);
        CREATE INDEX public_raised_town ON public_matters (town, status, raised_at, matter_id);
        CREATE INDEX public_raised_village ON public_matters (village, status, raised_at, matter_id);
        CREATE INDEX public_changed ON public_matters (status, changed_at, matter_id);
        CREATE INDEX public_changed_category ON public_matters (category, status, changed_at, matter_id);
        CREATE INDEX public_answered ON public_matters (status, answered_at, matter_id)
            WHERE answered_at IS NOT NULL;
        CREATE INDEX public_answered_category ON public_matters (category, status, answered_at, matter_id)
            WHERE answered_at IS NOT NULL;
        CREATE INDEX public_answered_county ON public_matters (county, status, answered_at, matter_id)
            WHERE answered_at IS NOT NULL;
        CREATE INDEX public_answered_town ON public_matters (town, status, answered_at, matter_id)
            WHERE answered_at IS NOT NULL;
        CREATE INDEX public_answered_village ON public_matters (village, status, answered_at, matter_id)
            WHERE answered_at IS NOT NULL;
        CREATE INDEX public_answered_both ON public_matters
            (county, category, status, answered_at, matter_id) WHERE answered_at IS NOT NULL;
        CREATE INDEX public_answered_town_category ON public_matters
            (town, category, status, answered_at, matter_id) WHERE answered_at IS NOT NULL;
        CREATE INDEX public_answered_village_category ON public_matters
            (village, category, status, answered_at, matter_id) WHERE answered_at IS NOT NULL;
        CREATE INDEX public_cell0 ON public_matters (cell0, status, raised_at, matter_id)
            WHERE cell0 IS NOT NULL;
        CREATE INDEX public_cell1 ON public_matters (cell1, status, raised_at, matter_id)
            WHERE cell1 IS NOT NULL;
        CREATE INDEX public_cell2 ON public_matters (cell2, status, raised_at, matter_id)
            WHERE cell2 IS NOT NULL;
        CREATE TABLE public_mark (
            id BIGINT PRIMARY KEY,
            mark BIGINT NOT NULL
        );
        """,
        sqlite: """
            CREATE VIRTUAL TABLE public_search USING fts5 (
                terms, content = '', detail = none, tokenize = "unicode61 remove_diacritics 0"
            );
            """,
        postgres: """
            CREATE TABLE public_search (
                matter_id BIGINT PRIMARY KEY REFERENCES matters (id),
                terms TSVECTOR NOT NULL
            );
            CREATE INDEX public_search_terms ON public_search USING gin (terms);
            """)
}
