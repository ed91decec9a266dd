public import Core
import Metrics
public import Storage
import Synchronization
public import Web

/// What this program saw of itself since its start: requests, transactions, and what comes again and again.
public final class OperationWatch: Sendable {
    /// Where code counts; also the factory that the program hands to libraries.
    public let book: FigureBook
    private let streams: Gauge
    // Lock: how each recurring work went.
    private let kept = Mutex<[String: Beat]>([:])
    // Lock: where each follower stood, and since when.
    private let places = Mutex<[String: Place]>([:])
    // Lock: how many pages listen.
    private let listening = Mutex(0)

    private let requests: RequestFigures
    private let transactions: TransactionFigures

    // Lock: the size of all attachments, when it was last counted.
    private let files = Mutex<Int64?>(nil)

    private struct Place {
        let transaction: Int64
        let event: Int64
        let since: Moment
    }

    public init(book: FigureBook = FigureBook()) {
        self.book = book
        streams = Gauge(label: FigureNames.streams, factory: book)
        requests = RequestFigures(book)
        transactions = TransactionFigures(book)
    }

    /// Bytes of all attachments; nil until they were counted.
    public var filesBytes: Int64? { files.withLock { $0 } }

    /// The attachments were counted.
    public func count(filesBytes: Int64) { files.withLock { $0 = filesBytes } }

    /// How each recurring work went, by its name.
    public var beats: [Beat] { kept.withLock { $0.values.sorted { $0.name < $1.name } } }

    /// Work that comes again and again has come to its end.
    public func beat(_ name: String, succeeded: Bool, at now: Moment) {
        kept.withLock { $0[name, default: Beat(name: name)].note(succeeded: succeeded, at: now) }
    }

    /// Where a follower is now, with what is known of how long it has been there.
    func standing(_ bookmark: OperationStore.Bookmark, now: Moment) -> FollowerStanding {
        let since: Moment? = places.withLock { places in
            guard bookmark.behind > 0 else {
                places[bookmark.name] = nil
                return nil
            }
            if let known = places[bookmark.name], known.transaction == bookmark.transaction,
                known.event == bookmark.event
            {
                return known.since
            }
            places[bookmark.name] = Place(
                transaction: bookmark.transaction, event: bookmark.event, since: now)
            return now
        }
        return FollowerStanding(
            name: bookmark.name, behind: bookmark.behind, next: bookmark.next, standsSince: since)
    }
}

extension OperationWatch: RequestObserver {
    public func answered(_ note: RequestNote) {
        requests.count(note)
        let route = note.route ?? RequestFigures.noRoute
        if note.status == 429 {
            Counter(label: FigureNames.limited, dimensions: [("route", route)], factory: book).increment()
        }
        if route == "/sign-in", note.method == "POST", note.status >= 400 {
            Counter(label: FigureNames.refusedSignIns, factory: book).increment()
        }
    }

    public func streams(_ change: Int) {
        let count = listening.withLock { count in
            count += change
            return count
        }
        streams.record(count)
    }
}

extension OperationWatch: DatabaseMeter.Observer {
    public func committed(jobs: Int) {
        transactions.committed(jobs: jobs)
    }

    public func ended(writing: Bool, duration: Duration, fault: Fault.Code?) {
        transactions.ended(writing: writing, duration)
        if let fault {
            Counter(
                label: FigureNames.faults, dimensions: [("code", fault.rawValue)], factory: book
            ).increment()
        }
    }
}
