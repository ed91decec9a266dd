import Core
import Courier
@testable import Deliveries
import Desk
import Foundation
import Storage
import Testing
import Web

@Suite("A notice") struct DeliveriesNoticeTests {
    @Test(
        "leaves as a letter in its reader's language, with its link and the way to end it",
        arguments: TestEngine.present)
    func letter(engine: TestEngine) async throws {
        try await DeliveriesTown.with(engine) { town in
            let receipt = try await town.filed(language: .en)
            town.clock.move(6 * DeliveriesTown.minute)
            try await town.tick()
            let letters = try await town.letters()
            try #require(letters.count == 1)
            #expect(letters[0].to == "li@example.org")
            #expect(letters[0].subject == "Small Town: your matter \(receipt.number)")
            #expect(letters[0].text.contains(town.desk.link(of: receipt.number)))
            #expect(letters[0].text.contains("/deliveries/stop/\(town.desk.token(of: receipt.number))"))
            #expect(try await town.outbox() == ["waiting"])
            let id = try #require(try await town.sendings("mail").first?.id)
            try await town.settle(id, as: .sent)
            #expect(try await town.outbox() == ["sent"])
        }
    }

    @Test("follows what becomes of its sending, also when that goes out again", arguments: TestEngine.present)
    func states(engine: TestEngine) async throws {
        try await DeliveriesTown.with(engine) { town in
            try await town.post("您好", template: "code")
            try await town.tick()
            let id = try #require(try await town.sendings("mail").first?.id)
            try await town.settle(id, as: .failed, reason: "550")
            #expect(try await town.outbox() == ["550"])
            try await town.deliveries.again(id, by: 1, reason: "地址改好了", at: town.now)
            #expect(try await town.outbox() == ["waiting: 550"])
            try await town.settle(id, as: .sent)
            #expect(try await town.outbox() == ["sent"])
            let entry = try #require(try await town.deliveries.entry(id))
            #expect(entry.again.map(\.reason) == ["地址改好了"])
            await #expect(throws: DeliveriesRefusal.missing(field: "reason")) {
                try await town.deliveries.again(id, by: 1, reason: "", at: town.now)
            }
        }
    }

    @Test("waits for the others to its reader, and leaves with them as one", arguments: TestEngine.present)
    func digest(engine: TestEngine) async throws {
        try await DeliveriesTown.with(engine) { town in
            for body in ["一", "二", "二"] {
                try await town.post(body)
                town.clock.move(DeliveriesTown.minute)
                try await town.tick()
            }
            try await town.post("别人的", to: "wang@example.org")
            #expect(try await town.letters() == [])
            town.clock.move(2 * DeliveriesTown.minute)
            try await town.tick()
            let letters = try await town.letters()
            #expect(letters.map(\.to) == ["li@example.org"])
            #expect(letters.first?.text == "给您的 2 条消息：\n1. 一\n2. 二")
            #expect(letters.first?.subject == "小城：2 条消息")
            town.clock.move(5 * DeliveriesTown.minute)
            try await town.tick()
            #expect(try await town.letters().map(\.text) == ["给您的 2 条消息：\n1. 一\n2. 二", "别人的"])
        }
    }

    @Test("wakes nobody, but a code does not wait for the morning")
    func quiet() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            // From 09:00 to 23:00.
            town.clock.move(14 * DeliveriesTown.hour)
            try await town.post("新进展")
            try await town.post("您的验证码", template: "code")
            try await town.tick()
            #expect(try await town.letters().map(\.text) == ["您的验证码"])
            town.clock.move(8 * DeliveriesTown.hour)
            try await town.tick()
            #expect(try await town.letters().count == 1)
            town.clock.move(DeliveriesTown.hour / 2)
            try await town.tick()
            #expect(try await town.letters().map(\.text) == ["您的验证码", "新进展"])
        }
    }

    @Test(
        "to a telephone goes to the gateway, and by letter where there is none", arguments: TestEngine.present
    )
    func telephone(engine: TestEngine) async throws {
        try await DeliveriesTown.with(engine) { town in
            _ = try await town.filed(phone: "19900001234", email: "li@example.org")
            town.clock.move(6 * DeliveriesTown.minute)
            try await town.tick()
            #expect(try await town.letters().map(\.to) == ["li@example.org"])
            let gateway = try await town.endpoint("sms")
            _ = try await town.filed(phone: "19900001234", email: "li@example.org")
            town.clock.move(6 * DeliveriesTown.minute)
            try await town.tick()
            let sent = try await town.sendings("sms")
            try #require(sent.count == 1)
            #expect(sent[0].endpointID == gateway)
            let body = try #require(try await town.requests("sms").first?.body)
            let told = try StoredJSON.value(GatewayMessage.self, body)
            #expect(told.to == "19900001234" && told.language == "zh" && told.message == sent[0].message)
            #expect(!told.text.contains("/deliveries/stop/"))
        }
    }

    @Test("without a way stays where people see it, and is given up after three days")
    func noWay() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            _ = try await town.filed(phone: "19900001234", email: nil)
            try await town.tick(mail: false)
            #expect(try await town.outbox() == ["waiting: no channel"])
            town.clock.move(24 * DeliveriesTown.hour)
            try await town.tick(mail: false)
            #expect(try await town.outbox() == ["waiting: no channel"])
            town.clock.move(49 * DeliveriesTown.hour)
            try await town.tick(mail: false)
            #expect(try await town.outbox() == ["no channel"])
            try await town.post("去年的")
            town.clock.move(80 * DeliveriesTown.hour)
            try await town.tick()
            #expect(try await town.outbox() == ["no channel", "too old"])
            #expect(try await town.letters() == [])
        }
    }

    @Test("to a unit goes to its chat; without one the unit sees it among its work")
    func units() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            let first = try await town.filed(email: nil).number
            try await town.answered(first)
            try await town.tick()
            #expect(try await town.outbox() == ["sent"])
            _ = try await town.endpoint("chat", unit: "WATER")
            let roads = try await town.endpoint("chat", unit: "ROADS")
            let second = try await town.filed(email: nil).number
            try await town.answered(second)
            town.clock.move(6 * DeliveriesTown.minute)
            try await town.tick()
            #expect(try await town.sendings("chat").map(\.endpointID) == [roads])
            let body = try #require(try await town.requests("chat").first?.body)
            #expect(try StoredJSON.value(GatewayMessage.self, body).to == "ROADS")
        }
    }

    @Test("of a matter that its resident wants no more of is not sent, but the question is")
    func stopped() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            let receipt = try await town.filed()
            town.clock.move(6 * DeliveriesTown.minute)
            try await town.tick()
            let client = WebClient(town.server)
            let path = "/deliveries/stop/\(receipt.token)"
            #expect(try await client.get("/deliveries/stop/\(receipt.number)-aaaa").status == 404)
            #expect(try await client.get(path).text.contains(receipt.number))
            #expect(try await client.post(path, [:], from: path).location == path)
            try await town.answered(receipt.number)
            town.clock.move(6 * DeliveriesTown.minute)
            try await town.tick()
            let letters = try await town.letters()
            #expect(letters.count == 2)
            #expect(letters.last?.text.contains("解决了吗") == true)
            #expect(letters.last?.text.contains("/deliveries/stop/") == false)
            #expect(try await town.outbox().contains("stopped by the resident"))
            #expect(try await client.post(path, ["again": "yes"], from: path).status == 303)
            #expect(try await town.deliveries.isStopped(receipt.number) == false)
        }
    }

    @Test("that waits can still be taken back with the step that caused it, one that left cannot")
    func undo() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            let number = try await town.filed().number
            try await town.move("register", [.category: "lamp"], on: number, by: "clerk")
            try await town.move("dispatch", [.unit: "ROADS"], on: number, by: "dispatcher")
            try await town.tick()
            let dispatcher = try #require(TownCity.people["dispatcher"]?.actor)
            _ = try await town.desk.undo(number, by: dispatcher, at: town.now)
            try await town.move("dispatch", [.unit: "ROADS"], on: number, by: "dispatcher")
            town.clock.move(6 * DeliveriesTown.minute)
            try await town.tick()
            await #expect(throws: UndoRefusal.told) {
                try await town.desk.undo(number, by: dispatcher, at: town.now)
            }
            #expect(try await town.letters().count == 1)
        }
    }

    @Test("that no other way takes is a line of the file, at once and once")
    func file() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            let path = FileManager.default.temporaryDirectory.appending(path: "lx-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: path) }
            _ = try await town.filed(phone: "19900001234", email: nil)
            try await town.tick(mail: false, file: path)
            try await town.tick(mail: false, file: path)
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 1)
            #expect(lines.first?.contains("\"attempt\":1") == true)
            #expect(try await town.outbox() == ["sent"])
            try await town.post("x", to: "19900001234")
            await #expect(throws: (any Error).self) {
                try await town.tick(mail: false, file: "/no-such-folder/messages")
            }
            #expect(try await town.outbox().last?.hasPrefix("waiting: ") == true)
            town.clock.move(2 * DeliveriesTown.minute)
            try await town.tick(mail: false, file: path)
            #expect(try await town.outbox() == ["sent", "sent"])
        }
    }

    @Test("has a subject on one line, whatever stands in the matter")
    func oneLine() {
        let text = NoticeText(
            rules: NoticeRules(
                window: 0, quiet: nil, urgent: [], needed: [],
                subjects: ["x": LocalText(zh: "{city}\r\nBcc: a@b {number}", en: "")]),
            cityName: LocalText(zh: "小\u{0}城", en: ""), language: .zh,
            parts: [.init(template: "x", number: "QS1\nQS2", body: "{city}", stop: nil)])
        #expect(text.subject == "小 城  Bcc: a@b QS1 QS2")
        #expect(text.text == "{city}")
    }

    @Test(
        "is known by its language",
        arguments: [
            ("您的事项 QS1 已受理：https://example.org/track/QS1-abc", Language.zh),
            ("Your matter QS1 is registered. https://example.org/", .en),
            ("路政队 now has your matter QS1, due tomorrow. Follow it at https://x", .en), ("", .zh),
        ])
    func language(text: String, language: Language) {
        #expect(NoticeText.language(of: text) == language)
    }

    /// Messages in any order, ticks at any time, on two servers at once, sendings that end in any way.
    @Test("is never lost and never sent twice", arguments: TestEngine.present, 0..<6)
    func property(engine: TestEngine, seed: Int) async throws {
        try await DeliveriesTown.with(engine) { town in
            var dice = TestDice(seed: UInt64(seed + 1))
            var written = 0
            for _ in 0..<60 {
                switch dice.below(6) {
                case 0, 1, 2:
                    written += 1
                    let reader = dice.below(3)
                    try await town.post(
                        "no. \(written)!", to: "r\(reader)@example.org",
                        template: dice.below(5) == 0 ? "code" : "news")
                case 3: town.clock.move(Int64(dice.below(400)) * 1000)
                case 4: try await town.tick()
                default:
                    async let one: Void = town.tick()
                    async let two: Void = town.tick()
                    _ = try await (one, two)
                }
            }
            town.clock.move(24 * DeliveriesTown.hour)
            try await town.tick()
            let letters = try await town.letters()
            for number in 1...max(written, 1) where written > 0 {
                let holders = letters.filter { $0.text.contains("no. \(number)!") }
                #expect(holders.count == 1, "message \(number)")
            }
            for sending in try await town.sendings("mail") { try await town.settle(sending.id, as: .sent) }
            #expect(try await town.outbox() == Array(repeating: "sent", count: written))
        }
    }
}

/// The same chance at every run.
struct TestDice {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func below(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % count
    }
}
