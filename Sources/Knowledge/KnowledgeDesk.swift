public import Core
public import Desk
public import Storage
import Synchronization

/// What may be answered at once: articles with their owners and days, questions without an answer, and quick
/// services.
public struct KnowledgeDesk: Sendable {
    let desk: Desk
    let services: [QuickService]
    private let offers = Offers()

    public init(desk: Desk, quick: [QuickService]) {
        self.desk = desk
        services = quick
    }

    var city: City { desk.city }
    func day(of moment: Moment) -> Int { city.calendar.date(of: moment).daysSince1970 }

    // MARK: For other slices

    /// An article as it is offered to somebody who is asked something.
    public struct Answer: Hashable, Sendable {
        public let id: Int64
        public let version: Int
        public let code: String
        public let title: String
        public let text: String
        /// Its page for people at work.
        public let path: String
        public let unit: UnitCode
    }

    /// The articles that answer a question best, the best first; only what holds at the moment, and at the
    /// place. Words may be a whole sentence of the caller.
    ///
    /// - Parameter category: comes first where given; with empty words only articles of it are found.
    public func answers(
        matching text: String, language: Language, category: String?, area: AreaCode?, at now: Moment,
        limit: Int = 5
    ) async throws -> [Answer] {
        if text.trimmed.isEmpty && category == nil { return [] }
        let question = question(text, category: category, area: area, at: now)
        return try await offered(question, at: now, limit: limit).map { Answer($0, language) }
    }

    /// Notes in the caller's transaction that a call or a matter was answered with an article; once, however
    /// often it is said.
    public func used(
        _ article: Int64, version: Int, by use: KnowledgeUse, person: Int64?, at now: Moment,
        in connection: any Connection
    ) throws {
        let store = KnowledgeFigureStore(connection: connection)
        guard try store.use(article, version, use, person: person, at: now) else { return }
        try store.add(1, .used, of: article, day: day(of: now))
    }

    /// Notes in the caller's transaction that no article answers a question.
    public func unanswered(
        _ question: String, category: String, person: Int64?, at now: Moment, in connection: any Connection
    ) throws {
        try QuestionStore(connection: connection).add(
            question, category: category, person: person, at: now)
        try KnowledgeFigureStore(connection: connection).add(1, .unanswered, of: 0, day: day(of: now))
    }

    /// What is done in the same minute and never becomes a matter; the fitting ones first.
    public func quickServices(for category: String? = nil) -> [QuickService] {
        guard let category else { return services }
        let line = city.catalogue.lineage(of: category).map(\.code)
        let isFitting = { (service: QuickService) in service.categories.contains { line.contains($0) } }
        return services.filter(isFitting) + services.filter { !isFitting($0) }
    }

    /// Counts a quick service in the caller's transaction. What is private is not kept.
    public func used(
        quick service: QuickService, answers: [String: String], person: Int64, at now: Moment,
        in connection: any Connection
    ) throws {
        var kept: [String: String] = [:]
        for field in service.fields {
            if let answer = answers[field.name]?.trimmed, !answer.isEmpty {
                kept[field.name] = field.kept(answer)
            }
        }
        let wall = city.calendar.wall(now)
        try QuestionStore(connection: connection).use(
            service.code, answers: kept, person: person, at: now, day: wall.date.daysSince1970,
            hour: wall.minute / 60)
    }

    // MARK: Finding

    func question(_ text: String, category: String?, area: AreaCode?, at now: Moment) -> FoundStore.Question {
        FoundStore.Question(
            text: text, lineage: category.map { city.catalogue.lineage(of: $0).map(\.code) } ?? [],
            area: area, day: day(of: now))
    }

    /// Finds, and counts what was shown.
    func offered(_ question: FoundStore.Question, at now: Moment, limit: Int) async throws -> [ArticleRecord]
    {
        let found = try await desk.database.read { connection in
            try FoundStore(connection: connection).found(question, limit: limit)
        }
        for record in found { offers.add(record.id, .offered, day: question.day) }
        return found
    }

    func article(_ code: String) async throws -> ArticleRecord? {
        try await desk.database.read { try ArticleStore(connection: $0).article(code) }
    }

