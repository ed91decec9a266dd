@testable import Calls
import Core
import Courier
import Desk
import Files
import HTTPTypes
import Matters
import Storage
import Synchronization
import Web

/// A town with the slice, a call centre whose switch signs, and helpers that note what they were asked.
///
/// Lock: what the helpers were told.
final class CallTown: Sendable {
    let town: TestTown
    let calls: CallsDesk
    let secret: String
    let told: Told

    final class Told: Sendable {
        private let kept = Mutex<[String]>([])
        var lines: [String] { kept.withLock { $0 } }
        func note(_ line: String) { kept.withLock { $0.append(line) } }
    }

    static func with(_ body: (CallTown) async throws -> Void) async throws {
        let told = Told()
        try await TestTown.with(
            features: { desk in
                let calls = Feature.calls(Self.desk(desk, told))
                return [
                    .matters(
                        desk: desk, shelf: TestTown.shelf(of: desk), names: { _ in [:] },
                        panels: MatterPanels(
                            seconds: { _ in 0 }, colleagues: { _, _ in [] }, others: calls.panels)), calls,
                ]
            }
        ) { town in
            try await Migrator(
                StorageSchema.migrations + DeskSchema.migrations + MattersSchema.migrations
                    + FilesSchema.migrations + CourierSchema.migrations + CallsSchema.migrations
            ).migrate(town.desk.database, now: town.now)
            let calls = Self.desk(town.desk, told)
            let secret = try await calls.keys.create("switch", scope: .calls, at: town.now)
            try await calls.take(over: [try seat()], at: town.now)
            try await body(CallTown(town: town, calls: calls, secret: secret, told: told))
        }
    }

    private init(town: TestTown, calls: CallsDesk, secret: String, told: Told) {
        (self.town, self.calls, self.secret, self.told) = (town, calls, secret, told)
    }

    /// Questions about water go to the water works, on working days from nine to twelve.
    static func seat() throws -> ExpertSeat {
        guard let duty = DutyTimes("workdays 09:00-12:00") else { preconditionFailure("times on duty") }
        return ExpertSeat(
            code: "water", name: LocalText(zh: "用水专家", en: "Water expert"), categories: ["water"],
            unit: UnitCode("WATER"), login: "water", phone: nil, duty: duty)
    }

    private static func desk(_ desk: Desk, _ told: Told) -> CallsDesk {
        var help = CallHelp()
        help.people = { logins in
            Dictionary(
                uniqueKeysWithValues: logins.compactMap { login in
                    TownCity.people[login].map { (login, $0.personID) }
                })
        }
        help.names = { ids in TownCity.names.filter { ids.contains($0.key) } }
        help.origin = { called, _ in
            guard called == "12319" else { return nil }
            return CallOrigin(
                code: "lamps", name: LocalText(zh: "路灯热线", en: "Lamp line"), number: called, mode: "merged")
        }
        help.came = { origin, matter, _, _ in told.note("came \(origin.code) \(matter)") }
        help.answers = { text, _, _, _, _ in
            text.contains("公交卡") ? [KnownAnswer(id: "7.1", title: "公交卡怎么办", text: "带身份证到窗口。")] : []
        }
        help.used = { article, call, person, _, _ in told.note("used \(article) \(call) \(person)") }
        help.unanswered = { text, _, _, _, _ in told.note("unanswered \(text)") }
        help.partners = {
            [
                TransferPartner(code: "power", name: LocalText(zh: "供电热线", en: "Power line")),
                TransferPartner(code: "110", name: LocalText(zh: "报警", en: "Police"), isEmergency: true),
            ]
        }
        help.transfer = { asked, _ in
            if asked.partner == "110" { throw WebRefusal.forbidden }
            told.note("transfer \(asked.number) \(asked.partner)")
        }
        help.quick = { _, _ in
            [
                QuickChoice(
                    id: "move", title: "请人挪车", steps: ["记下车牌。"],
                    fields: [.init(name: "plate", label: "车牌", isRequired: true)])
            ]
        }
        help.served = { service, answers, _, _, _ in told.note("served \(service) \(answers["plate"] ?? "")")
        }
        return CallsDesk(
            desk: desk,
            keys: KeyRing(
                database: desk.database,
                randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }), help: help)
    }

    // MARK: The switch

    /// Sends an event as the switch does.
    @discardableResult
    func send(
        _ event: String, of call: String = "c1", message: String? = nil, secret: String? = nil,
        at seconds: Int64 = 0, stamp: Int64 = 0, _ more: [String: String] = [:]
    ) async throws -> WebAnswer {
        var fields = ["call": call, "event": event, "at": (town.now + seconds * 1000).iso]
        fields.merge(more) { $1 }
        let body = "{" + fields.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",") + "}"
        return try await post(
            body, message: message ?? "\(call)-\(event)-\(seconds)-\(more.count)", secret: secret,
            stamp: stamp)
    }

    func post(_ body: String, message: String, secret: String? = nil, stamp: Int64 = 0) async throws
        -> WebAnswer
    {
        let sent = town.now + stamp * 1000
        let bytes = Array(body.utf8)
        var headers: HTTPFields = [.contentType: "application/json"]
        for (name, value) in [
            ("webhook-id", message), ("webhook-timestamp", String(sent.milliseconds / 1000)),
            (
                "webhook-signature",
                Signature.header(id: message, at: sent, body: bytes, secrets: [secret ?? self.secret])
            ),
        ] {
            if let field = HTTPField.Name(name) { headers[field] = value }
        }
        return try await town.visitor().send("POST", "/calls/events", headers: headers, body: bytes)
    }

    /// A call that the clerk has on the line; its id.
    func call(_ name: String = "c1", caller: String = "13800000001", agent: String = "clerk") async throws
        -> Int64
    {
        try await send("ringing", of: name, ["caller": caller, "called": "12319", "agent": agent])
        try await send("answered", of: name, at: 6, ["agent": agent])
        return try await record(name).id
    }

    struct NoCall: Error {}

    func record(_ name: String = "c1") async throws -> CallRecord {
        let calls = calls
        let found = try await town.desk.database.read { connection in
            try connection.first(
                CallRecord.self, "SELECT \(CallRecord.columns) FROM calls_calls WHERE name = \(name)")
        }
        _ = calls
        guard let found else { throw NoCall() }
        return found
    }

    func count() async throws -> Int {
        try await town.desk.database.read { try $0.value("SELECT count(*) FROM calls_calls") } ?? 0
    }

    // MARK: The console

    func make(
        _ way: String, _ answers: [String: String] = [:], on id: Int64, as who: String = "clerk",
        once: String = "o1"
    ) async throws -> WebAnswer {
        try await town.browser(who).post(
            "/calls/\(id)", answers.merging(["do": way, "once": once]) { $1 }, from: "/calls/\(id)")
    }

    func report() async throws -> CallReport {
        let day = TownCity.calendar.date(of: town.now).daysSince1970
        return try await town.desk.database.read {
            try CountStore(connection: $0).report(from: day, through: day)
        }
    }
}
