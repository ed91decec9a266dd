/// Whether an answer speaks of what was asked: which of the telling words of the question stand in it.
///
/// Telling is what few other questions say, by a background that learned from them. Words are overlapping
/// pairs of Chinese characters, and words and numbers of other scripts; a pair also counts half where the
/// answer has its rarer character.
public struct WordingTouch: Sendable, Hashable {
    /// What the question says most plainly and the answer does not, in the question's order.
    public let missing: [String]
    /// The weight of what was said by the weight of what was asked, 0 to 1.
    public let share: Double

    /// How many words are asked for.
    public static let mostWords = 24
    /// Below so many words nothing can be told.
    public static let fewestWords = 6

    /// Nil where nothing can be told: too short a question, or not Chinese.
    public init?(title: String, text: String, answer: Wording, against background: SignatureBackground) {
        let (head, body) = (Wording(title), Wording(text))
        guard head.isChinese || body.isChinese, answer.isChinese else { return nil }
        var words = WordingWords()
        words.take(head, isTitle: true)
        words.take(body, isTitle: false)
        let keys = words.telling(against: background, most: Self.mostWords)
        guard keys.count >= Self.fewestWords else { return nil }
        let (pairs, letters) = (WordingWords(answer).all, Set(answer.letters))
        var missing: Set<String> = []
        var (found, whole) = (0.0, 0.0)
        for key in keys {
            whole += key.weight
            if pairs.contains(key.text) {
                found += key.weight
            } else {
                missing.insert(key.text)
                if key.rarer.map(letters.contains) == true { found += key.weight / 2 }
            }
        }
        self.missing = Self.runs(of: missing, in: [head, body])
        share = whole > 0 ? found / whole : 0
    }

    /// Pairs that overlap are read as one word.
    private static func runs(of pairs: Set<String>, in wordings: [Wording]) -> [String] {
        var runs: [String] = []
        for wording in wordings {
            var run = String.UnicodeScalarView()
            for (index, scalar) in wording.letters.enumerated() {
                let next = wording.letters.dropFirst(index + 1).first
                let pair = next.map { String(String.UnicodeScalarView([scalar, $0])) }
                if let pair, let next, pairs.contains(pair) {
                    if run.isEmpty { run.append(scalar) }
                    run.append(next)
                } else if !run.isEmpty {
                    runs.append(String(run))
                    run = String.UnicodeScalarView()
                }
            }
        }
        var seen: Set<String> = []
        return runs.filter { seen.insert($0).inserted }
    }
}

/// The words of a wording: pairs of Chinese characters, and words of other scripts.
struct WordingWords {
    struct Key {
        let text: String
        let weight: Double
        /// The character of a pair that says more.
        let rarer: Unicode.Scalar?
    }

    /// By word, whether the title has it.
    private(set) var words: [String: Bool] = [:]
    private var singles: [Unicode.Scalar: Int] = [:]

    init() {}

    init(_ wording: Wording) { take(wording, isTitle: false) }

    var all: Set<String> { Set(words.keys) }

    mutating func take(_ wording: Wording, isTitle: Bool) {
        var word = String.UnicodeScalarView()
        var before: Unicode.Scalar?
        for scalar in wording.letters {
            if Letters.sort(scalar) == .ideograph {
                end(&word, isTitle)
                singles[scalar, default: 0] += 1
                if let before, !Self.empty.contains(before), !Self.empty.contains(scalar) {
                    keep(String(String.UnicodeScalarView([before, scalar])), isTitle)
                }
                before = scalar
            } else {
                before = nil
                if scalar == "," || scalar == "." { end(&word, isTitle) } else { word.append(scalar) }
            }
        }
        end(&word, isTitle)
    }

    private mutating func end(_ word: inout String.UnicodeScalarView, _ isTitle: Bool) {
        if word.count > 1 { keep(String(word), isTitle) }
        word = String.UnicodeScalarView()
    }

    private mutating func keep(_ word: String, _ isTitle: Bool) {
        words[word] = words[word] == true || isTitle
    }

    func telling(against background: SignatureBackground, most: Int) -> [Key] {
        let keys = words.map { text, isTitle -> Key in
            let weight = background.weight(ofWord: text) * (isTitle ? 2 : 1)
            let scalars = Array(text.unicodeScalars)
            let isPair = scalars.count == 2 && Letters.sort(scalars[0]) == .ideograph
            return Key(text: text, weight: weight, rarer: isPair ? scalars.max(by: isCommoner) : nil)
        }
        let sorted = keys.sorted { ($1.weight, $0.text) < ($0.weight, $1.text) }
        return Array(sorted.prefix(most))
    }

    /// Which of two characters of a pair says less, by how often the question itself uses it: what it is
    /// about it says again.
    private func isCommoner(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
        (singles[left] ?? 0, left.value) < (singles[right] ?? 0, right.value)
    }

    /// Characters that carry grammar and not things.
    static let empty: Set<Unicode.Scalar> = Set(
        "的了是在我你您他她它们这那个有没不也就都和与及或而但把被让给对向从到为以于着过又还再很太更最能会可要想请吗呢吧啊么什怎样如何因所后前里上下时之其等已将".unicodeScalars)
}

extension SignatureBackground {
    /// How telling a word is among the questions it learned from.
    func weight(ofWord word: String) -> Double {
        SignatureText(title: "", text: word).terms.first.map(weight) ?? 0
    }
}
