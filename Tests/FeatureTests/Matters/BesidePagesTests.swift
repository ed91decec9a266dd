import Core
import Desk
import HTTPTypes
import Testing
import Web

@testable import Matters

/// Whether a page has the panel of a place.
private func shows(_ place: BesidePlace, _ page: String) -> Bool {
    page.contains(#"id="beside-\#(place.rawValue)""#)
}

/// Whether a page offers a move, by its form or a link to it.
private func offers(_ move: String, _ page: String) -> Bool {
    page.contains("/moves/\(move)\"") || page.contains("/moves/\(move)?")
}

@Suite("Beside a matter's way, on its page") struct BesidePagesTests {
    @Test("nothing stands where nothing goes on, and what may be begun is folded by its sort")
    func empty() async throws {
        try await BesideWay.with { _, way in
            let page = try await way.page(as: "roads").text
            for place in BesidePlace.allCases { #expect(!shows(place, page), "\(place)") }
            #expect(page.contains("还可以安排") && page.contains("联合办理"))
            #expect(offers("givePart", page) && offers("askTime", page) && offers("answer", page))
            #expect(!offers("grantTime", page) && !offers("supervise", page))
        }
    }

    @Test("an assistant sees its task and answers; the lead sees what is missing, and answers after it")
    func joint() async throws {
        try await BesideWay.with { town, way in
            #expect(try await way.page(as: "water").status == 404)
            try await way.make("givePart", ["part": "WATER", "task": "查水管是不是漏了"], as: "roads")
            let helper = try await way.page(as: "water").text
            #expect(shows(.joint, helper) && helper.contains("查水管是不是漏了") && helper.contains("等您处理"))
            #expect(helper.contains("下一步：动作 answerPart") || offers("answerPart", helper))
            #expect(!offers("answer", helper) && !offers("return", helper))
            let lead = try await way.page(as: "roads").text
            #expect(lead.contains("还有 1 个单位的部分没有了结") && lead.contains("没有了结：水务所"))
            #expect(!offers("answer", lead) && offers("dropPart", lead) && !offers("insistPart", lead))
            #expect(lead.contains("协办时限") && lead.contains("协办 0/1"))
            let early = try await way.make("answer", ["answer": "全好了"], as: "roads")
            #expect(early.status == 409 && early.text.contains("没有了结：水务所") && early.text.contains("全好了"))
            try await way.make("answerPart", ["answer": "水管没有漏"], as: "water")
            let after = try await way.page(as: "roads").text
            #expect(after.contains("水管没有漏") && offers("answer", after))
            #expect(try await way.make("answer", ["answer": "都办好了"], as: "roads").status == 303)
            #expect(try await town.state(of: way.number).matter?.stage == "asking")
        }
    }

    @Test("a refused part waits for the lead, at the part itself and already chosen")
    func refused() async throws {
        try await BesideWay.with { town, way in
            try await way.make("givePart", ["part": "WATER", "task": "看看"], as: "roads")
            try await way.make("givePart", ["part": "AFAR", "task": "看看"], as: "roads")
            try await way.make("refusePart", ["reason": "不是我们的管子"], as: "water")
            let page = try await way.page(as: "roads").text
            #expect(page.contains("不认领，待主办定") && page.contains("不是我们的管子"))
            #expect(
                page.contains("/moves/insistPart?part=WATER") && !page.contains("/moves/insistPart?part=AFAR")
            )
            #expect(page.contains("/moves/dropPart?part=AFAR"))
            let form = try await town.browser("roads").get("/matters/\(way.number)/moves/dropPart?part=AFAR")
                .text
            #expect(form.contains(#"value="AFAR" checked"#))
            // An address chooses, and nothing else: no reason is put into anybody's mouth.
            let odd = try await town.browser("roads").get(
                "/matters/\(way.number)/moves/dropPart?part=%3Cb%3E&reason=evil"
            ).text
            #expect(!odd.contains("<b>") && !odd.contains("evil</textarea>"))
            try await way.make("insistPart", ["part": "WATER", "reason": "管子归你们"], as: "roads")
            #expect(try await way.page(as: "water").text.contains("管子归你们"))
        }
    }

    @Test("refuses wrong parts at their field, and loses no text")
    func wrongParts() async throws {
        try await BesideWay.with { _, way in
            func refuse(_ part: String, _ sentence: String) async throws {
                let page = try await way.make("givePart", ["part": part, "task": "写了很久的任务"], as: "roads")
                #expect(page.status == 422 && page.text.contains(sentence), "\(part)")
                #expect(page.text.contains("写了很久的任务</textarea>"), "\(part)")
                #expect(
                    page.text.contains(##"href="#part""##) || page.text.contains(##"href="#part-"##),
                    "\(part)")
            }
            try await refuse("ROADS", "主办单位不能再当协办单位")
            try await refuse("NOBODY", "没有可以这样处理的部分")
            try await refuse("", "请选择：协办单位")
            let past = try await way.make(
                "givePart", ["part": "WATER", "task": "任务", "until": "2020-01-01"], as: "roads")
            #expect(past.status == 422 && past.text.contains("日期太早或太远"))
            let none = try await way.make(
                "givePart", ["part": "WATER", "task": "任务", "until": "明天"], as: "roads")
            #expect(none.status == 422 && none.text.contains("不是一个日期"))
            try await way.make("givePart", ["part": "WATER", "task": "任务"], as: "roads")
            try await refuse("WATER", "已经有一个没有了结的部分")
        }
    }

    @Test("more time: asked with old and new date, decided by another, and both dates stay")
    func moreTime() async throws {
        try await BesideWay.with { town, way in
            try await way.make("askTime", ["until": "2026-04-30", "reason": "材料还没到"], as: "roads")
            let own = try await way.page(as: "roads").text
            #expect(shows(.decisions, own) && own.contains("是您申请的，要由别人决定"))
            #expect(!offers("grantTime", own))
            let reviewer = try await way.page(as: "reviewer").text
            #expect(
                reviewer.contains("等您处理") && reviewer.contains("2026-04-30") && reviewer.contains("材料还没到"))
            #expect(offers("grantTime", reviewer) && offers("denyTime", reviewer))
            let other = try await way.page(as: "supervisor").text
            #expect(shows(.decisions, other) && other.contains("由复核员决定") && !offers("grantTime", other))
            try await way.make("grantTime", ["reason": "同意"], as: "reviewer")
            let page = try await way.page(as: "roads").text
            #expect(shows(.time, page) && page.contains("每次延期") && page.contains("测试6"))
            #expect(page.contains("材料还没到") && page.contains("同意"))
            let track = try await way.track()
            #expect(track.contains("办好的日子从") && !track.contains("材料还没到"))
            // Asked for again with a day before the new date, it is refused at the field.
            let again = try await way.make("askTime", ["until": "2026-04-01", "reason": "再来"], as: "roads")
            #expect(again.status == 422 && again.text.contains("再来</textarea>"))
            _ = town
        }
    }

    @Test("standing still: the resident reads why and until when; the list says so")
    func rest() async throws {
        try await BesideWay.with { _, way in
            try await way.make("askRest", ["reviewOn": "2026-06-30", "reason": "等汛期过去"], as: "roads")
            try await way.make("grantRest", as: "reviewer")
            let page = try await way.page(as: "roads").text
            #expect(page.contains("挂账中") && page.contains("等汛期过去"))
            let track = try await way.track()
            #expect(track.contains("现在先停一停，2026-06-30 再看") && track.contains("等汛期过去"))
        }
    }

    @Test(
        "supervision climbs its stair; its notice is a paper for those who see the matter, once ordered"
    )
    func supervision() async throws {
        try await BesideWay.with { town, way in
            let path = "/matters/\(way.number)/supervision"
            #expect(try await town.browser("roads").get(path).status == 404)
            #expect(try await town.browser("roads").get("\(path).pdf").status == 404)
            try await way.make("supervise", ["demand": "三天内答复 <b>"], as: "supervisor")
            let unit = try await way.page(as: "roads").text
            #expect(shows(.supervision, unit) && offers("answerOrder", unit) && !offers("liftOrder", unit))
            #expect(unit.contains("督办时限") && unit.contains("督办中") && unit.contains("三天内答复 &lt;b&gt;"))
            let paper = try await town.browser("roads").get(path)
            #expect(
                paper.status == 200 && paper.text.contains("督办通知单") && paper.text.contains("\(way.number)-督1")
            )
            #expect(paper.text.contains("三天内答复 &lt;b&gt;") && paper.text.contains("路政队"))
            let pdf = try await town.browser("supervisor").get("\(path).pdf")
            #expect(
                pdf.headers[.contentType] == "application/pdf" && pdf.bytes.starts(with: Array("%PDF-".utf8)))
            for who in ["water", "afar", "nobody"] {
                #expect(try await town.browser(who).get(path).status == 404, "\(who)")
                #expect(try await town.browser(who).get("\(path).pdf").status == 404, "\(who)")
            }
            #expect(try await way.track().contains("有人专门催路政队"))
            try await way.make("answerOrder", ["answer": "明天完工"], as: "roads")
            try await way.make("raiseOrder", ["reason": "没有完工"], as: "supervisor")
            let raised = try await way.page(as: "roads").text
            #expect(raised.contains("通报中") && raised.contains("没有完工") && raised.contains("明天完工"))
            try await way.make("liftOrder", ["reason": "完工了"], as: "supervisor")
            #expect(try await way.page(as: "roads").text.contains("督办过"))
            // What was ordered can still be printed.
            #expect(try await town.browser("roads").get(path).text.contains("完工了"))
        }
    }

    @Test("the level above sees what was tried below, takes it up, and hands it down")
    func levels() async throws {
        try await BesideWay.with { _, way in
            try await way.make("note", ["note": "去了两次，没有结果"], as: "roads")
            try await way.make("escalate", ["reason": "要县里协调"], as: "roads")
            let below = try await way.page(as: "roads").text
            #expect(shows(.levels, below) && !offers("takeRaise", below) && !offers("handDown", below))
            let above = try await way.page(as: "supervisor").text
            #expect(above.contains("上报到东县政府") && above.contains("去了两次，没有结果") && above.contains("记录 1 次"))
            #expect(above.contains("等您处理"))
            try await way.make("takeRaise", as: "supervisor")
            #expect(try await way.page(as: "roads").text.contains("东县政府已接手协调"))
            #expect(try await way.track().contains("东县政府正在帮忙解决"))
            try await way.make("handDown", ["answer": "请先封路再修"], as: "supervisor")
            #expect(try await way.page(as: "roads").text.contains("请先封路再修"))
        }
    }

    @Test("route and grade say in words what they still ask for")
    func wayKept() async throws {
        try await BesideWay.with(["route": "individual", "grade": "complex"]) { _, way in
            let page = try await way.page(as: "roads").text
            #expect(page.contains("要求未齐 2") && page.contains("一个人认领，并承诺办结日期"))
            #expect(page.contains("至少一个协办单位") && page.contains("个性问题"))
            let early = try await way.make("answer", ["answer": "写好的答复"], as: "roads")
            #expect(early.status == 409 && early.text.contains("一个人认领，并承诺办结日期"))
            #expect(early.text.contains("写好的答复</textarea>"))
            try await way.make("claim", ["until": "2026-03-20"], as: "roads")
            let later = try await way.page(as: "roads").text
            #expect(later.contains("要求未齐 1") && later.contains("承诺 2026-03-20 前办结"))
            #expect(try await way.track().contains("说好2026-03-20前办完"))
        }
    }

    @Test("a leader is shown with sharpness, plan and visits; the resident reads the post, not the name")
    func leader() async throws {
        try await BesideWay.with { _, way in
            try await way.make("callLeader", ["sharpness": "4", "reason": "多年的事"], as: "dispatcher")
            let called = try await way.page(as: "auditor").text
            #expect(shows(.leader, called) && called.contains("4 级") && called.contains("等您处理"))
            try await way.make("contract", ["plan": "先谈再修", "until": "2026-05-01"], as: "auditor")
            try await way.make("leaderVisit", ["note": "到现场看了"], as: "auditor")
            let page = try await way.page(as: "roads").text
            #expect(page.contains("测试8包案") && page.contains("先谈再修") && page.contains("走访 1 次"))
            let track = try await way.track()
            #expect(track.contains("由热线中心的审计员负责") && !track.contains("测试8") && !track.contains("先谈再修"))
            let wrong = try await way.make(
                "callLeader", ["sharpness": "9", "reason": "再请"], as: "dispatcher")
            #expect(wrong.status == 422 || wrong.status == 409)
        }
    }

    @Test("a dispute has parties, positions, sessions and an agreement; names of parties reach no resident")
    func dispute() async throws {
        try await BesideWay.with { town, way in
            try await way.make("nameParty", ["party": "王小甲", "partyKind": "owner"], as: "roads")
            let twice = try await way.make("nameParty", ["party": "王小甲", "partyKind": "owner"], as: "roads")
            #expect(twice.status == 422 && twice.text.contains("已经登记过"))
            try await way.make("nameParty", ["party": "李小乙 <i>", "partyKind": "builder"], as: "roads")
            try await way.make("position", ["party": "王小甲", "position": "要求恢复院墙"], as: "roads")
            try await way.make("session", ["session": "site", "note": "王小甲和李小乙都到了"], as: "roads")
            try await way.make("agree", ["agreement": "一周内修好"], as: "roads")
            try await way.make("accept1", ["party": "王小甲", "accepts": "yes"], as: "roads")
            let page = try await way.page(as: "roads").text
            #expect(shows(.dispute, page) && page.contains("要求恢复院墙") && page.contains("现场会"))
            #expect(page.contains("2 方中有 1 方接受协议") && page.contains("调解 1/2") && !page.contains("<i>"))
            let client = town.visitor()
            let token = town.desk.link(of: way.number).split(separator: "/").last ?? ""
            for path in ["/track/\(token)", "/api/v1/tracks/\(token)"] {
                let text = try await client.get(path).text
                #expect(text.contains("一周内修好"), "\(path)")
                for name in ["王小甲", "李小乙", "恢复院墙"] { #expect(!text.contains(name), "\(path): \(name)") }
            }
            let list = try await town.browser("clerk").get("/matters").text
            #expect(!list.contains("王小甲"))
        }
    }

    @Test("a key order waits for guidance, and shows it")
    func key() async throws {
        try await BesideWay.with { _, way in
            try await way.make("key", ["reason": "影响很多人"], as: "dispatcher")
            let page = try await way.page(as: "reviewer").text
            #expect(shows(.key, page) && page.contains("等待指导意见") && page.contains("等您处理"))
            try await way.make("guide", ["note": "先通路"], as: "reviewer")
            let after = try await way.page(as: "roads").text
            #expect(after.contains("先通路") && !after.contains("等待指导意见"))
            #expect(try await !way.track().contains("先通路"))
        }
    }

    @Test("urging tells when the unit heard of it, what the rule does, and that it did")
    func urged() async throws {
        try await BesideWay.with { town, way in
            #expect(try await way.track().contains("催满 3 次，会有人专门督促"))
            for _ in 1...3 {
                town.wait(25 * 3_600_000)
                try await way.resident("urge")
            }
            let track = try await way.track()
            #expect(track.contains("您已催办 3 次") && track.contains("已告诉路政队") && track.contains("现在已经有人专门催办"))
            let page = try await way.page(as: "roads").text
            #expect(page.contains("起因：多次催办"))
            let list = try await town.browser("clerk").get("/matters?supervised=yes").text
            #expect(list.contains(way.number) && list.contains("催办 3 次") && list.contains("督办"))
            #expect(try await !town.browser("clerk").get("/matters?excluded=yes").text.contains(way.number))
        }
    }

    @Test("the visit afterwards stands on a matter that has ended, for whoever makes it")
    func check() async throws {
        try await BesideWay.with { _, way in
            try await way.make("answer", ["answer": "修好了"], as: "roads")
            try await way.resident("rate", [.solved: "yes", .satisfied: "yes"])
            let page = try await way.page(as: "caller").text
            #expect(shows(.calls, page) && page.contains("看问题有没有反弹") && offers("recheck", page))
            #expect(try await way.track().contains("以后会再问您一次"))
            #expect(try await !offers("recheck", way.page(as: "clerk").text))
            try await way.make("tryCheck", ["attempt": "noAnswer"], as: "caller")
            #expect(try await way.page(as: "caller").text.contains("复访记录"))
            try await way.make("recheck", ["solved": "no", "satisfied": "no", "why": "又倒了"], as: "caller")
            #expect(try await way.page(as: "caller").text.contains("没有解决好"))
        }
    }

    @Test("lists filter by route and grade, and say what makes no sense")
    func lists() async throws {
        try await BesideWay.with(["route": "legacy", "grade": "deep"]) { town, way in
            let clerk = town.browser("clerk")
            for question in ["route=legacy", "grade=deep", "route=legacy&grade=deep"] {
                let page = try await clerk.get("/matters?\(question)").text
                #expect(page.contains(way.number), "\(question)")
            }
            for question in ["route=common", "grade=special", "supervised=yes", "excluded=yes"] {
                let page = try await clerk.get("/matters?\(question)").text
                #expect(!page.contains(way.number), "\(question)")
            }
            let odd = try await clerk.get("/matters?route=none")
            #expect(odd.status == 422)
        }
    }

    @Test(
        "tells the same in English, and has every word",
        arguments: ["roads", "water", "supervisor", "reviewer"])
    func english(_ who: String) async throws {
        try await BesideWay.with(["route": "individual", "grade": "complex"]) { _, way in
            try await way.make("givePart", ["part": "WATER", "task": "look"], as: "roads")
            try await way.make("askTime", ["until": "2026-04-30", "reason": "parts"], as: "roads")
            try await way.make("supervise", as: "supervisor")
            try await way.make("escalate", ["reason": "too big"], as: "roads")
            let page = try await way.english(as: who)
            #expect(page.contains("Joint work") && page.contains("Supervision") && page.contains("Levels"))
            #expect(!page.contains("⟦"))
        }
    }
}

