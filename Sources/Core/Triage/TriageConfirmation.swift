/// What people confirmed a matter to be about, and how sure that is: what a model learns from.
public struct TriageConfirmation: Hashable, Sendable {
    public let category: String
    /// From 0 to 100: how much it counts when a model is made.
    public let weightPercent: Int

    /// Nil for a matter that has no category.
    ///
    /// A category that a unit accepted by answering counts most. One that the program gave by itself says
    /// hardly more than what it knew before. A matter that was given back may have had the right category
    /// and the wrong unit, or the wrong both.
    ///
    /// - Parameters:
    ///   - story: Events that stand, in their order.
    ///   - program: The name under which the program decides by itself.
    ///   - isChecked: Whether somebody looked at the program's decision and called it right.
    public init?(_ story: [Event], program: String, isChecked: Bool = false) {
        var category: String?
        var giver = Doer.resident
        var (isDispatched, isReturned, isAnswered) = (false, false, false)
        for event in story where !event.isSharedAnswer {
            for fact in event.facts {
                switch fact {
                case .raised(let raised):
                    (category, giver) = (raised.category, event.by)
                case .categorised(let given):
                    // Saying the same again, as a person, confirms what the program said.
                    if given != category || giver == .system(program) { giver = event.by }
                    if given != category { (isReturned, isAnswered) = (false, false) }
                    category = given
                case .dispatched: isDispatched = true
                case .takenBack: isReturned = true
                case .answered(_, let unit): if unit != nil { isAnswered = isAnswered || isDispatched }
                default: break
                }
            }
        }
        guard let category else { return nil }
        self.category = category
        switch giver {
        case .system(let name) where name == program && isChecked: weightPercent = isReturned ? 50 : 100
        case .system(let name) where name == program:
            weightPercent = isAnswered && !isReturned ? 20 : 5
        case .system:
            weightPercent = isAnswered && !isReturned ? 70 : 50
        case .officer, .resident:
            weightPercent = isAnswered ? (isReturned ? 70 : 100) : (isReturned ? 30 : 50)
        }
    }
}

extension Event {
    /// One answer for all that are joined: each gets its unit in passing, which says nothing about how it was
    /// dispatched.
    var isSharedAnswer: Bool {
        guard case .system = by else { return false }
        var (isDispatched, isAnswered) = (false, false)
        for fact in facts {
            if case .dispatched = fact { isDispatched = true }
            if case .answered = fact { isAnswered = true }
        }
        return isDispatched && isAnswered
    }
}
