import Core
import Foundation
import Storage
import HTTPTypes
import Testing
import Web

/// What must stand on every answer, whatever was asked.
enum AnswerHeaders {
    /// Everything that is wrong with the head of an answer, and with markup that a policy would stop.
    static func complaints(_ answer: WebAnswer, isSecure: Bool = false) -> [String] {
        var complaints = policy(answer) + cookies(answer, isSecure: isSecure)
        func wants(_ name: String, _ allowed: Set<String>) {
            let value = HTTPField.Name(name).flatMap { answer.headers[$0] }
            if !allowed.contains(value ?? "-") { complaints.append("\(name): \(value ?? "missing")") }
        }
        wants("X-Content-Type-Options", ["nosniff"])
        wants("Referrer-Policy", ["same-origin", "no-referrer"])
        wants("Permissions-Policy", ["camera=(self), microphone=(self), geolocation=(self), payment=()"])
        wants("Cross-Origin-Opener-Policy", ["same-origin"])
        wants("Strict-Transport-Security", isSecure ? ["max-age=31536000"] : ["-"])
        let isOpen = answer.headers[.accessControlAllowOrigin] != nil
        wants("Cross-Origin-Resource-Policy", [isOpen ? "cross-origin" : "same-origin"])
        wants("Access-Control-Allow-Credentials", ["-"])
        if answer.headers[.cacheControl] == nil { complaints.append("nothing about caches") }
        for field in answer.headers
        where ["server", "x-powered-by", "via"].contains(field.name.canonicalName) {
            complaints.append("\(field.name): \(field.value)")
        }
        if (answer.headers[.contentType] ?? "").hasPrefix("text/html") { complaints += markup(answer) }
        return complaints
    }

    private static func policy(_ answer: WebAnswer) -> [String] {
        let policy = answer.headers[.contentSecurityPolicy] ?? ""
        var parts: [String: [String]] = [:]
        for part in policy.split(separator: ";") {
            let words = part.split(separator: " ").map(String.init)
            if let first = words.first { parts[first] = Array(words.dropFirst()) }
        }
        var complaints: [String] = []
        let isFile = parts["sandbox"] != nil
        if parts["default-src"] != [isFile ? "'none'" : "'self'"] { complaints.append("policy: \(policy)") }
        if !isFile {
            if parts["script-src"] != ["'self'"] { complaints.append("scripts: \(policy)") }
            if parts["object-src"] != ["'none'"] || parts["base-uri"] != ["'none'"] {
                complaints.append("objects: \(policy)")
            }
            if parts["form-action"] != ["'self'"] { complaints.append("forms: \(policy)") }
        }
        if parts["frame-ancestors"] != ["'none'"] {
            complaints.append("frames: \(policy)")
        }
        let loose = parts.values.joined().filter {
            $0.contains("unsafe") || $0 == "*" || $0.hasPrefix("http:")
        }
        return complaints + loose.map { "policy allows \($0)" }
    }

    private static func cookies(_ answer: WebAnswer, isSecure: Bool) -> [String] {
        answer.cookies.flatMap { cookie -> [String] in
            var complaints: [String] = []
            for part in ["HttpOnly", "SameSite=Lax", "Path=/"] where !cookie.contains(part) {
                complaints.append("cookie without \(part): \(cookie)")
            }
            if cookie.contains("Secure") != isSecure { complaints.append("cookie: \(cookie)") }
            if cookie.contains("Domain") { complaints.append("cookie for other hosts: \(cookie)") }
            let isSecret = cookie.contains("lx_s=") || cookie.contains("lx_v=")
            if isSecure, isSecret, !cookie.hasPrefix("__Host-") { complaints.append("cookie: \(cookie)") }
            return complaints
        }
    }

    /// Scripts and styles in the page itself, which the policy stops, or would have to allow.
    private static func markup(_ answer: WebAnswer) -> [String] {
        let text = answer.text
        var complaints: [String] = []
        for tag in text.split(separator: "<script").dropFirst()
        where !tag.prefix(while: { $0 != ">" }).contains("src=") {
            complaints.append("a script in the page: \(tag.prefix(60))")
        }
        for mark in [" onclick=", " onload=", " onerror=", " onsubmit=", " style=\"", "javascript:"] {
            // What somebody wrote is escaped, so a quote behind the mark is ours.
            if text.contains(mark) { complaints.append("\(mark) in the page") }
        }
        if text.contains("<style"), answer.headers[.contentSecurityPolicy]?.contains("'sha256-") != true {
            complaints.append("a style without its hash")
        }
        return complaints
    }
}

