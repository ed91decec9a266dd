import Core
import Desk
import HTTPTypes
@testable import Matters
import Testing
import Web

/// A resident with a browser, and what they hold in their hand.
private struct Resident {
    let client: WebClient
    let link: String
    let number: String

    static func raise(
        _ town: TestTown, _ answers: [String: String] = ["text": "村口的路灯坏了"], once: String = "one"
    ) async throws -> Resident {
        let client = town.visitor()
        let answers = answers.merging(["once": once, "area": TownCity.village]) { $1 }
        let sent = try await client.post("/raise", answers, from: "/")
        let raised = try #require(sent.location)
        let link = raised.replacing("/raised/", with: "/track/")
        let token = link.replacing("/track/", with: "")
        return Resident(client: client, link: link, number: try #require(town.desk.number(ofLink: token)))
    }

    func page() async throws -> WebAnswer { try await client.get(link) }

    func make(_ move: String, _ answers: [String: String] = [:]) async throws -> WebAnswer {
        let page = try await page()
        let version = try #require(page.hidden("version") ?? nil)
        return try await client.post(
            "\(link)/\(move)", answers.merging(["version": version]) { $1 }, from: link)
    }
}

extension WebClient {
    /// An officer makes a move by the form on its own page.
    fileprivate func make(_ move: String, on number: String, _ answers: [String: String] = [:]) async throws
        -> WebAnswer
    {
        let path = "/matters/\(number)/moves/\(move)"
        let form = try await get(path)
        let version = form.hidden("version") ?? ""
        return try await post(
            path, answers.merging(["version": version, "csrf": form.hidden("csrf") ?? ""]) { $1 })
    }
}

@Suite("The pages of the loop")
struct MattersPagesTests {
    private func town(_ body: (TestTown) async throws -> Void) async throws {
        try await TestTown.with(
            features: { desk in
                [
                    .matters(desk: desk, shelf: TestTown.shelf(of: desk)) { ids in
                        Dictionary(
                            uniqueKeysWithValues: ids.map {
                                ($0, LocalText(zh: "人员\($0)", en: "Officer \($0)"))
                            })
                    }
                ]
            }, body)
    }

    @Test("carry a matter from one sentence to the resident's yes, and back once on a no")
    func journey() async throws {
        try await town { town in
            let resident = try await Resident.raise(town)
            let number = resident.number
            let first = try await resident.client.get(resident.link.replacing("/track/", with: "/raised/"))
            #expect(first.text.contains(number))
            #expect(first.text.contains("https://12345.example.org\(resident.link)"))

            let desk = town.browser("dispatcher")
            #expect(try await desk.make("register", on: number, ["category": "lamp"]).status == 303)
            let form = try await desk.get("/matters/\(number)")
            #expect(form.text.contains(#"<option value="ROADS" selected>"#))
            #expect(try await desk.make("dispatch", on: number, ["unit": "ROADS"]).status == 303)
            let roads = town.browser("roads")
            #expect(try await roads.make("accept", on: number).status == 303)
            #expect(try await roads.make("answer", on: number, ["answer": "灯已换好"]).status == 303)

            let asked = try await resident.page()
            #expect(asked.text.contains("灯已换好"))
            #expect(!asked.text.contains("checked"))
            #expect(asked.text.split(separator: "灯已换好").count == 3)
            let no = ["solved": "no", "satisfied": "no", "why": "还是不亮"]
            #expect(try await resident.make("rate", no).status == 303)
            let back = try await resident.page()
            #expect(back.text.contains("已经自动退回，现在由路政队继续办理"))
            #expect(back.text.contains("还是不亮"))

            #expect(try await roads.make("answer", on: number, ["answer": "线路也换了"]).status == 303)
            #expect(try await resident.make("rate", ["solved": "yes", "satisfied": "yes"]).status == 303)
            let dossier = try await town.desk.dossier(.number(number), for: .resident)
            #expect(dossier?.matter.outcome == .solved)
            #expect(try await resident.page().text.contains("经过 close"))
        }
    }

