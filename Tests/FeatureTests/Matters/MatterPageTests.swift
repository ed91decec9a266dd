import Core
import Desk
import Foundation
import HTTPTypes
import Storage
import Testing
import Web

@testable import Matters

/// A matter on its way in the town, by the forms that people fill in.
private struct Way {
    let town: TestTown
    let number: String

    static func begin(_ town: TestTown, text: String = "村口的路灯坏了") async throws -> Way {
        var filing = Filing(text: text, channel: .web)
        filing.area = AreaCode(TownCity.village)
        filing.contact = Filing.Contact(name: "测试甲", phone: "19900001234")
        let receipt = try await town.desk.file(filing, by: .resident, at: town.now)
        return Way(town: town, number: receipt.number)
    }

    static func dispatched(_ town: TestTown) async throws -> Way {
        let way = try await begin(town)
        _ = try await way.make("register", ["category": "lamp"], as: "dispatcher")
        _ = try await way.make("dispatch", ["unit": "ROADS"], as: "dispatcher")
        return way
    }

    @discardableResult
    func make(
        _ move: String, _ answers: [String: String] = [:], as who: String, seen: String? = nil
    ) async throws -> WebAnswer {
        let client = town.browser(who)
        let path = "/matters/\(number)/moves/\(move)"
        let form = try await client.get(path)
        let fields = ["version": seen ?? form.hidden("version") ?? "", "csrf": form.hidden("csrf") ?? ""]
        return try await client.post(path, answers.merging(fields) { $1 })
    }

    func page(as who: String) async throws -> WebAnswer {
        try await town.browser(who).get("/matters/\(number)")
    }

    func undo(as who: String) async throws -> WebAnswer {
        let client = town.browser(who)
        let csrf = try await client.get("/matters/new").hidden("csrf") ?? ""
        let version = try await town.state(of: number).matter?.version ?? 0
        return try await client.post(
            "/matters/\(number)/undo", ["version": String(version), "csrf": csrf])
    }
}

@Suite("The page of a matter") struct MatterPageTests {
    @Test("shows each move with what it will cause, to those who may make it")
    func outlook() async throws {
        try await TestTown.with { town in
            let way = try await Way.begin(town)
            _ = try await way.make("register", ["category": "lamp"], as: "dispatcher")
            let page = try await way.page(as: "dispatcher")
            #expect(page.status == 200)
            #expect(page.text.contains("这一步会带来"))
            let matter = try #require(try await town.state(of: way.number).matter)
            let dispatch = try #require(TownCity.city.procedures[matter.kind]?.move("dispatch"))
            let outlook = try #require(preview(dispatch, on: matter, in: TownCity.city, at: town.now))
            #expect(outlook.stage == "dispatched")
            let roads = try await way.page(as: "roads")
            #expect(roads.status == 404)
        }
    }

    @Test("groups the story in rounds: each answer with what was said of it")
    func rounds() async throws {
        try await TestTown.with { town in
            let way = try await Way.dispatched(town)
            try await way.make("accept", as: "roads")
            try await way.make("answer", ["answer": "第一次答复"], as: "roads")
            _ = try await town.desk.perform(
                Order("rate", [.solved: "no", .satisfied: "no", .why: "还是不亮"]), on: .number(way.number),
                by: .resident, at: town.now)
            let page = try await way.page(as: "roads").text
            #expect(page.contains("第 1 轮 · 没有解决"))
            #expect(page.contains("诉求人没有认可上一次答复"))
            // What the resident said stands beside the form for the new answer, and in the story.
            #expect(page.split(separator: "还是不亮").count >= 3)
        }
    }

    @Test("lets whoever made the last step take it back, and tells so")
    func undo() async throws {
        try await TestTown.with { town in
            let way = try await Way.dispatched(town)
            let page = try await way.page(as: "dispatcher").text
            #expect(page.contains("撤回这一步") && page.contains("/matters/\(way.number)/undo"))
            #expect(try await !way.page(as: "clerk").text.contains("撤回这一步"))
            let refused = try await way.undo(as: "clerk")
            #expect(refused.status == 403)
            let before = try await town.state(of: way.number)
            town.wait(11 * 60_000)
            #expect(try await way.undo(as: "dispatcher").status == 409)
            #expect(try await town.state(of: way.number) == before)
            town.wait(-11 * 60_000)
            let done = try await way.undo(as: "dispatcher")
            #expect(done.status == 303)
            #expect(try await town.state(of: way.number).matter?.lead == nil)
            let after = try await way.page(as: "dispatcher").text
            #expect(after.contains("已撤回：") && after.contains("撤回了“"))
            #expect(try await way.undo(as: "dispatcher").status == 409)
            // The resident had read of the step, so they read that it was taken back.
            let token = try #require(town.desk.link(of: way.number).split(separator: "/").last)
            let track = try await town.visitor().get("/track/\(token)")
            #expect(track.text.contains("已撤回：") && track.text.contains("撤回了“"))
        }
    }

