import Core
import Testing

@Suite("The dispatch catalogue with dates")
struct DatedDispatchTests {
    private static let place = Town.area("110101001001")

    private func rule(_ unit: String, from: String? = nil, until: String? = nil) -> DispatchCatalogue.Rule {
        .init(
            category: "water", area: Town.area("110101"), unit: UnitCode(unit),
            from: from.map(Town.date), until: until.map(Town.date))
    }

    private func unit(_ catalogue: DispatchCatalogue, _ day: String) -> String? {
        catalogue.unit(for: "water", at: Self.place, on: Town.date(day), in: Town.catalogue)?.text
    }

    @Test("gives by the rule of the day, both ends included")
    func days() {
        let catalogue = DispatchCatalogue([
            rule("OLD", until: "2026-02-28"), rule("NEW", from: "2026-03-01", until: "2026-03-31"),
        ])
        #expect(unit(catalogue, "2020-01-01") == "OLD")
        #expect(unit(catalogue, "2026-02-28") == "OLD")
        #expect(unit(catalogue, "2026-03-01") == "NEW")
        #expect(unit(catalogue, "2026-03-31") == "NEW")
        #expect(unit(catalogue, "2026-04-01") == nil)
    }

    @Test("reads questions without a day as of today, or as of the last rule without an end")
    func undated() {
        let rules = [rule("OLD", until: "2026-02-28"), rule("NEW", from: "2026-03-01")]
        let catalogue = DispatchCatalogue(rules)
        let ask = { (catalogue: DispatchCatalogue) in
            catalogue.unit(for: "water", at: Self.place, in: Town.catalogue)?.text
        }
        #expect(ask(catalogue) == "NEW")
        #expect(ask(catalogue.asOf(Town.date("2026-01-01"))) == "OLD")
        #expect(ask(DispatchCatalogue(rules, today: Town.date("2026-03-05"))) == "NEW")
    }

    @Test("says by which rule it decided, who helps, and which rules lost, the closest first")
    func decision() throws {
        let helped = DispatchCatalogue.Rule(
            category: "roads.lamp", area: Town.area("110101001"), unit: UnitCode("ROADS"),
            assistants: [UnitCode("WATER")])
        let catalogue = DispatchCatalogue(Town.dispatch.rules + [helped])
        let decision = try #require(
            catalogue.decision(for: "roads.lamp", at: Self.place, in: Town.catalogue))
        #expect(decision.rule == helped && !decision.isBackstop)
        #expect(decision.assistants == [UnitCode("WATER")])
        #expect(decision.lost.map(\.unit.text) == ["CENTRE", "ROADS", "CENTRE"])
        #expect(decision.lost.map { $0.category ?? "*" } == ["roads.lamp", "roads", "*"])
        let other = try #require(catalogue.decision(for: nil, at: Self.place, in: Town.catalogue))
        #expect(other.isBackstop && other.unit.text == "CENTRE")
        #expect(catalogue.decision(for: "water", at: Town.area("99"), in: Town.catalogue) == nil)
    }

    @Test("answers as a walk over all rules would, for thousands of catalogues made at random")
    func naive() {
        var dice = Dice(seed: 20_260_302)
        let categories: [String?] = ["roads", "roads.lamp", "roads.hole", "water", nil]
        let areas = ["11", "1101", "110101", "110101001", "110101001001", "110102"].map(Town.area)
        let start = Town.date("2026-01-01")
        for _ in 0..<400 {
            let rules = (0..<dice.below(30)).map { index -> DispatchCatalogue.Rule in
                let from = dice.below(3) == 0 ? nil : start.adding(days: dice.below(40))
                let length = dice.below(3) == 0 ? nil : dice.below(30)
                let base = from ?? start
                return .init(
                    category: categories[dice.below(categories.count)], area: areas[dice.below(areas.count)],
                    unit: UnitCode("U\(index)"), from: from, until: length.map { base.adding(days: $0) })
            }
            let catalogue = DispatchCatalogue(rules)
            for _ in 0..<20 {
                let category = ["roads.lamp", "roads.hole", "water", "unheard"][dice.below(4)]
                let area = areas[dice.below(areas.count)]
                let day = start.adding(days: dice.below(80) - 5)
                let expected = Self.naive(rules, category, area, day)
                let decision = catalogue.decision(for: category, at: area, on: day, in: Town.catalogue)
                #expect(decision?.rule == expected)
                #expect(
                    catalogue.unit(for: category, at: area, on: day, in: Town.catalogue) == expected?.unit)
            }
        }
    }

    /// The closest class, then the smallest area, then the latest beginning, then the first written.
    private static func naive(
        _ rules: [DispatchCatalogue.Rule], _ category: String, _ area: AreaCode, _ day: CivilDate
    ) -> DispatchCatalogue.Rule? {
        let line = Town.catalogue.lineage(of: category).map(\.code)
        return rules.enumerated().filter { _, rule in
            rule.isInForce(on: day) && rule.area.contains(area)
                && (rule.category.map(line.contains) ?? true)
        }.min { one, other in
            func rank(_ item: (offset: Int, element: DispatchCatalogue.Rule)) -> [Int] {
                let rule = item.element
                return [
                    rule.category.flatMap(line.firstIndex) ?? 99, -rule.area.text.utf8.count,
                    -(rule.from?.daysSince1970 ?? Int.min / 2), item.offset,
                ]
            }
            return rank(one).lexicographicallyPrecedes(rank(other))
        }?.element
    }

    @Test("brings its time limits along, for ordinary matters only")
    func limits() throws {
        let timed = DispatchCatalogue.Rule(
            category: "water", area: Town.area("1101"), unit: UnitCode("WATER"), limit: .workingDays(2))
        let limits = DispatchCatalogue([timed] + Town.dispatch.rules).limits(for: [Town.request()])
        let rule = try #require(limits.first)
        #expect(limits.count == 1 && rule.urgency == .ordinary && rule.span == .workingDays(2))
        #expect(rule.limit == Town.request().limits.first?.name && rule.category == "water")
    }
}

/// Numbers that look random and are the same in every run.
struct Dice {
    var seed: UInt64

    mutating func below(_ limit: Int) -> Int {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return limit == 0 ? 0 : Int((seed >> 33) % UInt64(limit))
    }
}
