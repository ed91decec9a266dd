import Core
import Desk
import Foundation
import HTTPTypes
@testable import Joins
import Markup
import Storage
import Testing
import Web

@Suite("Is it one of these")
struct SameTests {
    private static let first = "滨湖花园三栋水管爆了，停水一整天"
    private static let again = "滨湖花园三栋又停水了，说是水管爆了"

    /// The values of the buttons on a receipt.
    private func keys(_ page: String) -> [String] {
        page.components(separatedBy: "name=\"same\" value=\"").dropFirst().compactMap {
            $0.split(separator: "\"", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init)
        }
    }

    @Test("is asked on the receipt, tells what everybody may know, and a yes waits for who may join")
    func asked() async throws {
        try await JoinsTown.with { place in
            let main = try await place.dispatched(Self.first)
            let own = try await place.file(Self.again)
            let visitor = place.town.visitor()
            let receipt = try await visitor.get("/raised/\(own.token)")
            #expect(receipt.text.contains("id=\"same\"") && receipt.text.contains("用水"))
            #expect(receipt.text.contains("1 人反映过") && receipt.text.contains("桥头村"))
            #expect(!receipt.text.contains(main.number) && !receipt.text.contains("爆了，停水一整天"))
            let found = keys(receipt.text)
            try #require(found.count == 2 && found.last == "none")
            let said = try await visitor.post(
                "/joins/same/\(own.token)", ["same": found[0]], from: "/raised/\(own.token)")
            #expect(said.status == 303)
            let track = try await visitor.get("/track/\(own.token)").text
            #expect(track.contains("工作人员看过就合在一起办") && !track.contains(main.number))
            // Nobody joined it yet: what the resident says is a wish.
            #expect(try await place.matter(own.number)?.joinedTo == nil)
            #expect(!(try await visitor.get("/raised/\(own.token)").text.contains("id=\"same\"")))

            // At the desk it stands first, and one button joins it.
            let dispatcher = place.town.browser("dispatcher")
            let page = try await dispatcher.get("/matters/\(own.number)").text
            #expect(page.contains("群众说是同一件"))
            let joined = try await dispatcher.post(
                "/joins/\(main.number)/same", ["number": own.number, "back": "/triage"],
                from: "/matters/\(own.number)")
            #expect(joined.status == 303 && joined.headers[.location] == "/triage")
            let matter = try #require(try await place.matter(own.number))
            #expect(matter.joinedTo == main.number && matter.number == own.number && matter.isOpen)
            #expect(!(try await visitor.get("/track/\(own.token)").text.contains("工作人员看过就合在一起办")))
        }
    }

