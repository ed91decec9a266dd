import Core
import Storage

/// A thread that reads: every job sees the file as it was when the job began.
struct SQLiteReader {
    private let connection: SQLiteConnection

    init(_ connection: SQLiteConnection) {
        self.connection = connection
        connection.readsOnly = true
    }

    /// Works until the queue is closed and empty.
    func work(off queue: JobQueue<Job>) {
        while let jobs = queue.take(1) {
            for job in jobs { read(job) }
        }
    }

    private func read(_ job: Job) {
        do {
            try connection.run("BEGIN")
            let answer = try job.run(on: connection)
            end()
            answer()
        } catch {
            end()
            job.refuse(error)
        }
    }

    private func end() {
        if !connection.isIdle { _ = try? connection.run("COMMIT") }
    }
}
