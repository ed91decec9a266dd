public import Core
import Crypto
import HTTPTypes
import Foundation
public import Hummingbird
public import Logging
import NIOCore
import Web

/// The operator's own port: figures for a monitor, and how the parts stand, with what exactly is wrong.
/// Without a token it answers this machine only.
public struct OperatorRoutes: Sendable {
    private let desk: OperationDesk
    private let host: String
    private let port: Int
    private let token: String?
    private let clock: @Sendable () -> Moment

    /// - Parameter token: what a monitor shows as `Authorization: Bearer …`.
    public init(
        _ desk: OperationDesk, host: String, port: Int, token: String?,
        clock: @escaping @Sendable () -> Moment
    ) {
        self.desk = desk
        self.host = host
        self.port = port
        self.token = token
        self.clock = clock
    }

    /// The service that listens.
    ///
    /// - Parameter opened: is told once, when the port is open.
    public func application(
        logger: Logger, opened: @escaping @Sendable () -> Void = {}
    ) -> some ApplicationProtocol {
        Application(
            router: router(), configuration: .init(address: .hostname(host, port: port), backlog: 16),
            onServerRunning: { _ in opened() }, logger: logger)
    }

    func router() -> Router<OperatorContext> {
        let router = Router(context: OperatorContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: OperatorGuard(token: token))
        let (desk, clock) = (desk, clock)
        router.get("/healthz") { _, _ in HealthText.answer("ok\n", status: .ok) }
        router.get("/readyz") { _, _ in
            HealthText.answer(await desk.health(at: clock()), details: true)
        }
        router.get("/metrics") { _, _ in
            HealthText.answer(
                await desk.figureText(at: clock()), status: .ok, type: FigureText.contentType)
        }
        return router
    }
}

/// A request on the operator's port, with where it comes from.
struct OperatorContext: RequestContext, RemoteAddressRequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}

/// Lets in whoever shows the token; where there is none, whoever asks on this machine.
struct OperatorGuard: RouterMiddleware {
    let token: String?

    func handle(
        _ request: Request, context: OperatorContext,
        next: (Request, OperatorContext) async throws -> Response
    ) async throws -> Response {
        let refusal: Response
        if let answer = refused(request, context) {
            refusal = answer
        } else {
            do { return try await next(request, context) } catch let error as HTTPError {
                // The library's own answer would have no word.
                refusal = HealthText.answer(
                    "\(error.status.code): /healthz, /readyz and /metrics can be read here\n",
                    status: error.status)
            }
        }
        return request.method == .head ? refusal.createHeadResponse() : refusal
    }

    /// The answer for whoever may not ask here; nil for who may.
    private func refused(_ request: Request, _ context: OperatorContext) -> Response? {
        if let token {
            if shows(token, request) { return nil }
            var answer = HealthText.answer("token needed\n", status: .unauthorized)
            answer.headers[.wwwAuthenticate] = "Bearer"
            return answer
        }
        let isHere = (context.remoteAddress?.ipAddress).map(HealthText.isLoopback) ?? false
        return isHere ? nil : HealthText.answer("only from this machine\n", status: .forbidden)
    }

    /// Compared by their hashes, so that the time says nothing of how much of it was right.
    private func shows(_ token: String, _ request: Request) -> Bool {
        let words = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return false }
        return SHA256.hash(data: Data(words[1].utf8)) == SHA256.hash(data: Data(token.utf8))
    }
}
