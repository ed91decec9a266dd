public import Core
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension WebSettings {
    /// Tries to listen where the site will, and stops at once: what is wrong is said before anything is
    /// started.
    /// - Throws: `Fault.busy` when another program listens there, `Fault.configuration` when it may not
    ///   or cannot.
    public func checkPort() throws(Fault) { try ListeningPlace(host: host, port: port).check() }
}

/// Where a program listens.
public struct ListeningPlace: Sendable {
    let host: String
    let port: Int
    /// What to write to choose another host or port.
    let hostWords: String
    let portWords: String

    /// A place that is chosen by `--host` and `--port`.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
        (hostWords, portWords) = ("--host", "--port")
    }

    /// A place that is chosen by one flag, as `HOST:PORT`.
    public init(host: String, port: Int, flag: String) {
        self.host = host
        self.port = port
        (hostWords, portWords) = (flag, flag)
    }

    /// What a browser on the same machine calls it; for a place that listens everywhere, this machine.
    public var address: String {
        if host == "0.0.0.0" || host == "::" { return "http://127.0.0.1:\(port)" }
        return host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
    }

    /// Tries to listen there, and stops at once.
    /// - Throws: `Fault.busy` when another program listens there, `Fault.configuration` when it may not
    ///   or cannot.
    public func check() throws(Fault) {
        guard (1...65535).contains(port) else {
            throw Fault(
                .configuration, "There is no port \(port).",
                remedy: "Choose one from 1 to 65535 with \(portWords).")
        }
        try listenOnce(at: port)
    }

    /// Whether the host is this machine's, whoever listens on the port.
    /// - Throws: `Fault.configuration` when it is not.
    public func checkHost() throws(Fault) {
        // The system chooses a port that is free.
        try listenOnce(at: 0)
    }

    private func listenOnce(at port: Int) throws(Fault) {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Self.streamSocket
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let first = found else {
            throw Fault(
                .configuration, "The host \(host) is not known.",
                remedy: "Give an address of this machine with \(hostWords); 127.0.0.1 is always one.")
        }
        defer { freeaddrinfo(found) }
        let code = Self.bindOnce(first.pointee)
        if code != 0 { throw fault(errno: code) }
    }

    #if canImport(Glibc)
        private static let streamSocket = Int32(SOCK_STREAM.rawValue)
    #else
        private static let streamSocket = SOCK_STREAM
    #endif

    /// The error number of binding and listening, 0 when both work. `SO_REUSEADDR` as the server sets it.
    private static func bindOnce(_ address: addrinfo) -> Int32 {
        let socket = socket(address.ai_family, streamSocket, 0)
        guard socket >= 0 else { return errno }
        defer { close(socket) }
        var yes: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard bind(socket, address.ai_addr, address.ai_addrlen) == 0, listen(socket, 1) == 0 else {
            return errno
        }
        return 0
    }

    private func fault(errno code: Int32) -> Fault {
        let place = "\(host):\(port)"
        switch code {
        case EADDRINUSE:
            return Fault(
                .busy, "Another program already listens on \(place).",
                remedy: "Stop it, or choose another port with \(portWords).")
        case EACCES, EPERM:
            return Fault(
                .configuration, "This user may not listen on \(place).",
                remedy: "Choose a port above 1023 with \(portWords), and let a proxy take the port below.")
        case EADDRNOTAVAIL:
            return Fault(
                .configuration, "\(host) is no address of this machine.",
                remedy: "Give one of its addresses with \(hostWords); 127.0.0.1 is always one.")
        default:
            return Fault(
                .configuration, "Listening on \(place) is not possible: \(String(cString: strerror(code))).",
                remedy: hostWords == portWords
                    ? "Check \(hostWords)." : "Check \(hostWords) and \(portWords).")
        }
    }
}
