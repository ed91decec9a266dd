/// A point in time: whole milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// The core never reads a clock: every moment it works with came in as an argument.
public struct Moment: Hashable, Comparable, Sendable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment this many milliseconds later; stays at the end of time instead of overflowing.
    public static func + (moment: Moment, span: Int64) -> Moment {
        let (sum, overflow) = moment.milliseconds.addingReportingOverflow(span)
        return Moment(milliseconds: overflow ? (span > 0 ? .max : .min) : sum)
    }

    /// Milliseconds from `earlier` to `later`, negative when they are the other way round.
    public static func - (later: Moment, earlier: Moment) -> Int64 {
        let (difference, overflow) = later.milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return overflow ? (later > earlier ? .max : .min) : difference
    }
}

extension Moment: Codable {
    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}
