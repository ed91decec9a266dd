extension Moment {
    /// Reads RFC 3339: a day, `T`, a time to the second or finer, and `Z` or an offset. Nil for anything
    /// else, for days and times that do not exist, and for years outside 1950 … 2099, which are misread
    /// dates.
    public init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard (20...40).contains(bytes.count), bytes[10] == UInt8(ascii: "T"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let day = CivilDate(String(decoding: bytes[0..<10], as: UTF8.self)),
            (1950...2099).contains(day.year),
            let hour = Self.two(bytes[11...12], below: 24), let minute = Self.two(bytes[14...15], below: 60),
            let second = Self.two(bytes[17...18], below: 60)
        else { return nil }
        var rest = bytes[19...]
        guard let fraction = Self.fraction(&rest), let offset = Self.offset(rest) else { return nil }
        let seconds = Int64(day.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        self.init(milliseconds: (seconds - offset) * 1000 + fraction)
    }

    private static func two(_ bytes: ArraySlice<UInt8>, below limit: Int) -> Int? {
        guard bytes.count == 2, bytes.allSatisfy({ (48...57).contains($0) }) else { return nil }
        let number = bytes.reduce(0) { $0 * 10 + Int($1 - 48) }
        return number < limit ? number : nil
    }

    /// Milliseconds of `.5`, `.123456789`; 0 without a point. What is finer is cut off.
    private static func fraction(_ rest: inout ArraySlice<UInt8>) -> Int64? {
        guard rest.first == UInt8(ascii: ".") else { return 0 }
        rest = rest.dropFirst()
        let digits = rest.prefix { (48...57).contains($0) }
        guard (1...9).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        let three = Array(digits.prefix(3)) + Array(repeating: UInt8(48), count: max(0, 3 - digits.count))
        return three.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }

    /// Seconds ahead of UTC of `Z` or `+08:00`.
    private static func offset(_ rest: ArraySlice<UInt8>) -> Int64? {
        let bytes = Array(rest)
        if bytes == [UInt8(ascii: "Z")] { return 0 }
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = two(bytes[1...2], below: 24),
            let minutes = two(bytes[4...5], below: 60)
        else { return nil }
        let seconds = Int64(hours * 3600 + minutes * 60)
        switch bytes[0] {
        case UInt8(ascii: "+"): return seconds
        case UInt8(ascii: "-"): return -seconds
        default: return nil
        }
    }
}
