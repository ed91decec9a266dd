import Core
import Courier
import HTTPTypes
import Hummingbird
import Web

/// Endpoints and the log, for programs.
extension DeliveriesRoutes {
    static let scope = "webhooks:manage"

    func addAPI(to site: Site) {
        addEndpointAPI(to: site)
        site.api.get("/deliveries") { _, context in
            try admit(context)
            return try await logAnswer(context)
        }
        site.api.get("/deliveries/:id") { _, context in
            try admit(context)
            return JSONAnswer(SendingAnswer(try await entry(context).entry))
        }
        site.api.post("/deliveries/:id/again") { request, context in
            try admit(context)
            let page = try await entry(context)
            let asked = try await request.json(AgainAsked.self, context)
            try await deliveries.again(
                page.entry.sending.id, by: context.officer.personID, reason: asked.reason, at: context.now)
            return JSONAnswer(SendingAnswer(try await entry(context).entry), status: 202)
        }
    }

    private func addEndpointAPI(to site: Site) {
        site.api.get("/webhooks") { _, context in
            try admit(context)
            return JSONAnswer(
                ["webhooks": try await deliveries.endpoints().map { EndpointAnswer($0, draft(of: $0)) }])
        }
        site.api.post("/webhooks") { request, context in
            try admit(context)
            let asked = try await request.json(EndpointAsked.self, context)
            let made = try await deliveries.add(asked.draft, at: context.now)
            return JSONAnswer(
                SecretAnswer(id: made.id, secret: made.secret), status: 201,
                location: "/api/v1/webhooks/\(made.id)")
        }
        site.api.get("/webhooks/:id") { _, context in
            try admit(context)
            let endpoint = try await endpoint(context)
            return JSONAnswer(EndpointAnswer(endpoint, draft(of: endpoint)))
        }
        site.api.put("/webhooks/:id") { request, context in
            try admit(context)
            let endpoint = try await endpoint(context)
            var asked = try await request.json(EndpointAsked.self, context)
            // A webhook stays what it is; a word that names no sort is wrong all the same.
            if let topic = asked.topic, !DeliveriesDesk.endpointTopics.contains(topic) {
                throw WebRefusal.badField(path: "topic", reason: .wrongKind)
            }
            asked.topic = endpoint.topic
            try await deliveries.change(endpoint.id, to: asked.draft, at: context.now)
            let changed = try await self.endpoint(context)
            return JSONAnswer(EndpointAnswer(changed, draft(of: changed)))
        }
        site.api.delete("/webhooks/:id") { _, context in
            try admit(context)
            try await deliveries.delete(try await endpoint(context).id, at: context.now)
            return Response(status: .noContent)
        }
        site.api.post("/webhooks/:id/:what") { request, context in
            try admit(context)
            return try await actAnswer(request, context)
        }
    }

    private func admit(_ context: ApiContext) throws {
        try context.require(scope: Self.scope)
        try context.require(.manageChannels)
    }

    private func actAnswer(_ request: Request, _ context: ApiContext) async throws -> Response {
        let endpoint = try await endpoint(context)
        // Most ask for nothing; what is sent all the same has to make sense.
        let sent =
            request.headers[.contentType] != nil || request.headers[.contentLength].map { $0 != "0" } == true
        let asked = sent ? try await request.json(ReplayAsked.self, context) : ReplayAsked()
        if asked.from != nil { _ = try asked.moment("from", asked.from) }
        if asked.to != nil { _ = try asked.moment("to", asked.to) }
        switch try context.parameter("what") {
        case "rotate":
            let secret = try await deliveries.rotate(endpoint.id, at: context.now)
            return try JSONAnswer(SecretAnswer(id: endpoint.id, secret: secret)).response(
                from: request, context: context)
        case "pause": try await deliveries.pause(endpoint.id, at: context.now)
        case "resume": try await deliveries.resume(endpoint.id, at: context.now)
        case "test": _ = try await deliveries.test(endpoint, at: context.now)
        case "replay":
            let from = try asked.moment("from", asked.from)
            let to = try asked.moment("to", asked.to)
            let count = try await deliveries.replay(
                endpoint, from: from, to: to, by: context.officer.personID, reason: asked.reason ?? "api",
                at: context.now)
            return try JSONAnswer(["again": count], status: 202).response(from: request, context: context)
        default: throw WebRefusal.notFound
        }
        let now = try await self.endpoint(context)
        return try JSONAnswer(EndpointAnswer(now, draft(of: now))).response(from: request, context: context)
    }

