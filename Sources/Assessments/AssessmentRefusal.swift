import Core
public import Web

/// What the assessments say no to.
public enum AssessmentRefusal: Refusable, Hashable {
    /// A field of a form is empty.
    case missing(field: String)
    /// A field has more characters than it may.
    case tooLong(field: String, limit: Int)
    /// More things are claimed than can be looked at.
    case tooManyClaims(limit: Int)
    /// A finishing day that is none, or is past.
    case badDay
    /// No post in the unit that it takes.
    case notYours
    /// The meeting is over.
    case closed
    /// Units of the meeting have no comment yet.
    case uncommented(count: Int)
    /// Entries of the agenda lack a plan, a responsible person or a finishing day.
    case unplanned(count: Int)
    /// The agenda is made on the day of the diagnosis.
    case tooEarly

    public var code: String {
        switch self {
        case .missing: "assessments.missing"
        case .tooLong: "assessments.tooLong"
        case .tooManyClaims: "assessments.tooManyClaims"
        case .badDay: "assessments.badDay"
        case .notYours: "assessments.notYours"
        case .closed: "assessments.closed"
        case .uncommented: "assessments.uncommented"
        case .unplanned: "assessments.unplanned"
        case .tooEarly: "assessments.tooEarly"
        }
    }

    public var status: Int {
        switch self {
        case .notYours: 403
        case .closed, .uncommented, .unplanned, .tooEarly: 409
        case .missing, .tooLong, .tooManyClaims, .badDay: 422
        }
    }

    public var field: String? {
        switch self {
        case .missing(let field), .tooLong(let field, _): field
        case .tooManyClaims: "claims"
        case .badDay: "finish"
        case .notYours, .closed, .uncommented, .unplanned, .tooEarly: nil
        }
    }

    public func sentence(_ words: Words) -> String {
        switch self {
        case .missing(let field):
            words("assessments.missing", ["field": words("assessments.field.\(field)")])
        case .tooLong(let field, let limit):
            words(
                "assessments.tooLong",
                ["field": words("assessments.field.\(field)"), "limit": limit])
        case .tooManyClaims(let limit): words("assessments.tooManyClaims", ["limit": limit])
        case .badDay: words("assessments.badDay")
        case .notYours: words("assessments.notYours")
        case .closed: words("assessments.closed")
        case .uncommented(let count): words.plural("assessments.uncommented", count)
        case .unplanned(let count): words.plural("assessments.unplanned", count)
        case .tooEarly: words("assessments.tooEarly")
        }
    }
}
