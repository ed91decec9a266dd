import Core
import Desk
@testable import Quality
import Storage
import Synchronization
import Web

/// A small city whose requests expect somebody to speak with the resident, and whose answers are looked at.
final class QualityTown: Sendable {
    let desk: Desk
    let quality: QualityDesk
    let server: WebServer
    private let clock = QualityClock()

    init(_ database: any Database, rules: QualityRules = QualityTown.rules) async throws {
        try await Migrator(
            StorageSchema.migrations + DeskSchema.migrations + QualitySchema.migrations
        ).migrate(database, now: TownCity.start)
        let address = "https://12345.example.org"
        desk = Desk(
            database: database, city: Self.city, secret: Array(repeating: UInt8(5), count: 32),
            address: address)
        quality = QualityDesk(desk: desk, rules: rules)
        let clock = clock
        server = WebServer(
            features: [.quality(quality, names: { _ in [7: LocalText(zh: "王督办", en: "Wang")] })],
            gatekeeper: TownGate(),
            surroundings: Surroundings(
                now: { clock.now },
                randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }),
            settings: try WebSettings(
                baseURL: address, secret: Array(repeating: 3, count: 32), visitorFormsPerMinute: nil))
    }

    var now: Moment { clock.now }
    func wait(_ milliseconds: Int64) { clock.move(milliseconds) }
    static let hour: Int64 = 3_600_000
    static let day: Int64 = 24 * hour

    func browser(_ name: String) -> WebClient {
        let client = WebClient(server)
        client.setCookie("__Host-lx_s", name)
        return client
    }

    static let rules: QualityRules = {
        var rules = QualityRules()
        rules.stock = ["您好", "您反映的问题已收悉", "感谢*支持"]
        rules.elsewhere = ["已电话*联系"]
        rules.unsolved = ["暂时无法"]
        rules.promises = ["将", "预计"]
        rules.conditions = ["应当"]
        rules.filing.direct = true
        rules.filing.complaint = ["投诉": 3, "没人管": 3]
        rules.filing.inquiry = ["请问": 3, "吗?": 2]
        return rules
    }()

    /// The town's kind with speaking to the resident as a limit of its own, and orders of supervision.
    static let city: City = {
        let (town, plain) = (TownCity.city, TownKind.request)
        func text(_ text: String) -> LocalText { LocalText(zh: text, en: text) }
        let contact = Move(
            name: "contact", text: text("联系"), told: nil, from: ["dispatched", "handling"], to: nil,
            by: [.role("handler")], asks: [Move.Ask(.way), Move.Ask(.note, required: false)],
            does: [.contact])
        let supervise = Move(
            name: "supervise", text: text("督办"), told: nil, from: ["handling", "asking", "dispatched"],
            to: nil, by: [.role("supervisor")], asks: [Move.Ask(.demand)], does: [.supervise])
        let note = Move(
            name: "remark", text: text("留言"), told: nil, from: ["handling", "asking", "dispatched"],
            to: nil, by: [.role("supervisor")], asks: [Move.Ask(.note)], does: [.note])
        let speaking = TimeLimit(
            name: "speaking", text: text("联系时限"), span: .workingHours(4 * hour), runs: [],
            subject: .contact)
        let kind = Procedure(
            kind: plain.kind, version: 2, name: plain.name, prefix: plain.prefix, stages: plain.stages,
            moves: plain.moves + [contact, supervise, note], limits: plain.limits + [speaking])
        return City(
            name: town.name, version: town.version, areas: town.areas, area: town.area,
            units: Array(town.units.values), roles: Array(town.roles.values), catalogue: town.catalogue,
            dispatch: town.dispatch, procedures: [kind], firstKind: kind.kind, calendar: town.calendar,
            templates: [], desk: town.desk)
    }()

    // MARK: What happens

    func filed(_ text: String, name: String? = nil) async throws -> Receipt {
        var filing = Filing(text: text, channel: .web)
        filing.area = TownCity.area(TownCity.village)
        if let name { filing.contact = Filing.Contact(name: name, phone: "13800001234") }
        return try await desk.file(filing, by: TownCity.people["clerk"]?.actor ?? .resident, at: now)
    }

    func move(_ name: String, _ inputs: [InputWord: String] = [:], on id: Int64, by: String) async throws {
        let actor = TownCity.people[by]?.actor ?? .resident
        _ = try await desk.perform(Order(name, inputs), on: .id(id), by: actor, at: now)
    }

    static let question = "桥头村三组村道旁路灯连续不亮，老人晚上出门看不见路，请派人维修。"
    static let good = "工作人员到桥头村三组查看，村道旁五盏路灯的线路老化，已全部更换，路灯现已亮灯。"

    /// Answered by the roads' people, a day after they got it, who spoke with the resident before.
    @discardableResult
    func answered(
        _ answer: String, to question: String = QualityTown.question, contact: Bool = true,
        after span: Int64 = 2 * hour, name: String? = nil
    ) async throws -> Receipt {
        let receipt = try await filed(question, name: name)
        try await move("register", [.category: "lamp"], on: receipt.id, by: "clerk")
        try await move("dispatch", [.unit: "ROADS"], on: receipt.id, by: "dispatcher")
        wait(span)
        if contact { try await move("contact", [.way: "phone"], on: receipt.id, by: "roads") }
        try await move("answer", [.answer: answer], on: receipt.id, by: "roads")
        return receipt
    }

    /// What was found of a matter.
    func found(_ receipt: Receipt) async throws -> [QualityCheck] {
        try await follow()
        return try await quality.findings(of: receipt.id).map(\.check)
    }

    func follow() async throws {
        try await FollowerRunner.settled([quality.follower], on: desk.database)
    }
}

/// A clock that stands still until it is moved. Lock: the time, which the site reads meanwhile.
private final class QualityClock: Sendable {
    private let moment = Mutex(TownCity.start)
    var now: Moment { moment.withLock { $0 } }
    func move(_ milliseconds: Int64) { moment.withLock { $0 = $0 + milliseconds } }
}
