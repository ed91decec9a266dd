import Core
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Packs pages and JSON on their way out. Form tokens are masked anew on every page and cookies do not come
/// along with other sites' requests, so the size of a packed page gives nothing away.
///
/// Left as they are: streams, files to keep, what is packed already, what is too small to gain, and answers
/// whose strong tag is a version that programs give back.
struct Packing: RouterMiddleware {
    /// Smaller answers fit into one packet either way.
    static let leastBytes = 1024
    /// Larger ones would hold up too much at once.
    static let mostBytes = 16_777_216

    private static let types: Set<String> = [
        "text/html", "text/plain", "text/csv", "application/json", "application/problem+json",
        "application/manifest+json", "application/geo+json", "image/svg+xml", "text/javascript",
    ]

    func handle(
        _ request: Request, context: VisitorContext,
        next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard request.method != .head, Packing.suits(response) else { return response }
        response.headers.vary("Accept-Encoding")
        guard request.acceptsGzip else { return response }
        let collector = Collector()
        try await response.body.write(collector)
        let plain = collector.bytes
        guard let packed = Gzip.pack(plain, effort: .quick), packed.count < plain.count else {
            response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: plain))
            return response
        }
        response.headers[.contentEncoding] = "gzip"
        response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: packed))
        return response
    }

    private static func suits(_ response: Response) -> Bool {
        guard let length = response.body.contentLength, (leastBytes...mostBytes).contains(length),
            response.status != .partialContent, response.headers[.contentEncoding] == nil,
            response.headers[.eTag]?.hasPrefix("W/") ?? true
        else { return false }
        let disposition = response.headers[.contentDisposition] ?? ""
        guard !disposition.hasPrefix("attachment") else { return false }
        let type = (response.headers[.contentType] ?? "").prefix { $0 != ";" }
        return types.contains(String(type))
    }
}

/// Collects a body that is written in pieces. Lock: the bytes; the writer goes from task to task.
private final class Collector: ResponseBodyWriter {
    private let collected = Mutex<[UInt8]>([])
    var bytes: [UInt8] { collected.withLock { $0 } }

    func write(_ buffer: ByteBuffer) async throws {
        collected.withLock { $0 += buffer.readableBytesView }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension Request {
    /// Whether the browser unpacks gzip (RFC 9110 §12.5.3): named, or meant by `*`, with a weight above 0.
    var acceptsGzip: Bool {
        let codings = (headers[.acceptEncoding] ?? "").split(separator: ",").prefix(20).map { part in
            let pieces = part.split(separator: ";").map(\.trimmed)
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            return (name: pieces.first?.lowercased() ?? "", wanted: (weight ?? 1) > 0)
        }
        return (codings.first { $0.name == "gzip" } ?? codings.first { $0.name == "*" })?.wanted ?? false
    }
}

extension HTTPFields {
    /// Says that the answer depends on one more field of the request.
    mutating func vary(_ name: String) {
        let names = self[.vary].map { [$0, name] } ?? [name]
        self[.vary] = names.joined(separator: ", ")
    }
}
