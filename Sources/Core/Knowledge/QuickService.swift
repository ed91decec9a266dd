/// Something that is done in the same minute and never becomes a matter: asking the owner of a car to move
/// it. It is only counted (快速服务).
public struct QuickService: Hashable, Sendable {
    /// Stands in its address: small letters, digits and hyphens.
    public let code: String
    public let title: LocalText
    /// What the taker says and does, in order.
    public let steps: [LocalText]
    /// What is asked of the caller.
    public let fields: [Field]
    /// Who is told, and how.
    public let tells: LocalText
    /// What they are told, with `{field}` blanks.
    public let message: LocalText
    /// The classes of matters in whose place it often is enough.
    public let categories: [String]

    /// One thing that is asked.
    public struct Field: Hashable, Sendable {
        public let name: String
        public let label: LocalText
        public let isRequired: Bool
        /// Whether it tells who somebody is: then it is never kept in clear.
        public let isPrivate: Bool

        public init(name: String, label: LocalText, isRequired: Bool, isPrivate: Bool) {
            self.name = name
            self.label = label
            self.isRequired = isRequired
            self.isPrivate = isPrivate
        }

        /// What is kept of an answer: of a private one the first two characters and the last.
        public func kept(_ answer: String) -> String {
            guard isPrivate, !answer.isEmpty else { return answer }
            let letters = Array(answer)
            guard letters.count > 4 else { return String(repeating: "*", count: letters.count) }
            return String(letters.prefix(2)) + String(repeating: "*", count: letters.count - 3)
                + String(letters.suffix(1))
        }
    }

    /// The most characters of an answer.
    public static let longestAnswer = 200

    public init(
        code: String, title: LocalText, steps: [LocalText], fields: [Field], tells: LocalText,
        message: LocalText, categories: [String]
    ) {
        self.code = code
        self.title = title
        self.steps = steps
        self.fields = fields
        self.tells = tells
        self.message = message
        self.categories = categories
    }

    /// The message with the caller's answers in its blanks; what was not answered is left out.
    public func filled(_ language: Language, _ answers: [String: String]) -> String {
        message[language].withBlanks { answers[$0] ?? "" }
    }
}
