/// How long something may take where a city says more than its kinds do: for a class, a grade, an urgency, a
/// place, and for a time.
public struct LimitRule: Hashable, Sendable {
    /// The kind of matter it is for.
    public let kind: String
    /// The limit of that kind.
    public let limit: String
    /// The class or group of classes it is for; nil for all, and for what has none.
    public let category: String?
    /// Nil for every urgency.
    public let urgency: Urgency?
    /// Nil for every grade, and for what has none.
    public let grade: Grade?
    /// The area it is for, with all within it; nil for the whole city.
    public let area: AreaCode?
    public let span: Span
    /// The first day on which clocks that begin follow it; nil for "always so far".
    public let from: CivilDate?
    /// The last such day; nil for "until further notice".
    public let until: CivilDate?
    /// In words, where it is written down: the decision or the rule book.
    public let source: String?

    public init(
        kind: String, limit: String, category: String? = nil, urgency: Urgency? = nil, grade: Grade? = nil,
        area: AreaCode? = nil, span: Span, from: CivilDate? = nil, until: CivilDate? = nil,
        source: String? = nil
    ) {
        self.kind = kind
        self.limit = limit
        self.category = category
        self.urgency = urgency
        self.grade = grade
        self.area = area
        self.span = span
        self.from = from
        self.until = until
        self.source = source
    }

    /// Whether clocks that begin on this day follow it.
    public func isInForce(on day: CivilDate) -> Bool {
        from.map { $0 <= day } ?? true && until.map { day <= $0 } ?? true
    }
}

/// What of a matter decides how long something may take.
public struct LimitTerms: Hashable, Sendable {
    public var category: String?
    public var urgency: Urgency
    public var grade: Grade?
    public var area: AreaCode

    public init(category: String?, urgency: Urgency, grade: Grade?, area: AreaCode) {
        self.category = category
        self.urgency = urgency
        self.grade = grade
        self.area = area
    }

    public init(of matter: Matter) {
        self.init(
            category: matter.category, urgency: matter.urgency, grade: matter.grade, area: matter.area)
    }

    /// The terms once these facts hold.
    func after(_ facts: [Fact]) -> LimitTerms {
        var terms = self
        for fact in facts {
            if case .categorised(let category) = fact { terms.category = category }
            if case .classified(_, let grade, let urgency) = fact {
                terms.grade = grade ?? terms.grade
                terms.urgency = urgency ?? terms.urgency
            }
        }
        return terms
    }
}

/// All limits a city sets beside those of its kinds, found without a walk over them.
public struct LimitTable: Sendable {
    /// In the order of the pack.
    public let rules: [LimitRule]
    /// By limit, then by class, then by the rest; of rules that differ only in their dates the latest first.
    private let table: [Name: [String?: [Key: [LimitRule]]]]
    private let heeded: [String: Set<InputWord>]

    private struct Name: Hashable {
        let kind: String
        let limit: String
    }

    private struct Key: Hashable {
        let grade: Grade?
        let urgency: Urgency?
        let area: AreaCode?
    }

    public init(_ rules: [LimitRule] = []) {
        self.rules = rules
        var table: [Name: [String?: [Key: [LimitRule]]]] = [:]
        // The latest first; of two that begin together the one that stands first in the pack.
        let sorted = rules.enumerated().sorted { one, other in
            (LimitTable.start(other.element), one.offset) < (LimitTable.start(one.element), other.offset)
        }
        for (_, rule) in sorted {
            let name = Name(kind: rule.kind, limit: rule.limit)
            let key = Key(grade: rule.grade, urgency: rule.urgency, area: rule.area)
            table[name, default: [:]][rule.category, default: [:]][key, default: []].append(rule)
        }
        self.table = table
        heeded = rules.reduce(into: [:]) { heeded, rule in
            if rule.category != nil { heeded[rule.kind, default: []].insert(.category) }
            if rule.grade != nil { heeded[rule.kind, default: []].insert(.grade) }
        }
    }

    /// Inputs besides the urgency that can change how long things take for matters of a kind: `category`,
    /// `grade`, both or none.
    public func heeds(_ word: InputWord, of kind: String) -> Bool { heeded[kind]?.contains(word) ?? false }

    /// Days from 1970 to the first day of force.
    private static func start(_ rule: LimitRule) -> Int { rule.from?.daysSince1970 ?? Int.min }

    /// Of rules that differ only in their dates, the latest first, the one in force on a day.
    private static func inForce(_ same: [LimitRule], on day: CivilDate) -> LimitRule? {
        let days = day.daysSince1970
        var (low, high) = (0, same.count)
        // Invariant: those before `low` begin after the day, those from `high` on do not.
        while low < high {
            let middle = (low + high) / 2
            if start(same[middle]) > days { low = middle + 1 } else { high = middle }
        }
        return same[low...].first { $0.isInForce(on: day) }
    }

    /// The rule a clock follows that begins on `day`: the closest class first, then a rule for the grade
    /// before one for all grades, then the urgency, then the smallest area, then the later beginning. Nil
    /// where the kind's own limit holds.
    public func rule(
        for limit: String, of kind: String, terms: LimitTerms, on day: CivilDate, in catalogue: Catalogue
    ) -> LimitRule? {
        guard let byCategory = table[Name(kind: kind, limit: limit)] else { return nil }
        let lineage = terms.category.map { catalogue.lineage(of: $0).map(\.code) } ?? []
        let areas = AreaLevel.allCases.reversed().map { terms.area.ancestor(at: $0) }.filter { $0 != nil }
        for category in lineage.map(Optional.some) + [nil] {
            guard let byRest = byCategory[category] else { continue }
            for grade in terms.grade.map({ [$0, nil] }) ?? [nil] {
                for urgency in [terms.urgency, nil] {
                    for area in areas + [nil] {
                        let same = byRest[Key(grade: grade, urgency: urgency, area: area)] ?? []
                        if let rule = LimitTable.inForce(same, on: day) { return rule }
                    }
                }
            }
        }
        return nil
    }
}

extension City {
    /// The rule that a clock of this limit follows when it begins at `start`; nil for the kind's own limit.
    public func limitRule(of limit: TimeLimit, kind: String, terms: LimitTerms, at start: Moment)
        -> LimitRule?
    {
        if limits.rules.isEmpty { return nil }
        return limits.rule(
            for: limit.name, of: kind, terms: terms, on: calendar.date(of: start), in: catalogue)
    }

    /// How long something may take for matters like this, when it begins at `start`.
    public func span(of limit: TimeLimit, kind: String, terms: LimitTerms, at start: Moment) -> Span {
        limitRule(of: limit, kind: kind, terms: terms, at: start)?.span ?? limit.span(for: terms.urgency)
    }
}
