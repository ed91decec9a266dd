import HTTPTypes
public import Hummingbird
public import Markup
import NIOCore

/// A piece of a page, for a script that puts it where it belongs.
public struct Fragment: Sendable {
    let content: HTML

    public init(_ content: HTML) { self.content = content }

    /// The piece as a response that no cache keeps.
    public func answer() -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                .vary: "Accept-Language, Cookie",
            ], body: .init(byteBuffer: ByteBuffer(bytes: content.bytes)))
    }
}
