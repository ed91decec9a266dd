import Core
import Storage

/// Expert seats and call-backs, within a transaction.
struct SeatStore {
    let connection: any Connection

    private static let columns: SQL = "code, name_zh, name_en, categories, unit, login, phone, duty, active"

    /// A seat as it is kept, also one that was taken away.
    struct Kept: SQLRow, Hashable, Sendable {
        let seat: ExpertSeat
        let isActive: Bool

        init(seat: ExpertSeat, isActive: Bool = true) { (self.seat, self.isActive) = (seat, isActive) }

        init(row: Row) throws {
            let text: String = try row.get("duty")
            guard let duty = DutyTimes(text) else {
                throw Fault(.corrupt, "A seat has no duty times.", remedy: "Write its times again.")
            }
            let categories: String = try row.get("categories")
            seat = ExpertSeat(
                code: try row.get("code"),
                name: LocalText(zh: try row.get("name_zh"), en: try row.get("name_en")),
                categories: categories.split(separator: " ").map(String.init), unit: try row.get("unit"),
                login: try row.get("login"), phone: try row.get("phone"), duty: duty)
            isActive = try row.get("active")
        }
    }

    func seats() throws -> [Kept] {
        try connection.all(
            Kept.self, "SELECT \(Self.columns) FROM calls_seats ORDER BY code LIMIT 500")
    }

    func active() throws -> [ExpertSeat] {
        try connection.all(
            Kept.self,
            "SELECT \(Self.columns) FROM calls_seats WHERE active = 1 ORDER BY code LIMIT 500"
        ).map(\.seat)
    }

    /// Keeps a seat; one of the pack only where nobody has changed or removed it here.
    func keep(_ kept: Kept, by person: Int64?, at now: Moment) throws {
        let seat = kept.seat
        let replaced: SQL =
            person == nil
            ? "NOTHING"
            : """
            UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en,
                categories = excluded.categories, unit = excluded.unit, login = excluded.login,
                phone = excluded.phone, duty = excluded.duty, active = excluded.active,
                changed_at = excluded.changed_at, changed_by = excluded.changed_by
            """
        try connection.run(
            """
            INSERT INTO calls_seats (code, name_zh, name_en, categories, unit, login, phone, duty, active,
                changed_at, changed_by)
            VALUES (\(seat.code), \(seat.name.zh), \(seat.name.en),
                \(seat.categories.joined(separator: " ")), \(seat.unit), \(seat.login), \(seat.phone),
                \(seat.duty.description), \(kept.isActive), \(now), \(person))
            ON CONFLICT (code) DO
            """ + " " + replaced)
    }

    // MARK: Call-backs

    private static let backs: SQL = """
        id, call_id, seat, category, caller, name, text, made_at, made_by, due_at, tries, done_at, done_by,
        result
        """

    @discardableResult
    func add(_ back: CallBackTask) throws -> Int64 {
        let row = try connection.first(
            """
            INSERT INTO calls_backs (call_id, seat, category, caller, name, text, made_at, made_by, due_at,
                tries)
            VALUES (\(back.call), \(back.seat), \(back.category), \(back.caller), \(back.name),
                \(back.text), \(back.madeAt), \(back.madeBy), \(back.dueAt), 0) RETURNING id
            """)
        return try row?.get("id") ?? 0
    }

    func back(_ id: Int64, locked: Bool = false) throws -> CallBackTask? {
        let lock: SQL = locked ? connection.dialect.forUpdate : .none
        return try connection.first(
            CallBackTask.self, "SELECT \(Self.backs) FROM calls_backs WHERE id = \(id)" + lock)
    }

    /// Open ones, the soonest due first.
    func open(after: (due: Moment, id: Int64)?, limit: Int) throws -> [CallBackTask] {
        let behind: SQL =
            after.map { "AND (due_at > \($0.due) OR (due_at = \($0.due) AND id > \($0.id)))" } ?? .none
        return try connection.all(
            CallBackTask.self,
            "SELECT \(Self.backs) FROM calls_backs WHERE done_at IS NULL " + behind
                + " ORDER BY due_at, id LIMIT \(literal: limit)")
    }

    /// The last ones that were done.
    func done(limit: Int) throws -> [CallBackTask] {
        try connection.all(
            CallBackTask.self,
            """
            SELECT \(Self.backs) FROM calls_backs WHERE done_at IS NOT NULL
            ORDER BY done_at DESC, id DESC LIMIT \(literal: limit)
            """)
    }

    /// How many are open, and how many of them too late; at most so many are counted.
    func counts(at now: Moment, most: Int = 200) throws -> (open: Int, late: Int) {
        let dues: [Moment] = try connection.rows(
            """
            SELECT due_at FROM calls_backs WHERE done_at IS NULL ORDER BY due_at LIMIT \(literal: most)
            """
        ).map { try $0.get(at: 0) }
        return (dues.count, dues.count { $0 <= now })
    }

    func finish(_ id: Int64, result: String, by person: Int64, at now: Moment) throws {
        try connection.run(
            """
            UPDATE calls_backs SET done_at = \(now), done_by = \(person), result = \(result)
            WHERE id = \(id) AND done_at IS NULL
            """)
    }

    func tried(_ id: Int64) throws {
        try connection.run(
            "UPDATE calls_backs SET tries = tries + 1 WHERE id = \(id) AND done_at IS NULL")
    }
}

/// Somebody who has to be called back, because nobody of the field was on duty.
struct CallBackTask: SQLRow, Hashable, Sendable {
    let id: Int64
    let call: Int64
    let seat: String?
    let category: String?
    let caller: String?
    let name: String?
    let text: String
    let madeAt: Moment
    let madeBy: Int64
    let dueAt: Moment
    let tries: Int
    let doneAt: Moment?
    let doneBy: Int64?
    let result: String?

    init(
        id: Int64 = 0, call: Int64, seat: String?, category: String?, caller: String?, name: String?,
        text: String, madeAt: Moment, madeBy: Int64, dueAt: Moment, tries: Int = 0, doneAt: Moment? = nil,
        doneBy: Int64? = nil, result: String? = nil
    ) {
        (self.id, self.call, self.seat, self.category) = (id, call, seat, category)
        (self.caller, self.name, self.text) = (caller, name, text)
        (self.madeAt, self.madeBy, self.dueAt, self.tries) = (madeAt, madeBy, dueAt, tries)
        (self.doneAt, self.doneBy, self.result) = (doneAt, doneBy, result)
    }

    init(row: Row) throws {
        id = try row.get("id")
        call = try row.get("call_id")
        seat = try row.get("seat")
        category = try row.get("category")
        caller = try row.get("caller")
        name = try row.get("name")
        text = try row.get("text")
        madeAt = try row.get("made_at")
        madeBy = try row.get("made_by")
        dueAt = try row.get("due_at")
        tries = try row.get("tries")
        doneAt = try row.get("done_at")
        doneBy = try row.get("done_by")
        result = try row.get("result")
    }
}
