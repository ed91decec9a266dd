import Core
import Storage

/// Calls, within a transaction. Every change of a call changes the counters with it.
struct CallStore {
    let connection: any Connection
    let calendar: WorkingCalendar

    // MARK: One call

    func call(_ id: Int64, locked: Bool = false) throws -> CallRecord? {
        let lock: SQL = locked ? connection.dialect.forUpdate : .none
        return try connection.first(
            CallRecord.self, "SELECT \(CallRecord.columns) FROM calls_calls WHERE id = \(id)" + lock)
    }

    func holds(_ name: String, of key: Int64) throws -> Bool {
        try connection.first("SELECT 1 FROM calls_calls WHERE key_id = \(key) AND name = \(name)") != nil
    }

    /// The call a switch names so, locked; made where it is new.
    func call(_ name: String, of key: Int64, at now: Moment) throws -> CallRecord? {
        try connection.run(
            """
            INSERT INTO calls_calls (key_id, name, state, status, grade, arrived_at)
            VALUES (\(key), \(name), \(try StoredJSON.text(Call())), 'ringing', 'open', \(now))
            ON CONFLICT (key_id, name) DO NOTHING
            """)
        return try connection.first(
            CallRecord.self,
            """
            SELECT \(CallRecord.columns) FROM calls_calls WHERE key_id = \(key) AND name = \(name)
            """ + connection.dialect.forUpdate)
    }

    /// Writes a call, and what it adds to the counters now instead of what it added before.
    func keep(_ new: CallRecord, before old: CallRecord) throws {
        try connection.run(
            """
            UPDATE calls_calls SET state = \(try StoredJSON.text(new.call)),
                status = \(new.call.state.rawValue), grade = \(new.grade.rawValue),
                arrived_at = \(new.arrivedAt), answered_at = \(new.call.answeredAt),
                ended_at = \(new.call.endedAt), caller = \(new.call.caller), called = \(new.call.called),
                origin = \(try new.origin.map { try StoredJSON.text($0) }), agent = \(new.call.agent),
                person = \(new.person), taker = \(new.taker), seat = \(new.seat),
                result = \(new.result?.rawValue), result_at = \(new.resultAt), result_by = \(new.resultBy),
                detail = \(try StoredJSON.text(new.detail)), number = \(new.number)
            WHERE id = \(new.id)
            """)
        let counts = CountStore(connection: connection)
        let change = CallShare(of: new.counted, in: calendar)
            .change(from: CallShare(of: old.counted, in: calendar))
        try counts.add(change)
        let days = Set([old.call.arrivedAt, new.call.arrivedAt].compactMap { $0.map(day) })
        if old.call.state != new.call.state || old.call.arrivedAt != new.call.arrivedAt {
            for day in days { try counts.soil(day) }
        }
    }

    private func day(_ moment: Moment) -> Int { calendar.date(of: moment).daysSince1970 }

    /// Keeps what was typed so far; an ended call has no draft.
    func keep(draft: [String: String], of id: Int64) throws {
        let text = draft.isEmpty ? nil : try StoredJSON.text(draft)
        try connection.run("UPDATE calls_calls SET draft = \(text) WHERE id = \(id)")
    }

    // MARK: Lists

    /// Calls that somebody has to do something about: by their name, by the seat they sit at, by the expert
    /// seats they hold. The oldest first.
    func open(
        of person: Int64, at agents: [String], seats: [String], limit: Int
    ) throws -> [CallRecord] {
        var found: [CallRecord] = []
        func add(_ condition: SQL) throws {
            found += try connection.all(
                CallRecord.self,
                "SELECT \(CallRecord.columns) FROM calls_calls WHERE result IS NULL AND " + condition
                    + " ORDER BY id DESC LIMIT \(literal: limit)")
        }
        try add("status <> 'abandoned' AND person = \(person)")
        for agent in agents { try add("status <> 'abandoned' AND agent = \(agent)") }
        for seat in seats { try add("seat = \(seat)") }
        var seen: Set<Int64> = []
        return Array(
            found.filter { seen.insert($0.id).inserted }.sorted { $0.id < $1.id }.suffix(limit))
    }

    /// Earlier calls of a number, the newest first.
    func earlier(of caller: String, than id: Int64, limit: Int) throws -> [CallRecord] {
        try connection.all(
            CallRecord.self,
            """
            SELECT \(CallRecord.columns) FROM calls_calls WHERE caller = \(caller) AND id < \(id)
            ORDER BY id DESC LIMIT \(literal: limit)
            """)
    }

