public import Storage

/// The tables of the assessments. Shipped migrations never change.
public enum AssessmentsSchema {
    public static let migrations: [Migration] = [counts, reports, meetings]

    /// What follows the log: counts of units by day (days since 1970), what is remembered of each matter,
    /// and what stays true of past days: marks, promises with when they began and ended, times without a
    /// step. `until_at` is the largest number where it goes on.
    private static let counts = Migration(
        "0350-assessments",
        """
        CREATE TABLE assessments_counts (
            figure TEXT NOT NULL,
            day BIGINT NOT NULL,
            unit TEXT NOT NULL,
            count BIGINT NOT NULL,
            PRIMARY KEY (figure, day, unit)
        );
        CREATE TABLE assessments_followed (
            matter_id BIGINT PRIMARY KEY,
            idle_since BIGINT,
            unit TEXT NOT NULL,
            state TEXT NOT NULL
        );
        CREATE INDEX assessments_idle ON assessments_followed (idle_since, matter_id)
            WHERE idle_since IS NOT NULL;
        CREATE TABLE assessments_marks (
            day BIGINT NOT NULL,
            sort TEXT NOT NULL,
            matter_id BIGINT NOT NULL,
            unit TEXT NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (day, sort, matter_id)
        );
        CREATE TABLE assessments_promises (
            matter_id BIGINT NOT NULL,
            from_at BIGINT NOT NULL,
            unit TEXT NOT NULL,
            due_at BIGINT NOT NULL,
            until_at BIGINT NOT NULL,
            PRIMARY KEY (matter_id, from_at)
        );
        CREATE INDEX assessments_promised ON assessments_promises (until_at, due_at);
        CREATE TABLE assessments_sunk (
            matter_id BIGINT NOT NULL,
            from_at BIGINT NOT NULL,
            unit TEXT NOT NULL,
            until_at BIGINT NOT NULL,
            PRIMARY KEY (matter_id, from_at)
        );
        CREATE INDEX assessments_sunk_until ON assessments_sunk (until_at, from_at);
        """)

    /// What a period was, written once, whichever server was first.
    private static let reports = Migration(
        "0351-assessment-reports",
        """
        CREATE TABLE assessments_reports (
            period TEXT PRIMARY KEY,
            sort TEXT NOT NULL,
            first_day BIGINT NOT NULL,
            made_at BIGINT NOT NULL,
            payload TEXT NOT NULL
        );
        CREATE UNIQUE INDEX assessments_reports_sort ON assessments_reports (sort, first_day);
        CREATE TABLE assessments_months (
            month TEXT PRIMARY KEY,
            days TEXT NOT NULL,
            agenda_made BIGINT NOT NULL
        );
        """)

    /// The meetings of a month: what units hand in, what leaders say, what becomes of what was raised. A
    /// meeting is of a unit with those right below it.
    private static let meetings = Migration(
        "0352-assessment-meetings",
        """
        CREATE TABLE assessments_submissions (
            month TEXT NOT NULL,
            unit TEXT NOT NULL,
            person BIGINT NOT NULL,
            at BIGINT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (month, unit)
        );
        CREATE TABLE assessments_claims (
            month TEXT NOT NULL,
            unit TEXT NOT NULL,
            place BIGINT NOT NULL,
            text TEXT NOT NULL,
            honoured BIGINT,
            person BIGINT,
            at BIGINT,
            PRIMARY KEY (month, unit, place)
        );
        CREATE TABLE assessments_comments (
            month TEXT NOT NULL,
            unit TEXT NOT NULL,
            person BIGINT NOT NULL,
            at BIGINT NOT NULL,
            passes BIGINT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (month, unit, person)
        );
        CREATE TABLE assessments_agenda (
            month TEXT NOT NULL,
            host TEXT NOT NULL,
            matter_id BIGINT NOT NULL,
            plan TEXT,
            responsible TEXT,
            finish_on TEXT,
            person BIGINT,
            at BIGINT,
            PRIMARY KEY (month, host, matter_id)
        );
        CREATE TABLE assessments_closings (
            month TEXT NOT NULL,
            host TEXT NOT NULL,
            meeting TEXT NOT NULL,
            person BIGINT NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (month, host, meeting)
        );
        """)
}
