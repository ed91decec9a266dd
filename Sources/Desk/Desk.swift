public import Core
import Logging
public import Storage

/// The one door (house.md, idea 3): every channel, page, import and timer goes through `file` and `perform`,
/// so a rule that holds here holds everywhere.
public struct Desk: Sendable {
    public let database: any Database
    private let source: CitySource
    let links: Links
    let numbers: NumberBlocks

    /// - Parameter address: The public address of the city's site, without a slash at its end, for links in
    ///   messages.
    public init(database: any Database, city: City, secret: [UInt8], address: String) {
        self.database = database
        source = CitySource(city)
        links = Links(secret: secret, address: address)
        numbers = NumberBlocks(database: database)
    }

    /// The city as it is now: its pack, and the dispatch rules that were decided since. Keep it for one
    /// request, not for longer.
    public var city: City { source.city }

    /// Lets everything that uses this desk, and its copies, see another dispatch catalogue and other limits.
    public func renew(dispatch: DispatchCatalogue, limits: LimitTable) {
        source.renew(dispatch: dispatch, limits: limits)
    }

    /// Takes a concern in. The answer comes after it is on disk.
    ///
    /// - Throws: `FilingRefusal` for what cannot be taken in, `Fault` when the store cannot.
    public func file(
        _ filing: Filing, by actor: Actor, at now: Moment, once: RequestKey? = nil
    ) async throws -> Receipt {
        let filing = try prepare(filing, as: try await identity(for: filing, at: now), by: actor, at: now)
        var receipt = try await again { connection in
            let transaction = DeskTransaction(connection, self)
            return try transaction.once(once, at: now) { try transaction.file(filing, at: now) }
        }
        // Kept without its token: a link is a secret, and is made again from the number.
        receipt.token = links.token(of: receipt.number)
        return receipt
    }

    /// Makes a move. The answer comes after it is on disk.
    ///
    /// - Throws: `Refusal`, `MatterNotFound` for what does not exist or the actor may not see, `Fault`.
    public func perform(
        _ order: Order, on reference: MatterReference, by actor: Actor, at now: Moment,
        once: RequestKey? = nil
    ) async throws -> Performed {
        try await again { connection in
            try DeskTransaction(connection, self).perform(
                order, on: reference, by: actor, at: now, once: once)
        }
    }

    /// Once more when another server stored the same key, or the same matter of the same source, in the
    /// meantime: the second look finds what it left.
    private func again<T: Sendable>(
        _ work: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        do {
            return try await database.write(work)
        } catch let fault as Fault where fault.code == .constraint {
            return try await database.write(work)
        }
    }

    /// Several filings and moves in one transaction: imports and the demo. All or nothing.
    public func batch<T: Sendable>(
        _ work: @escaping @Sendable (DeskTransaction) throws -> T
    ) async throws -> T {
        try await database.write { connection in try work(DeskTransaction(connection, self)) }
    }

    /// A key and a number for a matter to come. Numbers left over by a stop are never used again.
    public func identity(for filing: Filing, at now: Moment) async throws -> MatterIdentity {
        let kind = filing.kind ?? city.firstKind
        let prefix = city.procedures[kind]?.prefix ?? "X"
        let raised = filing.raisedAt ?? now
        let day = city.calendar.date(of: raised).description.filter { $0 != "-" }
        let id = try await numbers.next("matter")
        let serial = try await numbers.next(prefix + day)
        let digits = String(serial)
        let padding = String(repeating: "0", count: max(0, 5 - digits.count))
        return MatterIdentity(id: id, number: prefix + day + padding + digits)
    }

    /// The private link of a matter, for the resident's eyes.
    public func link(of number: String) -> String { links.address(of: number) }

    /// The number a private link was made for; nil for any other text.
    public func number(ofLink token: String) -> String? { links.number(of: token) }
}

/// How a matter is named by whoever asks.
public enum MatterReference: Sendable, Hashable {
    case id(Int64)
    case number(String)
}

/// The key and number of a matter that is about to be stored.
public struct MatterIdentity: Sendable, Hashable {
    public let id: Int64
    public let number: String

    /// Stands for the key of a filing that is only tried, and never stored.
    public static let trial = MatterIdentity(id: 0, number: "–")
}

/// There is no such matter, or not for this asker: the two look the same.
public struct MatterNotFound: Error, Hashable, Sendable {
    public init() {}
}

/// What a resident holds in their hand after filing.
public struct Receipt: Sendable, Hashable, Codable {
    public let id: Int64
    public let number: String
    /// The token of the private link. It is not written down with the rest.
    public internal(set) var token = ""
    public let version: Int
    public let stage: String

    private enum CodingKeys: String, CodingKey {
        case id, number, version, stage
    }
}

/// What became of an order.
public struct Performed: Sendable, Hashable, Codable {
    public let id: Int64
    public let number: String
    public let version: Int
    public let stage: String
    public let outcome: Outcome?
    let reveals: Bool
    /// Who raised it, where the move revealed that.
    public internal(set) var contact: RevealedContact?

    /// Contact data are never kept with the answer to a request: the contact is read anew each time.
    private enum CodingKeys: String, CodingKey {
        case id, number, version, stage, outcome, reveals
    }
}

/// Contact data in clear.
public struct RevealedContact: Sendable, Hashable, Codable {
    public let name: String?
    public let phone: String?
    public let email: String?
}

/// A request that may arrive twice: the same key and content is answered the same, and done once.
public struct RequestKey: Sendable, Hashable {
    /// Who sent it, so that keys of different senders never meet.
    public let owner: String
    public let key: String
    /// A hash of the request's content.
    public let content: [UInt8]

    public init(owner: String, key: String, content: [UInt8]) {
        self.owner = owner
        self.key = key
        self.content = content
    }
}

/// The key came before with another request.
public struct KeyUsedOtherwise: Error, Hashable, Sendable {}
