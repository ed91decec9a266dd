import Core
import Courier
import Desk
import Hummingbird
import Storage
import Web

/// `GET servicerequestupdates`: what happened to requests in a span of time.
extension Open311Server {
    /// The longest span that is asked for at once, and the most rows of an answer.
    static let longestUpdates: Int64 = 31 * RequestQuestion.day
    static let mostUpdates = 10_000

    func updates(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let key = try await holder(FormAnswers(), context)
        var reader = RequestQuestion.Reader(
            given: context.query, server: self, words: context.words, now: context.now)
        var (start, end) = (reader.moment("start_date"), reader.moment("end_date"))
        if let start, let end {
            if start > end {
                reader.add("start_date", "order")
            } else if end - start > Self.longestUpdates {
                reader.add("end_date", "span", ["days": 31])
            }
        }
        let (page, size) = pages(&reader, context)
        try reader.troubles.check()
        if start == nil { start = (end ?? context.now) + -RequestQuestion.day }
        if end == nil { end = min(context.now, (start ?? context.now) + Self.longestUpdates) }
        let (from, until, skipped) = (start ?? context.now, end ?? context.now, (page - 1) * size)
        // To the second, as they are written: whoever asks from the last one it had misses none.
        let rows = try await desk.database.read { connection in
            try Open311Store(connection: connection).told(
                to: key?.id, from: Moment(milliseconds: from.milliseconds / 1000 * 1000),
                before: Moment(milliseconds: until.milliseconds / 1000 * 1000 + 1000), skipping: skipped,
                limit: size + 1)
        }
        let shown = rows.prefix(size).filter { key != nil || city.publishing(of: $0.kind) != .nothing }
        let document = TreeDocument(
            "service_request_updates",
            .list("request_update", shown.map { tree(of: $0, context.words) }))
        if key != nil { return answer(privately: document, request, context) }
        let next =
            rows.count > size
            ? context.visit.settings.baseURL + request.uri.path
                + context.query.asQuery(setting: ["page": String(page + 1), "page_size": String(size)]) : nil
        return answer(document, request, context, next: next)
    }

    private func pages(
        _ reader: inout RequestQuestion.Reader, _ context: VisitorContext
    ) -> (Int, Int) {
        let (page, size) = reader.pages()
        return context.query.given("page_size") == nil && context.query.given("page") == nil
            ? (1, Self.mostUpdates) : (page, size)
    }

    private func tree(of row: ToldRow, _ words: Words) -> Tree {
        .fields([
            .init(name: "update_id", value: .text("\(row.number)-\(row.sequence)")),
            .init(name: "service_request_id", value: .text(row.number)),
            .init(name: "status", value: .text(row.status.rawValue)),
            .init(name: "updated_datetime", value: .text(written(row.at))),
            .init(name: "description", value: .given(sentence(of: row, words))),
            .init(name: "media_url", value: .none),
            .init(name: "external_status_code", value: .text(row.stage)),
        ])
    }
}
