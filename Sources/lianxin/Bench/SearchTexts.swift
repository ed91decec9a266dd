/// Made-up short texts in Chinese characters, the same for the same number: a few words stand everywhere and
/// most hardly ever, as in real ones. About sixty characters each.
struct SearchTexts: Sendable {
    /// The words, the most frequent first.
    private let words: [String]
    private static let count = 30_000

    init() {
        // The most used characters make the most used words.
        let letters = (0..<3000).compactMap { Unicode.Scalar(0x4E00 + UInt32($0 * 6 + $0 % 5)) }
        var dice = Dice(seed: 7)
        var words: [String] = []
        for rank in 0..<Self.count {
            var word = String.UnicodeScalarView()
            for _ in 0..<(rank % 3 == 0 ? 4 : 2) { word.append(letters[dice.skewed(letters.count)]) }
            words.append(String(word))
        }
        self.words = words
    }

    subscript(number: Int64) -> String {
        var dice = Dice(seed: UInt64(bitPattern: number &+ 1))
        var text = ""
        text.reserveCapacity(220)
        for place in 0..<21 {
            text += words[dice.skewed(words.count)]
            if place % 6 == 5 { text += "，" }
        }
        // One in ten tells of a lamp, one in ten of noise, and never the same one of both.
        switch number % 10 {
        case 3: text += "路灯坏了"
        case 7: text += "噪音扰民"
        default: break
        }
        if number % 10_000 == 17 { text += "井盖松动" }
        return text
    }

    /// What is asked for, and what sort of question that is.
    static let questions: [(name: String, words: String)] = [
        ("two characters, in 10 % of the texts", "路灯"), ("two characters, in 0.01 %", "井盖"),
        ("two characters, in none", "龘龘"), ("four characters, in 10 %", "噪音扰民"),
        ("four characters, in 0.01 %", "井盖松动"), ("four characters, in none", "路灯噪音"),
        ("two words of 10 % each, never together", "路灯 噪音"), ("one character, in 10 %", "灯"),
        ("a common and a rare word", "坏了 井盖"),
    ]

    /// A chain of numbers that look random.
    private struct Dice {
        var state: UInt64

        init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

        private mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
            return z ^ z >> 31
        }

        /// Below `count`; small numbers far more often: a half of a half of a half …
        mutating func skewed(_ count: Int) -> Int {
            let share = Double(next() >> 11) / Double(1 << 53)
            return min(count - 1, Int(share * share * share * Double(count)))
        }
    }
}
