import Core
import Desk
import Files
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Web

/// Giving files to those who may see the matter they came with. What does not exist, what is somebody else's
/// and what was never told look the same.
struct FileRoutes: Sendable {
    let desk: Desk
    let shelf: FileShelf
    let trace: @Sendable (Actor, String, Moment) async throws -> Void

    func add(to site: Site) {
        site.officers.get("/attachments/:id", use: officers)
        site.visitors.get("/track/:token/files/:id", use: residents)
    }

    @Sendable
    func officers(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let copy = try copy(context.query)
        let actor = context.officer.actor
        guard !context.officer.posts.isEmpty,
            let found = try await desk.attachment(try context.parameter("id"), for: actor)
        else { throw WebRefusal.notFound }
        let attachment = found.record.attachment
        if copy == .original {
            // An original says where and when it was taken: who looked is kept before it is given.
            try await trace(actor, "\(found.matter.record.number) \(attachment.name)", context.now)
            context.logger.notice(
                "original",
                metadata: [
                    "matter": "\(found.matter.record.number)", "file": "\(attachment.id)",
                    "officer": "\(context.officer.personID)",
                ])
        }
        return try await answer(request, attachment, as: copy)
    }

    @Sendable
    func residents(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let copy = try copy(context.query)
        let id = try context.parameter("id")
        guard let number = desk.number(ofLink: try context.parameter("token")),
            let dossier = try await desk.dossier(.number(number), for: .resident),
            let record = try await told(id, of: dossier)
        else { throw WebRefusal.notFound }
        // The original is for whoever sent it; a paper cannot be cleaned of what its writer put in.
        let isOwn = record.doer == .resident
        let isPaper = record.attachment.kind == .pdf && record.attachment.part != .paper
        guard isOwn || copy != .original && !isPaper else { throw WebRefusal.notFound }
        return try await answer(request, record.attachment, as: copy)
    }

    /// A file of the matter itself, or of the answer that it was given together with another one.
    private func told(_ id: String, of dossier: Desk.Dossier) async throws -> AttachmentRecord? {
        if let own = dossier.attachments.first(where: { $0.attachment.id == id }) {
            return own.isTold ? own : nil
        }
        return try await desk.sharedFiles(with: dossier).first { $0.attachment.id == id }
    }

    private func copy(_ query: FormAnswers) throws -> FileCopy {
        guard let asked = query.given("copy") else { return .view }
        guard let copy = FileCopy(rawValue: asked) else { throw WebRefusal.notFound }
        return copy
    }

    private func answer(
        _ request: Request, _ attachment: Attachment, as copy: FileCopy
    ) async throws -> Response {
        let file = try await shelf.open(attachment, as: copy)
        return FileAnswer(
            file: file, name: attachment.name,
            isSaved: copy == .original || attachment.kind == .pdf, isCopy: file.kind != attachment.kind
        ).response(to: request)
    }
}

/// A file as it goes out: whole or one range of it, read piece by piece as fast as it is taken.
struct FileAnswer {
    let file: ShelvedFile
    let name: String
    /// Whether the browser keeps it instead of showing it.
    let isSaved: Bool
    /// Whether it is of another kind than what was sent.
    let isCopy: Bool

    static let pieceSize = 256 << 10

