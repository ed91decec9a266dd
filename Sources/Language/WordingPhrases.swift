/// Phrases with weights that are looked for in wordings. A `*` in a phrase stands for at most twelve letters
/// of the same clause.
public struct WordingPhrases: Sendable {
    /// Letters that a `*` may stand for.
    public static let longestGap = 12

    /// A phrase where it was found.
    public struct Hit: Hashable, Sendable {
        /// As the city wrote it.
        public let phrase: String
        public let weight: Int
        /// In scalars of the original text.
        public let place: Range<Int>
        /// In letters of the wording.
        let letters: Range<Int>
    }

    private struct Phrase: Sendable {
        let text: String
        let weight: Int
        /// The parts between the stars, folded.
        let parts: [[Unicode.Scalar]]
        let length: Int
    }

    /// By first letter, the longest first.
    private let phrases: [Unicode.Scalar: [Phrase]]

    /// Phrases without a letter are dropped.
    public init(_ weights: [String: Int]) {
        var phrases: [Unicode.Scalar: [Phrase]] = [:]
        for (text, weight) in weights.sorted(by: { $0.key < $1.key }) {
            let parts = text.split(separator: "*").map { Wording(String($0)).letters }.filter { !$0.isEmpty }
            guard let first = parts.first?.first else { continue }
            phrases[first, default: []].append(
                Phrase(text: text, weight: weight, parts: parts, length: parts.reduce(0) { $0 + $1.count }))
        }
        self.phrases = phrases.mapValues { $0.sorted { ($1.length, $0.text) < ($0.length, $1.text) } }
    }

    public init(_ phrases: [String]) {
        self.init(Dictionary(phrases.map { ($0, 1) }) { first, _ in first })
    }

    public var isEmpty: Bool { phrases.isEmpty }

    /// Where the phrases stand, none within another; the longest counts.
    public func hits(in wording: Wording) -> [Hit] {
        var hits: [Hit] = []
        var index = 0
        while index < wording.letters.count {
            if let hit = hit(at: index, in: wording) {
                hits.append(hit)
                index = hit.letters.upperBound
            } else {
                index += 1
            }
        }
        return hits
    }

    /// Where a phrase stands that begins here.
    private func hit(at index: Int, in wording: Wording) -> Hit? {
        for phrase in phrases[wording.letters[index]] ?? [] {
            guard let end = end(of: phrase, at: index, in: wording) else { continue }
            return Hit(
                phrase: phrase.text, weight: phrase.weight, place: wording.place(of: index..<end),
                letters: index..<end)
        }
        return nil
    }

    private func end(of phrase: Phrase, at start: Int, in wording: Wording) -> Int? {
        var index = start
        for (number, part) in phrase.parts.enumerated() {
            let most = number == 0 ? 0 : Self.longestGap
            guard let next = find(part, from: index, most: most, in: wording) else { return nil }
            index = next
        }
        return index
    }

    /// Where a part ends that begins at most so many letters further on, in the same clause.
    private func find(_ part: [Unicode.Scalar], from start: Int, most: Int, in wording: Wording) -> Int? {
        for begin in start...start + most {
            if begin + part.count > wording.letters.count { return nil }
            if wording.letters[begin..<begin + part.count].elementsEqual(part) { return begin + part.count }
            if wording.isEnd(begin) { return nil }
        }
        return nil
    }
}
