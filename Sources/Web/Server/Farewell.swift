import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Lets a connection end without losing a request when the server stops.
///
/// The server itself would close every connection on which nothing is under way at that moment, also one
/// whose next request is on its way already, and would cut an answer that a slow reader has not taken yet.
/// Here a connection first stays open for a moment: what comes in is answered with `Connection: close`
/// (`FarewellNote`), and what was answered is sent to its end before the connection closes.
///
/// Belongs to one connection and is used on its event loop only.
final class Farewell: ChannelDuplexHandler, RemovableChannelHandler {
    // What passes is never looked at.
    typealias InboundIn = NIOAny
    typealias OutboundIn = NIOAny

    /// How long a connection without a request may still bring one.
    static let pause = TimeAmount.seconds(2)
    /// How long the reader of the last answer may take.
    static let patience = TimeAmount.seconds(12)
    /// How long the other side may take to close after us.
    static let lingering = TimeAmount.milliseconds(500)

    private var isLeaving = false
    private var reminders: [Scheduled<Void>] = []
    /// The last thing written since the server began to stop.
    private var lastWrite: EventLoopFuture<Void>?

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent, !isLeaving else {
            return context.fireUserInboundEventTriggered(event)
        }
        isLeaving = true
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        reminders = [
            context.eventLoop.scheduleTask(in: Self.pause) {
                bound.value.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
            },
            // A request that never ends holds up nobody else's.
            context.eventLoop.scheduleTask(in: Self.patience) { bound.value.close(promise: nil) },
        ]
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        for reminder in reminders { reminder.cancel() }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard isLeaving else { return context.write(data, promise: promise) }
        let promise = promise ?? context.eventLoop.makePromise()
        lastWrite = promise.futureResult
        context.write(data, promise: promise)
    }

    /// Closes after the last answer has gone out. What the other side is still sending is taken for a moment,
    /// or its answer would be lost with the connection.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard isLeaving, mode == .all, let lastWrite else {
            return context.close(mode: mode, promise: promise)
        }
        self.lastWrite = nil
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        lastWrite.hop(to: context.eventLoop).whenComplete { _ in
            let (farewell, context) = bound.value
            context.close(mode: .output, promise: nil)
            farewell.reminders.append(
                context.eventLoop.scheduleTask(in: Self.lingering) {
                    bound.value.1.close(mode: .all, promise: promise)
                })
        }
    }
}

/// Says with every answer of a server that stops that no other will follow on this connection.
struct FarewellNote: RouterMiddleware {
    func handle(
        _ request: Request, context: VisitorContext,
        next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        if Task.isShuttingDownGracefully { response.headers[.connection] = "close" }
        return response
    }
}
