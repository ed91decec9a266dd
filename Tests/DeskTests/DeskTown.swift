import CityPack
import Core
import Desk
import Foundation
import Logging
import Storage
import Testing

/// The demo city with a desk on a fresh database. Nothing here looks at a clock: every moment is given.
struct DeskTown: Sendable {
    let database: any Database
    let desk: Desk

    static let secret = [UInt8](repeating: 7, count: 32)
    static let address = "https://12345.example.org"
    /// A village of the first town, and the unit that its street cleaning goes to.
    static let village = area("980101001001")
    static let unit = UnitCode("T980101001")
    static let category = "0101"
    /// Everything kept at a visit.
    static var checks: String {
        let items = city.procedures.values.flatMap(\.checklist)
        return items.map { "\($0.name):yes" }.joined(separator: " ")
    }

    static let pack: LoadedPack = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Cities/demo").standardizedFileURL.path
        guard let pack = try? CityPack.load(folder) else { preconditionFailure("Cities/demo cannot be read") }
        return pack
    }()

    static var city: City { pack.city }

    /// Monday 2026-03-02, 10:00.
    static let start = city.calendar.start(of: CivilDate("2026-03-02") ?? nothing()) + 10 * hour

    static let hour: Int64 = 3_600_000
    static let day: Int64 = 24 * hour

    /// Runs a body in a fresh town that is gone afterwards.
    static func with<T>(
        _ engine: TestEngine, city: City = city, _ body: (DeskTown) async throws -> T
    ) async throws -> T {
        try await engine.withDatabase { database in
            try await body(try await settled(in: database, city: city))
        }
    }

    /// A town in a database that is empty or was a town before.
    static func settled(in database: any Database, city: City = city) async throws -> DeskTown {
        try await Migrator(StorageSchema.migrations + DeskSchema.migrations).migrate(database, now: start)
        let town = DeskTown(database: database, city: city)
        try await town.desk.bringUpToDate()
        return town
    }

    init(database: any Database, city: City = city) {
        self.database = database
        desk = Desk(database: database, city: city, secret: Self.secret, address: Self.address)
    }

    static func area(_ text: String) -> AreaCode { AreaCode(text) ?? nothing() }

    private static func nothing<T>() -> T { preconditionFailure("a literal of the tests is wrong") }
}

// MARK: - People

extension DeskTown {
    private static let logins: [(login: String, posts: [Post])] = {
        var order: [String] = []
        var posts: [String: [Post]] = [:]
        for row in pack.people {
            if posts[row.login] == nil { order.append(row.login) }
            posts[row.login, default: []].append(row.post)
        }
        return order.map { ($0, posts[$0] ?? []) }
    }()

    /// Everybody who works in the city, numbered as they stand in posts.csv.
    static let everybody: [Actor] = logins.enumerated().map { .officer(id: Int64($0 + 1), posts: $1.posts) }

    /// The nth person who holds a role in a unit.
    static func person(_ role: String, in unit: String, _ nth: Int = 0) -> Actor {
        let some = everybody.filter { $0.posts.contains { $0.role == role && $0.unit.text == unit } }
        precondition(some.count > nth, "nobody is \(role) in \(unit)")
        return some[nth]
    }

    static let clerk = person("clerk", in: "HOTLINE")
    static let dispatcher = person("dispatcher", in: "HOTLINE")
    static let caller = person("caller", in: "HOTLINE")
    static let reviewer = person("reviewer", in: "HOTLINE")
    static let supervisor = person("supervisor", in: "SUPERVISION")
    static let handler = person("handler", in: unit.text)
}

// MARK: - What happens in it

extension DeskTown {
    static func filing(_ text: String = "小区门口的垃圾三天没有人清运，味道很大。") -> Filing {
        var filing = Filing(text: text, channel: .web)
        filing.area = village
        filing.contact = Filing.Contact(name: "测试甲", phone: "19900001234")
        return filing
    }

    @discardableResult
    func file(_ filing: Filing = filing(), at now: Moment = start) async throws -> Receipt {
        try await desk.file(filing, by: .resident, at: now)
    }

    @discardableResult
    func move(
        _ name: String, _ inputs: [InputWord: String] = [:], on number: String, by actor: Actor,
        expecting version: Int? = nil, at now: Moment = start, once: RequestKey? = nil
    ) async throws -> Performed {
        try await desk.perform(
            Order(name, inputs, expecting: version), on: .number(number), by: actor, at: now, once: once)
    }

    /// A matter that the unit has to handle.
    func dispatched(_ filing: Filing = filing(), at now: Moment = start) async throws -> Receipt {
        let receipt = try await file(filing, at: now)
        try await move("register", [.category: Self.category], on: receipt.number, by: Self.clerk, at: now)
        try await move("dispatch", [.unit: Self.unit.text], on: receipt.number, by: Self.dispatcher, at: now)
        return receipt
    }

    /// A matter whose resident is asked for their word.
    func answered(_ filing: Filing = filing(), at now: Moment = start) async throws -> Receipt {
        let receipt = try await dispatched(filing, at: now)
        try await move("answer", [.answer: "已经清运。"], on: receipt.number, by: Self.handler, at: now)
        return receipt
    }

    func matter(_ number: String) async throws -> Matter {
        try #require(try await desk.dossier(.number(number), for: .resident)).matter
    }

    func events(_ number: String) async throws -> [Event] {
        try #require(try await desk.dossier(.number(number), for: .resident)).events
    }

    func facts(_ number: String) async throws -> [Fact] { try await events(number).flatMap(\.facts) }

    func record(_ number: String) async throws -> MatterRecord {
        try #require(try await desk.dossier(.number(number), for: .resident)).record
    }

    func count(_ sql: SQL) async throws -> Int {
        try await database.read { try $0.value(sql) } ?? 0
    }

    func run(_ sql: SQL) async throws {
        try await database.write { try $0.run(sql) }
    }

    func ring(at now: Moment) async throws -> Int {
        try await Timekeeper(desk: desk, logger: Logger(label: "desk tests")).tick(at: now)
    }

    /// Brings the tallies up to the last event.
    func follow() async throws {
        try await FollowerRunner.settled([Tallies.follower], on: database)
    }

    /// Makes the indexes of words to their end. On PostgreSQL the copying waits for older transactions, also
    /// for those of other tests' databases on the same server.
    func makeSearch() async throws {
        repeat {
            while try await desk.tendSearch() {}
            try await Task.sleep(for: .milliseconds(5))
        } while try await desk.searchProgress().contains { $0.done != nil }
    }

    func complaints() async throws -> [Verification.Complaint] { try await Verification.run(on: desk) }
}

/// How an operation was refused; nil when it was not.
func refusal<T>(_ body: () async throws -> T) async throws -> Refusal? {
    do {
        _ = try await body()
        return nil
    } catch let refusal as Refusal {
        return refusal
    }
}

/// How a filing was refused; nil when it was not.
func filingRefusal<T>(_ body: () async throws -> T) async throws -> FilingRefusal? {
    do {
        _ = try await body()
        return nil
    } catch let refusal as FilingRefusal {
        return refusal
    }
}
