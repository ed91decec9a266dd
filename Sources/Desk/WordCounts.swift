/// How often words came at most, in two megabytes however many words there are.
///
/// Words share counters, so a count may be too high and never too low: a word that is rare here is rare.
struct WordCounts: Sendable {
    /// A word that came so often may be common.
    let least: Int
    private var counters = [UInt16](repeating: 0, count: 1 << 20)

    init(least: Int) { self.least = least }

    /// Counts the words of a text, and the characters they begin with.
    mutating func add(_ terms: String) {
        for word in terms.utf8.split(separator: 0x20) {
            count(Self.slot(word))
            count(Self.slot(Self.head(of: word), mark: Self.more))
        }
    }

    func mayBeCommon(_ word: Substring.UTF8View) -> Bool { counters[Self.slot(word)] >= least }

    /// The same of all words together that begin with the first character of this one.
    func mayBeginCommonly(_ word: Substring.UTF8View) -> Bool {
        counters[Self.slot(Self.head(of: word), mark: Self.more)] >= least
    }

    private mutating func count(_ slot: Int) {
        if counters[slot] < .max { counters[slot] += 1 }
    }

    private static let more = BucketWords.more.utf8.first ?? 0

    /// The bytes of the first character (RFC 3629 §3: the first byte says how many they are).
    private static func head(of word: Substring.UTF8View) -> Substring.UTF8View {
        guard let lead = word.first else { return word }
        return word.prefix(lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4)
    }

    /// FNV-1a, 64 bits, folded: the same for the same bytes in both readings.
    private static func slot(_ bytes: Substring.UTF8View, mark: UInt8? = nil) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        if let mark { hash = (hash ^ UInt64(mark)) &* 0x100_0000_01B3 }
        return Int((hash ^ (hash >> 32)) & 0xF_FFFF)
    }
}
