import Core
import Storage

/// A timer as it is kept: which mark of which limit of which matter.
struct DueTimer: Sendable {
    let matter: Int64
    let limit: String
    let mark: TimerMark
    let dueAt: Moment

    /// Which timer it is, whenever it is due.
    struct Key: Hashable {
        let matter: Int64
        let limit: String
        let mark: TimerMark
    }

    var key: Key { Key(matter: matter, limit: limit, mark: mark) }
}

/// When something has to happen by itself. One row a mark of a running clock.
struct TimerStore {
    let connection: any Connection

    /// Those that are due, soonest first, along the index of due times.
    func due(at now: Moment, limit: Int) throws -> [DueTimer] {
        try connection.rows(
            """
            SELECT matter_id, time_limit, mark, due_at FROM timers WHERE due_at <= \(now)
            ORDER BY due_at LIMIT \(literal: limit)
            """
        ).map(timer)
    }

    /// The soonest of one matter that is due.
    func next(of matter: Int64, until now: Moment) throws -> DueTimer? {
        try connection.first(
            """
            SELECT matter_id, time_limit, mark, due_at FROM timers
            WHERE matter_id = \(matter) AND due_at <= \(now) ORDER BY due_at LIMIT 1
            """
        ).map(timer)
    }

    /// Removes a timer that is due: whoever removes it makes it.
    ///
    /// - Returns: False when it is gone or not due yet.
    func take(_ limit: String, _ mark: TimerMark, of matter: Int64, at now: Moment) throws -> Bool {
        try connection.run(
            """
            DELETE FROM timers WHERE matter_id = \(matter) AND time_limit = \(limit)
                AND mark = \(mark.rawValue) AND due_at <= \(now)
            """) > 0
    }

    /// Leaves a timer for later.
    func put(off timer: DueTimer, to later: Moment) throws {
        try connection.run(
            """
            UPDATE timers SET due_at = \(later) WHERE matter_id = \(timer.matter)
                AND time_limit = \(timer.limit) AND mark = \(timer.mark.rawValue)
            """)
    }

    /// Replaces the timers of a matter by those of the clocks that count now.
    func set(for matter: Matter, replacing: Bool) throws {
        if replacing { try connection.run("DELETE FROM timers WHERE matter_id = \(matter.id)") }
        var rows: [SQL] = []
        for clock in matter.clocks where clock.pausedAt == nil {
            if let warn = clock.warn { rows.append("(\(matter.id), \(clock.limit), 'warning', \(warn))") }
            if !clock.expired { rows.append("(\(matter.id), \(clock.limit), 'expiry', \(clock.due))") }
        }
        if rows.isEmpty { return }
        try connection.run(
            "INSERT INTO timers (matter_id, time_limit, mark, due_at) VALUES " + SQL.join(rows, by: ", "))
    }

    private func timer(_ row: Row) throws -> DueTimer {
        DueTimer(
            matter: try row.get("matter_id"), limit: try row.get("time_limit"),
            mark: TimerMark(rawValue: try row.get("mark")) ?? .expiry, dueAt: try row.get("due_at"))
    }
}
