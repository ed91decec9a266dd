import Core
import Desk
import HTTPTypes
import Hummingbird
import Markup
import NIOCore
import Web

/// The pages and files of what is published.
struct PublishedRoutes: Sendable {
    let desk: PublishedDesk
    /// Rows of a page, and of a file.
    private static let pageSize = 20
    private static let fileSize = 500
    private static let largestFile = 1000
    private static let cursor = "published"

    func add(to site: Site) {
        site.visitors.get("/published") { _, context in try await list(context).page }
        for format in PublishedFormat.allCases {
            site.visitors.get("/published/matters.\(format.rawValue)") { _, context in
                try await file(format, context)
            }
        }
        site.visitors.get("/published/matters.csv-metadata.json") { _, context in
            PublishedAnswer(
                text: PublishedMetadata(telling: telling(context), licence: desk.licence).text,
                type: "application/csvm+json"
            ).response
        }
        site.visitors.get("/published/:number") { _, context in
            let number = try context.parameter("number")
            guard let matter = try await desk.desk.published(number: number), matter.answer != nil else {
                throw WebRefusal.notFound
            }
            let telling = telling(context)
            return AnsweredPage(telling: telling, matter: telling.answered(matter)).page
        }
    }

    private func telling(_ context: VisitorContext) -> PublishedTelling {
        PublishedTelling(visit: context.visit, city: desk.desk.city)
    }

    private func list(_ context: VisitorContext) async throws -> PublishedPage {
        let telling = telling(context)
        let asked = PublishedQuestion(context.query, telling)
        var page = PublishedPage(
            telling: telling, asked: asked, licence: desk.licence, figures: try await desk.figures())
        guard asked.errors.isEmpty else { return page }
        let found = try await desk.desk.published(
            asked.question, after: try place(context), limit: Self.pageSize)
        page.matters = found.matters.map(telling.answered)
        page.isCut = found.isCut
        page.older = found.next.map { place in
            PublishedPath.list + asked.answers.asQuery(setting: ["after": cursor(place, context)])
        }
        page.newest =
            context.query.has("after") ? PublishedPath.list + asked.answers.asQuery(without: ["after"]) : nil
        return page
    }

    private func file(_ format: PublishedFormat, _ context: VisitorContext) async throws -> Response {
        try context.spend(from: RateLimit("publishedFiles", burst: 30, perMinute: 30))
        let telling = telling(context)
        let asked = PublishedQuestion(context.query, telling)
        if let wrong = asked.errors.first {
            throw WebRefusal.badField(path: wrong.field, reason: .wrongKind)
        }
        let size = context.query.number("size").map { Int(clamping: $0) } ?? Self.fileSize
        let found = try await desk.desk.published(
            asked.question, after: try place(context), limit: min(max(1, size), Self.largestFile))
        let next = found.next.map { place in
            context.visit.settings.baseURL + PublishedPath.file(format)
                + asked.answers.asQuery(setting: ["after": cursor(place, context)])
        }
        let file = PublishedFile(
            telling: telling, licence: desk.licence, matters: found.matters.map(telling.answered),
            next: next, at: context.now)
        return PublishedAnswer(text: try file.text(format), type: format.type, name: format.name, next: next)
            .response
    }

    private func cursor(_ place: PublicPlace, _ context: VisitorContext) -> String {
        context.cursor(after: ["\(place.at.milliseconds)", "\(place.id)"], of: Self.cursor)
    }

    private func place(_ context: VisitorContext) throws -> PublicPlace? {
        guard let cursor = context.query.given("after") else { return nil }
        let values = try context.values(of: cursor, in: Self.cursor).compactMap { Int64($0) }
        guard values.count == 2 else { throw WebRefusal.badCursor }
        return PublicPlace(at: Moment(milliseconds: values[0]), id: values[1])
    }
}

/// A file that everybody may take, from any site.
struct PublishedAnswer {
    let text: String
    let type: String
    var name: String?
    /// Where it goes on.
    var next: String?

    var response: Response {
        var headers: HTTPFields = [
            .contentType: type, .accessControlAllowOrigin: "*", .cacheControl: "public, max-age=60",
        ]
        if let name { headers[.contentDisposition] = "attachment; filename=\"\(name)\"" }
        var links: [String] = []
        if let next { links.append("<\(next)>; rel=\"next\"") }
        if type.hasPrefix("text/csv") {
            links.append(
                "<\(PublishedPath.metadata)>; rel=\"describedby\"; type=\"application/csvm+json\"")
        }
        if let link = HTTPField.Name("Link"), !links.isEmpty {
            headers[link] = links.joined(separator: ", ")
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
