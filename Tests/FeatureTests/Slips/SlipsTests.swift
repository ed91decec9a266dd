import Core
import Desk
import Markup
@testable import Slips
import Storage
import Testing
import Web

@Suite("Slips")
struct SlipsTests {
    private static let book = WordBook([
        .web,
        WordFiles(owner: "Slips", zh: Slips.PackageResources.zh_words, en: Slips.PackageResources.en_words),
    ])

    @Test(
        "have pages that are well made and have all their words, in every state and both languages",
        arguments: Language.allCases)
    func wellMade(_ language: Language) throws {
        let words = Self.book.words(language)
        #expect(SlipsSpecimens.all.count >= 20)
        let complaints = try SlipsSpecimens.all.flatMap { try $0.complaints(words) }
        #expect(complaints == [])
        for specimen in SlipsSpecimens.all {
            #expect(!(try specimen.document(words).text.contains("<script>alert")), "\(specimen.name)")
        }
        #expect(Self.book.complaints == [])
    }

    @Test("of two hundred with one bad are taken all but that one, which comes back with its reason")
    func badRow() async throws {
        try await SlipsTown.with { town, slips in
            _ = try await SlipsTown.opened(slips, found: 200, at: town.now)
            let clerk = town.browser("clerk")
            let lines = (1...200).map { number in
                number == 199 ? "199 " + String(repeating: "长", count: 4001) : "\(number) 第\(number)号楼漏水"
            }
            let answer = try await clerk.post(
                "/slips/openings/1/stack", ["stack": lines.joined(separator: "\n"), "category": "water"],
                from: "/slips/openings/1/stack")
            #expect(answer.status == 422)
            #expect(answer.text.contains("已录入 199 张"))
            #expect(answer.text.contains("1 张退回"))
            #expect(answer.text.contains("4,000") || answer.text.contains("4000"))
            #expect(try await town.count() == 199)
            let opening = try #require(try await slips.opening(1))
            #expect(opening.entered == 199 && !opening.isComplete)
            // The bad one is mended and sent again; the others are not taken twice.
            let again = try await clerk.post(
                "/slips/openings/1/stack", ["stack": "199 楼道灯不亮\n5 又来一次"],
                from: "/slips/openings/1/stack")
            #expect(again.text.contains("已录入 1 张") && again.text.contains("这个号已经录过了"))
            #expect(try await town.count() == 200)
        }
    }

