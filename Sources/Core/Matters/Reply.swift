/// A beginning that officers choose instead of writing it every time: an answer, a reason, an explanation or
/// a note, with blanks that the matter fills.
public struct Reply: Hashable, Sendable {
    /// Its key in the city pack.
    public let name: String
    /// What the choice says.
    public let title: LocalText
    /// The input it belongs to: one of `Reply.inputs`.
    public let input: InputWord
    /// Categories, or groups of them, that it fits; empty for all.
    public let categories: [String]
    public let text: LocalText

    public init(name: String, title: LocalText, input: InputWord, categories: [String], text: LocalText) {
        self.name = name
        self.title = title
        self.input = input
        self.categories = categories
        self.text = text
    }

    /// What a reply may be for.
    public static let inputs: [InputWord] = [.answer, .reason, .explanation, .note]
    /// What may stand in braces.
    public static let blanks = ["number", "title", "unit", "place", "due", "today"]

    /// The text in a language with its blanks filled, in one pass: no value is read as a blank again. A
    /// blank without a value stays as it is, for the officer to fill.
    public func filled(_ language: Language, _ values: [String: String]) -> String {
        text[language].withBlanks { values[$0] ?? "{\($0)}" }
    }
}

extension City {
    /// The replies that fit an input of a matter, in the order of the pack; those for its very category
    /// first.
    public func replies(for input: InputWord, on matter: Matter) -> [Reply] {
        let lineage = matter.category.map { catalogue.lineage(of: $0).map(\.code) } ?? []
        let fitting = replies.filter { reply in
            reply.input == input
                && (reply.categories.isEmpty || reply.categories.contains { lineage.contains($0) })
        }
        return fitting.filter { !$0.categories.isEmpty } + fitting.filter(\.categories.isEmpty)
    }
}
