import Core
import Testing

@Suite("What similar matters let one expect") struct ExpectationsTests {
    private static let day: Int64 = 86_400_000

    private func known(_ lengths: [String: [Int64]]) -> Expectations {
        var known = Expectations()
        for (group, days) in lengths {
            for length in days { known.add([group], lasted: length * Self.day, finished: true) }
        }
        return known
    }

    @Test("is asked of the closest group with twenty finished matters")
    func ladder() {
        let known = known([
            "near": Array(repeating: 1, count: 19), "wide": Array(repeating: 5, count: 20),
            "all": Array(repeating: 9, count: 500),
        ])
        #expect(known.expected(["near", "wide", "all"])?.group == "wide")
        #expect(known.expected(["near", "none", "all"])?.count == 500)
        #expect(known.expected(["near"]) == nil && known.expected([]) == nil)
        #expect(Set(known.telling.keys) == ["wide", "all"])
    }

    @Test("of a matter that has waited is asked of those that waited as long")
    func waited() throws {
        let known = known([
            "near": Array(repeating: 1, count: 100) + Array(repeating: 40, count: 10),
            "all": Array(repeating: 1, count: 100) + Array(repeating: 60, count: 30),
        ])
        #expect(try #require(known.expected(["near", "all"])).group == "near")
        let late = try #require(known.expected(["near", "all"], lasted: 5 * Self.day))
        #expect(late.group == "all" && late.count == 30)
        #expect(late.half > 55 * Self.day && late.half <= 64 * Self.day)
        #expect(known.expected(["near", "all"], lasted: 300 * Self.day) == nil)
    }

    @Test("says nothing where fewer than half ever finish, rather than what a wider group would promise")
    func neverHalf() {
        var known = known(["all": Array(repeating: 1, count: 100)])
        for _ in 0..<25 { known.add(["near"], lasted: Self.day, finished: true) }
        for _ in 0..<60 { known.add(["near"], lasted: 50 * Self.day, finished: false) }
        #expect(known.expected(["near", "all"]) == nil)
        for _ in 0..<60 { known.add(["near"], lasted: Self.day, finished: true) }
        let half = known.expected(["near", "all"])
        #expect(half?.half ?? 0 > 0 && half?.most == nil)
    }

    @Test("comes from the category in the town first, from everything last; emergencies stay apart")
    func groups() throws {
        let catalogue = Catalogue([
            .init(code: "01", name: LocalText(zh: "环境", en: "Environment"), parent: nil, isLeaf: false),
            .init(code: "0101", name: LocalText(zh: "垃圾", en: "Waste"), parent: "01", isLeaf: true),
        ])
        let area = try #require(AreaCode("980101001001"))
        func texts(_ category: String?, _ urgency: Urgency) -> [String] {
            SimilarGroup.ladder(
                kind: "repair", category: category, area: area, urgency: urgency, in: catalogue
            ).map(\.text)
        }
        #expect(
            texts("0101", .ordinary) == [
                "ordinary|category|0101|980101001", "ordinary|category|0101|980101",
                "ordinary|category|0101|", "ordinary|category|01|", "ordinary|kind|repair", "ordinary|all",
            ])
        #expect(texts(nil, .emergency) == ["emergency|kind|repair", "emergency|all"])
        #expect(Set(texts("0101", .ordinary)).isDisjoint(with: texts("0101", .urgent)))
        for text in texts("0101", .urgent) { #expect(SimilarGroup(text)?.text == text) }
        for wrong in ["", "all", "ordinary", "soon|all", "ordinary|category|0101", "ordinary|category|1|x"] {
            #expect(SimilarGroup(wrong) == nil)
        }
    }
}

@Suite("A trial on past cases") struct BacktestTests {
    private static let day: Int64 = 86_400_000

    private func at(_ days: Int) -> Moment { Moment(milliseconds: Int64(days) * Self.day) }

    private func one(_ raised: Int, _ ended: Int?) -> PastCase {
        PastCase(raisedAt: at(raised), endedAt: ended.map(at), groups: ["c", ""], category: "c")
    }

    @Test("knows nothing before it happened")
    func noPeeking() {
        // Raised before the cut, ended after it: open as far as anybody knew.
        let cases = (0..<40).map { one($0, $0 < 20 ? $0 + 5 : $0 + 400) } + [one(100, 500)]
        let test = Backtest(cases, recency: Recency(days: nil))
        let outcome = test.once(at: at(100))
        #expect(outcome.cases == 1 && outcome.half.given == 1 && outcome.most.given == 0)
        #expect(test.naive(at: at(100)).most.given == 1)
    }

    @Test("leaves out what ended before it was raised")
    func backwards() {
        let cases = (0..<30).map { one($0, $0 - 3) }
        let outcome = Backtest(cases, recency: Recency(days: nil)).once(at: at(10))
        #expect(outcome.cases == 0 && outcome.half.share == nil && outcome.half.loss == 0)
    }

    @Test("looks at a time only if it has passed in the record, however the case went")
    func due() {
        // Half take 10 days, half 30; the last cases are seen for a few days only.
        let cases =
            (0..<200).map { one($0, $0 + ($0.isMultiple(of: 2) ? 10 : 30)) }
            .map {
                $0.endedAt.map { $0 >= at(200) } == true
                    ? one(Int($0.raisedAt.milliseconds / Self.day), nil) : $0
            }
            + [one(199, 200)]
        let outcome = Backtest(cases, recency: Recency(days: nil)).once(at: at(150))
        #expect(outcome.half.given == outcome.cases && outcome.half.due < outcome.cases)
        let share = outcome.half.share ?? 0
        #expect(share > 0.35 && share < 0.75, "\(outcome)")
        #expect(outcome.most.share ?? 0 > 0.85)
    }

    @Test("made again and again follows a change that one made once misses")
    func drift() {
        let cases = (0..<400).map { one($0, $0 + ($0 < 200 ? 2 : 20)) } + [one(430, 431)]
        let test = Backtest(cases, recency: Recency(days: 20))
        let (once, often) = (test.once(at: at(200)), test.refitted(from: at(200), every: 30 * Self.day))
        #expect(often.half.loss < once.half.loss / 2, "\(once) \(often)")
        #expect(once.half.share ?? 1 < 0.1)
    }
}
