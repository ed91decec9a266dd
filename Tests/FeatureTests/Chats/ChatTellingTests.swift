@testable import Chats
import Core
import Courier
import Desk
import Storage
import Testing
import Web

@Suite("A matter from a chat group")
struct ChatTellingTests {
    private func made(_ town: ChatsTown, adapter: Bool = true) async throws -> String {
        if adapter {
            let record = try #require(try await town.chats.group("g1"))
            _ = try await town.chats.setEndpoint(
                "https://robot.example/g1", of: record, secret: town.secret, at: town.now)
        }
        try await town.tell(town.told("m1", "路灯不亮"))
        let ids = try await town.messages().map(\.id)
        return try await town.chats.make(
            ids, of: ChatsTown.group, category: "lamp", by: ChatsTown.officer("clerk"), at: town.now)
    }

    private func answer(_ number: String, _ town: ChatsTown) async throws {
        let desk = town.town.desk
        let clerk = try ChatsTown.officer("clerk").actor
        let dispatcher = try ChatsTown.officer("dispatcher").actor
        let roads = try ChatsTown.officer("roads").actor
        _ = try await desk.perform(
            Order("register", [.category: "lamp"]), on: .number(number), by: clerk, at: town.now)
        _ = try await desk.perform(
            Order("note", [.note: "内部备注"]), on: .number(number), by: clerk, at: town.now)
        _ = try await desk.perform(
            Order("dispatch", [.unit: "ROADS"]), on: .number(number), by: dispatcher, at: town.now)
        _ = try await desk.perform(
            Order("answer", [.answer: "已修好，师傅电话 13912345678"]), on: .number(number), by: roads,
            at: town.now)
    }

    @Test("is told to the group step by step, once, without private data; the link goes to the author alone")
    func told() async throws {
        try await ChatsTown.with { town in
            let number = try await made(town)
            try await town.follow()
            try await answer(number, town)
            try await town.follow()
            try await town.follow()
            let sent = try await town.sent()
            let link = town.town.desk.link(of: number)
            let group = sent.filter { $0.body.contains("\"to\":\"group\"") }.map(\.body)
            let author = sent.filter { $0.body.contains("\"to\":\"author\"") }.map(\.body)
            #expect(group.count == 4, "\(group)")
            #expect(group.contains { $0.contains("已记下，编号 \(number)") })
            #expect(group.contains { $0.contains("已修好") && !$0.contains("13912345678") })
            #expect(group.contains { $0.contains("经过 dispatch") })
            #expect(!group.contains { $0.contains(link) || $0.contains("track/") || $0.contains("内部备注") })
            #expect(author.count == 2 && author.allSatisfy { $0.contains(link) && $0.contains("\"u1\"") })
            // From zero again: nothing is told twice.
            try await town.town.desk.database.write {
                try $0.run("DELETE FROM followers WHERE name = 'chats'")
            }
            try await town.follow()
            #expect(try await town.sent().count == sent.count)
        }
    }

    @Test("of a kind that is not published is told to its author alone")
    func unpublished() async throws {
        try await ChatsTown.with(publishing: [:]) { town in
            let number = try await made(town)
            try await answer(number, town)
            try await town.follow()
            let sent = try await town.sent()
            #expect(!sent.isEmpty && sent.allSatisfy { $0.body.contains("\"to\":\"author\"") })
        }
    }

    @Test("is not closed by a word in the group, only by its own link")
    func notClosed() async throws {
        try await ChatsTown.with { town in
            let number = try await made(town)
            try await answer(number, town)
            for (index, text) in ["解决了", "满意", "没解决", "CLOSED"].enumerated() {
                try await town.tell(
                    town.told("r\(index)", text, minutes: 1, extra: ",\"replyTo\":\"m1\""))
            }
            try await town.follow()
            let matter = try #require(try await town.town.state(of: number).matter)
            #expect(matter.isOpen && matter.stage == "asking")
            _ = try await town.town.desk.perform(
                Order("rate", [.solved: "yes", .satisfied: "yes"]), on: .number(number), by: .resident,
                at: town.now)
            #expect(try await town.town.state(of: number).matter?.isOpen == false)
        }
    }

    @Test("without an adapter waits for nobody, and the page says so")
    func noAdapter() async throws {
        try await ChatsTown.with { town in
            let number = try await made(town, adapter: false)
            try await town.follow()
            #expect(try await town.sent() == [])
            #expect(try await town.town.browser("clerk").get("/chats/groups/g1").text.contains("还没有接上回复地址"))
            let first = try await town.messages().first
            let found = try await town.chats.origin(of: try #require(first?.matterID))
            let origin = try #require(found)
            #expect(origin.origin.number == number && origin.messages.count == 1)
        }
    }

    @Test("has its group on the page of the steward's own; the steward of a household is one name")
    func steward() async throws {
        try await ChatsTown.with { town in
            let visitor = town.town.visitor()
            let path = "/chats/steward?town=110101001&area="
            let page = try await visitor.get(path + TownCity.village).text
            #expect(page.contains("测试3") && page.contains("13900000001"))
            // A grid without a group of its own has its village's.
            #expect(try await visitor.get(path + "110101001001001").text.contains("测试3"))
            #expect(try await visitor.get(path + "110102001").status == 200)
            #expect(try await visitor.get("/chats/steward?area=abc&town=9").status == 200)
        }
    }

    @Test("net of stewards names households without one and with two")
    func coverage() {
        let areas = TownCity.city.areas
        let none = StewardCoverage([], in: areas)
        #expect(none.without.map(\.text) == ["110101001001001"] && none.count == 1)
        let one = StewardCoverage([ChatsTown.group], in: areas)
        #expect(one.without == [] && one.doubled == [])
        var second = ChatsTown.group
        second.code = "g2"
        #expect(StewardCoverage([ChatsTown.group, second], in: areas).doubled.count == 1)
        // The nearest counts: a grid's own steward comes before the village's.
        second.area = TownCity.area("110101001001001")
        #expect(StewardCoverage([ChatsTown.group, second], in: areas).doubled == [])
        #expect(StewardCoverage.nearest(to: second.area, among: [ChatsTown.group, second]) == [second])
    }
}
