/// Finds the words that a number of titles have in common, as a topic is called by.
public struct TopicPhrase {
    /// Titles that are looked at, and characters of each.
    private static let mostTitles = 80
    private static let mostUnits = 60
    /// The most units of one phrase: characters of a script without spaces, or words.
    private static let longest = 12

    /// How telling a piece of text is: above 1 for rare words, near 0 for what everybody writes.
    private let telling: (String) -> Double

    public init(telling: @escaping (String) -> Double) { self.telling = telling }

    /// Up to three phrases, the most telling first; empty where the titles have nothing in common.
    ///
    /// - Parameters:
    ///   - places: names that are no part of a phrase: every title may begin with its county's.
    ///   - words: what was noticed; phrases with one of them say best what it is.
    public func phrases(of titles: [String], without places: [String] = [], words: [String] = []) -> [String]
    {
        let titles = titles.prefix(Self.mostTitles).map { title in
            Array(Self.units(Self.cut(title, at: places)).prefix(Self.mostUnits))
        }
        var counts: [String: Counted] = [:]
        for units in titles {
            for (text, parts) in Self.pieces(units) {
                counts[text, default: Counted(parts: parts)].count += 1
            }
        }
        let least = max(2, (titles.count * 3 + 9) / 10)
        let whole = Self.absorbed(counts.filter { $0.value.count >= least })
        let ranked = whole.map { text, counted in
            (text: text, score: score(text, counted, words))
        }.sorted { ($0.score, $1.text) > ($1.score, $0.text) }
        return Self.chosen(ranked)
    }

    private func score(_ text: String, _ counted: Counted, _ words: [String]) -> Double {
        // Twice as long says more, not twice as much; a single word says as much as two characters.
        let units = Double(max(2, counted.parts.count)).squareRoot()
        let score = Double(counted.count) * units * telling(text)
        return words.contains { text.contains($0) } ? score * 1.2 : score
    }

    /// Where a longer piece stands in nearly all titles of a shorter one, the shorter one is only a part of
    /// a word: `拌站` of `搅拌站`.
    private static func absorbed(_ counts: [String: Counted]) -> [String: Counted] {
        var whole = counts
        for counted in counts.values where counted.parts.count > 2 {
            for part in [counted.parts.dropFirst(), counted.parts.dropLast()] {
                let text = text(of: part)
                if let other = counts[text], counted.count * 4 >= other.count * 3 { whole[text] = nil }
            }
        }
        return whole
    }

    /// In how many titles some units stand in a row.
    private struct Counted {
        let parts: ArraySlice<String>
        var count = 0
    }

    /// A title with the names of places as gaps.
    public static func cut(_ title: String, at places: [String]) -> String {
        // Byte by byte: in UTF-8 no character begins inside another.
        var bytes = Array(title.utf8)
        for place in places where !place.isEmpty { bytes = cut(bytes, at: Array(place.utf8)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func cut(_ bytes: [UInt8], at name: [UInt8]) -> [UInt8] {
        var (rest, start): ([UInt8], Int) = ([], 0)
        var place = 0
        while place + name.count <= bytes.count {
            if bytes[place] == name[0], bytes[place..<place + name.count].elementsEqual(name) {
                rest += bytes[start..<place]
                rest.append(UInt8(ascii: "|"))
                place += name.count
                start = place
            } else {
                place += 1
            }
        }
        return start == 0 ? bytes : rest + bytes[start...]
    }

    private static func chosen(_ ranked: [(text: String, score: Double)]) -> [String] {
        var chosen: [String] = []
        guard let best = ranked.first?.score else { return [] }
        for (text, score) in ranked where chosen.count < 3 && score >= best * 0.55 {
            if chosen.allSatisfy({ !overlaps($0, text) }) { chosen.append(text) }
        }
        return chosen
    }

    /// Whether two phrases share two characters in a row, or a whole word.
    private static func overlaps(_ one: String, _ other: String) -> Bool {
        let pairs = { (text: String) -> Set<String> in
            let units = units(text).compactMap(\.self)
            return units.count < 2
                ? Set(units) : Set(zip(units, units.dropFirst()).map { $0 + $1 })
        }
        return !pairs(one).isDisjoint(with: pairs(other))
    }

    /// A text as runs of units; a nil stands where a run ends.
    private static func units(_ text: String) -> [String?] {
        var units: [String?] = []
        var word = ""
        func endWord() {
            if !word.isEmpty { units.append(word) }
            word = ""
        }
        for character in text {
            if character.isASCII, character.isLetter || character.isNumber {
                word.append(character)
            } else if character.isLetter || character.isNumber {
                endWord()
                units.append(String(character))
            } else {
                endWord()
                if units.last != .some(nil) { units.append(nil) }
            }
        }
        endWord()
        return units
    }

    /// Each piece of two units or more once, and each longer word.
    private static func pieces(_ units: [String?]) -> [String: ArraySlice<String>] {
        var pieces: [String: ArraySlice<String>] = [:]
        for run in units.split(separator: nil) {
            let run = run.compactMap(\.self)
            for start in run.indices {
                var text = ""
                for end in start..<min(start + longest, run.count) {
                    append(run[end], to: &text)
                    let isLongWord = run[end].count > 3 && run[end].first?.isASCII == true
                    if end > start || isLongWord { pieces[text] = run[start...end] }
                }
            }
        }
        return pieces
    }

    private static func text(of parts: ArraySlice<String>) -> String {
        var text = ""
        for part in parts { append(part, to: &text) }
        return text
    }

    /// With a space between words that need one.
    private static func append(_ unit: String, to text: inout String) {
        let isWord = unit.utf8.count > 1 && unit.first?.isASCII == true
        if isWord, let last = text.last, last.isASCII { text += " " }
        text += unit
    }
}