    func response(to request: Request) -> Response {
        var headers = self.headers
        let tag = headers[.eTag] ?? ""
        if let known = request.headers[.ifNoneMatch], known == "*" || known.contains(tag) {
            return Response(status: .notModified, headers: headers)
        }
        let whole = 0..<file.bytes
        switch ByteRange(request, tag: tag, of: file.bytes) {
        case .whole:
            return Response(status: .ok, headers: headers, body: body(whole))
        case .part(let range):
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.bytes)"
            return Response(status: .partialContent, headers: headers, body: body(range))
        case .outside:
            headers[.contentRange] = "bytes */\(file.bytes)"
            return Response(status: .rangeNotSatisfiable, headers: headers)
        }
    }

    private var headers: HTTPFields {
        var headers: HTTPFields = [
            .contentType: file.kind.mediaType, .acceptRanges: "bytes", .eTag: "\"\(file.tag)\"",
            .cacheControl: "private, max-age=86400",
            .contentSecurityPolicy: "default-src 'none'; sandbox; frame-ancestors 'none'",
        ]
        let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
        let shown = isCopy ? "\(stem).\(file.kind.ending)" : name
        headers[.contentDisposition] = Self.disposition(isSaved ? "attachment" : "inline", shown)
        if let robots = HTTPField.Name("X-Robots-Tag") { headers[robots] = "noindex" }
        return headers
    }

    private func body(_ range: Range<Int64>) -> ResponseBody {
        let file = file
        return ResponseBody(contentLength: range.count) { writer in
            var place = range.lowerBound
            while place < range.upperBound {
                let count = min(Int64(Self.pieceSize), range.upperBound - place)
                let bytes = try await file.read(at: place, count: Int(count))
                // Shorter than it was a moment ago: the connection ends, and nobody takes it for whole.
                guard bytes.count == Int(count) else { throw FileRefusal.unknown }
                try await writer.write(ByteBuffer(bytes: bytes))
                place += count
            }
            try await writer.finish(nil)
        }
    }

    /// RFC 6266 with RFC 8187: a plain name for old programs, the whole name for all others.
    static func disposition(_ way: String, _ name: String) -> String {
        let plain = String(
            name.unicodeScalars.map { scalar in
                let isPlain = (32..<127).contains(scalar.value) && !"\"\\%".unicodeScalars.contains(scalar)
                return isPlain ? Character(scalar) : "_"
            })
        let allowed = Set("!#$&+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        let whole = name.utf8.map { byte in
            if allowed.contains(byte) { return String(Character(Unicode.Scalar(byte))) }
            let hex = String(byte, radix: 16, uppercase: true)
            return hex.count == 1 ? "%0\(hex)" : "%\(hex)"
        }.joined()
        return "\(way); filename=\"\(plain)\"; filename*=UTF-8''\(whole)"
    }
}

/// What of a file is asked for (RFC 9110 §14): one range is given, several are answered by the whole.
enum ByteRange: Equatable {
    case whole
    case part(Range<Int64>)
    /// It begins after the end.
    case outside

    init(_ request: Request, tag: String, of length: Int64) {
        self = .whole
        guard let text = request.headers[.range], text.lowercased().hasPrefix("bytes="),
            // What was kept before may be of another content.
            request.headers[.ifRange].map({ $0 == tag }) ?? true
        else { return }
        let parts = text.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        let ends = parts.map { $0.filter { $0 != " " } }
        guard ends.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } && $0.count < 19 }) else {
            return
        }
        switch (Int64(ends[0]), Int64(ends[1])) {
        case (nil, nil): return
        case (nil, let last?):
            self = last == 0 || length == 0 ? .outside : .part(max(0, length - last)..<length)
        case (let first?, nil): self = first < length ? .part(first..<length) : .outside
        case (let first?, let last?):
            if first > last { return }
            self = first < length ? .part(first..<(min(last, length - 1) + 1)) : .outside
        }
    }
}

extension Attachment.Kind {
    /// The type it is sent as.
    var mediaType: String {
        switch self {
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .webp: "image/webp"
        case .gif: "image/gif"
        case .mp4: "video/mp4"
        case .quicktime: "video/quicktime"
        case .webm: "video/webm"
        case .mp3: "audio/mpeg"
        case .m4a: "audio/mp4"
        case .ogg: "audio/ogg"
        case .wav: "audio/wav"
        case .pdf: "application/pdf"
        }
    }

    /// How names of it end.
    var ending: String {
        switch self {
        case .jpeg: "jpg"
        case .quicktime: "mov"
        case .png, .webp, .gif, .mp4, .webm, .mp3, .m4a, .ogg, .wav, .pdf: rawValue
        }
    }
}
