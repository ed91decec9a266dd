public import Core
import Courier
import Desk
import Storage
public import Web

/// Why a destination cannot be as it was given.
public enum DestinationRefusal: Refusable, Hashable {
    case badName, badAddress, badUnit, badKey, badCategory, badService, badAttributes, absent

    public var code: String { "destination.\(field ?? "absent")" }
    public var status: Int { self == .absent ? 404 : 422 }

    public var field: String? {
        switch self {
        case .badName: "name"
        case .badAddress: "base"
        case .badUnit: "unit"
        case .badKey: "key"
        case .badCategory: "category"
        case .badService: "service"
        case .badAttributes: "attributes"
        case .absent: nil
        }
    }

    public func sentence(_ words: Words) -> String { words("open311.client.refused.\(field ?? "absent")") }
}

/// Destinations are added, changed and looked at by whoever manages the ways out.
extension Open311Client {
    /// - Throws: `DestinationRefusal`, `Fault`.
    @discardableResult
    public func add(_ new: NewDestination, at now: Moment) async throws -> Int64 {
        let checked = try check(new)
        return try await desk.database.write { try DestinationStore(connection: $0).add(checked, now: now) }
    }

    public func change(_ id: Int64, _ new: NewDestination, at now: Moment) async throws {
        let checked = try check(new)
        let isDone = try await desk.database.write { connection in
            try DestinationStore(connection: connection).change(id, checked, now: now)
        }
        if !isDone { throw DestinationRefusal.absent }
    }

    public func destinations() async throws -> [Destination] {
        try await desk.database.read { try DestinationStore(connection: $0).all() }
    }

    public func destination(_ id: Int64) async throws -> Destination {
        let found = try await desk.database.read { try DestinationStore(connection: $0).destination(id) }
        guard let found else { throw DestinationRefusal.absent }
        return found
    }

    /// Pauses it, lets it go on, or removes it; what waits for a removed one does not go.
    public func set(_ state: Destination.State, of id: Int64, at now: Moment) async throws {
        let words = words(.zh)
        let isDone = try await desk.database.write { connection in
            guard try DestinationStore(connection: connection).set(state, of: id, now: now) else {
                return false
            }
            if state == .removed {
                try SentStore(connection: connection).stop(
                    id, reason: words("open311.client.removed"), now: now)
            }
            return true
        }
        if !isDone { throw DestinationRefusal.absent }
    }

    /// Says what a category of ours is called there.
    public func map(
        _ category: String, to service: String, attributes: [String: String] = [:], of id: Int64
    ) async throws {
        guard city.catalogue[category]?.isLeaf == true else { throw DestinationRefusal.badCategory }
        guard let service = Open311Reading.checked(service) else { throw DestinationRefusal.badService }
        let isSound =
            attributes.count <= 50
            && attributes.allSatisfy { code, value in
                Open311Reading.checked(code) != nil && value.count <= 1000
            }
        guard isSound else { throw DestinationRefusal.badAttributes }
        _ = try await destination(id)
        let mapped = Mapped(category: category, service: service, attributes: attributes)
        try await desk.database.write { try DestinationStore(connection: $0).map(mapped, of: id) }
    }

    public func unmap(_ category: String, of id: Int64) async throws {
        try await desk.database.write { try DestinationStore(connection: $0).unmap(category, of: id) }
    }

    /// What a refusal says, in English.
    public func sentence(_ refusal: DestinationRefusal) -> String { refusal.sentence(words(.en)) }

    func mapped(_ id: Int64) async throws -> [Mapped] {
        try await desk.database.read { try DestinationStore(connection: $0).mapped(id) }
    }

    /// Asks it for its services and keeps the list.
    ///
    /// - Returns: How many there are; nil and why where it does not say.
    public func fetchServices(of id: Int64, at now: Moment) async throws -> (count: Int?, reason: String?) {
        let destination = try await destination(id)
        do {
            let answer = try await ask(destination.address("services"), Following.answerLimit)
            guard (200..<300).contains(answer.status) else { return (nil, "\(answer.status)") }
            let services = Array(try Open311Reading().services(answer.body).rows.prefix(2000))
            let list = try StoredJSON.text(services)
            try await desk.database.write { connection in
                try DestinationStore(connection: connection).set(services: list, of: id, now: now)
            }
            return (services.count, nil)
        } catch let refusal as ReadingRefusal {
            return (nil, refusal.reason)
        } catch NoAnswer.tooLarge {
            return (nil, words(.en)("open311.client.tooLarge"))
        } catch NoAnswer.failed(let reason) {
            return (nil, reason)
        }
    }

    /// Asks it what its form wants to know about a service.
    func definition(of service: String, at destination: Destination) async throws -> [TheirAttribute] {
        do {
            let path = "services/\(FormBody.encode(service))"
            let answer = try await ask(destination.address(path), 1 << 20)
            guard (200..<300).contains(answer.status) else { return [] }
            return Array(
                try Open311Reading().definition(answer.body).rows.sorted { $0.order < $1.order }.prefix(50))
        } catch is ReadingRefusal {
            return []
        } catch is NoAnswer {
            return []
        }
    }

    /// Sends a matter again that did not arrive, or whose answer could not be read.
    func again(_ id: Int64, of destination: Int64, at now: Moment) async throws -> Bool {
        try await desk.database.write { connection in
            let store = SentStore(connection: connection)
            guard let sent = try store.sent(id, locked: true), sent.destinationID == destination,
                sent.state == .failed
            else { return false }
            let sendings = SendingStore(connection)
            guard let last = try sendings.all(topic: Self.topic, reference: sent.reference, limit: 1).first,
                try sendings.again(last.id, now: now)
            else { return false }
            try store.set(.waiting, of: id, now: now)
            return true
        }
    }

    private func check(_ new: NewDestination) throws(DestinationRefusal) -> NewDestination {
        var new = new
        new.name = new.name.onOneLine
        guard (1...100).contains(new.name.count) else { throw .badName }
        var base = new.base.cleaned
        while base.hasSuffix("/") { base.removeLast() }
        guard WebTarget(base) != nil, !base.contains("?"), !base.contains("#") else { throw .badAddress }
        new.base = base
        guard let unit = city.units[new.unit], unit.code != city.desk else { throw .badUnit }
        new.jurisdiction = new.jurisdiction?.onOneLine.nilWhenEmpty
        if let key = new.key?.cleaned.nilWhenEmpty {
            guard let key = Open311Reading.checked(key) else { throw .badKey }
            new.key = key
        } else {
            new.key = nil
        }
        return new
    }
}

extension String {
    var nilWhenEmpty: String? { isEmpty ? nil : self }
}
