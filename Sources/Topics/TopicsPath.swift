import Core

/// The addresses of the topics.
enum TopicsPath {
    static let home = "/topics"
    static let months = "/topics/months"
    static func topic(_ id: Int64) -> String { "/topics/rising/\(id)" }
    static func list(_ span: TopicSpan, area: AreaCode?) -> String {
        "/topics?span=\(span.rawValue)" + (area.map { "&area=\($0.text)" } ?? "")
    }
    static let new = "/topics/months/new"
    static func new(from topic: Int64) -> String { "/topics/months/new?topic=\(topic)" }
    static func month(_ month: MonthlyTopic.Month) -> String { "/topics/months/\(month)" }
    static func steps(_ month: MonthlyTopic.Month) -> String { "/topics/months/\(month)/steps" }
    static func matters(_ month: MonthlyTopic.Month) -> String { "/topics/months/\(month)/matters" }
    static func end(_ month: MonthlyTopic.Month) -> String { "/topics/months/\(month)/end" }
}
