import Core
import Testing

@Suite("A change of the dispatch catalogue")
struct RuleChangeTests {
    private static let cell = DispatchCatalogue.Cell(category: "water", area: Town.area("1101"))
    private static let today = Town.date("2026-03-02")

    private func change(_ unit: String?, _ from: String?, until: String? = nil) -> RuleChange {
        RuleChange(
            cell: Self.cell, from: from.map(Town.date), until: until.map(Town.date),
            gift: unit.map { .init(unit: UnitCode($0)) })
    }

    private func unit(_ catalogue: DispatchCatalogue, _ day: String) -> String? {
        catalogue.rules(of: Self.cell).first { $0.isInForce(on: Town.date(day)) }?.unit.text
    }

    @Test("leaves the days before it as they were, and those behind its end")
    func cut() {
        let after = Town.dispatch.applying([change("WATER", "2026-04-01", until: "2026-04-30")])
        #expect(unit(after, "2026-03-31") == "COUNTY")
        #expect(unit(after, "2026-04-01") == "WATER")
        #expect(unit(after, "2026-04-30") == "WATER")
        #expect(unit(after, "2026-05-01") == "COUNTY")
        #expect(after.rules.count == Town.dispatch.rules.count + 2)
    }

    @Test("ends a rule for good, and a later one begins again")
    func end() {
        let after = Town.dispatch.applying([change(nil, "2026-04-01"), change("WATER", "2026-06-01")])
        #expect(unit(after, "2026-03-31") == "COUNTY")
        #expect(unit(after, "2026-05-01") == nil)
        #expect(unit(after, "2026-06-01") == "WATER")
    }

    @Test("that was decided later counts more, also for days another one was for")
    func order() {
        let after = Town.dispatch.applying([
            change("WATER", "2026-04-01"), change("ROADS", "2026-05-01"), change("AFAR", "2026-03-15"),
        ])
        #expect(unit(after, "2026-03-14") == "COUNTY")
        #expect(unit(after, "2026-12-01") == "AFAR")
    }

    @Test("never leaves two rules for one day, whatever is decided in which order")
    func never() {
        var dice = Dice(seed: 99)
        for _ in 0..<300 {
            let changes = (0..<dice.below(12)).map { index -> RuleChange in
                let from = Self.today.adding(days: dice.below(60))
                let until = dice.below(2) == 0 ? nil : from.adding(days: dice.below(30))
                return RuleChange(
                    cell: Self.cell, from: from, until: until,
                    gift: dice.below(4) == 0 ? nil : .init(unit: UnitCode("U\(index)")))
            }
            let after = Town.dispatch.applying(changes)
            for day in 0..<100 {
                let date = Self.today.adding(days: day)
                let found = after.rules(of: Self.cell).filter { $0.isInForce(on: date) }
                #expect(found.count <= 1)
                let last = changes.last { change in
                    change.from.map { $0 <= date } ?? true && change.until.map { date <= $0 } ?? true
                }
                #expect(found.first?.unit == (last.map { $0.gift?.unit } ?? UnitCode("COUNTY")))
            }
        }
    }

    @Test("leaves other cells alone")
    func others() {
        let after = Town.dispatch.applying([change("WATER", "2026-04-01")])
        let rest = { (catalogue: DispatchCatalogue) in catalogue.rules.filter { $0.cell != Self.cell } }
        #expect(rest(after) == rest(Town.dispatch))
    }

    private func problem(_ change: RuleChange) -> RuleProblem? {
        change.problem(in: Town.city, today: Self.today)
    }

    private func give(
        _ unit: String, category: String? = "water", area: String = "1101", from: String = "2026-03-02",
        until: String? = nil, assistants: [String] = []
    ) -> RuleChange {
        RuleChange(
            cell: .init(category: category, area: Town.area(area)), from: Town.date(from),
            until: until.map(Town.date),
            gift: .init(unit: UnitCode(unit), assistants: assistants.map { UnitCode($0) }))
    }

