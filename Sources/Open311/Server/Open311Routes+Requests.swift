import Core
import Courier
import Desk
import Hummingbird
import Language
import Storage
import Web

/// Requests, as everybody may read them.
extension Open311Server {
    func requests(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let asked = try RequestQuestion(
            context.query, server: self, words: context.words, now: context.now)
        if !asked.numbers.isEmpty {
            let key = try await holder(FormAnswers(), context)
            let found = try await readable(asked.numbers, by: key?.id)
            return try await answer(found, asked, request, context, isPrivate: key != nil)
        }
        let page = try await desk.published(asked.question, skipping: asked.skipped, limit: asked.size)
        let next = page.next == nil || page.matters.isEmpty ? nil : self.next(asked, request, context)
        return try await answer(page.matters, asked, request, context, next: next)
    }

    func one(_ number: String, _ request: Request, _ context: VisitorContext) async throws -> Response {
        var asked = try RequestQuestion(
            FormAnswers(["service_request_id": number]), server: self, words: context.words,
            now: context.now)
        asked.hasExtensions = context.query["extensions"].lowercased() == "true"
        let key = try await holder(FormAnswers(), context)
        let found = try await readable([number], by: key?.id)
        if found.isEmpty {
            throw Troubles(
                404, "service_request_id", context.words("open311.error.request", ["number": number]))
        }
        return try await answer(found, asked, request, context, isPrivate: key != nil)
    }

    func token(_ token: String, _ request: Request, _ context: VisitorContext) async throws -> Response {
        let number = try await desk.database.read { try Open311Store(connection: $0).number(token: token) }
        guard let number else {
            throw Troubles(404, "token", context.words("open311.error.token"))
        }
        let row = Tree.fields([
            .init(name: "service_request_id", value: .text(number)),
            .init(name: "token", value: .text(token)),
        ])
        return answer(
            privately: TreeDocument("service_requests", .list("request", [row])), request, context)
    }

    /// What is published, and what the key itself filed, though the city does not publish its kind.
    func readable(_ numbers: [String], by key: Int64?) async throws -> [PublicMatter] {
        var found = try await desk.published(numbers: numbers)
        guard let key else { return found }
        let missing = numbers.filter { number in !found.contains { $0.number == number } }
        let own = try await desk.database.read {
            try Open311Store(connection: $0).filed(missing, by: key)
        }
        for filing in own {
            if let matter = try await desk.copy(of: filing.number, as: .place) { found.append(matter) }
        }
        return numbers.compactMap { number in found.first { $0.number == number } }
    }

    private func next(
        _ asked: RequestQuestion, _ request: Request, _ context: VisitorContext
    ) -> String? {
        let page = asked.page + 1
        guard (page - 1) * asked.size <= PublicQuestion.mostSkipped else { return nil }
        return context.visit.settings.baseURL + request.uri.path
            + context.query.asQuery(
                without: ["api_key"], setting: ["page": String(page), "page_size": String(asked.size)])
    }

    private func answer(
        _ matters: [PublicMatter], _ asked: RequestQuestion, _ request: Request, _ context: VisitorContext,
        next: String? = nil, isPrivate: Bool = false
    ) async throws -> Response {
        var more: [Int64: Tree.Field] = [:]
        var stories: [Int64: [ToldRow]] = [:]
        if asked.hasExtensions {
            let ids = matters.map(\.id)
            let (filings, told) = try await desk.database.read { connection in
                let store = Open311Store(connection: connection)
                // The story of a few; a long list goes without.
                return (try store.filings(ids), ids.count <= 50 ? try store.told(of: ids) : [])
            }
            for filing in filings { more[filing.id] = attributes(filing) }
            stories = Dictionary(grouping: told, by: \.matterID)
        }
        let rows = matters.map { matter -> Tree in
            var fields = self.fields(of: matter, context.words)
            if asked.hasExtensions {
                fields.append(more[matter.id] ?? .init(name: "attributes", value: .list("attribute", [])))
                fields.append(extended(matter, context.words))
                if matters.count <= 50 {
                    fields.append(notes(stories[matter.id] ?? [], kind: matter.kind, context.words))
                }
            }
            return .fields(fields)
        }
        let document = TreeDocument("service_requests", .list("request", rows))
        return isPrivate
            ? answer(privately: document, request, context)
            : answer(document, request, context, next: next)
    }

