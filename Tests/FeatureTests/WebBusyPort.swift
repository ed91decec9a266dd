import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A port of this machine that somebody else listens on. Lock: the socket, closed once.
final class BusyPort: Sendable {
    struct CannotListen: Error {}

    let port: Int
    private let socketNumber: Mutex<Int32>

    init() throws {
        #if canImport(Glibc)
            let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let number = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(number, address, length) | listen(number, 1) | getsockname(number, address, &length)
            }
        }
        guard number >= 0, code == 0 else { throw CannotListen() }
        port = Int(UInt16(bigEndian: address.sin_port))
        socketNumber = Mutex(number)
    }

    func release() {
        socketNumber.withLock { number in
            if number >= 0 { close(number) }
            number = -1
        }
    }

    deinit { release() }
}
