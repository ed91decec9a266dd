import Core
import Desk
import Foundation
import Testing
import Web

@testable import Matters

/// The town with limits of its own, and a matter in it.
private struct DueTown {
    let town: TestTown
    let number: String

    private static let hour: Int64 = 3_600_000
    static let hostile = "<script>alert(1)</script>第三条"

    static let rules = [
        LimitRule(
            kind: "request", limit: "whole", category: "roads", urgency: .urgent,
            span: .calendar(15 * 24 * hour), from: TownCity.date("2026-01-01"),
            until: TownCity.date("2026-12-31"), source: hostile),
        LimitRule(
            kind: "request", limit: "whole", category: "roads", area: TownCity.area("110101001"),
            span: .workingHours(10 * hour), source: "桥头镇路灯约定"),
    ]

    static func city(_ rules: [LimitRule]) -> City {
        let city = TownCity.city
        return City(
            name: city.name, version: city.version, areas: city.areas, area: city.area,
            units: Array(city.units.values), roles: Array(city.roles.values), catalogue: city.catalogue,
            dispatch: city.dispatch, procedures: Array(city.procedures.values), firstKind: city.firstKind,
            calendar: city.calendar, templates: Array(city.templates.values), desk: city.desk,
            limits: LimitTable(rules))
    }

    static func with(
        _ rules: [LimitRule] = rules, urgency: String? = nil, _ body: (DueTown) async throws -> Void
    ) async throws {
        try await TestTown.with(city: city(rules)) { town in
            var filing = Filing(text: "村口的路灯坏了", channel: .web)
            filing.area = AreaCode(TownCity.village)
            filing.contact = Filing.Contact(name: "测试甲", phone: "19900001234")
            let number = try await town.desk.file(filing, by: .resident, at: town.now).number
            let dispatcher = try #require(TownCity.people["dispatcher"]).actor
            var inputs: [InputWord: String] = [.category: "lamp"]
            inputs[.urgency] = urgency
            for order in [Order("register", inputs), Order("dispatch", [.unit: "ROADS"])] {
                _ = try await town.desk.perform(order, on: .number(number), by: dispatcher, at: town.now)
            }
            try await body(DueTown(town: town, number: number))
        }
    }

    /// The page of an officer, and that of whoever raised it.
    func pages(_ language: String = "zh") async throws -> (officer: String, resident: String) {
        let token = try #require(town.desk.link(of: number).split(separator: "/").last)
        let officer = town.browser("roads")
        let resident = town.visitor()
        officer.setCookie("lx_lang", language)
        resident.setCookie("lx_lang", language)
        return (
            try await officer.get("/matters/\(number)").text, try await resident.get("/track/\(token)").text
        )
    }

    /// The fold of the first clock on a page.
    static func fold(_ page: String) throws -> String {
        let start = try #require(page.range(of: "这个时间是怎么算的"))
        let end = try #require(page.range(of: "</details>", range: start.upperBound..<page.endIndex))
        return String(page[start.upperBound..<end.lowerBound])
    }
}

@Suite("Why this date") struct DueViewTests {
    @Test("tells officers and residents the rule, for what it is, and where it is written down")
    func rule() async throws {
        try await DueTown.with { due in
            let pages = try await due.pages()
            for page in [pages.officer, pages.resident] {
                let fold = try DueTown.fold(page)
                #expect(fold.contains("10小时工作时间"), "\(fold)")
                #expect(fold.contains("道路") && fold.contains("桥头镇"))
                #expect(fold.contains("依据：桥头镇路灯约定"))
                #expect(fold.contains("开始计时") && fold.contains("到期"))
                #expect(!fold.contains("暂停"))
            }
        }
    }

    @Test("shows the words of a rule as text, and its days; the resident reads no last day")
    func hostile() async throws {
        try await DueTown.with(urgency: "urgent") { due in
            let pages = try await due.pages()
            for page in [pages.officer, pages.resident] {
                let fold = try DueTown.fold(page)
                #expect(fold.contains("&lt;script>alert(1)") || fold.contains("&lt;script&gt;alert(1)"))
                #expect(!page.contains("<script>alert(1)"))
                #expect(fold.contains("15天") && fold.contains("自 2026-01-01 起施行"))
            }
            #expect(try DueTown.fold(pages.officer).contains("施行到 2026-12-31"))
            #expect(try !DueTown.fold(pages.resident).contains("2026-12-31"))
            #expect(try DueTown.fold(pages.resident).contains("紧急"))
        }
    }

    @Test("says the usual time where the city has no rule of its own")
    func usual() async throws {
        try await DueTown.with([]) { due in
            let pages = try await due.pages()
            for page in [pages.officer, pages.resident] {
                let fold = try DueTown.fold(page)
                #expect(fold.contains("一般时限是15个工作日") && !fold.contains("依据"))
            }
        }
    }

    @Test("names the time that did not count, and the time that came of it")
    func pauses() async throws {
        try await DueTown.with { due in
            let town = due.town
            let roads = try #require(TownCity.people["roads"]).actor
            let number = MatterReference.number(due.number)
            _ = try await town.desk.perform(
                Order("answer", [.answer: "灯已换"]), on: number, by: roads, at: town.now)
            #expect(try await due.pages().officer.contains("2026年3月2日 09:00起暂停，恢复后接着计时"))
            town.wait(24 * 3_600_000)
            let no: [InputWord: String] = [.solved: "no", .satisfied: "no"]
            _ = try await town.desk.perform(Order("rate", no), on: number, by: .resident, at: town.now)
            let pages = try await due.pages()
            for page in [pages.officer, pages.resident] {
                let fold = try DueTown.fold(page)
                #expect(fold.contains("2026年3月2日 09:00到 2026年3月3日 09:00 暂停，这段时间不计"), "\(fold)")
                #expect(fold.contains("所以到期时间是"))
                #expect(!fold.contains("另有约定"))
            }
        }
    }
}

@Suite("The colours of a clock") struct ClockColourPageTests {
    @Test("are calm below 80 % of the working time, soon from there, late at the end, on every list and page")
    func colours() async throws {
        try await DueTown.with { due in
            let calendar = TownCity.calendar
            let start = due.town.now
            let soon = calendar.add(.workingHours(8 * 3_600_000), to: start)
            let end = calendar.add(.workingHours(10 * 3_600_000), to: start)
            for (moment, words, others) in [
                (soon + -1, "期限", ["快到期", "超期"]), (soon, "快到期", ["超期"]), (end + -1, "快到期", ["超期"]),
                (end, "超期", ["快到期"]),
            ] {
                due.town.wait(moment - due.town.now)
                let roads = due.town.browser("roads")
                let pages = try await due.pages()
                for page in [try await row(roads, due.number), try clock(pages.resident)] {
                    #expect(page.contains(words), "\(words): \(page)")
                    for other in others { #expect(!page.contains(other), "\(other): \(page)") }
                }
            }
        }
    }

    /// The clock of the matter's row on the list.
    private func row(_ client: WebClient, _ number: String) async throws -> String {
        let page = try await client.get("/matters?state=open").text
        let start = try #require(page.range(of: #"class="row-clock""#))
        return String(page[start.upperBound...].prefix(300))
    }

    /// The clock beside "until" on the resident's page.
    private func clock(_ page: String) throws -> String {
        let start = try #require(page.range(of: #"<span class="clock"#))
        return String(page[start.lowerBound...].prefix(300))
    }
}
