public import Core
import FoundationEssentials

/// What comes from outside the program and differs from call to call. Tests pass fixed ones.
public struct Surroundings: Sendable {
    public let now: @Sendable () -> Moment
    /// So many bytes that nobody can guess.
    public let randomBytes: @Sendable (Int) -> [UInt8]

    public init(
        now: @escaping @Sendable () -> Moment, randomBytes: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.now = now
        self.randomBytes = randomBytes
    }

    /// The clock of the machine and the random numbers of its kernel.
    public static let live = Surroundings(
        now: { Moment(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000)) },
        randomBytes: { count in
            var generator = SystemRandomNumberGenerator()
            return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        })
}