@Suite("What a route and a grade ask for") struct WayDemandTests {
    @Test(
        "is there exactly when the core lets the answer go",
        arguments: [
            ["route": "individual"], ["route": "legacy"], ["route": "common"], ["grade": "complex"],
            ["grade": "deep"], ["grade": "special"], ["route": "legacy", "grade": "complex"],
        ])
    func agrees(_ registered: [String: String]) async throws {
        try await BesideWay.with(registered) { town, way in
            func compare(_ step: String) async throws {
                let matter = try #require(try await town.state(of: way.number).matter)
                let posts = try #require(TownCity.people["roads"]).posts
                let moves = possibleMoves(
                    on: matter, by: .officer(id: 3, posts: posts), in: BesideTown.city, at: town.now)
                let isFree = moves.contains { $0.name == "answer" }
                #expect(
                    isFree == (WayDemand.missing(of: matter).isEmpty && matter.side.unsettled.isEmpty),
                    "\(step)")
            }
            try await compare("begin")
            try await way.make("claim", ["until": "2026-03-20"], as: "roads")
            try await compare("claimed")
            try await way.make("contract", ["plan": "先谈", "until": "2026-05-01"], as: "auditor")
            try await compare("contracted")
            try await way.make("givePart", ["part": "WATER", "task": "看"], as: "roads")
            try await way.make("answerPart", ["answer": "好"], as: "water")
            try await compare("joint")
        }
    }
}
