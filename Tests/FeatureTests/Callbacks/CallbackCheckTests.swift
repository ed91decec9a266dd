@testable import Callbacks
import Core
import Desk
import HTTPTypes
import Storage
import Testing
import Web

@Suite("Asking once more")
struct CallbackCheckTests {
    /// The town with what can happen afterwards: a check that can be ended, a matter that a check opens
    /// again, and ratings that do not count.
    private static let city: City = {
        let (town, kind) = (BesideTown.city, BesideTown.city.procedures["request"] ?? TownKind.request)
        func move(
            _ name: String, to: String? = nil, by: Party, from: [String] = ["solved"],
            _ asks: [InputWord] = [],
            needs: [Guard] = [], does: [Effect], automatic: Bool = false
        ) -> Move {
            Move(
                name: name, text: LocalText(zh: "动作 \(name)", en: "Move \(name)"), told: nil, from: from,
                to: to,
                by: [by], asks: asks.map { Move.Ask($0) }, needs: needs, does: does, automatic: automatic)
        }
        let afterwards = [
            move("dropCheck", by: .role("caller"), [.reason], needs: [.outsideLead], does: [.dropCheck]),
            move(
                "openAgain", to: "registered", by: .system, needs: [.checkFailed], does: [.reopen],
                automatic: true),
            move("exclude", by: .role("handler"), [.reason], does: [.propose(.exclusion)]),
            move("leaveOut", by: .role("reviewer"), [.reason], does: [.grant(.exclusion)]),
        ]
        return City(
            name: town.name, version: town.version, areas: town.areas, area: town.area,
            units: Array(town.units.values), roles: Array(town.roles.values), catalogue: town.catalogue,
            dispatch: town.dispatch,
            procedures: [
                Procedure(
                    kind: kind.kind, version: 3, name: kind.name, prefix: kind.prefix, stages: kind.stages,
                    moves: kind.moves + afterwards, limits: kind.limits)
            ], firstKind: kind.kind, calendar: town.calendar, templates: [], desk: town.desk)
    }()

    /// A matter that its resident called unsolved first, and solved a month ago.
    private func with(_ body: (TestTown, String) async throws -> Void) async throws {
        try await TestTown.with(
            city: Self.city,
            features: { desk in TestTown.slices(desk) + [.callbacks(CallDesk(desk: desk))] }
        ) { town in
            try await CallbackTables.make(in: town)
            var filing = Filing(text: "院墙倒了", channel: .web)
            filing.area = TownCity.area(TownCity.village)
            filing.contact = Filing.Contact(name: "测试甲", phone: "19900001234")
            let number = try await town.desk.file(filing, by: .resident, at: town.now).number
            for (move, inputs, name): (String, [InputWord: String], String) in [
                ("register", [.category: "lamp"], "dispatcher"), ("dispatch", [.unit: "ROADS"], "dispatcher"),
                ("answer", [.answer: "在砌了。"], "roads"), ("rate", [.solved: "no", .satisfied: "no"], ""),
                ("answer", [.answer: "墙已砌好。"], "roads"), ("rate", [.solved: "yes", .satisfied: "yes"], ""),
            ] {
                try await make(move, inputs, number, by: name, in: town)
            }
            town.wait(31 * 86_400_000)
            try await body(town, number)
        }
    }

    private func make(
        _ move: String, _ inputs: [InputWord: String], _ number: String, by name: String, in town: TestTown
    ) async throws {
        town.wait(60_000)
        let actor = TownCity.people[name]?.actor ?? .resident
        _ = try await town.desk.perform(Order(move, inputs), on: .number(number), by: actor, at: town.now)
    }

    @Test("opens the matter again when it does not hold, and keeps the first opinion as it was")
    func fails() async throws {
        try await with { town, number in
            let path = "/callbacks/\(number)"
            #expect(try await town.browser("caller").get("/callbacks").text.contains(number))
            #expect(try await town.browser("caller").get("/callbacks/visits").text.contains("桥头村"))
            #expect(try await town.browser("caller").get(path).text.contains("问题有没有再出现"))
            let before = try await town.state(of: number)
            _ = try await town.browser("caller").post(
                "\(path)/moves/recheck", ["solved": "no", "satisfied": "no", "why": "又倒了"], from: path)
            let after = try await town.state(of: number)
            #expect(after.matter?.stage == "registered" && after.matter?.isOpen == true)
            #expect(Array(after.events.prefix(before.events.count)) == before.events)
            #expect(
                after.events.flatMap(\.facts).contains(.rated(solved: true, satisfied: true, why: nil)))
            #expect(!(try await town.browser("caller").get("/callbacks").text.contains(number)))
        }
    }

    @Test("ends without an opinion only with a reason")
    func dropped() async throws {
        try await with { town, number in
            let path = "/callbacks/\(number)"
            _ = try await town.browser("caller").post(
                "\(path)/moves/tryCheck", ["attempt": "switchedOff"], from: path)
            #expect(try await town.browser("caller").get(path).text.contains("关机"))
            let empty = try await town.browser("caller").post("\(path)/moves/dropCheck", [:], from: path)
            #expect(empty.status == 422 && empty.text.contains(#"name="reason""#))
            #expect(try await town.state(of: number).matter?.side.check != nil)
            let ended = try await town.browser("caller").post(
                "\(path)/moves/dropCheck", ["reason": "搬走了"], from: path)
            #expect(ended.status == 303)
            #expect(try await town.state(of: number).matter?.side.check == nil)
        }
    }

    @Test("tells which ratings units want left out, never to whom it does not concern, and alters no word")
    func reviews() async throws {
        try await with { town, number in
            let opinion = try await town.state(of: number).matter?.opinion
            try await make("exclude", [.reason: "墙是台风吹倒的"], number, by: "roads", in: town)
            let asked = try await town.browser("reviewer").get("/callbacks/reviews").text
            #expect(asked.contains(number) && asked.contains("墙是台风吹倒的"))
            #expect(!(try await town.browser("afar").get("/callbacks/reviews").text.contains(number)))
            try await make("leaveOut", [.reason: "属实"], number, by: "reviewer", in: town)
            let decided = try await town.browser("reviewer").get("/callbacks/reviews").text
            #expect(decided.contains(number) && !decided.contains("墙是台风吹倒的"))
            let matter = try await town.state(of: number).matter
            #expect(matter?.side.excluded == true && matter?.opinion == opinion)
        }
    }
}
