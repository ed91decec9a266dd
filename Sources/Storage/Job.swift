import Core

/// A closure that waits for its turn in a transaction, together with whoever waits for its answer.
///
/// The engines see no result type: running a job yields the act of telling its caller of success, which is
/// done only after the commit.
package struct Job: Sendable {
    /// True for a job that may change something.
    package let writes: Bool

    private let attempt: @Sendable (any Connection) throws -> @Sendable () -> Void
    private let refusal: @Sendable (any Error) -> Void

    package init<T: Sendable>(
        writes: Bool, answer: CheckedContinuation<T, any Error>,
        work: @escaping @Sendable (any Connection) throws -> T
    ) {
        self.writes = writes
        attempt = { connection in
            let value = try work(connection)
            return { answer.resume(returning: value) }
        }
        refusal = { answer.resume(throwing: $0) }
    }

    /// Runs the work and returns what tells the caller that it is done. May be called again after a rollback.
    package func run(on connection: any Connection) throws -> @Sendable () -> Void { try attempt(connection) }

    /// Tells the caller that nothing of the job remains.
    package func refuse(_ error: any Error) { refusal(error) }
}

extension JobQueue<Job> {
    /// Waits, without holding a thread, until a worker has done `work`.
    package func perform<T: Sendable>(
        writes: Bool, countedBy meter: DatabaseMeter,
        _ work: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        let start = ContinuousClock.now
        meter.began()
        do {
            let answer = try await turn(writes: writes, work)
            meter.ended(writing: writes, since: start, error: nil)
            return answer
        } catch {
            meter.ended(writing: writes, since: start, error: error)
            throw error
        }
    }

    private func turn<T: Sendable>(
        writes: Bool, _ work: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { answer in
            let job = Job(writes: writes, answer: answer, work: work)
            switch offer(job) {
            case .taken: break
            case .full:
                job.refuse(
                    Fault(.busy, "Too many requests wait for the database.", remedy: "Try again in a moment.")
                )
            case .closed:
                job.refuse(
                    Fault(.busy, "The database is being closed.", remedy: "Try again after the start."))
            }
        }
    }
}
