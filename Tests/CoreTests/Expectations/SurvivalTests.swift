import Core
import Foundation
import Testing

/// A small generator, so that a failure can be seen again.
struct ExpectationDice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(max(bound, 1)))
    }

    /// From seconds to years, short ones more often.
    mutating func length() -> Int64 { Int64(below(1000) + 1) << Int64(below(26)) }
}

@Suite("The estimate of how long matters take") struct SurvivalTests {
    private struct Case {
        let lasted: Int64
        let finished: Bool
        var weight = Survival.fullWeight
    }

    /// Kaplan and Meier word for word: at every length at which something finished, the share that goes on
    /// among all that had lasted as long.
    private func byHand(_ cases: [Case], _ share: Double, lasted: Int64 = 0) -> Int64? {
        let rest = cases.filter { $0.lasted >= lasted }
        var surviving = 1.0
        for length in Set(rest.filter(\.finished).map(\.lasted)).sorted() {
            let mayFinish = rest.filter { $0.lasted >= length }.reduce(0) { $0 + $1.weight }
            let ended = rest.filter { $0.finished && $0.lasted == length }.reduce(0) { $0 + $1.weight }
            surviving *= 1 - Double(ended) / Double(mayFinish)
            if surviving <= 1 - share + 1e-9 { return length }
        }
        return nil
    }

    private func fit(_ cases: [Case]) -> Survival {
        var survival = Survival()
        for one in cases { survival.add(lasted: one.lasted, finished: one.finished, weight: one.weight) }
        return survival
    }

    /// Lengths that lie at the end of a step, so that counting by steps rounds nothing.
    private func some(_ dice: inout ExpectationDice, _ count: Int) -> [Case] {
        (0..<count).map { _ in
            Case(
                lasted: Knots.end(of: Knots.index(of: dice.length())), finished: dice.below(3) > 0,
                weight: dice.below(2) == 0 ? Survival.fullWeight : 1 + dice.below(1024))
        }
    }

    @Test("equals Kaplan and Meier by hand, on random matters, to the step")
    func byHand() {
        var dice = ExpectationDice(7)
        var (told, untold) = (0, 0)
        for _ in 0..<400 {
            let cases = some(&dice, 1 + dice.below(60))
            let survival = fit(cases)
            for share in [0.1, 0.25, 0.5, 0.9, 1.0] {
                let lasted = dice.below(2) == 0 ? 0 : Knots.end(of: Knots.index(of: dice.length()))
                let expected = byHand(cases, share, lasted: lasted)
                let found = survival.quantile(share, lasted: lasted)
                #expect((expected == nil) == (found == nil), "\(cases) \(share) \(lasted)")
                guard let expected, let found else { untold += 1; continue }
                told += 1
                #expect(found >= lasted && found <= expected)
                #expect(Knots.index(of: max(found, 1)) >= Knots.index(of: expected) - 1)
                #expect(found > Knots.end(of: Knots.index(of: expected) - 1) - 1)
            }
        }
        #expect(told > 500 && untold > 100)
    }

    @Test("counts an open matter as “longer than this”: it never makes the time shorter")
    func censoring() {
        var dice = ExpectationDice(11)
        for _ in 0..<200 {
            var cases = some(&dice, 5 + dice.below(40))
            let before = fit(cases)
            let index = dice.below(cases.count)
            cases[index] = Case(
                lasted: cases[index].lasted, finished: false, weight: cases[index].weight)
            let after = fit(cases)
            for share in [0.25, 0.5, 0.9] {
                guard let now = after.quantile(share) else { continue }
                #expect(before.quantile(share).map { $0 <= now } == true)
            }
        }
        var open = Survival()
        for _ in 0..<30 { open.add(lasted: 1000, finished: false) }
        #expect(open.quantile(0.5) == nil && open.surviving(5000) == 1)
    }

    @Test("is longer for a larger share, and never shorter than what has passed")
    func monotone() {
        var dice = ExpectationDice(13)
        for _ in 0..<200 {
            let survival = fit(some(&dice, 30))
            var last: Int64 = 0
            for share in stride(from: 0.05, through: 1, by: 0.05) {
                guard let now = survival.quantile(share) else { break }
                #expect(now >= last)
                last = now
            }
            var left = 1.0
            for step in stride(from: 0, to: Knots.count, by: 7) {
                let now = survival.surviving(Knots.end(of: step))
                #expect(now <= left + 1e-12 && now >= -1e-12)
                left = now
            }
            let lasted = dice.length()
            if let rest = survival.quantile(0.5, lasted: lasted) { #expect(rest >= lasted) }
        }
    }

    @Test("of two halves merged is the estimate of both")
    func merging() {
        var dice = ExpectationDice(17)
        for _ in 0..<50 {
            let cases = some(&dice, 80)
            let cut = dice.below(cases.count)
            var one = fit(Array(cases[..<cut]))
            one.merge(fit(Array(cases[cut...])))
            #expect(one == fit(cases.reversed()))
        }
    }

    @Test("leaves out what ended before it began, and takes what took no time")
    func badInput() {
        var survival = Survival()
        let backwards = survival.add(lasted: -1, finished: true)
        let weightless = survival.add(lasted: 10, finished: true, weight: 0)
        #expect(!backwards && !weightless && survival == Survival() && survival.quantile(0.5) == nil)
        survival.add(lasted: 0, finished: true)
        #expect(survival.quantile(0.5) == 0 && survival.finished == 1)
        survival.add(lasted: .max, finished: true)
        #expect(survival.quantile(1) ?? 0 > 9 * 365 * 86_400_000)
    }

    @Test("needs a bounded number of steps, each at most a sixteenth wide")
    func knots() {
        #expect(Knots.count < 450)
        for step in 17..<(Knots.count - 1) {
            let (start, end) = (Knots.end(of: step), Knots.end(of: step + 1))
            #expect(start < end && (end - start) * 16 <= start + 16_000)
            #expect(Knots.index(of: end) == step + 1 && Knots.index(of: start + 1) == step + 1)
        }
        var survival = Survival()
        var dice = ExpectationDice(19)
        for _ in 0..<20_000 { survival.add(lasted: dice.length(), finished: true) }
        #expect(survival.finished == 20_000 && survival.finished(after: 60_000) < 20_000)
    }

    @Test("is written and read again, and damage is refused")
    func stored() throws {
        var dice = ExpectationDice(23)
        let survival = fit(some(&dice, 100))
        let data = try JSONEncoder().encode(survival)
        #expect(try JSONDecoder().decode(Survival.self, from: data) == survival)
        for text in ["[1]", "[1,2,3,4,-5]", "[5,1,0,9,0,5,1,0,9,0]", "[99999,1,0,9,0]", "{}"] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(Survival.self, from: Data(text.utf8))
            }
        }
    }

    @Test("weighs what is old less, and never nothing")
    func recency() {
        let day: Int64 = 86_400_000
        let recency = Recency(days: 60)
        #expect(recency.weight(age: 0) == 1024 && recency.weight(age: -5) == 1024)
        #expect(recency.weight(age: 60 * day) == 512 && recency.weight(age: 120 * day) == 256)
        #expect(recency.weight(age: 30 * day) == 768)
        #expect(recency.weight(age: .max) == 1 && Recency(days: nil).weight(age: 900 * day) == 1024)
        var last = 1024
        for age in 0..<1000 {
            let now = recency.weight(age: Int64(age) * day)
            #expect(now <= last && now >= 1)
            last = now
        }
    }
}
