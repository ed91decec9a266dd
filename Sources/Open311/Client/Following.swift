public import Core
import Desk
import Storage
import Web

/// Asks destinations what became of what they have.
struct Following: Sendable {
    let client: Open311Client
    private var database: any Database { client.desk.database }

    /// Updates are asked for from so long before the last time, because clocks differ and a server may write
    /// late: each counts once anyway.
    static let overlap: Int64 = 15 * 60_000
    /// Every sixtieth time from so long before, for clocks that are far off and servers that write once a
    /// day.
    static let deepOverlap: Int64 = 26 * 3_600_000
    /// The longest stretch of updates that is asked for at once.
    static let longestSpan: Int64 = 7 * 86_400_000
    private static let shortestSpan: Int64 = 60_000
    /// The first questions about a token follow each other so fast; later ones slower and slower.
    static let tokenPause: Int64 = 2000
    private static let tokenFirst = 5
    /// The longest pause after failures.
    private static let longestPause: Int64 = 15 * 60_000
    /// Nobody else asks a destination for so long.
    private static let lease: Int64 = 5 * 60_000
    /// The most bytes of one answer.
    static let answerLimit = 8 << 20
    /// Rows of an answer that may have been cut off.
    private static let longAnswer = 1000
    /// Requests asked about at once where there are no updates.
    private static let several = 50

    /// - Returns: How many updates counted.
    func tick(at now: Moment) async throws -> Int {
        let due = try await database.write { connection in
            try DestinationStore(connection: connection).takeDue(until: now + Self.lease, now: now)
        }
        var taken = 0
        for destination in due { taken += try await follow(destination, at: now) }
        try await askTokens(at: now)
        try await tellFailures(at: now)
        return taken
    }

    /// Asks one destination, and keeps when to ask again.
    private func follow(_ destination: Destination, at now: Moment) async throws -> Int {
        do {
            return destination.comments == .no
                ? try await followOneByOne(destination, at: now)
                : try await followUpdates(destination, at: now)
        } catch let refusal as ReadingRefusal {
            try await failed(destination, refusal.reason, at: now)
        } catch let none as Open311Client.NoAnswer {
            switch none {
            case .tooLarge:
                let span = max(Self.shortestSpan, destination.span / 4)
                try await failed(
                    destination, client.words(.en)("open311.client.tooLarge"), span: span, at: now)
            case .failed(let reason): try await failed(destination, reason, at: now)
            }
        }
        return 0
    }

    private func failed(
        _ destination: Destination, _ reason: String, span: Int64? = nil, at now: Moment
    ) async throws {
        let factor = Int64(1) << min(destination.failures, 10)
        let again = now + min(max(client.pause * factor, client.pause), max(client.pause, Self.longestPause))
        try await database.write { connection in
            try DestinationStore(connection: connection).failed(
                destination.id, reason: reason.shortened(to: 500), span: span ?? destination.span,
                again: again, now: now)
        }
    }

    // MARK: Updates

    private func followUpdates(_ destination: Destination, at now: Moment) async throws -> Int {
        let overlap = (now.milliseconds / client.pause) % 60 == 0 ? Self.deepOverlap : Self.overlap
        let from = destination.followedUntil + -overlap
        // Their clock may be a little ahead of ours.
        let until = min(now + Applying.ahead, from + destination.span + overlap)
        var question = [("start_date", TheirTime.text(from)), ("end_date", TheirTime.text(until))]
        if let key = try await key(of: destination) { question.append(("api_key", key)) }
        let answer = try await client.ask(
            destination.address("servicerequestupdates", question), Self.answerLimit)
        if destination.comments == .unknown, [404, 405, 501].contains(answer.status) {
            try await heard(destination, until: now, comments: .no, at: now)
            return 0
        }
        let reading = try read(answer) { reading, bytes throws(ReadingRefusal) in
            try reading.updates(bytes)
        }
        let done = try await apply(reading.rows, of: destination, at: now)
        // A long answer may be the beginning of a longer one, the oldest first: go on where it ends.
        var reached = min(now, until)
        if reading.rows.count + reading.refused.count >= Self.longAnswer,
            let last = reading.rows.compactMap(\.at).max(), last > destination.followedUntil
        {
            reached = min(reached, last)
        }
        try await heard(destination, until: reached, comments: .yes, at: now)
        return done.taken
    }

    private func apply(
        _ updates: [TheirUpdate], of destination: Destination, at now: Moment
    ) async throws -> Applying.Done {
        if updates.isEmpty { return Applying.Done() }
        return try await Applying(
            client: client, destination: destination, person: try await client.connector()
        ).apply(updates, at: now)
    }

    private func heard(
        _ destination: Destination, until moment: Moment, comments: Destination.Comments, at now: Moment
    ) async throws {
        // What was missed for long is asked for in several stretches, one right after the other.
        let again = moment < now ? now : now + client.pause
        let span = min(Self.longestSpan, destination.span * 2)
        try await database.write { connection in
            try DestinationStore(connection: connection).heard(
                destination.id, until: moment, span: span, comments: comments, again: again, now: now)
        }
    }

