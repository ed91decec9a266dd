import Core
import Desk
import Markup
@testable import Rules
import Storage
import Testing
import Web

@Suite("The dispatch rules")
struct RulesTests {
    private static let book = WordBook([
        .web,
        WordFiles(
            owner: "Rules", zh: Rules.PackageResources.zh_words, en: Rules.PackageResources.en_words),
    ])

    @Test(
        "have well made pages with all their words, in every state and both languages",
        arguments: Language.allCases)
    func wellMade(_ language: Language) throws {
        let words = Self.book.words(language)
        let complaints = try RulesSpecimens.all.flatMap { try $0.complaints(words) }
        #expect(complaints == [])
        for specimen in RulesSpecimens.all {
            #expect(!(try specimen.document(words).text.contains("<script>alert")), "\(specimen.name)")
        }
        #expect(Self.book.complaints == [])
    }

    @Test(
        "count from their day on, once a second person approved them, on every server",
        arguments: TestEngine.present)
    func approval(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await RulesTown(database)
            let other = RulesDesk(
                desk: Desk(
                    database: database, city: RulesTown.city, secret: Array(repeating: 5, count: 32),
                    address: ""), pack: RulesTown.city, book: RulesTown.book)
            let id = try await town.draft(days: 2)
            await #expect(throws: RulesRefusal.notNow) {
                try await town.rules.approve(id, by: 8, at: town.now)
            }
            try await town.rules.submit(id, by: 11, at: town.now)
            await #expect(throws: RulesRefusal.anotherPerson) {
                try await town.rules.approve(id, by: 11, at: town.now)
            }
            try await town.rules.approve(id, by: 8, at: town.now)
            await #expect(throws: RulesRefusal.notNow) {
                try await town.rules.approve(id, by: 8, at: town.now)
            }
            #expect(town.whoHasLamps() == "ROADS")
            town.clock.move(2 * 86_400_000)
            try await town.rules.renew(at: town.now)
            #expect(town.whoHasLamps() == "WATER")
            try await other.renew(at: town.now)
            let seen = other.desk.city.dispatch.decision(
                for: "lamp", at: TownCity.area(TownCity.village), in: town.desk.city.catalogue)
            #expect(seen?.unit.text == "WATER" && seen?.lost.first?.unit.text == "ROADS")
            let acts = try await database.read { try RuleStore(connection: $0).acts(of: id) }
            #expect(acts.map(\.act) == [.drafted, .asked, .approved])
            #expect(acts.map(\.person) == [11, 11, 8])
        }
    }

    @Test("are settled when the pack says the same, so that the next pack counts again")
    func settled() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await RulesTown(database)
            let id = try await town.draft()
            try await town.rules.submit(id, by: 11, at: town.now)
            try await town.rules.approve(id, by: 8, at: town.now)
            try await town.rules.bringUpToDate(at: town.now)
            #expect(try await town.rules.record(id).state == .approved)
            let next = RulesTown.city.changed(dispatch: town.desk.city.dispatch)
            let after = RulesDesk(desk: town.desk, pack: next, book: RulesTown.book)
            try await after.bringUpToDate(at: town.now)
            #expect(try await after.record(id).state == .settled)
            #expect(town.whoHasLamps() == "WATER")
        }
    }

    @Test("need no second person where the city says so")
    func alone() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let book = RuleBook(needsApproval: false, reasons: [], tossedFrom: 3, rulings: 1)
            let town = try await RulesTown(database, book: book)
            let id = try await town.draft()
            try await town.rules.submit(id, by: 11, at: town.now)
            #expect(town.whoHasLamps() == "WATER")
        }
    }

    @Test("are refused in words when they cannot be, and outside one's own area")
    func refusals() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await RulesTown(database)
            let manager = town.browser("manager")
            let good = [
                "what": "give", "category": "lamp", "area": "110101", "unit": "WATER",
                "from": town.today.description, "reason": "移交",
            ]
            for (field, value) in [
                ("category", ""), ("category", "unheard"), ("area", "x"), ("area", "119999"), ("unit", ""),
                ("unit", "AFAR"), ("from", ""), ("from", "2026-13-01"), ("from", "2020-01-01"),
                ("until", "2020-01-01"), ("until", "soon"), ("limit", "0"), ("limit", "-3"), ("reason", ""),
                ("reason", String(repeating: "长", count: 501)), ("assistant1", "WATER"),
            ] {
                let answer = try await manager.post(
                    RulesPath.changes, good.merging([field: value]) { $1 }, from: RulesPath.home)
                #expect(answer.status == 422, "\(field) \(value.prefix(12))")
                #expect(Structure.complaints(ofBytes: answer.bytes) == [])
                let there = good.filter { !["category", "area"].contains($0.key) && $0.key != field }
                    .merging(["cell": "lamp@110101"]) { $1 }
                if !["category", "area"].contains(field) {
                    let again = try await manager.post(
                        RulesPath.changes, there.merging([field: value]) { $1 }, from: RulesPath.home)
                    #expect(again.status == 422, "\(field) \(value.prefix(12))")
                    #expect(Structure.complaints(ofBytes: again.bytes) == [])
                }
            }
            let backstop = [
                "what": "end", "cell": "*@1101", "endsFrom": town.today.description, "endsWhy": "x",
            ]
            for changed in [[:], ["endsFrom": ""], ["endsWhy": ""], ["cell": "x"], ["cell": "lamp@119999"]] {
                let answer = try await manager.post(
                    RulesPath.changes, backstop.merging(changed) { $1 }, from: RulesPath.home)
                #expect(answer.status == 422, "\(changed)")
                #expect(Structure.complaints(ofBytes: answer.bytes) == [])
            }
            #expect(try await town.browser("clerk").get(RulesPath.home).status == 403)
            let supervisor = town.browser("supervisor")
            let wide = good.merging(["area": "1101"]) { $1 }
            #expect(try await supervisor.post(RulesPath.changes, wide, from: RulesPath.home).status == 403)
            #expect(try await supervisor.post(RulesPath.changes, good, from: RulesPath.home).status == 303)
            for path in ["/rules/at/x", "/rules/at/lamp@99", "/rules/changes/99", "/rules/runs/7"] {
                #expect(try await manager.get(path).status == 404, "\(path)")
            }
        }
    }

    @Test("are drafted, approved and looked up on pages, and go out as the pack's own sheet")
    func pages() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await RulesTown(database)
            let (manager, auditor) = (town.browser("manager"), town.browser("auditor"))
            let form = [
                "what": "give", "cell": "lamp@110101", "unit": "WATER", "assistant1": "ROADS",
                "from": town.today.description, "limit": "3", "source": "纪要", "reason": "路灯移交",
            ]
            let drafted = try await manager.post(RulesPath.changes, form, from: RulesPath.home)
            #expect(drafted.status == 303)
            #expect(
                try await manager.post("/rules/changes/1/submit", [:], from: "/rules/changes/1").status == 303
            )
            let own = try await manager.post("/rules/changes/1/approve", [:], from: "/rules/changes/1")
            #expect(own.status == 422 && own.text.contains("另一个人"))
            #expect(
                try await auditor.post("/rules/changes/1/approve", [:], from: "/rules/changes/1").status
                    == 303)
            #expect(town.whoHasLamps() == "WATER")
            let asked = try await manager.get("/rules?what=lamp&where=\(TownCity.village)&unit=WATER")
            #expect(asked.text.contains("水务所") && asked.text.contains("协办：路政队"))
            #expect(asked.text.contains("还有一条更宽的规则") && asked.text.contains("限 3 个工作日"))
            let cell = try await manager.get("/rules/at/lamp@110101").text
            #expect(cell.contains("路灯移交") && cell.contains("已生效"))
            let sheet = try await manager.get(RulesPath.sheet).text
            #expect(sheet.contains("lamp,110101,WATER,ROADS,\(town.today),,3wd,纪要\n"))
            let limit = town.desk.city.limits.rules.first { $0.category == "lamp" }
            #expect(limit?.span == .workingDays(3) && limit?.urgency == .ordinary)
        }
    }

    @Test("are tried on past matters, in pieces, each figure opening its rows", arguments: TestEngine.present)
    func dryRun(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await RulesTown(database)
            for _ in 0..<3 { _ = try await town.filed() }
            _ = try await town.filed("water")
            let id = try await town.draft(days: 30)
            let other = try await town.draft(days: 31)
            let manager = town.browser("manager")
            let drafts = try await manager.get(RulesPath.changes + "?state=draft")
            #expect(drafts.text.contains("name=\"change\(id)\"") && drafts.text.contains("change\(other)"))
            #expect(Structure.complaints(ofBytes: drafts.bytes) == [])
            let days = ["from": town.today.description, "until": town.today.description]
            let none = try await manager.post(RulesPath.runs, days, from: RulesPath.home)
            #expect(none.status == 422)
            let asked = try await manager.post(
                RulesPath.runs, days.merging(["change\(id)": String(id)]) { $1 }, from: RulesPath.home)
            #expect(asked.status == 303)
            #expect(try await manager.get("/rules/runs/1").text.contains("正在算"))
            #expect(try await !town.rules.work(at: town.now))
            let page = try await manager.get("/rules/runs/1?old=ROADS&new=WATER").text
            #expect(page.contains("会派到别处：3 件，共看 4 件"))
            #expect(page.contains("路政队 → 水务所"))
            #expect(town.whoHasLamps() == "ROADS", "nothing was changed by trying")
            let run = try await database.read { try RunStore(connection: $0).run(1) }
            #expect(run?.state == .done && run?.seen == 4 && run?.elsewhere == 3)
            let rows = try await database.read {
                try RunStore(connection: $0).rows(
                    of: 1, .init(old: "ROADS", new: "WATER"), before: nil, limit: 10)
            }
            #expect(rows.count == 3)
        }
    }
}
