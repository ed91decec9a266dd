import Core
public import Desk
import Foundation

/// Writes matters out, in the order they came in, without anybody's contact data.
public struct Exporter: Sendable {
    public typealias Format = TextSink.Format

    private let desk: Desk
    private static let page = 500

    public init(desk: Desk) { self.desk = desk }

    /// Writes all matters of a scope as text.
    ///
    /// - Parameter write: Takes one line after the other, line ends included.
    /// - Returns: How many there were.
    public func run(
        _ format: Format, filter: MatterFilter = MatterFilter(), write: @escaping (String) throws -> Void
    ) async throws -> Int {
        try await run(into: TextSink(format, write: write), filter: filter)
    }

    /// Writes all matters of a scope.
    ///
    /// - Returns: How many there were.
    public func run(into sink: any TableSink, filter: MatterFilter = MatterFilter()) async throws -> Int {
        try sink.begin(Self.columns)
        var last: Int64 = 0
        var count = 0
        while true {
            let matters = try await desk.export(filter, after: last, limit: Self.page)
            guard let end = matters.last else { break }
            for matter in matters { try sink.add(Self.fields.map { $0.value(matter) }) }
            count += matters.count
            last = end.id
        }
        try sink.end()
        return count
    }

    /// What is written of a matter.
    public static let columns = fields.map(\.column)

    private struct Field: Sendable {
        let column: ExportColumn
        let value: @Sendable (MatterRecord) -> String?

        init(
            _ name: String, _ type: ExportColumn.Kind = .string, zh: String, en: String,
            _ value: @escaping @Sendable (MatterRecord) -> String?
        ) {
            column = ExportColumn(name, type, zh: zh, en: en)
            self.value = value
        }
    }

    private static let fields: [Field] = [
        Field("number", zh: "编号", en: "Number") { $0.number },
        Field("kind", zh: "事项种类", en: "Kind") { $0.kind },
        Field("stage", zh: "环节", en: "Stage") { $0.stage },
        Field("outcome", zh: "结果", en: "Outcome") { $0.outcome?.rawValue },
        Field("title", zh: "标题", en: "Title") { $0.title },
        Field("text", zh: "内容", en: "Text") { $0.text },
        Field("channel", zh: "渠道", en: "Channel") { $0.channel.rawValue },
        Field("caller", zh: "诉求人类型", en: "Raised by") { $0.caller.rawValue },
        Field("area", zh: "区域代码", en: "Area") { $0.area.text },
        Field("place", zh: "地点", en: "Place") { $0.place },
        Field("latitude", .decimal, zh: "纬度", en: "Latitude") { $0.position.map { String($0.latitude) } },
        Field("longitude", .decimal, zh: "经度", en: "Longitude") { $0.position.map { String($0.longitude) } },
        Field("category", zh: "分类", en: "Category") { $0.category },
        Field("lead", zh: "承办单位", en: "Lead unit") { $0.lead?.text },
        Field("urgency", zh: "紧急程度", en: "Urgency") { $0.urgency.rawValue },
        Field("raisedAt", .dateTime, zh: "提出时间", en: "Raised") { time($0.raisedAt) },
        Field("closedAt", .dateTime, zh: "结束时间", en: "Closed") { $0.closedAt.map(time) },
        Field("targetAt", .dateTime, zh: "到期时间", en: "Target") { $0.targetAt.map(time) },
        Field("overdue", .boolean, zh: "是否超期", en: "Overdue") { $0.isOverdue ? "true" : "false" },
        Field("source", zh: "来源系统", en: "Source") { $0.source },
        Field("sourceID", zh: "来源编号", en: "Number there") { $0.sourceID },
    ]

    private static func time(_ moment: Moment) -> String {
        Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000).formatted(.iso8601)
    }
}
