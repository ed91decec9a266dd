/// Cuts text into the tokens that search is made of, the same for both database engines.
///
/// Text without spaces between words becomes overlapping pairs of characters: a pair needs no dictionary,
/// and no word can be missed. The last character of a run is a token too, so that a search for one
/// character, which looks for tokens beginning with it, finds it wherever it stands.
public enum Analyser {
    /// Longer words are cut to this many characters, in texts and in queries alike.
    public static let longestToken = 64
    /// Tokens beyond this many are not searchable.
    public static let mostTokens = 4000

    /// The tokens of a text, in its order, repeated as often as it repeats them.
    public static func tokens(_ text: String) -> [String] {
        var tokens: [String] = []
        tokens.reserveCapacity(min(text.utf8.count / 3 + 1, mostTokens))
        visit(text) { token in
            tokens.append(token)
            return tokens.count < mostTokens
        }
        return tokens
    }

    /// The tokens with one space between them, as a full-text index of words takes them.
    public static func indexText(_ text: String) -> String {
        var joined = ""
        joined.reserveCapacity(text.utf8.count * 7 / 3 + 16)
        var count = 0
        visit(text) { token in
            if count > 0 { joined.append(" ") }
            joined.append(token)
            count += 1
            return count < mostTokens
        }
        return joined
    }

    /// Calls `take` with each token until it has enough.
    private static func visit(_ text: String, _ take: (String) -> Bool) {
        var walk = AtomWalk(text)
        var previous: Atom?
        var chain = ""
        var links = 0
        while let atom = walk.next() {
            if let before = previous, before.isIdeograph {
                let pairs = atom.isIdeograph && atom.follows == .directly
                if !take(pairs ? before.text + atom.text : before.text) { return }
            }
            if atom.follows == .byHyphen {
                chain += atom.text
                links += 1
            } else {
                // Also the joined spelling, so that `e-mail` is found as `email` and a number by its digits.
                if links > 1, !take(String(chain.unicodeScalars.prefix(longestToken))) { return }
                (chain, links) = atom.isIdeograph ? ("", 0) : (atom.text, 1)
            }
            if !atom.isIdeograph, !take(atom.text) { return }
            previous = atom
        }
        if links > 1, !take(String(chain.unicodeScalars.prefix(longestToken))) { return }
        if let last = previous, last.isIdeograph { _ = take(last.text) }
    }
}

/// One ideograph, or one word in its folded spelling, and where it stands.
struct Atom {
    var text: String
    var isIdeograph: Bool
    var follows: Link
    var range: Range<String.Index>

    /// What lies between an atom and the one before it.
    enum Link { case directly, byHyphen, afterGap }
}

/// Goes through a text atom by atom, once.
struct AtomWalk {
    private let scalars: String.UnicodeScalarView
    private var index: String.UnicodeScalarView.Index
    /// Where the atom before ended, if nothing but marks came since.
    private var touches: (isIdeograph: Bool, end: String.Index)?

    init(_ text: String) {
        scalars = text.unicodeScalars
        index = scalars.startIndex
    }

    mutating func next() -> Atom? {
        var link = Atom.Link.directly
        while index < scalars.endIndex {
            let scalar = Letters.narrow(scalars[index])
            switch Letters.sort(scalar) {
            case .ideograph: return ideograph(scalar, link)
            case .word: return word(link)
            case .mark: break
            case .hyphen: link = joinsWords ? .byHyphen : .afterGap
            case .apostrophe, .gap, .sign: link = .afterGap
            }
            scalars.formIndex(after: &index)
        }
        return nil
    }

    private mutating func ideograph(_ scalar: Unicode.Scalar, _ link: Atom.Link) -> Atom {
        let start = index
        scalars.formIndex(after: &index)
        skipMarks()
        let isDirect = link == .directly && touches?.isIdeograph == true
        touches = (true, index)
        return Atom(
            text: String(Character(scalar)), isIdeograph: true, follows: isDirect ? .directly : .afterGap,
            range: start..<index)
    }

    private mutating func word(_ link: Atom.Link) -> Atom {
        let start = index
        var folded = String.UnicodeScalarView()
        var length = 0
        scan: while index < scalars.endIndex {
            let scalar = Letters.narrow(scalars[index])
            switch Letters.sort(scalar) {
            case .word, .sign:
                if length < Analyser.longestToken {
                    Letters.appendFolded(scalar, to: &folded)
                    length += 1
                }
            case .apostrophe where isFollowedByWord: break
            case .mark: break
            case .apostrophe, .ideograph, .hyphen, .gap: break scan
            }
            scalars.formIndex(after: &index)
        }
        let isJoined = link == .byHyphen && touches?.isIdeograph == false
        touches = (false, index)
        return Atom(
            text: String(folded), isIdeograph: false, follows: isJoined ? .byHyphen : .afterGap,
            range: start..<index)
    }

    /// Whether a hyphen at `index` stands between a word that ends here and another one.
    private var joinsWords: Bool {
        guard let touches, !touches.isIdeograph, touches.end == index else { return false }
        return isFollowedByWord
    }

    private var isFollowedByWord: Bool {
        let after = scalars.index(after: index)
        return after < scalars.endIndex && Letters.sort(Letters.narrow(scalars[after])) == .word
    }

    private mutating func skipMarks() {
        while index < scalars.endIndex, Letters.sort(scalars[index]) == .mark {
            scalars.formIndex(after: &index)
        }
    }
}
