/// How much of an answer is about the matter, and how much would fit any.
public struct WordingSubstance: Sendable, Hashable {
    /// The stock phrases of the answer.
    public let stock: [WordingPhrases.Hit]
    /// Letters that are left without them, and all of them. Numbers count.
    public let own: Int
    public let whole: Int

    public init(_ answer: Wording, stock phrases: WordingPhrases) {
        stock = phrases.hits(in: answer)
        let isLetter = answer.letters.map { $0 != "," && $0 != "." }
        whole = isLetter.count { $0 }
        own = whole - stock.reduce(0) { sum, hit in sum + hit.letters.count { isLetter[$0] } }
    }
}

extension WordingPhrases.Hit {
    /// Whether the words around it say it of something else: within a quotation, or with `if` or `whoever`
    /// before it in the sentence.
    public func isSaidOfSomethingElse(in wording: Wording) -> Bool {
        guard wording.isQuoted.indices.contains(letters.lowerBound) else { return false }
        if wording.isQuoted[letters.lowerBound] { return true }
        let before = wording.letters[wording.sentence(before: letters.lowerBound)]
        return Self.conditions.contains { condition in
            let wanted = Array(condition.unicodeScalars)
            return before.indices.contains { before[$0...].starts(with: wanted) }
        }
    }

    private static let conditions = ["如果", "如您", "若", "凡", "否则", "逾期", "情形"]
}
