import Core
import Desk
import Foundation
import HTTPTypes
import Markup
@testable import Matters
import Testing
import Web

@Suite("The pages of the desk")
struct DeskPagesTests {
    private func file(_ town: TestTown, _ text: String, area: String = TownCity.village) async throws
        -> String
    {
        var filing = Filing(text: text, channel: .web)
        filing.area = TownCity.area(area)
        return try await town.desk.file(filing, by: .resident, at: town.now).number
    }

    /// The first link of a page with this `rel`.
    private func link(_ rel: String, in page: String) -> String? {
        page.split(separator: "rel=\"\(rel)\" href=\"").dropFirst().first
            .map { String($0.prefix { $0 != "\"" }).replacing("&amp;", with: "&") }
    }

    @Test("show the day in parts, what is late first, and say what to do next")
    func day() async throws {
        try await TestTown.with { town in
            let old = try await file(town, "先来的事")
            town.wait(26 * 3_600_000)
            let new = try await file(town, "后来的事")
            let page = try await town.browser("clerk").get("/matters/workbench").text
            let late = try #require(page.range(of: "data-part=\"late\""))
            let first = try #require(page.range(of: "data-number=\"\(old)\""))
            let second = try #require(page.range(of: "data-number=\"\(new)\""))
            #expect(late.lowerBound < first.lowerBound && first.lowerBound < second.lowerBound)
            #expect(page.contains("动作 register") && page.contains("昨天以来新来 2 件"))
            let english = try await town.browser("clerk").get(
                "/matters/workbench", headers: [.acceptLanguage: "en"]
            ).text
            #expect(english.contains("Since yesterday 2 came in."))
        }
    }

