import Core
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// What became of one request, as far as a log or a figure may know. Never its path: private links live
/// there.
public struct RequestNote: Sendable {
    public let method: String
    /// The pattern of the route, such as `/track/:token`; nil where none fits.
    public let route: String?
    public let status: Int
    /// Until the answer began.
    public let duration: Duration
    public let asker: Asker

    /// Who asked, as a sort.
    public enum Asker: String, Sendable, CaseIterable {
        /// Anybody with a browser.
        case visitor
        /// Somebody signed in.
        case officer
        /// A program with a token.
        case program
    }
}

/// Somebody who wants to know of every request: figures for a monitor.
public protocol RequestObserver: Sendable {
    func answered(_ note: RequestNote)
    /// A page listens for news, or has stopped listening.
    func streams(_ change: Int)
}

/// One line for every request: method, route, status, time, and who asked, as a sort.
struct RequestLog: RouterMiddleware {
    let observer: (any RequestObserver)?
    let clock = ContinuousClock()

    func handle(
        _ request: Request, context: VisitorContext,
        next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        let start = clock.now
        var response = try await next(request, context)
        response.headers[.requestID] = context.requestID
        let route = context.endpointPath.flatMap { $0 == "NotFound" ? nil : $0 }
        let note = RequestNote(
            method: Self.method(request.method), route: route, status: response.status.code,
            duration: clock.now - start, asker: Self.asker(request, response))
        response.headers[.asker] = nil
        observer?.answered(note)
        log(note, context)
        if let observer, response.headers[.contentType]?.hasPrefix("text/event-stream") == true {
            response.body = Self.counted(response.body, by: observer)
        }
        return response
    }

    private func log(_ note: RequestNote, _ context: VisitorContext) {
        context.logger.info(
            "request",
            metadata: [
                "request": "\(context.requestID)", "method": "\(note.method)",
                "route": "\(note.route ?? "-")", "status": "\(note.status)",
                "ms": "\(((note.duration / .milliseconds(1)) * 10).rounded() / 10)",
                "asker": "\(note.asker.rawValue)",
            ])
    }

    /// One of the methods there are: anybody may invent others.
    private static func method(_ method: HTTPRequest.Method) -> String {
        let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
        return known.contains(method) ? method.rawValue : "OTHER"
    }

    /// The reception writes it on the answer, because what it finds out stays behind it.
    private static func asker(_ request: Request, _ response: Response) -> RequestNote.Asker {
        response.headers[.asker].flatMap { RequestNote.Asker(rawValue: $0) } ?? .visitor
    }

    private static func counted(_ body: ResponseBody, by observer: any RequestObserver) -> ResponseBody {
        ResponseBody(contentLength: body.contentLength) { writer in
            observer.streams(1)
            defer { observer.streams(-1) }
            try await body.write(writer)
        }
    }
}

extension HTTPField.Name {
    /// On its way from the reception to the log; taken off before the answer leaves.
    static let asker = HTTPField.Name("X-Lianxin-Asker") ?? .via
}
