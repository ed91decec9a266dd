import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Whether anybody listens at a place of the network, asked once and for at most some seconds.
enum PortProbe {
    static func answers(_ host: String, _ port: Int, within seconds: Int = 5) -> Bool {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0 else { return false }
        defer { freeaddrinfo(found) }
        var next = found
        while let place = next {
            if connects(place.pointee, within: seconds) { return true }
            next = place.pointee.ai_next
        }
        return false
    }

    private static func connects(_ place: addrinfo, within seconds: Int) -> Bool {
        let socket = socket(place.ai_family, place.ai_socktype, 0)
        guard socket >= 0 else { return false }
        defer { close(socket) }
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
        if connect(socket, place.ai_addr, place.ai_addrlen) == 0 { return true }
        guard errno == EINPROGRESS else { return false }
        var waiting = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        guard poll(&waiting, 1, Int32(seconds * 1000)) == 1 else { return false }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &size) == 0 && code == 0
    }
}
