import Core
import Testing

@Suite("The score of a unit")
struct ScoreTests {
    private static let day = CivilDate(daysSince1970: 20_000)
    private static let formula = Formula(
        version: 3, from: day,
        weights: [
            Formula.Weight(.accepted, percent: 30), Formula.Weight(.solved, percent: 35),
            Formula.Weight(.satisfied, percent: 35),
        ], deductions: [Formula.Deduction(.returned, each: 50, atMost: 200)])

    private static func figures(_ counts: [Figure: Int]) -> Figures {
        var figures = Figures()
        for (figure, count) in counts { figures[figure] = count }
        return figures
    }

    @Test("is the sum of its weighted rates, less what is taken off")
    func sum() {
        let figures = Self.figures([
            .acceptedInTime: 9, .acceptedLate: 1, .solvedYes: 8, .solvedNo: 2, .satisfiedYes: 7,
            .satisfiedNo: 3, .returned: 1,
        ])
        // 0.9 × 30 + 0.8 × 35 + 0.7 × 35 − 0.5
        #expect(Score(of: figures, by: Self.formula).hundredths == 7900)
        #expect(Score(of: figures, by: Self.formula).text == "79.0")
    }

    @Test("takes off no more than the most, and never leaves its bounds")
    func bounds() {
        var figures = Self.figures([.acceptedInTime: 1, .solvedYes: 1, .satisfiedYes: 1, .returned: 900])
        #expect(Score(of: figures, by: Self.formula).hundredths == 9800)
        figures[.acceptedInTime] = 0
        figures[.acceptedLate] = 1
        figures[.solvedYes] = 0
        figures[.solvedNo] = 1
        figures[.satisfiedYes] = 0
        figures[.satisfiedNo] = .max / 2
        #expect(Score(of: figures, by: Self.formula).hundredths == 0)
    }

    @Test("gives the weight of what was not counted to the rest, and is none where nothing was")
    func shared() {
        let only = Self.figures([.solvedYes: 3, .solvedNo: 1])
        #expect(Score(of: only, by: Self.formula).hundredths == 7500)
        #expect(Score(of: Figures(), by: Self.formula).hundredths == nil)
        #expect(Score(of: Figures(), by: Self.formula).text == "–")
    }

    @Test("counts fewer than nothing as nothing")
    func negative() {
        let figures = Self.figures([.solvedYes: -3, .solvedNo: 2])
        #expect(figures.share(.solved) == Share(yes: 0, of: 2))
        #expect(Share(yes: 9, of: 2) == Share(yes: 2, of: 2))
    }

    @Test("uses the formula that counts on the day")
    func dated() throws {
        let later = Formula(version: 4, from: Self.day.adding(days: 10), weights: [], deductions: [])
        let usual = AssessmentRules.usual
        let rules = AssessmentRules(
            sinkingDays: 15, atLeast: 10, commenters: [], month: usual.month,
            formulas: [later, Self.formula])
        #expect(rules.formula(on: Self.day.adding(days: -1)).version == 3)
        #expect(rules.formula(on: Self.day.adding(days: 9)).version == 3)
        #expect(rules.formula(on: Self.day.adding(days: 10)).version == 4)
    }

    @Test("says how sure its rates are: Wilson's interval, against published values")
    func interval() throws {
        // Wilson 1927; values as R's prop.test(correct = FALSE) gives them.
        let few = try #require(Share(yes: 3, of: 3).interval)
        #expect(abs(few.low - 43.85) < 0.01 && few.high == 100)
        let some = try #require(Share(yes: 81, of: 263).interval)
        #expect(abs(some.low - 25.53) < 0.01 && abs(some.high - 36.62) < 0.01)
        let none = try #require(Share(yes: 0, of: 10).interval)
        #expect(none.low == 0 && abs(none.high - 27.75) < 0.01)
        #expect(Share(yes: 0, of: 0).interval == nil && Share(yes: 0, of: 0).hundredths == nil)
        #expect(Share(yes: .max, of: .max).hundredths == 10_000)
        #expect(Share(yes: 1, of: 3).hundredths == 3333 && Share(yes: 2, of: 3).hundredths == 6667)
    }

    @Test("is never ranked with three orders beside three thousand")
    func ranking() throws {
        let units = Dictionary(
            uniqueKeysWithValues: ["A", "B", "C", "D", "E"].map { name in
                let code = UnitCode(name)
                return (
                    code,
                    Unit(code: code, name: LocalText(zh: name, en: name), area: Town.place, parent: nil)
                )
            })
        let counts = ["A": (3, 3), "B": (2900, 3000), "C": (30, 30), "D": (29, 30), "E": (30, 30)]
        var figures: [UnitCode: Figures] = [:]
        for (name, count) in counts {
            figures[UnitCode(name)] = Self.figures([
                .solvedYes: count.0, .solvedNo: count.1 - count.0,
            ])
        }
        figures[UnitCode("gone")] = Self.figures([.solvedYes: 50])
        let ranking = Ranking(figures, units: units, formula: Self.formula, atLeast: 10)
        let places = Dictionary(
            uniqueKeysWithValues: ["A", "B", "C", "D", "E"].map { ($0, ranking[UnitCode($0)]) })
        #expect(places["A"]??.rank == nil && places["A"]??.peers == 1, "too few to be ranked")
        #expect(places["B"]??.rank == 1 && places["B"]??.peers == 1)
        #expect(places["C"]??.rank == 1 && places["E"]??.rank == 1 && places["D"]??.rank == 3)
        #expect(ranking[UnitCode("gone")] == nil)
        #expect(ranking.groups.map { $0.places.map(\.unit.text) } == [["B"], ["C", "E", "D"], ["A"]])
        #expect(Ranking.orders(of: 1, atLeast: 10) == (100, 1000))
    }
}
