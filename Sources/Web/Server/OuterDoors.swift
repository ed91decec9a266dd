import Core
import HTTPTypes
import Hummingbird
import Logging

/// One line for every request: method, route, status, time. Never the path: private links live in paths.
struct RequestLog: RouterMiddleware {
    let clock = ContinuousClock()

    func handle(
        _ request: Request, context: VisitorContext,
        next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        let start = clock.now
        var response = try await next(request, context)
        let spent = (clock.now - start) / .milliseconds(1)
        response.headers[.requestID] = context.requestID
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method.rawValue.prefix(16))",
                "route": "\(context.endpointPath ?? "-")",
                "status": "\(response.status.code)",
                "ms": "\((spent * 10).rounded() / 10)",
            ])
        return response
    }
}

/// What browsers are told not to do with our pages.
struct SecurityHeaders: RouterMiddleware {
    private let secure: Bool
    private let policy: String

    init(settings: WebSettings) {
        secure = settings.secure
        policy = SecurityHeaders.policy(settings)
    }

    /// - Parameter styleHash: of the stylesheet that stands in the page itself, as `sha256-…`.
    static func policy(_ settings: WebSettings, styleHash: String? = nil) -> String {
        let style = styleHash.map { " '\($0)'" } ?? ""
        let tiles = settings.tileHost.map { " \($0)" } ?? ""
        return [
            "default-src 'self'", "script-src 'self'", "style-src 'self'\(style)",
            "img-src 'self' data: blob:\(tiles)", "media-src 'self' blob:", "font-src 'self'",
            "connect-src 'self'", "worker-src 'self'", "manifest-src 'self'", "object-src 'none'",
            "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
        ].joined(separator: "; ")
    }

    func handle(
        _ request: Request, context: VisitorContext,
        next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        // A page with its stylesheet inside, and a file that may do less, have said so themselves.
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = policy
        }
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "same-origin"
        response.headers[.permissionsPolicy] =
            "camera=(self), microphone=(self), geolocation=(self), payment=()"
        response.headers[.crossOriginOpenerPolicy] = "same-origin"
        if secure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        return response
    }
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .via
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy") ?? .via
    static let crossOriginOpenerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy") ?? .via
}
