public import Core
import FoundationEssentials
import HTTPTypes
public import Hummingbird
public import Logging
import NIOCore

/// The site, put together from its slices: answers requests in tests, serves them in the program.
public struct WebServer: Sendable {
    public typealias SiteResponder = RouterResponder<VisitorContext>

    /// Answers one request, with a socket or without.
    public let responder: SiteResponder
    public let book: WordBook
    public let menu: [MenuEntry]
    /// Every route: its method, and its path as OpenAPI writes it.
    public let routes: [(method: String, path: String)]
    private let features: [Feature]
    private let settings: WebSettings

    /// - Parameters:
    ///   - ready: what `/readyz` tells: how the parts of the program stand. A failed one means 503.
    ///   - observer: is told of every request.
    public init(
        features: [Feature], gatekeeper: any Gatekeeper, surroundings: Surroundings, settings: WebSettings,
        ready: @escaping @Sendable () async -> [HealthLine] = { [] },
        observer: (any RequestObserver)? = nil
    ) {
        book = WordBook([.web] + features.map(\.words))
        menu = features.flatMap(\.menu).sorted { ($0.order, $0.path) < ($1.order, $1.path) }
        self.features = features
        self.settings = settings
        let frame = Frame(
            settings: settings, book: book, menu: menu, limiter: RateLimiter(),
            randomBytes: surroundings.randomBytes)
        let table = RouteTable()
        let router = Router(context: VisitorContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestLog(observer: observer))
        router.add(middleware: FarewellNote())
        router.add(middleware: Packing())
        router.add(middleware: SecurityHeaders(settings: settings))
        router.add(
            middleware: Reception(
                frame: frame, gatekeeper: gatekeeper, surroundings: surroundings,
                door: ErrorDoor(routes: table, machines: features.compactMap(\.machineDoor))))
        let site = Site(
            router, settings: settings, surroundings: surroundings, book: book,
            files: features.compactMap(\.formFiles).first)
        WebServer.addOwnRoutes(to: router, features: features, assets: frame.assets, ready: ready)
        for feature in features { feature.routes(site) }
        table.set(router.routes.map { ($0.path, $0.method.rawValue) })
        routes = router.routes.map { ($0.method.rawValue, $0.path.description) }
        responder = router.buildResponder()
    }

    /// The service that listens. `WebSettings.checkPort()` first gives a clearer error than the socket.
    ///
    /// - Parameter opened: is told once, when the port is open.
    public func application(
        logger: Logger, opened: @escaping @Sendable () -> Void = {}
    ) -> some ApplicationProtocol {
        let crowd = Crowd(most: settings.trustProxy ? nil : settings.connections)
        let unread = UnreadAnswer(words: book.words(.zh), logger: logger)
        return Application(
            responder: responder,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [CrowdGate(crowd), Farewell(), Patience(), Unread(unread)],
                    idleTimeout: .seconds(75),
                    // The longest address that is read, and a head of as many fields as proxies add.
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 32_768, maxHeaderListSize: 65_536, maxHeaderFieldCount: 200))),
            configuration: .init(address: .hostname(settings.host, port: settings.port), backlog: 1024),
            onServerRunning: { _ in opened() }, logger: logger)
    }

    /// The API, described for programs.
    public func openAPIDocument(_ words: Words) -> String {
        OpenAPI.document(features.flatMap(\.operations), words: words, baseURL: settings.baseURL)
    }

    /// What is wrong with the site's parts: words, and routes against their description.
    public var complaints: [String] {
        book.complaints + OpenAPI.complaints(routes: routes, operations: features.flatMap(\.operations))
    }

    private static func addOwnRoutes(
        to router: Router<VisitorContext>, features: [Feature], assets: Assets,
        ready: @escaping @Sendable () async -> [HealthLine]
    ) {
        for asset in assets.all {
            router.get(RouterPath(asset.path)) { request, _ in asset.response(to: request) }
        }
        OfflineRoutes(assets: assets).add(to: router)
        let operations = features.flatMap(\.operations)
        router.get("/openapi.json") { _, context in
            let document = OpenAPI.document(
                operations, words: context.words, baseURL: context.visit.settings.baseURL)
            return Response(
                status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-cache"],
                body: .init(byteBuffer: ByteBuffer(string: document)))
        }
        HealthRoutes(ready: ready).add(to: router)
    }
}

extension Site {
    init(
        _ router: Router<VisitorContext>, settings: WebSettings, surroundings: Surroundings, book: WordBook,
        files: FormFiles?
    ) {
        self.settings = settings
        self.surroundings = surroundings
        self.book = book
        visitors = router.group().add(middleware: FormGuard<VisitorContext>(files: files))
        officers = router.group(context: OfficerContext.self)
            .add(middleware: FormGuard<OfficerContext>(files: files))
        api = router.group(Site.apiPrefix, context: ApiContext.self).add(middleware: SessionApiGuard())
        scripts = router.group().add(middleware: ScriptGuard())
        openAPI = router.group(Site.apiPrefix)
        machines = router.group()
    }
}