    @Test("lets a unit take back a return, though it does not see the matter any more")
    func handed() async throws {
        try await TestTown.with { town in
            let way = try await Way.dispatched(town)
            let sent = try await way.make("return", ["reason": "不归我们"], as: "roads")
            #expect(sent.location == "/matters/\(way.number)/handed")
            let handed = try await town.browser("roads").get("/matters/\(way.number)/handed")
            #expect(handed.status == 200 && handed.text.contains("撤回这一步"))
            #expect(!handed.text.contains("村口"))
            // Nobody else learns anything by that address.
            #expect(try await town.browser("water").get("/matters/\(way.number)/handed").status == 303)
            #expect(try await town.browser("roads").get("/matters/QS2026030299999/handed").status == 303)
            #expect(try await way.undo(as: "roads").status == 303)
            #expect(try await way.page(as: "roads").status == 200)
        }
    }

    @Test("shows the second officer what the first changed, keeps both texts, overwrites nothing")
    func conflict() async throws {
        try await TestTown.with { town in
            let way = try await Way.begin(town)
            let seen = try #require(
                try await town.browser("clerk").get("/matters/\(way.number)/moves/note").hidden("version"))
            try await way.make("register", ["category": "lamp"], as: "dispatcher")
            try await way.make("dispatch", ["unit": "ROADS"], as: "dispatcher")
            try await way.make("note", ["note": "路政队明天上午去看现场。"], as: "roads")
            let before = try await town.state(of: way.number)
            let second = try await way.make(
                "note", ["note": "路政队明天下午去看现场。"], as: "clerk", seen: seen)
            #expect(second.status == 409)
            #expect(second.text.contains("<del>上</del><ins>下</ins>") || second.text.contains("<ins>下</ins>"))
            #expect(second.text.contains("路政队明天下午去看现场。"))
            #expect(second.text.contains("现在不同的地方"))
            #expect(try await town.state(of: way.number) == before)
            // Sent again against the new version, both notes stand.
            try await way.make("note", ["note": "路政队明天下午去看现场。"], as: "clerk")
            let notes = try await town.state(of: way.number).events.flatMap(\.facts).compactMap {
                if case .noted(let text) = $0 { text } else { nil }
            }
            #expect(notes == ["路政队明天上午去看现场。", "路政队明天下午去看现场。"])
        }
    }

    @Test("is printed as a work order, for those who see it and nobody else")
    func order() async throws {
        try await TestTown.with { town in
            let way = try await Way.dispatched(town)
            let paper = try await town.browser("roads").get("/matters/\(way.number)/order.pdf")
            #expect(paper.status == 200)
            #expect(paper.headers[.contentType] == "application/pdf")
            #expect(paper.headers[.cacheControl] == "no-store")
            #expect(paper.bytes.starts(with: Array("%PDF-".utf8)))
            for who in ["water", "afar", "nobody"] {
                let path = "/matters/\(way.number)/order.pdf"
                #expect(try await town.browser(who).get(path).status == 404, "\(who)")
            }
            #expect(try await town.browser("roads").get("/matters/QS1/order.pdf").status == 404)
            #expect(try await town.visitor().get("/matters/\(way.number)/order.pdf").status == 303)
        }
    }

    @Test("gives the resident a receipt behind their private link only")
    func receipt() async throws {
        try await TestTown.with { town in
            let way = try await Way.begin(town)
            let token = try #require(town.desk.link(of: way.number).split(separator: "/").last)
            let paper = try await town.visitor().get("/track/\(token)/receipt.pdf")
            #expect(paper.status == 200 && paper.bytes.starts(with: Array("%PDF-".utf8)))
            #expect(try await town.visitor().get("/track/\(way.number)-wrong/receipt.pdf").status == 404)
        }
    }

    @Test("fills a field with a ready-made beginning, by its address alone")
    func reply() async throws {
        let reply = Reply(
            name: "seen", title: LocalText(zh: "看过", en: "Seen"), input: .note, categories: [],
            text: LocalText(zh: "{today} 看过{title}，编号 {number}。{link}", en: "Seen {number} {nothing}"))
        try await TestTown.with(city: TownCity.city.offering([reply])) { town in
            let way = try await Way.begin(town, text: "“灯” {number} <b>坏了")
            let form = try await town.browser("clerk").get("/matters/\(way.number)/moves/note?reply=seen")
            #expect(form.status == 200)
            #expect(form.text.contains("编号 \(way.number)。{link}</textarea>"))
            #expect(!form.text.contains("<b>坏了"))
            let none = try await town.browser("clerk").get("/matters/\(way.number)/moves/note?reply=none")
            #expect(none.status == 200 && !none.text.contains("{link}</textarea>"))
        }
    }
}

