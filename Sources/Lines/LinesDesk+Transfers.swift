public import Core
import Courier
import Desk
import Foundation
import Storage

/// Handing a matter to another line with one key (M03).
extension LinesDesk {
    /// An emergency that nobody accepts in so many minutes is back at the top of our own desk.
    static let lifeMinutes = 5

    /// Hands a matter to a line. The unit that stands for the line leads meanwhile, so the matter has an
    /// owner at every moment, and never leaves our register.
    ///
    /// - Parameter isLifeThreatening: goes before everything else, as an emergency, and whether or not the
    ///   matter can be given to the line's unit now.
    /// - Returns: The code of the hand-over.
    /// - Throws: `LinesRefusal`, `Refusal`, `MatterNotFound`, `Fault`.
    @discardableResult
    public func transfer(
        _ number: String, to code: String, reason: String, isLifeThreatening: Bool = false,
        by actor: Actor, at now: Moment
    ) async throws -> String {
        let reason = try LinesRefusal.text(reason, field: "reason", limit: 500)
        guard let line = try await register().line(code, on: day(of: now)), line.takesTransfers else {
            throw LinesRefusal.notAPartner
        }
        return try await whileFresh {
            try await hand(
                number, to: line, reason: reason, isLifeThreatening: isLifeThreatening, by: actor, at: now)
        }
    }

    private func hand(
        _ number: String, to line: LineEntry, reason: String, isLifeThreatening: Bool, by actor: Actor,
        at now: Moment
    ) async throws -> String {
        guard let dossier = try await desk.dossier(.number(number), for: actor) else {
            throw MatterNotFound()
        }
        let (matter, over) = (dossier.matter, HandOver(city: city, now: now))
        guard matter.isOpen else { throw LinesRefusal.notNow }
        let given = over.give(
            matter, to: line.owner, by: actor, reason: reason,
            urgency: isLifeThreatening ? .emergency : nil)
        guard let steps = given ?? (isLifeThreatening ? [] : nil) else { throw LinesRefusal.notNow }
        let minutes = isLifeThreatening ? min(Self.lifeMinutes, line.acceptMinutes) : line.acceptMinutes
        var transfer = Transfer(
            code: newCode(), direction: .out, line: line.code, matter: (matter.id, matter.number),
            unit: actor.posts.first?.unit ?? city.desk, reason: reason, isLifeThreatening: isLifeThreatening,
            createdAt: now, acceptBy: now + Int64(minutes) * 60_000)
        transfer.person = actor.officerID
        let reveal =
            line.mayKnowContact
            ? over.reveal(over.matter(matter, after: steps), by: actor, reason: reason) : nil
        let (made, day) = (transfer, day(of: now).daysSince1970)
        try await desk.batch { transaction in
            let store = TransferStore(connection: transaction.connection)
            let others = try store.transfers(of: [matter.id])
            if others.contains(where: { $0.direction == .out && $0.state.isOpen }), !isLifeThreatening {
                throw LinesRefusal.underWay
            }
            try make(steps, on: matter, in: transaction, at: now)
            let contact = try reveal.flatMap { step in
                try transaction.perform(step.order, on: .id(matter.id), by: step.actor, at: now).contact
            }
            _ = try store.add(made)
            try store.count(TransferSum(handed: 1), line: line.code, direction: .out, day: day)
            let body = try body(of: made, dossier.record, contact, at: now)
            try send(body, made.code + Self.handedOver, of: made, in: transaction.connection, at: now)
            if isLifeThreatening { try alarm(of: made, line, in: transaction.connection, at: now) }
        }
        return transfer.code
    }

    /// Tells the teams on duty of a threat to life: the line's unit and our own desk.
    private func alarm(
        of transfer: Transfer, _ line: LineEntry, in connection: any Connection, at now: Moment
    ) throws {
        guard let template = city.templates["handedLife"] else { return }
        let text = template.text.zh.withBlanks { name in
            switch name {
            case "number": transfer.number
            case "unit": "\(line.name.zh) \(line.number)"
            default: ""
            }
        }
        for unit in Set([line.owner, city.desk]).sorted() {
            try Outbox.post(
                matter: transfer.matterID, sequence: 1, audience: "unit:\(unit)", template: template.name,
                body: text, now: now, in: connection)
        }
    }

    /// 26 characters that nobody guesses.
    func newCode() -> String {
        let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
        return "T" + String(randomBytes(25).map { letters[Int($0) % letters.count] })
    }

    /// Makes planned moves; the first names the version that they were planned for.
    func make(
        _ steps: [HandOver.Step], on matter: Matter, in transaction: DeskTransaction, at now: Moment
    ) throws {
        for (index, step) in steps.enumerated() {
            var order = step.order
            if index == 0 { order.expectedVersion = matter.version }
            try transaction.perform(order, on: .id(matter.id), by: step.actor, at: now)
        }
    }

    /// Plans anew where somebody else was faster.
    func whileFresh<T>(_ work: () async throws -> T) async throws -> T {
        for _ in 0..<8 {
            do {
                return try await work()
            } catch is Overtaken {
                continue
            } catch Refusal.outOfDate {
                continue
            }
        }
        return try await work()
    }

    // MARK: What goes out

    /// Puts a message into the queue. A threat to life stands before everything that waits.
    func send(
        _ body: String, _ message: String, of transfer: Transfer, in connection: any Connection,
        at now: Moment
    ) throws {
        guard let endpoint = try Self.endpoints(in: connection)[transfer.line] else { return }
        try SendingStore(connection).add(
            topic: Self.topic, message: message, reference: transfer.code, matter: transfer.matterID,
            endpoint: endpoint,
            payload: .request(.init(headers: ["content-type": "application/json"], body: body)), now: now,
            due: transfer.isLifeThreatening ? Moment(milliseconds: 0) : now)
    }

    private func body(
        of transfer: Transfer, _ record: MatterRecord, _ contact: RevealedContact?, at now: Moment
    ) throws -> String {
        let category = record.category.flatMap { city.catalogue[$0] }
        return try StoredJSON.text(
            HandedMatter(
                type: "line.transfer", id: transfer.code, line: transfer.line, number: transfer.number,
                text: record.text, category: record.category, categoryName: category?.name.zh,
                area: record.area.text, areaName: city.areas.path(to: record.area).map(\.name.zh).joined(),
                place: record.place, latitude: record.position?.latitude,
                longitude: record.position?.longitude,
                urgency: (transfer.isLifeThreatening ? .emergency : record.urgency).rawValue,
                lifeThreatening: transfer.isLifeThreatening, reason: transfer.reason,
                name: contact?.name, phone: contact?.phone, acceptBy: Self.time(transfer.acceptBy),
                events: "\(address)/lines/transfers/\(transfer.code)/events"))
    }

    static func time(_ moment: Moment) -> String {
        Date(timeIntervalSince1970: Double(moment.milliseconds / 1000)).formatted(.iso8601)
    }
}

/// What a line is told when a matter is handed to it.
struct HandedMatter: Codable, Sendable {
    let type: String
    let id: String
    let line: String
    let number: String
    let text: String
    let category: String?
    let categoryName: String?
    let area: String
    let areaName: String
    let place: String?
    let latitude: Double?
    let longitude: Double?
    let urgency: String
    let lifeThreatening: Bool
    let reason: String
    let name: String?
    let phone: String?
    let acceptBy: String
    let events: String
}

/// Somebody else wrote since it was read: plan anew.
struct Overtaken: Error {}
