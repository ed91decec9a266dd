import Core

/// What happened to a matter in words that other systems may know: the last part of a CloudEvent's type. What
/// staff tell each other has none.
enum PublicWord {
    /// `cn.lianxin.matter.answered`.
    static let prefix = "cn.lianxin.matter."
    static let test = "cn.lianxin.test"

    /// Each word of the main way, the most telling first: where an event says several, this one names it.
    static let main = [
        "raised", "undone", "merged", "closed", "reopened", "rated", "answered", "returned", "archived",
        "dispatched", "escalated", "asked", "urged", "added", "joined", "overdue", "dueSoon", "classified",
        "categorised", "moved",
    ]

    /// Words beside the main way that residents read too.
    static let beside = [
        "extended", "suspended", "contacted", "partGiven", "supervisionOrdered", "supervisionRaised",
        "raiseTaken", "handedDown", "claimed", "contracted", "leaderVisited", "sessionHeld", "agreed",
        "checkDue", "checkHolds", "checkFails",
    ]

    static let all = main + beside

    /// What an event says to others, the naming word first; empty where it is nobody else's business.
    static func words(of event: Event) -> [String] {
        var words = event.facts.compactMap(word)
        if words.isEmpty, let from = event.from, from != event.to { words = ["moved"] }
        let ranked = words.sorted { rank($0) < rank($1) }
        return ranked.enumerated().filter { $0 == 0 || ranked[$0 - 1] != $1 }.map(\.element)
    }

    private static func rank(_ word: String) -> Int { all.firstIndex(of: word) ?? all.count }

    private static func word(of fact: Fact) -> String? {
        switch fact {
        case .raised: return "raised"
        case .categorised: return "categorised"
        case .classified: return "classified"
        case .dispatched: return "dispatched"
        case .takenBack: return "returned"
        case .escalated: return "escalated"
        case .answered: return "answered"
        case .asked: return "asked"
        case .rated: return "rated"
        case .urged: return "urged"
        case .added: return "added"
        case .undone: return "undone"
        case .merged: return "merged"
        case .joined: return "joined"
        case .archived: return "archived"
        case .reopened: return "reopened"
        case .closed: return "closed"
        case .clockWarned: return "dueSoon"
        case .clockExpired: return "overdue"
        case .attempted, .noted, .attached, .scopeProposed, .proposalDropped, .contactRevealed, .limitPassed,
            .told, .reasoned, .checked, .joinedTo, .left, .clockStarted, .clockPaused, .clockStopped:
            return nil
        case .part, .proposal, .extended, .suspended, .supervision, .raise, .leader, .mediation, .check,
            .contacted, .heard, .keyed, .guided, .ruled, .excluded:
            guard let side = fact.sideWord, side.isForResident, beside.contains(side.word) else { return nil }
            return side.word
        }
    }
}
