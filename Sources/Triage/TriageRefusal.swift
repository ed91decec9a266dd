import Core
public import Web

/// Why something is not done here.
public enum TriageRefusal: Error, Hashable, Sendable {
    /// It does not wait to be dispatched, or not for this person.
    case notWaiting
    /// It changed since the page was made.
    case outOfDate
    /// A move says no, by its own code.
    case move(code: String)
    case missing(String)
    case invalid(String)
    /// The bytes of a model are gone, or it cannot be read by this program.
    case notWhole(version: Int)
    case isInForce(version: Int)
    /// Somebody else was faster.
    case alreadyDone
    /// Too little was confirmed to learn from.
    case tooLittle(have: Int, need: Int)
    /// Another server is making a model.
    case busy
    /// The city's pack allows nothing by itself.
    case notAllowed

    init(_ refusal: Refusal) {
        if case .outOfDate = refusal { self = .outOfDate } else { self = .move(code: refusal.code) }
    }
}

extension TriageRefusal: Refusable {
    public var code: String {
        switch self {
        case .notWaiting: "not_waiting"
        case .outOfDate: "out_of_date"
        case .move(let code): code
        case .missing: "missing_input"
        case .invalid: "invalid_input"
        case .notWhole: "model_not_whole"
        case .isInForce: "model_in_force"
        case .alreadyDone: "already_done"
        case .tooLittle: "too_little"
        case .busy: "busy"
        case .notAllowed: "not_allowed"
        }
    }

    public var status: Int {
        switch self {
        case .missing, .invalid, .tooLittle: 422
        case .notWaiting, .outOfDate, .move, .notWhole, .isInForce, .alreadyDone, .busy, .notAllowed: 409
        }
    }

    public var field: String? {
        switch self {
        case .missing(let field), .invalid(let field): field
        case .notWaiting, .outOfDate, .move, .notWhole, .isInForce, .alreadyDone, .tooLittle, .busy,
            .notAllowed:
            nil
        }
    }

    public func sentence(_ words: Words) -> String {
        switch self {
        case .notWaiting: words("triage.refused.notWaiting")
        case .outOfDate: words("triage.refused.outOfDate")
        case .move(let code):
            words(
                code == "not_yours" || code == "gate_shut"
                    ? "triage.refused.notYours" : "triage.refused.notWaiting")
        case .missing: words("triage.refused.missing")
        case .invalid: words("triage.refused.invalid")
        case .notWhole(let version): words("triage.refused.notWhole", ["version": version])
        case .isInForce(let version): words("triage.refused.isInForce", ["version": version])
        case .alreadyDone: words("triage.refused.alreadyDone")
        case .tooLittle(let have, let need):
            words("triage.refused.tooLittle", ["have": have, "need": need])
        case .busy: words("triage.refused.busy")
        case .notAllowed: words("triage.refused.notAllowed")
        }
    }
}