    /// A page of a list, the newest first.
    func page(_ question: CallQuestion, limit: Int) throws -> [CallRecord] {
        var condition: SQL = "arrived_at >= \(question.from)"
        // One end of the range, so that the key begins at the place itself and not where the span ends.
        if let (at, id) = question.after, at < question.until {
            condition = condition + " AND arrived_at <= \(at) AND (arrived_at < \(at) OR id < \(id))"
        } else {
            condition = condition + " AND arrived_at < \(question.until)"
        }
        if let grade = question.grade { condition = condition + " AND grade = \(grade.rawValue)" }
        if let result = question.result { condition = condition + " AND result = \(result.rawValue)" }
        if let taker = question.taker { condition = condition + " AND taker = \(taker)" }
        return try connection.all(
            CallRecord.self,
            "SELECT \(CallRecord.columns) FROM calls_calls WHERE " + condition
                + " ORDER BY arrived_at DESC, id DESC LIMIT \(literal: limit)")
    }

    /// When the calls of a span came, and whether somebody answered.
    func arrivals(from: Moment, before: Moment) throws -> [(arrived: Moment, connected: Bool)] {
        try connection.rows(
            """
            SELECT arrived_at, answered_at FROM calls_calls
            WHERE arrived_at >= \(from) AND arrived_at < \(before) ORDER BY arrived_at
            """
        ).map { row in
            let answered: Moment? = try row.get("answered_at")
            return (try row.get("arrived_at"), answered != nil)
        }
    }

    // MARK: Matters of a call

    func add(_ matter: CallMatter, once: String?, at now: Moment) throws {
        try connection.run(
            """
            INSERT INTO calls_matters (matter_id, call_id, number, how, once, at)
            VALUES (\(matter.matter), \(matter.call), \(matter.number), \(matter.how.rawValue), \(once),
                \(now))
            ON CONFLICT (matter_id, call_id) DO NOTHING
            """)
    }

    /// What one form did before.
    func matter(once: String) throws -> CallMatter? {
        try connection.first(
            CallMatter.self,
            "SELECT matter_id, call_id, number, how FROM calls_matters WHERE once = \(once)")
    }

    func matters(of call: Int64) throws -> [CallMatter] {
        try connection.all(
            CallMatter.self,
            """
            SELECT matter_id, call_id, number, how FROM calls_matters WHERE call_id = \(call)
            ORDER BY at, matter_id LIMIT 50
            """)
    }

    /// The calls by which a matter came, or that were joined to it; the first first.
    func calls(of matter: Int64) throws -> [CallRecord] {
        let ids: [Int64] = try connection.rows(
            "SELECT call_id FROM calls_matters WHERE matter_id = \(matter) ORDER BY call_id LIMIT 20"
        ).map { try $0.get(at: 0) }
        if ids.isEmpty { return [] }
        return try connection.all(
            CallRecord.self,
            "SELECT \(CallRecord.columns) FROM calls_calls WHERE id IN (\(list: ids)) ORDER BY id")
    }

    // MARK: Who sits where, and who saw what

    func sit(_ person: Int64, at agent: String?, now: Moment) throws {
        try connection.run("DELETE FROM calls_places WHERE person = \(person)")
        guard let agent else { return }
        try connection.run(
            """
            INSERT INTO calls_places (agent, person, since) VALUES (\(agent), \(person), \(now))
            ON CONFLICT (agent) DO UPDATE SET person = excluded.person, since = excluded.since
            """)
    }

    func agents(of person: Int64) throws -> [String] {
        try connection.rows("SELECT agent FROM calls_places WHERE person = \(person) LIMIT 5").map {
            try $0.get(at: 0)
        }
    }

    func person(at agent: String) throws -> Int64? {
        try connection.value("SELECT person FROM calls_places WHERE agent = \(agent)")
    }

    func noteReveal(of call: Int64, to person: Int64, reason: String, at now: Moment) throws {
        try connection.run(
            """
            INSERT INTO calls_reveals (call_id, person, at, reason)
            VALUES (\(call), \(person), \(now), \(reason))
            """)
    }

    func reveals(of call: Int64) throws -> [(person: Int64, at: Moment, reason: String)] {
        try connection.rows(
            "SELECT person, at, reason FROM calls_reveals WHERE call_id = \(call) ORDER BY id LIMIT 100"
        ).map { (try $0.get("person"), try $0.get("at"), try $0.get("reason")) }
    }
}

/// Which calls a list shows: those of a span, and of them one sort.
struct CallQuestion: Sendable {
    var from: Moment
    var until: Moment
    var grade: CallGrade?
    var result: CallResult?
    var taker: String?
    /// The last one that was shown.
    var after: (at: Moment, id: Int64)?
}
