import Administration
import CityPack
import Core
import Desk
import Directory
import Foundation
import HTTPTypes
import Storage
import Testing
import Web

/// A tiny city in a folder of its own, with its administration, its directory and a clock that stands.
final class AdministrationTown: Sendable {
    let folder: URL
    let pack: LoadedPack
    let desk: Desk
    let directory: Directory
    let shapes: ShapeSource
    let server: WebServer
    let feature: Feature
    private let hand = Hand()

    var database: any Database { desk.database }
    var now: Moment { hand.now }
    func wait(_ milliseconds: Int64) { hand.wait(milliseconds) }

    static let migrations =
        StorageSchema.migrations + DeskSchema.migrations + DirectorySchema.migrations
        + AdministrationSchema.migrations

    /// Runs a body in a fresh town that is gone afterwards.
    static func with(
        _ engine: TestEngine = .sqlite, _ pack: TinyPack = TinyPack(),
        _ body: (AdministrationTown) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lx-pack-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try write(pack, to: folder)
        try await engine.withDatabase { database in
            try await body(try await AdministrationTown(folder, database))
        }
    }

    static func write(_ pack: TinyPack, to folder: URL) throws {
        for name in ["kinds", "calendar"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: name), withIntermediateDirectories: true)
        }
        for (file, text) in pack.files { try Data(text.utf8).write(to: folder.appending(path: file)) }
    }

    private init(_ folder: URL, _ database: any Database) async throws {
        self.folder = folder
        let hand = hand
        try await Migrator(Self.migrations).migrate(database, now: hand.now)
        let pack = try CityPack.load(folder.path)
        self.pack = pack
        desk = Desk(
            database: database, city: pack.city, secret: Array(repeating: 5, count: 32),
            address: "http://127.0.0.1:8080")
        let surroundings = Surroundings(now: { hand.now }, randomBytes: Surroundings.live.randomBytes)
        directory = Directory(
            database: database, organisation: Organisation(pack.city), surroundings: surroundings, demo: true,
            cost: Town.cheap)
        shapes = ShapeSource(areas: pack.city.areas, database: database)
        let administration = Administration(
            desk: desk, content: PackContent(pack), folder: folder.path, shapes: shapes,
            followers: ["tallies", "reveals"])
        feature = .administration(administration)
        server = WebServer(
            features: [.directory(directory, home: "/account"), feature],
            gatekeeper: directory, surroundings: surroundings,
            settings: try WebSettings(
                baseURL: "http://127.0.0.1:8080", secret: Array(repeating: 7, count: 32), demo: true,
                visitorFormsPerMinute: nil))
        try await directory.importPeople(
            pack.people.map { PostRow(login: $0.login, name: $0.name, post: $0.post) }, now: hand.now)
    }

    /// A browser in which somebody is signed in.
    func browser(_ login: String) async throws -> WebClient {
        let person = try #require(try await directory.person(login: login))
        let client = WebClient(server, headers: [.acceptLanguage: "en"])
        _ = try await client.post("/demo/sign-in", ["person": String(person.id)], from: "/demo")
        return client
    }

    /// Somebody who manages accounts, signed in.
    func administrator() async throws -> WebClient {
        if try await directory.person(login: "boss") == nil {
            let post = Post(role: "administrator", unit: pack.city.desk, area: pack.city.area)
            try await directory.addPerson(
                login: "boss", name: Town.text("主任"), posts: [post], by: Town.operators, now: now)
        }
        return try await browser("boss")
    }

    func actor(_ login: String) async throws -> Actor {
        let person = try #require(try await directory.person(login: login))
        return .officer(id: person.id, posts: person.posts(at: now))
    }

    /// A matter that the water bureau has to handle.
    @discardableResult
    func dispatched() async throws -> Receipt {
        var filing = Filing(text: "水管漏水，路面积水。", channel: .web)
        filing.area = AreaCode("9801")
        filing.contact = Filing.Contact(name: "测试甲", phone: "19900001234")
        let receipt = try await desk.file(filing, by: .resident, at: now)
        _ = try await desk.perform(
            Order("dispatch", [.category: "leak", .unit: "WATER"]), on: .number(receipt.number),
            by: try await actor("an"), at: now)
        return receipt
    }

    func rows(_ sql: SQL) async throws -> [Row] { try await database.read { try $0.rows(sql) } }

    func changed(_ file: String, _ old: String, _ new: String) throws {
        try Self.write(try TinyPack.with(file, old, new), to: folder)
    }
}
