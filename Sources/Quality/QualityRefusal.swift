import Core
import Web

/// What the quality pages say no to.
enum QualityRefusal: String, Refusable {
    /// Why it is no finding was not said, or at too great a length.
    case reason
    /// Somebody else decided first.
    case decided
    /// What shall be done beside it cannot be done now, or lacks its words.
    case also
    /// No answer to look at, or too long a one.
    case answer

    var code: String { "quality.\(rawValue)" }
    var status: Int { self == .decided ? 409 : 422 }
    var field: String? {
        switch self {
        case .reason: "reason"
        case .also: "note"
        case .answer: "answer"
        case .decided: nil
        }
    }
    func sentence(_ words: Words) -> String { words("quality.refusal.\(rawValue)") }
}
