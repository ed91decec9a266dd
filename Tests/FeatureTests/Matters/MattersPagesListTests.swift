import Core
import Desk
import Foundation
@testable import Matters
import Testing
import Web

@Suite("The lists of the office")
struct MattersPagesListTests {
    private func town(_ body: (TestTown) async throws -> Void) async throws {
        try await TestTown.with(
            features: { desk in [.matters(desk: desk, shelf: TestTown.shelf(of: desk)) { _ in [:] }] }, body)
    }

    private func file(_ town: TestTown, _ text: String, area: String = TownCity.village) async throws
        -> String
    {
        var filing = Filing(text: text, channel: .web)
        filing.area = TownCity.area(area)
        return try await town.desk.file(filing, by: .resident, at: town.now).number
    }

    @Test("find words, mark them, keep the filters in the address and never leave the officer's area")
    func search() async throws {
        try await town { town in
            let lamp = try await file(town, "村口路灯坏了<script>")
            let water = try await file(town, "水管漏水")
            let far = try await file(town, "路灯太暗", area: "110102001")
            let clerk = town.browser("clerk")
            let page = try await clerk.get("/matters?words=%E8%B7%AF%E7%81%AF&state=open").text
            #expect(page.contains(lamp) && page.contains(far) && !page.contains(water))
            #expect(page.contains("<mark>路灯</mark>") && !page.contains("<script>坏"))
            #expect(page.contains("value=\"路灯\""))
            let elsewhere = try await town.browser("afar").get("/matters?scope=city&words=%E8%B7%AF%E7%81%AF")
                .text
            #expect(elsewhere.contains(far) && !elsewhere.contains(lamp))
        }
    }

    @Test(
        "answer hostile and senseless questions with a page",
        arguments: [
            "words=%22%20OR%20%2A%20NEAR%28", "words=%27%29%3B--", "stage=%3Cb%3E", "area=9",
            "category=x&unit=y&kind=z",
            "from=2026-13-01", "from=2026-05-01&to=2026-04-01", "state=maybe&overdue=perhaps", "size=100000",
            "size=-3",
        ])
    func hostile(_ query: String) async throws {
        try await town { town in
            _ = try await file(town, "路灯")
            let page = try await town.browser("clerk").get("/matters?\(query)")
            #expect([200, 422].contains(page.status))
            #expect(!page.text.contains("<b>"))
        }
    }

    @Test("turn pages by a cursor that nobody else can make")
    func pages() async throws {
        try await town { town in
            for index in 1...7 { _ = try await file(town, "第\(index)件") }
            let clerk = town.browser("clerk")
            let first = try await clerk.get("/matters?size=3&state=open").text
            let older = try #require(
                first.split(separator: "rel=\"next\" href=\"").dropFirst().first?.prefix { $0 != "\"" })
            let path = older.replacing("&amp;", with: "&")
            #expect(path.contains("state=open") && path.contains("size=3"))
            let second = try await clerk.get(String(path)).text
            #expect(second.contains("第4件") && !second.contains("第5件") && !second.contains("第1件"))
            #expect(try await clerk.get("/matters?after=forged").status == 400)
        }
    }

    @Test("put the most urgent first on the workbench, with only what this officer can do")
    func workbench() async throws {
        try await town { town in
            _ = try await file(town, "平常的事")
            var urgent = Filing(text: "紧急的事", channel: .hotline)
            (urgent.urgency, urgent.area) = (.emergency, TownCity.area(TownCity.village))
            let clerk = town.browser("clerk")
            let actor = try #require(TownCity.people["clerk"]?.actor)
            _ = try await town.desk.file(urgent, by: actor, at: town.now)
            let page = try await clerk.get("/matters/workbench").text
            let first = try #require(page.range(of: "紧急的事")?.lowerBound)
            let second = try #require(page.range(of: "平常的事")?.lowerBound)
            #expect(first < second)
            #expect(try await !town.browser("roads").get("/matters/workbench").text.contains("紧急的事"))
            let idle = try await town.browser("nobody").get("/matters/workbench")
            #expect(idle.status == 200 && idle.text.contains("您还没有岗位"))
            #expect(try await town.browser("nobody").get("/matters").text.contains("您还没有岗位"))
        }
    }

    @Test("write down what a caller says, once, and refuse what is no way to write down")
    func newMatter() async throws {
        try await town { town in
            let clerk = town.browser("clerk")
            let answers = [
                "text": "来电说路灯坏了", "channel": "hotline", "caller": "enterprise", "kind": "request",
                "urgency": "urgent",
                "category": "lamp", "area": TownCity.village, "once": "k",
            ]
            let sent = try await clerk.post("/matters/new", answers, from: "/matters/new")
            #expect(sent.status == 303 && sent.location?.hasPrefix("/matters/QS") == true)
            let again = try await clerk.post("/matters/new", answers, from: "/matters/new")
            #expect(again.location == sent.location)
            for (field, value) in [
                ("channel", "imported"), ("channel", ""), ("urgency", "x"), ("kind", "x"),
                ("category", "roads"),
            ] {
                let wrong = answers.merging([field: value, "once": "\(field)\(value)"]) { $1 }
                #expect(
                    try await clerk.post("/matters/new", wrong, from: "/matters/new").status == 422,
                    "\(field)")
            }
            #expect(try await town.count() == 1)
            #expect(
                try await town.browser("nobody").post("/matters/new", answers, from: "/matters/new").status
                    == 403)
        }
    }

    @Test("look before they do several at once, and decide each on its own")
    func bulk() async throws {
        try await town { town in
            let (one, two, far) = (
                try await file(town, "一"), try await file(town, "二"),
                try await file(town, "远", area: "110102001")
            )
            let county = try #require(TownCity.people["clerk"]?.actor)
            let clerk = town.browser("clerk")
            let list = try await clerk.get("/matters")
            #expect(list.text.contains("name=\"number\" value=\"\(one)\""))
            let csrf = list.hidden("csrf") ?? ""
            let preview = try await clerk.post(
                "/matters/bulk", ["csrf": csrf, "move": "note", "number": one])
            #expect(preview.status == 200 && preview.text.contains("name=\"version-\(one)\""))
            let silent = try await clerk.post(
                "/matters/bulk", ["csrf": csrf, "move": "note", "step": "do", "number": one])
            #expect(silent.status == 422)
            let done = try await clerk.post(
                "/matters/bulk",
                [
                    "csrf": csrf, "move": "note", "step": "do", "number": one, "note": "批量",
                    "version-\(one)": "1",
                ])
            #expect(done.status == 200 && done.text.contains("办成 1 件"))
            let late = try await clerk.post(
                "/matters/bulk",
                [
                    "csrf": csrf, "move": "note", "step": "do", "number": one, "note": "再来",
                    "version-\(one)": "1",
                ])
            #expect(late.text.contains("办成 0 件"))
            let afar = town.browser("afar")
            let theirs = try await afar.get("/matters").hidden("csrf") ?? ""
            let foreign = try await afar.post(
                "/matters/bulk", ["csrf": theirs, "move": "note", "number": two])
            #expect(foreign.text.contains("不行") && !foreign.text.contains("二<"))
            let closing = try await clerk.post(
                "/matters/bulk", ["csrf": csrf, "move": "close", "number": one])
            #expect(closing.status == 303 && closing.location == "/matters")
            #expect(try await town.desk.dossier(.number(far), for: county)?.events.count == 1)
        }
    }
}
