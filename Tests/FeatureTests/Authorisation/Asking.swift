import Core
import Courier
import HTTPTypes
import Synchronization
import Web

/// What came of a question, as far as it matters who asked.
enum Verdict: String, Sendable {
    /// Led to the sign-in page.
    case signIn
    /// 401: a program without a token.
    case noToken
    /// 403: known, and not allowed.
    case forbidden
    /// 404: not there, or not for the asker.
    case absent
    /// Anything that only somebody who may is told: the page, or what is wrong with the form.
    case goes
    /// 405: no such verb.
    case noVerb
    /// 5xx: our mistake.
    case broken

    init(_ answer: WebAnswer) {
        switch answer.status {
        case 303 where answer.location?.hasPrefix("/sign-in") == true: self = .signIn
        case 401: self = .noToken
        case 403: self = .forbidden
        case 404: self = .absent
        case 405: self = .noVerb
        case 500...: self = .broken
        default: self = .goes
        }
    }
}

/// How a caller shows who they are.
enum Means: Sendable {
    /// A browser with their session; its forms carry our token, or not.
    case session(forged: Bool)
    case token(String)
    /// Another system, by a key or the secret it signs with.
    case key(String)
    case nothing
}

extension WholeTown {
    /// One address more for each question: no limit by address counts two of them together.
    private static let asked = Mutex(0)

    /// What a form has to say before anybody looks at what it is about.
    private static let forms = [
        "POST /matters/views/{id}": "do=delete", "POST /matters/{number}/undo": "version=1",
        "POST /triage/matters/{number}": "choice=0+0101+HOTLINE",
    ]
    private static let bodies = [
        "POST /api/v1/matters/{number}/moves": #"{"move": "note"}"#,
        "POST /api/v1/matters/{number}/undo": #"{"version": 1}"#,
    ]

    /// Asks as somebody, in the way the door is asked.
    func ask(
        _ rule: RouteRule, method: String? = nil, path: String, as caller: Caller, by means: Means
    ) async throws -> WebAnswer {
        let number = Self.asked.withLock {
            $0 += 1; return $0
        }
        let client = WebClient(server)
        // A stream would never end: its head says who may listen.
        let method = method ?? (rule.path == "/matters/live" ? "HEAD" : rule.method)
        let from = "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
        var headers: HTTPFields = [:]
        if let field = HTTPField.Name("X-Forwarded-For") { headers[field] = from }
        var csrf = ""
        switch means {
        case .session(let forged):
            for (name, value) in caller.cookies { client.setCookie(name, value) }
            if !forged { csrf = caller.csrf }
        case .token(let token), .key(let token): headers[.authorization] = "Bearer \(token)"
        case .nothing: break
        }
        let changes = !["GET", "HEAD", "OPTIONS"].contains(method)
        switch rule.door {
        case .visitor, .officer, .site:
            guard changes else { return try await client.send(method, path, headers: headers) }
            headers[.contentType] = "application/x-www-form-urlencoded"
            let form = ["csrf=\(csrf)", Self.forms[rule.name]].compactMap(\.self).joined(separator: "&")
            return try await client.send(method, path, headers: headers, body: Array(form.utf8))
        case .script, .api, .open, .machine:
            if let field = HTTPField.Name("X-CSRF"), !csrf.isEmpty { headers[field] = csrf }
            if let field = HTTPField.Name("Tus-Resumable") { headers[field] = "1.0.0" }
            if rule.door == .script, let field = HTTPField.Name("Upload-Offset") {
                headers[field] = "0"
                if method == "PATCH" { headers[.contentType] = "application/offset+octet-stream" }
            }
            if rule.door == .machine, changes, path.hasPrefix("/open311/") {
                headers[.contentType] = "application/x-www-form-urlencoded"
                var form = "service_code=0101"
                if case .key(let key) = means { form += "&api_key=\(WebClient.encode(key))" }
                return try await client.send(method, path, headers: headers, body: Array(form.utf8))
            }
            let isJSON = changes && method != "DELETE" && rule.door != .script
            let body = isJSON ? Array((Self.bodies[rule.name] ?? "{}").utf8) : []
            if !body.isEmpty { headers[.contentType] = "application/json" }
            if rule.door == .machine, changes { sign(body, as: "matrix-\(number)", by: means, &headers) }
            return try await client.send(method, path, headers: headers, body: body)
        }
    }

    /// Signs as other systems do: well made, and by nobody who is known where no secret signs.
    private func sign(_ body: [UInt8], as id: String, by means: Means, _ headers: inout HTTPFields) {
        let now = Surroundings.live.now()
        var signature = "v1,bm9ib2R5IHNpZ25lZCB0aGlz"
        if case .key(let secret) = means, secret.hasPrefix("whsec_") {
            signature = Signature.header(id: id, at: now, body: body, secrets: [secret])
        }
        let told = [
            "webhook-id": id, "webhook-signature": signature,
            "webhook-timestamp": String(now.milliseconds / 1000),
        ]
        for (name, value) in told {
            if let field = HTTPField.Name(name) { headers[field] = value }
        }
    }
}
