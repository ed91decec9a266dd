import Core
import HTTPTypes
import Hummingbird
import NIOCore

/// Finds out who asks, in which language and from where, and answers for what goes wrong behind it.
struct Reception: RouterMiddleware {
    let frame: Frame
    let gatekeeper: any Gatekeeper
    let surroundings: Surroundings
    let door: ErrorDoor

    func handle(
        _ request: Request, context: VisitorContext,
        next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        var arrival = Arrival(request, context, frame: frame, now: surroundings.now())
        arrival.isForMachines = door.machines.contains { $0.holds(request) }
        context.welcomed = arrival.visit()
        do {
            if Reception.asksNobody(request.uri.path) {
                return try await next(request, context)
            }
            guard !arrival.isTooLong else { throw WebRefusal.addressTooLong }
            guard arrival.query != nil, arrival.pathIsSound, arrival.hostIsSound else {
                throw WebRefusal.malformed
            }
            if let switched = arrival.switched() { return switched }
            let identity: Identity
            do {
                identity = try await identify(request, arrival)
            } catch let refusal as WebRefusal {
                // Guessing tokens costs more than asking with one.
                try arrival.spend(RequestCost.guess, as: Identity())
                throw refusal
            }
            try arrival.spend(arrival.cost(of: identity), as: identity)
            context.welcomed = arrival.visit(identity)
            var response: Response
            do {
                response = try await next(request, context)
            } catch {
                response = door.answer(to: error, request, context)
            }
            response.headers[.asker] = identity.asker.rawValue
            // What any cache may keep for anybody must not bring one browser's cookie along.
            let isShared = response.headers[.cacheControl]?.hasPrefix("public") == true
            if isShared, identity.officer == nil { return response }
            if isShared { response.headers[.cacheControl] = "no-cache" }
            for cookie in identity.cookies { response.headers.append(cookie) }
            return response
        } catch {
            return door.answer(to: error, request, context)
        }
    }

    /// What is the same for everybody, and answered also while the database is away.
    private static func asksNobody(_ path: String) -> Bool {
        path.hasPrefix("/assets/") || path == "/healthz" || path == "/readyz"
    }

    /// Who it is, by token or session, and the browser's own secret that form tokens are bound to.
    private func identify(_ request: Request, _ arrival: Arrival) async throws -> Identity {
        var identity = Identity()
        if arrival.isAPI, let field = request.headers[.authorization] {
            guard let token = Identity.bearerToken(field),
                let bearer = try await gatekeeper.bearer(token, now: arrival.now)
            else { throw WebRefusal.tokenNeeded }
            identity.bearer = bearer
            identity.senderSeed = "t\(token)"
            return identity
        }
        if let token = arrival.cookie(frame.settings.sessionCookieName) {
            let signedIn = try await gatekeeper.officer(session: token, now: arrival.now)
            identity.officer = signedIn?.officer
            if let replacement = signedIn?.replacement {
                identity.cookies.append(frame.settings.sessionCookie(replacement))
            } else if signedIn == nil {
                identity.cookies.append(frame.settings.endedSessionCookie)
            }
        }
        let name = frame.settings.visitorCookieName
        let known = arrival.cookie(name).flatMap { $0.utf8.count == 22 ? $0 : nil }
        let visitor = known ?? Base64URL.encode(surroundings.randomBytes(16))
        if known == nil, !arrival.isAPI, !arrival.isForMachines {
            identity.cookies.append(frame.settings.cookie(name, visitor, maxAgeSeconds: nil))
        }
        identity.isFirst = known == nil
        // The session's id, not its secret: the token outlives a change of the secret.
        let session = identity.officer?.sessionID ?? ""
        identity.token = FormToken(frame.signer.code("\(visitor)\u{0}\(session)", for: "csrf"))
        identity.senderSeed = session.isEmpty ? "v\(visitor)" : "s\(session)"
        return identity
    }
}

/// What was found out about who asks.
struct Identity {
    var officer: Officer?
    var bearer: Bearer?
    var token = FormToken([])
    /// What `Visit.sender` is made from.
    var senderSeed = ""
    var isFirst = false
    var cookies: [Cookie] = []

    var asker: RequestNote.Asker { bearer != nil ? .program : officer != nil ? .officer : .visitor }

    static func bearerToken(_ field: String) -> String? {
        let parts = field.split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}

/// A request as it came in, before anybody is asked about it.
struct Arrival {
    let request: Request
    let frame: Frame
    let now: Moment
    let requestID: String
    let peer: String
    /// Nil when the address's question cannot be read.
    let query: FormAnswers?
    let language: Language
    /// Whether only other systems ask here.
    var isForMachines = false
    /// Whether the address has more bytes than we read: pages repeat it many times.
    let isTooLong: Bool
    private let cookies: Cookies

    /// The longest address with its question, in bytes; the longest of our own forms makes half of it.
    static let longestAddress = 16_384

    init(_ request: Request, _ context: VisitorContext, frame: Frame, now: Moment) {
        self.request = request
        self.frame = frame
        self.now = now
        requestID = context.requestID
        peer = Arrival.peer(request, context, trustProxy: frame.settings.trustProxy)
        isTooLong = request.uri.string.utf8.count > Arrival.longestAddress
        let query = isTooLong ? nil : try? FormAnswers(urlencoded: (request.uri.query ?? "").utf8)
        self.query = query
        let cookies = request.cookies
        self.cookies = cookies
        language = Arrival.language(query, cookies, request.headers[.acceptLanguage])
    }

    var isAPI: Bool { request.uri.path.hasPrefix("/api/") }

