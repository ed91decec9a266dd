/// What a city takes for a rising topic (M08). It is data of the city.
public struct TopicRules: Hashable, Sendable {
    /// Fewer different people than this make no topic.
    public let people: Int
    /// It rises where so many times as many spoke of it as usually do.
    public let times: Int
    /// Words that never make a topic: what everybody writes here.
    public let quiet: Set<String>
    /// Roles whose holders for the whole city choose the topic of a month.
    public let choosers: Set<String>

    public init(people: Int, times: Int, quiet: Set<String>, choosers: Set<String>) {
        self.people = people
        self.times = times
        self.quiet = quiet
        self.choosers = choosers
    }

    /// Those of a pack without `topics.yaml`.
    public static let usual = TopicRules(people: 4, times: 2, quiet: [], choosers: ["leader"])
}

/// Over how long a topic is looked for.
public enum TopicSpan: Int, CaseIterable, Sendable, Hashable {
    case day = 1
    case week = 7
    case month = 30

    /// How many days it has.
    public var days: Int { rawValue }

    /// How many days lie between it and the one it is compared with: the same days of the week, but for a
    /// month.
    public var step: Int { self == .month ? 30 : 7 }

    /// With how many earlier ones it is compared.
    public var past: Int { self == .month ? 1 : 8 }
}
