import Hummingbird
import NIOCore
import Synchronization

/// How many connections each network has open here now.
///
/// Lock: the counts; held for one look at a time, by any event loop.
final class Crowd: Sendable {
    /// How many one network may have; nil without limit.
    let most: Int?
    private let open = Mutex<[String: Int]>([:])

    init(most: Int?) { self.most = most }

    /// Whether there is room for one more of this network, which is counted then.
    func admits(_ network: String) -> Bool {
        guard let most else { return true }
        return open.withLock { open in
            let count = open[network, default: 0]
            guard count < most else { return false }
            open[network] = count + 1
            return true
        }
    }

    /// One that was admitted has gone.
    func left(_ network: String) {
        if most == nil { return }
        open.withLock { open in
            let count = open[network, default: 0]
            open[network] = count > 1 ? count - 1 : nil
        }
    }

    /// The networks that have any, for tests.
    var networks: Int { open.withLock { $0.count } }
}

/// Ends a connection before it says anything where its network has as many as it may: who opens thousands
/// and says nothing would else take the places of everybody.
///
/// The address is that of the connection itself. Belongs to one connection and is used on its event loop
/// only.
final class CrowdGate: ChannelInboundHandler, RemovableChannelHandler {
    // What passes is never looked at.
    typealias InboundIn = NIOAny

    private let crowd: Crowd
    /// The network it was counted for.
    private var network: String?

    init(_ crowd: Crowd) { self.crowd = crowd }

    func channelActive(context: ChannelHandlerContext) {
        // A connection over a file of this machine has no address, and no strangers.
        let address = context.channel.remoteAddress?.ipAddress
        if let network = address.map(PeerAddress.network) {
            guard crowd.admits(network) else { return context.close(promise: nil) }
            self.network = network
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave() }

    private func leave() {
        if let network { crowd.left(network) }
        network = nil
    }
}
