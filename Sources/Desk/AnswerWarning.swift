/// Something the checks ask about an answer. The answer stands all the same: it is a question to a person.
public struct AnswerWarning: Encodable, Hashable, Sendable {
    /// The word of the check.
    public let check: String
    /// Why, in the language that was asked for.
    public let sentence: String
    /// The words it is about.
    public let words: [String]

    public init(check: String, sentence: String, words: [String]) {
        self.check = check
        self.sentence = sentence
        self.words = words
    }
}
