import Core
import Web

/// A reason for sending back that the city's list does not have now, told with the list.
struct UnlistedCause: Refusable, Hashable {
    let choices: [RuleBook.Reason]

    /// Nil for every other refusal.
    init?(_ refusal: Refusal, in city: City, at now: Moment) {
        guard refusal == .invalid(.cause, .unknown) else { return nil }
        choices = city.returnReasons(at: now)
    }

    private var refusal: Refusal { .invalid(.cause, .unknown) }
    var code: String { refusal.code }
    var status: Int { refusal.status }
    var field: String? { refusal.field }

    /// The codes stand beside the sentence, a comma between them.
    var details: [String: String] {
        refusal.details.merging(["choices": choices.map(\.code).joined(separator: ",")]) { $1 }
    }

    func sentence(_ words: Words) -> String {
        let known = choices.map { "\($0.code) (\(words($0.name)))" }
        return words("matters.refusal.unknown_cause", ["choices": known.joined(separator: ", ")])
    }

    func fieldProblems(_ words: Words) -> [FieldProblem] { refusal.fieldProblems(words) }
}
