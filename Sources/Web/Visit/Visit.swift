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
    /// Who sends, always the same for one session, else for one browser: the owner of request keys and of
    /// files on their way. Not shown on pages.
    public var sender: String { senderSeed.isEmpty ? "" : frame.signer.sign(senderSeed, for: "sender") }
    /// What the sender is made from: a token, a session or a visitor's cookie. Most requests never ask.
    let senderSeed: String
    let token: FormToken
    /// The size of letters and the colours that the reader chose.
    public let display: Display
    /// Whether this browser is here for the first time.
    let isFirst: Bool
    /// The page of this site that a form was sent from; the path itself where a page was asked for.
    let origin: String
    /// The sentence that the last thing done left for this page (a key), when there is one.
    let notice: String?
    let frame: Frame

    public var language: Language { words.language }
    public var settings: WebSettings { frame.settings }

    /// The lines of the menu that whoever asks may open.
    public var menu: [MenuEntry] { frame.menu.filter { $0.audience.includes(officer) } }

    /// The token that a form which changes something carries: `Form(post:csrf:)`. Each reading has a new
    /// mask: two of them are never the same text.
    public var csrf: String { token.masked(frame.randomBytes(token.count)) }

    /// Whether the text is the token of this visit, behind whatever mask; compared in constant time.
    public func accepts(csrf: String) -> Bool { token.accepts(csrf) }

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
    let randomBytes: @Sendable (Int) -> [UInt8]

    init(
        settings: WebSettings, book: WordBook, menu: [MenuEntry], limiter: RateLimiter,
        randomBytes: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.settings = settings
        self.book = book
        self.menu = menu
        self.limiter = limiter
        self.randomBytes = randomBytes
        assets = .shared
        signer = Signer(key: settings.secret)
    }
}

extension Visit {
    /// A visit for a page that is shown without a server: specimens, tests.
    public static func specimen(
        _ words: Words, now: Moment = Moment(milliseconds: 1_795_311_000_000), officer: Officer? = nil,
        path: String = "/", menu: [MenuEntry] = [], display: Display = Display()
    ) throws -> Visit {
        let settings = try WebSettings(
            baseURL: "http://127.0.0.1:8080", secret: Array(repeating: 7, count: 32))
        let frame = Frame(
            settings: settings, book: words.book, menu: menu, limiter: RateLimiter(),
            randomBytes: { Array(repeating: 5, count: $0) })
        return Visit(
            words: words, now: now, requestID: "specimen", peer: "127.0.0.1", path: path,
            query: FormAnswers(), officer: officer, bearer: nil, senderSeed: "specimen",
            token: FormToken(Array(repeating: 9, count: 32)), display: display, isFirst: false,
            origin: path, notice: nil, frame: frame)
    }
}
