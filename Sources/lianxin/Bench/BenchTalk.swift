import Foundation

/// One connection and how far its script has come.
struct BenchTalk {
    private(set) var socket: Int32 = -1
    private let script: BenchScript
    private let port: Int
    private let lanes: Int
    private var memory: BenchScript.Memory
    private var step = 0
    private var request: [UInt8] = []
    private var sent = 0
    private var answer = BenchAnswer()
    private var unitBegan: Int64 = 0
    private var callBegan: Int64 = 0
    private var retryAt: Int64 = 0

    init(_ script: BenchScript, lane: Int, of lanes: Int, port: Int) {
        self.script = script
        self.port = port
        self.lanes = lanes
        memory = BenchScript.Memory(turn: lane)
    }

    /// Whether a part of the request still waits for room.
    var isSending: Bool { sent < request.count }

    /// Connects and asks the first thing. A server that does not take the connection is an error, and asked
    /// again a little later.
    mutating func connect(at now: Int64, _ run: inout BenchClient.Run, counted: Bool) {
        guard now >= retryAt else { return }
        guard let opened = BenchSocket.open(port: port) else {
            retryAt = now + 100_000
            if counted { run.complain("no connection: \(String(cString: strerror(errno)))") }
            return
        }
        socket = opened
        begin(at: now)
    }

    private mutating func begin(at now: Int64) {
        step = 0
        memory.number = ""
        unitBegan = now
        ask(at: now)
    }

    private mutating func ask(at now: Int64) {
        request = script.steps[step].request(memory)
        sent = 0
        callBegan = now
        send()
    }

    private mutating func send() {
        while sent < request.count {
            let count = request.withUnsafeBytes { bytes in
                Foundation.send(
                    socket, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, BenchSocket.quietly)
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// Reads what came and asks the next thing.
    mutating func go(
        on events: Int16, room: inout [UInt8], _ run: inout BenchClient.Run, from first: Int64, start: Int64
    ) {
        if isSending, events & Int16(POLLOUT) != 0 { send() }
        guard events & ~Int16(POLLOUT) != 0 else { return }
        let count = room.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
        let now = BenchClock.now
        guard count > 0 else {
            if count < 0, errno == EAGAIN || errno == EINTR { return }
            if now >= first { run.complain("the connection ended before an answer") }
            hangUp()
            return
        }
        room.withUnsafeBytes { answer.add(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        guard answer.isWhole else { return }
        heard(at: now, &run, counted: now >= first, start: start)
    }

    private mutating func heard(at now: Int64, _ run: inout BenchClient.Run, counted: Bool, start: Int64) {
        let asked = script.steps[step]
        let isRight = answer.status == asked.status && asked.learn(&memory, answer.body)
        if counted {
            run.calls.append(now - callBegan)
            if !isRight {
                run.complain("\(asked.name): \(answer.status) \(answer.text.prefix(300))")
            }
        }
        answer.forget()
        step += 1
        guard isRight, step < script.steps.count else {
            // A unit that went wrong is begun anew with the next turn.
            if counted, isRight { run.done.append(.init(at: now - start, took: now - unitBegan)) }
            memory.turn += lanes
            begin(at: now)
            return
        }
        ask(at: now)
    }

    mutating func hangUp() {
        if socket >= 0 { close(socket) }
        socket = -1
        request = []
        sent = 0
        answer.forget()
    }
}

/// Sockets to this machine.
enum BenchSocket {
    #if canImport(Glibc)
        private static let stream = Int32(SOCK_STREAM.rawValue)
        /// A connection that the other side closed is an error of `send`, not a signal.
        static let quietly = Int32(MSG_NOSIGNAL)
    #else
        private static let stream = SOCK_STREAM
        static let quietly: Int32 = 0
    #endif

    /// A connection that never waits; nil where nobody takes it.
    static func open(port: Int) -> Int32? {
        let made = socket(AF_INET, stream, 0)
        guard made >= 0 else { return nil }
        var address = loopback(port: port)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(made, $0, length) }
        }
        guard result == 0 else {
            let code = errno
            close(made)
            errno = code
            return nil
        }
        var yes: Int32 = 1
        setsockopt(made, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        _ = fcntl(made, F_SETFL, fcntl(made, F_GETFL) | O_NONBLOCK)
        return made
    }

    /// A port nobody listens on now.
    static func freePort() -> Int? {
        let made = socket(AF_INET, stream, 0)
        guard made >= 0 else { return nil }
        defer { close(made) }
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(made, address, length) == 0 && getsockname(made, address, &length) == 0
            }
        }
        return isBound ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    /// Lets this program, and those it starts, hold as many connections as the system grants.
    static func allowMany() {
        #if canImport(Glibc)
            var limit = rlimit()
            guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
            limit.rlim_cur = min(limit.rlim_max, 65_536)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #endif
    }
}
