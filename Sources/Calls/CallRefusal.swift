import Core
import Web

/// Why something about a call was not done.
enum CallRefusal: Refusable, Hashable {
    /// Somebody has said already what came of it.
    case over
    case missing(String)
    /// A field of an event or a form cannot be right; why, in a word.
    case invalid(String, String)
    /// No key of a call centre signed the message, or not now.
    case notSigned
    /// The headers of Standard Webhooks are missing or cannot be read.
    case noSignature(String)
    /// The matter to join is closed, or not there for this taker.
    case notToBeJoined

    var code: String {
        switch self {
        case .over: "call_over"
        case .missing: "missing_input"
        case .invalid: "invalid_input"
        case .notSigned: "not_signed"
        case .noSignature: "no_signature"
        case .notToBeJoined: "not_to_be_joined"
        }
    }

    var status: Int {
        switch self {
        case .over: 409
        case .missing, .invalid, .notToBeJoined: 422
        case .notSigned: 403
        case .noSignature: 400
        }
    }

    var field: String? {
        switch self {
        case .missing(let field), .invalid(let field, _): field
        case .notToBeJoined: "join"
        case .over, .notSigned, .noSignature: nil
        }
    }

    func sentence(_ words: Words) -> String {
        switch self {
        case .over: words("calls.refusal.over")
        case .missing(let field):
            words.holds("calls.refusal.missing.\(field)")
                ? words("calls.refusal.missing.\(field)") : words("calls.refusal.missing")
        case .invalid(let field, let why):
            words("calls.refusal.invalid.\(why)", ["field": field])
        case .notSigned: words("calls.refusal.notSigned")
        case .noSignature(let header): words("calls.refusal.noSignature", ["header": header])
        case .notToBeJoined: words("calls.refusal.notToBeJoined")
        }
    }
}
