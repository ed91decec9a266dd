import Core
import Desk
import Storage
import Web

/// What comes of a call. Each of these is done once: a call that has a result keeps it.
extension CallsDesk {
    /// Something else that is written in the same transaction.
    typealias Beside = @Sendable (CallRecord, any Connection) throws -> Void

    /// Ends a call without a matter.
    func end(
        _ id: Int64, _ result: CallResult, _ detail: CallDetail = CallDetail(), number: String? = nil,
        by person: Int64, at now: Moment, beside: @escaping Beside = { _, _ in }
    ) async throws {
        try await desk.database.write { connection in
            let old = try openCall(id, connection)
            try close(old, result, detail, number: number, by: person, at: now, connection)
            try beside(old, connection)
        }
    }

    private func openCall(_ id: Int64, _ connection: any Connection) throws -> CallRecord {
        guard let record = try store(connection).call(id, locked: true) else { throw WebRefusal.notFound }
        guard record.result == nil else { throw CallRefusal.over }
        return record
    }

    private func close(
        _ old: CallRecord, _ result: CallResult, _ detail: CallDetail, number: String?, by person: Int64,
        at now: Moment, _ connection: any Connection
    ) throws {
        var new = old
        (new.result, new.resultAt, new.resultBy) = (result, now, person)
        (new.detail, new.number) = (detail, number)
        if new.taker == nil { new.taker = Self.taker(person, "") }
        try store(connection).keep(new, before: old)
        try store(connection).keep(draft: [:], of: old.id)
    }

    /// Answered on the call: with an article of the knowledge base, or in the taker's own words.
    func answer(_ id: Int64, _ detail: CallDetail, by person: Int64, at now: Moment) async throws {
        try await end(id, .answered, detail, by: person, at: now) { record, connection in
            if let article = detail.article {
                try help.used(article, record.id, person, now, connection)
            } else if let text = detail.text {
                try help.unanswered(text, detail.category, person, now, connection)
            }
        }
    }

    /// A small thing that never becomes an order.
    func serve(
        _ id: Int64, _ service: QuickChoice, _ answers: [String: String], _ detail: CallDetail,
        by person: Int64, at now: Moment
    ) async throws {
        var detail = detail
        detail.given = service.title
        try await end(id, .quick, detail, by: person, at: now) { _, connection in
            try help.served(service.id, answers, person, now, connection)
        }
    }

    // MARK: Matters

    /// Files a matter of a call. A second one of the same call leaves what came of the call as it is.
    ///
    /// - Parameter once: The key of the form, so that it is taken in once however often it is sent.
    func file(
        _ id: Int64, _ filing: Filing, _ detail: CallDetail, once: String, by officer: Officer,
        at now: Moment
    ) async throws -> CallMatter {
        if let known = try await desk.database.read({ try store($0).matter(once: once) }) { return known }
        let identity = try await desk.identity(for: filing, at: now)
        let prepared = try desk.prepare(filing, as: identity, by: officer.actor, at: now)
        return try await desk.batch { transaction in
            try taken(id, detail, once: once, by: officer, at: now, transaction, .filed) { _ in
                let receipt = try transaction.file(prepared, at: now)
                return (receipt.id, receipt.number)
            }
        }
    }

    /// Adds what a caller says to a matter that is open already: filed with its own number and joined to it
    /// where the taker may join matters; else filed, and left to whoever may; else, where nobody keeps that,
    /// as a note for whoever handles it.
    func join(
        _ id: Int64, to target: Desk.Dossier, _ filing: Filing, _ detail: CallDetail, note: String,
        once: String, by officer: Officer, at now: Moment
    ) async throws -> CallMatter {
        if let known = try await desk.database.read({ try store($0).matter(once: once) }) { return known }
        guard target.matter.isOpen else { throw CallRefusal.notToBeJoined }
        let actor = officer.actor
        var filing = filing
        (filing.kind, filing.category) = (target.matter.kind, target.matter.category ?? filing.category)
        let mayJoin = merges(of: target.matter.kind, by: officer)
        if !mayJoin, help.same == nil {
            return try await annotate(id, target, detail, note, once: once, by: officer, at: now)
        }
        let identity = try await desk.identity(for: filing, at: now)
        let prepared = try desk.prepare(filing, as: identity, by: actor, at: now)
        let (number, main, person, same) = (
            target.matter.number, target.matter.id, officer.personID, help.same
        )
        if !mayJoin, let same {
            return try await desk.batch { transaction in
                try taken(id, detail, once: once, by: officer, at: now, transaction, .filed) { _ in
                    let receipt = try transaction.file(prepared, at: now)
                    try same(receipt.id, main, person, now, transaction.connection)
                    return (receipt.id, receipt.number)
                }
            }
        }
        return try await desk.batch { transaction in
            try taken(id, detail, once: once, by: officer, at: now, transaction, .joined) { _ in
                let receipt = try transaction.file(prepared, at: now)
                guard let matter = try transaction.matter(receipt.id),
                    let move = possibleMoves(on: matter, by: actor, in: city, at: now)
                        .first(where: { $0.does.contains(.join) })
                else { throw CallRefusal.notToBeJoined }
                try transaction.perform(
                    Order(move.name, [.matter: number]), on: .id(receipt.id), by: actor, at: now)
                return (receipt.id, receipt.number)
            }
        }
    }

