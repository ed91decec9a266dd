/// Keys by which texts that say nearly the same are found without comparing any two: one of the whole text,
/// and four that a small change leaves mostly as they are.
public struct WordingKeys: Sendable, Hashable {
    public static let near = 4
    /// So many of the four in common is nearly the same text.
    public static let enough = 3
    /// Shorter texts are alike by chance.
    public static let fewestLetters = 8

    public let whole: Int64
    /// The least of the hashes of all runs of four letters, by four ways of hashing.
    public let parts: [Int64]

    /// Of letters alone: numbers, names of senders and days, and whatever stands at `leaving`, are not
    /// looked at. Nil for a text with too few letters.
    public init?(_ wording: Wording, leaving: [WordingPhrases.Hit] = []) {
        let gaps = leaving.map(\.letters)
        var letters: [UInt32] = []
        var gap = 0
        for (index, scalar) in wording.letters.enumerated() {
            while gap < gaps.count, gaps[gap].upperBound <= index { gap += 1 }
            if gap < gaps.count, gaps[gap].contains(index) { continue }
            if Letters.sort(scalar) == .ideograph { letters.append(scalar.value) }
        }
        guard letters.count >= Self.fewestLetters else { return nil }
        var whole = SignatureScan.Hash()
        for letter in letters { whole.add(letter) }
        self.whole = Int64(bitPattern: whole.value)
        var least = [UInt64](repeating: .max, count: Self.near)
        for start in 0...letters.count - 4 {
            var run = SignatureScan.Hash()
            for letter in letters[start..<start + 4] { run.add(letter) }
            for way in least.indices {
                let salt = 0x9E37_79B9_7F4A_7C15 &* UInt64(way + 1)
                least[way] = min(least[way], SignatureScan.Hash.mix(run.value ^ salt))
            }
        }
        parts = least.map { Int64(bitPattern: $0) }
    }

    /// Whether another text is nearly the same.
    public func isNear(_ other: WordingKeys) -> Bool {
        whole == other.whole || zip(parts, other.parts).count { $0 == $1 } >= Self.enough
    }
}
