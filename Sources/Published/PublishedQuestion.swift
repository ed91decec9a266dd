import Core
import Desk
import Markup
import Web

/// What the address of the list asks for, with what cannot be right told field by field.
struct PublishedQuestion: Sendable {
    let answers: FormAnswers
    private(set) var question = PublicQuestion()
    private(set) var errors: [FieldError] = []
    /// Words beyond this many characters are not looked at.
    private static let wordsLimit = 200

    init(_ answers: FormAnswers, _ telling: PublishedTelling) {
        self.answers = answers
        let city = telling.city
        question.onlyAnswered = true
        question.words = answers.given("words").map { String($0.prefix(Self.wordsLimit)) }
        let unknown = telling.words("published.unknown")
        if let code = answers.given("category") {
            let leaves = city.catalogue.leaves(below: code)
            if leaves.isEmpty { errors.append(FieldError(field: "category", message: unknown)) }
            question.categories = Array(leaves.prefix(PublicQuestion.mostCategories))
        }
        question.area = read("area", unknown) { text in
            AreaCode(text).flatMap { city.areas[$0] == nil ? nil : $0 }
        }
        let noDay = telling.words("published.noDay")
        let first = read("from", noDay) { CivilDate($0) }
        let last = read("to", noDay) { CivilDate($0) }
        if let first, let last, last < first {
            errors.append(FieldError(field: "to", message: telling.words("published.turned")))
        }
        question.raisedFrom = first.map { city.calendar.start(of: $0) }
        question.raisedBefore = last.map { city.calendar.start(of: $0.adding(days: 1)) }
    }

    private mutating func read<T>(_ name: String, _ message: String, _ value: (String) -> T?) -> T? {
        guard let text = answers.given(name) else { return nil }
        let found = value(text)
        if found == nil { errors.append(FieldError(field: name, message: message)) }
        return found
    }

    /// Whether anything is left out.
    var isNarrow: Bool { ["words", "category", "area", "from", "to"].contains { answers.given($0) != nil } }

    /// The same question put to a file.
    func path(of format: PublishedFormat) -> String {
        PublishedPath.file(format) + answers.asQuery(without: ["after", "size"])
    }
}

extension Catalogue {
    /// The leaves that lie in a class, or the class itself where it is one.
    func leaves(below code: String) -> [String] {
        leaves.filter { leaf in lineage(of: leaf.code).contains { $0.code == code } }.map(\.code)
    }
}
