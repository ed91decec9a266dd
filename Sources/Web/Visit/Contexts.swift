public import Core
public import Hummingbird
import Logging
public import NIOCore

/// What every kind of context of this site holds.
public protocol WebContext: RequestContext {
    /// Who asks, when, in which language.
    var visit: Visit { get }
    /// The answers of the form that was sent; empty where none was.
    var answers: FormAnswers { get set }
}

extension WebContext {
    public var words: Words { visit.words }
    public var now: Moment { visit.now }
    /// What stood in the question of the address.
    public var query: FormAnswers { visit.query }

    /// A part of the path, decoded.
    /// - Throws: `WebRefusal.malformed` when its percent signs do not make sense or it holds NUL.
    public func parameter(_ name: String) throws -> String {
        let raw = try parameters.require(name)
        guard let text = PercentCoding.decode(raw[...], plusIsSpace: false), !text.utf8.contains(0)
        else { throw WebRefusal.malformed }
        return text
    }

    /// A part of the path that is a whole number; anything else is a place that does not exist.
    public func number(_ name: String) throws -> Int64 {
        guard let number = Int64(try parameter(name)), number > 0 else { throw WebRefusal.notFound }
        return number
    }

    /// Takes from what this network may do in a minute.
    /// - Throws: `WebRefusal.tooMany` with the seconds to wait.
    public func spend(_ cost: Double = 1, from limit: RateLimit) throws {
        try visit.frame.limiter.spend(
            cost, from: limit, by: PeerAddress.network(of: visit.peer), now: visit.now)
    }
}

/// Anybody. Says whether they are signed in, but promises nothing.
public struct VisitorContext: WebContext, RemoteAddressRequestContext {
    public var coreContext: CoreRequestContextStorage
    public let remoteAddress: SocketAddress?
    public var answers = FormAnswers()
    /// Names this request in the log and in `X-Request-ID`.
    let requestID: String
    var welcomed: Visit?

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
        // Hummingbird's own `id` fails under a log handler that keeps nothing.
        requestID = source.logger[metadataKey: "hb.request.id"]?.description ?? RequestID().description
    }

    /// Set by the first middleware; a route never runs without it.
    public var visit: Visit {
        guard let welcomed else { preconditionFailure("The reception stands before every route.") }
        return welcomed
    }
}

/// Somebody at work: that this exists is the proof.
public struct OfficerContext: ChildRequestContext, WebContext {
    public var coreContext: CoreRequestContextStorage
    public let visit: Visit
    public let officer: Officer
    public var answers: FormAnswers

    /// - Throws: `WebRefusal.signInNeeded`.
    public init(context: VisitorContext) throws {
        guard let officer = context.visit.officer else { throw WebRefusal.signInNeeded }
        coreContext = context.coreContext
        visit = context.visit
        self.officer = officer
        answers = context.answers
    }

    /// - Throws: `WebRefusal.forbidden` when none of the officer's roles has the power.
    public func require(_ power: Role.Power) throws {
        guard officer.may(power) else { throw WebRefusal.forbidden }
    }
}

/// A program or page that calls the API for an officer, by a token or by the session of a browser.
public struct ApiContext: ChildRequestContext, WebContext {
    public var coreContext: CoreRequestContextStorage
    public let visit: Visit
    public let officer: Officer
    /// What the token allows; a session allows everything its officer may do.
    public let scopes: Set<String>
    /// Whether a browser's session stands behind it instead of a token.
    public let bySession: Bool
    public var answers: FormAnswers

    /// - Throws: `WebRefusal.tokenNeeded`.
    public init(context: VisitorContext) throws {
        if let bearer = context.visit.bearer {
            officer = bearer.officer
            scopes = bearer.scopes
            bySession = false
        } else if let signedIn = context.visit.officer {
            officer = signedIn
            scopes = []
            bySession = true
        } else {
            throw WebRefusal.tokenNeeded
        }
        coreContext = context.coreContext
        visit = context.visit
        answers = context.answers
    }

    /// - Throws: `WebRefusal.scopeMissing` when the token does not allow it.
    public func require(scope: String) throws {
        guard bySession || scopes.contains(scope) else { throw WebRefusal.scopeMissing(scope) }
    }

    /// - Throws: `WebRefusal.forbidden` when none of the officer's roles has the power.
    public func require(_ power: Role.Power) throws {
        guard officer.may(power) else { throw WebRefusal.forbidden }
    }
}
