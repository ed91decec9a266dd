extension Analyser {
    /// Whether `text` really is a hit: every phrase of the query stands in it as typed, but for case, width
    /// and what separates. An empty query matches everything.
    public static func matches(_ text: String, _ query: SearchQuery) -> Bool {
        let atoms = atoms(of: text)
        return query.phrases.allSatisfy { !hits(of: $0, in: atoms, most: 1).isEmpty }
    }

    /// The part of a text around its first hit, cut to about `width` characters, hits apart from the rest.
    /// Where the text was cut stands `…`. Without a hit it is the beginning of the text.
    public static func highlight(
        _ text: String, _ query: SearchQuery, width: Int = 80
    ) -> [(text: String, isHit: Bool)] {
        let atoms = atoms(of: text)
        let hits = query.phrases.flatMap { self.hits(of: $0, in: atoms, most: 100) }
        let merged = merge(
            hits.map { atoms[$0.lowerBound].range.lowerBound..<atoms[$0.upperBound - 1].range.upperBound })
        let anchor = merged.first?.lowerBound ?? text.startIndex
        var start = text.startIndex
        if let back = text.index(anchor, offsetBy: -max(0, width / 4), limitedBy: text.startIndex) {
            start = back
        }
        let end = text.index(start, offsetBy: max(1, width), limitedBy: text.endIndex) ?? text.endIndex
        var pieces: [(text: String, isHit: Bool)] = []
        func add(_ range: Range<String.Index>, _ isHit: Bool) {
            if !range.isEmpty { pieces.append((String(text[range]), isHit)) }
        }
        if start > text.startIndex { pieces.append(("…", false)) }
        var index = start
        for hit in merged where hit.lowerBound < end {
            add(index..<max(index, hit.lowerBound), false)
            add(max(index, hit.lowerBound)..<min(end, hit.upperBound), true)
            index = min(end, hit.upperBound)
        }
        add(index..<end, false)
        if end < text.endIndex { pieces.append(("…", false)) }
        return pieces
    }

    private static func atoms(of text: String) -> [Atom] {
        var walk = AtomWalk(text)
        var atoms: [Atom] = []
        while let atom = walk.next() { atoms.append(atom) }
        return atoms
    }

    private static func hits(of phrase: [SearchQuery.Piece], in atoms: [Atom], most: Int) -> [Range<Int>] {
        var hits: [Range<Int>] = []
        var index = 0
        while index < atoms.count && hits.count < most {
            if let end = end(of: phrase, at: index, in: atoms) {
                hits.append(index..<end)
                index = end
            } else {
                index += 1
            }
        }
        return hits
    }

    private static func end(of phrase: [SearchQuery.Piece], at start: Int, in atoms: [Atom]) -> Int? {
        guard let first = phrase.first else { return nil }
        if start + phrase.count <= atoms.count,
            zip(phrase, atoms[start...]).allSatisfy({
                $0.text == $1.text && !($0.isAttached && $1.follows == .afterGap)
            })
        {
            return start + phrase.count
        }
        return phrase.count == 1 ? endOfChain(first.text, at: start, in: atoms) : nil
    }

    /// A word is also found where it was written with hyphens.
    private static func endOfChain(_ word: String, at start: Int, in atoms: [Atom]) -> Int? {
        var joined = atoms[start].text
        guard !atoms[start].isIdeograph, atoms[start].follows != .byHyphen else { return nil }
        var end = start + 1
        while end < atoms.count, atoms[end].follows == .byHyphen {
            joined += atoms[end].text
            end += 1
        }
        return end > start + 1 && String(joined.unicodeScalars.prefix(longestToken)) == word ? end : nil
    }

    private static func merge(_ ranges: [Range<String.Index>]) -> [Range<String.Index>] {
        var merged: [Range<String.Index>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}
