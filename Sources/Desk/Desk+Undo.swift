public import Core
import Storage

extension Desk {
    /// Takes back the last step of a matter, for whoever made it (`undoable`). What was not handed to the
    /// city's gateway yet is withdrawn; once the resident was told, it stays.
    ///
    /// - Parameter version: The version on which the asker saw the button; nil where they do not care.
    /// - Throws: `UndoRefusal`, `MatterNotFound`, `Fault`.
    public func undo(
        _ number: String, by actor: Actor, at now: Moment, expecting version: Int? = nil
    ) async throws -> Performed {
        try await database.write { connection in
            try DeskTransaction(connection, self).undo(number, by: actor, at: now, expecting: version)
        }
    }

    /// Whether the last step of a matter could be taken back now, by what its story says; that the resident
    /// was told meanwhile is found out by trying.
    public func mayUndo(_ dossier: Dossier, by actor: Actor, at now: Moment) -> Bool {
        undoable(dossier.events, dossier.matter, by: actor, at: now) == nil
    }
}

extension DeskTransaction {
    func undo(_ number: String, by actor: Actor, at now: Moment, expecting version: Int?) throws -> Performed
    {
        guard let kept = try store.kept(.number(number), locked: true) else { throw MatterNotFound() }
        let id = kept.matter.id
        let story = try EventLog.events(of: id, in: connection).map(EventPayload.decode)
        let isMine = story.last.map { $0.by.isOfficer(actor.officerID) } ?? false
        // Whoever handed it on does not see it any more, and may still take that back.
        guard isMine || isInSight(kept.matter, of: actor, in: desk.city) else { throw MatterNotFound() }
        if let version, version != kept.matter.version { throw UndoRefusal.outOfDate }
        let event = try Undo.event(of: story, kept.matter, by: actor, at: now)
        guard var before = Matter(story: story + [event]) else { throw UndoRefusal.nothingToUndo }
        before.id = id
        guard isInSight(before, of: actor, in: desk.city) else { throw MatterNotFound() }
        for case .undone(let sequence) in event.facts {
            guard try Outbox.withdraw(matter: id, sequence: sequence, from: "resident", in: connection) else {
                throw UndoRefusal.told
            }
        }
        try keep(event, giving: before, story: story + [event], on: kept)
        return Performed(
            id: id, number: before.number, version: before.version, stage: before.stage,
            outcome: before.outcome, reveals: false)
    }

    private func keep(
        _ event: Event, giving before: Matter, story: [Event], on kept: MatterStore.Kept
    ) throws {
        let head = try append([event], of: before.id, after: kept.matter.version, kept.head)
        try store.update(before, head: head)
        if before.clocks != kept.matter.clocks { try timers.set(for: before, replacing: true) }
        try keepDuties(of: before, before: kept.matter)
        try keepJoins([], of: before, before: kept.matter)
        try PartStore(connection: connection).replace(PartHistory(story: story), of: before.id)
        let more = story.standing.addedWords
        if more == kept.more { return }
        try store.setMore(more, of: before.id)
        try SearchStore(connection).replace(
            kept.terms, by: SearchTerms.of(kept.words(with: more), raisedAt: before.raisedAt), of: before.id)
    }
}

extension Doer {
    fileprivate func isOfficer(_ id: Int64?) -> Bool {
        if case .officer(let doer, _) = self { doer == id } else { false }
    }
}

extension Sequence where Element == Event {
    /// What residents added to their first words, a line each; nil for nothing.
    var addedWords: String? {
        let added = flatMap(\.facts).compactMap { if case .added(let text) = $0 { text } else { nil } }
        return added.isEmpty ? nil : added.joined(separator: "\n")
    }
}

extension Desk {
    /// A step that its maker may still take back.
    public struct LastStep: Sendable {
        public let kind: String
        public let move: String
        public let at: Moment
        public let version: Int

        public init(kind: String, move: String, at: Moment, version: Int) {
            self.kind = kind
            self.move = move
            self.at = at
            self.version = version
        }
    }

    /// The last step of a matter, if this actor made it and could take it back now; also of a matter that
    /// they do not see any more.
    public func lastStep(of number: String, by actor: Actor, at now: Moment) async throws -> LastStep? {
        try await database.read { connection in
            let store = MatterStore(connection: connection, city: city)
            guard let kept = try store.kept(.number(number), locked: false) else { return nil }
            let story = try EventLog.events(of: kept.matter.id, in: connection).map(EventPayload.decode)
            guard undoable(story, kept.matter, by: actor, at: now) == nil, let last = story.last,
                let move = last.move
            else { return nil }
            return LastStep(kind: kept.matter.kind, move: move, at: last.at, version: last.sequence)
        }
    }
}
