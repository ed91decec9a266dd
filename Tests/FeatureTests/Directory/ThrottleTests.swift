import Core
import Storage
import Testing
import Web

@testable import Directory

@Suite("The throttle")
struct ThrottleTests {
    private let now = Moment(milliseconds: 1_795_311_000_000)

    private func throttled(
        _ engine: TestEngine, _ body: (DatabasePlace, Throttle) async throws -> Void
    ) async throws {
        try await engine.withPlace { place in
            let database = try place.open()
            try await Migrator(DirectorySchema.migrations).migrate(database, now: now)
            try await body(place, Throttle(database: database))
            await database.close()
        }
    }

    /// Whether an attempt was let in.
    private func tries(
        _ throttle: Throttle, _ login: String, from peer: String, at moment: Moment
    ) async throws -> Bool {
        do {
            try await throttle.admit(login: login, peer: peer, now: moment)
            return true
        } catch is DirectoryRefusal {
            return false
        }
    }

    @Test("waits longer after each failure, up to five minutes for a login")
    func grows() {
        let waits = (1...16).map { Throttle.wait(after: $0, Throttle.login) }
        #expect(waits.prefix(4).allSatisfy { $0 == nil })
        #expect(waits.dropFirst(4).prefix(4) == [2, 4, 8, 16])
        #expect(waits.last == 300)
        #expect(Throttle.wait(after: 100_000, Throttle.peer) == 900)
    }

    @Test("counts attempts side by side, not only those that have failed", arguments: TestEngine.present)
    func sideBySide(engine: TestEngine) async throws {
        try await throttled(engine) { _, throttle in
            let admitted = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        try await tries(throttle, "li.lei", from: "10.0.0.\(number)", at: now)
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(admitted == Throttle.login.free)
        }
    }

    @Test("gives a guesser no further tries at a second server", arguments: TestEngine.present)
    func acrossServers(engine: TestEngine) async throws {
        try await throttled(engine) { place, first in
            let database = try place.open()
            let second = Throttle(database: database)
            for number in 1...Throttle.login.free {
                let server = number.isMultiple(of: 2) ? first : second
                #expect(try await tries(server, "li.lei", from: "10.0.0.\(number)", at: now))
            }
            #expect(try await tries(first, "li.lei", from: "10.0.1.1", at: now) == false)
            #expect(try await tries(second, "li.lei", from: "10.0.1.2", at: now) == false)
            // After two seconds one more, then four seconds of waiting, wherever it is tried.
            #expect(try await tries(second, "li.lei", from: "10.0.1.3", at: now + 2000))
            #expect(try await tries(first, "li.lei", from: "10.0.1.4", at: now + 5000) == false)
            #expect(try await tries(first, "li.lei", from: "10.0.1.5", at: now + 6000))
            await database.close()
        }
    }

    @Test("counts a network's attempts whichever logins it tries", arguments: TestEngine.present)
    func network(engine: TestEngine) async throws {
        try await throttled(engine) { _, throttle in
            for number in 0..<Throttle.peer.free {
                let peer = "2001:db8::\(number)"
                try await throttle.admit(login: "user\(number)", peer: peer, now: now)
            }
            #expect(try await tries(throttle, "another", from: "2001:db8::ffff", at: now) == false)
            #expect(try await tries(throttle, "another", from: "2001:db8:1::1", at: now))
        }
    }

    @Test("begins anew for a login that got in, and takes back one failure of its network")
    func success() async throws {
        try await throttled(.sqlite) { _, throttle in
            for _ in 1..<Throttle.login.free {
                try await throttle.admit(login: "li.lei", peer: "10.0.0.1", now: now)
            }
            try await throttle.succeeded(login: "li.lei", peer: "10.0.0.1")
            for _ in 1..<Throttle.login.free {
                #expect(try await tries(throttle, "li.lei", from: "10.0.0.1", at: now))
            }
        }
    }

    @Test("forgets what was quiet for a day, and keeps nothing of a login with a NUL in it")
    func forgets() async throws {
        try await throttled(.sqlite) { _, throttle in
            for number in 0..<100 {
                try await throttle.admit(
                    login: "user\(number)\0", peer: "10.1.0.\(number)", now: now + Int64(number))
            }
            try await throttle.admit(login: "last", peer: "10.2.0.1", now: now + Throttle.memory + 1000)
            let left = try await throttle.database.read { connection in
                try connection.value(Int.self, "SELECT count(*) FROM directory_tries") ?? 0
            }
            #expect(left == 2)
        }
    }

    @Test("takes an IPv6 customer's addresses for one, and a mapped address for what it is")
    func networks() {
        #expect(PeerAddress.network(of: "2001:db8::1") == PeerAddress.network(of: "2001:db8::ffff:1"))
        #expect(PeerAddress.network(of: "2001:db8::1") != PeerAddress.network(of: "2001:db8:0:1::1"))
        #expect(PeerAddress.network(of: "::ffff:10.0.0.1") == "10.0.0.1")
        #expect(PeerAddress.network(of: "10.0.0.1") == "10.0.0.1")
        for text in ["", "unknown", "10.0.0", "10.0.0.1:80", "[::1]", "1.2.3.4, 5.6.7.8", ":", "::1%eth0"] {
            #expect(!PeerAddress.isAddress(text), "\(text)")
        }
    }
}
