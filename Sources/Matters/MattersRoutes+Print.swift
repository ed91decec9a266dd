import Core
import Desk
import HTTPTypes
import Hummingbird
import NIOCore
import Press
import Web

/// Papers to be printed.
extension MattersRoutes {
    /// The work order of a matter, for those who see it.
    @Sendable
    func order(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let file = try await file(context)
        let paper = WorkOrder(
            telling: telling(context), file: file, names: try await officerNames(file, context),
            address: context.visit.settings.baseURL + MattersPath.matter(file.matter.number))
        return try await pdf(paper.document, named: file.matter.number, context)
    }

    /// The supervision notice as a page, for those who see the matter; only where there was an order.
    @Sendable
    func supervision(_ request: Request, _ context: OfficerContext) async throws -> Page {
        try await notice(context).page
    }

    @Sendable
    func supervisionPaper(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let notice = try await notice(context)
        return try await pdf(notice.document, named: "\(notice.file.matter.number)-supervision", context)
    }

    private func notice(_ context: OfficerContext) async throws -> SupervisionNotice {
        let file = try await file(context)
        guard
            let notice = SupervisionNotice(
                telling: telling(context), file: file, names: try await officerNames(file, context))
        else { throw WebRefusal.notFound }
        return notice
    }

    /// The resident's receipt, behind their private link.
    @Sendable
    func receipt(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try context.spend(1, from: RateLimit("receipt", burst: 10, perMinute: 10))
        let (_, file) = try await ownMatter(context)
        let paper = ReceiptPaper(
            telling: telling(context), file: file, link: desk.link(of: file.matter.number))
        return try await pdf(paper.document, named: file.matter.number, context)
    }

    private func pdf(
        _ document: PressDocument, named name: String, _ context: some WebContext
    ) async throws -> Response {
        let bytes: [UInt8]
        do {
            bytes = try await document.pdf()
        } catch PressFault.busy {
            throw WebRefusal.tooMany(retryAfterSeconds: 5)
        } catch let fault as PressFault {
            throw Fault(
                .other, "The paper could not be set: \(fault).",
                remedy: "See that a font with Chinese characters is installed.")
        }
        var headers: HTTPFields = [
            .contentType: "application/pdf", .cacheControl: "no-store",
            .contentDisposition: "inline; filename=\"\(name).pdf\"",
        ]
        if let robots = HTTPField.Name("X-Robots-Tag") { headers[robots] = "noindex" }
        return Response(
            status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
