/// Cuts text into the tokens that search is made of, the same for both database engines.
///
/// Text without spaces between words becomes overlapping pairs of characters: a pair needs no dictionary,
/// and no word can be missed. The last character of a run is a token too, so that a search for one
/// character, which looks for tokens beginning with it, finds it wherever it stands.
///
/// Traditional and simplified characters, full-width and half-width ones, accents and case, digits of any
/// script are one spelling (`Letters.fold`).
public enum Analyser {
    /// Changes whenever the same text gives other tokens: an index made by another version is made anew.
    public static let version = 2
    /// Longer words are cut to this many characters, in texts and in queries alike.
    public static let longestToken = 64
    /// Tokens beyond this many are not searchable.
    public static let mostTokens = 4000

    /// A text with every letter in its one spelling: for comparing names.
    public static func folded(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map(Letters.fold)))
    }

    /// The tokens of a text, in its order, repeated as often as it repeats them.
    public static func tokens(_ text: String) -> [String] {
        index(text).split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The tokens with one space between them, as a full-text index of words takes them.
    public static func indexText(_ text: String) -> String { String(decoding: index(text), as: UTF8.self) }

    /// The tokens in UTF-8 with one space between them, in one buffer.
    public static func index(_ text: String) -> [UInt8] {
        AtomWalk.through(text) { walk in
            var writer = TokenWriter(capacity: min(text.utf8.count * 7 / 3 + 16, 64_000))
            writer.write(&walk)
            return writer.bytes
        }
    }
}

/// Writes the tokens of a walk one after the other.
private struct TokenWriter {
    private(set) var bytes: [UInt8] = []
    private var count = 0
    /// The atom before, if it was an ideograph.
    private var ideograph: UInt32?
    /// The parts of a word with hyphens so far, cut to the longest token.
    private var chain: [UInt32] = []
    private var links = 0
    private var isFull: Bool { count >= Analyser.mostTokens }

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func write(_ walk: inout AtomWalk) {
        var letters: [UInt32] = []
        letters.reserveCapacity(Analyser.longestToken)
        while !isFull {
            letters.removeAll(keepingCapacity: true)
            guard let atom = walk.next(&letters) else { break }
            if atom.isIdeograph {
                take(ideograph: letters[0], directly: atom.follows == .directly)
            } else {
                take(word: letters, byHyphen: atom.follows == .byHyphen)
            }
        }
        endChain()
        endRun()
    }

    private mutating func take(ideograph scalar: UInt32, directly: Bool) {
        if directly, let before = ideograph {
            start()
            bytes.append(scalar: before)
            bytes.append(scalar: scalar)
        } else {
            endRun()
            endChain()
        }
        ideograph = scalar
    }

    private mutating func take(word letters: [UInt32], byHyphen: Bool) {
        endRun()
        if byHyphen {
            chain.append(contentsOf: letters.prefix(Analyser.longestToken - chain.count))
            links += 1
        } else {
            endChain()
            chain.append(contentsOf: letters)
            links = 1
        }
        put(letters)
    }

    /// The last character of a run, by itself.
    private mutating func endRun() {
        guard let last = ideograph else { return }
        ideograph = nil
        if isFull { return }
        start()
        bytes.append(scalar: last)
    }

    /// Also the joined spelling, so that `e-mail` is found as `email` and a number by its digits.
    private mutating func endChain() {
        if links > 1 { put(chain) }
        chain.removeAll(keepingCapacity: true)
        links = 0
    }

    private mutating func put(_ letters: [UInt32]) {
        if isFull { return }
        start()
        for letter in letters { bytes.append(scalar: letter) }
    }

    private mutating func start() {
        if count > 0 { bytes.append(0x20) }
        count += 1
    }
}