    @Test("is refused for what the city does not have, what does not serve there, and days that cannot be")
    func refusals() {
        #expect(problem(give("WATER", category: "unheard")) == .noCategory)
        #expect(problem(give("WATER", area: "1199")) == .noArea)
        #expect(problem(give("NOBODY")) == .noUnit)
        #expect(problem(give("AFAR", area: "110101")) == .elsewhere)
        #expect(problem(give("WATER", assistants: ["WATER"])) == .assistants)
        #expect(problem(give("WATER", assistants: ["ROADS", "ROADS"])) == .assistants)
        #expect(problem(give("WATER", assistants: ["NOBODY"])) == .assistants)
        #expect(problem(give("WATER", from: "2026-03-01")) == .past)
        #expect(problem(give("WATER", from: "2026-04-02", until: "2026-04-01")) == .days)
        #expect(problem(give("COUNTY")) == .same)
        #expect(problem(give("WATER", assistants: ["ROADS"])) == nil)
        #expect(problem(give("COUNTY", assistants: ["ROADS"])) == nil)
    }

    @Test("cannot end what is not there, nor the last backstop of a place")
    func ends() {
        let nothing = RuleChange(
            cell: .init(category: "roads", area: Town.area("1101")), from: Self.today, gift: nil)
        #expect(problem(nothing) == .nothing)
        let last = RuleChange(cell: .init(category: nil, area: Town.area("11")), from: Self.today, gift: nil)
        #expect(problem(last) == .backstop)
        let inner = RuleChange(
            cell: .init(category: nil, area: Town.area("110102")), from: Self.today, gift: nil)
        #expect(problem(inner) == nil)
    }

    @Test("names its cell by a text that reads back, and by no other")
    func cells() {
        #expect(DispatchCatalogue.Cell("water@1101") == Self.cell)
        #expect(DispatchCatalogue.Cell("*@11")?.category == nil)
        for wrong in ["", "@11", "water", "water@", "water@x", "water@123"] {
            #expect(DispatchCatalogue.Cell(wrong) == nil, "\(wrong)")
        }
        #expect(DispatchCatalogue.Cell(Self.cell.text) == Self.cell)
    }
}

@Suite("A path through units")
struct TossPathTests {
    private func path(_ units: String) -> TossPath {
        var path = TossPath()
        for unit in units { path.give(to: UnitCode(String(unit))) }
        return path
    }

    @Test("is tossing where it came back, or went through three")
    func tossed() {
        #expect(!path("").isTossed() && !path("A").isTossed() && !path("AB").isTossed())
        #expect(path("ABA").isTossed() && path("ABA").cameBack)
        #expect(path("ABC").isTossed() && !path("ABC").cameBack)
        #expect(!path("AAB").isTossed(), "the same unit twice is no step")
        #expect(!path("ABC").isTossed(from: 4) && path("ABCD").isTossed(from: 4))
        #expect(path("ABAB").hops == 3)
    }

    @Test("stays short however long the tossing")
    func bounded() { #expect(path(String(repeating: "AB", count: 500)).units.count == TossPath.most) }
}

@Suite("A ruling")
struct RulingTests {
    private let day = Town.date("2026-03-02")

    private func cell(_ category: String, _ area: String, _ unit: String) -> DispatchCatalogue.Cell? {
        Ruling(category: category, area: Town.area(area), unit: UnitCode(unit)).proposal(
            in: Town.city, on: day)
    }

    @Test("proposes a rule where the catalogue says otherwise, in the smaller of both areas")
    func proposes() {
        #expect(cell("water", "110101002", "ROADS")?.text == "water@110101")
        #expect(cell("water", "110101001001", "ROADS")?.text == "water@110101001")
        #expect(cell("roads.hole", "110102", "CENTRE")?.text == "roads.hole@110102")
    }

    @Test("proposes nothing where the catalogue says the same, or the unit does not serve there")
    func nothing() {
        #expect(cell("water", "110101001001", "WATER") == nil)
        #expect(cell("water", "110101001001", "AFAR") == nil)
        #expect(cell("water", "110101001001", "NOBODY") == nil)
        #expect(cell("unheard", "110101001001", "ROADS") == nil)
    }
}

@Suite("The reasons for sending back")
struct ReasonTests {
    private let book = RuleBook(
        needsApproval: true,
        reasons: [.init(code: "duty", name: LocalText(zh: "不属本单位职责", en: "Not our duty"))], tossedFrom: 3,
        rulings: 1)

    @Test("are told by the words a text begins with")
    func begins() {
        #expect(book.reason(of: "不属本单位职责：应由水务局办理") == "duty")
        #expect(book.reason(of: "  Not our duty, ask roads") == "duty")
        #expect(book.reason(of: "我们认为不属本单位职责") == RuleBook.other)
        #expect(book.reason(of: "") == RuleBook.other)
    }
}
