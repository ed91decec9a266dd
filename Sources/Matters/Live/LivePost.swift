import Core
import Desk
import Storage

/// Carries what happens to everybody who looks at this server's pages: reads the end of the log once for all
/// of them, and keeps the latest news for whoever is a little behind.
///
/// Nothing is pushed at a reader, so nothing piles up behind a slow one: each stream comes by itself, is told
/// what happened since, and is sent to load its page again where too much did.
actor LivePost {
    /// How often the log is looked at, in milliseconds, however many streams ask.
    private let every: Int64
    private let desk: Desk
    private let now: @Sendable () -> Moment
    private var news: [Desk.News] = []
    /// All that happened behind this place, up to the end, is among the news.
    private var floor: LogPosition?
    private var end: LogPosition?
    private var lookedAt: Moment?
    private var isLooking = false
    private var streams: [String: [Int]] = [:]
    private var lastTicket = 0
    private var watched: [Int64: Int] = [:]
    private var present: [Int64: [Present]] = [:]

    /// So many news are kept for those who are behind.
    static let kept = 512
    /// The most events that are read at once; who missed more loads the page again.
    static let batch = 500
    /// So many streams a session may have; the oldest gives way.
    static let streamsPerSession = 4

    init(desk: Desk, now: @escaping @Sendable () -> Moment, every: Int64 = 1000) {
        self.desk = desk
        self.now = now
        self.every = every
    }

    /// A stream that was let in.
    struct Ticket: Sendable {
        let number: Int
        let session: String
        let matter: Int64?
    }

    /// What a stream is told when it asks.
    enum Answer: Sendable {
        case news([Desk.News], present: [Present], upTo: LogPosition)
        /// Too much happened: the page has to be loaded again.
        case reset(LogPosition)
        /// A newer stream of the same session took its place.
        case replaced
    }

    /// - Parameter matter: The matter whose visitors the stream wants to hear of.
    func enter(_ session: String, watching matter: Int64?) -> Ticket {
        lastTicket += 1
        streams[session, default: []].append(lastTicket)
        if let crowd = streams[session], crowd.count > Self.streamsPerSession {
            streams[session] = Array(crowd.suffix(Self.streamsPerSession))
        }
        if let matter { watched[matter, default: 0] += 1 }
        return Ticket(number: lastTicket, session: session, matter: matter)
    }

    func leave(_ ticket: Ticket) {
        let rest = streams[ticket.session, default: []].filter { $0 != ticket.number }
        streams[ticket.session] = rest.isEmpty ? nil : rest
        guard let matter = ticket.matter, let count = watched[matter] else { return }
        watched[matter] = count > 1 ? count - 1 : nil
        if count == 1 { present[matter] = nil }
    }

    /// How many streams there are.
    var count: Int { streams.values.reduce(0) { $0 + $1.count } }

    /// Where a stream begins: where its reader left off, else at the end.
    /// - Returns: The place, and whether the reader asked for one that cannot be gone on from.
    func beginning(_ asked: String?) async throws -> (place: LogPosition, isLost: Bool) {
        let end = try await desk.logEnd()
        guard let asked else { return (end, false) }
        guard let place = LogPosition(asked), place <= end else { return (end, true) }
        return (place, false)
    }

    /// What happened behind a place.
    func answer(_ ticket: Ticket, after place: LogPosition) async throws -> Answer {
        guard streams[ticket.session]?.contains(ticket.number) == true else { return .replaced }
        try await look()
        let present = ticket.matter.map { self.present[$0] ?? [] } ?? []
        guard let floor, let end else { return .news([], present: present, upTo: place) }
        if place >= floor {
            return .news(news.filter { $0.position > place }, present: present, upTo: max(place, end))
        }
        let missed = try await desk.news(after: place, limit: Self.batch)
        if missed.isMore { return .reset(end) }
        return .news(missed.news, present: present, upTo: missed.position)
    }

    /// Looks at the log and at who is where, unless somebody just did or is at it.
    private func look() async throws {
        let time = now()
        if let lookedAt, time >= lookedAt, time - lookedAt < every { return }
        guard !isLooking else { return }
        isLooking = true
        defer { isLooking = false }
        if let end {
            let found = try await desk.news(after: end, limit: Self.batch)
            if found.isMore { try await jump() } else { keep(found.news, upTo: found.position) }
        } else {
            try await jump()
        }
        let matters = watched.keys.sorted()
        if !matters.isEmpty {
            present = try await desk.database.read { connection in
                try PresenceStore(connection: connection).present(at: matters, now: time)
            }
        }
        lookedAt = time
    }

    /// Goes to the end of the log without reading what lies between.
    private func jump() async throws {
        let place = try await desk.logEnd()
        (news, floor, end) = ([], place, place)
    }

    private func keep(_ found: [Desk.News], upTo place: LogPosition) {
        news += found
        end = place
        let surplus = news.count - Self.kept
        guard surplus > 0 else { return }
        floor = news[surplus - 1].position
        news.removeFirst(surplus)
    }
}