    @Test("show a resident no note, no officer, no reason of a return and no other number")
    func discreet() async throws {
        try await town { town in
            let resident = try await Resident.raise(town)
            let (desk, roads) = (town.browser("dispatcher"), town.browser("roads"))
            _ = try await town.browser("clerk").make("note", on: resident.number, ["note": "秘密备注"])
            _ = try await desk.make("register", on: resident.number, ["category": "lamp"])
            _ = try await desk.make("dispatch", on: resident.number, ["unit": "ROADS"])
            let returned = try await roads.make("return", on: resident.number, ["reason": "不归我们"])
            #expect(returned.location == "/matters/\(resident.number)/handed")
            let page = try await resident.page().text
            #expect(!page.contains("秘密备注") && !page.contains("不归我们") && !page.contains("人员"))
            #expect(page.contains("路政队"))
            let inside = try await desk.get("/matters/\(resident.number)").text
            #expect(inside.contains("秘密备注") && inside.contains("不归我们") && inside.contains("人员1"))
        }
    }

    @Test("give a double click one number, and another matter from the same form another")
    func doubleClick() async throws {
        try await town { town in
            let client = town.visitor()
            let csrf = try await client.get("/").hidden("csrf") ?? ""
            let answers = ["text": "一件事", "once": "same", "csrf": csrf]
            let first = try await client.post("/raise", answers)
            let second = try await client.post("/raise", answers)
            #expect(first.status == 303 && first.location == second.location)
            #expect(try await town.count() == 1)
            let other = try await client.post("/raise", answers.merging(["text": "另一件"]) { $1 })
            #expect(other.status == 409 && other.text.contains("另一件"))
            #expect(try await town.count() == 1)
        }
    }

    @Test("keep every answer when something is wrong, and say what")
    func keptAnswers() async throws {
        try await town { town in
            let client = town.visitor()
            let long = String(repeating: "长", count: 4001)
            for (field, value) in [
                ("text", ""), ("text", long), ("phone", "12"), ("email", "a@b"), ("area", "9"),
            ] {
                let answers = ["text": "好的", "name": "欧阳"].merging([field: value]) { $1 }
                let sent = try await client.post("/raise", answers, from: "/")
                #expect(sent.status == 422, "\(field)")
                #expect(sent.text.contains("<a href=\"#\(field)\">"), "\(field)")
                #expect(sent.text.contains("value=\"欧阳\""))
                #expect(field == "text" || sent.text.contains("好的"))
            }
            #expect(try await town.count() == 0)
        }
    }

    @Test("take nothing from a resident that is not theirs to set")
    func massAssignment() async throws {
        try await town { town in
            let extra = [
                "status": "closed", "stage": "solved", "urgency": "emergency", "kind": "x",
                "category": "lamp",
            ]
            let resident = try await Resident.raise(town, extra.merging(["text": "事"]) { $1 })
            let matter = try #require(
                try await town.desk.dossier(.number(resident.number), for: .resident)?.matter)
            #expect(matter.stage == "received" && matter.urgency == .ordinary && matter.category == nil)
            let refused = try await resident.make("add", ["text": "还有", "category": "lamp"])
            #expect(refused.status == 422)
            let staff = try await resident.make("register", ["category": "lamp"])
            #expect(staff.status == 404)
        }
    }

    @Test("open for nobody with a wrong link, whatever is wrong with it")
    func wrongLink() async throws {
        try await town { town in
            let resident = try await Resident.raise(town)
            let right = try await resident.page()
            #expect(right.headers[.cacheControl] == "no-store")
            let robots = try #require(HTTPField.Name("X-Robots-Tag"))
            #expect(right.headers[robots]?.contains("noindex") == true)
            let altered = String(resident.link.dropLast()) + (resident.link.hasSuffix("a") ? "b" : "a")
            var texts: Set<String> = []
            for link in [altered, "/track/\(resident.number)", "/track/\(resident.number)-", "/track/x"] {
                let page = try await resident.client.get(link)
                #expect(page.status == 404)
                texts.insert(page.text.replacing(link, with: ""))
                let csrf = right.hidden("csrf") ?? ""
                let rated = try await resident.client.post(
                    "\(link)/rate", ["csrf": csrf, "version": "1", "solved": "yes", "satisfied": "yes"])
                #expect(rated.status == 404)
            }
            #expect(texts.count == 1)
        }
    }

