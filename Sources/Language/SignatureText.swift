/// What a text consists of, for telling whether another one speaks of the same thing: its distinct pairs of
/// characters and its words, each as a number, and whether the title has it.
///
/// However long a text is, only its beginning is looked at, and what it repeats counts once: four million
/// times one character is one term.
public struct SignatureText: Sendable, Hashable {
    /// Characters of a text that are looked at; its exact key is of all of them.
    public static let longest = 4000
    /// Distinct terms that are kept.
    public static let mostTerms = 1500

    /// A pair of characters or a word.
    public struct Term: Sendable, Hashable {
        public let hash: UInt64
        /// Whether the title has it: what a matter is called says most about it.
        public let inTitle: Bool
    }

    /// In the order of their numbers, each once.
    public let terms: [Term]
    /// Equal for texts that are equal but for case, width, script variants, spaces and marks; nil where
    /// nothing is left of the text.
    public let exact: UInt64?

    /// - Parameter title: May repeat the beginning of the text.
    public init(title: String, text: String) {
        var scan = SignatureScan()
        scan.read(title, isTitle: true)
        scan.read(text, isTitle: false)
        terms = scan.terms.sorted { $0.key < $1.key }.map { Term(hash: $0.key, inTitle: $0.value) }
        var whole = SignatureScan.Hash()
        for scalar in text.unicodeScalars { SignatureScan.fold(scalar) { whole.add($0) } }
        exact = whole.isEmpty ? nil : whole.value
    }

    /// Whether nothing can be told: no letter, or too few of them.
    public var isEmpty: Bool { terms.isEmpty }
}

/// Reads a text once and keeps its terms.
struct SignatureScan {
    /// FNV-1a with the finish of SplitMix64: the same number on every machine and in every version.
    struct Hash {
        private var state: UInt64 = 0xcbf2_9ce4_8422_2325
        private(set) var isEmpty = true

        mutating func add(_ value: UInt32) {
            isEmpty = false
            state = (state ^ UInt64(value)) &* 0x100_0000_01b3
        }

        var value: UInt64 { Hash.mix(state) }

        static func mix(_ value: UInt64) -> UInt64 {
            var mixed = value &+ 0x9e37_79b9_7f4a_7c15
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return mixed ^ (mixed >> 31)
        }
    }

    private(set) var terms: [UInt64: Bool] = [:]
    /// The ideograph just before, if nothing lies between.
    private var before: UInt32?
    private var word = Hash()
    private var letters = 0

    mutating func read(_ text: String, isTitle: Bool) {
        var left = SignatureText.longest
        for scalar in text.unicodeScalars {
            if left == 0 || terms.count >= SignatureText.mostTerms { break }
            left -= 1
            take(scalar, isTitle)
        }
        endWord(isTitle)
        before = nil
    }

    private mutating func take(_ scalar: Unicode.Scalar, _ isTitle: Bool) {
        let narrow = Letters.narrow(scalar)
        switch Letters.sort(narrow) {
        case .ideograph:
            endWord(isTitle)
            let folded = Self.folded(narrow)
            if let before {
                var pair = Hash()
                pair.add(before)
                pair.add(folded)
                keep(pair.value, isTitle)
            }
            before = folded
        case .word, .sign:
            before = nil
            letters += 1
            if letters <= Analyser.longestToken { word.add(Self.folded(narrow)) }
        case .mark: break
        case .hyphen, .apostrophe, .gap:
            endWord(isTitle)
            before = nil
        }
    }

    /// A word of one letter says nothing.
    private mutating func endWord(_ isTitle: Bool) {
        if letters > 1 { keep(word.value, isTitle) }
        word = Hash()
        letters = 0
    }

    private mutating func keep(_ hash: UInt64, _ isTitle: Bool) {
        if terms[hash] == nil { terms[hash] = isTitle }
    }

    static func folded(_ scalar: Unicode.Scalar) -> UInt32 {
        switch scalar.value {
        case 0x41...0x5A: scalar.value + 0x20
        default: scalar.value
        }
    }

    /// Calls `take` with each letter of a text as it is compared.
    static func fold(_ scalar: Unicode.Scalar, _ take: (UInt32) -> Void) {
        let narrow = Letters.narrow(scalar)
        switch Letters.sort(narrow) {
        case .ideograph, .word, .sign: take(folded(narrow))
        case .mark, .hyphen, .apostrophe, .gap: break
        }
    }
}