    /// Whether the path's percent signs make sense.
    var pathIsSound: Bool {
        guard let path = PercentCoding.decode(request.uri.path[...], plusIsSpace: false) else { return false }
        return !path.utf8.contains(0)
    }

    /// Whether it says once, and as hosts are written, which host it wants (RFC 9112 §3.2). What it says is
    /// believed nowhere: links begin with the address that the operator gave.
    var hostIsSound: Bool {
        guard let host = request.head.authority, (1...255).contains(host.utf8.count),
            request.headers[.host] == nil
        else { return false }
        return host.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "-._:[]".utf8.contains(byte)
            }
        }
    }

    /// The path with its question, with one slash at its beginning: two would lead to another host.
    private var path: String {
        if isTooLong { return "/" }
        return "/" + request.uri.path.drop { $0 == "/" } + (request.uri.query.map { "?\($0)" } ?? "")
    }

    func cost(of identity: Identity) -> Double {
        RequestCost.of(
            request, query ?? FormAnswers(), isKnown: identity.asker != .visitor || isForMachines)
    }

    /// Takes from what somebody may cost in a minute: a person wherever they sit, everybody else by network.
    /// - Throws: `WebRefusal.tooMany`.
    func spend(_ cost: Double, as identity: Identity) throws {
        let person = (identity.bearer?.officer ?? identity.officer)?.personID
        let budget = person == nil ? frame.settings.visitorBudget : frame.settings.officerBudget
        guard let budget else { return }
        try frame.limiter.spend(
            cost, from: RateLimit("budget", burst: Double(budget), perMinute: Double(budget)),
            by: person.map { "person \($0)" } ?? PeerAddress.network(of: peer), now: now)
    }

    func cookie(_ name: String) -> String? {
        guard let value = cookies[name]?.value, !value.isEmpty else { return nil }
        return value
    }

    func visit(_ identity: Identity = Identity()) -> Visit {
        Visit(
            words: frame.book.words(language), now: now, requestID: requestID, peer: peer,
            path: path, query: query ?? FormAnswers(),
            officer: identity.officer ?? identity.bearer?.officer, bearer: identity.bearer,
            senderSeed: identity.senderSeed, token: identity.token, display: display,
            isFirst: identity.isFirst,
            origin: origin, notice: cookie(CookieName.notice), frame: frame)
    }

    /// The same page again without the question, its cookie set, when a switch was used.
    func switched() -> Response? {
        guard !isAPI, !isForMachines, request.method == .get, let query else { return nil }
        var cookies: [Cookie] = []
        let year = 365 * 86_400
        if let language = Language(rawValue: query["lang"]) {
            cookies.append(frame.settings.cookie(CookieName.language, language.rawValue, maxAgeSeconds: year))
        }
        if let letters = Display.Letters(rawValue: query["letters"]) {
            cookies.append(frame.settings.cookie(CookieName.text, letters.rawValue, maxAgeSeconds: year))
        }
        if let colours = Display.Colours(rawValue: query["colours"]) {
            cookies.append(frame.settings.cookie(CookieName.colours, colours.rawValue, maxAgeSeconds: year))
        }
        guard !cookies.isEmpty else { return nil }
        let path = request.uri.path + query.asQuery(without: ["lang", "letters", "colours"])
        return Redirect(to: path, cookies: cookies).answer(visit())
    }

    /// What the reader chose earlier.
    private var display: Display {
        Display(
            letters: cookie(CookieName.text).flatMap { Display.Letters(rawValue: $0) } ?? .normal,
            colours: cookie(CookieName.colours).flatMap { Display.Colours(rawValue: $0) } ?? .auto)
    }

    /// Where the switches of an answer to a form lead: to the page the form stands on.
    private var origin: String {
        guard request.method != .get, request.method != .head else { return path }
        let referrer = HTTPField.Name("Referer").flatMap { request.headers[$0] } ?? ""
        let parts = referrer.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
        guard parts.count == 3, String(parts[1]) == request.head.authority else { return "/" }
        return Redirect.local("/" + parts[2].drop { $0 == "/" }.prefix { $0 != "#" })
    }

    private static func peer(_ request: Request, _ context: VisitorContext, trustProxy: Bool) -> String {
        // The last entry is the one our own proxy wrote; whatever stands before it came from outside.
        if trustProxy, let last = request.headers[.forwardedFor]?.split(separator: ",").last?.trimmed,
            PeerAddress.isAddress(String(last))
        {
            return String(last)
        }
        return context.remoteAddress?.ipAddress ?? "unknown"
    }

    /// What was asked for, what was chosen, what the browser prefers, Chinese.
    private static func language(_ query: FormAnswers?, _ cookies: Cookies, _ accepted: String?) -> Language {
        if let asked = query.flatMap({ Language(rawValue: $0["lang"]) }) { return asked }
        if let kept = cookies[CookieName.language].flatMap({ Language(rawValue: $0.value) }) { return kept }
        return preferred(accepted ?? "") ?? .zh
    }

    /// The language with the highest weight that we have (RFC 9110 §12.5.4).
    static func preferred(_ field: String) -> Language? {
        var best: (language: Language, weight: Double)?
        for part in field.split(separator: ",").prefix(20) {
            let pieces = part.split(separator: ";")
            guard let tag = pieces.first?.trimmed.lowercased(), let first = tag.split(separator: "-").first,
                let language = Language(rawValue: String(first))
            else { continue }
            let weight =
                pieces.dropFirst().map(\.trimmed).first { $0.hasPrefix("q=") }
                .map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if weight > (best?.weight ?? 0) { best = (language, weight) }
        }
        return best?.language
    }
}
