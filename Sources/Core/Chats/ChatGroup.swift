/// A chat group of residents and the steward who answers for it (红色管家; M15, M19).
public struct ChatGroup: Hashable, Sendable, Codable {
    /// As the messages name it: letters, digits, `-` and `_`.
    public var code: String
    public var name: LocalText
    public var kind: Kind
    public var area: AreaCode
    /// The login of the steward.
    public var steward: String
    /// What the chat calls the steward; empty where that is not known.
    public var stewardID: String
    /// What residents may call the steward by; empty where the steward did not agree.
    public var phone: String
    /// In how many minutes somebody reacts to a message; after them the town is alerted.
    public var answerMinutes: Int
    /// After how many days a message that became no matter is forgotten.
    public var keepDays: Int

    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        case building, grid, village, market
    }

    public init(
        code: String, name: LocalText, kind: Kind, area: AreaCode, steward: String, stewardID: String = "",
        phone: String = "", answerMinutes: Int = 120, keepDays: Int = 30
    ) {
        self.code = code
        self.name = name
        self.kind = kind
        self.area = area
        self.steward = steward
        self.stewardID = stewardID
        self.phone = phone
        self.answerMinutes = answerMinutes
        self.keepDays = keepDays
    }

    /// How many minutes and days a city may choose.
    public enum Limit {
        public static let code = 64
        public static let text = 100
        public static let minutes = 5...10_080
        public static let days = 1...365
    }

    /// What is wrong with a group.
    public enum Problem: String, CaseIterable, Hashable, Sendable {
        case code, name, nameLong, area, steward, stewardID, phone, minutes, days
    }

    /// What is wrong with it; nothing for one that may be used.
    public func problems(known: (AreaCode) -> Bool, steward isKnown: (String) -> Bool) -> [Problem] {
        var problems: [Problem] = []
        if !Self.isCode(code) { problems.append(.code) }
        if [name.zh, name.en].contains("") { problems.append(.name) }
        if max(name.zh.count, name.en.count) > Limit.text { problems.append(.nameLong) }
        if !known(area) { problems.append(.area) }
        if !isKnown(steward) { problems.append(.steward) }
        if stewardID.utf8.count > 200 { problems.append(.stewardID) }
        let isPhone =
            phone.utf8.count <= 20
            && phone.allSatisfy { $0.isASCII && ($0.isNumber || "+- ".contains($0)) }
        if !isPhone { problems.append(.phone) }
        if !Limit.minutes.contains(answerMinutes) { problems.append(.minutes) }
        if !Limit.days.contains(keepDays) { problems.append(.days) }
        return problems
    }

    public static func isCode(_ text: String) -> Bool {
        (1...Limit.code).contains(text.utf8.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
    }
}

/// Which households have how many stewards: every one should have exactly one (M19).
public struct StewardCoverage: Hashable, Sendable {
    /// The smallest areas without any group around them.
    public let without: [AreaCode]
    /// The smallest areas with two groups or more that are equally near.
    public let doubled: [AreaCode]
    /// How many smallest areas there are.
    public let count: Int

    /// - Parameter areas: Only households of these are looked at; nil for all.
    public init(_ groups: [ChatGroup], in tree: AreaTree, of areas: [AreaCode]? = nil) {
        let byArea = Dictionary(grouping: groups, by: \.area)
        var (without, doubled, count): ([AreaCode], [AreaCode], Int) = ([], [], 0)
        for code in tree.codes where code.level == .grid || Self.isSmallest(code, in: tree) {
            if let areas, !areas.contains(where: { $0.contains(code) }) { continue }
            count += 1
            let near = Self.around(code).lazy.compactMap { byArea[$0] }.first
            if let near { if near.count > 1 { doubled.append(code) } } else { without.append(code) }
        }
        self.without = without
        self.doubled = doubled
        self.count = count
    }

    /// A village that the city drew no grids in.
    private static func isSmallest(_ code: AreaCode, in tree: AreaTree) -> Bool {
        code.level == .village && tree.children(of: code).isEmpty
    }

    /// The groups that are nearest to a household: those of its building, else its grid, and so on up to the
    /// village.
    public static func nearest(to code: AreaCode, among groups: [ChatGroup]) -> [ChatGroup] {
        let byArea = Dictionary(grouping: groups, by: \.area)
        return around(code).lazy.compactMap { byArea[$0] }.first ?? []
    }

    private static func around(_ code: AreaCode) -> [AreaCode] {
        [AreaLevel.building, .grid, .village].compactMap { code.ancestor(at: $0) }
    }
}
