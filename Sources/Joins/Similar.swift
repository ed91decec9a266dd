public import Core

/// A matter that may be the same problem, and why it may be.
public struct Similar: Sendable, Hashable {
    public let id: Int64
    public let number: String
    public let kind: String
    public let stage: String
    public let title: String
    public let area: AreaCode
    public let category: String?
    public let raisedAt: Moment
    /// How sure it is, 0 … 100.
    public let score: Int
    public let reasons: [Reason]

    /// One ground for it, for a reader.
    public enum Reason: Sendable, Hashable {
        /// The very same words.
        case sameText
        /// So many of a hundred of what both say.
        case text(percent: Int)
        case sameVillage, sameTown, sameCounty
        case meters(Int)
        case sameCategory
        /// Raised so many days from each other.
        case days(Int)
    }
}

/// What is asked about: a matter, or what somebody is just telling.
public struct SimilarQuestion: Sendable {
    public var title: String
    public var text: String
    public var area: AreaCode
    public var category: String?
    public var position: Position?
    /// When it was raised.
    public var at: Moment
    /// Its own key where it is stored already; 0 where it is not.
    public var id: Int64

    public init(
        title: String, text: String, area: AreaCode, category: String? = nil, position: Position? = nil,
        at: Moment, id: Int64 = 0
    ) {
        self.title = title
        self.text = text
        self.area = area
        self.category = category
        self.position = position
        self.at = at
        self.id = id
    }
}

/// Text × place × class × time.
struct SimilarScore {
    /// Below this nothing is shown. Of 830 pairs of real messages whose texts alone score 0.30 a sample of
    /// about 25 was read, and one was wrong; between 0.20 and 0.30 one in five.
    static let least = 0.24
    /// Neighbours of the same village and class are shown whatever their words, if raised within so many
    /// days.
    static let neighbourDays = 3

    let question: SimilarQuestion
    let candidate: SimilarCandidate
    /// Of the texts, 0 … 1.
    let text: Double
    let isSameText: Bool

    private var days: Int { Int(abs(question.at - candidate.raisedAt) / 86_400_000) }

    private var isSameCategory: Bool {
        question.category != nil && question.category == candidate.category
    }

    private var meters: Int? {
        guard let here = question.position, let there = candidate.position else { return nil }
        return Int(here.meters(to: there).rounded())
    }

    private func shares(_ level: AreaLevel) -> Bool {
        guard let here = question.area.ancestor(at: level) else { return false }
        return candidate.area.ancestor(at: level) == here
    }

    /// 0 … 1.
    var value: Double {
        let isNear = meters.map { $0 <= 200 } ?? false
        // Far from each other it is hardly the same, whatever the words: every town has its broken lamp.
        let place =
            isNear || shares(.village)
            ? 1.15 : shares(.town) ? 1 : contains ? 1 : shares(.county) ? 0.85 : isSameText ? 0.7 : 0.5
        let known = question.category != nil && candidate.category != nil
        let category = isSameCategory ? 1.1 : known ? 0.85 : 1
        let time = days <= 14 ? 1 : days <= 90 ? 0.9 : 0.7
        var value = (isSameText ? max(text, 0.9) : text) * place * category * time
        if isSameCategory, isNear || shares(.village), days <= Self.neighbourDays {
            value = max(value, Self.least)
        }
        return min(1, value)
    }

    /// Somebody who only says the county may mean any place in it.
    private var contains: Bool {
        question.area.contains(candidate.area) || candidate.area.contains(question.area)
    }

    var reasons: [Similar.Reason] {
        var reasons: [Similar.Reason] = []
        if let meters, meters <= 2000 { reasons.append(.meters(meters)) }
        if shares(.village) {
            reasons.append(.sameVillage)
        } else if shares(.town) {
            reasons.append(.sameTown)
        } else if shares(.county) {
            reasons.append(.sameCounty)
        }
        if isSameCategory { reasons.append(.sameCategory) }
        if isSameText {
            reasons.append(.sameText)
        } else if text >= 0.1 {
            reasons.append(.text(percent: Int((min(1, text) * 100).rounded())))
        }
        reasons.append(.days(days))
        return reasons
    }
}
