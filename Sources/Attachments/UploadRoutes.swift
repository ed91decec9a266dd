import Core
import Files
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Web

/// Sending files that go on where they broke off: tus 1.0 with creation, termination and expiration
/// (https://tus.io/protocols/resumable-upload).
struct UploadRoutes: Sendable {
    let shelf: FileShelf

    static let path = "/attachments/uploads"

    func add(to site: Site) {
        let uploads = site.scripts.group("attachments/uploads")
        uploads.on("", method: .options, use: options)
        uploads.post("", use: begin)
        uploads.head(":id", use: state)
        uploads.patch(":id", use: append)
        uploads.delete(":id", use: remove)
    }

    @Sendable
    func options(_ request: Request, _ context: VisitorContext) -> Response {
        var headers = Self.headers()
        headers[.tusVersion] = "1.0.0"
        headers[.tusExtension] = "creation,termination,expiration"
        headers[.tusMaxSize] = String(shelf.limits.largest)
        return Response(status: .noContent, headers: headers)
    }

    @Sendable
    func begin(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try checkVersion(request)
        guard let bytes = request.number(.uploadLength) else { throw WebRefusal.malformed }
        let metadata = try Self.metadata(request.headers[.uploadMetadata] ?? "")
        if context.visit.officer == nil {
            try context.spend(1, from: RateLimit("uploads", burst: 40, perMinute: 10))
            let megabytes = Double(min(bytes, shelf.limits.largest)) / 1_048_576
            try context.spend(megabytes, from: RateLimit("uploads MB", burst: 2048, perMinute: 34))
        }
        let part = metadata["part"].flatMap(Attachment.Part.init) ?? .raised
        let upload = NewUpload(
            owner: context.visit.sender, name: metadata["filename"] ?? "", bytes: bytes, part: part)
        let id = try await shelf.begin(upload, now: context.now)
        var headers = Self.headers()
        headers[.location] = "\(Self.path)/\(id)"
        headers[.uploadOffset] = "0"
        headers[.uploadExpires] = HTTPDate.text(context.now + shelf.limits.keptMilliseconds)
        return Response(status: .created, headers: headers)
    }

    @Sendable
    func state(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try checkVersion(request)
        let state = try await shelf.state(
            of: try context.parameter("id"), owner: context.visit.sender, now: context.now)
        var headers = Self.headers()
        headers[.uploadOffset] = String(state.received)
        headers[.uploadLength] = String(state.bytes)
        headers[.uploadExpires] = HTTPDate.text(state.expiresAt)
        return Response(status: .ok, headers: headers)
    }

    @Sendable
    func append(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try checkVersion(request)
        let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }.lowercased()
        guard type == "application/offset+octet-stream" else {
            throw WebRefusal.wrongType(expected: "application/offset+octet-stream")
        }
        guard let offset = request.number(.uploadOffset) else { throw WebRefusal.malformed }
        let writer = try await shelf.open(
            try context.parameter("id"), at: offset, owner: context.visit.sender,
            announced: request.number(.contentLength), now: context.now)
        do {
            for try await buffer in request.body { try await writer.write(buffer.readableBytesView) }
        } catch {
            // What has come is kept for the next attempt; the first error is the one to tell.
            try? await shelf.abandon(writer, after: error)
            throw error
        }
        let reached = try await shelf.close(writer)
        var headers = Self.headers()
        headers[.uploadOffset] = String(reached)
        return Response(status: .noContent, headers: headers)
    }

    @Sendable
    func remove(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try checkVersion(request)
        try await shelf.remove(
            try context.parameter("id"), owner: context.visit.sender, now: context.now)
        return Response(status: .noContent, headers: Self.headers())
    }

    // MARK: The protocol

    private static func headers() -> HTTPFields {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        headers[.tusResumable] = "1.0.0"
        return headers
    }

    private func checkVersion(_ request: Request) throws {
        guard request.headers[.tusResumable] == "1.0.0" else { throw TusRefusal.otherVersion }
    }

    /// `filename bG9uZy5qcGc=,part YWZ0ZXI=`
    static func metadata(_ text: String) throws -> [String: String] {
        guard text.utf8.count <= 16_384 else { throw WebRefusal.malformed }
        var found: [String: String] = [:]
        for pair in text.split(separator: ",").prefix(20) {
            let words = pair.split(separator: " ")
            guard let key = words.first else { continue }
            guard words.count == 2 else { found[String(key)] = ""; continue }
            guard let bytes = Data(base64Encoded: String(words[1])),
                let value = String(validating: bytes, as: UTF8.self)
            else { throw WebRefusal.malformed }
            found[String(key)] = value
        }
        return found
    }
}

/// What the protocol refuses.
enum TusRefusal: Refusable {
    case otherVersion

    var code: String { "tus_version" }
    var status: Int { 412 }
    func sentence(_ words: Words) -> String { words("attachments.refusal.tus_version") }
}

extension Request {
    /// A header that is a whole number from 0 on; nil when it is none.
    fileprivate func number(_ name: HTTPField.Name) -> Int64? {
        guard let text = headers[name], !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return Int64(text)
    }
}

extension HTTPField.Name {
    static let tusResumable = HTTPField.Name("Tus-Resumable") ?? .via
    static let tusVersion = HTTPField.Name("Tus-Version") ?? .via
    static let tusExtension = HTTPField.Name("Tus-Extension") ?? .via
    static let tusMaxSize = HTTPField.Name("Tus-Max-Size") ?? .via
    static let uploadOffset = HTTPField.Name("Upload-Offset") ?? .via
    static let uploadLength = HTTPField.Name("Upload-Length") ?? .via
    static let uploadMetadata = HTTPField.Name("Upload-Metadata") ?? .via
    static let uploadExpires = HTTPField.Name("Upload-Expires") ?? .via
}
