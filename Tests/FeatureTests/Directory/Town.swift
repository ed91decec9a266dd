import Core
import Directory
import SQLiteStorage
import Storage
import Synchronization
import Web

/// A small town with a clock that only the test moves.
final class Town: Sendable {
    let database: any Database
    let directory: Directory
    let server: WebServer
    let demo: Bool

    static let password = "four clouds over a mill"
    static let cheap = PasswordCost(memory: 64, passes: 1, lanes: 1)

    static let organisation: Organisation = {
        let areas = ["98", "9801", "980101", "980101001"].compactMap { AreaCode($0) }
            .map { Area(code: $0, name: LocalText(zh: "区\($0.text)", en: "Area \($0.text)")) }
        return Organisation(
            roles: [
                Role(name: "administrator", text: text("管理员"), sight: .area, powers: [.manageAccounts]),
                Role(name: "clerk", text: text("接线员"), sight: .area, powers: [.revealContact]),
                Role(name: "handler", text: text("承办人"), sight: .unit),
            ],
            units: [
                Unit(code: desk.unit, name: text("热线"), area: desk.area, parent: nil),
                Unit(code: UnitCode("WATER"), name: text("水务"), area: desk.area, parent: nil),
            ],
            areas: AreaTree(areas), area: desk.area, desk: desk.unit,
            moves: ["clerk": [LocalText(zh: "受理", en: "Register")]])
    }()

    private static let code: AreaCode = {
        guard let code = AreaCode("9801") else { preconditionFailure("Four digits are a code.") }
        return code
    }()

    static let desk = Post(
        role: "clerk", unit: UnitCode("HOTLINE"), area: code)
    static let administrator = Post(role: "administrator", unit: desk.unit, area: desk.area)
    static let handler = Post(role: "handler", unit: UnitCode("WATER"), area: desk.area)
    static let operators = Actor.system("test")

    static func text(_ text: String) -> LocalText { LocalText(zh: text, en: text) }

    /// - Parameter siteDemo: what the site's settings say; the directory's own word unless given.
    init(
        demo: Bool = false, siteDemo: Bool? = nil, cost: PasswordCost = cheap, database: (any Database)? = nil
    ) async throws {
        let start = Moment(milliseconds: 1_795_311_000_000)
        let database = try database ?? SQLiteDatabase(path: ":memory:")
        self.database = database
        self.demo = demo
        try await Migrator(DirectorySchema.migrations).migrate(database, now: start)
        let hand = Hand()
        let surroundings = Surroundings(
            now: { hand.now }, randomBytes: Surroundings.live.randomBytes)
        self.hand = hand
        directory = Directory(
            database: database, organisation: Town.organisation, surroundings: surroundings, demo: demo,
            cost: cost)
        server = WebServer(
            features: [.directory(directory, home: "/account")], gatekeeper: directory,
            surroundings: surroundings,
            settings: try WebSettings(
                baseURL: "http://127.0.0.1:8080", secret: Array(repeating: 7, count: 32),
                demo: siteDemo ?? demo, visitorFormsPerMinute: nil))
    }

    private let hand: Hand
    var now: Moment { hand.now }
    func wait(_ milliseconds: Int64) { hand.wait(milliseconds) }
    func wait(minutes: Int64) { hand.wait(minutes * 60_000) }

    /// Adds somebody who has chosen a password.
    @discardableResult
    func person(_ login: String, _ posts: [Post] = [desk]) async throws -> Int64 {
        let id = try await directory.addPerson(
            login: login, name: Town.text("名\(login)"), posts: posts, by: Town.operators, now: now)
        let path = try await directory.reset(login: login, by: Town.operators, now: now)
        let client = WebClient(server)
        _ = try await client.post(path, ["password": Town.password, "again": Town.password], from: path)
        return id
    }

    /// A browser that is signed in.
    func signedIn(_ login: String, password: String = password) async throws -> WebClient {
        let client = WebClient(server)
        _ = try await client.post("/sign-in", ["login": login, "password": password], from: "/sign-in")
        return client
    }

    func rows(_ sql: SQL) async throws -> [Row] { try await database.read { try $0.rows(sql) } }
}

/// A clock's hand. Lock: the site reads the time while the test moves it.
final class Hand: Sendable {
    private let moment = Mutex(Moment(milliseconds: 1_795_311_000_000))
    var now: Moment { moment.withLock { $0 } }
    func wait(_ milliseconds: Int64) { moment.withLock { $0 = $0 + milliseconds } }
}
