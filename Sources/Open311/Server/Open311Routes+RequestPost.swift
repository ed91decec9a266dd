import Core
import Courier
import Crypto
import Desk
import Files
import FoundationEssentials
import Hummingbird
import Storage
import Web

/// `POST requests`: taking a request in, by whoever holds a key.
extension Open311Server {
    /// How often one key may file, and how often the very same.
    private static func limits(_ key: Key, _ content: [UInt8]) -> [RateLimit] {
        let mark = Base64URL.encode(Array(content.prefix(12)))
        return [
            RateLimit("open311.file.\(key.id)", burst: 600, perMinute: 600),
            RateLimit("open311.same.\(key.id).\(mark)", burst: 20, perMinute: 20),
        ]
    }

    func file(
        _ request: Request, _ context: VisitorContext, files: FormFiles?
    ) async throws -> Response {
        let sender = "open311-\(context.visit.requestID)"
        let form = try await request.machineForm(context.visit, sender: sender, files: files) { given in
            try await holder(given, context) != nil
        }
        try jurisdiction(form, context)
        guard let key = try await holder(form, context) else {
            throw Troubles(403, "api_key", context.words("open311.error.noKey"))
        }
        let media = try await media(form, sender: sender, context)
        let content = Self.content(form, media)
        let requestKey = try request.idempotencyKey()
        if let kept = try await kept(requestKey, content, by: key, context) {
            return answer(kept.number, kept.token, kept.accountID, request, context)
        }
        for limit in Self.limits(key, content) { try context.spend(from: limit) }
        var reader = PostReader(form: form, server: self, words: context.words, now: context.now)
        let areas = try await shapes.areas(at: context.now)
        var (filing, more) = try reader.read(key: key, areas: areas)
        filing.contact.language = context.visit.language
        filing.attachments = media
        more.requestKey = requestKey
        more.content = content
        more.token = Base64URL.encode(
            Array(SHA256.hash(data: Data("\(key.id) \(context.visit.requestID) \(UUID())".utf8)).prefix(18)))
        let number = try await store(filing, more, of: key, context)
        return answer(number, more.token, more.accountID, request, context)
    }

    /// Matter and row, both or neither.
    private func store(
        _ filing: Filing, _ more: NewFiling, of key: Key, _ context: VisitorContext
    ) async throws -> String {
        let now = context.now
        do {
            let identity = try await desk.identity(for: filing, at: now)
            let prepared = try desk.prepare(filing, as: identity, by: .system("open311:\(key.id)"), at: now)
            return try await desk.batch { transaction in
                let store = Open311Store(connection: transaction.connection)
                if let name = more.requestKey, let kept = try store.filing(name, of: key.id) {
                    return kept.number
                }
                let receipt = try transaction.file(prepared, at: now)
                try store.add(more, of: receipt.id, number: receipt.number, now: now)
                return receipt.number
            }
        } catch let fault as Fault where fault.code == .constraint {
            // Another server stored the same key in the meantime.
            if let kept = try await kept(more.requestKey, more.content, by: key, context) {
                return kept.number
            }
            throw fault
        } catch let refusal as FilingRefusal {
            throw Troubles(
                400, refusal.field.map(Self.parameter) ?? refusal.code,
                context.words("open311.error.field", ["field": refusal.field.map(Self.parameter) ?? ""]))
        }
    }

    /// What this key sent under the same name before.
    private func kept(
        _ requestKey: String?, _ content: [UInt8], by key: Key, _ context: VisitorContext
    ) async throws -> FilingRow? {
        guard let requestKey else { return nil }
        let kept = try await desk.database.read {
            try Open311Store(connection: $0).filing(requestKey, of: key.id)
        }
        if let kept, kept.content != content {
            throw Troubles(409, "idempotency_key", context.words("open311.error.keyUsed"))
        }
        return kept
    }

    private func media(
        _ form: FormAnswers, sender: String, _ context: VisitorContext
    ) async throws -> [Attachment] {
        if let refused = form.notTaken {
            throw Troubles(400, "media", refused.sentence(context.words))
        }
        do {
            return try await shelf.attachments(form.all("files"), owner: sender, now: context.now)
        } catch is FileRefusal {
            throw Troubles(400, "media", context.words("open311.error.media"))
        }
    }

    /// What was sent, but for the key: two requests with the same are the same.
    static func content(_ form: FormAnswers, _ media: [Attachment]) -> [UInt8] {
        let text =
            form.asQuery(without: ["api_key", "files"]) + "\u{0}" + media.map(\.hash).joined(separator: " ")
        return Array(SHA256.hash(data: Data(text.utf8)))
    }

    private func answer(
        _ number: String, _ token: String, _ account: String?, _ request: Request, _ context: VisitorContext
    ) -> Response {
        var fields: [Tree.Field] = [
            book.answersToken
                ? .init(name: "token", value: .text(token))
                : .init(name: "service_request_id", value: .text(number)),
            .init(name: "service_notice", value: .text(context.words("open311.notice"))),
            .init(name: "account_id", value: .given(account)),
        ]
        if context.query["extensions"].lowercased() == "true" {
            // The private link of whoever raised it, for the system that speaks for them to hand on.
            fields.append(
                .init(
                    name: "extended_attributes",
                    value: .fields([.init(name: "tracking_url", value: .text(desk.link(of: number)))])))
        }
        return answer(
            privately: TreeDocument("service_requests", .list("request", [.fields(fields)])), request, context
        )
    }

    /// What Open311 calls a field of a filing.
    static func parameter(_ field: FilingRefusal.Field) -> String {
        switch field {
        case .text, .title: "description"
        case .area, .place: "address_string"
        case .position: "lat"
        case .name: "first_name"
        case .phone: "phone"
        case .email: "email"
        case .kind, .category, .urgency: "service_code"
        case .source, .channel: "account_id"
        case .raisedAt: "requested_datetime"
        case .files: "media"
        }
    }
}
