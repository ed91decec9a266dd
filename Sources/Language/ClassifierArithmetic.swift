/// Powers and logarithms, the same to the last bit on every machine; this room imports nothing.
enum Arithmetic {
    /// e to the power of a number.
    static func exp(_ x: Double) -> Double {
        guard x > -700 else { return 0 }
        guard x < 700 else { return .greatestFiniteMagnitude }
        let twos = (x * 1.4426950408889634).rounded()
        let rest = (x - twos * 0.6931471803691238) - twos * 1.9082149292705877e-10
        var (term, sum) = (1.0, 1.0)
        for step in 1...14 {
            term *= rest / Double(step)
            sum += term
        }
        return Double(sign: .plus, exponent: Int(twos), significand: sum)
    }

    /// The natural logarithm; of nothing, a very small number.
    static func log(_ x: Double) -> Double {
        guard x > 0, x.isFinite else { return x > 0 ? 710 : -745 }
        var (exponent, part) = (Double(x.exponent), x.significand)
        if part > 1.4142135623730951 { (exponent, part) = (exponent + 1, part / 2) }
        let ratio = (part - 1) / (part + 1)
        let square = ratio * ratio
        var (term, sum) = (ratio, 0.0)
        for step in 0..<14 {
            sum += term / Double(2 * step + 1)
            term *= square
        }
        return 2 * sum + exponent * 0.6931471805599453
    }

    /// Numbers as shares of 1, the larger the more.
    static func shares(_ scores: [Double]) -> [Double] {
        let most = scores.max() ?? 0
        let powers = scores.map { exp($0 - most) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }
}

/// The same sequence from the same seed, everywhere (splitmix64).
struct Sequence64: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
