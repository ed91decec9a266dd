import Core
import Storage
import Web

/// Makes guessing passwords slow: after a few failures each further one for the same login, or from the same
/// network, has to wait longer. Known and unknown logins are counted alike.
///
/// An attempt counts as a failure from the moment it is let in until it succeeds; attempts side by side gain
/// nothing. The counts stand in the database, so that further servers give a guesser no further tries.
struct Throttle: Sendable {
    /// How many failures are free, and the longest wait after that.
    struct Rule: Sendable {
        let free: Int
        let longestSeconds: Int64
    }

    /// Whose attempts are counted together: `l` and a login, or `n` and a network.
    struct Subject: Hashable, Sendable {
        let text: String
        let rule: Rule

        static func == (left: Subject, right: Subject) -> Bool { left.text == right.text }
        func hash(into hasher: inout Hasher) { hasher.combine(text) }
    }

    /// A login: its owner mistypes a few times, and is never kept out for more than five minutes.
    static let login = Rule(free: 5, longestSeconds: 300)
    /// A network: a whole office may stand behind it.
    static let peer = Rule(free: 30, longestSeconds: 900)
    /// After this many milliseconds without a failure everything is forgotten.
    static let memory: Int64 = 24 * 3_600_000

    let database: any Database

    /// Lets an attempt in and counts it.
    /// - Throws: `DirectoryRefusal.tooManyAttempts` with the whole seconds to wait; `Fault`.
    func admit(login: String, peer: String, now: Moment) async throws {
        let subjects = Self.subjects(login, peer)
        // Who has to wait is told so without a write: a guesser keeps nobody from writing.
        let known = try await database.read { connection in
            try ThrottleStore(connection).blockedUntil(subjects.map(\.text))
        }
        try Self.check(known, now)
        let wait = try await database.write { connection -> Int64? in
            let store = ThrottleStore(connection)
            try store.forget(before: now + -Self.memory)
            var counts: [(subject: Subject, failures: Int)] = []
            var until = now
            // Locked in the order of their names: two attempts never wait for each other.
            for subject in subjects {
                let count = try store.locked(subject.text, now: now)
                counts.append((subject, count.failures))
                until = max(until, count.blockedUntil)
            }
            if until > now { return until - now }
            for (subject, before) in counts {
                let wait = Self.wait(after: before + 1, subject.rule)
                try store.keep(
                    subject.text, failures: before + 1, until: wait.map { now + $0 * 1000 } ?? now, now: now)
            }
            return nil
        }
        try Self.check(wait.map { now + $0 }, now)
    }

    private static func check(_ until: Moment?, _ now: Moment) throws {
        guard let until, until > now else { return }
        throw DirectoryRefusal.tooManyAttempts(seconds: Int((until - now + 999) / 1000))
    }

    /// The attempt succeeded: the login starts anew, the network takes back this one failure.
    func succeeded(login: String, peer: String) async throws {
        let subjects = Self.subjects(login, peer)
        try await database.write { connection in
            let store = ThrottleStore(connection)
            for subject in subjects {
                if subject.text.hasPrefix("l") {
                    try store.forget(subject.text)
                } else {
                    try store.takeBack(subject.text)
                }
            }
        }
    }

    /// Seconds to wait after so many failures: 2, 4, 8 … up to the longest.
    static func wait(after failures: Int, _ rule: Rule) -> Int64? {
        guard failures >= rule.free else { return nil }
        let step = min(failures - rule.free + 1, 20)
        return min(1 << step, rule.longestSeconds)
    }

    private static func subjects(_ login: String, _ peer: String) -> [Subject] {
        [
            Subject(text: "l" + login.prefix(64).filter { $0 != "\0" }, rule: Self.login),
            Subject(text: "n" + PeerAddress.network(of: peer), rule: Self.peer),
        ].sorted { $0.text < $1.text }
    }
}
