import HTTPTypes
public import Hummingbird
public import Markup
import NIOCore

/// One page: what stands between the header and the footer. A route may return it as it is.
public struct Page: ResponseGenerator, Sendable {
    /// What the window and the list of results say; the page's own `h1` is part of the body.
    public var title: String
    public var body: HTML
    /// The HTTP status.
    public var status: Int
    /// Whether it shows something that is nobody else's business: then no cache keeps it.
    public var personal: Bool
    /// Whether it uses the whole width: lists and workbenches.
    public var wide: Bool
    /// Scripts beside the common one.
    public var scripts: Set<Script>
    /// The topic of the help that stands behind its question mark; nil where there is none.
    public var help: String?
    public var cookies: [Cookie]

    public init(
        title: String, status: Int = 200, personal: Bool = true, wide: Bool = false,
        scripts: Set<Script> = [], help: String? = nil, cookies: [Cookie] = [], body: () -> HTML
    ) {
        self.title = title
        self.status = status
        self.personal = personal
        self.wide = wide
        self.scripts = scripts
        self.help = help
        self.cookies = cookies
        self.body = body()
    }

    /// The whole document.
    public func document(for visit: Visit) -> HTML { Layout(page: self, visit: visit).html }

    public func response(from request: Request, context: some RequestContext) throws -> Response {
        guard let visit = (context as? any WebContext)?.visit else {
            preconditionFailure("A page needs a context of this site.")
        }
        return answer(visit)
    }

    /// The page as a response, for routes that sometimes answer otherwise.
    public func answer(_ visit: Visit) -> Response {
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8",
            .cacheControl: personal ? "no-store" : "no-cache",
            .contentLanguage: visit.language.tag,
            .vary: "Accept-Language, Cookie",
        ]
        for cookie in cookies { headers.append(cookie) }
        if visit.isFirst {
            let hash = visit.frame.assets.css.styleHash
            headers[.contentSecurityPolicy] = SecurityHeaders.policy(visit.settings, styleHash: hash)
        }
        if visit.notice != nil {
            headers.append(visit.settings.cookie(CookieName.notice, "", maxAgeSeconds: 0))
        }
        return Response(
            status: .init(code: status), headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: document(for: visit).bytes)))
    }
}

/// Leads the browser to another place of this site by GET (303).
public struct Redirect: ResponseGenerator, Sendable {
    let path: String
    let notice: String?
    let cookies: [Cookie]

    /// - Parameters:
    ///   - path: a place of this site; anything that is not one (`//elsewhere`, `https:…`) leads home.
    ///   - notice: the key of a sentence without values that the next page shows once.
    public init(to path: String, notice: String? = nil, cookies: [Cookie] = []) {
        self.path = Redirect.local(path)
        self.notice = notice
        self.cookies = cookies
    }

    /// The path when it is a place of this site, else the start page.
    public static func local(_ path: String) -> String {
        let safe = path.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
        return safe && path.hasPrefix("/") && !path.hasPrefix("//") ? path : "/"
    }

    public func response(from request: Request, context: some RequestContext) throws -> Response {
        guard let visit = (context as? any WebContext)?.visit else {
            preconditionFailure("A redirect needs a context of this site.")
        }
        return answer(visit)
    }

    /// The redirect as a response, for routes that sometimes answer otherwise.
    public func answer(_ visit: Visit) -> Response {
        var headers: HTTPFields = [.location: path, .cacheControl: "no-store"]
        for cookie in cookies { headers.append(cookie) }
        if let notice { headers.append(visit.settings.cookie(CookieName.notice, notice, maxAgeSeconds: 60)) }
        return Response(status: .seeOther, headers: headers)
    }
}

enum CookieName {
    static let language = "lx_lang"
    static let text = "lx_text"
    static let colours = "lx_colours"
    static let notice = "lx_notice"
}

extension HTTPFields {
    mutating func append(_ cookie: Cookie) {
        append(HTTPField(name: .setCookie, value: cookie.description))
    }
}
