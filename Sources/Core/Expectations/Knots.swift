/// The steps that lengths of time are counted in: a second each at first, then sixteen to every doubling, so
/// that a step is never wider than a sixteenth of what it measures, and ten years need few of them.
public enum Knots {
    /// How many there are. Everything longer than the last counts as the last.
    public static let count = 1 + hdr(longestSeconds - 1) + 1

    private static let second: Int64 = 1000
    private static let longestSeconds: Int64 = 10 * 366 * 86_400

    /// The step that a length of time, in milliseconds and not below 0, falls into.
    public static func index(of length: Int64) -> Int {
        guard length > 0 else { return 0 }
        let seconds = (length - 1) / second + 1
        return 1 + hdr(min(seconds, longestSeconds) - 1)
    }

    /// The longest length of time of a step, in milliseconds. Step 0 is no time at all.
    public static func end(of index: Int) -> Int64 {
        guard index > 0 else { return 0 }
        let place = min(index, count - 1) - 1
        guard place >= 16 else { return (Int64(place) + 1) * second }
        let shift = place / 16 - 1
        return Int64(place % 16 + 17) << shift * second
    }

    /// The length of time that lies at a part of a step, in milliseconds: at 1 its end.
    static func within(_ index: Int, _ part: Double) -> Int64 {
        let start = end(of: index - 1)
        return start + Int64(Double(end(of: index) - start) * part)
    }

    /// The first sixteen numbers stand alone; from there each doubling is cut into sixteen.
    private static func hdr(_ number: Int64) -> Int {
        guard number >= 16 else { return Int(number) }
        let shift = number.bitWidth - 1 - number.leadingZeroBitCount - 4
        return 16 * shift + Int(number >> shift)
    }
}