@Suite("A name in a note") struct MentionTests {
    private static let people = TownCity.people.values.map {
        Colleague(id: $0.personID, login: $0.login, name: $0.name, posts: $0.posts)
    }

    private func follow(_ town: TestTown) async throws {
        let follower = Mentions.follower(city: TownCity.city) { names, _, _ in
            Self.people.filter { names.contains($0.login) || names.contains($0.name.zh) }
        }
        try await FollowerRunner.settled([follower], on: town.desk.database)
    }

    private func called(_ town: TestTown, _ login: String) async throws -> [String] {
        let officer = try #require(TownCity.people[login])
        return try await town.desk.database.read { connection in
            try MentionStore(connection: connection).mentions(
                of: officer.personID, with: officer.posts, in: TownCity.city, limit: 20)
        }.map(\.number)
    }

    @Test("calls those who see the matter, by login or name, until they open it")
    func called() async throws {
        try await TestTown.with { town in
            let way = try await Way.begin(town)
            try await way.make("note", ["note": "@reviewer 请看；@测试2请派单。@afar @nobody @clerk"], as: "clerk")
            try await follow(town)
            try await follow(town)
            #expect(try await called(town, "reviewer") == [way.number])
            #expect(try await called(town, "dispatcher") == [way.number])
            for other in ["afar", "nobody", "clerk", "roads"] {
                #expect(try await called(town, other).isEmpty, "\(other)")
            }
            _ = try await way.page(as: "reviewer")
            #expect(try await called(town, "reviewer").isEmpty)
            #expect(try await called(town, "dispatcher") == [way.number])
        }
    }

    @Test("calls nobody any more once the note was taken back")
    func takenBack() async throws {
        try await TestTown.with { town in
            let way = try await Way.begin(town)
            try await way.make("note", ["note": "@reviewer 看一下"], as: "clerk")
            try await follow(town)
            #expect(try await way.undo(as: "clerk").status == 303)
            try await follow(town)
            #expect(try await called(town, "reviewer").isEmpty)
        }
    }

    @Test("is told to no resident, on no page and by no API")
    func hidden() async throws {
        try await TestTown.with { town in
            let way = try await Way.begin(town)
            try await way.make("note", ["note": "@reviewer 内部的话"], as: "clerk")
            try await follow(town)
            let token = try #require(town.desk.link(of: way.number).split(separator: "/").last)
            for path in ["/track/\(token)", "/api/v1/tracks/\(token)"] {
                let answer = try await town.visitor().get(path)
                #expect(!answer.text.contains("内部的话") && !answer.text.contains("reviewer"), "\(path)")
            }
        }
    }

    @Test(
        "may mean several names, the longest first",
        arguments: [
            ("@li", [["li"]]), ("@lisa", [["lisa"]]), ("a@b.c", []), ("无", []), ("@", []), ("@ x", []),
            ("@李四请看", [["李四请看", "李四请", "李四", "李"]]), ("@李\n四", [["李"]]),
        ])
    func names(text: String, expected: [[String]]) {
        #expect(Mentions.calls(in: text) == expected)
    }
}

@Suite("The difference of two texts") struct TextDifferenceTests {
    private func shown(_ old: String, _ new: String) -> String {
        TextDifference(from: old, to: new).parts.map { part in
            switch part {
            case .both(let text): text
            case .removed(let text): "[-\(text)-]"
            case .added(let text): "[+\(text)+]"
            }
        }.joined()
    }

    @Test(
        "is told word by word, and a Chinese character is a word",
        arguments: [
            ("", "", ""), ("一样", "一样", "一样"), ("明天上午", "明天下午", "明天[-上-][+下+]午"),
            ("the lamp is out", "the lamps are out", "the [-lamp-][+lamps+] [-is-][+are+] out"),
            ("", "新", "[+新+]"),
            ("旧", "", "[-旧-]"),
        ])
    func words(old: String, new: String, expected: String) {
        #expect(shown(old, new) == expected)
    }

    @Test("loses nothing of either, however long they are")
    func whole() {
        let old = (0..<900).map { "第\($0)行：路灯坏了。" }.joined(separator: "\n")
        let new = old.replacing("第450行", with: "第450列")
        let parts = TextDifference(from: old, to: new).parts
        let (left, right) = parts.reduce(into: ("", "")) { texts, part in
            switch part {
            case .both(let text):
                texts.0 += text
                texts.1 += text
            case .removed(let text): texts.0 += text
            case .added(let text): texts.1 += text
            }
        }
        #expect(left == old + "\n" && right == new + "\n")
    }
}

extension City {
    /// The same city with replies.
    fileprivate func offering(_ replies: [Reply]) -> City {
        City(
            name: name, version: version, areas: areas, area: area, units: Array(units.values),
            roles: Array(roles.values), catalogue: catalogue, dispatch: dispatch,
            procedures: Array(procedures.values), firstKind: firstKind, calendar: calendar,
            templates: Array(templates.values), desk: desk, replies: replies)
    }
}
