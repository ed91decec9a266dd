public import Core
import Synchronization

/// Counts what a database does, for those who watch it. Costs a few additions for each transaction.
public final class DatabaseMeter: Sendable {
    /// Is told of each commit and of each transaction that came to its end.
    public protocol Observer: Sendable {
        /// - Parameter jobs: How many callers shared this commit.
        func committed(jobs: Int)
        /// - Parameters:
        ///   - duration: From the asking to the answer, with the wait for a turn.
        ///   - fault: Nil where it came to a good end or was refused by what it did itself.
        func ended(writing: Bool, duration: Duration, fault: Fault.Code?)
    }

    private let observer = Mutex<(any Observer)?>(nil)
    private let underWay = Atomic<Int>(0)

    public init() {}

    /// Transactions that are under way or wait for their turn.
    public var open: Int { underWay.load(ordering: .relaxed) }

    public func report(to observer: any Observer) { self.observer.withLock { $0 = observer } }

    package func committed(jobs: Int) { observer.withLock { $0 }?.committed(jobs: jobs) }

    package func began() { underWay.add(1, ordering: .relaxed) }

    package func ended(writing: Bool, since start: ContinuousClock.Instant, error: (any Error)?) {
        underWay.subtract(1, ordering: .relaxed)
        guard let observer = observer.withLock({ $0 }) else { return }
        observer.ended(
            writing: writing, duration: ContinuousClock.now - start, fault: (error as? Fault)?.code)
    }
}
