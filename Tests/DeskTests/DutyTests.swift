import Core
import Desk
import Storage
import Testing

@Suite("What is owed beside a matter's way") struct DutyTests {
    @Test("comes and goes with the moves: a part", arguments: TestEngine.present)
    func part(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let number = try await town.led().number
            #expect(try await town.owed().isEmpty)
            try await town.give(DutyTown.helper, of: number)
            let row = try #require(try await town.desk.duties(DutyFilter(), in: .city).rows.first)
            #expect(row.duty.what == .part && row.duty.unit == DutyTown.helper && row.role == "handler")
            #expect(row.duty.due == DeskTown.start + 2 * DeskTown.day && row.matter.number == number)
            #expect(row.duty.since == DeskTown.start && row.duty.notBefore == DeskTown.start)
            try await town.move("refusePart", [.reason: "不归我管"], on: number, by: DutyTown.assistant)
            #expect(try await town.owed() == ["refusedPart \(DutyTown.lead)"])
            try await town.move(
                "insistPart", [.part: DutyTown.helper.text, .reason: "归你管"], on: number,
                by: DeskTown.dispatcher)
            #expect(try await town.owed() == ["part WATER"])
            try await town.move("answerPart", [.answer: "修好了"], on: number, by: DutyTown.assistant)
            #expect(try await town.owed().isEmpty)
            #expect(try await town.count("SELECT count(*) FROM duties") == 0)
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test("is one call for two refused parts, until both are decided", arguments: TestEngine.present)
    func twoRefused(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let number = try await town.shared([DutyTown.helper, DutyTown.other]).number
            for actor in [DutyTown.assistant, DutyTown.otherAssistant] {
                try await town.move("refusePart", [.reason: "不归我管"], on: number, by: actor)
            }
            #expect(try await town.owed() == ["refusedPart \(DutyTown.lead)"])
            for unit in [DutyTown.helper, DutyTown.other] {
                #expect(try await !town.owed().isEmpty)
                try await town.move(
                    "dropPart", [.part: unit.text, .reason: "不需要了"], on: number, by: DutyTown.handler)
            }
            #expect(try await town.owed().isEmpty)
        }
    }