    @Test("leaves it alone after a no, and takes no key that was not shown, of nobody else's page")
    func refused() async throws {
        try await JoinsTown.with { place in
            let main = try await place.dispatched(Self.first)
            let (own, other) = (try await place.file(Self.again), try await place.file(Self.again))
            let visitor = place.town.visitor()
            let foreign = try #require(keys(try await visitor.get("/raised/\(other.token)").text).first)
            let from = "/raised/\(own.token)"
            for wrong in [foreign, "1", main.number, String(repeating: "x", count: 5000), "<b>"] {
                let said = try await visitor.post("/joins/same/\(own.token)", ["same": wrong], from: from)
                #expect(said.status == 303)
                #expect(try await place.joins.similar.wish(of: own.id) == nil)
            }
            #expect(try await visitor.post("/joins/same/\(own.token)", [:], from: from).status == 400)
            #expect(
                try await visitor.post("/joins/same/\(own.number)-x", ["same": "none"], from: from).status
                    == 404)
            let no = try await visitor.post("/joins/same/\(own.token)", ["same": "none"], from: from)
            #expect(no.status == 303)
            #expect(!(try await visitor.get(from).text.contains("id=\"same\"")))
            let page = try await place.town.browser("dispatcher").get("/matters/\(own.number)").text
            #expect(!page.contains("群众说是同一件") && page.contains("可能是同一件事"))
        }
    }

    @Test("says nothing of what is not everybody's business, has no unit, was answered, or ended")
    func kept() async throws {
        try await JoinsTown.with { place in
            let secret = try await place.dispatched("滨湖花园三栋王某得了传染病，没人管", "health")
            let sick = try await place.file("滨湖花园三栋有人得了传染病没人管")
            let visitor = place.town.visitor()
            #expect(!(try await visitor.get("/raised/\(sick.token)").text.contains("id=\"same\"")))
            _ = secret
            let new = try await place.file(Self.first)
            try await place.follow()
            let own = try await place.file(Self.again)
            let path = "/raised/\(own.token)"
            #expect(!(try await visitor.get(path).text.contains("id=\"same\"")), "no unit has it")
            try await place.make("register", [.category: "water"], on: new.number, by: "clerk")
            try await place.make("dispatch", [.unit: "WATER"], on: new.number, by: "dispatcher")
            #expect(try await visitor.get(path).text.contains("id=\"same\""))
            let key = try #require(keys(try await visitor.get(path).text).first)
            try await place.make("answer", [.answer: "水管已修好，当晚恢复供水。"], on: new.number, by: "water")
            #expect(!(try await visitor.get(path).text.contains("id=\"same\"")), "it was answered")
            let late = try await visitor.post("/joins/same/\(own.token)", ["same": key], from: "/")
            #expect(late.status == 303)
            #expect(try await place.joins.similar.wish(of: own.id) == nil)
        }
    }

    @Test("is left to the dispatcher by whoever may not join, and refused for what they do not see")
    func officers() async throws {
        try await JoinsTown.with { place in
            let main = try await place.dispatched(Self.first)
            let own = try await place.file(Self.again)
            let clerk = place.town.browser("clerk")
            let asked = try await place.joins.question(
                about: own.number, back: "/calls", try place.visit(of: "clerk"))
            #expect(asked?.text.contains("请派单员合并") == true)
            let left = try await clerk.post(
                "/joins/\(main.number)/same", ["number": own.number, "back": "https://elsewhere.example"],
                from: "/matters/\(own.number)")
            #expect(left.status == 303 && left.headers[.location] == "/")
            #expect(try await place.matter(own.number)?.joinedTo == nil)
            let wish = try #require(try await place.joins.similar.wish(of: own.id))
            #expect(wish.main == main.id && wish.person == TownCity.people["clerk"]?.personID)
            let rows = try await place.joins.wishes(
                of: [own.id, main.id], back: "/triage", try place.visit(of: "dispatcher"))
            #expect(rows.count == 1 && rows[own.id]?.text.contains("受理的人说是同一件") == true)
            let afar = try await place.joins.wishes(
                of: [own.id], back: "/triage", try place.visit(of: "afar"))
            #expect(afar.isEmpty)
            for (login, number) in [("afar", own.number), ("clerk", "QS000"), ("clerk", main.number)] {
                let refused = try await place.town.browser(login).post(
                    "/joins/\(main.number)/same", ["number": number], from: "/matters")
                #expect(refused.status == 404, "\(login) \(number)")
            }
        }
    }

    @Test("finds a place in any county for somebody who names none")
    func anywhere() async throws {
        try await JoinsTown.with { place in
            let main = try await place.dispatched(Self.first)
            let found = try await place.joins.likely(
                text: Self.again, area: nil, category: nil, try place.visit(of: "clerk"))
            #expect(found.map(\.number) == [main.number])
            #expect(found.first?.why.contains("相同") == true)
            #expect(
                try await place.joins.likely(
                    text: "", area: nil, category: nil, try place.visit(of: "clerk")
                ).isEmpty)
        }
    }
}

extension JoinsTown {
    /// Somebody at work who looks at a page.
    func visit(of login: String) throws -> Web.Visit {
        try Web.Visit.specimen(town.server.book.words(.zh), officer: TownCity.people[login], menu: [])
    }
}

@Suite("The notice of a mass event")
struct MassNoticeTests {
    private func declared(_ place: JoinsTown) async throws -> Receipt {
        let main = try await place.dispatched("滨湖花园三栋水管爆了，停水一整天")
        try await place.joins.declare(
            MassEvent(title: "爆管", cause: "老化", task: "抢修", since: place.town.now), of: main.id, by: 2,
            at: place.town.now)
        return main
    }

