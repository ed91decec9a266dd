public import Core
import Desk
import Storage

/// A model at once, because somebody asks for it: made beside the pages, with who asked and what became of
/// it.
extension TriageDesk {
    /// After this nobody is at it any more.
    private static let patience: Int64 = 30 * 60_000

    /// Asks for a new model.
    ///
    /// - Throws: `.missing("reason")`, `.invalid("reason")`; `.busy` while one is being made.
    func askForModel(reason: String, by person: Int64, at now: Moment) async throws {
        let why = reason.filter { !$0.isNewline }
        guard !why.allSatisfy(\.isWhitespace) else { throw TriageRefusal.missing("reason") }
        guard why.count <= 500 else { throw TriageRefusal.invalid("reason") }
        do {
            let isTaken = try await desk.database.write { connection in
                let store = TrainingStore(connection: connection)
                try store.giveUp(before: now + -Self.patience)
                return try store.ask(by: person, why: why, at: now)
            }
            if !isTaken { throw TriageRefusal.busy }
        } catch let fault as Fault where fault.code == .constraint {
            // Two asked at the same moment.
            throw TriageRefusal.busy
        }
    }

    /// Those asked for last, the newest first.
    func trainings(limit: Int = 5) async throws -> [TrainingRecord] {
        try await desk.database.read { try TrainingStore(connection: $0).list(limit: limit) }
    }

    /// Makes the model that somebody asked for, if any. Several servers may call it: one does it.
    public func makeAskedModel(at now: Moment) async throws {
        let waits = try await desk.database.read { try TrainingStore(connection: $0).list(limit: 1) }
        guard waits.first?.state == .asked else { return }
        guard let asked = try await desk.database.write({ try TrainingStore(connection: $0).take() }) else {
            return
        }
        do {
            let model = try await train(by: asked.person, why: asked.why, at: now)
            try await end(asked, .made, version: model.version)
        } catch let refusal as TriageRefusal {
            if case .tooLittle(let have, let need) = refusal {
                try await end(asked, .refused, refused: refusal.code, have: have, need: need)
            } else {
                try await end(asked, .refused, refused: refusal.code)
            }
        } catch {
            try await end(asked, .broken)
            throw error
        }
    }

    private func end(
        _ asked: TrainingRecord, _ state: TrainingRecord.State, version: Int? = nil, refused: String? = nil,
        have: Int? = nil, need: Int? = nil
    ) async throws {
        let ended = TrainingRecord(
            id: asked.id, askedAt: asked.askedAt, person: asked.person, why: asked.why, state: state,
            version: version, refused: refused, have: have, need: need)
        try await desk.database.write { try TrainingStore(connection: $0).end(ended) }
    }
}