    @Test("comes and goes with the moves: decisions, orders, levels", arguments: TestEngine.present)
    func others(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let number = try await town.led().number
            let steps: [(String, [InputWord: String], Actor, [String])] = [
                ("askTime", [.until: "2026-04-30", .reason: "等材料"], DutyTown.handler, ["extension HOTLINE"]),
                ("giveTime", [:], DutyTown.supervisor, []),
                ("supervise", [.demand: "三日内办结"], DutyTown.supervisor, ["supervision \(DutyTown.lead)"]),
                (
                    "answerSupervision", [.answer: "正在办"], DutyTown.handler, ["supervisionCheck HOTLINE"]
                ),
                ("press", [:], DutyTown.supervisor, ["supervision \(DutyTown.lead)"]),
                ("lift", [.reason: "已办"], DutyTown.supervisor, []),
                ("claim", [.until: "2026-03-20"], DutyTown.handler, ["promise \(DutyTown.lead)"]),
                ("answer", [.answer: "办好了"], DutyTown.handler, ["callBack HOTLINE"]),
                ("rate", [.solved: "yes", .satisfied: "yes"], .resident, ["check HOTLINE"]),
                ("recheck", [.solved: "yes", .satisfied: "yes"], DeskTown.caller, []),
            ]
            for (move, inputs, actor, owed) in steps {
                try await town.move(move, inputs, on: number, by: actor)
                #expect(try await town.owed() == owed, "\(move)")
                #expect(try await town.complaints().isEmpty, "\(move)")
            }
        }
    }

    @Test(
        "is the level above's, once it is raised, with the lead still on record",
        arguments: TestEngine.present)
    func levels(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let number = try await town.led().number
            let above = try #require(DutyTown.city.units[DutyTown.lead]?.parent)
            let superior = DeskTown.person("handler", in: above.text)
            #expect(try await town.desk.dossier(.number(number), for: superior) == nil)
            try await town.move("escalate", on: number, by: DutyTown.handler)
            #expect(try await town.owed() == ["raise \(above)"])
            #expect(try await town.owed(by: superior) == ["raise"])
            try await town.move("takeUp", on: number, by: superior)
            #expect(try await town.owed(in: .unit(above)) == ["handDown \(above)"])
            #expect(try await town.record(number).raisedTo == above)
            try await town.move("handDown", [.answer: "按规定办"], on: number, by: superior)
            #expect(try await town.owed().isEmpty)
            #expect(try await town.record(number).lead == DutyTown.lead)
            #expect(try await town.desk.dossier(.number(number), for: superior) == nil)
        }
    }

    @Test(
        "is gone when the step that made it is taken back, and back when the one that ended it is",
        arguments: TestEngine.present)
    func undone(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let number = try await town.shared().number
            func takeBack() async throws {
                _ = try await town.desk.undo(number, by: DutyTown.handler, at: DeskTown.start)
                #expect(try await town.complaints().isEmpty)
            }
            func part() async throws -> [String] {
                try await town.desk.parts(of: DutyTown.helper, limit: 9).map(\.state)
            }
            try await town.move("claim", [.until: "2026-03-20"], on: number, by: DutyTown.handler)
            #expect(try await town.owed().count == 2)
            try await takeBack()
            #expect(try await town.owed() == ["part WATER"])
            let above = try #require(DutyTown.city.units[DutyTown.lead]?.parent)
            try await town.move("escalate", on: number, by: DutyTown.handler)
            #expect(try await town.record(number).sharers.contains(above))
            try await takeBack()
            #expect(try await town.record(number).sharers == [DutyTown.helper])
            try await town.move("return", [.reason: "不归我管"], on: number, by: DutyTown.handler)
            #expect(try await town.owed().isEmpty)
            #expect(try await part() == ["ended"])
            #expect(try await town.desk.dossier(.number(number), for: DutyTown.assistant) == nil)
            try await takeBack()
            #expect(try await town.owed() == ["part WATER"])
            #expect(try await part() == ["open"])
            #expect(try await town.complaints().isEmpty)
        }
    }

    private struct GivenUp: Error {}

    @Test("is kept with the events or not at all", arguments: TestEngine.present)
    func together(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let number = try await town.led().number
            await #expect(throws: GivenUp.self) {
                try await town.desk.batch { transaction in
                    let order = Order("givePart", [.part: DutyTown.helper.text, .task: "查看"])
                    try transaction.perform(
                        order, on: .number(number), by: DutyTown.handler, at: DeskTown.start)
                    throw GivenUp()
                }
            }
            #expect(try await town.owed().isEmpty)
            #expect(try await town.matter(number).version == 2)
            #expect(try await town.count("SELECT count(*) FROM parts") == 0)
        }
    }

    @Test(
        "is nothing for what ended in another system, and for what is taken in", arguments: TestEngine.present
    )
    func imported(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            for ended in [nil, DeskTown.start + -DeskTown.day] {
                var filing = DeskTown.filing()
                (filing.source, filing.sourceID) = ("old", ended == nil ? "1" : "2")
                filing.channel = .imported
                filing.raisedAt = DeskTown.start + -5 * DeskTown.day
                filing.endedAt = ended
                _ = try await town.desk.file(filing, by: .system("import"), at: DeskTown.start)
            }
            #expect(try await town.owed().isEmpty)
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test(
        "is called for only when it can be done: not while the line was busy just now",
        arguments: TestEngine.present)
    func ready(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let number = try await town.led().number
            try await town.move("answer", [.answer: "办好了"], on: number, by: DutyTown.handler)
            #expect(try await town.owed(by: DeskTown.caller) == ["callBack"])
            try await town.move("tryCall", [.attempt: "noAnswer"], on: number, by: DeskTown.caller)
            #expect(try await town.owed(by: DeskTown.caller).isEmpty)
            let later = DeskTown.start + 4 * DeskTown.hour
            #expect(try await town.owed(by: DeskTown.caller, at: later) == ["callBack"])
            #expect(try await town.owed(DutyFilter(readyAt: DeskTown.start)).isEmpty)
            #expect(try await town.owed(DutyFilter(readyAt: later)).count == 1)
        }
    }

    @Test("is never counted further than was asked", arguments: TestEngine.present)
    func counted(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            for _ in 0..<5 { _ = try await town.shared([DutyTown.helper, DutyTown.other]) }
            let number = try await town.shared([DutyTown.helper]).number
            try await town.move("supervise", on: number, by: DutyTown.supervisor)
            let desk = town.desk
            #expect(try await desk.dutyCounts(in: .city, most: 100) == [.part: 11, .supervision: 1])
            #expect(try await desk.dutyCounts(in: .city, most: 7) == [.part: 7, .supervision: 1])
            #expect(try await desk.dutyCounts(in: .unit(DutyTown.other), most: 100) == [.part: 5])
            #expect(try await desk.dutyCounts(in: .area(DeskTown.village), most: 100)[.part] == 11)
            #expect(try await desk.dutyCounts(in: .area(DeskTown.area("980102")), most: 9).isEmpty)
            #expect(try await desk.dutyCounts(in: .city, most: 0).isEmpty)
        }
    }
}