@Suite("Every answer")
struct HeaderTests {
    @Test("of every route, to whoever asks, keeps browsers from what they need not do")
    func everyRoute() async throws {
        let matrix = try await Matrix.shared.value
        let askers: Set<String> = ["nobody", "administrator", "dispatcher"]
        let (count, complaints) = try await matrix.each { rule in
            var lines: [String] = []
            let cells = matrix.cells(of: rule).filter { cell in
                askers.contains(cell.caller.name) && [.own, .none, .absent].contains(cell.object)
            }
            for cell in cells {
                let answer = try await matrix.whole.ask(
                    rule, path: cell.path, as: cell.caller, by: cell.means)
                lines += AnswerHeaders.complaints(answer).map {
                    "\(rule.name) by \(cell.who) \(answer.status): \($0)"
                }
            }
            return (cells.count, lines)
        }
        print("\(count) answers of \(matrix.rules.count) routes looked at")
        #expect(count > 1000)
        #expect(complaints.isEmpty, "\(complaints.count):\n\(complaints.prefix(60).joined(separator: "\n"))")
    }

    @Test("of what is not a page is as strict: files, feeds, tables, errors, nothing new, and other verbs")
    func otherAnswers() async throws {
        let town = try await Matrix.shared.value.whole
        let client = WebClient(town.server)
        let area = town.city.area.text
        var complaints: [String] = []
        for path in [
            "/published/matters.csv", "/published/matters.json", "/published/matters.geojson",
            "/areas/\(area)/feed.atom", "/areas/shapes.json", "/open311/v2/services.json",
            "/open311/v2/services.xml", "/open311/v2/nothing.json", "/openapi.json", "/manifest.webmanifest",
            "/service-worker.js", "/healthz", "/readyz", "/nowhere", "/assets/nothing.css", "/%zz",
            "/?q=%ff", "/?lang=en", "/api/v1/nowhere", "/api/v1/matters?size=x",
            "/" + String(repeating: "a", count: 20_000),
        ] + client.assetPaths {
            let answer = try await client.get(path)
            complaints += AnswerHeaders.complaints(answer).map { "\(path.prefix(80)): \($0)" }
            if let tag = answer.headers[.eTag] {
                let again = try await client.get(path, headers: [.ifNoneMatch: tag])
                complaints += AnswerHeaders.complaints(again).map { "\(path) again: \($0)" }
            }
        }
        for method in ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "HEAD"] {
            let answer = try await client.send(method, "/areas")
            complaints += AnswerHeaders.complaints(answer).map { "\(method): \($0)" }
            #expect(answer.status == (method == "HEAD" ? 200 : 405), "\(method)")
        }
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
    }

    @Test("of faults, of bodies too large and of forged forms is as strict, and says TLS where there is TLS")
    func failures() async throws {
        let server = try WebSite.server(WebSite.settings(https: true))
        let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        let large = Array(repeating: UInt8(ascii: "a"), count: 1_100_000)
        for path in [
            "/oops", "/fault", "/twice", "/note", "/nowhere", "/healthz", "/long", "/kept", "/stream",
        ] {
            let client = WebClient(server)
            for answer in [
                try await client.get(path), try await client.send("POST", path, headers: form, body: large),
                try await client.post(path, ["text": "a", "csrf": "x"]), try await client.send("PUT", path),
                try await client.get(path, headers: [.accept: "application/json"]),
            ] {
                #expect(AnswerHeaders.complaints(answer, isSecure: true) == [], "\(path) \(answer.status)")
            }
        }
    }

    @Test("with what is nobody else's business stays out of every cache")
    func caches() async throws {
        let matrix = try await Matrix.shared.value
        let caller = try #require(matrix.callers.named("dispatcher"))
        let client = WebClient(matrix.whole.server)
        for (name, value) in caller.cookies { client.setCookie(name, value) }
        let rows = try await matrix.whole.rows("SELECT number FROM matters ORDER BY id LIMIT 1")
        let number = rows.first?["number"] ?? ""
        for path in [
            "/matters", "/matters/workbench", "/matters/\(number)", "/account", "/api/v1/matters",
            "/api/v1/matters/\(number)", "/mine", "/track/x", "/sign-in",
        ] {
            let answer = try await client.get(path)
            let said = answer.headers[.cacheControl] ?? ""
            #expect(said.contains("no-store"), "\(path) \(answer.status): \(said)")
        }
    }

    @Test("complains of what a loose answer lacks")
    func complains() {
        let bare = WebAnswer(
            status: 200,
            headers: [
                .contentType: "text/html", .setCookie: "lx_v=a",
                .contentSecurityPolicy: "default-src *; script-src 'unsafe-inline'",
            ], bytes: Array("<p style=\"a\" onclick=\"b\"><script>c</script><style>d</style>".utf8))
        #expect(AnswerHeaders.complaints(bare).count >= 18)
    }
}