    private func logAnswer(_ context: ApiContext) async throws -> JSONAnswer<LogAnswer> {
        _ = try context.query.wholeNumber("endpoint")
        if context.query.has("state"), context.query.given("state") == nil {
            throw WebRefusal.badField(path: "state", reason: .wrongKind)
        }
        let asked = try await asked(context)
        if let size = try context.query.wholeNumber("size"), !(1...100).contains(size) {
            throw WebRefusal.badField(path: "size", reason: .wrongKind)
        }
        let part = try context.page(of: "deliveries", size: Self.pageSize)
        let rows = try await deliveries.log(
            asked, before: part.after?.first.flatMap { Int64($0) }, limit: part.size)
        return JSONAnswer(
            LogAnswer(
                deliveries: rows.sendings.map {
                    SendingAnswer(
                        DeliveriesDesk.LogEntry(
                            sending: $0, matter: $0.matterID.flatMap { rows.matters[$0] }))
                }, next: rows.next.map { context.cursor(after: [String($0)], of: "deliveries") }))
    }
}

// MARK: What is asked and answered

struct EndpointAsked: JSONAsked {
    static let fields: Set<String> = [
        "topic", "name", "url", "types", "kinds", "categories", "areas", "unit",
    ]
    var topic: String?
    let name: String
    let url: String
    let types: [String]?
    let kinds: [String]?
    let categories: [String]?
    let areas: [String]?
    let unit: String?

    var draft: DeliveriesDesk.Draft {
        DeliveriesDesk.Draft(
            topic: topic ?? DeliveriesDesk.webhooks, name: name, url: url,
            filter: WebhookFilter(
                types: types ?? [], kinds: kinds ?? [], categories: categories ?? [], areas: areas ?? []),
            unit: unit ?? "")
    }
}

struct AgainAsked: JSONAsked {
    static let fields: Set<String> = ["reason"]
    let reason: String
}

struct ReplayAsked: JSONAsked {
    static let fields: Set<String> = ["from", "to", "reason"]
    var from: String?
    var to: String?
    var reason: String?

    func moment(_ field: String, _ text: String?) throws -> Moment {
        guard let text else { throw WebRefusal.badField(path: field, reason: .missing) }
        guard let moment = Moment(rfc3339: text) else { throw DeliveriesRefusal.badTime(field: field) }
        return moment
    }
}

struct SecretAnswer: Encodable, Sendable {
    let id: Int64
    /// Shown this once.
    let secret: String
}

struct EndpointAnswer: Encodable, Sendable {
    let id: Int64
    let topic: String
    let name: String
    let url: String
    let state: String
    let reason: String?
    let types: [String]
    let kinds: [String]
    let categories: [String]
    let areas: [String]
    let unit: String?
    let createdAt: String

    init(_ endpoint: Endpoint, _ draft: DeliveriesDesk.Draft) {
        (id, topic, name, url) = (endpoint.id, endpoint.topic, endpoint.name, endpoint.url)
        (state, reason) = (endpoint.state.rawValue, endpoint.reason)
        (types, kinds) = (draft.filter.types, draft.filter.kinds)
        (categories, areas) = (draft.filter.categories, draft.filter.areas)
        unit = draft.unit.isEmpty ? nil : draft.unit
        createdAt = endpoint.createdAt.iso
    }
}

struct LogAnswer: Encodable, Sendable {
    let deliveries: [SendingAnswer]
    let next: String?
}

struct SendingAnswer: Encodable, Sendable {
    let id: Int64
    let topic: String
    let message: String
    let state: String
    let matter: String?
    let endpoint: Int64?
    let attempts: Int
    let status: Int?
    let reason: String?
    let createdAt: String
    /// When it is tried next, while it waits.
    let dueAt: String?
    let settledAt: String?
    let tries: [TryAnswer]?

    struct TryAnswer: Encodable, Sendable {
        let attempt: Int
        let at: String
        let milliseconds: Int64
        let status: Int?
        let reason: String?
    }

    init(_ entry: DeliveriesDesk.LogEntry) {
        let sending = entry.sending
        (id, topic, message) = (sending.id, sending.topic, sending.message)
        (state, endpoint, attempts) = (sending.state.rawValue, sending.endpointID, sending.attempts)
        (status, reason, matter) = (sending.status, sending.reason, entry.matter)
        createdAt = sending.createdAt.iso
        dueAt = sending.state == .waiting ? sending.dueAt.iso : nil
        settledAt = sending.settledAt?.iso
        tries =
            entry.tries.isEmpty
            ? nil
            : entry.tries.map {
                TryAnswer(
                    attempt: $0.attempt, at: $0.at.iso, milliseconds: $0.milliseconds, status: $0.status,
                    reason: $0.reason)
            }
    }
}
