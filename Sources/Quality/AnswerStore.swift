import Core
import Language
import Storage

/// What is remembered of answers, so that the next one can be compared: their keys, when they were given,
/// what they promise; and how usual words are in questions.
struct AnswerStore {
    let connection: any Connection

    func empty() throws {
        try connection.run("DELETE FROM quality_answers")
        try connection.run("DELETE FROM quality_keys")
        try connection.run("DELETE FROM quality_promises")
        try connection.run("DELETE FROM quality_state WHERE name = 'background'")
    }

    // MARK: The background

    func background() throws -> SignatureBackground {
        let bytes: [UInt8]? = try connection.value(
            "SELECT value FROM quality_state WHERE name = 'background'")
        return bytes.flatMap { SignatureBackground(bytes: $0) } ?? SignatureBackground()
    }

    func keep(_ background: SignatureBackground) throws { try keep(background.bytes, as: "background") }

    func keep(_ bytes: [UInt8], as name: String) throws {
        try connection.run(
            """
            INSERT INTO quality_state (name, value) VALUES (\(name), \(bytes))
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """)
    }

    func state(_ name: String) throws -> [UInt8]? {
        try connection.value("SELECT value FROM quality_state WHERE name = \(name)")
    }

    // MARK: Answers

    /// An answer on its way in.
    struct Answer {
        let matter: Int64
        let scene: AnswerScene
        let keys: WordingKeys?
        /// Of the question: answers to the same question may be the same.
        let question: Int64?
        /// The working key of the unit's place.
        var unit: UnitCode { scene.unit }
    }

    func keep(_ answer: Answer) throws {
        let scene = answer.scene
        try connection.run(
            """
            INSERT INTO quality_answers (matter_id, seq, unit, area, at, left_ms, question)
            VALUES (\(answer.matter), \(scene.sequence), \(scene.unit), \(scene.area), \(scene.at),
                \(scene.due.map { $0 - scene.at }), \(answer.question))
            ON CONFLICT (matter_id, seq) DO NOTHING
            """)
        for (part, key) in (answer.keys?.parts ?? []).enumerated() {
            try connection.run(
                """
                INSERT INTO quality_keys (unit, part, key_value, at, matter_id, seq)
                VALUES (\(scene.unit), \(part), \(key), \(scene.at), \(answer.matter), \(scene.sequence))
                ON CONFLICT (unit, part, key_value, at, matter_id, seq) DO NOTHING
                """)
        }
    }

    func drop(matter: Int64, sequence: Int) throws {
        try connection.run("DELETE FROM quality_answers WHERE matter_id = \(matter) AND seq = \(sequence)")
        try connection.run("DELETE FROM quality_keys WHERE matter_id = \(matter) AND seq = \(sequence)")
    }

    /// The most rows of one key that are looked at.
    private static let mostTwins = 40

    /// Other matters that this unit gave nearly the same answer to other questions, since a moment; the
    /// newest first. Four ranges of a key, whatever was answered before.
    func twins(of answer: Answer, since: Moment) throws -> [Int64] {
        guard let keys = answer.keys else { return [] }
        var common: [Int64: Int] = [:]
        for (part, key) in keys.parts.enumerated() {
            let rows = try connection.rows(
                """
                SELECT matter_id, seq FROM quality_keys
                WHERE unit = \(answer.unit) AND part = \(part) AND key_value = \(key) AND at >= \(since)
                    AND at <= \(answer.scene.at)
                ORDER BY at DESC LIMIT \(literal: Self.mostTwins)
                """)
            for matter in Set(try rows.map { try $0.get("matter_id", as: Int64.self) }) {
                common[matter, default: 0] += 1
            }
        }
        let near = common.filter { $0.key != answer.matter && $0.value >= WordingKeys.enough }.map(\.key)
        guard let question = answer.question else { return near.sorted(by: >) }
        return try connection.rows(
            """
            SELECT DISTINCT matter_id FROM quality_answers WHERE matter_id IN (\(list: near.sorted()))
                AND (question IS NULL OR question <> \(question))
            ORDER BY matter_id DESC
            """
        ).map { try $0.get("matter_id") }
    }

    func numbers(of matters: [Int64]) throws -> [String] {
        try connection.rows("SELECT number FROM matters WHERE id IN (\(list: matters)) ORDER BY id DESC")
            .map { try $0.get("number") }
    }

    /// An answer just before its limit.
    struct Late {
        let matter: Int64
        let sequence: Int
        let area: AreaCode
        let at: Moment
    }

    /// This unit's answers since a moment that came just before their limit, at most so many.
    func late(of unit: UnitCode, since: Moment, through: Moment, left: Int64, limit: Int) throws -> [Late] {
        try connection.rows(
            """
            SELECT matter_id, seq, area, at, left_ms FROM quality_answers
            WHERE unit = \(unit) AND at >= \(since) AND at <= \(through) ORDER BY at DESC, matter_id
            LIMIT \(literal: limit * 4)
            """
        ).compactMap { row in
            guard let rest = try row.get("left_ms", as: Int64?.self), (0...left).contains(rest),
                let area = AreaCode(try row.get("area", as: String.self))
            else { return nil }
            return Late(
                matter: try row.get("matter_id"), sequence: try row.get("seq"), area: area,
                at: try row.get("at"))
        }.prefix(limit).map(\.self)
    }

    /// What the follower may compare an answer with: the resident's own name and number.
    func resident(of matter: Int64) throws -> [String] {
        guard let row = try connection.first("SELECT name, phone FROM contacts WHERE matter_id = \(matter)")
        else { return [] }
        return [try row.get("name", as: String?.self), try row.get("phone", as: String?.self)].compactMap(
            \.self)
    }

    // MARK: Promises

    /// The promises of a matter that nothing was said about yet.
    func replace(_ promises: [Promise], of matter: Int64, area: AreaCode) throws {
        try connection.run("DELETE FROM quality_promises WHERE matter_id = \(matter)")
        for promise in promises {
            try connection.run(
                """
                INSERT INTO quality_promises (matter_id, seq, unit, area, due_at, reason)
                VALUES (\(matter), \(promise.sequence), \(promise.unit), \(area), \(promise.due),
                    \(try StoredJSON.text(promise.reason)))
                ON CONFLICT (matter_id, seq) DO NOTHING
                """)
        }
    }

    /// Takes promises whose day went by, the oldest first.
    func takeBroken(before now: Moment, limit: Int) throws -> [(FindingStore.New)] {
        let rows = try connection.rows(
            """
            SELECT matter_id, seq, unit, area, due_at, reason FROM quality_promises
            WHERE due_at < \(now) ORDER BY due_at LIMIT \(literal: limit)
            """)
        return try rows.compactMap { row in
            let (matter, sequence): (Int64, Int) = (try row.get("matter_id"), try row.get("seq"))
            try connection.run(
                "DELETE FROM quality_promises WHERE matter_id = \(matter) AND seq = \(sequence)")
            guard let area = AreaCode(try row.get("area", as: String.self)) else { return nil }
            let reason = try StoredJSON.value(QualityReason.self, row.get("reason"))
            return FindingStore.New(
                matter: matter, sequence: sequence, unit: UnitCode(try row.get("unit")), area: area,
                at: try row.get("due_at"), day: reason.day?.daysSince1970 ?? 0,
                finding: QualityFinding(.promise, reason))
        }
    }
}

extension Promise {
    /// Why it is a finding once its day went by.
    var reason: QualityReason {
        QualityReason(sort.rawValue, marks: place.map { [$0] } ?? [], day: day)
    }
}
