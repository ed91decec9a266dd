/// An answer and all that was known when it was given: what the checks look at.
public struct AnswerScene: Hashable, Sendable {
    /// The event that holds it.
    public let sequence: Int
    public let at: Moment
    public let kind: String
    public let category: String?
    public let area: AreaCode
    public let title: String
    /// What the resident wrote, what they added later included.
    public let question: String
    public let answer: String
    /// The unit that answers for it; the desk's own where no unit had it.
    public let unit: UnitCode
    /// Answered by whoever received it.
    public let isDirect: Bool
    /// Since when the unit had it: dispatched, or sent back by the resident's no.
    public let since: Moment?
    /// Until when it was due; nil where nothing ran.
    public let due: Moment?
    /// Whether the kind expects somebody to speak with the resident, and whether that is on record.
    public let expectsContact: Bool
    public let isContacted: Bool
    /// The answer before that the resident said no to.
    public let refused: String?

    /// The answer in an event of a story; nil where it holds none.
    public init?(story: [Event], sequence: Int, in city: City) {
        guard let event = story.first(where: { $0.sequence == sequence }),
            case .answered(let text, let unit)? = event.facts.first(where: \.isAnswer)
        else { return nil }
        let category = event.facts.lazy.compactMap { fact in
            if case .categorised(let category) = fact { category } else { nil }
        }.first
        self.init(
            text, by: unit, category: category, after: story.filter { $0.sequence < sequence },
            sequence: sequence, at: event.at, in: city)
    }

    /// An answer that is not given yet, after the whole of a story.
    public init?(draft: String, by unit: UnitCode?, after story: [Event], at now: Moment, in city: City) {
        self.init(
            draft, by: unit, category: nil, after: story, sequence: (story.last?.sequence ?? 0) + 1, at: now,
            in: city)
    }

    private init?(
        _ answer: String, by unit: UnitCode?, category: String?, after story: [Event], sequence: Int,
        at moment: Moment, in city: City
    ) {
        guard let matter = Matter(story: story), case .raised(let raised)? = story.first?.facts.first else {
            return nil
        }
        let past = AnswerPast(story.standing)
        let procedure = city.procedures[matter.kind]
        self.sequence = sequence
        at = moment
        kind = matter.kind
        self.category = category ?? matter.category
        area = matter.area
        title = raised.title
        question = ([raised.text] + past.additions).joined(separator: "\n")
        self.answer = answer
        self.unit = unit ?? matter.lead ?? city.desk
        isDirect = matter.lead == nil
        since = past.since
        due = matter.clocks.filter { procedure?.limit($0.limit)?.subject == .matter }.map(\.due).max()
        expectsContact = matter.lead != nil && procedure?.limits.contains { $0.subject == .contact } == true
        isContacted = past.isContacted
        refused = past.refused
    }
}

/// What happened before an answer, folded from the story.
private struct AnswerPast {
    private(set) var additions: [String] = []
    private(set) var since: Moment?
    private(set) var isContacted = false
    private(set) var refused: String?
    private var last: String?

    init(_ story: [Event]) {
        for event in story {
            for fact in event.facts { take(fact, of: event) }
        }
    }

    private mutating func take(_ fact: Fact, of event: Event) {
        switch fact {
        case .added(let text): additions.append(text)
        case .dispatched, .ruled: (since, isContacted) = (event.at, false)
        case .contacted, .attempted: isContacted = true
        case .answered(let text, _): (last, refused) = (text, nil)
        case .rated(let solved, let satisfied, _):
            if !solved || !satisfied { (refused, since) = (last, event.at) }
        default: break
        }
    }
}

extension Fact {
    var isAnswer: Bool { if case .answered = self { true } else { false } }
}
