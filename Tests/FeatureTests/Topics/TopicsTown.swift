import Core
import Desk
import Storage
import Synchronization
@testable import Topics
import Web

/// A small city whose topics are followed.
final class TopicsTown: Sendable {
    let desk: Desk
    let topics: TopicsDesk
    let server: WebServer
    let clock = TopicsClock()
    private let serial = Mutex(0)

    init(_ database: any Database) async throws {
        try await Migrator(
            StorageSchema.migrations + DeskSchema.migrations + TopicsSchema.migrations
        ).migrate(database, now: TownCity.start)
        let address = "https://12345.example.org"
        desk = Desk(
            database: database, city: TownCity.city, secret: Array(repeating: UInt8(5), count: 32),
            address: address)
        topics = TopicsDesk(
            desk: desk, rules: TopicRules(people: 4, times: 2, quiet: ["有关部门"], choosers: ["auditor"]))
        let clock = clock
        server = WebServer(
            features: [.topics(topics, names: { _ in [8: LocalText(zh: "审计员", en: "Auditor")] })],
            gatekeeper: TopicsGate(),
            surroundings: Surroundings(
                now: { clock.now },
                randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }),
            settings: try WebSettings(
                baseURL: address, secret: Array(repeating: 3, count: 32), visitorFormsPerMinute: nil))
    }

    var now: Moment { clock.now }

    func browser(_ name: String) -> WebClient {
        let client = WebClient(server)
        client.setCookie("__Host-lx_s", name)
        return client
    }

    /// Somebody raises something.
    ///
    /// - Parameter phone: nil for somebody who leaves none.
    @discardableResult
    func file(
        _ text: String, phone: String?, category: String? = nil, area: String = TownCity.village
    ) async throws -> Receipt {
        var filing = Filing(text: text, channel: .web)
        filing.area = TownCity.area(area)
        filing.category = category
        if let phone { filing.contact = Filing.Contact(name: "测试", phone: phone) }
        // Residents do not say the class; whoever takes their call does.
        let clerk = TownCity.people["clerk"]?.actor ?? .resident
        return try await desk.file(filing, by: category == nil ? .resident : clerk, at: now)
    }

    /// A number that nobody else has.
    func stranger() -> String {
        serial.withLock { value in
            value += 1
            let digits = String(value)
            return "1990000" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }

    /// Some weeks in which one or two people a day report what they always report.
    func quietDays(_ days: Int) async throws {
        let usual = ["桥头路的路灯不亮，走路看不清", "水管漏水，地上结冰", "路面有坑，骑车摔倒", "垃圾桶满了没有人收"]
        for day in 0..<days {
            try await file(
                usual[day % usual.count], phone: stranger(), category: day % 2 == 0 ? "lamp" : "water")
            clock.move(86_400_000)
        }
    }

    func follow() async throws {
        try await FollowerRunner.settled([topics.follower], on: desk.database)
    }

    func rising(_ span: TopicSpan = .week) async throws -> [RisingTopic] {
        try await follow()
        try await topics.find(span, at: now)
        return try await topics.rising(span, in: [TownCity.area("1101")])
    }
}

/// A clock that stands still until it is moved. Lock: the time, which the site reads meanwhile.
final class TopicsClock: Sendable {
    private let moment = Mutex(TownCity.start)
    var now: Moment { moment.withLock { $0 } }
    func set(_ now: Moment) { moment.withLock { $0 = now } }
    func move(_ milliseconds: Int64) { moment.withLock { $0 = $0 + milliseconds } }
}

/// Lets in everybody of the town by their name.
struct TopicsGate: Gatekeeper {
    func officer(session token: String, now: Moment) async throws -> SignedIn? {
        TownCity.people[token].map { SignedIn(officer: $0) }
    }

    func bearer(_ token: String, now: Moment) async throws -> Bearer? {
        TownCity.people[token].map { Bearer(officer: $0, scopes: ["matters:read"]) }
    }
}