    // MARK: One by one

    private func followOneByOne(_ destination: Destination, at now: Moment) async throws -> Int {
        var (last, taken): (Int64, Int) = (0, 0)
        while true {
            let after = last
            let live = try await database.read { connection in
                try SentStore(connection: connection).live(
                    of: destination.id, after: after, limit: Self.several)
            }
            guard let end = live.last else { break }
            last = end.id
            let ids = live.compactMap(\.theirID)
            let asked = Set(ids)
            let question = [("service_request_id", ids.joined(separator: ","))]
            let answer = try await client.ask(destination.address("requests", question), Self.answerLimit)
            let reading = try read(answer) { reading, bytes throws(ReadingRefusal) in
                try reading.requests(bytes)
            }
            // What they tell of others is not asked for.
            let updates = reading.rows.filter { asked.contains($0.id) }.compactMap { update(of: $0, at: now) }
            taken += try await apply(updates, of: destination, at: now).taken
            if live.count < Self.several { break }
        }
        try await heard(destination, until: now, comments: .no, at: now)
        return taken
    }

    /// How a request stands, as an update: the same state with the same words is the same update.
    private func update(of request: TheirRequest, at now: Moment) -> TheirUpdate? {
        guard let status = request.status else { return nil }
        let at = min(request.updatedAt ?? request.requestedAt ?? now, now)
        let made = "\(status.rawValue)|\(request.updatedAt?.milliseconds ?? 0)|\(request.notes ?? "")"
        return TheirUpdate(
            id: "state-\(FNV1a(made.utf8).digits)", request: request.id,
            status: status == .closed ? "CLOSED" : "OPEN",
            at: at, text: request.notes)
    }

    // MARK: Tokens

    private func askTokens(at now: Moment) async throws {
        let sents = try await database.write { connection in
            try SentStore(connection: connection).takeTokens(until: now + Self.lease, now: now)
        }
        for sent in sents {
            let destination = try await database.read { connection in
                try DestinationStore(connection: connection).destination(sent.destinationID)
            }
            guard let destination, let token = sent.token else { continue }
            var receipt: TheirReceipt?
            do {
                let answer = try await client.ask(
                    destination.address("tokens/\(FormBody.encode(token))"), 1 << 18)
                receipt = try read(answer) { reading, bytes throws(ReadingRefusal) in
                    try reading.receipts(bytes)
                }.first
            } catch is ReadingRefusal {
            } catch is Open311Client.NoAnswer {}
            try await keep(receipt?.id, of: sent, at: now)
        }
    }

    private func keep(_ id: String?, of sent: Sent, at now: Moment) async throws {
        let wait =
            sent.asked < Self.tokenFirst
            ? Self.tokenPause : min(3_600_000, client.pause << Int64(min(sent.asked - Self.tokenFirst, 6)))
        try await database.write { connection in
            let store = SentStore(connection: connection)
            // A token that names nothing for a fortnight will not.
            if id == nil, now - sent.createdAt > 14 * 86_400_000 {
                let reason = client.words(.zh)("open311.client.tokenDead")
                return try Settling(connection: connection, client: client).fail(sent, reason, at: now)
            }
            guard let id else { return try store.askLater(sent.id, at: now + wait) }
            try Settling(connection: connection, client: client).take(id, of: sent, at: now)
        }
    }

    // MARK: What failed

    /// Tells the colleagues of the unit: the matter stays with them.
    private func tellFailures(at now: Moment) async throws {
        let untold = try await database.read { try SentStore(connection: $0).untold(limit: 50) }
        if untold.isEmpty { return }
        let person = try await client.connector()
        for sent in untold {
            try await client.desk.batch { transaction in
                let connection = transaction.connection
                try SentStore(connection: connection).told(sent.id)
                let destination = try DestinationStore(connection: connection).destination(
                    sent.destinationID)
                guard let destination else { return }
                let text = client.words(.zh)(
                    "open311.client.note.failed",
                    ["name": destination.name, "reason": sent.reason ?? ""])
                _ = try Connector(desk: client.desk, person: person, unit: destination.unit).note(
                    text, on: sent.matterID, in: transaction, at: now)
            }
        }
    }

    // MARK: Parts

    private func key(of destination: Destination) async throws -> String? {
        try await database.read { try DestinationStore(connection: $0).key(destination.id) }
    }

    private func read<T>(
        _ answer: Open311Client.Answer, _ body: (Open311Reading, [UInt8]) throws(ReadingRefusal) -> T
    ) throws(ReadingRefusal) -> T {
        let reading = Open311Reading(zone: 0)
        guard (200..<300).contains(answer.status) else {
            let given = try? Given.read(answer.body)
            throw .errors(
                given.map(Open311Reading.errors).flatMap { $0.isEmpty ? nil : $0 } ?? ["\(answer.status)"])
        }
        return try body(reading, answer.body)
    }
}

extension Open311Client {
    /// Asks destinations whose turn it is, and about tokens.
    ///
    /// - Returns: How many updates counted.
    @discardableResult
    public func tick(at now: Moment) async throws -> Int { try await Following(client: self).tick(at: now) }
}
