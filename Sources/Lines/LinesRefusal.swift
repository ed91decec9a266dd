import Core
public import Web

/// Why something about lines was not done.
public enum LinesRefusal: Refusable, Hashable {
    case missing(String)
    case tooLong(String, limit: Int)
    case invalid(String)
    /// The line takes nothing over with one key.
    case notAPartner
    /// The matter cannot be handed over as it stands.
    case notNow
    /// It is handed over already, and nobody has said yes or no.
    case underWay
    /// Nobody is on the roster for today.
    case nobodyOnDuty
    /// The matter is at the window already.
    case atWindow

    public var code: String {
        switch self {
        case .missing: "missing_input"
        case .tooLong: "too_long"
        case .invalid: "invalid_input"
        case .notAPartner: "not_a_partner"
        case .notNow: "not_now"
        case .underWay: "under_way"
        case .nobodyOnDuty: "nobody_on_duty"
        case .atWindow: "at_window"
        }
    }

    public var status: Int {
        switch self {
        case .missing, .tooLong, .invalid: 422
        case .notAPartner, .notNow, .underWay, .nobodyOnDuty, .atWindow: 409
        }
    }

    public var field: String? {
        switch self {
        case .missing(let field), .tooLong(let field, _), .invalid(let field): field
        case .notAPartner: "line"
        case .notNow, .underWay, .nobodyOnDuty, .atWindow: nil
        }
    }

    public func sentence(_ words: Words) -> String {
        switch self {
        case .missing: words("lines.refusal.missing")
        case .tooLong(_, let limit): words("lines.refusal.tooLong", ["limit": limit])
        case .invalid(let field):
            words(words.holds("lines.refusal.\(field)") ? "lines.refusal.\(field)" : "lines.refusal.invalid")
        case .notAPartner, .notNow, .underWay, .nobodyOnDuty, .atWindow: words("lines.refusal.\(code)")
        }
    }

    /// A text that has to be there, within a limit, without control characters.
    static func text(_ text: String, field: String, limit: Int) throws(LinesRefusal) -> String {
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