@Suite("A list of what is owed") struct DutyListTests {
    @Test(
        "goes on page by page: nothing twice, nothing left out, the soonest due first",
        arguments: TestEngine.present)
    func pages(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            for index in 0..<9 {
                // Many are due at the very same moment.
                let at = DeskTown.start + Int64(index / 3) * DeskTown.hour
                _ = try await town.shared([DutyTown.helper, DutyTown.other, DutyTown.stranger], at: at)
            }
            let number = try await town.led().number
            try await town.move("claim", [.until: "2026-03-20"], on: number, by: DutyTown.handler)
            let filters: [(DutyFilter, Int)] = [
                (DutyFilter(), 28), (DutyFilter(what: [.part]), 27),
                (DutyFilter(roles: ["handler", "dispatcher"]), 28),
                (DutyFilter(unit: DutyTown.other, roles: ["handler"]), 9),
            ]
            for (filter, count) in filters {
                for limit in [1, 4, 27, 28, 50] {
                    var (seen, place): ([DutyRow], DutyPlace?) = ([], nil)
                    repeat {
                        let page = try await town.desk.duties(filter, in: .city, after: place, limit: limit)
                        #expect(page.rows.count <= limit)
                        seen += page.rows
                        place = page.next
                    } while place != nil && seen.count < 100
                    #expect(seen.map(\.place) == seen.map(\.place).sorted())
                    #expect(Set(seen.map(\.place)).count == count && seen.count == count)
                }
            }
        }
    }

    @Test("shows what every filter says", arguments: TestEngine.present)
    func filters(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let number = try await town.shared().number
            try await town.move("claim", [.until: "2026-03-20"], on: number, by: DutyTown.handler)
            try await town.move("supervise", on: number, by: DutyTown.supervisor)
            let lead = DutyTown.lead.text
            #expect(
                try await town.owed() == ["part WATER", "supervision \(lead)", "promise \(lead)"])
            #expect(try await town.owed(DutyFilter(what: [.promise, .check])) == ["promise \(lead)"])
            #expect(try await town.owed(DutyFilter(unit: DutyTown.helper)) == ["part WATER"])
            #expect(try await town.owed(DutyFilter(unit: DutyTown.other)).isEmpty)
            let person = DutyTown.handler.officerID ?? 0
            #expect(try await town.owed(DutyFilter(person: person)) == ["promise \(lead)"])
            #expect(try await town.owed(DutyFilter(person: person + 1)).isEmpty)
            #expect(try await town.owed(DutyFilter(roles: ["handler"])).count == 3)
            #expect(try await town.owed(DutyFilter(roles: ["caller"])).isEmpty)
            #expect(try await town.owed(DutyFilter(roles: [])).isEmpty)
            #expect(try await town.owed(DutyFilter(unit: UnitCode("' OR 1=1"))).isEmpty)
            let soon = DeskTown.start + 2 * DeskTown.day
            #expect(try await town.owed(DutyFilter(dueBefore: soon)).isEmpty)
            #expect(try await town.owed(DutyFilter(dueBefore: soon + 1)) == ["part WATER"])
        }
    }

    @Test("is no wider than the post that looks", arguments: TestEngine.present)
    func sight(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let number = try await town.shared().number
            #expect(try await town.owed(in: .unit(DutyTown.helper)) == ["part WATER"])
            #expect(try await town.owed(in: .unit(DutyTown.stranger)).isEmpty)
            for code in ["980101001001", "980101001", "980101"] {
                #expect(try await town.owed(in: .area(DeskTown.area(code))).count == 1, "\(code)")
            }
            for code in ["980101001002", "980101002", "980102"] {
                #expect(try await town.owed(in: .area(DeskTown.area(code))).isEmpty, "\(code)")
            }
            #expect(try await town.owed(by: DutyTown.assistant) == ["part"])
            for actor in [DutyTown.outsider, DutyTown.handler, DutyTown.supervisor, DeskTown.clerk] {
                #expect(try await town.owed(by: actor).isEmpty)
            }
            let nobody = Actor.officer(id: DutyTown.assistant.officerID ?? 0, posts: [])
            #expect(try await town.owed(by: nobody).isEmpty)
            // What a person promised stays theirs.
            try await town.move("claim", [.until: "2026-03-20"], on: number, by: DutyTown.handler)
            #expect(try await town.owed(by: DutyTown.handler) == ["promise"])
        }
    }

    @Test("asks nobody to decide what they asked for themselves", arguments: TestEngine.present)
    func ownRequest(engine: TestEngine) async throws {
        let city = DutyTown.city(DutyTown.joint(appealers: ["supervisor", "handler"]))
        try await DeskTown.with(engine, city: city) { town in
            // The hotline itself leads: its handlers may ask, and decide for each other.
            let desk = UnitCode("HOTLINE")
            let (one, two) = (
                DeskTown.person("handler", in: "HOTLINE"), DeskTown.person("handler", in: "HOTLINE", 1)
            )
            let number = try await town.led(by: desk).number
            try await town.move("askTime", [.until: "2026-04-30", .reason: "等材料"], on: number, by: one)
            #expect(try await town.owed(by: one).isEmpty)
            #expect(try await town.owed(by: two) == ["extension"])
            #expect(try await town.owed(by: DutyTown.supervisor) == ["extension"])
            #expect(
                try await refusal { try await town.move("giveTime", on: number, by: one) }
                    == .gateShut(.anotherPerson))
        }
    }
}
