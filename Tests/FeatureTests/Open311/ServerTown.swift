@testable import Attachments
import CityPack
import Core
import Courier
import Desk
import Files
import Foundation
import HTTPTypes
@testable import Open311
import Storage
import Synchronization
import Testing
import Web

/// The demo city with its Open311 server on a database of either engine, and two keys.
final class ServerTown: Sendable {
    let desk: Desk
    let server: WebServer
    let open311: Open311Server
    let keys: KeyRing
    let key: String
    let other: String
    private let clock = ServerClock()

    static let pack: LoadedPack = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Cities/demo").standardizedFileURL.path
        guard let pack = try? CityPack.load(folder) else { preconditionFailure("Cities/demo cannot be read") }
        return pack
    }()

    static var city: City { pack.city }
    /// Monday 2026-03-02, 10:00 in China.
    static let start = Moment(rfc3339: "2026-03-02T10:00:00+08:00") ?? Moment(milliseconds: 0)
    static let minute: Int64 = 60_000
    static let day: Int64 = 86_400_000
    /// In the first village.
    static let place = ["lat": "30.5975", "long": "110.21307"]

    static func with<T>(
        _ engine: TestEngine = .sqlite, book: Open311Book = pack.open311,
        _ body: (ServerTown) async throws -> T
    ) async throws -> T {
        try await engine.withDatabase { database in
            let folder = FileManager.default.temporaryDirectory.appending(
                path: "lx-o311-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            return try await body(try await ServerTown(database, book, folder.path))
        }
    }

    private init(_ database: any Database, _ book: Open311Book, _ folder: String) async throws {
        try await Migrator(
            StorageSchema.migrations + DeskSchema.migrations + FilesSchema.migrations
                + CourierSchema.migrations + Open311Schema.migrations + Open311ClientSchema.migrations
        ).migrate(database, now: Self.start)
        let address = "https://12345.example.org"
        desk = Desk(
            database: database, city: Self.city, secret: Array(repeating: 5, count: 32), address: address)
        let random: @Sendable (Int) -> [UInt8] = { count in (0..<count).map { _ in UInt8.random(in: 0...255) }
        }
        let shelf = FileShelf(folder: folder, database: database, randomBytes: random)
        keys = KeyRing(database: database, randomBytes: random)
        key = try await keys.create("市民拍", scope: .open311, at: Self.start)
        other = try await keys.create("别的系统", scope: .open311, at: Self.start)
        let attachments = Feature.attachments(desk: desk, shelf: shelf)
        let client = Open311Client(
            desk: desk, ask: { _, _ in throw Open311Client.NoAnswer.failed("no network") }, connector: { 1 })
        open311 = Open311Server(
            desk: desk, book: book, keys: keys, shelf: shelf, shapes: ShapeSource(areas: Self.city.areas))
        let clock = clock
        server = WebServer(
            features: [attachments, .open311(open311, client: client, files: attachments.formFiles)],
            gatekeeper: NobodyGate(), surroundings: Surroundings(now: { clock.now }, randomBytes: random),
            settings: try WebSettings(
                baseURL: address, secret: Array(repeating: 3, count: 32), visitorFormsPerMinute: nil))
    }

    var now: Moment { clock.now }
    func wait(_ milliseconds: Int64) { clock.move(milliseconds) }
    func client(headers: HTTPFields = [:]) -> WebClient { WebClient(server, headers: headers) }

    /// Sends a request with whatever a request needs.
    func post(
        _ more: [String: String] = [:], format: String = "json", headers: HTTPFields = [:]
    ) async throws -> WebAnswer {
        var form = Self.place
        form["api_key"] = key
        form["service_code"] = "0101"
        form["description"] = "小区门口的垃圾三天没有人清运。"
        for (name, value) in more { form[name] = value.isEmpty ? nil : value }
        return try await client().post("/open311/v2/requests.\(format)", form, headers: headers)
    }

    /// The number that a request was filed under.
    func filed(_ more: [String: String] = [:]) async throws -> String {
        let answer = try await post(more)
        #expect(answer.status == 200, "\(answer.text)")
        return try #require(try answer.rows.first?["service_request_id"] as? String)
    }

    func update(_ number: String, _ id: String, _ more: [String: String] = [:]) async throws -> WebAnswer {
        var form = [
            "api_key": key, "service_request_id": number, "update_id": id, "status": "OPEN",
            "updated_datetime": Open311.written(now), "description": "还是没有人来。",
        ]
        for (name, value) in more { form[name] = value.isEmpty ? nil : value }
        return try await client().post("/open311/v2/servicerequestupdates.json", form)
    }

    func get(_ path: String) async throws -> WebAnswer { try await client().get("/open311/v2/\(path)") }

    // MARK: People

    private static let people: [(login: String, posts: [Post])] = {
        var posts: [String: [Post]] = [:]
        var order: [String] = []
        for row in pack.people {
            if posts[row.login] == nil { order.append(row.login) }
            posts[row.login, default: []].append(row.post)
        }
        return order.map { ($0, posts[$0] ?? []) }
    }()

    static func person(_ role: String, in unit: String) -> Actor {
        let found = people.firstIndex { $0.posts.contains { $0.role == role && $0.unit.text == unit } }
        guard let found else { preconditionFailure("nobody is \(role) in \(unit)") }
        return .officer(id: Int64(found + 1), posts: people[found].posts)
    }

    static let clerk = person("clerk", in: "HOTLINE")
    static let dispatcher = person("dispatcher", in: "HOTLINE")
    static let handler = person("handler", in: "T980101001")

    func move(_ name: String, _ inputs: [InputWord: String] = [:], on number: String, by actor: Actor)
        async throws
    {
        _ = try await desk.perform(Order(name, inputs), on: .number(number), by: actor, at: now)
    }

    /// Brings it to where the resident is asked.
    func answered(_ number: String, _ answer: String = "已经清运。") async throws {
        try await move("dispatch", [.unit: "T980101001"], on: number, by: Self.dispatcher)
        wait(Self.minute)
        try await move("answer", [.answer: answer], on: number, by: Self.handler)
        wait(Self.minute)
    }

    func matter(_ number: String) async throws -> Matter {
        try #require(try await desk.dossier(.number(number), for: .resident)).matter
    }

    /// Lets the followers see what happened.
    func follow() async throws {
        let followers = [PublicMatters.follower(city: Self.city), Open311Told.follower(city: Self.city)]
        try await FollowerRunner.settled(followers, on: desk.database)
    }

    func count(_ sql: SQL) async throws -> Int { try await desk.database.read { try $0.value(sql) } ?? 0 }
}

/// A clock that stands still until it is moved. Lock: the time, which tests move while the site reads it.
private final class ServerClock: Sendable {
    private let moment = Mutex(ServerTown.start)
    var now: Moment { moment.withLock { $0 } }
    func move(_ milliseconds: Int64) { moment.withLock { $0 = $0 + milliseconds } }
}

/// Nobody signs in.
private struct NobodyGate: Gatekeeper {
    func officer(session token: String, now: Moment) async throws -> SignedIn? { nil }
    func bearer(_ token: String, now: Moment) async throws -> Bearer? { nil }
}

extension WebAnswer {
    /// The rows of a JSON answer.
    var rows: [[String: Any]] {
        get throws { (try JSONSerialization.jsonObject(with: Data(bytes)) as? [[String: Any]]) ?? [] }
    }

    /// The codes of the errors it lists.
    var errors: [String] { get throws { try rows.compactMap { $0["code"] as? String } } }
}
