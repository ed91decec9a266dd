import Core
import Desk
import Markup
import Web

/// What the address of a list asks for, with what cannot be right told field by field.
struct ListQuestion: Sendable {
    let answers: FormAnswers
    private(set) var filter = MatterFilter()
    private(set) var order = ListOrder.newest
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
        if answers["supervised"] == "yes" { filter.isSupervised = true }
        if answers["excluded"] == "yes" { filter.isExcluded = true }
        filter.route = check("route", unknown) { Route(rawValue: $0) }
        filter.grade = check("grade", unknown) { Grade(rawValue: $0) }
        filter.kind = check("kind", unknown) { city.procedures[$0] == nil ? nil : $0 }
        filter.stage = check("stage", unknown) { name in
            city.procedures.values.contains { $0.stage(name) != nil } ? name : nil
        }
        filter.category = check("category", unknown) { city.catalogue[$0].map(\.code) }
        filter.area = check("area", unknown) { AreaCode($0).flatMap { city.areas[$0] == nil ? nil : $0 } }
        filter.channel = check("channel", unknown) { Channel(rawValue: $0) }
        filter.urgency = check("urgency", unknown) { Urgency(rawValue: $0) }
        // What was searched for stands best first, unless another order is asked for.
        order =
            check("sort", unknown) { ListOrder(rawValue: $0) }
            ?? (filter.words == nil ? .newest : .best)
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

    /// A question that came back with a form, written anew; nothing where it makes no sense.
    static func sound(_ question: String) -> String {
        guard question.hasPrefix("?"), question.utf8.count <= 2000 else { return "" }
        return (try? FormAnswers(urlencoded: question.dropFirst().utf8).asQuery()) ?? ""
    }

    /// How many rows a page has, 1 … 100.
    var size: Int {
        let asked = answers.number("size").map { Int(clamping: $0) } ?? 25
        return min(max(asked, 1), 100)
    }

    /// What a question that was kept filters by, without saying what is wrong with it.
    static func filter(_ answers: FormAnswers, in city: City) -> MatterFilter {
        var filter = MatterFilter()
        filter.isOpen = ["open": true, "closed": false][answers["state"]]
        if answers["overdue"] == "yes" { filter.isOverdue = true }
        if answers["supervised"] == "yes" { filter.isSupervised = true }
        if answers["excluded"] == "yes" { filter.isExcluded = true }
        filter.route = Route(rawValue: answers["route"])
        filter.grade = Grade(rawValue: answers["grade"])
        filter.kind = answers.given("kind")
        filter.stage = answers.given("stage")
        filter.category = answers.given("category")
        filter.lead = answers.given("unit").map { UnitCode($0) }
        return filter
    }

    /// The list alone, as the address asks for it.
    var plain: String { answers.asQuery(without: ["open"]) }

    /// The address of the list with a matter beside it.
    func beside(_ number: String) -> String {
        MattersPath.list + answers.asQuery(setting: ["open": number])
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
