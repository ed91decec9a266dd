import CArgon2
import Core
import Storage
import Synchronization

/// What one password hash costs: argon2id (RFC 9106).
public struct PasswordCost: Hashable, Sendable {
    /// Memory in KiB.
    public let memory: UInt32
    /// How often the memory is gone through.
    public let passes: UInt32
    public let lanes: UInt32

    public init(memory: UInt32, passes: UInt32, lanes: UInt32) {
        self.memory = memory
        self.passes = passes
        self.lanes = lanes
    }

    /// 19 MiB, two passes, one lane: the least that OWASP's cheat sheet of 2024 asks for.
    public static let standard = PasswordCost(memory: 19 * 1024, passes: 2, lanes: 1)

    /// How every hash of this cost begins.
    var prefix: String { "$argon2id$v=19$m=\(memory),t=\(passes),p=\(lanes)$" }

    /// A hash that nothing matches and that costs as much to check as any other: for logins nobody has.
    var decoy: String {
        prefix + String(repeating: "A", count: 22) + "$" + String(repeating: "A", count: 43)
    }
}

/// Hashes passwords on two threads of its own: 20 ms of work on one of Swift's few threads would hold up
/// everybody's requests, and a crowd at the door may take no more than two processors and 40 MiB.
final class PasswordWork: Sendable {
    private typealias Job = @Sendable () -> Void

    private static let threads = 2
    /// How many may wait; one more is refused as busy.
    private static let waiting = 64

    let cost: PasswordCost
    private let queue: JobQueue<Job>
    private let workers: Workers
    private let made = Mutex(0)

    init(cost: PasswordCost) {
        self.cost = cost
        let queue = JobQueue<Job>(limit: Self.waiting)
        self.queue = queue
        workers = Workers(Self.threads, name: "passwords") { _ in
            while let jobs = queue.take(1) { for job in jobs { job() } }
        }
    }

    // The threads hold the queue, not this object.
    deinit { queue.close() }

    /// How many hashes were computed: tests compare it where a clock would only guess.
    var hashesMade: Int { made.withLock { $0 } }

    /// The hash of a password, with its parameters and its salt in it.
    func hash(_ password: Password, salt: [UInt8]) async throws -> String {
        let cost = cost
        let bytes = password.bytes
        return try await perform { try Self.hash(bytes, salt: salt, cost: cost) }
    }

    /// Whether the password is the one that was hashed. Without a hash the work is the same, the answer no.
    func verify(_ password: Password, against encoded: String?) async throws -> Bool {
        let usable = password.isTooLong ? nil : encoded
        let bytes = Array(password.bytes.prefix(Password.longestBytes))
        let target = usable ?? cost.decoy
        let matches = try await perform {
            argon2id_verify(target, bytes, bytes.count) == ARGON2_OK.rawValue
        }
        return matches && usable != nil
    }

    /// Whether a hash was made at another cost than today's.
    func isOutdated(_ encoded: String) -> Bool { !encoded.hasPrefix(cost.prefix) }

    private static func hash(_ bytes: [UInt8], salt: [UInt8], cost: PasswordCost) throws(Fault) -> String {
        let length = 32
        let room = argon2_encodedlen(
            cost.passes, cost.memory, cost.lanes, UInt32(salt.count), UInt32(length), Argon2_id)
        var encoded = [CChar](repeating: 0, count: room)
        let code = argon2id_hash_encoded(
            cost.passes, cost.memory, cost.lanes, bytes, bytes.count, salt, salt.count, length, &encoded, room
        )
        guard code == ARGON2_OK.rawValue else {
            throw Fault(
                .other, "A password could not be hashed: argon2 said \(code).",
                remedy: "Free some memory and try again.")
        }
        let text = encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: text, as: UTF8.self)
    }

    private func perform<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { answer in
            switch queue.offer({ answer.resume(with: Result(catching: work)) }) {
            case .taken: made.withLock { $0 += 1 }
            case .full, .closed:
                answer.resume(
                    throwing: Fault(
                        .busy, "Too many sign-ins wait their turn.", remedy: "Try again in a moment."))
            }
        }
    }
}
