@testable import Chats
import Core
import Courier
import Desk
import Markup
import Storage
import Testing
import Web

@Suite("Chat groups")
struct ChatsTests {
    private static let book = WordBook([.web, ChatsDesk.words])

    @Test(
        "have pages that are well made and have all their words, in every state and both languages",
        arguments: Language.allCases)
    func wellMade(_ language: Language) throws {
        let words = Self.book.words(language)
        #expect(ChatsSpecimens.all.count >= 11)
        let complaints = try ChatsSpecimens.all.flatMap { try $0.complaints(words) }
        #expect(complaints == [])
        for specimen in ChatsSpecimens.all {
            let text = try specimen.document(words).text
            #expect(
                !text.contains("<script>alert") && !text.contains("href=\"javascript"), "\(specimen.name)")
        }
        #expect(Self.book.complaints == [])
    }

    // MARK: Coming in

    @Test("take only messages that somebody known signed now")
    func signed() async throws {
        try await ChatsTown.with { town in
            let json = town.told("m1", "路灯不亮")
            let bare = try await town.town.visitor().json("POST", "/chats/messages", body: json)
            #expect(bare.status == 401)
            for minutes: Int64 in [-11, 11] {
                let answer = try await town.tell(json, signedAt: town.now + minutes * 60_000)
                #expect(answer.status == 401, "\(minutes)")
            }
            let wrong = try await town.tell(json, secret: "whsec_" + String(repeating: "A", count: 44))
            #expect(wrong.status == 401)
            #expect(try await town.messages() == [])
            #expect(try await town.tell(json).status == 200)
            #expect(try await town.messages().count == 1)
        }
    }

    @Test("refuse what no message can be, and say which field")
    func bad() async throws {
        try await ChatsTown.with { town in
            let long = String(repeating: "长", count: 4001)
            let bad: [(String, Int)] = [
                ("", 400), ("[]", 400), ("{", 400), ("{\"group\":\"g1\"}", 400),
                (town.told("m1", long), 400), (town.told("m1", "a\\u0000b"), 400),
                (town.told("", "x"), 400), (town.told("m1", ""), 400),
                (town.told("m1", "x", author: ""), 400), (town.told("m1", "x", group: "no/such"), 400),
                (town.told("m1", "x", group: "none"), 422),
                (town.told("m1", "x", minutes: 60 * 24 * 400), 400),
                (town.told("m1", "x").replacing("2026-", with: "0001-"), 400),
                (town.told("m1", "x").replacing("+08:00", with: ""), 400),
                (town.told("m1", "x", extra: ",\"media\":[{\"url\":\"http://127.0.0.1/a\"}]"), 400),
                (town.told("m1", "x", extra: ",\"media\":[{\"url\":\"javascript:alert(1)\"}]"), 400),
                (town.told("m1", "x", extra: ",\"event\":\"deleted\""), 400),
                (town.told("m1", "x", extra: ",\"replyTo\":7"), 400),
            ]
            for (json, status) in bad {
                let answer = try await town.tell(json)
                #expect(answer.status == status, "\(json.prefix(160))")
            }
            let huge = town.told("m1", String(repeating: "x", count: NewMessage.mostBytes))
            #expect(try await town.tell(huge).status == 413)
            #expect(try await town.messages() == [])
            // The longest that may be, with everything in it.
            let most = town.told("m1", String(repeating: "长", count: 4000), extra: ",\"unknown\":1")
            #expect(try await town.tell(most).status == 200)
        }
    }

    @Test("keep one message once, however often and in whatever order it is told")
    func duplicates() async throws {
        try await ChatsTown.with { town in
            let json = town.told("m1", "路灯不亮")
            for id in ["same", "same", "same", "other", "another"] {
                let answer = try await town.tell(json, id: id)
                #expect(answer.status == 200)
            }
            let last = try await town.tell(json)
            #expect(last.text.contains("\"isNew\":false"))
            #expect(try await town.messages().count == 1)
            let month = town.chats.month(of: town.now)
            #expect(try await town.chats.figures(of: ["g1"], in: month)["g1"]?[.messages] == 1)
        }
    }

    @Test("take words away that were recalled, also when the recall comes first; edits replace them")
    func recalled() async throws {
        try await ChatsTown.with { town in
            try await town.tell(town.told("m1", "我家的门牌是 12 号"))
            try await town.tell(#"{"event":"recalled","group":"g1","message":"m1"}"#)
            let kept = try await town.messages()
            #expect(kept.map(\.state) == [.recalled] && kept[0].text.isEmpty && kept[0].name.isEmpty)
            try await town.tell(#"{"event":"recalled","group":"g1","message":"m2"}"#)
            try await town.tell(town.told("m2", "不该留下"))
            #expect(try await town.messages().count == 1)
            try await town.tell(town.told("m3", "路灯不亮"))
            try await town.tell(#"{"event":"edited","group":"g1","message":"m3","text":"路灯不亮，三号楼"}"#)
            let last = try await town.messages().last
            #expect(last?.text == "路灯不亮，三号楼")
            let page = try await town.town.browser("clerk").get("/chats/groups/g1").text
            #expect(page.contains("这条消息已撤回") && !page.contains("门牌"))
        }
    }

    @Test("forget what became no matter after their days, and keep what did")
    func forgotten() async throws {
        try await ChatsTown.with { town in
            try await town.tell(town.told("m1", "路灯不亮"))
            try await town.tell(town.told("m2", "早上好"))
            let ids = try await town.messages().map(\.id)
            _ = try await town.chats.make(
                [ids[0]], of: ChatsTown.group, category: nil, by: ChatsTown.officer("clerk"), at: town.now)
            town.town.wait(29 * 86_400_000)
            try await town.chats.tick(at: town.now)
            #expect(try await town.messages().count == 2)
            town.town.wait(2 * 86_400_000)
            try await town.chats.tick(at: town.now)
            #expect(try await town.messages().map(\.message) == ["m1"])
        }
    }

    // MARK: Reacting

    @Test("are alarmed when nobody reacts in time, until somebody does")
    func late() async throws {
        try await ChatsTown.with { town in
            try await town.tell(town.told("m1", "地里干，要水车"))
            let clerk = town.town.browser("clerk")
            #expect(try await !clerk.get("/chats").text.contains("到时没人回应"))
            town.town.wait(61 * 60_000)
            #expect(try await clerk.get("/chats").text.contains("到时没人回应"))
            // The steward answers in the group.
            try await town.tell(
                town.told("m2", "马上派", author: "s1", name: "管家", extra: ",\"replyTo\":\"m1\""))
            #expect(try await !clerk.get("/chats").text.contains("到时没人回应"))
            #expect(try await town.messages().map(\.state) == [.answered, .steward])
            let figures = try await town.chats.figures(of: ["g1"], in: "2026-03")["g1"] ?? [:]
            #expect(figures[.reactions] == 1 && figures[.waited] == 61 * 60_000 && figures[.late] == 1)
        }
    }

    @Test("make a matter of the ticked messages, in their order, by their first author, for the group's area")
    func matter() async throws {
        try await ChatsTown.with { town in
            try await town.tell(
                town.told("m1", "路灯不亮").replacing(
                    "\"name\":\"王小明\"", with: "\"name\":\"王小明\",\"phone\":\"139 0000 0009\""))
            try await town.tell(town.told("m2", "三号楼门口", minutes: 1))
            let clerk = town.town.browser("clerk")
            let path = "/chats/groups/g1"
            let none = try await clerk.post(path, ["do": "matter"], from: path)
            #expect(none.status == 422 && none.text.contains("请先勾选消息"))
            let made = try await clerk.post(path, ["do": "matter", "message": "1"], from: path)
            #expect(made.location == path)
            let number = try #require(try await town.messages().first?.matterNumber)
            let officer = try ChatsTown.officer("clerk")
            let dossier = try #require(
                try await town.town.desk.dossier(.number(number), for: officer.actor))
            #expect(dossier.matter.channel == .chat && dossier.matter.area.text == TownCity.village)
            guard case .raised(let raised)? = dossier.events.first?.facts.first else { return }
            #expect(raised.text == "路灯不亮" && raised.reachable)
            #expect(raised.source == "chat:g1" && raised.sourceID == "m1")
            let page = try await clerk.get("/matters/\(number)").text
            #expect(!page.isEmpty)
            let again = try await clerk.post(path, ["do": "matter", "message": "1"], from: path)
            #expect(again.status == 409 && again.text.contains(number))
            #expect(try await town.town.count() == 1)
        }
    }

    @Test("of several messages become one text")
    func joined() async throws {
        try await ChatsTown.with { town in
            // Told in the wrong order.
            try await town.tell(town.told("m2", "三号楼门口", minutes: 1))
            try await town.tell(town.told("m1", "路灯不亮"))
            let ids = try await town.messages().map(\.id)
            let number = try await town.chats.make(
                ids, of: ChatsTown.group, category: "lamp", by: ChatsTown.officer("clerk"), at: town.now)
            let clerk = try ChatsTown.officer("clerk").actor
            let dossier = try #require(try await town.town.desk.dossier(.number(number), for: clerk))
            guard case .raised(let raised)? = dossier.events.first?.facts.first else { return }
            #expect(raised.text == "路灯不亮\n三号楼门口" && raised.category == "lamp")
        }
    }

    @Test("two stewards at once, and duplicates in between: one matter, and the others are told its number")
    func race() async throws {
        try await ChatsTown.with { town in
            for seed in 0..<6 {
                let (first, second) = ("a\(seed)", "b\(seed)")
                try await town.tell(town.told(first, "第 \(seed) 次漏水"))
                try await town.tell(town.told(second, "第 \(seed) 次，还在漏", minutes: 1))
                let both = try await town.messages().filter { [first, second].contains($0.message) }
                let ids = both.map(\.id)
                let clerk = try ChatsTown.officer("clerk")
                // Overlapping choices: one, the other, both; with the same messages coming again.
                let choices = [[ids[0]], ids, [ids[1], ids[0]], ids, [ids[0]]]
                let results = await withTaskGroup(of: String.self) { tasks in
                    for choice in choices {
                        tasks.addTask {
                            do {
                                return try await town.chats.make(
                                    choice.shuffled(), of: ChatsTown.group, category: nil, by: clerk,
                                    at: town.now)
                            } catch ChatRefusal.taken(let number) {
                                return "taken \(number)"
                            } catch {
                                return "\(error)"
                            }
                        }
                        tasks.addTask {
                            _ = try? await town.tell(town.told(first, "第 \(seed) 次漏水"))
                            return ""
                        }
                    }
                    return await tasks.reduce(into: []) { $0.append($1) }
                }
                let made = results.filter { $0.hasPrefix("QS") }
                #expect(made.count == 1, "\(results)")
                #expect(results.count { $0 == "taken \(made.first ?? "")" } == choices.count - 1)
                #expect(try await town.town.count() == seed + 1)
            }
        }
    }

    @Test("are seen by their steward and by those who work around them, and by nobody else")
    func seen() async throws {
        try await ChatsTown.with { town in
            try await town.tell(town.told("m1", "路灯不亮"))
            // The steward is a handler of a county office, and sees names in full.
            let steward = try await town.town.browser("roads").get("/chats/groups/g1")
            #expect(steward.status == 200 && steward.text.contains("王小明"))
            #expect(try await town.town.browser("afar").get("/chats/groups/g1").status == 404)
            #expect(try await town.town.browser("auditor").get("/chats/groups/g1").status == 404)
            #expect(try await town.town.visitor().get("/chats").status == 303)
            #expect(try await town.town.browser("clerk").get("/chats/groups/none").status == 404)
            let forged = try await town.town.browser("afar").post(
                "/chats/groups/g1", ["do": "matter", "message": "1"], from: "/chats")
            #expect(forged.status == 404)
            let foreign = try await town.town.browser("clerk").post(
                "/chats/groups/g9", ["do": "matter", "message": "1"], from: "/chats/groups/g9")
            #expect(foreign.status == 409)
            #expect(try await town.town.count() == 0)
        }
    }
}
