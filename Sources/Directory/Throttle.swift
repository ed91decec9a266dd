import Core
import FoundationEssentials
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Makes guessing passwords slow: after a few failures each further one for the same login, or from the same
/// address, has to wait longer. Known and unknown logins are counted alike.
///
/// An attempt counts as a failure from the moment it is let in until it succeeds; attempts side by side gain
/// nothing. The counts live in this process: each further server gives a guesser as many tries again.
final class Throttle: Sendable {
    /// How many failures are free, and the longest wait after that.
    struct Rule: Sendable {
        let free: Int
        let longestSeconds: Int64
    }

    private struct Key: Hashable {
        let isPeer: Bool
        let text: String
    }

    private struct Count {
        var failures = 0
        var blockedUntil: Moment?
        var at: Moment
    }

    /// A login: its owner mistypes a few times, and is never kept out for more than five minutes.
    static let login = Rule(free: 5, longestSeconds: 300)
    /// An address: a whole office may stand behind it.
    static let peer = Rule(free: 30, longestSeconds: 900)
    /// After this many milliseconds without a failure everything is forgotten.
    static let memory: Int64 = 24 * 3_600_000

    private let counts = Mutex<[Key: Count]>([:])
    private let capacity: Int

    init(capacity: Int = 20_000) { self.capacity = capacity }

    /// How many logins and addresses are counted now.
    var count: Int { counts.withLock { $0.count } }

    /// Lets an attempt in and counts it.
    /// - Throws: `tooManyAttempts` with the whole seconds to wait.
    func admit(login: String, peer: String, now: Moment) throws(DirectoryRefusal) {
        let keys = Self.keys(login, peer)
        let wait: Int64? = counts.withLock { counts in
            let until = keys.compactMap { counts[$0.key]?.blockedUntil }.max()
            if let until, until > now { return until - now }
            if counts.count + keys.count > capacity { Self.makeRoom(in: &counts) }
            for (key, rule) in keys {
                var count = counts[key] ?? Count(at: now)
                if now - count.at > Self.memory { count = Count(at: now) }
                count.failures += 1
                count.at = now
                count.blockedUntil = Self.wait(after: count.failures, rule).map { now + $0 * 1000 }
                counts[key] = count
            }
            return nil
        }
        if let wait { throw .tooManyAttempts(seconds: Int((wait + 999) / 1000)) }
    }

    /// The attempt succeeded: the login starts anew, the address takes back this one failure.
    func succeeded(login: String, peer: String) {
        counts.withLock { counts in
            for (key, _) in Self.keys(login, peer) {
                guard key.isPeer, var count = counts[key], count.failures > 1 else {
                    counts[key] = nil
                    continue
                }
                count.failures -= 1
                count.blockedUntil = nil
                counts[key] = count
            }
        }
    }

    /// Seconds to wait after so many failures: 2, 4, 8 … up to the longest.
    static func wait(after failures: Int, _ rule: Rule) -> Int64? {
        guard failures >= rule.free else { return nil }
        let step = min(failures - rule.free + 1, 20)
        return min(1 << step, rule.longestSeconds)
    }

    private static func keys(_ login: String, _ peer: String) -> [(key: Key, rule: Rule)] {
        [
            (Key(isPeer: false, text: String(login.prefix(64))), Self.login),
            (Key(isPeer: true, text: network(of: peer)), Self.peer),
        ]
    }

    /// An IPv6 customer has a whole /64 to try from.
    static func network(of peer: String) -> String {
        var address = in6_addr()
        guard peer.contains(":"), inet_pton(AF_INET6, peer, &address) == 1 else { return peer }
        let bytes = withUnsafeBytes(of: address) { Array($0) }
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        if isMapped { return bytes.suffix(4).map(String.init).joined(separator: ".") }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: "-")
    }

    /// Lets go of the half that was quiet longest, so that making room is rare.
    private static func makeRoom(in counts: inout [Key: Count]) {
        let moments = counts.values.map(\.at).sorted()
        guard !moments.isEmpty else { return }
        let middle = moments[moments.count / 2]
        counts = counts.filter { $0.value.at > middle }
    }
}
