import Hummingbird
import NIOCore
import NIOHTTPTypes

/// Ends a connection whose request comes so slowly that it only holds a place: some bytes of a head and never
/// its end, or a body of a byte a second. Idle connections are the server's own to close.
///
/// Only the time in which we wait for the other side counts: while we are busy and do not read, nobody can
/// send.
///
/// Belongs to one connection and is used on its event loop only.
final class Patience: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart

    /// How long a head may take from its first byte.
    static let headLimit = TimeAmount.seconds(20)
    /// How long a body may take before it is measured.
    static let bodyGrace = TimeAmount.seconds(30)
    /// The slowest that a body may come in the long run, in bytes a second. The slowest telephones send ten
    /// times as much.
    static let slowest: Int64 = 500
    /// How long the rest of a body may take that was refused before it had come.
    static let restLimit = TimeAmount.seconds(10)

    private enum Stage {
        /// Nothing of a request has come.
        case idle
        case head(since: NIODeadline)
        case body
        /// The answer is written, and the request still comes.
        case rest(since: NIODeadline)
    }

    private var stage = Stage.idle
    /// The bytes of this body so far.
    private var received: Int64 = 0
    /// How long we waited for this body so far, and since when we wait now.
    private var waited = TimeAmount.zero
    private var waitingSince: NIODeadline?
    private var check: Scheduled<Void>?
    /// Whether a part came with the bytes that were read.
    private var sawPart = false
    /// Whether a head came with the bytes that were read, and not yet its end.
    private var isNew = false

    func handlerRemoved(context: ChannelHandlerContext) { check?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        check?.cancel()
        context.fireChannelInactive()
    }

    func read(context: ChannelHandlerContext) {
        if waitingSince == nil { waitingSince = context.eventLoop.now }
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        sawPart = true
        stopWaiting(context)
        switch unwrapInboundIn(data) {
        case .head:
            stage = .body
            received = 0
            waited = .zero
            isNew = true
        case .body(let buffer): received += Int64(buffer.readableBytes)
        case .end:
            stage = .idle
            isNew = false
            check?.cancel()
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        stopWaiting(context)
        if !sawPart, case .idle = stage {
            stage = .head(since: context.eventLoop.now)
            lookAgain(context, in: Self.headLimit)
        }
        // Most requests end with the bytes they began with: nobody has to wait for those.
        if isNew { lookAgain(context, in: Self.bodyGrace) }
        (sawPart, isNew) = (false, false)
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data), case .body = stage {
            stage = .rest(since: context.eventLoop.now)
            lookAgain(context, in: Self.restLimit)
        }
        context.write(data, promise: promise)
    }

    private func stopWaiting(_ context: ChannelHandlerContext) {
        if let since = waitingSince { waited = waited + (context.eventLoop.now - since) }
        waitingSince = nil
    }

    private func lookAgain(_ context: ChannelHandlerContext, in time: TimeAmount) {
        check?.cancel()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        check = context.eventLoop.scheduleTask(in: time) {
            let (patience, context) = bound.value
            patience.look(context)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        let now = context.eventLoop.now
        switch stage {
        case .idle: break
        case .head(let since): endUnless(now - since < Self.headLimit, context)
        case .rest(let since): endUnless(now - since < Self.restLimit, context)
        case .body:
            let waiting = waitingSince.map { now - $0 } ?? .zero
            let allowed = Self.bodyGrace + .seconds(received / Self.slowest)
            endUnless(waited + waiting < allowed, context)
        }
    }

    private func endUnless(_ isPatient: Bool, _ context: ChannelHandlerContext) {
        if isPatient {
            lookAgain(context, in: .seconds(5))
        } else {
            context.close(promise: nil)
        }
    }
}
