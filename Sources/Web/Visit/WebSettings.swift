public import Core
import Crypto
public import Hummingbird

/// What an operator decides about the site.
public struct WebSettings: Sendable {
    /// Where the site is reached from outside, without a slash at its end: `https://12345.example.org`.
    public let baseURL: String
    public let host: String
    public let port: Int
    /// Signs form tokens and cursors; at least 32 bytes, the same on every server of the site.
    let secret: SymmetricKey
    /// Believe the last address of `X-Forwarded-For`: only where a proxy of our own stands before us.
    public let trustProxy: Bool
    /// The demo's pages (one-click sign-in) are served.
    public let demo: Bool
    /// How many forms a visitor without an account may send in a minute from one address; nil without limit.
    public let visitorFormsPerMinute: Int?
    /// What a network without an account, and what one person with one may cost in a minute (a page read by
    /// a key costs 1; `RequestCost`); nil without limit.
    public let visitorBudget: Int?
    public let officerBudget: Int?
    /// How many connections one network may have open at once; nil without limit. With `trustProxy` they are
    /// all the proxy's own, and not counted.
    public let connections: Int?
    /// The largest body that is read, in bytes.
    public let maxBodyBytes: Int
    /// The one other host that pictures may come from, for the ground of maps: `https://tiles.example.org`.
    public let tileHost: String?

    /// - Throws: `Fault.configuration` when the secret is shorter than 32 bytes, the address is no web
    ///   address, or the tile host is more than a host.
    public init(
        baseURL: String, host: String = "127.0.0.1", port: Int = 8080, secret: [UInt8],
        trustProxy: Bool = false, demo: Bool = false, visitorFormsPerMinute: Int? = 60,
        maxBodyBytes: Int = 1_048_576, tileHost: String? = nil, visitorBudget: Int? = nil,
        officerBudget: Int? = nil, connections: Int? = nil
    ) throws(Fault) {
        guard secret.count >= 32 else {
            throw Fault(
                .configuration, "The secret key has \(secret.count) bytes.",
                remedy: "Give it 32 random bytes or more.")
        }
        guard baseURL.hasPrefix("http://") || baseURL.hasPrefix("https://") else {
            throw Fault(
                .configuration, "The base address \(baseURL) is no web address.",
                remedy: "Give an address that begins with https:// or http://.")
        }
        if let tileHost, !WebSettings.isHost(tileHost) {
            throw Fault(
                .configuration, "The tile host \(tileHost) is no host.",
                remedy: "Give it as https://tiles.example.org, without a path.")
        }
        self.tileHost = tileHost
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.host = host
        self.port = port
        self.secret = SymmetricKey(data: secret)
        self.trustProxy = trustProxy
        self.demo = demo
        self.visitorFormsPerMinute = visitorFormsPerMinute
        self.visitorBudget = visitorBudget
        self.officerBudget = officerBudget
        self.connections = connections
        self.maxBodyBytes = maxBodyBytes
    }

    /// `https://`, then letters, digits, dots, hyphens and a port: it stands in a header as it is.
    private static func isHost(_ text: String) -> Bool {
        guard text.hasPrefix("https://") else { return false }
        let host = text.utf8.dropFirst(8)
        return !host.isEmpty
            && host.allSatisfy {
                (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x3A).contains($0)
                    || $0 == 0x2E || $0 == 0x2D
            }
    }

    /// Whether the site is reached over TLS.
    public var secure: Bool { baseURL.hasPrefix("https://") }

    /// The name of the cookie that holds a session; bound to this host where TLS allows it.
    public var sessionCookieName: String { secure ? "__Host-lx_s" : "lx_s" }

    /// The name of the cookie that form tokens are bound to; no neighbour's host can set it.
    var visitorCookieName: String { secure ? "__Host-lx_v" : "lx_v" }

    /// The cookie that keeps somebody signed in.
    /// - Parameter maxAgeSeconds: how long the browser keeps it; nil until it is closed.
    public func sessionCookie(_ token: String, maxAgeSeconds: Int? = nil) -> Cookie {
        cookie(sessionCookieName, token, maxAgeSeconds: maxAgeSeconds)
    }

    /// The cookie that takes the session away from the browser.
    public var endedSessionCookie: Cookie { cookie(sessionCookieName, "", maxAgeSeconds: 0) }

    func cookie(_ name: String, _ value: String, maxAgeSeconds: Int?) -> Cookie {
        Cookie(
            name: name, value: value, maxAge: maxAgeSeconds, path: "/", secure: secure, httpOnly: true,
            sameSite: .lax)
    }
}
