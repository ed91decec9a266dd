import Core
import Desk
import Foundation
import Markup
@testable import Matters
import Storage
import Testing
import Web

@Suite("A saved list")
struct DeskViewsTests {
    private func keep(_ client: WebClient, _ name: String, _ question: String, unit: String = "") async throws
        -> WebAnswer
    {
        try await client.post(
            "/matters/views", ["name": name, "question": question, "for": unit], from: "/matters?scope=")
    }

    private func id(_ town: TestTown, _ name: String) async throws -> Int64 {
        try #require(
            try await town.desk.database.read { connection in
                try connection.value(Int64.self, "SELECT id FROM views WHERE name = \(name)")
            })
    }

    @Test("stands above the list for its maker alone, or for their unit, and counts what it holds")
    func sight() async throws {
        try await TestTown.with { town in
            let filing = Filing(text: "路灯", channel: .web)
            _ = try await town.desk.file(filing, by: .resident, at: town.now)
            let clerk = town.browser("clerk")
            let kept = try await keep(clerk, "我的<b>急件", "?scope=city&stage=received&state=open&after=x")
            #expect(kept.status == 303 && kept.location == "/matters?scope=city&stage=received&state=open")
            _ = try await keep(clerk, "中心的件", "?scope=city&state=open", unit: "CENTRE")
            let own = try await clerk.get("/matters?scope=city").text
            #expect(own.contains("我的&lt;b&gt;急件") && own.contains("中心的件"))
            #expect(own.contains("<span class=\"tally\">1</span>"))
            let colleague = try await town.browser("dispatcher").get("/matters?scope=city").text
            #expect(colleague.contains("中心的件") && !colleague.contains("急件"))
            let stranger = try await town.browser("roads").get("/matters").text
            #expect(!stranger.contains("中心的件") && !stranger.contains("急件"))
        }
    }

    @Test("is renamed and deleted by its maker only, and begun with by whoever sees it")
    func change() async throws {
        try await TestTown.with { town in
            let clerk = town.browser("clerk")
            _ = try await keep(clerk, "共用", "?scope=city&state=open", unit: "CENTRE")
            let path = "/matters/views/\(try await id(town, "共用"))"
            let dispatcher = town.browser("dispatcher")
            for what in ["rename", "delete", "nonsense"] {
                let answer = try await dispatcher.post(
                    path, ["do": what, "name": "别的"], from: "/matters/views")
                #expect(answer.status == 403, "\(what)")
            }
            let roads = town.browser("roads")
            let csrf = try #require(try await roads.get("/matters/new").hidden("csrf"))
            for what in ["rename", "delete", "first"] {
                let answer = try await roads.post(path, ["do": what, "name": "别的", "csrf": csrf])
                #expect(answer.status == 404, "\(what)")
            }
            #expect(
                try await dispatcher.post(path, ["do": "first"], from: "/matters/views").status == 303)
            #expect(try await dispatcher.get("/matters").location == "/matters?scope=city&state=open")
            #expect(try await dispatcher.get("/matters?scope=").status == 200)
            #expect(try await clerk.get("/matters").status == 200)
            #expect(
                try await clerk.post(path, ["do": "rename", "name": "新名"], from: "/matters/views").status
                    == 303)
            #expect(try await clerk.get("/matters/views").text.contains("新名"))
            #expect(try await clerk.post(path, ["do": "delete"], from: "/matters/views").status == 303)
            #expect(try await dispatcher.get("/matters").status == 200)
            #expect(try await clerk.post(path, ["do": "delete"], from: "/matters/views").status == 404)
        }
    }

    @Test("needs a name, has an end, and belongs to a unit of its maker")
    func refused() async throws {
        try await TestTown.with { town in
            let clerk = town.browser("clerk")
            for name in ["", String(repeating: "长", count: 41), "两\n行"] {
                let answer = try await keep(clerk, name, "?state=open")
                #expect(answer.status == 422 && answer.text.contains("最多 40 个字"))
            }
            #expect(try await keep(clerk, "别人的", "?state=open", unit: "ROADS").status == 403)
            #expect(try await keep(clerk, "坏的", "state=open").status == 400)
            #expect(try await keep(clerk, "坏的", "?state=%ZZ").status == 400)
            let long = "?words=" + String(repeating: "x", count: 2000)
            #expect(try await keep(clerk, "长的", long).status == 422)
            for index in 0..<ViewStore.most {
                #expect(try await keep(clerk, "第\(index)", "?state=open").status == 303)
            }
            #expect(try await keep(clerk, "再来", "?state=open").text.contains("已经保存了 30 个"))
            let page = try await clerk.get("/matters/views")
            #expect(Structure.complaints(ofBytes: page.bytes) == [])
        }
    }
}

@Suite("Jumping by a few letters")
struct DeskPaletteTests {
    private func file(_ town: TestTown, area: String = TownCity.village) async throws -> String {
        var filing = Filing(text: "路灯坏了", channel: .web)
        filing.area = TownCity.area(area)
        return try await town.desk.file(filing, by: .resident, at: town.now).number
    }

    private func found(_ client: WebClient, _ letters: String, _ more: String = "") async throws -> String {
        try await client.get("/matters/palette.json?q=\(WebClient.encode(letters))\(more)").text
            .replacing("\\/", with: "/")
    }

    @Test("finds numbers, their last digits, pages, places, units and moves")
    func finds() async throws {
        try await TestTown.with { town in
            let number = try await file(town)
            let clerk = town.browser("clerk")
            #expect(try await found(clerk, number).contains("\"path\":\"/matters/\(number)\""))
            #expect(try await found(clerk, number.lowercased()).contains("/matters/\(number)"))
            #expect(try await found(clerk, String(number.prefix(8))).contains("/matters/\(number)"))
            let digits = String(Int(number.suffix(5)) ?? 0)
            #expect(try await found(clerk, digits).contains("/matters/\(number)"))
            #expect(try await found(clerk, "工作台").contains("\"/matters/workbench\""))
            #expect(try await found(clerk, "桥头村").contains("area=\(TownCity.village)"))
            #expect(try await found(clerk, "水务").contains("unit=WATER"))
            let moves = try await found(clerk, "动作", "&matter=\(number)")
            #expect(moves.contains("/matters/\(number)/moves/register") && !moves.contains("moves/answer\""))
            let all = try await found(clerk, "")
            #expect(all.components(separatedBy: "\"path\"").count <= 13 && all.contains("/matters/new"))
        }
    }

    @Test("finds nothing outside one's own sight")
    func sight() async throws {
        try await TestTown.with { town in
            let number = try await file(town)
            let afar = town.browser("afar")
            #expect(try await found(afar, number) == "[]")
            #expect(try await found(afar, String(number.prefix(8))) == "[]")
            #expect(try await found(afar, "桥头村") == "[]")
            #expect(try await found(afar, "水务") == "[]")
            #expect(
                try await afar.get("/matters/palette.json?q=a&matter=\(number)").status == 404)
            #expect(try await town.visitor().get("/matters/palette.json?q=a").status == 303)
            for odd in ["' OR 1=1 --", "%", "_", String(repeating: "9", count: 500), "<script>"] {
                #expect(try await found(afar, odd) == "[]", "\(odd)")
            }
        }
    }
}
