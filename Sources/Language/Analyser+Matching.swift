extension Analyser {
    /// Whether `text` really is a hit: every phrase of the query stands in it as typed, but for case, width
    /// and what separates. An empty query matches everything.
    public static func matches(_ text: String, _ query: SearchQuery) -> Bool {
        if query.phrases.isEmpty { return true }
        let atoms = AtomList(text)
        return query.phrases.allSatisfy { !hits(of: $0, in: atoms, most: 1).isEmpty }
    }

    /// The part of a text around its first hit, cut to about `width` characters, hits apart from the rest.
    /// Where the text was cut stands `…`. Without a hit it is the beginning of the text.
    public static func highlight(
        _ text: String, _ query: SearchQuery, width: Int = 80
    ) -> [(text: String, isHit: Bool)] {
        let list = AtomList(text)
        let hits = query.phrases.flatMap { self.hits(of: $0, in: list, most: 100) }
        let merged = merge(hits.map { list.range(of: $0, in: text) })
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

    private static func hits(of phrase: [SearchQuery.Piece], in list: AtomList, most: Int) -> [Range<Int>] {
        var hits: [Range<Int>] = []
        var index = 0
        while index < list.atoms.count && hits.count < most {
            if let end = end(of: phrase, at: index, in: list) {
                hits.append(index..<end)
                index = end
            } else {
                index += 1
            }
        }
        return hits
    }

    private static func end(of phrase: [SearchQuery.Piece], at start: Int, in list: AtomList) -> Int? {
        guard let first = phrase.first else { return nil }
        if start + phrase.count <= list.atoms.count, stands(phrase, at: start, in: list) {
            return start + phrase.count
        }
        return phrase.count == 1 ? endOfChain(first, at: start, in: list) : nil
    }

    private static func stands(_ phrase: [SearchQuery.Piece], at start: Int, in list: AtomList) -> Bool {
        for (offset, piece) in phrase.enumerated() {
            if !piece.isMet(by: list[start + offset]) { return false }
            if piece.isAttached && list.atoms[start + offset].follows == .afterGap { return false }
        }
        return true
    }

    /// A word is also found where it was written with hyphens.
    private static func endOfChain(_ word: SearchQuery.Piece, at start: Int, in list: AtomList) -> Int? {
        let atoms = list.atoms
        guard !atoms[start].isIdeograph, atoms[start].follows != .byHyphen else { return nil }
        var joined = Array(list[start])
        var end = start + 1
        while end < atoms.count, atoms[end].follows == .byHyphen {
            joined += list[end]
            end += 1
        }
        return end > start + 1 && word.isMet(by: joined.prefix(longestToken)) ? end : nil
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

extension Analyser {
    /// How often the phrases of a query stand in a text, each counted up to `most` times.
    public static func count(of query: SearchQuery, in text: String, most: Int = 5) -> Int {
        let list = AtomList(text)
        return query.phrases.reduce(0) { $0 + hits(of: $1, in: list, most: most).count }
    }
}

/// All atoms of a text.
struct AtomList {
    private(set) var atoms: [Atom] = []
    private var letters: [UInt32] = []
    /// The bytes behind which a star stands.
    private var stars: Set<Int> = []

    init(_ text: String) {
        (atoms, letters) = AtomWalk.through(text) { walk in
            var (atoms, letters): ([Atom], [UInt32]) = ([], [])
            while let atom = walk.next(&letters) { atoms.append(atom) }
            return (atoms, letters)
        }
    }

    /// A list that also knows where stars stand: of what somebody typed.
    init(typed text: String) {
        self.init(text)
        var place = 0
        for scalar in text.unicodeScalars {
            if scalar == "*" || scalar == "＊" { stars.insert(place) }
            place += Unicode.UTF8.width(scalar)
        }
    }

    /// The folded scalars of an atom.
    subscript(place: Int) -> ArraySlice<UInt32> { letters[atoms[place].letters] }

    /// Whether a star stands right behind an atom.
    func isStarred(_ place: Int) -> Bool { stars.contains(atoms[place].bytes.upperBound) }

    /// Ranges of atoms with no gap between them.
    var runs: [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        for place in atoms.indices where place > start && atoms[place].follows == .afterGap {
            runs.append(start..<place)
            start = place
        }
        if start < atoms.count { runs.append(start..<atoms.count) }
        return runs
    }

    /// Where some atoms stand in the text they were read from.
    func range(of places: Range<Int>, in text: String) -> Range<String.Index> {
        let start = text.utf8.index(text.startIndex, offsetBy: atoms[places.lowerBound].bytes.lowerBound)
        let end = text.utf8.index(text.startIndex, offsetBy: atoms[places.upperBound - 1].bytes.upperBound)
        return start..<end
    }
}
