/// What somebody looks for, as tokens that must all be there and phrases that a hit is checked against.
public struct SearchQuery: Hashable, Sendable {
    /// All must occur. Never more than `mostTerms`.
    public let terms: [Term]
    /// Folded atoms that must stand next to each other in a true hit. Pairs of characters alone would also
    /// find texts that have the pairs in different places.
    let phrases: [[Piece]]

    struct Piece: Hashable, Sendable {
        let letters: [UInt32]
        /// Nothing but a hyphen may stand between this atom and the one before it.
        let isAttached: Bool
        /// Any word that begins so will do.
        let isPrefix: Bool

        func isMet(by letters: ArraySlice<UInt32>) -> Bool {
            isPrefix ? letters.starts(with: self.letters) : letters.elementsEqual(self.letters)
        }
    }

    /// Terms beyond this many are dropped: more make a search slow and not better.
    public static let mostTerms = 32

    /// Nothing to look for: no letter or digit was given.
    public var isEmpty: Bool { terms.isEmpty }

    public struct Term: Hashable, Sendable {
        public let text: String
        /// Any token that begins with the text will do.
        public let isPrefix: Bool

        /// In the language of SQLite's FTS5. Terms hold letters and digits only, so quoting is safe.
        public var ftsExpression: String { "\"\(text)\"" + (isPrefix ? "*" : "") }
    }

    /// The query in the language of SQLite's FTS5. Terms hold letters and digits only, so quoting is safe.
    public var ftsExpression: String {
        terms.map(\.ftsExpression).joined(separator: " AND ")
    }

    /// The query in the language of PostgreSQL's `tsquery` cast.
    public var tsQuery: String {
        terms.map { "'\($0.text)'" + ($0.isPrefix ? ":*" : "") }.joined(separator: " & ")
    }

    /// What must be there for both.
    public func and(_ other: SearchQuery) -> SearchQuery {
        let new = other.terms.filter { !terms.contains($0) }
        return SearchQuery(
            terms: Array((terms + new).prefix(Self.mostTerms)), phrases: phrases + other.phrases)
    }
}

extension Analyser {
    /// Reads what was typed into a search field. Words and runs of characters must all occur; what stands in
    /// quotes must occur as it stands; a word with a star after it may go on. Everything else, operators
    /// included, is text or nothing.
    public static func query(_ text: String) -> SearchQuery {
        var terms: [SearchQuery.Term] = []
        var phrases: [[SearchQuery.Piece]] = []
        // Enough for the most terms of the longest words, and nobody's paste is read further.
        for (part, isQuoted) in parts(String(text.unicodeScalars.prefix(4096))) {
            let atoms = AtomList(typed: part)
            var kept: [[SearchQuery.Piece]] = []
            for run in atoms.runs {
                let pieces = run.map { place in
                    SearchQuery.Piece(
                        letters: Array(atoms[place]), isAttached: place > run.lowerBound,
                        isPrefix: !atoms.atoms[place].isIdeograph && atoms.isStarred(place))
                }
                let new = Analyser.terms(of: pieces, isHan: atoms.atoms[run.lowerBound].isIdeograph)
                    .filter { !terms.contains($0) }
                guard terms.count + new.count <= SearchQuery.mostTerms else {
                    terms += new.prefix(SearchQuery.mostTerms - terms.count)
                    break
                }
                terms += new
                kept.append(pieces)
            }
            phrases += isQuoted ? [kept.flatMap(\.self)] : kept
        }
        return SearchQuery(terms: terms, phrases: phrases.filter { !$0.isEmpty })
    }

    private static func terms(of run: [SearchQuery.Piece], isHan: Bool) -> [SearchQuery.Term] {
        let texts = run.map { $0.letters.text }
        guard isHan, let first = texts.first else {
            return zip(run, texts).map { SearchQuery.Term(text: $1, isPrefix: $0.isPrefix) }
        }
        if run.count == 1 { return [SearchQuery.Term(text: first, isPrefix: true)] }
        return zip(texts, texts.dropFirst()).map { SearchQuery.Term(text: $0 + $1, isPrefix: false) }
    }

    /// Splits at quotation marks of any shape; an open one reaches to the end.
    private static func parts(_ text: String) -> [(text: String, isQuoted: Bool)] {
        var parts: [(text: String, isQuoted: Bool)] = []
        for piece in text.unicodeScalars.split(
            omittingEmptySubsequences: false, whereSeparator: SearchText.isQuote)
        {
            parts.append((String(piece), parts.count % 2 == 1))
        }
        return parts
    }
}

extension [UInt32] {
    /// Scalars as a text.
    var text: String {
        var view = String.UnicodeScalarView()
        for value in self { if let scalar = Unicode.Scalar(value) { view.append(scalar) } }
        return String(view)
    }
}
