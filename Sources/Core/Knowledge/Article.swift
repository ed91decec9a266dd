/// What may be answered at once to a question, as one unit answers for it (知识条目).
public struct Article: Codable, Hashable, Sendable {
    /// Stands in its address: small letters, digits and hyphens. It never changes.
    public var code: String
    /// The question, as residents would put it.
    public var title: LocalText
    /// The answer, in sentences that can be read out.
    public var answer: LocalText
    /// The classes of matters it helps with, or groups of them.
    public var categories: [String]
    /// Where it holds; empty for the whole city.
    public var areas: [AreaCode]
    /// Who answers for it.
    public var unit: UnitCode
    /// The first day it holds.
    public var from: CivilDate
    /// The last day it holds; nil until it is replaced.
    public var until: CivilDate?
    /// The day on which somebody must have looked whether it is still right.
    public var review: CivilDate?
    /// Whether residents may read it themselves.
    public var isPublic: Bool
    /// Where it comes from: a law, a notice, an address.
    public var source: String

    public init(
        code: String, title: LocalText, answer: LocalText, categories: [String], areas: [AreaCode],
        unit: UnitCode, from: CivilDate, until: CivilDate?, review: CivilDate?, isPublic: Bool,
        source: String
    ) {
        self.code = code
        self.title = title
        self.answer = answer
        self.categories = categories
        self.areas = areas
        self.unit = unit
        self.from = from
        self.until = until
        self.review = review
        self.isPublic = isPublic
        self.source = source
    }

    /// Whether it may be offered on a day.
    public enum Standing: String, CaseIterable, Hashable, Sendable { case early, valid, expired }

    public func standing(on day: CivilDate) -> Standing {
        if day < from { return .early }
        if let until, day > until { return .expired }
        return .valid
    }

    /// Whether it holds at a place. A place that is not known is anywhere in the city: only what holds
    /// everywhere may be said.
    public func holds(at area: AreaCode?) -> Bool {
        areas.isEmpty || areas.contains { area.map($0.contains) ?? false }
    }

    /// The most characters of its parts.
    public enum Limit {
        public static let code = 60
        public static let title = 200
        public static let answer = 4000
        public static let source = 300
        public static let why = 500
        /// Categories, and areas.
        public static let list = 50
    }

    /// What may be wrong with one, named for the field.
    public enum Problem: String, CaseIterable, Hashable, Sendable {
        case code, title, titleLong, answer, answerLong, categories, areas, unit, until, review, source
    }

    /// Everything that is wrong with it in a city, in the order of the fields.
    public func problems(in city: City) -> [Problem] {
        problems(categories: { city.catalogue[$0] != nil }, areas: { city.areas[$0] != nil }) {
            city.units[$0] != nil
        }
    }

    /// As above, where the city is not whole yet.
    public func problems(
        categories isCategory: (String) -> Bool, areas isArea: (AreaCode) -> Bool,
        units isUnit: (UnitCode) -> Bool
    ) -> [Problem] {
        let titles = [title.zh, title.en]
        let answers = [answer.zh, answer.en]
        var problems: [Problem] = []
        if !Article.isCode(code) { problems.append(.code) }
        if titles.contains(where: \.trimmed.isEmpty) { problems.append(.title) }
        if titles.contains(where: { $0.count > Limit.title }) { problems.append(.titleLong) }
        if answers.contains(where: \.trimmed.isEmpty) { problems.append(.answer) }
        if answers.contains(where: { $0.count > Limit.answer }) { problems.append(.answerLong) }
        if categories.count > Limit.list || !categories.allSatisfy(isCategory) {
            problems.append(.categories)
        }
        if areas.count > Limit.list || !areas.allSatisfy(isArea) { problems.append(.areas) }
        if !isUnit(unit) { problems.append(.unit) }
        if let until, until < from { problems.append(.until) }
        if let review, review < from { problems.append(.review) }
        if source.count > Limit.source { problems.append(.source) }
        return problems
    }

    /// Small letters, digits and hyphens, 1 to 60 of them.
    public static func isCode(_ text: String) -> Bool {
        (1...Limit.code).contains(text.utf8.count)
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }
}

/// What a city brings along to be answered at once.
public struct KnowledgeBook: Hashable, Sendable {
    public let articles: [Article]
    public let quick: [QuickService]

    public init(articles: [Article] = [], quick: [QuickService] = []) {
        self.articles = articles
        self.quick = quick
    }
}