    @Test("keep their box, day and number on the matter, which came in by the channel of the place")
    func origin() async throws {
        try await SlipsTown.with { town, slips in
            let opening = try await SlipsTown.opened(slips, found: 3, at: town.now)
            var entry = SlipEntry(number: 2, text: "路灯不亮")
            entry.category = "lamp"
            let number = try await slips.take(
                entry, into: opening, at: SlipsTown.box, twins: false, by: SlipsTown.officer("clerk"),
                now: town.now)
            let dossier = try #require(
                try await town.desk.dossier(.number(number), for: SlipsTown.officer("clerk").actor))
            #expect(dossier.matter.channel == .box)
            #expect(dossier.matter.area.text == TownCity.village)
            let (origin, place) = try #require(try await slips.origin(of: dossier.matter.id))
            #expect(place.code == "box-1" && origin.number == 2 && origin.day == opening.day)
            guard case .raised(let raised)? = dossier.events.first?.facts.first else {
                Issue.record("no beginning")
                return
            }
            #expect(raised.source == "slips:box-1" && raised.sourceID == "\(opening.day)/2")
            #expect(!raised.reachable)
        }
    }

    @Test("enter once, also when two people type the same number at the same moment")
    func once() async throws {
        try await SlipsTown.with { town, slips in
            let opening = try await SlipsTown.opened(slips, found: 5, at: town.now)
            let clerk = try SlipsTown.officer("clerk")
            let done = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<8 {
                    group.addTask {
                        let entry = SlipEntry(number: 4, text: "第 \(index) 次录入")
                        return
                            (try? await slips.take(
                                entry, into: opening, at: SlipsTown.box, twins: true, by: clerk,
                                now: town.now)) != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(done == 1)
            #expect(try await town.count() == 1)
            #expect(try await slips.opening(opening.id)?.entered == 1)
        }
    }

    @Test("with the same words as another are flagged, and taken only when somebody says so")
    func twins() async throws {
        try await SlipsTown.with { town, slips in
            _ = try await SlipsTown.opened(slips, found: 3, at: town.now)
            let clerk = town.browser("clerk")
            let path = "/slips/openings/1/stack"
            let first = try await clerk.post(path, ["stack": "路灯不亮。\n路灯 不亮!\n水管漏水"], from: path)
            #expect(first.text.contains("已录入 2 张") && first.text.contains("和第 1 张内容相同"))
            #expect(try await town.count() == 2)
            let again = try await clerk.post(path, ["stack": "2 路灯 不亮!", "twins": "yes"], from: path)
            #expect(again.text.contains("已录入 1 张"))
            #expect(try await town.count() == 3)
        }
    }

    @Test("that are missing are shown until they are typed in or declared with a reason")
    func missing() async throws {
        try await SlipsTown.with { town, slips in
            _ = try await SlipsTown.opened(slips, found: 4, at: town.now)
            let clerk = town.browser("clerk")
            _ = try await clerk.post(
                "/slips/openings/1/one", ["number": "2", "text": "水管漏水"], from: "/slips/openings/1/one")
            #expect(try await clerk.get("/slips/openings/1").text.contains("还没录入的号：1, 3–4"))
            let declare = "/slips/openings/1/declare"
            let silent = try await clerk.post(
                declare, ["number": "3", "state": "blank"], from: "/slips/openings/1")
            #expect(silent.status == 422 && silent.text.contains("请填写：原因"))
            _ = try await clerk.post(
                declare, ["number": "3", "state": "illegible", "reason": "被雨淋了"], from: "/slips/openings/1")
            let page = try await clerk.get("/slips/openings/1").text
            #expect(page.contains("还没录入的号：1, 4") && page.contains("被雨淋了"))
            let beyond = try await clerk.post(
                declare, ["number": "5", "state": "blank", "reason": "x"], from: "/slips/openings/1")
            #expect(beyond.status == 422 && beyond.text.contains("这次只有 4 张"))
            let fewer = try await clerk.post(
                "/slips/openings/1/found", ["found": "2"], from: "/slips/openings/1")
            #expect(fewer.status == 422)
            #expect(try await clerk.get("/slips").text.contains("还差 2 张"))
        }
    }

    @Test("typed one by one keep area and class for the next, and take an anonymous one")
    func oneByOne() async throws {
        try await SlipsTown.with { town, slips in
            _ = try await SlipsTown.opened(slips, found: 2, at: town.now)
            let clerk = town.browser("clerk")
            let path = "/slips/openings/1/one"
            let empty = try await clerk.post(path, ["number": "1", "text": " "], from: path)
            #expect(empty.status == 422 && empty.text.contains("请填写：内容"))
            let answer = try await clerk.post(
                path,
                ["number": "1", "text": "=cmd|路灯不亮", "category": "lamp", "area": "110101001001001"],
                from: path)
            let next = try #require(answer.location)
            #expect(next.contains("category=lamp") && next.contains("area=110101001001001"))
            let page = try await clerk.get(next).text
            #expect(page.contains(#"name="number" value="2""#) && page.contains(#"data-taken="slip-1""#))
            #expect(page.contains(#"<option value="lamp" selected>"#))
            #expect(page.contains("autofocus"))
            let bad = try await clerk.post(path, ["number": "2", "text": "x", "area": "980999"], from: path)
            #expect(bad.status == 422)
        }
    }
}

@Suite("A place to speak")
struct SpeakPlaceTests {
    @Test("of delegates opens on a Saturday, a Sunday or a weekday evening, never when people are at work")
    func weekly() throws {
        let known: (AreaCode) -> Bool = { _ in true }
        for rule in ["sat 09:00-11:30", "sun 14:00-17:00", "wed 19:00-21:00", "fri 17:30-19:00"] {
            var studio = SlipsTown.studio
            studio.opening = OpeningRule(rule)
            #expect(studio.opening != nil)
            #expect(studio.problems(known: known) == [], "\(rule)")
        }
        for rule in ["wed 09:00-11:30", "fri 17:00-19:00", "sat,sun 09:00-11:00", "mon-fri 18:00-20:00"] {
            var studio = SlipsTown.studio
            studio.opening = OpeningRule(rule)
            #expect(studio.opening != nil)
            #expect(studio.problems(known: known) == [.daytime], "\(rule)")
        }
        for text in ["", "sat", "sat 9-11", "day 09:00-10:00", "sat 11:00-09:00", "fri-mon 09:00-10:00"] {
            #expect(OpeningRule(text) == nil, "\(text)")
        }
    }

    @Test("tells everybody its next opening, past public holidays for stations but not for studios")
    func next() throws {
        let calendar = TownCity.calendar
        let next = try #require(SlipsTown.studio.nextOpening(from: TownCity.start, by: calendar))
        #expect(next.date.description == "2026-03-07")
        let box = try #require(SlipsTown.box.nextOpening(from: TownCity.start, by: calendar))
        #expect(box.date.description == "2026-03-02")
        #expect(SlipsTown.afar.nextOpening(from: TownCity.start, by: calendar) == nil)
        #expect(
            SlipsTown.studio.lastDue(before: TownCity.start, by: calendar)?.description == "2026-02-28")
    }

    @Test("is listed for everybody, and worked at only by those whose area it is in")
    func seen() async throws {
        try await SlipsTown.with { town, slips in
            let visitor = town.visitor()
            let list = try await visitor.get("/slips/places").text
            #expect(list.contains("桥头村说事箱") && list.contains("桥头工作室") && list.contains("下次开放"))
            let town1 = try await visitor.get("/slips/places?area=110101001").text
            #expect(town1.contains("桥头村说事箱") && !town1.contains("山口说事箱"))
            #expect(try await visitor.get("/slips/places/none").status == 404)
            let place = try await visitor.get("/slips/places/studio-1").text
            #expect(place.contains("张代表") && !place.contains("/open"))
            #expect(try await visitor.get("/slips").status == 303)
            // A clerk of the other county, and a handler of a county office.
            let foreign = try await town.browser("afar").get("/slips").text
            #expect(foreign.contains("山口说事箱") && !foreign.contains("桥头村说事箱"))
            #expect(try await town.browser("roads").get("/slips").status == 303)
            _ = try await SlipsTown.opened(slips, found: 2, at: town.now)
            #expect(try await town.browser("afar").get("/slips/openings/1").status == 404)
            let forged = try await town.browser("afar").post(
                "/slips/places/box-1/open", ["day": "2026-03-02", "found": "3"], from: "/slips/places/box-1")
            #expect(forged.status == 404 || forged.status == 403)
        }
    }

    @Test("is opened once a day, with a count and a day that can be")
    func opened() async throws {
        try await SlipsTown.with { town, _ in
            let clerk = town.browser("clerk")
            let page = "/slips/places/box-1"
            for (day, found) in [
                ("2026-03-03", "3"), ("0001-01-01", "3"), ("9999-12-31", "3"), ("2025-02-29", "3"),
                ("2026-03-02", "-1"), ("2026-03-02", "1001"), ("2026-03-02", "NaN"), ("", "3"),
            ] {
                let answer = try await clerk.post(page + "/open", ["day": day, "found": found], from: page)
                #expect(answer.status == 422, "\(day) \(found)")
            }
            let made = try await clerk.post(page + "/open", ["day": "2026-03-02", "found": "3"], from: page)
            #expect(made.location == "/slips/openings/1/one")
            let twice = try await clerk.post(page + "/open", ["day": "2026-03-02", "found": "3"], from: page)
            #expect(twice.status == 422 && twice.text.contains("这一天已经登记过"))
            let noToken = try await clerk.post(page + "/open", ["day": "2026-03-01", "found": "3"])
            #expect(noToken.status == 403)
        }
    }

    @Test("takes over what the pack says, unless it was edited here")
    func packed() async throws {
        try await SlipsTown.with { town, slips in
            var box = SlipsTown.box
            box.phone = "13900000002"
            try await slips.bringUpToDate([box], at: town.now)
            #expect(try await slips.place("box-1")?.place.phone == "13900000002")
            box.address = LocalText(zh: "新地址", en: "New address")
            try await slips.keep(box, isNew: false, isActive: true, at: town.now)
            try await slips.bringUpToDate([SlipsTown.box], at: town.now)
            #expect(try await slips.place("box-1")?.place.address.zh == "新地址")
            box.kind = .studio
            await #expect(throws: SlipRefusal.place(.daytime)) {
                try await slips.keep(box, isNew: false, isActive: true, at: town.now)
            }
            await #expect(throws: SlipRefusal.codeTaken) {
                try await slips.keep(SlipsTown.box, isNew: true, isActive: true, at: town.now)
            }
        }
    }
}
