import Core
import Testing

@Suite("A rate")
struct RateTests {
    let asOf = Moment(milliseconds: 0)

    @Test("cannot count fewer than nothing")
    func refusesNegative() {
        #expect(Rate(numerator: -1, denominator: 5, asOf: asOf) == nil)
        #expect(Rate(numerator: 1, denominator: -5, asOf: asOf) == nil)
    }

    @Test("is a dash where nothing was counted")
    func nothingCounted() {
        let rate = Rate(numerator: 0, denominator: 0, asOf: asOf)
        #expect(rate?.percent() == nil)
        #expect(rate?.text() == "–")
    }

    @Test(
        "rounds half up in whole numbers",
        arguments: [
            (5553, 5937, 2, "93.53"), (1, 3, 2, "33.33"), (2, 3, 2, "66.67"), (1, 8, 2, "12.50"),
            (1, 8, 0, "13"),
            (1, 200, 0, "1"), (1, 201, 0, "0"), (1999, 2000, 1, "100.0"), (0, 7, 2, "0.00"), (7, 7, 0, "100"),
            (9, 7, 1, "128.6"), (1, 1_000_000_000, 6, "0.000000"), (5, 1_000_000_000, 6, "0.000001"),
            (Int.max, Int.max, 3, "100.000"), (Int.max - 1, Int.max, 6, "100.000000"),
            (1, Int.max, 2, "0.00"),
            (Int.max, 1, 0, "922337203685477580700"), (1, 3, 99, "33.333333"), (1, 3, -4, "33"),
        ])
    func rounds(numerator: Int, denominator: Int, decimals: Int, text: String) {
        let rate = Rate(numerator: numerator, denominator: denominator, asOf: asOf)
        #expect(rate?.percent(decimals: decimals) == text)
    }

    @Test("never passes a hundred, and agrees with exact arithmetic, whatever is counted")
    func neverAboveHundred() {
        var dice = Chance(seed: 8)
        for _ in 0..<5000 {
            let denominator = Int.random(in: 1...10_000_000, using: &dice)
            let numerator = Int.random(in: 0...denominator, using: &dice)
            let hundredths = (numerator * 10_000 * 2 + denominator) / (2 * denominator)
            let digits = hundredths % 100
            let expected = "\(hundredths / 100).\(digits < 10 ? "0" : "")\(digits)"
            #expect(hundredths <= 10_000)
            #expect(Rate(numerator: numerator, denominator: denominator, asOf: asOf)?.percent() == expected)
        }
    }
}
