import Core
import Courier
@testable import Deliveries
import Desk
import Foundation
import Storage
import Testing
import Web

@Suite("A webhook") struct DeliveriesWebhookTests {
    private struct Told: Decodable {
        let specversion: String
        let id: String
        let source: String
        let type: String
        let subject: String
        let sequence: String
        let data: Facts

        struct Facts: Decodable {
            let number: String
            let kind: String
            let stage: String
            let status: String
            let category: String?
            let area: String
            let lead: String?
            let version: Int
            let answer: String?
        }
    }

    private func told(_ town: DeliveriesTown) async throws -> [Told] {
        try await town.requests("webhooks").map { try StoredJSON.value(Told.self, $0.body) }
    }

    @Test(
        "tells each step once, as it stood then, and nothing that is nobody's business",
        arguments: TestEngine.present)
    func events(engine: TestEngine) async throws {
        try await DeliveriesTown.with(engine) { town in
            let before = try await town.filed("早先的").number
            town.clock.move(1000)
            let id = try await town.endpoint("webhooks")
            let number = try await town.filed("<script>alert(1)</script> 张三 19900001234").number
            try await town.answered(number, answer: "灯泡已换，请打13912345678")
            try await town.move("note", [.note: "内部：难缠"], on: number, by: "roads")
            try await town.move("rate", [.solved: "yes", .satisfied: "yes"], on: number, by: "")
            try await town.follow()
            try await town.follow()
            let told = try await told(town)
            #expect(told.allSatisfy { $0.subject == number && $0.subject != before })
            #expect(
                told.map(\.type).map { String($0.dropFirst(PublicWord.prefix.count)) } == [
                    "raised", "categorised", "dispatched", "answered", "rated", "closed",
                ])
            #expect(told.map(\.data.version) == told.compactMap { Int($0.sequence) })
            #expect(told.map(\.data.stage).first == "received" && told.last?.data.stage == "solved")
            #expect(told.map(\.data.status) == ["open", "open", "open", "open", "open", "solved"])
            #expect(told[0].data.lead == nil && told[2].data.lead == "ROADS")
            #expect(told.allSatisfy { $0.specversion == "1.0" && $0.source == DeliveriesTown.address })
            let answer = try #require(told[3].data.answer)
            #expect(answer.contains("灯泡已换") && !answer.contains("13912345678"))
            let bodies = try await town.requests("webhooks").map(\.body).joined()
            for secret in ["张三", "1990000", "li@example.org", "难缠", "script", "测试"] {
                #expect(!bodies.contains(secret), "\(secret)")
            }
            let requests = try await town.requests("webhooks")
            #expect(
                requests.allSatisfy {
                    $0.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
                })
            #expect(
                try await town.sendings("webhooks").allSatisfy { $0.endpointID == id && $0.matterID != nil })
        }
    }

    @Test("gets only what it asked for")
    func filters() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            let closed = try await town.endpoint("webhooks", .init(types: ["closed"]))
            let roads = try await town.endpoint("webhooks", .init(types: ["answered"], categories: ["roads"]))
            let water = try await town.endpoint("webhooks", .init(categories: ["water"]))
            let west = try await town.endpoint("webhooks", .init(areas: ["110102"]))
            let east = try await town.endpoint("webhooks", .init(types: ["raised"], areas: ["110101"]))
            let number = try await town.filed().number
            try await town.answered(number)
            try await town.follow()
            let sent = try await town.sendings("webhooks").map(\.endpointID)
            #expect(!sent.contains(closed) && !sent.contains(water) && !sent.contains(west))
            #expect(sent.filter { $0 == roads }.count == 1 && sent.filter { $0 == east }.count == 1)
        }
    }

    @Test("waits while it is paused, is stopped when it is deleted, and tells its notices")
    func states() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            let id = try await town.endpoint("webhooks")
            try await town.deliveries.pause(id, at: town.now)
            _ = try await town.filed()
            try await town.follow()
            #expect(try await town.sendings("webhooks").map(\.state) == [.waiting])
            let chat = try await town.endpoint("chat")
            try await town.answered(try await town.filed(email: nil).number)
            town.clock.move(6 * DeliveriesTown.minute)
            try await town.tick()
            try await town.deliveries.delete(id, at: town.now)
            try await town.deliveries.delete(chat, at: town.now)
            #expect(try await town.sendings("webhooks").allSatisfy { $0.state == .stopped })
            #expect(try await town.outbox().contains("endpoint deleted"))
            #expect(try await town.deliveries.endpoint(id) == nil)
            town.clock.move(1000)
            _ = try await town.filed()
            try await town.follow()
            #expect(try await town.sendings("webhooks").allSatisfy { $0.state == .stopped })
        }
    }

    @Test("sends a span of time again under the same names, with the reason kept")
    func replay() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            let id = try await town.endpoint("webhooks")
            let endpoint = try #require(try await town.deliveries.endpoint(id))
            for _ in 0..<3 {
                _ = try await town.filed()
                town.clock.move(DeliveriesTown.hour)
            }
            try await town.follow()
            let sent = try await town.sendings("webhooks")
            for sending in sent { try await town.settle(sending.id, as: .failed, reason: "timeout") }
            let count = try await town.deliveries.replay(
                endpoint, from: TownCity.start, to: TownCity.start + DeliveriesTown.hour, by: 1,
                reason: "对方停机", at: town.now)
            #expect(count == 2)
            let after = try await town.sendings("webhooks")
            #expect(after.map(\.state) == [.waiting, .waiting, .failed])
            #expect(after.map(\.message) == sent.map(\.message))
            let entry = try #require(try await town.deliveries.entry(sent[0].id))
            #expect(entry.again.map(\.reason) == ["对方停机"])
        }
    }

    @Test("is refused with an address that nothing may go to, or a filter that nothing passes")
    func refusals() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            func draft(_ url: String, _ filter: WebhookFilter = .init(), name: String = "x")
                -> DeliveriesDesk.Draft
            { .init(topic: "webhooks", name: name, url: url, filter: filter) }
            for url in [
                "ftp://example.org", "https://user:pass@example.org/", "https://example.org:99999/",
                "example.org",
                "https://", "file:///etc/passwd", "https://example.org/\r\nHost: x",
            ] {
                await #expect(throws: DeliveriesRefusal.badAddress, "\(url)") {
                    try await town.deliveries.add(draft(url), at: town.now)
                }
            }
            let good = "https://example.org/x"
            await #expect(throws: DeliveriesRefusal.missing(field: "name")) {
                try await town.deliveries.add(draft(good, name: ""), at: town.now)
            }
            for (filter, field) in [
                (WebhookFilter(types: ["told"]), "types"), (WebhookFilter(kinds: ["x"]), "kinds"),
                (WebhookFilter(categories: ["x"]), "categories"), (WebhookFilter(areas: ["99"]), "areas"),
            ] {
                await #expect(throws: (any Error).self, "\(field)") {
                    try await town.deliveries.add(draft(good, filter), at: town.now)
                }
            }
        }
    }

    @Test("has words for every type in both languages")
    func words() async throws {
        try await DeliveriesTown.with(.sqlite) { town in
            for language in Language.allCases {
                let words = Words(language, town.server.book)
                for type in PublicWord.all { #expect(words.holds("deliveries.type.\(type)"), "\(type)") }
            }
        }
    }
}
