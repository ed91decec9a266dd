public import Core
public import Web

/// Why something about the dispatch rules was not done.
public enum RulesRefusal: Refusable, Hashable {
    case missing(String)
    case tooLong(String, limit: Int)
    case invalid(String)
    case problem(RuleProblem)
    case notFound
    /// It is no draft any more, or was decided already.
    case notNow
    /// Somebody else has to say yes.
    case anotherPerson
    /// Somebody changed it in the meantime.
    case overtaken
    /// Not within the area one looks after.
    case notYours

    public var code: String {
        switch self {
        case .missing: "missing_input"
        case .tooLong: "too_long"
        case .invalid, .problem: "invalid_input"
        case .notFound: "not_found"
        case .notNow: "not_now"
        case .anotherPerson: "another_person"
        case .overtaken: "out_of_date"
        case .notYours: "forbidden"
        }
    }

    public var status: Int {
        switch self {
        case .missing, .tooLong, .invalid, .problem: 422
        case .notFound: 404
        case .notNow, .anotherPerson, .overtaken: 409
        case .notYours: 403
        }
    }

    public var field: String? {
        switch self {
        case .missing(let field), .tooLong(let field, _), .invalid(let field): field
        case .problem(let problem):
            switch problem {
            case .noCategory: "category"
            case .noArea, .backstop: "area"
            case .noUnit, .elsewhere, .same: "unit"
            case .assistants: "assistant1"
            case .days: "until"
            case .past: "from"
            case .nothing: "what"
            }
        case .notFound, .notNow, .anotherPerson, .overtaken, .notYours: nil
        }
    }

    public func sentence(_ words: Words) -> String {
        switch self {
        case .missing: words("rules.refusal.missing")
        case .tooLong(_, let limit): words("rules.refusal.tooLong", ["limit": limit])
        case .invalid(let field):
            words(words.holds("rules.refusal.\(field)") ? "rules.refusal.\(field)" : "rules.refusal.invalid")
        case .problem(let problem): words("rules.problem.\(problem.rawValue)")
        case .notFound, .notNow, .anotherPerson, .overtaken, .notYours: words("rules.refusal.\(code)")
        }
    }

    /// A text that has to be there, within a limit, without control characters.
    static func text(_ text: String, field: String, limit: Int) throws(RulesRefusal) -> String {
        let shown = text.drop { $0.isWhitespace }
        guard shown.unicodeScalars.contains(where: { !$0.properties.isDefaultIgnorableCodePoint }) else {
            throw .missing(field)
        }
        guard shown.count <= limit, shown.utf8.count <= limit * 32 else {
            throw .tooLong(field, limit: limit)
        }
        for scalar in shown.unicodeScalars where scalar.value < 32 && scalar != "\n" && scalar != "\t" {
            throw .invalid(field)
        }
        return String(shown)
    }
}
