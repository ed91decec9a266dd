import Core
import Desk
import Files
import Foundation
import HTTPTypes
import Logging
import Matters
import SQLiteStorage
import Storage
import Synchronization
import Web

/// A small city at work: a desk on a database of its own, a site, people with tokens, and a clock that stands
/// still until a test moves it.
final class TestTown: Sendable {
    let desk: Desk
    let server: WebServer
    /// Lock: the time, which tests move while the site reads it.
    private let clock: TownClock

    /// Runs a body in a fresh town that is gone afterwards.
    static func with<T>(
        visitorFormsPerMinute: Int? = nil, city: City = TownCity.city,
        features: (@Sendable (Desk) -> [Feature])? = nil,
        _ body: (TestTown) async throws -> T
    ) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lx-town-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try SQLiteDatabase(path: folder.appending(path: "town.sqlite").path)
        do {
            try await Migrator(
                StorageSchema.migrations + DeskSchema.migrations + MattersSchema.migrations
                    + FilesSchema.migrations
            ).migrate(database, now: TownCity.start)
            let desk = Desk(
                database: database, city: city, secret: Array(repeating: 5, count: 32),
                address: "https://12345.example.org")
            let town = try TestTown(
                desk, formsPerMinute: visitorFormsPerMinute, features: (features ?? Self.slices)(desk))
            let result = try await body(town)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }

    /// The slice under test.
    static let slices: @Sendable (Desk) -> [Feature] = { desk in
        [
            .matters(
                desk: desk, shelf: shelf(of: desk),
                names: { ids in TownCity.names.filter { ids.contains($0.key) } })
        ]
    }

    /// A shelf in a folder that is made with the first file; whoever sends one removes it.
    static func shelf(of desk: Desk, folder: String? = nil) -> FileShelf {
        let unnamed = FileManager.default.temporaryDirectory.appending(path: "lx-files-\(UUID().uuidString)")
        return FileShelf(
            folder: folder ?? unnamed.path, database: desk.database,
            randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } })
    }

    private init(_ desk: Desk, formsPerMinute: Int?, features: [Feature]) throws {
        self.desk = desk
        let clock = TownClock()
        self.clock = clock
        server = WebServer(
            features: features, gatekeeper: TownGate(),
            surroundings: Surroundings(now: { clock.now }, randomBytes: { Array(repeating: 9, count: $0) }),
            settings: try WebSettings(
                baseURL: "https://12345.example.org", secret: Array(repeating: 3, count: 32),
                visitorFormsPerMinute: formsPerMinute))
    }

    /// A moment of the town, Monday 2026-03-02, 09:00 at first.
    var now: Moment { clock.now }
    func wait(_ milliseconds: Int64) { clock.move(milliseconds) }

    /// Somebody without an account.
    func visitor(headers: HTTPFields = [:]) -> WebClient { WebClient(server, headers: headers) }

    /// Somebody at work, who shows a token. `clerk` may do all; `clerk+matters:read` only that.
    func officer(_ token: String) -> WebClient {
        WebClient(server, headers: [.authorization: "Bearer \(token)"])
    }

    /// Somebody at work, signed in with a browser.
    func browser(_ name: String) -> WebClient {
        let client = WebClient(server)
        client.setCookie("__Host-lx_s", name)
        return client
    }

    /// Makes what is due now.
    func ring() async throws {
        try await Timekeeper(desk: desk, logger: Logger(label: "town")).tick(at: now)
        try await AnswerSharing(desk: desk, logger: Logger(label: "town")).tick(at: now)
    }

    /// All that is kept of a matter, to show that nothing changed.
    struct State: Equatable {
        let matter: Matter?
        let events: [Event]
    }

    func state(of number: String) async throws -> State {
        let dossier = try await desk.dossier(.number(number), for: .resident)
        return State(matter: dossier?.matter, events: dossier?.events ?? [])
    }

    func count() async throws -> Int {
        try await desk.database.read { try $0.value("SELECT count(*) FROM matters") } ?? 0
    }
}

/// A clock that stands still until it is moved.
private final class TownClock: Sendable {
    private let moment = Mutex(TownCity.start)
    var now: Moment { moment.withLock { $0 } }
    func move(_ milliseconds: Int64) { moment.withLock { $0 = $0 + milliseconds } }
}

/// Lets in everybody of `TownCity.people` by their name, as a session or as a token.
struct TownGate: Gatekeeper {
    static let scopes: Set<String> = ["matters:read", "matters:write", "moves:write", "contacts:read"]

    func officer(session token: String, now: Moment) async throws -> SignedIn? {
        TownCity.people[token].map { SignedIn(officer: $0) }
    }

    func bearer(_ token: String, now: Moment) async throws -> Bearer? {
        let parts = token.split(separator: "+").map(String.init)
        guard let name = parts.first, let officer = TownCity.people[name] else { return nil }
        return Bearer(officer: officer, scopes: parts.count == 1 ? Self.scopes : Set(parts.dropFirst()))
    }
}
