import Foundation

/// The socket at which systemd waits for what a service says of itself (sd_notify(3)).
final class NoticeSocket: Sendable {
    let path: String
    private let descriptor: Int32

    /// - Parameter path: short: the address of a socket holds 107 bytes.
    init(_ path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Missing("no socket: \(String(cString: strerror(errno)))") }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw Missing("\(path) is long")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard code == 0 else { throw Missing("no socket: \(String(cString: strerror(errno)))") }
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// What was said and not heard yet.
    func heard() -> [String] {
        var texts: [String] = []
        var bytes = [UInt8](repeating: 0, count: 256)
        while true {
            let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return texts }
            texts.append(String(decoding: bytes.prefix(count), as: UTF8.self))
        }
    }

    /// Waits until this is said; what was said till then.
    func wait(for text: String, while isAwaited: () -> Bool) async throws -> [String] {
        var texts: [String] = []
        while !texts.contains(text) {
            guard isAwaited() else { throw Missing("“\(text)” was not said, but \(texts)") }
            try await Task.sleep(for: .milliseconds(1))
            texts += heard()
        }
        return texts
    }
}
