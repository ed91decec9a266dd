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
    public static let usual = TopicRules(people: 4, times: 2, quiet: everyday, choosers: ["leader"])

    /// How people ask, whatever they ask about.
    public static let everyday: Set<String> = [
        "何时", "什么时候", "多久", "能不能", "能否", "可否", "是否", "如何", "怎么", "怎么办", "为什么", "为何", "建议", "咨询", "反映", "投诉",
        "请问", "请求", "希望", "举报", "求助", "解决", "尽快解决", "相关问题", "有关部门", "存在问题", "严重",
    ]
}
