/// What somebody says who calls a resident back about a matter of one kind: the two questions in the city's
/// own words, with blanks that the matter fills.
public struct CallScript: Hashable, Sendable {
    public let text: LocalText

    public init(_ text: LocalText) { self.text = text }

    /// What may stand in braces: the matter's number and title, the unit that leads, its answer, the place.
    public static let blanks = ["number", "title", "unit", "answer", "place"]
    /// The longest script in characters.
    public static let maximumLength = 2000

    /// The script in a language with its blanks filled, in one pass; one without a value stays empty.
    public func filled(_ language: Language, _ values: [String: String]) -> String {
        text[language].withBlanks { values[$0] ?? "" }
    }
}
