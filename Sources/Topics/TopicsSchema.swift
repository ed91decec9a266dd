public import Storage

/// The tables of the topics. Shipped migrations never change.
public enum TopicsSchema {
    public static let migrations: [Migration] = [topics, hours]

    /// `topics_matters`, `topics_marks`, `topics_days`, `topics_background` and `topics_followed` are made
    /// from the log by a follower: who spoke of what on which day of the last weeks (`sender` tells people
    /// apart and names nobody), and how many did on each day of the years. Days are counted since 1970.
    /// `topics_rising` and `topics_members` are found from them again and again. `topics_months` and what
    /// belongs to it are somebody's decisions and are never rebuilt.
    private static let topics = Migration(
        "0540-topics",
        """
        CREATE TABLE topics_matters (
            matter_id BIGINT PRIMARY KEY,
            day BIGINT NOT NULL,
            sender BIGINT NOT NULL,
            area TEXT NOT NULL,
            category TEXT
        );
        CREATE INDEX topics_matters_day ON topics_matters (day);
        CREATE TABLE topics_marks (
            subject TEXT NOT NULL,
            day BIGINT NOT NULL,
            sender BIGINT NOT NULL,
            matter_id BIGINT NOT NULL,
            PRIMARY KEY (subject, day, sender, matter_id)
        );
        CREATE INDEX topics_marks_day ON topics_marks (day, subject, sender);
        CREATE TABLE topics_days (
            subject TEXT NOT NULL,
            day BIGINT NOT NULL,
            people BIGINT NOT NULL,
            PRIMARY KEY (subject, day)
        );
        CREATE INDEX topics_days_day ON topics_days (day);
        CREATE TABLE topics_background (
            id BIGINT PRIMARY KEY,
            counters {blob} NOT NULL
        );
        CREATE TABLE topics_followed (
            id BIGINT PRIMARY KEY,
            first_day BIGINT NOT NULL,
            last_day BIGINT NOT NULL
        );
        CREATE TABLE topics_runs (
            span BIGINT PRIMARY KEY,
            at BIGINT NOT NULL
        );
        CREATE TABLE topics_rising (
            id {id},
            span BIGINT NOT NULL,
            subject TEXT NOT NULL,
            area TEXT NOT NULL,
            category TEXT,
            phrases TEXT NOT NULL,
            people BIGINT NOT NULL,
            matters BIGINT NOT NULL,
            expected {real} NOT NULL,
            surprise {real} NOT NULL,
            since BIGINT NOT NULL,
            until_day BIGINT NOT NULL,
            series TEXT NOT NULL
        );
        CREATE INDEX topics_rising_span ON topics_rising (span, id);
        CREATE TABLE topics_members (
            topic_id BIGINT NOT NULL,
            matter_id BIGINT NOT NULL,
            PRIMARY KEY (topic_id, matter_id)
        );
        CREATE TABLE topics_months (
            month TEXT PRIMARY KEY,
            title TEXT NOT NULL,
            reason TEXT NOT NULL,
            unit TEXT NOT NULL,
            plan TEXT NOT NULL,
            chosen_by BIGINT NOT NULL,
            chosen_at BIGINT NOT NULL,
            result TEXT,
            ended_at BIGINT
        );
        CREATE TABLE topics_steps (
            id {id},
            month TEXT NOT NULL,
            text TEXT NOT NULL,
            person BIGINT NOT NULL,
            at BIGINT NOT NULL
        );
        CREATE INDEX topics_steps_month ON topics_steps (month, id);
        CREATE TABLE topics_links (
            month TEXT NOT NULL,
            matter_id BIGINT NOT NULL,
            PRIMARY KEY (month, matter_id)
        );
        """)

    /// Who spoke of what in which hour (`hour` counts the town's own hours since 1970, 24 to a day), so that
    /// a burst shows before its day is over. What was counted before by the day is counted again from the
    /// log.
    private static let hours = Migration(
        "0541-topics-hours",
        """
        DELETE FROM topics_marks;
        DELETE FROM topics_matters;
        DELETE FROM topics_days;
        DELETE FROM topics_background;
        DELETE FROM topics_followed;
        DELETE FROM followers WHERE name = 'topics';
        ALTER TABLE topics_marks ADD COLUMN hour BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE topics_matters ADD COLUMN hour BIGINT NOT NULL DEFAULT 0;
        DROP INDEX topics_marks_day;
        CREATE INDEX topics_marks_hour ON topics_marks (hour, subject, sender);
        """)
}
