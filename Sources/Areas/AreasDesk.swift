public import Core
import Crypto
public import Desk
import FoundationEssentials
import Language
public import Storage
import Web

/// What the slice of areas does for the program: pages' data, "me too", subscriptions, and what follows the
/// log.
public struct AreasDesk: Sendable {
    let desk: Desk
    let sight: AreaSight
    let messages: AreaMessages
    let cache = AreaCache()
    private let tree: @Sendable (Moment) async throws -> AreaTree
    private let key: SymmetricKey

    /// - Parameters:
    ///   - secret: 32 bytes, the same on every server, kept for ever: `Secrets.key("areas", …)`.
    ///   - address: the public address of the site, without a slash at its end.
    ///   - areas: the areas with the outlines that are in force; nil for those of the city pack.
    public init(
        desk: Desk, secret: [UInt8], address: String,
        areas: (@Sendable (Moment) async throws -> AreaTree)? = nil
    ) {
        self.desk = desk
        messages = AreaMessages(templates: desk.city.templates, address: address)
        sight = AreaSight(city: desk.city, messages: messages, secret: secret)
        key = SymmetricKey(data: secret)
        let pack = desk.city.areas
        tree = areas ?? { _ in pack }
    }

    /// The proof of a subscription's link.
    func proof(of id: Int64) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("area subscription \(id)".utf8), using: key)
        return Base64URL.encode(Array(code.prefix(18)))
    }

    var city: City { desk.city }
    /// The areas with the outlines that are in force now.
    func areas(at now: Moment) async throws -> AreaTree { try await tree(now) }

    /// Follows the log and keeps what everybody may see; tells those who said "me too".
    public var follower: Follower {
        let sight = sight
        return Follower(
            name: "areas",
            reset: { connection in try AreaFollowStore.reset(connection) },
            follow: { events, connection in
                try AreaFollowStore(connection: connection, sight: sight).follow(events)
            })
    }

    /// How many residents said "me too" to a matter.
    public func seconds(of matter: Int64) async throws -> Int {
        try await desk.database.read { try AreaStore(connection: $0).seconds(of: matter) }
    }

    // MARK: Reading

    /// What an area's page shows, at most a minute old.
    func picture(of area: AreaCode, now: Moment) async throws -> AreaPicture {
        if let kept = cache.picture(of: area, now: now) { return kept }
        let day = sight.day(of: now)
        let picture = try await desk.database.read { connection in
            try AreaStore(connection: connection).picture(of: area, day: day)
        }
        cache.keep(picture, of: area, now: now)
        return picture
    }

    /// A matter by the key of the public pages; nil when nobody may see it any more.
    func record(key: String) async throws -> AreaRecord? {
        guard key.utf8.count == 20 else { return nil }
        return try await desk.database.read { try AreaStore(connection: $0).record(key: key) }
    }

    /// The matter that a key of the public pages stands for; nil when nobody may see it any more or it ended.
    public func matter(ofKey key: String) async throws -> Int64? {
        try await record(key: key).flatMap { $0.isOpen ? $0.id : nil }
    }

    /// What is open near a place, the closest first; without a place, the latest of an area.
    ///
    /// - Parameter category: only of this class or one below it.
    func near(
        _ position: Position?, area: AreaCode?, category: String?, limit: Int = 5
    ) async throws -> [(record: AreaRecord, meters: Int?)] {
        let found = try await desk.database.read { connection -> [AreaRecord] in
            let store = AreaStore(connection: connection)
            if let position { return try store.near(AreaRecord.cells(around: position), limit: 100) }
            return try area.map { try store.list(of: $0, state: "open", limit: 100) } ?? []
        }
        let wanted = found.filter { record in
            guard let category else { return true }
            return city.catalogue.lineage(of: record.category).contains { $0.code == category }
        }
        guard let position else { return wanted.prefix(limit).map { ($0, nil) } }
        let measured = wanted.map { record in
            (record: record, meters: record.position.map { Int($0.distance(to: position).rounded()) })
        }
        return Array(
            measured.filter { ($0.meters ?? .max) <= 1500 }
                .sorted { ($0.meters ?? 0, $0.record.id) < ($1.meters ?? 0, $1.record.id) }.prefix(limit))
    }

    // MARK: Me too

    /// Counts a visitor for a matter, once.
    ///
    /// - Parameter visitor: who sends, `visit.sender`; kept as a hash.
    /// - Returns: the matter; nil when it is not open to everybody any more.
    func second(
        _ key: String, visitor: String, address: String?, language: Core.Language, now: Moment
    ) async throws -> AreaRecord? {
        let hash = Base64URL.encode(Array(SHA256.hash(data: Data(visitor.utf8)).prefix(16)))
        let record = try await desk.database.write { connection -> AreaRecord? in
            let store = AreaStore(connection: connection)
            guard let record = try store.record(key: key, locked: true), record.isOpen else { return nil }
            _ = try store.second(
                record.id, visitor: hash, address: address, language: language, now: now)
            return try store.record(key: key)
        }
        if let record { cache.forget(record.shownIn) }
        return record
    }

    /// A telephone number or an address for mail as it is kept; nil for anything else.
    static func reach(_ text: String) -> String? {
        if let phone = PhoneNumber(text) { return phone.text }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, !parts[0].isEmpty,
            text.allSatisfy({ $0.isASCII && !$0.isWhitespace && !"<>\"'(),;:\\[]".contains($0) }),
            parts[1].contains("."), !parts[1].hasPrefix("."), !parts[1].hasSuffix("."),
            !parts[1].contains("..")
        else { return nil }
        return text.lowercased()
    }
}
