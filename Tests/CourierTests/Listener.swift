import Foundation
import Synchronization

/// A server that says exactly the bytes it is told to: friendly, silent, endless or wrong.
final class Listener: Sendable {
    let port: Int
    private let socket: Int32

    /// - Parameter serve: Called on a thread of its own for each connection, which is closed afterwards.
    init(_ serve: @escaping @Sendable (Wire) -> Void) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let listening = socket
        guard let port = Self.bound(listening), listen(listening, 64) == 0 else {
            throw CocoaError(.fileReadUnknown)
        }
        self.port = port
        // The thread closes what it listens on: closed elsewhere, the number could be another's already when
        // it comes to listen.
        let thread = Thread {
            while true {
                let one = accept(listening, nil, nil)
                guard one >= 0 else {
                    // It was shut down; anything else passes.
                    if errno != EINVAL { continue }
                    close(listening)
                    return
                }
                Thread {
                    serve(Wire(one))
                    close(one)
                }.start()
            }
        }
        thread.start()
    }

    /// Gives a socket a free port of this machine.
    static func bound(_ socket: Int32) -> Int? {
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, length) == 0 && getsockname(socket, address, &length) == 0
            }
        }
        return isBound ? Int(UInt16(bigEndian: place.sin_port)) : nil
    }

    deinit { shutdown(socket, Int32(SHUT_RDWR)) }

    var url: String { "http://127.0.0.1:\(port)" }
}

/// A port at which nobody listens, nor can as long as this lives.
final class DeadPort: Sendable {
    let port: Int
    private let socket: Int32

    init() throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard let port = Listener.bound(socket) else { throw CocoaError(.fileReadUnknown) }
        self.port = port
    }

    deinit { close(socket) }

    var url: String { "http://127.0.0.1:\(port)/" }
}

/// One connection.
final class Wire {
    private let socket: Int32
    private var unread: [UInt8] = []

    init(_ socket: Int32) { self.socket = socket }

    private func more() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16384)
        let count = recv(socket, &buffer, buffer.count, 0)
        if count > 0 { unread += buffer[..<count] }
        return count > 0
    }

    /// A line without its end; nil when there is none any more.
    func line() -> String? {
        while true {
            if let end = unread.firstIndex(of: 10) {
                let line = String(decoding: unread[..<end], as: UTF8.self)
                unread.removeSubrange(...end)
                return line.hasSuffix("\r") ? String(line.dropLast()) : line
            }
            if !more() { return nil }
        }
    }

    func bytes(_ count: Int) -> [UInt8] {
        while unread.count < count, more() {}
        let taken = Array(unread.prefix(count))
        unread.removeFirst(taken.count)
        return taken
    }

    @discardableResult
    func say(_ text: String) -> Bool { say(Array(text.utf8)) }

    func say(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if sent <= 0 { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    /// A whole request.
    func request() -> Asked? {
        guard let first = line() else { return nil }
        var headers: [String: String] = [:]
        while let line = line(), !line.isEmpty {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] =
                parts.count == 2 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        return Asked(line: first, headers: headers, body: bytes(length))
    }

    func answer(_ status: Int, headers: [String: String] = [:], _ body: String = "") {
        let lines = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
        say("HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\(lines)\r\n\(body)")
    }
}

/// What a listener was asked.
struct Asked: Sendable {
    let line: String
    let headers: [String: String]
    let body: [UInt8]
}

/// What happened, in order, told by several threads.
final class Notebook<Entry: Sendable>: Sendable {
    private let entries = Mutex<[Entry]>([])

    /// - Returns: How many there are now.
    @discardableResult
    func add(_ entry: Entry) -> Int {
        entries.withLock {
            $0.append(entry)
            return $0.count
        }
    }

    var all: [Entry] { entries.withLock { $0 } }
}
