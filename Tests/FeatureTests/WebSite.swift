import Core
import HTTPTypes
import Hummingbird
import Markup
import NIOCore
import Synchronization
import Web

/// A small site with one of everything, for the tests of what every slice gets from the web.
enum WebSite {
    static let now = Moment(milliseconds: 1_795_311_000_000)

    static let officer = Officer(
        personID: 7, name: LocalText(zh: "测试员", en: "Tester"), login: "tester",
        posts: [], powers: [.figures], sessionID: "s7")

    static func settings(
        https: Bool = false, formsPerMinute: Int? = nil, visitorBudget: Int? = nil,
        officerBudget: Int? = nil, trustProxy: Bool = false
    ) throws -> WebSettings {
        try WebSettings(
            baseURL: https ? "https://lianxin.example" : "http://127.0.0.1:8080",
            secret: Array(repeating: 3, count: 32), trustProxy: trustProxy,
            visitorFormsPerMinute: formsPerMinute, visitorBudget: visitorBudget,
            officerBudget: officerBudget)
    }

    static func server(_ settings: WebSettings? = nil, ready: Bool = true) throws -> WebServer {
        let counter = Mutex(UInt8(0))
        return WebServer(
            features: [feature], gatekeeper: Gate(),
            surroundings: Surroundings(
                now: { now },
                randomBytes: { count in
                    let next = counter.withLock {
                        $0 &+= 1
                        return $0
                    }
                    return Array(repeating: next, count: count)
                }),
            settings: try settings ?? self.settings(),
            ready: { ready ? [] : [HealthLine("database", .fail, "silent", ["seconds": "1"])] })
    }

    /// Lets in `good` as a session and as a token; changes the secret of `old`.
    struct Gate: Gatekeeper {
        func officer(session token: String, now: Moment) async throws -> SignedIn? {
            switch token {
            case "good": SignedIn(officer: WebSite.officer)
            case "old": SignedIn(officer: WebSite.officer, replacement: "good")
            case "broken": throw Fault(.busy, "The database at /secret/place is busy.", remedy: "Wait.")
            default: nil
            }
        }

        func bearer(_ token: String, now: Moment) async throws -> Bearer? {
            token == "good" ? Bearer(officer: WebSite.officer, scopes: ["notes:read"]) : nil
        }
    }

    enum NoteRefusal: Refusable {
        case tooShort
        var code: String { "note.tooShort" }
        var status: Int { 409 }
        var field: String? { "text" }
        func sentence(_ words: Words) -> String { words("note.short") }
        var details: [String: String] { ["least": "2"] }
    }

    struct Oops: Error { let secret = "password=hunter2" }

    struct NoteAsked: JSONAsked {
        static let fields: Set<String> = ["text", "place"]
        struct Place: Codable, Sendable { let area: Int }
        let text: String
        let place: Place?
    }

    private static let words = WordFiles(
        owner: "Note",
        zh: Array("note.short: 太短\nnote.thanks: 收到了\nnote.menu: 便条\nnote.figures: 数字\nnote.read: 读".utf8),
        en: Array(
            "note.short: Short\nnote.thanks: Thanks\nnote.menu: Notes\nnote.figures: Sums\nnote.read: Read"
                .utf8))

    private static let note = Schema.named("Note", .object(["text": .string], required: ["text"]))

    static let feature = Feature(
        name: "notes", words: words,
        menu: [
            MenuEntry(key: "note.figures", path: "/figures", audience: .power(.figures), order: 2),
            MenuEntry(key: "note.menu", path: "/note", audience: .everyone, icon: "list", order: 1),
        ],
        operations: [
            Operation(
                "get", "/api/v1/notes/{id}", summary: "note.read", tag: "notes",
                parameters: [.init("id", in: .path, schema: .integer, summary: "note.read")],
                responses: [200: note], scopes: ["notes:read"]),
            Operation(
                "get", "/api/v1/notes", summary: "note.read", tag: "notes", responses: [200: .array(note)],
                scopes: nil),
            Operation(
                "post", "/api/v1/notes", summary: "note.read", tag: "notes", request: note,
                responses: [201: note]),
        ]
    ) { site in
        addPages(site)
        addAPI(site)
    }

