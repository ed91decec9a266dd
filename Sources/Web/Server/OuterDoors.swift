import Core
import HTTPTypes
import Hummingbird

/// What browsers are told not to do with our pages.
struct SecurityHeaders: RouterMiddleware {
    private let policy: HTTPField
    /// What every answer says. Nobody behind says it, so that none stands there twice.
    private let always: [HTTPField]

    init(settings: WebSettings) {
        policy = HTTPField(name: .contentSecurityPolicy, value: SecurityHeaders.policy(settings))
        let secure = HTTPField(name: .strictTransportSecurity, value: "max-age=31536000")
        always =
            [
                HTTPField(name: .xContentTypeOptions, value: "nosniff"),
                HTTPField(name: .referrerPolicy, value: "same-origin"),
                HTTPField(
                    name: .permissionsPolicy,
                    value: "camera=(self), microphone=(self), geolocation=(self), payment=()"),
                HTTPField(name: .crossOriginOpenerPolicy, value: "same-origin"),
            ] + (settings.secure ? [secure] : [])
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

    private static let anybody = HTTPField(name: .crossOriginResourcePolicy, value: "cross-origin")
    private static let ourselves = HTTPField(name: .crossOriginResourcePolicy, value: "same-origin")
    private static let unkept = HTTPField(name: .cacheControl, value: "no-store")

    func handle(
        _ request: Request, context: VisitorContext,
        next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        // A page with its stylesheet inside, and a file that may do less, have said so themselves.
        if response.headers[.contentSecurityPolicy] == nil { response.headers.append(policy) }
        for field in always { response.headers.append(field) }
        // What is open data may be used by other sites' pages; everything else stays with our own.
        let isOpen = response.headers[.accessControlAllowOrigin] == "*"
        response.headers.append(isOpen ? SecurityHeaders.anybody : SecurityHeaders.ourselves)
        // Whoever forgot to say what caches may keep has said: nothing.
        if response.headers[.cacheControl] == nil { response.headers.append(SecurityHeaders.unkept) }
        return response
    }
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .via
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy") ?? .via
    static let crossOriginOpenerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy") ?? .via
    static let crossOriginResourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy") ?? .via
}
