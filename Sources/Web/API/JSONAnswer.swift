import Core
import Crypto
import FoundationEssentials
public import HTTPTypes
public import Hummingbird
import NIOCore

/// A JSON answer.
public struct JSONAnswer<Value: Encodable & Sendable>: ResponseGenerator, Sendable {
    public var value: Value
    public var status: Int
    public var headers: HTTPFields

    /// - Parameter version: shown as `ETag`, to be given back as `If-Match`.
    public init(_ value: Value, status: Int = 200, version: Int64? = nil, location: String? = nil) {
        self.value = value
        self.status = status
        headers = [:]
        headers[.eTag] = version.map { Version.tag($0) }
        headers[.location] = location
    }

    public func response(from request: Request, context: some RequestContext) throws -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
        let body = try JSONText.bytes(value)
        return Response(
            status: .init(code: status), headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension JSONAnswer {
    /// The answer with a weak tag of its bytes (RFC 9110 §8.8.3); the tag alone, as 304, for whoever has
    /// these bytes already.
    public func unlessKnown(_ request: Request) throws -> Response {
        let body = try JSONText.bytes(value)
        let tag = "W/\"\(Base64URL.encode(Array(SHA256.hash(data: body).prefix(12))))\""
        var headers = headers
        headers[.eTag] = tag
        headers[.cacheControl] = "no-store"
        let known = (request.headers[.ifNoneMatch] ?? "").split(separator: ",").map(\.trimmed)
        if known.contains(where: { $0 == tag || "W/" + $0 == tag || $0 == "*" }) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = "application/json"
        return Response(
            status: .init(code: status), headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension JSONAnswer where Value == Problem {
    /// Keys in the order of the alphabet, so that the same answer is the same bytes.
    static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
