import Foundation
import HTTPTypes
@testable import Areas
import Core
import Storage
import Testing
import Web

@Suite("A subscription to an area")
struct SubscriptionTests {
    private static let form = "/areas/\(AreasTown.village)/subscribe"
    private static let day: Int64 = 86_400_000

    /// The path of the link that was sent last.
    private static func link(_ messages: [Message], _ template: String) throws -> String {
        let body = try #require(messages.last { $0.template == template }?.body)
        let start = try #require(body.range(of: "/areas/subscriptions/"))
        return String(body[start.lowerBound...].prefix { !$0.isWhitespace })
    }

    @Test(
        "begins only after its link was used, tells once a day, and ends by its link",
        arguments: TestEngine.present)
    func life(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await AreasTown(database)
            let client = WebClient(town.server)
            let asked = try await client.post(Self.form, ["reach": "Li@Example.org"], from: Self.form)
            #expect(asked.status == 200 && asked.text.contains("li@example.org"))
            let link = try Self.link(try await town.messages(), AreaMessages.confirm)
            try await town.lamp()
            town.clock.move(Self.day)
            try await town.areas.tick(at: town.now)
            #expect(try await town.messages().filter { $0.template == AreaMessages.digest }.isEmpty)

            let seen = try await client.get(link)
            #expect(seen.status == 200, "opening the link alone changes nothing")
            #expect(try await client.post(link, [:], from: link).status == 303)
            try await town.areas.tick(at: town.now)
            #expect(try await town.messages().filter { $0.template == AreaMessages.digest }.isEmpty)
            let solved = try await town.lamp()
            try await town.solve(solved)
            town.clock.move(Self.day)
            for _ in 1...2 { try await town.areas.tick(at: town.now) }
            let digests = try await town.messages().filter { $0.template == AreaMessages.digest }
            #expect(digests.count == 1)
            #expect(digests.first?.address == "li@example.org")
            #expect(digests.first?.body.contains("路灯") == true)
            town.clock.move(Self.day)
            try await town.areas.tick(at: town.now)
            let quiet = try await town.messages().filter { $0.template == AreaMessages.digest }
            #expect(quiet.count == digests.count, "nothing happened, nothing is sent")

            let end = try Self.link(digests, AreaMessages.digest)
            #expect(end.hasSuffix("/end"))
            #expect(try await client.post(end, [:], from: end).status == 303)
            #expect(try await client.get(end).status == 404)
            let left: Int? = try await database.read {
                try $0.value("SELECT count(*) FROM area_subscriptions")
            }
            #expect(left == 0)
        }
    }

    @Test("is refused for what is no address, and sends one link an hour at most")
    func refused() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await AreasTown(database)
            let bad = [
                "", "x", "a@b", "a b@c.de", "<a@c.de>", "a@c..de", "12",
                String(repeating: "a", count: 300) + "@b.cn",
            ]
            for reach in bad {
                #expect(AreasDesk.reach(reach) == nil, "\(reach)")
            }
            let wrong = try await WebClient(town.server).post(Self.form, ["reach": "x"], from: Self.form)
            #expect(wrong.status == 422)
            for _ in 1...3 {
                let answer = try await WebClient(town.server).post(
                    Self.form, ["reach": "13900001111"], from: Self.form)
                #expect(answer.status == 200, "whether it is known is not told")
            }
            #expect(try await town.messages().count { $0.template == AreaMessages.confirm } == 1)
        }
    }

    @Test("that nobody confirmed is forgotten after a week, and a changed link opens nothing")
    func forgotten() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await AreasTown(database)
            let client = WebClient(town.server)
            _ = try await client.post(Self.form, ["reach": "13900001111"], from: Self.form)
            let link = try Self.link(try await town.messages(), AreaMessages.confirm)
            #expect(try await client.get(link + "x").status == 404)
            #expect(try await client.get(link.replacing("/1-", with: "/2-")).status == 404)
            town.clock.move(8 * Self.day)
            try await town.areas.tick(at: town.now)
            #expect(try await client.get(link).status == 404)
        }
    }
}
