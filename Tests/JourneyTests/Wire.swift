import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// One connection to the server, spoken by hand: what was sent and what came back is known to the byte, and
/// nothing is sent twice behind the test's back.
final class Wire {
    /// What came back.
    struct Reply: Sendable {
        let status: Int
        /// Names in small letters.
        let fields: [String: String]
        /// What a browser sends back of the cookies that were set.
        let cookies: String
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        var json: JSON { (try? JSONDecoder().decode(JSON.self, from: Data(body))) ?? .null }
        var closes: Bool { fields["connection"]?.lowercased() == "close" }
    }

    /// What became of a request.
    enum Outcome: Sendable {
        case answered(Reply)
        /// The connection ended before the whole answer was there: with how many bytes of it.
        case lost(Int)
    }

    private let socket: Int32
    private var kept: [UInt8] = []

    /// - Parameter patience: Seconds after which a silent server counts as gone.
    init(port: Int, patience: Int = 60) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let failed = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) != 0
            }
        }
        var wait = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        if failed { throw Missing("nobody listens at \(port)") }
    }

    deinit { close(socket) }

    /// Sends a request and waits for its answer.
    func ask(_ request: [UInt8]) -> Outcome { send(request) ? answer() : .lost(0) }

    /// False when the other side has gone.
    @discardableResult
    func send(_ bytes: some Sequence<UInt8>) -> Bool {
        let bytes = Array(bytes)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    socket, $0.baseAddress?.advanced(by: sent), bytes.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }

    /// The next answer, by its length or its pieces.
    func answer() -> Outcome {
        var head: [UInt8] = []
        while !head.ends(with: [13, 10, 13, 10]) {
            guard let byte = next() else { return .lost(head.count) }
            head.append(byte)
        }
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, let status = Int(words[1]) else { return .lost(head.count) }
        var fields: [String: String] = [:]
        var cookies: [String] = []
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let name = line[..<colon].lowercased()
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            fields[name] = value
            if name == "set-cookie" { cookies.append(String(value.prefix { $0 != ";" })) }
        }
        let body =
            fields["transfer-encoding"] == "chunked"
            ? pieces() : take(Int(fields["content-length"] ?? "0") ?? 0)
        guard let body else { return .lost(head.count) }
        return .answered(
            Reply(
                status: status, fields: fields, cookies: cookies.joined(separator: "; "), body: body))
    }

    /// Everything until the other side ends; nil where it does not within the patience.
    func rest() -> [UInt8]? {
        var all: [UInt8] = []
        while let byte = next() { all.append(byte) }
        return hasEnded ? all : nil
    }

    /// Whether the other side ended the connection, rather than saying nothing.
    private(set) var hasEnded = false

    private func pieces() -> [UInt8]? {
        var all: [UInt8] = []
        while true {
            var line: [UInt8] = []
            while !line.ends(with: [13, 10]) {
                guard let byte = next() else { return nil }
                line.append(byte)
            }
            guard let length = Int(String(decoding: line.dropLast(2), as: UTF8.self), radix: 16),
                let piece = take(length + 2)
            else { return nil }
            if length == 0 { return all }
            all += piece.dropLast(2)
        }
    }

    private func take(_ count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            guard let byte = next() else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private var place = 0

    private func next() -> UInt8? {
        if place == kept.count {
            var fresh = [UInt8](repeating: 0, count: 16_384)
            let count = recv(socket, &fresh, fresh.count, 0)
            guard count > 0 else {
                hasEnded = count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)
                return nil
            }
            (kept, place) = (Array(fresh.prefix(count)), 0)
        }
        defer { place += 1 }
        return kept[place]
    }

    /// The bytes of a request to the API.
    static func request(
        _ method: String, _ path: String, _ body: JSON? = nil, token: String? = nil,
        fields: [String: String] = [:]
    ) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let bytes = body.flatMap { try? encoder.encode($0) }.map(Array.init)
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        if let bytes { head += "Content-Type: application/json\r\nContent-Length: \(bytes.count)\r\n" }
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
        return Array((head + "\r\n").utf8) + (bytes ?? [])
    }
}

extension [UInt8] {
    fileprivate func ends(with end: [UInt8]) -> Bool {
        count >= end.count && self[(count - end.count)...].elementsEqual(end)
    }
}

/// Several who work at the same time, each on a thread of its own, as blocking sockets need.
func together<T: Sendable>(_ count: Int, _ work: @escaping @Sendable (Int) -> T) async -> [T] {
    await withTaskGroup(of: T.self) { group in
        for number in 0..<count {
            group.addTask {
                await withCheckedContinuation { done in
                    let thread = Thread { done.resume(returning: work(number)) }
                    thread.stackSize = 1 << 20
                    thread.start()
                }
            }
        }
        return await group.reduce(into: []) { $0.append($1) }
    }
}
