import Core
import Storage

/// The number-one window (M113), within a transaction.
struct WindowStore {
    let connection: any Connection
    private static let columns: SQL =
        "matter_id, number, leader, name_zh, name_en, origin, reason, person, at, ended_at, outcome"

    // MARK: The roster

    /// Those whose days are not over, and some of the past: the last first.
    func roster(limit: Int = 60) throws -> [DutyDays] {
        try connection.rows(
            """
            SELECT id, person, name_zh, name_en, from_day, through_day FROM lines_roster
            WHERE removed_at IS NULL ORDER BY through_day DESC, id DESC LIMIT \(literal: limit)
            """
        ).map { row in
            DutyDays(
                id: try row.get("id"), person: try row.get("person"),
                name: LocalText(zh: try row.get("name_zh"), en: try row.get("name_en")),
                from: CivilDate(daysSince1970: try row.get("from_day")),
                through: CivilDate(daysSince1970: try row.get("through_day")))
        }
    }

    /// Those on duty on a day.
    func onDuty(_ day: CivilDate) throws -> DutyDays? {
        let number = day.daysSince1970
        let rows = try connection.rows(
            """
            SELECT id, person, name_zh, name_en, from_day, through_day FROM lines_roster
            WHERE removed_at IS NULL AND through_day >= \(number) AND from_day <= \(number)
            ORDER BY through_day, id LIMIT 100
            """)
        return try rows.map { row in
            DutyDays(
                id: try row.get("id"), person: try row.get("person"),
                name: LocalText(zh: try row.get("name_zh"), en: try row.get("name_en")),
                from: CivilDate(daysSince1970: try row.get("from_day")),
                through: CivilDate(daysSince1970: try row.get("through_day")))
        }.onDuty(on: day)
    }

    func add(_ days: DutyDays, by person: Int64, now: Moment) throws {
        try connection.run(
            """
            INSERT INTO lines_roster (person, name_zh, name_en, from_day, through_day, by_person, at)
            VALUES (\(days.person), \(days.name.zh), \(days.name.en), \(days.from.daysSince1970),
                \(days.through.daysSince1970), \(person), \(now))
            """)
    }

    func remove(_ id: Int64, now: Moment) throws {
        try connection.run(
            "UPDATE lines_roster SET removed_at = \(now) WHERE id = \(id) AND removed_at IS NULL")
    }

    // MARK: Matters

    func add(_ hard: HardMatter) throws -> Bool {
        try connection.run(
            """
            INSERT INTO lines_window
                (matter_id, number, leader, name_zh, name_en, origin, reason, person, at)
            VALUES (\(hard.matterID), \(hard.number), \(hard.leader), \(hard.leaderName.zh),
                \(hard.leaderName.en), \(hard.origin), \(hard.reason), \(hard.person), \(hard.at))
            ON CONFLICT (matter_id) DO NOTHING
            """) == 1
    }

    func hard(_ matter: Int64) throws -> HardMatter? {
        try connection.first(
            HardMatter.self, "SELECT \(Self.columns) FROM lines_window WHERE matter_id = \(matter)")
    }

    /// Those of these matters that are at the window, ended ones too.
    func open(of matters: [Int64]) throws -> Set<Int64> {
        if matters.isEmpty { return [] }
        return Set(
            try connection.rows(
                "SELECT matter_id FROM lines_window WHERE matter_id IN (\(list: matters))"
            ).map { try $0.get("matter_id", as: Int64.self) })
    }

    /// The oldest first: what waits longest stands at the top.
    func page(after: (at: Moment, id: Int64)?, limit: Int) throws -> [HardMatter] {
        let rest: SQL = after.map { " AND (at, matter_id) > (\($0.at), \($0.id))" } ?? .none
        return try connection.all(
            """
            SELECT \(Self.columns) FROM lines_window WHERE ended_at IS NULL\(rest)
            ORDER BY at, matter_id LIMIT \(literal: limit)
            """)
    }

    /// Those that ended last.
    func ended(limit: Int) throws -> [HardMatter] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM lines_window WHERE ended_at IS NOT NULL
            ORDER BY ended_at DESC, matter_id DESC LIMIT \(literal: limit)
            """)
    }

    func end(_ matter: Int64, outcome: Outcome, now: Moment) throws {
        try connection.run(
            """
            UPDATE lines_window SET ended_at = \(now), outcome = \(outcome.rawValue)
            WHERE matter_id = \(matter)
            """)
    }

    func reopen(_ matter: Int64) throws {
        try connection.run(
            "UPDATE lines_window SET ended_at = NULL, outcome = NULL WHERE matter_id = \(matter)")
    }

    // MARK: Other cities

    func ask(_ city: String, _ request: String, of matter: Int64, by person: Int64, now: Moment) throws {
        try connection.run(
            """
            INSERT INTO lines_contacts (matter_id, city, request, asked_by, asked_at)
            VALUES (\(matter), \(city), \(request), \(person), \(now))
            """)
    }

    /// - Returns: False where there is no such question without an answer.
    func answer(_ id: Int64, _ text: String, of matter: Int64, by person: Int64, now: Moment) throws -> Bool {
        try connection.run(
            """
            UPDATE lines_contacts SET answer = \(text), answered_by = \(person), answered_at = \(now)
            WHERE id = \(id) AND matter_id = \(matter) AND answer IS NULL
            """) == 1
    }

    func contacts(of matter: Int64) throws -> [CityContact] {
        try connection.all(
            """
            SELECT id, city, request, asked_at, answer, answered_at FROM lines_contacts
            WHERE matter_id = \(matter) ORDER BY id LIMIT 200
            """)
    }
}
