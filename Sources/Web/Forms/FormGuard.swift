import Core
public import HTTPTypes
import Hummingbird
import NIOCore

/// Reads the form that was sent and lets it through only when it is one of our own pages' forms.
struct FormGuard<Context: WebContext>: RouterMiddleware {
    /// Where the files of a form go; without it no form brings any.
    let files: FormFiles?

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.method.changesState else { return try await next(request, context) }
        guard !request.isFromElsewhere(context.visit.settings) else { throw WebRefusal.forged }
        let bringsFiles = files != nil && request.mediaType == "multipart/form-data"
        if !bringsFiles { try request.expectBody(of: "application/x-www-form-urlencoded") }
        let visit = context.visit
        if visit.officer == nil, let limit = visit.settings.visitorFormsPerMinute {
            try context.spend(
                from: RateLimit("forms", burst: Double(limit), perMinute: Double(limit)))
        }
        var context = context
        if bringsFiles, let files {
            var form = MultipartForm(visit: visit, files: files)
            context.answers = try await form.read(request)
        } else {
            let body = try await request.readBody(upTo: visit.settings.maxBodyBytes)
            context.answers = try FormAnswers(urlencoded: body.readableBytesView)
        }
        guard context.answers.all("csrf").contains(where: { visit.accepts(csrf: $0) }) else {
            throw WebRefusal.forged
        }
        return try await next(request, context)
    }
}

/// A browser's session may call the API only from our own pages: the header cannot be set from elsewhere.
struct SessionApiGuard: RouterMiddleware {
    func handle(
        _ request: Request, context: ApiContext, next: (Request, ApiContext) async throws -> Response
    ) async throws -> Response {
        if context.bySession, request.method.changesState {
            guard !request.isFromElsewhere(context.visit.settings),
                context.visit.accepts(csrf: request.headers[.csrf] ?? "")
            else { throw WebRefusal.forged }
        }
        return try await next(request, context)
    }
}

/// What a script of our own pages sends without a form: the token comes as a header, which no other site can
/// set.
struct ScriptGuard: RouterMiddleware {
    func handle(
        _ request: Request, context: VisitorContext,
        next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        if request.method.changesState {
            guard !request.isFromElsewhere(context.visit.settings),
                context.visit.accepts(csrf: request.headers[.csrf] ?? "")
            else { throw WebRefusal.forged }
        }
        return try await next(request, context)
    }
}

extension HTTPRequest.Method {
    var changesState: Bool { self != .get && self != .head && self != .options && self != .trace }
}

extension HTTPField.Name {
    /// `X-CSRF`
    static let csrf = HTTPField.Name("X-CSRF") ?? .cookie
    /// `X-Request-ID`
    public static let requestID = HTTPField.Name("X-Request-ID") ?? .via
    /// `Idempotency-Key`
    public static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .via
    /// Where a second `Host` shows: the first is the request's authority.
    static let host = HTTPField.Name("Host") ?? .via
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .via
    static let forwardedFor = HTTPField.Name("X-Forwarded-For") ?? .via
}

extension Request {
    /// The type of the body without its parameters, in small letters.
    var mediaType: String {
        String((headers[.contentType] ?? "").prefix { $0 != ";" }).trimmed.lowercased()
    }

    /// Refuses a body of another type, and one that says it is not in UTF-8: what a program could not write
    /// in its own encoding it has made into question marks already, and nobody would see that here.
    func expectBody(of type: String) throws(WebRefusal) {
        guard mediaType == type else { throw .wrongType(expected: type) }
        let parameters = (headers[.contentType] ?? "").split(separator: ";").dropFirst()
        let named = parameters.map { $0.trimmed.lowercased() }.first { $0.hasPrefix("charset=") }
        let charset = String((named ?? "").dropFirst("charset=".count)).replacing("\"", with: "").trimmed
        guard ["", "utf-8", "utf8", "us-ascii"].contains(charset) else {
            throw .wrongType(expected: "\(type); charset=utf-8")
        }
    }

    /// Whether the browser says that another site sent this. Programs that are no browsers say nothing.
    func isFromElsewhere(_ settings: WebSettings) -> Bool {
        // A browser that says so knows better than the origin, which privacy settings may hide.
        if let site = headers[.fetchSite] { return site != "same-origin" && site != "none" }
        guard let origin = headers[.origin] else { return false }
        if origin == "null" { return true }
        let host = origin.split(separator: "/", maxSplits: 2).last.map(String.init)
        return origin != settings.baseURL && host != head.authority
    }

    /// The whole body.
    /// - Throws: `WebRefusal.tooLarge`, before reading where the length is announced.
    func readBody(upTo limit: Int) async throws -> ByteBuffer {
        if let announced = headers[.contentLength].flatMap({ Int($0) }), announced > limit {
            throw WebRefusal.tooLarge(limitBytes: limit)
        }
        do {
            return try await body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw WebRefusal.tooLarge(limitBytes: limit)
        }
    }
}
