public import Storage

/// The tables of calls. Shipped migrations never change.
public enum CallsSchema {
    public static let migrations: [Migration] = [calls, counters, experts]

    /// `name` is the switch's own name of the call, `key_id` whose switch it is (0: written down by hand).
    /// `state` holds all that was said of it; the columns beside are for lists. `grade` is `inTime`, `late`,
    /// `abandoned` or `open`.
    private static let calls = Migration(
        "0410-calls",
        """
        CREATE TABLE calls_calls (
            id {id},
            key_id BIGINT NOT NULL,
            name TEXT NOT NULL,
            state TEXT NOT NULL,
            status TEXT NOT NULL,
            grade TEXT NOT NULL,
            arrived_at BIGINT NOT NULL,
            answered_at BIGINT,
            ended_at BIGINT,
            caller TEXT,
            called TEXT,
            origin TEXT,
            agent TEXT,
            person BIGINT,
            taker TEXT,
            seat TEXT,
            draft TEXT,
            result TEXT,
            result_at BIGINT,
            result_by BIGINT,
            detail TEXT,
            number TEXT,
            UNIQUE (key_id, name)
        );
        CREATE INDEX calls_open_person ON calls_calls (person, id)
            WHERE result IS NULL AND status <> 'abandoned';
        CREATE INDEX calls_open_agent ON calls_calls (agent, id)
            WHERE result IS NULL AND status <> 'abandoned';
        CREATE INDEX calls_open_seat ON calls_calls (seat, id)
            WHERE result IS NULL AND seat IS NOT NULL;
        CREATE INDEX calls_arrived ON calls_calls (arrived_at, id);
        CREATE INDEX calls_grade ON calls_calls (grade, arrived_at, id);
        CREATE INDEX calls_result ON calls_calls (result, arrived_at, id);
        CREATE INDEX calls_taker ON calls_calls (taker, arrived_at, id);
        CREATE INDEX calls_caller ON calls_calls (caller, id) WHERE caller IS NOT NULL;
        CREATE TABLE calls_matters (
            matter_id BIGINT NOT NULL,
            call_id BIGINT NOT NULL,
            number TEXT NOT NULL,
            how TEXT NOT NULL,
            once TEXT UNIQUE,
            at BIGINT NOT NULL,
            PRIMARY KEY (matter_id, call_id)
        );
        CREATE INDEX calls_matters_call ON calls_matters (call_id);
        CREATE TABLE calls_places (
            agent TEXT PRIMARY KEY,
            person BIGINT NOT NULL,
            since BIGINT NOT NULL
        );
        CREATE TABLE calls_reveals (
            id {id},
            call_id BIGINT NOT NULL,
            person BIGINT NOT NULL,
            at BIGINT NOT NULL,
            reason TEXT NOT NULL
        );
        CREATE INDEX calls_reveals_call ON calls_reveals (call_id);
        """)

    /// What is counted, by day (days since 1970) and hour of the city's clock; an empty taker is all of them
    /// together. `calls_windows` keeps the worst 24 hours that began on a day.
    private static let counters = Migration(
        "0411-calls-counters",
        """
        CREATE TABLE calls_counts (
            day BIGINT NOT NULL,
            hour BIGINT NOT NULL,
            taker TEXT NOT NULL,
            figure TEXT NOT NULL,
            count BIGINT NOT NULL,
            PRIMARY KEY (day, hour, taker, figure)
        );
        CREATE TABLE calls_times (
            day BIGINT NOT NULL,
            what TEXT NOT NULL,
            seconds BIGINT NOT NULL,
            count BIGINT NOT NULL,
            PRIMARY KEY (day, what, seconds)
        );
        CREATE TABLE calls_windows (
            day BIGINT PRIMARY KEY,
            dirty BIGINT NOT NULL,
            from_at BIGINT,
            arrived BIGINT,
            connected BIGINT
        );
        CREATE INDEX calls_windows_dirty ON calls_windows (day) WHERE dirty = 1;
        CREATE TABLE calls_settings (
            name TEXT PRIMARY KEY,
            value BIGINT NOT NULL
        );
        """)

    /// Who sits where for special questions, and whom somebody has to call back.
    private static let experts = Migration(
        "0412-calls-experts",
        """
        CREATE TABLE calls_seats (
            code TEXT PRIMARY KEY,
            name_zh TEXT NOT NULL,
            name_en TEXT NOT NULL,
            categories TEXT NOT NULL,
            unit TEXT NOT NULL,
            login TEXT,
            phone TEXT,
            duty TEXT NOT NULL,
            active BIGINT NOT NULL,
            changed_at BIGINT NOT NULL,
            changed_by BIGINT
        );
        CREATE TABLE calls_backs (
            id {id},
            call_id BIGINT NOT NULL,
            seat TEXT,
            category TEXT,
            caller TEXT,
            name TEXT,
            text TEXT NOT NULL,
            made_at BIGINT NOT NULL,
            made_by BIGINT NOT NULL,
            due_at BIGINT NOT NULL,
            tries BIGINT NOT NULL,
            done_at BIGINT,
            done_by BIGINT,
            result TEXT
        );
        CREATE INDEX calls_backs_open ON calls_backs (due_at, id) WHERE done_at IS NULL;
        CREATE INDEX calls_backs_done ON calls_backs (done_at, id) WHERE done_at IS NOT NULL;
        CREATE INDEX calls_backs_call ON calls_backs (call_id);
        """)
}
