import Core
import Desk
@testable import Lines
import Storage
import Testing
import Web

@Suite("The number-one window")
struct LineWindowTests {
    private func onDuty(_ login: String, _ from: String, _ through: String, in town: LinesTown) async throws {
        let answer = try await town.browser("admin").post(
            "/lines/window/roster", ["login": login, "from": from, "through": through],
            from: "/lines/window")
        #expect(answer.status == 303)
    }

    /// A matter that the roads have and that is stuck.
    private func stuck(in town: LinesTown) async throws -> String {
        let number = try await town.registered("办不下来")
        try await town.make("dispatch", [.unit: "ROADS"], number, by: "dispatcher")
        return number
    }

    @Test("has a leader own what is moved there until it ends, also when the roster turns")
    func owner() async throws {
        try await LinesTown.with(.sqlite) { town in
            let number = try await stuck(in: town)
            let (path, clerk) = ("/lines/window/\(number)", town.browser("clerk"))
            let nobody = try await clerk.post(path, ["reason": "三家推"], from: "/lines/messages")
            #expect(nobody.status == 422 && nobody.text.contains("没有排领导"))
            try await onDuty("auditor", "2026-03-01", "2026-03-07", in: town)
            #expect(try await clerk.get("/lines/window").text.contains("测试8"))
            #expect(try await clerk.post(path, ["reason": ""], from: path).status == 422)
            #expect(try await clerk.post(path, ["reason": "三家推"], from: path).status == 303)
            #expect(try await clerk.post(path, ["reason": "三家推"], from: path).status == 422)
            let matter = try #require(try await town.matter(number))
            #expect(matter.side.leadership?.by == 8)
            town.clock.move(10 * 86_400_000)
            let page = try await clerk.get("/lines/window").text
            #expect(page.contains(number) && page.contains("没有排领导"))
            #expect(try await town.lines.hard(matter.id)?.0.leader == 8)
            try await town.make("answer", [.answer: "领导协调好了。"], number, by: "roads")
            try await town.make("rate", [.solved: "yes", .satisfied: "yes"], number, by: "")
            try await town.follow()
            #expect(try await town.lines.hard(matter.id)?.0.outcome == .solved)
        }
    }

    @Test("keeps what other cities were asked and answered, once")
    func contacts() async throws {
        try await LinesTown.with(.sqlite) { town in
            let number = try await stuck(in: town)
            try await onDuty("auditor", "2026-03-01", "2026-03-07", in: town)
            let (path, clerk) = ("/lines/window/\(number)", town.browser("clerk"))
            _ = try await clerk.post(path, ["reason": "跨市"], from: path)
            #expect(
                try await clerk.post("\(path)/ask", ["city": "", "request": "x"], from: path).status == 422)
            let asked = try await clerk.post(
                "\(path)/ask", ["city": "澄江市车管所", "request": "档案能否转来？"], from: path)
            #expect(asked.status == 303)
            #expect(
                try await town.browser("roads").post(
                    "\(path)/ask", ["city": "x", "request": "x"], from: path
                ).status == 403)
            #expect(try await clerk.post("\(path)/answer/1", ["answer": "可以"], from: path).status == 303)
            #expect(try await clerk.post("\(path)/answer/1", ["answer": "不行"], from: path).status == 404)
            let page = try await clerk.get(path).text
            #expect(page.contains("档案能否转来") && page.contains("可以") && !page.contains("不行"))
            #expect(try await town.browser("afar").get(path).status == 404)
        }
    }

    @Test("takes only leaders and days that can be on the roster")
    func roster() async throws {
        try await LinesTown.with(.sqlite) { town in
            let admin = town.browser("admin")
            for (login, from, through) in [
                ("nobody-at-all", "2026-03-01", "2026-03-02"), ("clerk", "2026-03-01", "2026-03-02"),
                ("auditor", "2026-03-02", "2026-03-01"), ("auditor", "2026-02-30", "2026-03-01"),
                ("auditor", "2026-03-01", "2028-03-01"), ("auditor", "", ""),
            ] {
                let answer = try await admin.post(
                    "/lines/window/roster", ["login": login, "from": from, "through": through],
                    from: "/lines/window")
                #expect(answer.status == 422, "\(login) \(from)")
            }
            #expect(
                try await town.browser("clerk").post("/lines/window/roster", [:], from: "/lines/messages")
                    .status
                    == 403)
            try await onDuty("auditor", "2026-03-01", "2026-03-07", in: town)
            _ = try await admin.post("/lines/window/roster/1/remove", [:], from: "/lines/window")
            #expect(try await town.lines.onDuty(TownCity.date("2026-03-02")) == nil)
        }
    }
}

@Suite("What is heard beside the main way")
struct LineHeardTests {
    private func form(_ kind: String, _ text: String, once: String = "k1") -> [String: String] {
        [
            "kind": kind, "channel": "book", "unit": "WATER", "day": "2026-03-01", "text": text, "once": once,
        ]
    }

    @Test("becomes a matter at once when it is a complaint, and is counted apart otherwise")
    func kinds() async throws {
        try await LinesTown.with(.sqlite) { town in
            let (path, clerk) = ("/lines/messages", town.browser("clerk"))
            for (index, kind) in ["praise", "praise", "suggestion", "complaint"].enumerated() {
                let answer = try await clerk.post(
                    path, form(kind, "话\(index)", once: "k\(index)"), from: path)
                #expect(answer.status == 303)
            }
            let matters = try await town.desk.list(MatterFilter(), in: .city).matters
            #expect(matters.map(\.text) == ["话3"] && matters.first?.channel == .box)
            let counts = try await town.lines.heard(at: town.now).counts
            #expect(counts.map(\.count).sorted() == [1, 1, 2])
            let page = try await clerk.get("/lines/messages/WATER?kind=complaint").text
            #expect(
                page.contains("话3") && page.contains(matters.first?.number ?? "?") && !page.contains("话0"))
            #expect(try await clerk.get("/lines/messages/NOTHING").status == 404)
        }
    }

    @Test("is kept once when the same form is sent twice at the same time")
    func twice() async throws {
        try await LinesTown.with(.sqlite) { town in
            let lines = town.lines
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<5 {
                    group.addTask {
                        _ = try await lines.hear(
                            .complaint, .mailbox, of: UnitCode("WATER"), text: "水黄",
                            day: TownCity.date("2026-03-01"),
                            by: LinesTown.Gate.actor("clerk"), once: "same", at: town.now)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await town.desk.list(MatterFilter(), in: .city).matters.count == 1)
            #expect(try await town.lines.heard(at: town.now).counts.map(\.count) == [1])
        }
    }

    @Test("is refused without a kind, a unit, a day or words, and from who takes no calls")
    func refusals() async throws {
        try await LinesTown.with(.sqlite) { town in
            let (path, clerk) = ("/lines/messages", town.browser("clerk"))
            let wrong: [(String, String)] = [
                ("kind", "x"), ("channel", ""), ("unit", "NOTHING"), ("day", "2026-13-01"),
                ("day", "2026-03-03"), ("text", " "), ("text", String(repeating: "长", count: 4001)),
            ]
            for (field, value) in wrong {
                var answers = form("complaint", "话")
                answers[field] = value
                let refused = try await clerk.post(path, answers, from: path)
                #expect(refused.status == 422, "\(field)")
            }
            #expect(try await town.browser("roads").post(path, form("praise", "话"), from: path).status == 403)
            #expect(try await town.desk.list(MatterFilter(), in: .city).matters.isEmpty)
        }
    }
}
