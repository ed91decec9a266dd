import Foundation
import Logging
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#endif

/// Tells systemd how the program stands (sd_notify(3)): ready, still alive, stopping. Does nothing where
/// nobody asked for it.
struct SystemNotice: Service {
    private let path: String?
    /// Half of what systemd waits for a sign, in microseconds; nil where it waits for none.
    private let pause: Duration?
    private let isWell: @Sendable () async -> Bool

    /// - Parameter isWell: whether a sign of life is deserved.
    init(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        isWell: @escaping @Sendable () async -> Bool
    ) {
        path = environment["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
        pause = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.flatMap {
            $0 > 0 ? .microseconds($0 / 2) : nil
        }
        self.isWell = isWell
    }

    /// Says that requests are answered from now on: the database is up to date and every port is open.
    func ready() { say("READY=1") }

    func run() async throws {
        let rest = pause ?? .seconds(3600)
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            if pause != nil, await isWell() { say("WATCHDOG=1") }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: rest) }
        }
        say("STOPPING=1")
    }

    /// One datagram. Nobody is there to hear of a failure.
    private func say(_ text: String) {
        #if canImport(Glibc)
            guard let path else { return }
            let socket = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            guard socket >= 0 else { return }
            defer { close(socket) }
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            var name = Array(path.utf8)
            let room = MemoryLayout.size(ofValue: address.sun_path)
            guard name.count < room else { return }
            // An abstract name begins with a zero byte.
            if name.first == UInt8(ascii: "@") { name[0] = 0 }
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
            let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
            let bytes = Array(text.utf8)
            _ = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                    sendto(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL), place, length)
                }
            }
        #endif
    }
}
