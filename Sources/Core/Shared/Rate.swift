/// A share with what it is made of: so many of so many, counted at a moment (回复率, 解决率, 满意率).
public struct Rate: Hashable, Sendable, Codable {
    public let numerator: Int
    public let denominator: Int
    public let asOf: Moment

    /// Nil when either count is negative.
    public init?(numerator: Int, denominator: Int, asOf: Moment) {
        guard numerator >= 0, denominator >= 0 else { return nil }
        self.numerator = numerator
        self.denominator = denominator
        self.asOf = asOf
    }

    /// The percentage with `decimals` digits (0…6) behind the point, rounded half up by whole numbers,
    /// without the sign: `93.53`. Nil where nothing was counted.
    public func percent(decimals: Int = 2) -> String? {
        guard denominator > 0 else { return nil }
        let places = Swift.min(Swift.max(decimals, 0), 6) + 2
        let scale = (0..<places).reduce(1) { power, _ in power * 10 }
        var whole = numerator / denominator
        var part = Rate.roundedHalfUp(numerator % denominator, times: scale, over: denominator)
        if part == scale { (whole, part) = (whole + 1, 0) }
        // Written digit by digit: `whole * scale` could overflow, and no fraction is ever a binary one.
        let digits = Array(String(whole) + padded(part, places))
        let point = digits.count - (places - 2)
        let front = digits[..<point].drop { $0 == "0" }
        let integer = front.isEmpty ? "0" : String(front)
        return point == digits.count ? integer : integer + "." + String(digits[point...])
    }

    /// The percentage with its sign, or an en dash where nothing was counted: `93.53%`, `–`.
    public func text(decimals: Int = 2) -> String {
        percent(decimals: decimals).map { $0 + "%" } ?? "–"
    }

    /// `value * factor / divisor`, where `value < divisor`, so that the quotient always fits.
    private static func roundedHalfUp(_ value: Int, times factor: Int, over divisor: Int) -> Int {
        let product = UInt(value).multipliedFullWidth(by: UInt(factor))
        let (quotient, remainder) = UInt(divisor).dividingFullWidth(product)
        return Int(quotient) + (remainder >= UInt(divisor) - remainder ? 1 : 0)
    }

    private enum CodingKeys: String, CodingKey {
        case numerator, denominator, asOf
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let rate = Rate(
            numerator: try container.decode(Int.self, forKey: .numerator),
            denominator: try container.decode(Int.self, forKey: .denominator),
            asOf: try container.decode(Moment.self, forKey: .asOf))
        guard let rate else {
            let context = DecodingError.Context(
                codingPath: container.codingPath, debugDescription: "a rate cannot count fewer than nothing")
            throw DecodingError.dataCorrupted(context)
        }
        self = rate
    }
}