    private static func addPages(_ site: Site) {
        site.visitors.get("/note") { _, context in
            Page(title: "note") {
                """
                <h1>note</h1>
                \(Form(post: "/note", csrf: context.visit.csrf, content: """
                    \(TextField(name: "text", label: "text", value: context.query["text"]))\(Button("ok"))
                    """))
                """
            }
        }
        site.visitors.post("/note") { _, context in
            guard context.answers["text"].count > 1 else { throw NoteRefusal.tooShort }
            return Redirect(to: "/note", notice: "note.thanks")
        }
        site.visitors.get("/private/:token") { _, context in
            let token = try context.parameter("token")
            return Page(title: token) { "<h1>\(token)</h1>" }
        }
        addLongAnswers(site)
        site.visitors.get("/oops") { _, _ -> Page in throw Oops() }
        site.visitors.get("/fault") { _, _ -> Page in
            throw Fault(.full, "The disk /dev/secret is full.", remedy: "Make room.")
        }
        site.visitors.get("/twice") { _, _ -> Page in
            throw Fault(.constraint, "UNIQUE failed: notes.id", remedy: "-")
        }
        site.visitors.get("/limited") { _, context in
            try context.spend(1, from: RateLimit("limited", burst: 2, perMinute: 6))
            return Page(title: "x") { "<h1>x</h1>" }
        }
        site.officers.get("/desk") { _, context in
            Page(title: "desk") {
                """
                <h1>\(context.words(context.officer.name))</h1>
                \(Form(post: "/desk", csrf: context.visit.csrf, content: "\(Button("ok"))"))
                """
            }
        }
        site.officers.post("/desk") { _, context in
            try context.require(.manageAccounts)
            return Redirect(to: "/desk")
        }
    }

    /// Two thousand letters, as one wants them and as one does not.
    private static func addLongAnswers(_ site: Site) {
        let text = ByteBuffer(repeating: UInt8(ascii: "a"), count: 2000)
        let plain: HTTPFields = [.contentType: "text/plain; charset=utf-8"]
        func add(_ path: RouterPath, _ headers: HTTPFields, _ body: ByteBuffer) {
            site.visitors.get(path) { _, _ in
                var response = Response(status: .ok, headers: plain, body: .init(byteBuffer: body))
                for field in headers { response.headers[field.name] = field.value }
                return response
            }
        }
        add("/long", [:], text)
        add("/kept", [.contentDisposition: "attachment; filename=\"a.csv\""], text)
        add("/picture", [.contentType: "image/jpeg"], text)
        add("/packed", [.contentEncoding: "gzip"], text)
        add("/versioned", [.contentType: "application/json", .eTag: "\"v7\""], text)
        add("/small", [:], ByteBuffer(string: "small"))
        site.visitors.get("/stream") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/event-stream"],
                body: ResponseBody { writer in
                    try await writer.write(text)
                    try await writer.finish(nil)
                })
        }
    }

    private static func addAPI(_ site: Site) {
        site.api.get("/notes/:id") { _, context in
            try context.require(scope: "notes:read")
            return JSONAnswer(["text": String(try context.number("id"))], version: 7)
        }
        site.openAPI.get("/notes") { _, context in
            let page = try context.page(of: "notes")
            return JSONAnswer([
                "size": String(page.size), "after": page.after?.joined(separator: "|") ?? "-",
                "next": context.cursor(after: ["2026", "a&b 连"], of: "notes"),
            ])
        }
        site.api.post("/notes") { request, context in
            let asked = try await request.json(NoteAsked.self, context)
            let demand = try request.ifMatch()
            let key = try request.idempotencyKey()
            return JSONAnswer(
                ["text": asked.text, "demand": demand?.single.map(String.init) ?? "-", "key": key ?? "-"],
                status: 201)
        }
    }
}
