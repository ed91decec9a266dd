import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTPTypes

/// What is told to whoever sent bytes that are no request: the same problem as for every other refusal, in
/// the language of the site, for nothing that was sent says another.
struct UnreadAnswer: Sendable {
    let words: Words
    let logger: Logger

    func make() -> (head: HTTPResponse, body: ByteBuffer) {
        let id = RequestID().description
        logger.info("unreadable", metadata: ["request": "\(id)"])
        let refusal = WebRefusal.malformed
        let problem = Problem(
            code: refusal.code, title: words("web.error.title.400"), status: refusal.status,
            detail: refusal.sentence(words), requestID: id)
        let body = (try? JSONAnswer.encoder.encode(problem)) ?? Data("{}".utf8)
        let fields: HTTPFields = [
            .connection: "close", .contentType: "application/problem+json", .cacheControl: "no-store",
            .contentLanguage: words.language.tag, .contentLength: String(body.count),
            .xContentTypeOptions: "nosniff", .requestID: id,
        ]
        return (HTTPResponse(status: .badRequest, headerFields: fields), ByteBuffer(bytes: body))
    }
}

/// Says in words what the library says by a bare status before it closes the connection: that what came is no
/// request. It is known by its two fields; every answer of our own has more.
///
/// Belongs to one connection and is used on its event loop only.
final class Unread: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let answer: UnreadAnswer

    init(_ answer: UnreadAnswer) { self.answer = answer }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(let head) = unwrapOutboundIn(data), Self.isBare(head) else {
            return context.write(data, promise: promise)
        }
        let (told, body) = answer.make()
        context.write(wrapOutboundOut(.head(told)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: promise)
    }

    private static func isBare(_ head: HTTPResponse) -> Bool {
        head.status == .badRequest && head.headerFields.count == 2
            && head.headerFields[.contentLength] == "0" && head.headerFields[.connection] == "close"
    }
}