    // MARK: One request

    func fields(of matter: PublicMatter, _ words: Words) -> [Tree.Field] {
        [
            .init(name: "service_request_id", value: .text(matter.number)),
            .init(name: "status", value: .text(matter.isOpen ? "open" : "closed")),
            .init(name: "status_notes", value: .given(notes(matter, words))),
            .init(name: "service_name", value: .text(serviceName(matter.category, words))),
            .init(name: "service_code", value: .text(matter.category ?? book.undecided.code)),
            .init(name: "description", value: .text(String(matter.text.prefix(4000)))),
            .init(name: "agency_responsible", value: .given(unitName(matter.unit, words))),
            .init(name: "service_notice", value: .none),
            .init(name: "requested_datetime", value: .text(written(matter.raisedAt))),
            .init(name: "updated_datetime", value: .text(written(matter.changedAt))),
            .init(name: "expected_datetime", value: .given(matter.dueAt.map(written))),
            .init(name: "address", value: .text(address(matter, words))),
            .init(name: "address_id", value: .text(matter.area.text)),
            .init(name: "zipcode", value: .none),
            .init(name: "lat", value: matter.position.map { .number($0.latitude) } ?? .none),
            .init(name: "long", value: matter.position.map { .number($0.longitude) } ?? .none),
            .init(name: "media_url", value: .none),
        ]
    }

    /// The answer that stands, else what residents are told about where it stands.
    func notes(_ matter: PublicMatter, _ words: Words) -> String? {
        matter.answer?.text ?? matter.told(in: city).map { words($0) }
    }

    func unitName(_ unit: UnitCode?, _ words: Words) -> String? {
        unit.map { code in city.units[code].map { words($0.name) } ?? code.text }
    }

    /// From the finest to the widest, as the standard asks.
    func address(_ matter: PublicMatter, _ words: Words) -> String {
        var parts = [matter.place].compactMap(\.self)
        var code: AreaCode? = matter.area
        while let area = code, area.level >= .city {
            if let known = city.areas[area] { parts.append(words(known.name)) }
            code = area.parent
        }
        return parts.joined(separator: words("open311.address.comma"))
    }

    /// The answers to what was asked besides; what was written in words, masked.
    private func attributes(_ filing: FilingRow) -> Tree.Field {
        let asked = filing.service.map { book.service($0).attributes } ?? []
        let rows = filing.attributes.flatMap { code, values -> [Tree] in
            // What nobody here asked for may be anything, such as somebody's name.
            guard let attribute = asked.first(where: { $0.code == code }) else { return [] }
            return values.map { value in
                .fields([
                    .init(name: "code", value: .text(code)),
                    .init(
                        name: "value",
                        value: .text(
                            attribute.datatype.isList ? value : Masking.publicCopy(of: value))),
                ])
            }
        }
        return .init(name: "attributes", value: .list("attribute", rows))
    }

    private func extended(_ matter: PublicMatter, _ words: Words) -> Tree.Field {
        let stage = city.procedures[matter.kind]?.stage(matter.stage)
        return .init(
            name: "extended_attributes",
            value: .fields([
                .init(name: "title", value: .text(matter.title)),
                .init(name: "channel", value: .text(matter.channel.rawValue)),
                .init(name: "stage", value: .given(stage.map { words($0.text) })),
                .init(name: "outcome", value: .given(matter.outcome?.rawValue)),
                .init(name: "closed_datetime", value: .given(matter.closedAt.map(written))),
                .init(name: "answered_datetime", value: .given(matter.answer.map { written($0.at) })),
                .init(name: "answered_by", value: .given(unitName(matter.answer?.unit, words))),
            ]))
    }

    private func notes(_ rows: [ToldRow], kind: String, _ words: Words) -> Tree.Field {
        let list = rows.map { row -> Tree in
            .fields([
                .init(name: "datetime", value: .text(written(row.at))),
                .init(name: "description", value: .given(sentence(of: row, words))),
                .init(name: "type", value: .text(row.status.rawValue)),
            ])
        }
        return .init(name: "notes", value: .list("note", list))
    }
}
