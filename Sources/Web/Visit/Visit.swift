public import Core

/// One request, as far as pages and handlers care: who asks, when, in which language.
public struct Visit: Sendable {
    public let words: Words
    public let now: Moment
    public let requestID: String
    /// The address at the other end of the connection.
    public let peer: String
    /// The path that was asked for, with its question.
    public let path: String
    /// What stood in the question of the address.
    public let query: FormAnswers
    /// The officer, when somebody is signed in.
    public let officer: Officer?
    /// What an API token allows, when one was shown.
    public let bearer: Bearer?
    /// The token that a form which changes something carries: `Form(post:csrf:)`.
    public let csrf: String
    /// Whether the reader asked for larger letters.
    public let largeText: Bool
    /// The sentence that the last thing done left for this page (a key), when there is one.
    let notice: String?
    let frame: Frame

    public var language: Language { words.language }
    public var settings: WebSettings { frame.settings }

    /// The path without its question.
    public var pathOnly: String { String(path.prefix { $0 != "?" }) }
}

/// What all requests share.
final class Frame: Sendable {
    let settings: WebSettings
    let book: WordBook
    let menu: [MenuEntry]
    let assets: Assets
    let limiter: RateLimiter
    let signer: Signer

    init(settings: WebSettings, book: WordBook, menu: [MenuEntry], limiter: RateLimiter) {
        self.settings = settings
        self.book = book
        self.menu = menu
        self.limiter = limiter
        assets = .shared
        signer = Signer(key: settings.secret)
    }
}

extension Visit {
    /// A visit for a page that is shown without a server: specimens, tests.
    public static func specimen(
        _ words: Words, now: Moment = Moment(milliseconds: 1_795_311_000_000), officer: Officer? = nil,
        path: String = "/", menu: [MenuEntry] = []
    ) throws -> Visit {
        let settings = try WebSettings(
            baseURL: "http://127.0.0.1:8080", secret: Array(repeating: 7, count: 32))
        let frame = Frame(settings: settings, book: words.book, menu: menu, limiter: RateLimiter())
        return Visit(
            words: words, now: now, requestID: "specimen", peer: "127.0.0.1", path: path,
            query: FormAnswers(),
            officer: officer, bearer: nil, csrf: "specimen", largeText: false, notice: nil, frame: frame)
    }
}
