import Core
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
        let body = try JSONAnswer<Problem>.encoder.encode(value)
        return Response(
            status: .init(code: status), headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: body)))
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