    @Test("look the same for a matter elsewhere and one that does not exist")
    func foreign() async throws {
        try await town { town in
            let resident = try await Resident.raise(town)
            for name in ["afar", "water", "nobody"] {
                let client = town.browser(name)
                for path in ["/matters/\(resident.number)", "/matters/QS2026030299999"] {
                    #expect(try await client.get(path).status == 404, "\(name) \(path)")
                }
                let csrf = try await client.get("/matters/new").hidden("csrf") ?? ""
                let sent = try await client.post(
                    "/matters/\(resident.number)/moves/register",
                    ["csrf": csrf, "version": "1", "category": "lamp"])
                #expect(sent.status == 404)
            }
            #expect(
                try await town.visitor().get("/matters/\(resident.number)").location?.hasPrefix("/sign-in")
                    == true)
        }
    }

    @Test("refuse a form without our token")
    func forged() async throws {
        try await town { town in
            let resident = try await Resident.raise(town)
            #expect(try await resident.client.post("/raise", ["text": "x"]).status == 403)
            #expect(try await resident.client.post("\(resident.link)/urge", ["version": "1"]).status == 403)
            let clerk = town.browser("clerk")
            #expect(
                try await clerk.post("/matters/\(resident.number)/moves/note", ["note": "x", "version": "1"])
                    .status == 403)
            #expect(try await clerk.post("/matters/bulk", ["number": resident.number]).status == 403)
        }
    }

    @Test("say what happened to whoever was too slow, and keep what they wrote")
    func stale() async throws {
        try await town { town in
            let resident = try await Resident.raise(town)
            let (slow, quick) = (town.browser("clerk"), town.browser("dispatcher"))
            let path = "/matters/\(resident.number)/moves/note"
            let form = try await slow.get(path)
            _ = try await quick.make("register", on: resident.number, ["category": "lamp"])
            let answers = [
                "csrf": form.hidden("csrf") ?? "", "version": form.hidden("version") ?? "", "note": "我的备注",
            ]
            let late = try await slow.post(path, answers)
            #expect(late.status == 409)
            #expect(late.text.contains("动作 register") && late.text.contains("我的备注"))
            let again = answers.merging(["version": late.hidden("version") ?? ""]) { $1 }
            #expect(try await slow.post(path, again).status == 303)

            let old = try await resident.client.post(
                "\(resident.link)/add", ["version": "1", "text": "补充"], from: "\(resident.link)/add")
            #expect(old.status == 409 && old.text.contains("补充"))
            #expect(!old.text.contains("我的备注"))
            let without = try await resident.client.post(
                "\(resident.link)/add", ["text": "补充"], from: "\(resident.link)/add")
            #expect(without.status == 400)
        }
    }

    @Test("show every answer that is missing at once, at its field")
    func missing() async throws {
        try await town { town in
            let resident = try await Resident.raise(town)
            let desk = town.browser("dispatcher")
            let refused = try await desk.make("register", on: resident.number)
            #expect(refused.status == 422 && refused.text.contains("<a href=\"#category\">"))
            _ = try await desk.make("register", on: resident.number, ["category": "lamp"])
            _ = try await desk.make("dispatch", on: resident.number, ["unit": "ROADS"])
            _ = try await town.browser("roads").make("answer", on: resident.number, ["answer": "好了"])
            let half = try await resident.make("rate", ["solved": "yes", "why": "想想"])
            #expect(
                half.status == 422 && half.text.contains("<a href=\"#satisfied\">")
                    && half.text.contains("想想"))
            let none = try await resident.make("rate")
            #expect(none.text.contains("#solved") && none.text.contains("#satisfied"))
        }
    }

    @Test("show a contact masked, and in clear only to who gives a reason, once")
    func contact() async throws {
        try await town { town in
            let resident = try await Resident.raise(
                town, ["text": "事", "name": "欧阳测试", "phone": "13800001234"])
            let clerk = town.browser("clerk")
            let path = "/matters/\(resident.number)"
            let masked = try await clerk.get(path).text
            #expect(!masked.contains("13800001234") && masked.contains("138****1234"))
            #expect(try await clerk.make("reveal", on: resident.number).status == 422)
            let shown = try await clerk.make("reveal", on: resident.number, ["reason": "回电核实"])
            #expect(shown.status == 200 && shown.text.contains("13800001234"))
            #expect(shown.headers[.cacheControl] == "no-store")
            let after = try await clerk.get(path).text
            #expect(!after.contains("13800001234") && after.contains("回电核实"))
        }
    }
}
