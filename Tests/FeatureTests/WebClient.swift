import Core
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Synchronization
import Web

/// A browser without a socket: sends requests straight to the site's router and keeps its cookies.
///
/// Lock: the cookies, which several tasks of one test may set.
final class WebClient: Sendable {
    /// What the site wrote to its log while answering this client.
    let log = TestLog()
    private let server: WebServer
    private let cookies = Mutex<[String: String]>([:])
    private let headers: HTTPFields

    /// - Parameter headers: sent with every request (`Accept-Language`, `Authorization`).
    init(_ server: WebServer, headers: HTTPFields = [:]) {
        self.server = server
        self.headers = headers
    }

    /// Every file that pages may ask for.
    var assetPaths: [String] {
        server.routes.filter { $0.method == "GET" && $0.path.hasPrefix("/assets/") }.map(\.path)
    }

    /// The cookies it keeps now.
    var jar: [String: String] { cookies.withLock { $0 } }

    func setCookie(_ name: String, _ value: String) { cookies.withLock { $0[name] = value } }
    func forgetCookies() { cookies.withLock { $0 = [:] } }

    func get(_ path: String, headers: HTTPFields = [:]) async throws -> WebAnswer {
        try await send("GET", path, headers: headers)
    }

    /// Fills in the form on the page `from` and sends it, with the token that stands in that page.
    func post(
        _ path: String, _ answers: [String: String], from page: String, headers: HTTPFields = [:]
    ) async throws -> WebAnswer {
        let token = try await get(page).hidden("csrf") ?? ""
        return try await post(path, answers.merging(["csrf": token]) { $1 }, headers: headers)
    }

    /// Sends a form as it is.
    func post(_ path: String, _ answers: [String: String], headers: HTTPFields = [:]) async throws
        -> WebAnswer
    {
        let body = answers.sorted { $0.key < $1.key }
            .map { "\(WebClient.encode($0.key))=\(WebClient.encode($0.value))" }.joined(separator: "&")
        let type: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        return try await send("POST", path, headers: type.merging(headers), body: Array(body.utf8))
    }

    /// Sends JSON to the API.
    func json(
        _ method: String, _ path: String, body: String = "", headers: HTTPFields = [:]
    ) async throws -> WebAnswer {
        var fields: HTTPFields = [.accept: "application/json"]
        if !body.isEmpty { fields[.contentType] = "application/json" }
        return try await send(method, path, headers: fields.merging(headers), body: Array(body.utf8))
    }

    /// Sends anything.
    func send(
        _ method: String, _ path: String, headers: HTTPFields = [:], body: [UInt8] = []
    ) async throws -> WebAnswer {
        var fields = self.headers.merging(headers)
        let jar = jar
        if !jar.isEmpty {
            fields[.cookie] = jar.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                .joined(separator: "; ")
        }
        if !body.isEmpty, fields[.contentLength] == nil { fields[.contentLength] = String(body.count) }
        let request = Request(
            head: HTTPRequest(
                method: .init(method) ?? .get, scheme: "http", authority: "127.0.0.1:8080", path: path,
                headerFields: fields),
            body: RequestBody(buffer: ByteBuffer(bytes: body)))
        var logger = Logger(label: "test", factory: { [log] _ in TestLog.Handler(log: log) })
        logger[metadataKey: "hb.request.id"] = "test-request"
        let context = VisitorContext(source: .init(channel: NIOAsyncTestingChannel(), logger: logger))
        let response = try await server.responder.respond(to: request, context: context)
        keepCookies(of: response)
        let writer = BodyCollector()
        try await response.body.write(writer)
        return WebAnswer(status: response.status.code, headers: response.headers, bytes: writer.bytes)
    }

    private func keepCookies(of response: Response) {
        for field in response.headers[values: .setCookie] {
            let parts = field.split(separator: ";").map { String($0) }
            guard let pair = parts.first, let cut = pair.firstIndex(of: "=") else { continue }
            let name = String(pair[..<cut])
            let value = String(pair[pair.index(after: cut)...])
            let ended = parts.contains { $0.replacing(" ", with: "") == "Max-Age=0" } || value.isEmpty
            cookies.withLock { $0[name] = ended ? nil : value }
        }
    }

    static func encode(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: String(Unicode.Scalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}

/// What came back.
struct WebAnswer {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var location: String? { headers[.location] }
    var cookies: [String] { headers[values: .setCookie] }

    /// The token of the page's forms without its mask: the same on every page of one session.
    var formToken: [UInt8]? {
        guard let bytes = hidden("csrf").flatMap(Base64URL.decode), bytes.count.isMultiple(of: 2) else {
            return nil
        }
        return zip(bytes.prefix(bytes.count / 2), bytes.suffix(bytes.count / 2)).map { $0 ^ $1 }
    }

    /// The value of the first hidden field of that name.
    func hidden(_ name: String) -> String? {
        text.split(separator: "<input type=\"hidden\" name=\"\(name)\" value=\"").dropFirst().first
            .map { String($0.prefix { $0 != "\"" }) }
    }
}

/// Collects a body. Lock: the writer is handed from task to task.
private final class BodyCollector: ResponseBodyWriter {
    private let collected = Mutex<[UInt8]>([])
    var bytes: [UInt8] { collected.withLock { $0 } }

    func write(_ buffer: ByteBuffer) async throws {
        collected.withLock { $0 += buffer.readableBytesView }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension HTTPFields {
    fileprivate func merging(_ other: HTTPFields) -> HTTPFields {
        var merged = self
        for field in other { merged[field.name] = field.value }
        return merged
    }
}

/// Keeps the lines of a log. Lock: the lines, which several tasks write.
final class TestLog: Sendable {
    private let kept = Mutex<[String]>([])
    /// Message and metadata of every line.
    var lines: [String] { kept.withLock { $0 } }

    struct Handler: LogHandler {
        let log: TestLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        init(log: TestLog) { self.log = log }

        subscript(metadataKey key: String) -> Logger.MetadataValue? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
            let line = ([event.message.description] + all.map { "\($0.key)=\($0.value)" }).joined(
                separator: " ")
            log.kept.withLock { $0.append(line) }
        }
    }
}
