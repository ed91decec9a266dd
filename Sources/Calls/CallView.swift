import Core
import Desk
import Markup
import Web

/// All that stands beside a call while somebody speaks with its caller.
struct CallView: Sendable {
    var record: CallRecord
    /// Matters of the same number, newest first.
    var earlier: [MatterRecord] = []
    var earlierCalls: [CallRecord] = []
    /// Matters that came of this call.
    var matters: [CallMatter] = []
    var partners: [TransferPartner] = []
    var quick: [QuickChoice] = []
    var suggested = CallSuggestions()
    var offer = ExpertOffer.none
    /// Whether the reader may see the caller's number: it is their call, or they asked with a reason.
    var showsNumber = false
    /// Who asked for the number, when and why.
    var reveals: [(person: Int64, at: Moment, reason: String)] = []
    /// The move by which the filed matter becomes a key order; nil where it cannot.
    var key: (number: String, move: Move)?
    /// Whether the filed matter is one that is open already.
    var question: HTML?
}

/// What fits the words that were typed so far.
struct CallSuggestions: Sendable {
    var answers: [KnownAnswer] = []
    /// Open matters this may belong to.
    var joinable: [LikelyMatter] = []
    /// Classes, the likeliest first.
    var categories: [String] = []

    var isEmpty: Bool { answers.isEmpty && joinable.isEmpty && categories.isEmpty }
}
