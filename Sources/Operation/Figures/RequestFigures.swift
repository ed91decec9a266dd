import Metrics
import Synchronization
import Web

/// How many requests of each sort were answered, and how fast. What counts a sort is looked up once: only
/// then are names and labels made into text.
final class RequestFigures: Sendable {
    static let noRoute = "none"

    private struct Sort: Hashable {
        let method: String
        let route: String
        let status: Int
        let asker: RequestNote.Asker
    }

    private let book: FigureBook
    // Lock: what counts each sort that was seen.
    private let counts = Mutex<[Sort: (count: Counter, time: Timer)]>([:])
    /// More sorts than routes can have are not kept at hand.
    private static let most = 5000

    init(_ book: FigureBook) { self.book = book }

    func count(_ note: RequestNote) {
        let sort = Sort(
            method: note.method, route: note.route ?? Self.noRoute, status: note.status, asker: note.asker)
        let (count, time) = counts.withLock { counts in
            if let known = counts[sort] { return known }
            let made = made(sort)
            if counts.count < Self.most { counts[sort] = made }
            return made
        }
        count.increment()
        time.recordNanoseconds(Int64(note.duration / .nanoseconds(1)))
    }

    private func made(_ sort: Sort) -> (count: Counter, time: Timer) {
        let count = Counter(
            label: FigureNames.requests,
            dimensions: [
                ("method", sort.method), ("route", sort.route), ("status", String(sort.status)),
            ], factory: book)
        let time = Timer(
            label: FigureNames.requestSeconds,
            dimensions: [("asker", sort.asker.rawValue), ("route", sort.route)], factory: book)
        return (count, time)
    }
}

/// How many transactions there were, and how long they took.
struct TransactionFigures: Sendable {
    private let commits: Counter
    private let batch: Recorder
    private let reading: Timer
    private let writing: Timer

    init(_ book: FigureBook) {
        commits = Counter(label: FigureNames.commits, factory: book)
        batch = Recorder(label: FigureNames.batch, dimensions: [], aggregate: true, factory: book)
        (reading, writing) = (Self.time("read", book), Self.time("write", book))
    }

    func committed(jobs: Int) {
        commits.increment()
        batch.record(jobs)
    }

    func ended(writing isWriting: Bool, _ duration: Duration) {
        (isWriting ? writing : reading).recordNanoseconds(Int64(duration / .nanoseconds(1)))
    }

    private static func time(_ sort: String, _ book: FigureBook) -> Timer {
        Timer(label: FigureNames.transactionSeconds, dimensions: [("sort", sort)], factory: book)
    }
}
