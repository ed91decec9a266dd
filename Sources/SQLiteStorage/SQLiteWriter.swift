import Core
import Storage

/// The one thread that writes: it takes all jobs that wait and commits them together.
///
/// Each job runs in a savepoint, so one that throws takes nothing of the others with it. Nobody is told
/// anything before the commit, neither success nor refusal: a refusal may rest on what another job of the
/// same batch wrote.
struct SQLiteWriter {
    private let connection: SQLiteConnection
    private let meter: DatabaseMeter
    private let place: FilePlace
    private let journal: SQLiteJournal

    init(
        _ connection: SQLiteConnection, _ meter: DatabaseMeter, _ place: FilePlace, _ journal: SQLiteJournal
    ) {
        self.connection = connection
        self.meter = meter
        self.place = place
        self.journal = journal
    }

    /// Works until the queue is closed and empty.
    func work(off queue: JobQueue<Job>) {
        while let jobs = queue.take(SQLiteDatabase.batchLimit) {
            if jobs.count == 1 { alone(jobs) } else { together(jobs) }
            journal.tend()
        }
    }

    /// One transaction for all. When it fails as a whole, nothing of it remains and each is tried for itself,
    /// so that only the guilty one is refused.
    private func together(_ jobs: [Job]) {
        do {
            try begin()
            var answers: [@Sendable () -> Void] = []
            answers.reserveCapacity(jobs.count)
            for job in jobs { answers.append(try saved(job)) }
            try commit()
            meter.committed(jobs: jobs.count)
            for answer in answers { answer() }
        } catch {
            rollback()
            alone(jobs)
        }
    }

    /// Each job in a transaction of its own. A fault of the disk is not tried again for every waiting job.
    private func alone(_ jobs: [Job]) {
        for (index, job) in jobs.enumerated() {
            do {
                try begin()
                connection.readsOnly = !job.writes
                let answer = try job.run(on: connection)
                connection.readsOnly = false
                try commit()
                meter.committed(jobs: 1)
                answer()
            } catch {
                connection.readsOnly = false
                // Without a transaction it was the engine that failed, not the job.
                let lost = connection.isIdle
                rollback()
                job.refuse(error)
                guard lost, let fault = error as? Fault, fault.concernsAll else { continue }
                for other in jobs[(index + 1)...] { other.refuse(fault) }
                return
            }
        }
    }

    /// Runs a job in a savepoint and returns what its caller is told after the commit. Throws only when the
    /// whole transaction is lost.
    private func saved(_ job: Job) throws(Fault) -> @Sendable () -> Void {
        try connection.run("SAVEPOINT job")
        do {
            connection.readsOnly = !job.writes
            defer { connection.readsOnly = false }
            let answer = try job.run(on: connection)
            connection.readsOnly = false
            try connection.run("RELEASE job")
            return answer
        } catch {
            // A full disk makes SQLite give up the transaction itself, with the jobs before this one.
            if connection.isIdle {
                throw Fault(.other, "The transaction was given up.", remedy: "It is tried again.")
            }
            try connection.run("ROLLBACK TO job")
            try connection.run("RELEASE job")
            return { job.refuse(error) }
        }
    }

    private func begin() throws(Fault) {
        try place.check(connection)
        try connection.run("BEGIN IMMEDIATE")
    }

    private func commit() throws(Fault) {
        if connection.isIdle {
            throw Fault(.other, "The transaction ended before its commit.", remedy: "Try again.")
        }
        // Into a file that nobody finds any more it would be kept, and lost with the program.
        try place.check(connection)
        try connection.run("COMMIT")
    }

    /// After a failed commit the transaction may still be open or already be gone.
    private func rollback() {
        if !connection.isIdle { _ = try? connection.run("ROLLBACK") }
    }
}

extension Fault {
    /// True where the next job would meet the same: the disk or the file, not a value.
    fileprivate var concernsAll: Bool {
        switch code {
        case .full, .readOnly, .corrupt, .busy: true
        case .unreachable, .newerSchema, .foreignSchema, .unsafeFileSystem, .constraint, .timeout,
            .configuration, .other:
            false
        }
    }
}