    func article(_ code: String, version: Int) async throws -> ArticleRecord? {
        try await desk.database.read { try ArticleStore(connection: $0).article(code, version: version) }
    }

    // MARK: Was it used

    func read(_ record: ArticleRecord, at now: Moment) { offers.add(record.id, .read, day: day(of: now)) }

    /// Keeps whether an article helped somebody; a second answer of the same takes the first one's place.
    func vote(_ helped: Bool, by voter: String, isResident: Bool, on record: ArticleRecord, at now: Moment)
        async throws
    {
        let day = day(of: now)
        try await desk.database.write { connection in
            let store = KnowledgeFigureStore(connection: connection)
            let before = try store.vote(helped, by: voter, on: record.id, record.version, at: now)
            func figure(_ helped: Bool) -> KnowledgeFigure {
                isResident
                    ? (helped ? .helpedResident : .unhelpedResident) : (helped ? .helped : .unhelped)
            }
            if before == helped { return }
            if let before { try store.add(-1, figure(before), of: record.id, day: day) }
            try store.add(1, figure(helped), of: record.id, day: day)
        }
    }

    /// Writes down what was offered and read. Run it every minute; what a server counted since is lost when
    /// it stops hard.
    public func tick(at now: Moment) async throws {
        let counts = offers.take()
        if counts.isEmpty { return }
        do {
            try await desk.database.write { connection in
                let store = KnowledgeFigureStore(connection: connection)
                for (line, count) in counts.sorted(by: { ($0.key.id, $0.key.day) < ($1.key.id, $1.key.day) })
                {
                    try store.add(count, line.figure, of: line.id, day: line.day)
                }
            }
        } catch {
            offers.putBack(counts)
            throw error
        }
    }

    // MARK: The city's own book

    /// Adds the articles of a book that are not known by their code yet; what units edited stays theirs.
    ///
    /// - Returns: How many were added.
    @discardableResult
    public func take(_ book: KnowledgeBook, at now: Moment) async throws -> Int {
        let articles = book.articles
        return try await desk.database.write { connection in
            let store = ArticleStore(connection: connection)
            var added = 0
            for article in articles where try store.article(article.code) == nil {
                guard let made = try store.draft(article, after: 0, why: "", person: nil, at: now) else {
                    continue
                }
                try store.publish(made.id, made.version, article, why: "", person: nil, at: now)
                added += 1
            }
            return added
        }
    }
}

extension KnowledgeDesk.Answer {
    init(_ record: ArticleRecord, _ language: Language) {
        self.init(
            id: record.id, version: record.version, code: record.article.code,
            title: record.article.title[language], text: record.article.answer[language],
            path: KnowledgePath.article(record.article.code), unit: record.article.unit)
    }
}

/// What was offered and read since it was last written down.
private final class Offers: Sendable {
    struct Line: Hashable, Sendable {
        let id: Int64
        let figure: KnowledgeFigure
        let day: Int
    }

    /// Lock: the counts, which requests raise at the same time.
    private let counts = Mutex<[Line: Int]>([:])

    func add(_ id: Int64, _ figure: KnowledgeFigure, day: Int) {
        counts.withLock { $0[Line(id: id, figure: figure, day: day), default: 0] += 1 }
    }

    func take() -> [Line: Int] {
        counts.withLock { kept in
            defer { kept = [:] }
            return kept
        }
    }

    func putBack(_ taken: [Line: Int]) { counts.withLock { $0.merge(taken, uniquingKeysWith: +) } }
}

/// The addresses of the knowledge.
enum KnowledgePath {
    static let home = "/knowledge"
    static let new = "/knowledge/new"
    static let care = "/knowledge/care"
    static let unanswered = "/knowledge/unanswered"
    static let quick = "/knowledge/quick"
    static let figures = "/knowledge/figures"
    static let sheet = "/knowledge/sheet"
    static let open = "/knowledge/public"

    static func article(_ code: String) -> String { "/knowledge/articles/\(code)" }
    static func version(_ version: Int, of code: String) -> String {
        "/knowledge/articles/\(code)/versions/\(version)"
    }
    static func quick(_ code: String) -> String { "/knowledge/quick/\(code)" }
    static func open(_ code: String) -> String { "/knowledge/public/\(code)" }
}
