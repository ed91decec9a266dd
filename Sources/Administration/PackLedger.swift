public import CityPack
public import Core
import Desk
public import Storage

/// Which city packs were in force when, and the door through which a new one comes into force: the start of
/// a server.
public struct PackLedger: Sendable {
    private let database: any Database

    /// Over a database that has the tables of the administration.
    public init(_ database: any Database) { self.database = database }

    /// The pack that came into force last; nil before the first start.
    public func latest() async throws -> PackVersion? {
        try await database.read { try PackVersionStore(connection: $0).latest() }
    }

    /// Takes note of the pack a server starts with. The same pack as before is not noted again.
    ///
    /// - Parameter starter: who starts what: `serve at town-hall-1`.
    /// - Returns: Whether the pack is a new one.
    /// - Throws: `Fault.configuration` naming everything that is in use and that the pack lacks.
    @discardableResult
    public func admit(_ pack: LoadedPack, by starter: String, at now: Moment) async throws -> Bool {
        let latest = try await latest()
        if latest?.hash == pack.fingerprint { return false }
        let blockers = try await PackDryRun.blockers(of: pack.city, on: database)
        if !blockers.isEmpty { throw PackLedger.refusal(pack.directory, blockers) }
        let content = PackContent(pack)
        let difference = latest.map { PackDifference(old: $0.content, new: content) }
        let summary = difference.map { difference in
            PackDifference.Change.allCases.map { "\(difference.count($0)) \($0.rawValue)" }
                .joined(separator: ", ")
        }
        do {
            return try await database.write { connection in
                let store = PackVersionStore(connection: connection)
                let last = try store.latest()
                // Another server may have started with the same pack since.
                if last?.hash == content.fingerprint { return false }
                try store.add(
                    content, after: last?.id ?? 0, by: starter, summary: summary ?? "", at: now)
                return true
            }
        } catch let fault as Fault where fault.code == .constraint {
            return try await self.latest()?.hash != pack.fingerprint
        }
    }

    private static func refusal(_ folder: String, _ blockers: [PackDryRun.Finding]) -> Fault {
        let told = blockers.prefix(8).map(\.description).joined(separator: "; ")
        let more = blockers.count > 8 ? "; and \(blockers.count - 8) more" : ""
        return Fault(
            .configuration, "The city pack in \(folder) cannot come into force: \(told)\(more).",
            remedy: "Keep what is in use in the pack, or bring these matters further with the pack before. "
                + "`lianxin city dry-run` shows everything.")
    }
}

/// One city pack that was in force.
public struct PackVersion: Sendable, Hashable {
    public let id: Int64
    /// As `LoadedPack.fingerprint`.
    public let hash: String
    public let version: Int
    public let content: PackContent
    public let since: Moment
    /// Who started what with it.
    public let by: String
    /// How many rows came, went and changed; empty for the first.
    public let summary: String
}
