import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import Web

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("The connections of one network")
struct CrowdTests {
    @Test("are counted by network: each has room for its own, and a place that is left is free again")
    func counts() {
        let crowd = Crowd(most: 2)
        #expect(crowd.admits("10.0.0.1") && crowd.admits("10.0.0.1") && !crowd.admits("10.0.0.1"))
        #expect(crowd.admits("10.0.0.2"))
        crowd.left("10.0.0.1")
        #expect(crowd.admits("10.0.0.1") && !crowd.admits("10.0.0.1"))
        for network in ["10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.3"] { crowd.left(network) }
        #expect(crowd.networks == 0, "nothing is kept of who has gone")
        let open = Crowd(most: nil)
        #expect((0..<5000).allSatisfy { _ in open.admits("10.0.0.1") } && open.networks == 0)
    }

    @Test("beyond what one may have are closed at once, and others are answered when one has gone")
    func sockets() async throws {
        try await serving(most: 3) { port in
            var kept = try (0..<3).map { _ in try Line(port) }
            for line in kept { #expect(try await line.ask().hasPrefix("HTTP/1.1 200")) }
            for _ in 0..<20 { #expect(try await Line(port).isClosedAtOnce()) }
            // Who was there before notices nothing.
            for line in kept { #expect(try await line.ask().hasPrefix("HTTP/1.1 200")) }
            kept.removeLast()
            var answer = ""
            for _ in 0..<200 where answer.isEmpty {
                answer = (try? await Line(port).ask()) ?? ""
                if answer.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            }
            #expect(answer.hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test("are not counted behind a proxy of our own, nor without a limit")
    func uncounted() async throws {
        for (most, trustProxy) in [(1, true), (nil, false)] as [(Int?, Bool)] {
            try await serving(most: most, trustProxy: trustProxy) { port in
                let lines = try (0..<20).map { _ in try Line(port) }
                for line in lines { #expect(try await line.ask().hasPrefix("HTTP/1.1 200")) }
            }
        }
    }

    /// Serves the small site on a free port as long as the body takes.
    private func serving(
        most: Int?, trustProxy: Bool = false, _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let place = try BusyPort()
        let port = place.port
        place.release()
        let settings = try WebSettings(
            baseURL: "http://127.0.0.1:\(port)", port: port, secret: Array(repeating: 3, count: 32),
            trustProxy: trustProxy, connections: most)
        let (opened, open) = AsyncStream<Void>.makeStream()
        var logger = Logger(label: "crowd")
        logger.logLevel = .critical
        let site = try WebSite.server(settings).application(logger: logger) { open.finish() }
        let group = ServiceGroup(services: [site], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                // A port that somebody took meanwhile fails the test instead of hanging it.
                defer { open.finish() }
                try await group.run()
            }
            for await _ in opened {}
            do { try await body(port) } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

/// One connection to a port of this machine.
private final class Line: Sendable {
    struct Broken: Error {}

    private let number: Int32

    init(_ port: Int) throws {
        #if canImport(Glibc)
            number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            number = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(number, $0, size) }
        }
        guard number >= 0, code == 0 else { throw Broken() }
    }

    deinit { close(number) }

    /// What comes back first; empty where the other side closed.
    func ask() async throws -> String {
        let head = Array("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8)
        guard send(number, head, head.count, Int32(MSG_NOSIGNAL)) == head.count else { throw Broken() }
        return try await read()
    }

    /// Whether the other side closes before anything is said.
    func isClosedAtOnce() async throws -> Bool { try await read().isEmpty }

    /// Waits on a thread of its own: the server needs ours.
    private func read() async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try self.receive() }) }
        }
    }

    private func receive() throws -> String {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = recv(number, &bytes, bytes.count, 0)
        // Closed, also with a reset.
        if count == 0 || count < 0 && errno == ECONNRESET { return "" }
        guard count > 0 else { throw Broken() }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
