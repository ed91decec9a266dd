import Foundation

/// Asks a server over so many connections at once, each the next thing as soon as it was answered.
///
/// One thread and plain sockets: on two cores a client that thinks would be measured with the server.
struct BenchClient: Sendable {
    let port: Int
    let script: BenchScript

    /// What came of it.
    struct Run: Sendable {
        /// Every unit of work that was done: when, counted from the start, and how long it took, in
        /// microseconds.
        var done: [Done] = []
        /// How long each single request took, in microseconds.
        var calls: [Int64] = []
        var errors = 0
        /// What the first wrong answers said.
        var complaints: [String] = []

        struct Done: Sendable {
            let at: Int64
            let took: Int64
        }

        static let mostComplaints = 3

        mutating func complain(_ text: String) {
            errors += 1
            if complaints.count < Self.mostComplaints { complaints.append(text) }
        }
    }

    /// Asks for so many seconds.
    ///
    /// - Parameter skipping: Seconds at the beginning that are not counted.
    func run(connections: Int, seconds: Double, skipping: Double = 0) async -> Run {
        await withCheckedContinuation { continuation in
            let thread = Thread {
                continuation.resume(
                    returning: ask(connections: connections, seconds: seconds, skipping: skipping))
            }
            thread.name = "bench-client"
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    private func ask(connections count: Int, seconds: Double, skipping: Double) -> Run {
        let start = BenchClock.now
        let (first, end) = (
            start + Int64(skipping * 1_000_000), start + Int64((skipping + seconds) * 1_000_000)
        )
        var run = Run()
        var talks = (0..<count).map { BenchTalk(script, lane: $0, of: count, port: port) }
        var watched = [pollfd](repeating: pollfd(), count: count)
        var room = [UInt8](repeating: 0, count: 65_536)
        while true {
            let now = BenchClock.now
            if now >= end { break }
            for index in talks.indices {
                if talks[index].socket < 0 { talks[index].connect(at: now, &run, counted: now >= first) }
                watched[index] = pollfd(
                    fd: talks[index].socket, events: talks[index].isSending ? Self.both : Self.reading,
                    revents: 0)
            }
            let patience = min(100, max(1, (end - now) / 1000))
            guard poll(&watched, nfds_t(count), Int32(patience)) > 0 else { continue }
            for index in talks.indices where watched[index].revents != 0 {
                talks[index].go(on: watched[index].revents, room: &room, &run, from: first, start: start)
            }
        }
        for index in talks.indices { talks[index].hangUp() }
        return run
    }

    private static let reading = Int16(POLLIN)
    private static let both = Int16(POLLIN | POLLOUT)
}

/// Microseconds that only go forward.
enum BenchClock {
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
