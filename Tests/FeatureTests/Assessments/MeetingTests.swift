@testable import Assessments
import Core
import Desk
import Storage
import Testing
import Web

@Suite("The meetings of a month")
struct MeetingTests {
    private let meeting = "/assessments/months/2026-03/meetings/CENTRE"
    private let diagnosis = "/assessments/months/2026-03/diagnoses/CENTRE"

    private func town<T>(_ body: (AssessmentsTown) async throws -> T) async throws -> T {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await AssessmentsTown(database)
            _ = try await town.tick()
            return try await body(town)
        }
    }

    private func comment(
        _ client: WebClient, _ unit: String, _ text: String, passes: String = "yes"
    ) async throws -> WebAnswer {
        try await client.post(
            meeting + "/comments", ["unit": unit, "comment-\(unit)": text, "passes-\(unit)": passes],
            from: meeting)
    }

    @Test("take what a unit's own people hand in, once and again, and nobody else's")
    func submission() async throws {
        try await town { town in
            let path = "/assessments/months/2026-03/submissions/COUNTY"
            let east = town.browser("eastLeader")
            #expect(try await east.get(path).status == 200)
            #expect(try await town.browser("roads").get(path).status == 404)
            #expect(try await town.browser("mayor").get(path).status == 404)
            let answers = ["text": "办了<b>三</b>件", "claims": "修路灯\n\n  换水管 \n"]
            #expect(try await east.post(path, answers, from: path).status == 303)
            #expect(try await east.post(path, answers, from: path).status == 303)
            let kept = try await town.assessments.meeting(
                of: UnitCode("CENTRE"), in: TownCity.date("2026-03-01"))
            let member = try #require(kept?.members.first { $0.unit.code == UnitCode("COUNTY") })
            #expect(member.claims.map(\.text) == ["修路灯", "换水管"])
            let page = try await town.browser("mayor").get(meeting)
            #expect(page.text.contains("办了&lt;b&gt;三&lt;/b&gt;件"))
        }
    }

    @Test("refuse what is empty, too long or too much, and give the words back")
    func badSubmission() async throws {
        try await town { town in
            let path = "/assessments/months/2026-03/submissions/COUNTY"
            let east = town.browser("eastLeader")
            let long = String(repeating: "长", count: 5000)
            for answers in [
                ["text": "  ", "claims": ""], ["text": long, "claims": ""],
                ["text": "好", "claims": String(repeating: "一\n", count: 21)],
                ["text": "好", "claims": String(repeating: "一", count: 201)],
            ] {
                #expect(try await east.post(path, answers, from: path).status == 422)
            }
            let huge = ["text": String(repeating: "长", count: 300_000), "claims": ""]
            #expect([413, 422].contains(try await east.post(path, huge, from: path).status))
            let back = try await east.post(
                path, ["text": "留下的话", "claims": String(repeating: "一\n", count: 21)], from: path)
            #expect(back.text.contains("留下的话"))
        }
    }

    @Test("name those who handed in nothing, once the day is over")
    func missing() async throws {
        try await town { town in
            let mayor = town.browser("mayor")
            #expect(try await !mayor.get(meeting).text.contains("没有交账："))
            town.wait(days: 36)
            let page = try await mayor.get(meeting)
            #expect(page.text.contains("还有2个单位没有交账：西县政府、东县政府"))
        }
    }

    @Test("are closed when every unit has a comment, and not before; then everybody may read the results")
    func close() async throws {
        try await town { town in
            let (mayor, east) = (town.browser("mayor"), town.browser("eastLeader"))
            #expect(try await comment(mayor, "COUNTY", " ").status == 422)
            #expect(try await comment(mayor, "COUNTY", "好", passes: "maybe").status == 422)
            #expect(try await comment(mayor, "ROADS", "好").status == 404, "not of this meeting")
            #expect(try await comment(mayor, "COUNTY", "<img src=x>张三办得好").status == 303)
            let early = try await mayor.post(meeting + "/close", [:], from: meeting)
            #expect(early.status == 409 && early.text.contains("还有1个单位没有点评"))
            #expect(try await WebClient(town.server).get("/assessments/published/2026-03").status == 404)
            #expect(try await comment(town.browser("second"), "AFAR", "差", passes: "no").status == 303)
            #expect(try await east.get(meeting).status == 404, "the county does not see the city's meeting")
            #expect(try await mayor.get(meeting).text.contains("&lt;img src=x&gt;张三办得好"))
            #expect(try await mayor.post(meeting + "/close", [:], from: meeting).status == 303)
            let results = try await WebClient(town.server).get("/assessments/published/2026-03")
            #expect(results.status == 200 && results.text.contains("东县政府"))
            #expect(results.text.contains("不过关"))
            for name in ["领导甲", "张三", "Leader"] { #expect(!results.text.contains(name)) }
        }
    }

    @Test("stay as they are once they are closed")
    func closed() async throws {
        try await town { town in
            let mayor = town.browser("mayor")
            _ = try await comment(mayor, "COUNTY", "好")
            _ = try await comment(mayor, "AFAR", "好")
            // The forms of a page that was opened before.
            let token = try await mayor.get(meeting)
            #expect(token.status == 200)
            #expect(try await mayor.post(meeting + "/close", [:], from: meeting).status == 303)
            let other = "/assessments/months/2026-03/submissions/COUNTY"
            #expect(
                try await mayor.post(
                    meeting + "/comments",
                    ["unit": "COUNTY", "comment-COUNTY": "改", "passes-COUNTY": "no"], from: "/assessments"
                ).status != 303)
            #expect(try await town.browser("eastLeader").get(other).text.contains("会议已经结束"))
            let kept = try await town.assessments.meeting(
                of: UnitCode("CENTRE"), in: TownCity.date("2026-03-01"))
            #expect(kept?.members.allSatisfy { $0.passes == true } == true)
        }
    }

    @Test("check claims by the host's people only")
    func claims() async throws {
        try await town { town in
            let path = "/assessments/months/2026-03/submissions/COUNTY"
            let east = town.browser("eastLeader")
            _ = try await east.post(path, ["text": "好", "claims": "一\n二"], from: path)
            let mayor = town.browser("mayor")
            let answers = [
                "unit": "COUNTY", "claim-COUNTY-1": "yes", "claim-COUNTY-2": "no", "claim-COUNTY-9": "yes",
            ]
            #expect(try await mayor.post(meeting + "/claims", answers, from: meeting).status == 303)
            // Handed in again with one line changed: the verdict on the other stays.
            _ = try await east.post(path, ["text": "好", "claims": "一\n三"], from: path)
            let kept = try await town.assessments.meeting(
                of: UnitCode("CENTRE"), in: TownCity.date("2026-03-01"))
            let member = try #require(kept?.members.first { $0.unit.code == UnitCode("COUNTY") })
            #expect(member.claims.map(\.honoured) == [true, nil])
        }
    }

    @Test("diagnose what was raised: each needs a plan, a person and a day before it is closed")
    func diagnose() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await AssessmentsTown(database)
            _ = try await town.tick()
            let id = try await town.given()
            // The town's kind has no move that raises: the row says so, as a city's would.
            try await database.write { connection in
                try connection.run("UPDATE matters SET raised_to = 'CENTRE' WHERE id = \(id)")
            }
            let number = try await town.number(id)
            let mayor = town.browser("mayor")
            #expect(try await mayor.get(diagnosis).text.contains(number))
            #expect(try await mayor.post(diagnosis + "/close", [:], from: "/assessments").status != 303)
            town.wait(days: 14)
            try await town.follow()
            _ = try await town.tick()
            let refused = try await mayor.post(diagnosis + "/close", [:], from: diagnosis)
            #expect(refused.status == 409 && refused.text.contains("还有1件"))
            let fields = { (plan: String, who: String, finish: String) in
                [
                    "matter": number, "plan-\(number)": plan, "responsible-\(number)": who,
                    "finish-\(number)": finish,
                ]
            }
            for bad in [
                fields("", "张局", "2026-12-31"), fields("换灯", "", "2026-12-31"),
                fields("换灯", "张局", "2026-02-30"), fields("换灯", "张局", "2025-12-31"),
                fields(String(repeating: "长", count: 701), "张局", "2026-12-31"),
            ] {
                #expect(try await mayor.post(diagnosis, bad, from: diagnosis).status == 422)
            }
            let foreign = fields("换灯", "张局", "2026-12-31").merging(["matter": "QS0"]) { $1 }
            #expect(try await mayor.post(diagnosis, foreign, from: diagnosis).status == 404)
            let good = fields("换灯", "张局", "2026-12-31")
            #expect(try await mayor.post(diagnosis, good, from: diagnosis).status == 303)
            #expect(try await mayor.post(diagnosis + "/close", [:], from: diagnosis).status == 303)
            #expect(try await mayor.get(diagnosis).text.contains("会诊已于"))
        }
    }

    @Test("set the days of each month once, and the month before")
    func days() async throws {
        try await town { town in
            let month = TownCity.date("2026-03-01")
            let days = try #require(try await town.assessments.days(of: month))
            #expect(
                "\(days.diagnosis) \(days.submitUntil) \(days.meeting)" == "2026-03-16 2026-04-03 2026-04-06")
            #expect(try await town.assessments.days(of: TownCity.date("2026-02-01")) != nil)
            #expect(try await town.assessments.days(of: TownCity.date("2026-04-01")) == nil)
        }
    }
}
