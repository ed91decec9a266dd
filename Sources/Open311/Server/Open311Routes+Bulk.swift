import Core
import Desk
import HTTPTypes
import Hummingbird
import NIOCore
import Web

/// What bulk downloads are written as.
enum BulkFormat: String, CaseIterable, Sendable {
    case csv, json, xml

    var type: String {
        switch self {
        case .csv: "text/csv"
        case .json: "application/json"
        case .xml: "text/xml"
        }
    }
}

/// `GET bulk`: all published requests of up to a year in one file, row by row.
extension Open311Server {
    /// The longest span of one file.
    static let longestBulk: Int64 = 366 * RequestQuestion.day

    func bulk(
        _ format: BulkFormat, _ request: Request, _ context: VisitorContext
    ) async throws -> Response {
        try context.spend(from: RateLimit("open311.bulk", burst: 12, perMinute: 6))
        var reader = RequestQuestion.Reader(
            given: context.query, server: self, words: context.words, now: context.now)
        var question = PublicQuestion()
        question.categories = reader.categories()
        question.isOpen = reader.status()
        let (start, end) = (reader.moment("start_date"), reader.moment("end_date"))
        let from = start ?? (end ?? context.now) + -Self.longestBulk
        let until = end ?? min(context.now, from + Self.longestBulk)
        if from > until { reader.add("start_date", "order") }
        if until - from > Self.longestBulk { reader.add("end_date", "span", ["days": 366]) }
        if let code = reader.notFound.first {
            throw Troubles(404, "service_code", context.words("open311.error.service", ["code": code]))
        }
        try reader.troubles.check()
        (question.raisedFrom, question.raisedBefore) = (from, until + 1)
        let asked = question
        let saysCharset = context.query.given("charset").map { $0 != "none" } ?? book.saysCharset
        return Response(
            status: .ok,
            headers: [
                .contentType: format.type + (saysCharset ? "; charset=utf-8" : ""),
                .contentDisposition: "attachment; filename=\"requests.\(format)\"",
                .accessControlAllowOrigin: "*", .cacheControl: "public, max-age=60",
            ],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: BulkWriter.head(format)))
                var place: PublicPlace?
                var isFirst = true
                repeat {
                    let page = try await desk.published(asked, after: place, limit: 500)
                    var text = ""
                    for matter in page.matters {
                        text += BulkWriter.row(
                            bulkFields(of: matter, context.words), format, isFirst: isFirst)
                        isFirst = false
                    }
                    if !text.isEmpty { try await writer.write(ByteBuffer(string: text)) }
                    place = page.next
                } while place != nil
                try await writer.write(ByteBuffer(string: BulkWriter.foot(format)))
                try await writer.finish(nil)
            })
    }

    private func bulkFields(of matter: PublicMatter, _ words: Words) -> [Tree.Field] {
        let stage = city.procedures[matter.kind]?.stage(matter.stage)
        let group = matter.category.flatMap { city.catalogue.lineage(of: $0).dropFirst().first }
        return [
            .init(name: "service_request_id", value: .text(matter.number)),
            .init(name: "requested_datetime", value: .text(written(matter.raisedAt))),
            .init(name: "updated_datetime", value: .text(written(matter.changedAt))),
            .init(name: "closed_date", value: .given(matter.closedAt.map(written))),
            .init(name: "status_description", value: .given(stage.map { words($0.text) })),
            .init(name: "status_notes", value: .given(notes(matter, words))),
            .init(name: "source", value: .text(matter.channel.rawValue)),
            .init(
                name: "service_name",
                value: .text(group.map { words($0.name) } ?? serviceName(matter.category, words))),
            .init(name: "service_subtype", value: .text(serviceName(matter.category, words))),
            .init(name: "description", value: .text(matter.text)),
            .init(name: "agency_responsible", value: .given(unitName(matter.unit, words))),
            .init(name: "address", value: .text(address(matter, words))),
            .init(name: "lat", value: matter.position.map { .number($0.latitude) } ?? .none),
            .init(name: "long", value: matter.position.map { .number($0.longitude) } ?? .none),
        ]
    }
}
