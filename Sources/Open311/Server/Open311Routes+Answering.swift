import Core
import Crypto
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Web

/// In which of the two formats is answered: by the end of the address, else by what is accepted, else XML.
enum Format: String, CaseIterable, Sendable {
    case xml, json

    init(_ request: Request) {
        let path = request.uri.path
        if path.hasSuffix(".json") {
            self = .json
        } else if path.hasSuffix(".xml") {
            self = .xml
        } else {
            self = (request.headers[.accept] ?? "").contains("json") ? .json : .xml
        }
    }

    func text(_ document: TreeDocument) -> String {
        switch self {
        case .xml: document.xml
        case .json: document.json
        }
    }

    private var type: String {
        switch self {
        case .xml: "text/xml"
        case .json: "application/json"
        }
    }

    func contentType(saysCharset: Bool) -> String { saysCharset ? type + "; charset=utf-8" : type }
}

/// What is wrong with a request, all of it at once.
struct Troubles: Error, Sendable {
    let status: Int
    /// Stable words, and sentences.
    private(set) var list: [(code: String, description: String)] = []
    var retryAfterSeconds: Int?

    init(_ status: Int) { self.status = status }

    init(_ status: Int, _ code: String, _ description: String) {
        self.status = status
        list = [(code, description)]
    }

    mutating func add(_ code: String, _ description: String) { list.append((code, description)) }

    /// Ends here where something is wrong.
    func check() throws { if !list.isEmpty { throw self } }

    var document: TreeDocument {
        TreeDocument(
            "errors",
            .list(
                "error",
                list.map {
                    .fields([
                        .init(name: "code", value: .text($0.code)),
                        .init(name: "description", value: .text($0.description)),
                    ])
                }))
    }
}

extension Open311Server {
    /// An answer that anybody may have, with a tag to ask again by.
    func answer(
        _ document: TreeDocument, _ request: Request, _ context: VisitorContext, next: String? = nil
    ) -> Response {
        let format = Format(request)
        let bytes = Array(format.text(document).utf8)
        let tag = "\"" + Base64URL.encode(Array(SHA256.hash(data: Data(bytes)).prefix(12))) + "\""
        var headers = self.headers(format, context)
        headers[.eTag] = tag
        headers[.cacheControl] = "no-cache"
        headers[.vary] = "Accept-Language"
        if let next, let link = HTTPField.Name("Link") { headers[link] = "<\(next)>; rel=\"next\"" }
        let asked = (request.headers[.ifNoneMatch] ?? "").split(separator: ",").map(\.trimmedTag)
        if asked.contains(tag) || asked.contains("*") {
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// What a key was told, which nobody else may keep.
    func answer(privately document: TreeDocument, _ request: Request, _ context: VisitorContext) -> Response {
        let format = Format(request)
        var headers = self.headers(format, context)
        headers[.cacheControl] = "no-store"
        return Response(
            status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(string: format.text(document))))
    }

    /// Errors in the format that was asked for.
    func answer(_ troubles: Troubles, _ request: Request, _ visit: Visit) -> Response {
        let format = Format(request)
        var headers = self.headers(format, visit)
        headers[.cacheControl] = "no-store"
        if let seconds = troubles.retryAfterSeconds { headers[.retryAfter] = String(seconds) }
        return Response(
            status: .init(code: troubles.status), headers: headers,
            body: .init(byteBuffer: ByteBuffer(string: format.text(troubles.document))))
    }

    private func headers(_ format: Format, _ context: VisitorContext) -> HTTPFields {
        headers(format, context.visit)
    }

    private func headers(_ format: Format, _ visit: Visit) -> HTTPFields {
        let saysCharset = visit.query.given("charset").map { $0 != "none" } ?? book.saysCharset
        return [
            .contentType: format.contentType(saysCharset: saysCharset),
            .contentLanguage: visit.language == .zh ? "zh-CN" : "en",
            .accessControlAllowOrigin: "*",
        ]
    }

    /// The door through which what the routes do not catch is told.
    var door: MachineDoor {
        MachineDoor(prefix: Self.root + "/") { trouble, request, visit in
            answer(Troubles(trouble.status, trouble.code, trouble.sentence), request, visit)
        }
    }

    /// Runs a route; what it refuses becomes a list of errors.
    func caught(
        _ request: Request, _ context: VisitorContext, _ route: () async throws -> Response
    ) async throws -> Response {
        do {
            try jurisdiction(context.query, context)
            return try await route()
        } catch let troubles as Troubles {
            return answer(troubles, request, context.visit)
        }
    }

    /// An empty one equals an absent one; another one's is not here.
    func jurisdiction(_ given: FormAnswers, _ context: VisitorContext) throws {
        guard let asked = given.given("jurisdiction_id"), let own = book.jurisdiction, asked != own else {
            return
        }
        throw Troubles(404, "jurisdiction_id", context.words("open311.error.jurisdiction", ["given": asked]))
    }
}

extension Substring {
    fileprivate var trimmedTag: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text.hasPrefix("W/") ? text.dropFirst(2) : text)
    }
}

/// A moment as Open311 writes it: in UTC, to the second.
func written(_ moment: Moment) -> String {
    let time = CivilTime(moment, offset: 0)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let year = String(time.year)
    return String(repeating: "0", count: max(0, 4 - year.count)) + year
        + "-\(two(time.month))-\(two(time.day))T\(two(time.hour)):\(two(time.minute)):\(two(time.second))Z"
}

/// A moment as clients write it. A `+` that an address turned into a blank is taken for what it was.
func moment(_ text: String) -> Moment? {
    var whole = text
    if whole.utf8.count > 20, let blank = whole.lastIndex(of: " "), whole[blank...].contains(":") {
        whole.replaceSubrange(blank...blank, with: "+")
    }
    return Moment(rfc3339: whole)
}
