/// A length of time as rules state it: working hours, working days, or plain time on the clock.
public enum Span: Hashable, Sendable {
    /// Working time in milliseconds: runs only while the offices are open.
    case workingHours(Int64)
    /// Working days as administrative periods count them: the starting day does not count, and the period
    /// ends at close of business of the last day.
    case workingDays(Int)
    /// Plain time in milliseconds, day and night: a day is 24 hours.
    case calendar(Int64)

    /// Reads `2h`, `30m`, `24h`, `15d` (plain time), `8wh`, `90wm` (working time), `5wd` (working days);
    /// also `s`, `ms`, `ws`, `wms`. Nil for anything else, for zero, and for more than can be counted.
    public init?(_ text: some StringProtocol) {
        guard let span = Span.read(text), span.isPositive else { return nil }
        self = span
    }

    /// False only for what a pause has used up.
    public var isPositive: Bool {
        switch self {
        case .workingHours(let length), .calendar(let length): length > 0
        case .workingDays(let days): days > 0
        }
    }

    private static func read(_ text: some StringProtocol) -> Span? {
        let bytes = Array(text.utf8)
        let digits = bytes.prefix { (48...57).contains($0) }
        guard !digits.isEmpty, digits.count <= 19 else { return nil }
        var count: Int64 = 0
        for digit in digits {
            let (tens, tooMany) = count.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = tens.addingReportingOverflow(Int64(digit - 48))
            if tooMany || overflow { return nil }
            count = sum
        }
        let unit = String(decoding: bytes.dropFirst(digits.count), as: UTF8.self)
        if unit == "wd" { return count <= Int64(Int32.max) ? .workingDays(Int(count)) : nil }
        if let length = plainUnits.first(where: { $0.name == unit })?.milliseconds {
            let (product, overflow) = count.multipliedReportingOverflow(by: length)
            return overflow ? nil : .calendar(product)
        }
        if let length = plainUnits.first(where: { "w" + $0.name == unit })?.milliseconds {
            let (product, overflow) = count.multipliedReportingOverflow(by: length)
            return overflow ? nil : .workingHours(product)
        }
        return nil
    }

    /// Longest first, so that writing finds the shortest text.
    private static let plainUnits: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]
}

extension Span: CustomStringConvertible {
    /// The shortest text that reads back as this span.
    public var description: String {
        switch self {
        case .workingDays(let days): "\(days)wd"
        case .calendar(let length): Span.shortest(length, units: Span.plainUnits[...], prefix: "")
        // Working days are no length of working time: hours are its largest unit.
        case .workingHours(let length): Span.shortest(length, units: Span.plainUnits.dropFirst(), prefix: "w")
        }
    }

    private static func shortest(
        _ length: Int64, units: ArraySlice<(name: String, milliseconds: Int64)>, prefix: String
    ) -> String {
        let unit = units.first { length % $0.milliseconds == 0 } ?? ("ms", 1)
        return "\(length / unit.milliseconds)\(prefix)\(unit.name)"
    }
}

extension Span: Codable {
    /// Reads what `description` writes. Unlike text from people, a stored span may be used up (`0wd`).
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let span = Span.read(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text) is no span")
        }
        self = span
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