    @Test("turn the pages of a day by a cursor that nobody else can make")
    func dayPages() async throws {
        try await TestTown.with { town in
            for index in 1...5 { _ = try await file(town, "第\(index)件") }
            let clerk = town.browser("clerk")
            let first = try await clerk.get("/matters/workbench?size=2").text
            let second = try await clerk.get(try #require(link("next", in: first))).text
            #expect(first.contains("第1件") && first.contains("第2件") && !first.contains("第3件"))
            #expect(second.contains("第3件") && second.contains("第4件") && !second.contains("第2件"))
            let third = try await clerk.get(try #require(link("next", in: second))).text
            #expect(third.contains("第5件") && link("next", in: third) == nil)
            for forged in ["x", "AAAAAAAAAAAAAAAA"] {
                #expect(try await clerk.get("/matters/workbench?after=\(forged)").status == 400)
            }
            #expect(try await clerk.get("/matters/workbench?size=999999999999999999999").status == 200)
            #expect(try await clerk.get("/matters/workbench?size=-1").status == 200)
        }
    }

    @Test("order a list by due time, and say what cannot be asked")
    func order() async throws {
        try await TestTown.with { town in
            let old = try await file(town, "先来的事")
            town.wait(3_600_000)
            let new = try await file(town, "后来的事")
            let clerk = town.browser("clerk")
            func order(_ query: String) async throws -> Bool {
                let page = try await clerk.get("/matters?\(query)").text
                let one = try #require(page.range(of: "data-number=\"\(old)\""))
                let two = try #require(page.range(of: "data-number=\"\(new)\""))
                return one.lowerBound < two.lowerBound
            }
            #expect(try await order("sort=due"))
            #expect(try await !order("sort=newest"))
            let first = try await clerk.get("/matters?sort=due&size=1").text
            let next = try await clerk.get(try #require(link("next", in: first))).text
            #expect(first.contains("先来的事") && next.contains("后来的事") && !next.contains("先来的事"))
            for wrong in [
                "sort=x", "urgency=x", "channel=x", "from=1000000000", "from=9999-12-31&to=1900-01-01",
            ] {
                #expect(try await clerk.get("/matters?\(wrong)").status == 422, "\(wrong)")
            }
            let chat = try await clerk.get("/matters?channel=chat").text
            #expect(!chat.contains(old))
            #expect(try await clerk.get("/matters?channel=web&urgency=ordinary").text.contains(old))
        }
    }

    @Test("show a matter beside its list, also without a script, and never one of somebody else")
    func beside() async throws {
        try await TestTown.with { town in
            let near = try await file(town, "近处的事")
            let other = try await file(town, "旁边的事")
            let far = try await file(town, "远处的事", area: "110102001")
            let clerk = town.browser("clerk")
            let page = try await clerk.get("/matters?state=open&open=\(near)")
            #expect(page.status == 200 && page.text.contains("id=\"beside\""))
            #expect(page.text.contains("href=\"/matters?open=\(other)&amp;state=open\""))
            #expect(page.text.components(separatedBy: "<h1").count == 2)
            #expect(Structure.complaints(ofBytes: page.bytes) == [])
            let part = try await clerk.get("/matters/\(near)?part=1")
            #expect(part.text.hasPrefix("<article") && part.text.contains("data-title="))
            #expect(!part.text.contains("<html") && part.text.contains("近处的事"))
            let afar = town.browser("afar")
            for path in ["/matters?open=\(near)", "/matters/\(near)?part=1", "/matters?open=%3Cscript%3E"] {
                #expect(try await afar.get(path).status == 404, "\(path)")
            }
            #expect(try await afar.get("/matters?open=\(far)").status == 200)
        }
    }

    @Test("lead from a matter to the one before and after it, over the end of a page")
    func neighbours() async throws {
        try await TestTown.with { town in
            var numbers: [String] = []
            for index in 1...5 { numbers.append(try await file(town, "第\(index)件")) }
            let newest = Array(numbers.reversed())
            let clerk = town.browser("clerk")
            let list = try await clerk.get("/matters?state=open&size=2").text
            var path = try #require(
                list.split(separator: "class=\"row-link\" href=\"").dropFirst().first
                    .map { String($0.prefix { $0 != "\"" }).replacing("&amp;", with: "&") })
            var seen: [String] = []
            for _ in 0..<6 {
                let page = try await clerk.get(path)
                #expect(page.status == 200)
                seen.append(String(path.dropFirst("/matters/".count).prefix { $0 != "?" }))
                guard let next = link("next", in: page.text) else { break }
                path = next
            }
            #expect(seen == newest)
            let second = try await clerk.get("/matters/\(newest[1])?in=state%3Dopen%26size%3D2").text
            #expect(second.contains("第 2 件，本页共 2 件"))
            #expect(link("prev", in: second)?.hasPrefix("/matters/\(newest[0])?") == true)
            let bench = try await clerk.get("/matters/\(numbers[1])?in=bench%3D1%26scope%3Dcity").text
            #expect(link("prev", in: bench)?.hasPrefix("/matters/\(numbers[0])?") == true)
            #expect(bench.contains("href=\"/matters/workbench?scope=city\""))
            for odd in ["in=%25%25", "in=after%3Dforged", "in=scope%3Dunit-X", "in=stage%3Dnone"] {
                let page = try await clerk.get("/matters/\(numbers[0])?\(odd)")
                #expect([200, 400].contains(page.status), "\(odd)")
            }
        }
    }

    @Test("take a matter down and go on with the next in the same way")
    func again() async throws {
        try await TestTown.with { town in
            let clerk = town.browser("clerk")
            let answers = [
                "text": "来电说路灯坏了", "channel": "visit", "kind": "request", "urgency": "ordinary",
                "once": "a", "again": "yes", "area": TownCity.village,
            ]
            let sent = try await clerk.post("/matters/new", answers, from: "/matters/new")
            let next = try #require(sent.location)
            #expect(next.hasPrefix("/matters/new?") && next.contains("channel=visit"))
            let page = try await clerk.get(next)
            #expect(page.text.contains("已登记，编号 QS") && page.text.contains("data-taken=\"new-matter\""))
            #expect(page.text.contains("value=\"visit\" checked"))
            let odd = try await clerk.get("/matters/new?filed=%3Cscript%3Ealert(1)%3C/script%3E&channel=x")
            #expect(odd.status == 200 && !odd.text.contains("<script>alert"))
            let hint = try await clerk.get("/matters/suggest.json?category=lamp&area=\(TownCity.village)")
            #expect(hint.text.contains("路政队"))
            #expect(try await clerk.get("/matters/suggest.json?category=x&area=y").text.contains("\"\""))
        }
    }
}
