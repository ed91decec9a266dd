import Core
import Storage

/// A model that somebody asked for: who, why, and what became of it.
struct TrainingRecord: SQLRow, Sendable, Hashable {
    let id: Int64
    let askedAt: Moment
    let person: Int64
    let why: String
    let state: State
    /// The model that was made.
    let version: Int?
    /// Why there is none, as the code of a refusal, with what was there and what it takes.
    let refused: String?
    let have: Int?
    let need: Int?

    enum State: String, CaseIterable, Sendable, Hashable {
        /// Waits for a server, a few seconds.
        case asked
        case running
        case made
        case refused
        /// The server that made it stopped, or its store failed.
        case broken
    }

    var isOpen: Bool { state == .asked || state == .running }

    init(
        id: Int64, askedAt: Moment, person: Int64, why: String, state: State, version: Int? = nil,
        refused: String? = nil, have: Int? = nil, need: Int? = nil
    ) {
        self.id = id
        self.askedAt = askedAt
        self.person = person
        self.why = why
        self.state = state
        self.version = version
        self.refused = refused
        self.have = have
        self.need = need
    }

    init(row: Row) throws {
        self.init(
            id: try row.get("id"), askedAt: try row.get("asked_at"), person: try row.get("person"),
            why: try row.get("why"), state: State(rawValue: try row.get("state")) ?? .broken,
            version: try row.get("version"), refused: try row.get("refused"), have: try row.get("have"),
            need: try row.get("need"))
    }
}

/// The models that people asked for. At most one is being made.
struct TrainingStore {
    let connection: any Connection

    /// - Returns: False while another one is being made.
    func ask(by person: Int64, why: String, at now: Moment) throws -> Bool {
        try connection.run(
            """
            INSERT INTO triage_trainings (asked_at, person, why, state, is_open)
            SELECT \(now), \(person), \(why), 'asked', 1
            WHERE NOT EXISTS (SELECT 1 FROM triage_trainings WHERE is_open = 1)
                AND NOT EXISTS (SELECT 1 FROM triage_claims WHERE name = 'train' AND until > \(now))
            """) == 1
    }

    /// Takes what was asked for; another server then finds nothing.
    func take() throws -> TrainingRecord? {
        guard
            let asked = try connection.first(
                TrainingRecord.self,
                "SELECT * FROM triage_trainings WHERE is_open = 1 AND state = 'asked'")
        else { return nil }
        let isMine = try connection.run(
            "UPDATE triage_trainings SET state = 'running' WHERE id = \(asked.id) AND state = 'asked'")
        return isMine == 1 ? asked : nil
    }

    func end(_ record: TrainingRecord) throws {
        try connection.run(
            """
            UPDATE triage_trainings SET state = \(record.state.rawValue), is_open = 0,
                version = \(record.version), refused = \(record.refused), have = \(record.have),
                need = \(record.need)
            WHERE id = \(record.id)
            """)
    }

    /// Gives up what a server began and never ended.
    func giveUp(before last: Moment) throws {
        try connection.run(
            """
            UPDATE triage_trainings SET state = 'broken', is_open = 0
            WHERE is_open = 1 AND asked_at < \(last)
            """)
    }

    /// The newest first.
    func list(limit: Int) throws -> [TrainingRecord] {
        try connection.all("SELECT * FROM triage_trainings ORDER BY id DESC LIMIT \(literal: limit)")
    }
}