    /// Whether somebody may join matters of a kind.
    private func merges(of kind: String, by officer: Officer) -> Bool {
        let roles = Set(officer.posts.map(\.role))
        return city.procedures[kind]?.moves.contains { move in
            move.does.contains(.join)
                && move.by.contains { if case .role(let role) = $0 { roles.contains(role) } else { false } }
        } ?? false
    }

    private func annotate(
        _ id: Int64, _ target: Desk.Dossier, _ detail: CallDetail, _ note: String, once: String,
        by officer: Officer, at now: Moment
    ) async throws -> CallMatter {
        let actor = officer.actor
        let matter = target.matter
        guard
            let move = possibleMoves(on: matter, by: actor, in: city, at: now)
                .first(where: { $0.does.contains(.note) })
        else { throw CallRefusal.notToBeJoined }
        return try await desk.batch { transaction in
            try taken(id, detail, once: once, by: officer, at: now, transaction, .joined) { _ in
                try transaction.perform(
                    Order(move.name, [.note: note]), on: .id(matter.id), by: actor, at: now)
                return (matter.id, matter.number)
            }
        }
    }

    /// The matter, the call and what ties them together: all or nothing.
    private func taken(
        _ id: Int64, _ detail: CallDetail, once: String, by officer: Officer, at now: Moment,
        _ transaction: DeskTransaction, _ how: CallResult,
        _ make: (CallRecord) throws -> (id: Int64, number: String)
    ) throws -> CallMatter {
        let connection = transaction.connection
        let store = store(connection)
        // Locked first: of two forms sent at once the second finds what the first did.
        guard let record = try store.call(id, locked: true) else { throw WebRefusal.notFound }
        if let known = try store.matter(once: once) { return known }
        let made = try make(record)
        let matter = CallMatter(matter: made.id, call: id, number: made.number, how: how)
        try store.add(matter, once: once, at: now)
        if let origin = record.origin { try help.came(origin, made.id, now, connection) }
        if record.result == nil {
            try close(
                record, how, detail, number: made.number, by: officer.personID, at: now, connection)
        }
        return matter
    }

    /// Says that the matter of a call went to another line.
    func transferred(_ id: Int64, to partner: TransferPartner, in language: Language) async throws {
        try await desk.database.write { connection in
            guard let old = try store(connection).call(id, locked: true), old.result == .filed else { return }
            var new = old
            new.result = .transferred
            new.detail.given = partner.name[language]
            try store(connection).keep(new, before: old)
        }
    }

    // MARK: Experts

    /// Hands a call to the expert seat of its field.
    func hand(_ id: Int64, to seat: ExpertSeat, draft: [String: String]) async throws {
        let person = try await seat.login.asyncMap { try await help.people([$0])[$0] } ?? nil
        try await desk.database.write { connection in
            let old = try openCall(id, connection)
            var new = old
            (new.seat, new.person) = (seat.code, person)
            try store(connection).keep(new, before: old)
            try store(connection).keep(draft: draft, of: id)
        }
    }

    /// Nobody of the field is on duty: somebody calls back.
    func callBack(
        _ id: Int64, _ detail: CallDetail, name: String?, phone: String?, seat: ExpertSeat?, due: Moment,
        by person: Int64, at now: Moment
    ) async throws {
        try await end(id, .callBack, detail, by: person, at: now) { record, connection in
            try SeatStore(connection: connection).add(
                CallBackTask(
                    call: id, seat: seat?.code, category: detail.category,
                    caller: phone ?? record.call.caller, name: name, text: detail.text ?? "", madeAt: now,
                    madeBy: person, dueAt: due))
        }
    }
}
