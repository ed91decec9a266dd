import Core
import Desk
import Markup
import Web

/// What the address of a list asks for, with what cannot be right told field by field.
struct ListQuestion: Sendable {
    let answers: FormAnswers
    private(set) var filter = MatterFilter()
    private(set) var errors: [FieldError] = []

    /// Words beyond this many characters are not looked at.
    static let wordsLimit = 400

    init(_ answers: FormAnswers, _ telling: Telling) {
        self.answers = answers
        let city = telling.city
        let unknown = telling.words("matters.list.unknown")
        filter.words = answers.given("words").map { String($0.prefix(Self.wordsLimit)) }
        switch answers["state"] {
        case "open": filter.isOpen = true
        case "closed": filter.isOpen = false
        default: break
        }
        if answers["overdue"] == "yes" { filter.isOverdue = true }
        filter.kind = check("kind", unknown) { city.procedures[$0] == nil ? nil : $0 }
        filter.stage = check("stage", unknown) { name in
            city.procedures.values.contains { $0.stage(name) != nil } ? name : nil
        }
        filter.category = check("category", unknown) { city.catalogue[$0].map(\.code) }
        filter.area = check("area", unknown) { AreaCode($0).flatMap { city.areas[$0] == nil ? nil : $0 } }
        filter.lead = check("unit", unknown) { city.units[UnitCode($0)].map(\.code) }
        let noDay = telling.words("matters.list.noDay")
        let first = check("from", noDay) { CivilDate($0) }
        let last = check("to", noDay) { CivilDate($0) }
        if let first, let last, last < first {
            errors.append(FieldError(field: "to", message: telling.words("matters.list.turned")))
        }
        filter.raisedFrom = first.map { city.calendar.start(of: $0) }
        filter.raisedBefore = last.map { city.calendar.start(of: $0.adding(days: 1)) }
    }

    private mutating func check<Value>(_ name: String, _ message: String, _ read: (String) -> Value?)
        -> Value?
    {
        guard let text = answers.given(name) else { return nil }
        if let value = read(text) { return value }
        errors.append(FieldError(field: name, message: message))
        return nil
    }
}