    private func form(_ what: String, _ more: [String: String] = [:]) -> [String: String] {
        ["what": what, "place": "桥头村", "noticeSince": "2026-03-02", "do": "look"].merging(more) { $1 }
    }

    @Test("is masked, looked at, confirmed, read by everybody, and gone with the matter")
    func shown() async throws {
        try await JoinsTown.with { place in
            let main = try await declared(place)
            let path = "/joins/\(main.number)"
            let dispatcher = place.town.browser("dispatcher")
            func send(_ answers: [String: String]) async throws -> WebAnswer {
                try await dispatcher.post("\(path)/notice", answers, from: path)
            }
            let what = "主水管爆了，请致电张工 13812345678"
            let look = try await send(form(what))
            #expect(look.status == 200 && look.text.contains("name=\"do\" value=\"show\""))
            #expect(!look.text.contains("13812345678"))
            // Nobody publishes what was not masked, whatever the form says.
            let forged = try await send(form(what, ["do": "show"]))
            #expect(forged.status == 200)
            #expect(try await place.joins.notices(in: TownCity.area("1101"), place.visit(of: "clerk")) == nil)

            let shown = try await send(form("主水管爆了，正在抢修", ["do": "show", "until": "2026-03-04"]))
            #expect(shown.status == 303)
            for area in ["1101", "110101", TownCity.village, "110101001001001"] {
                let html = try await place.joins.notices(in: TownCity.area(area), place.visit(of: "clerk"))
                #expect(html?.text.contains("正在抢修") == true, "\(area)")
            }
            #expect(
                try await place.joins.notices(in: TownCity.area("110102"), place.visit(of: "clerk")) == nil)
            let own = try await place.file("滨湖花园三栋又停水了")
            #expect(!(try await place.town.visitor().get("/track/\(own.token)").text.contains("正在抢修")))
            try await place.make("join", [.matter: main.number], on: own.number, by: "dispatcher")
            for token in [own.token, main.token] {
                #expect(try await place.town.visitor().get("/track/\(token)").text.contains("正在抢修"))
            }
            try await place.make("withdraw", [:], on: main.number, by: "")
            try await place.follow()
            #expect(try await place.joins.notices(in: TownCity.area("1101"), place.visit(of: "clerk")) == nil)
        }
    }

    @Test("is refused for what nobody declared, what is not everybody's business, and wrong days and texts")
    func refused() async throws {
        try await JoinsTown.with { place in
            let main = try await declared(place)
            let path = "/joins/\(main.number)"
            let dispatcher = place.town.browser("dispatcher")
            for wrong in [
                form(""), form(String(repeating: "长", count: 301)),
                form("停水", ["place": String(repeating: "长", count: 81)]),
                form("停水", ["noticeSince": "2027-01-01"]), form("停水", ["noticeSince": "soon"]),
                form("停水", ["until": "2026-03-01"]), form("停水", ["until": "tomorrow"]),
            ] {
                let answer = try await dispatcher.post("\(path)/notice", wrong, from: path)
                #expect(answer.status == 422, "\(wrong)")
            }
            let plain = try await place.dispatched("村口的水井没水了")
            let undeclared = try await dispatcher.post(
                "/joins/\(plain.number)/notice", form("停水", ["do": "show"]), from: path)
            #expect(undeclared.status == 422)
            let secret = try await place.dispatched("滨湖花园有人得了传染病", "health")
            try await place.joins.declare(
                MassEvent(title: "病", cause: "不明", task: "排查", since: place.town.now), of: secret.id,
                by: 2, at: place.town.now)
            let health = try await dispatcher.post(
                "/joins/\(secret.number)/notice", form("有病", ["do": "show"]), from: path)
            #expect(health.status == 422)
            let unit = try await place.town.browser("water").post(
                "\(path)/notice", form("停水", ["do": "show"]), from: path)
            #expect(unit.status == 403)
            #expect(try await place.joins.notices(in: TownCity.area("1101"), place.visit(of: "clerk")) == nil)
        }
    }
}
