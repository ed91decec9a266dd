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
    public func phrases(of titles: [String]) -> [String] {
        let titles = titles.prefix(Self.mostTitles).map { Array(Self.units($0).prefix(Self.mostUnits)) }
        var counts: [String: (count: Int, units: Int)] = [:]
        for units in titles {
            for phrase in Self.pieces(units) {
                counts[phrase.text, default: (0, phrase.units)].count += 1
            }
        }
        let least = max(2, (titles.count * 3 + 9) / 10)
        let ranked = counts.filter { $0.value.count >= least }.map { text, found in
            (text: text, score: score(text, found))
        }.sorted { ($0.score, $1.text) > ($1.score, $0.text) }
        return Self.chosen(ranked)
    }

    private func score(_ text: String, _ found: (count: Int, units: Int)) -> Double {
        // Twice as long says more, not twice as much.
        Double(found.count) * Double(found.units).squareRoot() * telling(text)
    }

    private static func chosen(_ ranked: [(text: String, score: Double)]) -> [String] {
        var chosen: [String] = []
        guard let best = ranked.first?.score else { return [] }
        for (text, score) in ranked where chosen.count < 3 && score >= best * 0.45 {
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
    private static func pieces(_ units: [String?]) -> Set<Piece> {
        var pieces: Set<Piece> = []
        for start in units.indices {
            var text = ""
            for end in start..<min(start + longest, units.count) {
                guard let unit = units[end] else { break }
                let isWord = unit.utf8.count > 1 && unit.first?.isASCII == true
                if isWord, let last = text.last, last.isASCII { text += " " }
                text += unit
                let count = end - start + 1
                if count > 1 || isWord && unit.count > 3 {
                    pieces.insert(Piece(text: text, units: isWord && count == 1 ? 2 : count))
                }
            }
        }
        return pieces
    }

    private struct Piece: Hashable {
        let text: String
        let units: Int
    }
}
