import Core
import Courier
import Desk
import Foundation
import HTTPTypes
import Hummingbird
import Web

/// What the systems of other lines send, signed (Standard Webhooks, a key with the scope `lines` whose name
/// is the line's code).
extension LinesRoutes {
    /// The most bytes of a message.
    static let messageLimit = 256 * 1024

    func addMachines(to site: Site) {
        site.machines.post("/lines/incoming") { request, context in
            try await signed(request, context) { line, message in
                try await incoming(line, message, context)
            }
        }
        site.machines.post("/lines/transfers/:code/events") { request, context in
            let code = try context.parameter("code")
            return try await signed(request, context) { line, message in
                try await news(code, line, message, context)
            }
        }
        site.machines.get("/lines/status/:code") { _, context in
            guard let transfer = try await desk.transfer(try context.parameter("code")) else {
                return try JSONAnswer(Told(code: "not_found", field: nil), status: 404)
                    .response(from: Self.asked, context: context)
            }
            return try answer(transfer, context)
        }
    }

    private static let asked = Request(
        head: HTTPRequest(method: .get, scheme: "https", authority: "", path: "/"),
        body: RequestBody(buffer: ByteBuffer()))

    /// What was wrong with a message.
    private struct Told: Encodable, Sendable {
        let code: String
        let field: String?
    }

    /// Where a hand-over stands, for the other line.
    private struct Status: Encodable, Sendable {
        let id: String
        let reference: String?
        let number: String
        let state: String
        let acceptBy: String
        let status: String
        let why: String?
        let missing: String?
    }

    private func answer(_ transfer: Transfer, _ context: VisitorContext) throws -> Response {
        try JSONAnswer(
            Status(
                id: transfer.code, reference: transfer.partnerID, number: transfer.number,
                state: transfer.state.rawValue, acceptBy: LinesDesk.time(transfer.acceptBy),
                status: "\(desk.address)/lines/status/\(transfer.code)", why: transfer.why,
                missing: transfer.missing)
        ).response(from: Self.asked, context: context)
    }

    private func signed(
        _ request: Request, _ context: VisitorContext,
        _ work: (LineEntry, SignedMessage) async throws -> Response
    ) async throws -> Response {
        func refused(_ code: String, _ status: Int, _ field: String? = nil) throws -> Response {
            try JSONAnswer(Told(code: code, field: field), status: status)
                .response(from: Self.asked, context: context)
        }
        do {
            let body = try await request.body.collect(upTo: Self.messageLimit)
            let headers = request.headers
            let message = try SignedMessage(body: Array(body.readableBytesView)) { name in
                HTTPField.Name(name).flatMap { headers[$0] }
            }
            let key = try await desk.keys.signer(of: message, scope: .lines, at: context.now)
            guard let line = try await desk.register().line(key.name, on: desk.day(of: context.now)) else {
                return try refused("no_such_line", 403)
            }
            return try await work(line, message)
        } catch let refusal as SignatureRefusal {
            switch refusal {
            case .missing(let header): return try refused("missing_header", 401, header)
            case .outOfTime: return try refused("out_of_time", 401)
            case .unknownSigner: return try refused("unknown_signer", 401)
            }
        } catch let refusal as LinesRefusal {
            return try refused(refusal.code, refusal.status, refusal.field)
        } catch let refusal as FilingRefusal {
            return try refused(refusal.code, 422, refusal.field?.rawValue)
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            return try refused("too_large", 413)
        }
    }

    private func json<Asked: Decodable>(_ type: Asked.Type, _ message: SignedMessage) throws -> Asked {
        guard !message.body.contains(0), String(validating: message.body, as: UTF8.self) != nil else {
            throw LinesRefusal.invalid("body")
        }
        do {
            return try JSONDecoder().decode(type, from: Data(message.body))
        } catch DecodingError.keyNotFound(let key, _) {
            throw LinesRefusal.missing(key.stringValue)
        } catch let error as DecodingError {
            let path: [any CodingKey] =
                switch error {
                case .typeMismatch(_, let context), .valueNotFound(_, let context),
                    .dataCorrupted(let context), .keyNotFound(_, let context):
                    context.codingPath
                @unknown default: []
                }
            throw LinesRefusal.invalid(path.last?.stringValue ?? "body")
        }
    }

    // MARK: What they say

    private struct HandedToUs: Decodable {
        let id: String
        let text: String
        let reason: String?
        let category: String?
        let area: String?
        let place: String?
        let latitude: Double?
        let longitude: Double?
        let urgency: String?
        let lifeThreatening: Bool?
        let name: String?
        let phone: String?
    }

    private func incoming(
        _ line: LineEntry, _ message: SignedMessage, _ context: VisitorContext
    ) async throws -> Response {
        let asked = try json(HandedToUs.self, message)
        let id = try LinesRefusal.text(asked.id, field: "id", limit: 100)
        var filing = Filing(text: asked.text, channel: .hotline)
        if let text = asked.area {
            guard let area = AreaCode(text) else { throw LinesRefusal.invalid("area") }
            filing.area = area
        }
        if asked.latitude != nil || asked.longitude != nil {
            guard let latitude = asked.latitude, let longitude = asked.longitude,
                let position = Position(latitude: latitude, longitude: longitude)
            else { throw LinesRefusal.invalid("latitude") }
            filing.position = position
        }
        if let text = asked.urgency {
            guard let urgency = Urgency(rawValue: text) else { throw LinesRefusal.invalid("urgency") }
            filing.urgency = urgency
        }
        (filing.place, filing.category) = (asked.place, asked.category)
        filing.contact = Filing.Contact(name: asked.name, phone: asked.phone)
        let reason = try asked.reason.map { try LinesRefusal.text($0, field: "reason", limit: 500) }
        let transfer = try await desk.file(
            .init(
                filing: filing, partnerID: id, reason: reason ?? "",
                isLifeThreatening: asked.lifeThreatening ?? false),
            from: line, at: context.now)
        return try answer(transfer, context)
    }

    private struct ToldUs: Decodable {
        let news: String
        let sequence: Int
        let text: String?
        let missing: String?
        let reference: String?
    }

    private func news(
        _ code: String, _ line: LineEntry, _ message: SignedMessage, _ context: VisitorContext
    ) async throws -> Response {
        let asked = try json(ToldUs.self, message)
        guard let kind = TransferNews.Kind(rawValue: asked.news) else { throw LinesRefusal.invalid("news") }
        guard (1...1_000_000_000).contains(asked.sequence) else { throw LinesRefusal.invalid("sequence") }
        let needsText = kind == .refused || kind == .answered
        let text =
            needsText || asked.text != nil
            ? try LinesRefusal.text(asked.text ?? "", field: "text", limit: 4000) : nil
        let missing = try asked.missing.map { try LinesRefusal.text($0, field: "missing", limit: 1000) }
        let reference = try asked.reference.map { try LinesRefusal.text($0, field: "reference", limit: 100) }
        let told = LinesDesk.Told(
            news: TransferNews(kind, sequence: asked.sequence), message: message.id, text: text,
            missing: missing, partnerID: reference)
        guard let transfer = try await desk.take(told, of: code, line: line.code, at: context.now) else {
            return try JSONAnswer(Told(code: "not_found", field: nil), status: 404)
                .response(from: Self.asked, context: context)
        }
        return try answer(transfer, context)
    }
}
