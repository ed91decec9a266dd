/// What somebody looks for, as tokens that must all be there and phrases that a hit is checked against.
public struct SearchQuery: Hashable, Sendable {
    /// All must occur. Never more than `mostTerms`.
    public let terms: [Term]
    /// Folded atoms that must stand next to each other in a true hit. Pairs of characters alone would also
    /// find texts that have the pairs in different places.
    let phrases: [[Piece]]

    struct Piece: Hashable, Sendable {
        let text: String
        /// Nothing but a hyphen may stand between this atom and the one before it.
        let isAttached: Bool
    }

    /// Terms beyond this many are dropped: more make a search slow and not better.
    public static let mostTerms = 32

    /// Nothing to look for: no letter or digit was given.
    public var isEmpty: Bool { terms.isEmpty }

    public struct Term: Hashable, Sendable {
        public let text: String
        /// Any token that begins with the text will do.
        public let isPrefix: Bool
    }

    /// The query in the language of SQLite's FTS5. Terms hold letters and digits only, so quoting is safe.
    public var ftsExpression: String {
        terms.map { "\"\($0.text)\"" + ($0.isPrefix ? "*" : "") }.joined(separator: " AND ")
    }

    /// The query in the language of PostgreSQL's `tsquery` cast.
    public var tsQuery: String {
        terms.map { "'\($0.text)'" + ($0.isPrefix ? ":*" : "") }.joined(separator: " & ")
    }
}

extension Analyser {
    /// Reads what was typed into a search field. Words and runs of characters must all occur; what stands in
    /// quotes must occur as it stands. Everything else, operators included, is text or nothing.
    public static func query(_ text: String) -> SearchQuery {
        var terms: [SearchQuery.Term] = []
        var phrases: [[SearchQuery.Piece]] = []
        // Enough for the most terms of the longest words, and nobody's paste is read further.
        for (part, isQuoted) in parts(String(text.unicodeScalars.prefix(4096))) {
            var open: [Atom] = []
            var runs: [[Atom]] = []
            var walk = AtomWalk(part)
            while let atom = walk.next() {
                if atom.follows == .afterGap && !open.isEmpty {
                    runs.append(open)
                    open = []
                }
                open.append(atom)
            }
            if !open.isEmpty { runs.append(open) }
            var kept: [[SearchQuery.Piece]] = []
            for run in runs {
                let new = Analyser.terms(of: run).filter { !terms.contains($0) }
                guard terms.count + new.count <= SearchQuery.mostTerms else {
                    terms += new.prefix(SearchQuery.mostTerms - terms.count)
                    break
                }
                terms += new
                kept.append(
                    run.enumerated().map { SearchQuery.Piece(text: $1.text, isAttached: $0 > 0) })
            }
            phrases += isQuoted ? [kept.flatMap(\.self)] : kept
        }
        return SearchQuery(terms: terms, phrases: phrases.filter { !$0.isEmpty })
    }

    private static func terms(of run: [Atom]) -> [SearchQuery.Term] {
        guard let first = run.first, first.isIdeograph else {
            return run.map { SearchQuery.Term(text: $0.text, isPrefix: false) }
        }
        if run.count == 1 { return [SearchQuery.Term(text: first.text, isPrefix: true)] }
        return zip(run, run.dropFirst()).map { SearchQuery.Term(text: $0.text + $1.text, isPrefix: false) }
    }

    /// Splits at quotation marks of any shape; an open one reaches to the end.
    private static func parts(_ text: String) -> [(text: String, isQuoted: Bool)] {
        var parts: [(text: String, isQuoted: Bool)] = []
        for piece in text.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: isQuote) {
            parts.append((String(piece), parts.count % 2 == 1))
        }
        return parts
    }

    private static func isQuote(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "“", "”", "„", "«", "»", "「", "」", "『", "』", "＂", "《", "》": true
        default: false
        }
    }
}
