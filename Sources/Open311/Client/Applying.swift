import Core
import Desk
import Storage
import Web

/// Takes updates of a destination, each once, and makes of them what our unit would have done.
struct Applying: Sendable {
    let client: Open311Client
    let destination: Destination
    let person: Int64

    /// Updates of one transaction.
    private static let batch = 100
    /// How far their clock may be ahead, in milliseconds. What is later is left until its time has come.
    static let ahead: Int64 = 10 * 60_000
    /// Updates of one request that are kept; a server that sends more is not heard any more about it.
    static let mostOfOne = 1000

    /// What became of a list of updates.
    struct Done: Hashable, Sendable {
        var taken = 0
        /// About requests that are not ours.
        var foreign = 0
    }

    /// - Parameter reading: How many rows could not be read does not stop the others.
    func apply(_ updates: [TheirUpdate], at now: Moment) async throws -> Done {
        // The order of the list decides where the moments are the same.
        let sorted = updates.enumerated().filter { $0.element.at.map { $0 <= now + Self.ahead } ?? false }
            .sorted { ($0.element.at ?? now, $0.offset) < ($1.element.at ?? now, $1.offset) }
            .map(\.element)
        var done = Done()
        for start in stride(from: 0, to: sorted.count, by: Self.batch) {
            let part = Array(sorted[start..<min(start + Self.batch, sorted.count)])
            let taken = try await client.desk.batch { transaction in
                try take(part, in: transaction, at: now)
            }
            done.taken += taken.taken
            done.foreign += taken.foreign
        }
        return done
    }

    private func take(
        _ updates: [TheirUpdate], in transaction: DeskTransaction, at now: Moment
    ) throws -> Done {
        let store = SentStore(connection: transaction.connection)
        var done = Done()
        let ids = Set(updates.map(\.request)).sorted()
        let sents = try store.sent(to: destination.id, theirs: ids)
        let keys = Dictionary(
            sents.map { ($0.theirID ?? "", $0.id) }, uniquingKeysWith: { first, _ in first })
        for update in updates {
            guard let key = keys[update.request], let sent = try store.sent(key, locked: true) else {
                done.foreign += 1
                continue
            }
            if try take(update, of: sent, in: transaction, at: now) { done.taken += 1 }
        }
        return done
    }

    /// - Returns: False where it was taken before, or counts for nothing.
    private func take(
        _ update: TheirUpdate, of sent: Sent, in transaction: DeskTransaction, at now: Moment
    ) throws -> Bool {
        let store = SentStore(connection: transaction.connection)
        guard let at = update.at, try !store.isTaken(update.id, of: sent.id),
            try store.countTaken(of: sent.id) < Self.mostOfOne
        else { return false }
        if let last = sent.theirAt, at < last {
            try store.take(update, of: sent.id, made: .old, now: now)
            return false
        }
        if sent.theirStatus == update.status, sent.theirText == update.text {
            try store.take(update, of: sent.id, made: .same, now: now)
            return false
        }
        var made = Taken.Made.nothing
        if sent.state == .live, try isStillTheirs(sent, transaction) {
            made = try make(update, on: sent, in: transaction, at: now)
        }
        try store.take(update, of: sent.id, made: made, now: now)
        try store.set(status: update.status, text: update.text, at: at, of: sent.id, now: now)
        if made == .returned { try store.set(.returned, reason: update.text, of: sent.id, now: now) }
        return true
    }

    /// The follower may not have seen yet that it was taken from the unit.
    private func isStillTheirs(_ sent: Sent, _ transaction: DeskTransaction) throws -> Bool {
        guard let matter = try transaction.matter(sent.matterID) else { return false }
        return matter.isOpen && matter.lead == destination.unit
    }

    private func make(
        _ update: TheirUpdate, on sent: Sent, in transaction: DeskTransaction, at now: Moment
    ) throws -> Taken.Made {
        let connector = Connector(desk: client.desk, person: person, unit: destination.unit)
        let words = client.words(.zh)
        let said = update.text ?? ""
        let step = Connector.Step(status: update.status)
        switch step {
        case .accept:
            let made = try connector.make(.accept, "", on: sent.matterID, in: transaction, at: now)
            if said.isEmpty { return made }
            let noted = try connector.note(
                note(update, words), on: sent.matterID, in: transaction, at: now)
            return made == .accepted ? made : (noted ? .noted : made)
        case .answer:
            let text =
                said.isEmpty
                ? words("open311.client.answer.\(key(update))", ["name": destination.name]) : said
            return try connector.make(.answer, text, on: sent.matterID, in: transaction, at: now)
        case .giveBack:
            let text = said.isEmpty ? words("open311.client.reason", ["name": destination.name]) : said
            return try connector.make(.giveBack, text, on: sent.matterID, in: transaction, at: now)
        case .note:
            // Their log repeats what we said ourselves.
            let store = SentStore(connection: transaction.connection)
            let isOurs = try store.backs(of: sent.id).contains { $0.text == said }
            if said.isEmpty || isOurs { return .nothing }
            return try connector.make(
                .note, note(update, words), on: sent.matterID, in: transaction, at: now)
        }
    }

    private func key(_ update: TheirUpdate) -> String {
        update.status == "FIXED" ? "fixed" : "closed"
    }

    private func note(_ update: TheirUpdate, _ words: Words) -> String {
        words(
            "open311.client.note.said",
            ["name": destination.name, "status": update.status, "text": update.text ?? ""])
    }
}
