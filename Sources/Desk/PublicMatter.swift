public import Core
import Language
import Storage

/// What everybody may know of a matter whose kind the city publishes. Who raised it, what staff wrote to each
/// other and who they are is not in it, and texts are masked.
public struct PublicMatter: Sendable, Hashable {
    public let id: Int64
    public let number: String
    public let kind: String
    public let category: String?
    public let stage: String
    /// How it ended; nil while it is open.
    public let outcome: Outcome?
    public let channel: Channel
    /// Masked.
    public let title: String
    /// Masked.
    public let text: String
    public let area: AreaCode
    /// Masked; only where the city publishes the places of this kind.
    public let place: String?
    /// Only where the city publishes the places of this kind.
    public let position: Position?
    /// The unit that has it.
    public let unit: UnitCode?
    public let raisedAt: Moment
    public let changedAt: Moment
    public let closedAt: Moment?
    /// When the next thing is due; nil when nothing runs.
    public let dueAt: Moment?
    /// The answer that stands now.
    public let answer: Answer?
    /// What the resident said last; without their words.
    public let rating: Rating?
    /// The version of the matter that this was made of.
    public let version: Int

    /// The two questions, answered.
    public struct Rating: Sendable, Hashable {
        public let solved: Bool
        public let satisfied: Bool

        init(solved: Bool, satisfied: Bool) {
            self.solved = solved
            self.satisfied = satisfied
        }
    }

    /// What a unit said to the resident.
    public struct Answer: Sendable, Hashable {
        /// Masked.
        public let text: String
        public let at: Moment
        public let unit: UnitCode?

        init(text: String, at: Moment, unit: UnitCode?) {
            self.text = text
            self.at = at
            self.unit = unit
        }
    }

    public var isOpen: Bool { outcome == nil }

    /// What residents are told about where it stands.
    public func told(in city: City) -> LocalText? { city.procedures[kind]?.stage(stage)?.told }
}

extension PublicMatter {
    /// The public side of a matter; nil where nothing of it may be known.
    init?(_ record: MatterRecord, story: [Event], as level: Publishing) {
        if level == .nothing { return nil }
        id = record.id
        number = record.number
        kind = record.kind
        category = record.category
        stage = record.stage
        outcome = record.outcome
        channel = record.channel
        title = Masking.publicCopy(ofHeading: record.title, of: record.text)
        text = Masking.publicCopy(of: record.text)
        area = record.area
        place = level == .place ? record.place.map(Masking.publicCopy) : nil
        position = level == .place ? record.position : nil
        unit = record.lead
        raisedAt = record.raisedAt
        changedAt = record.changedAt
        closedAt = record.closedAt
        dueAt = record.isOpen ? record.dueAt : nil
        answer = story.answer
        rating = story.rating
        version = record.version
    }

    /// The same as the city publishes it now; nil where it does not any more.
    func limited(in city: City) -> PublicMatter? {
        switch city.publishing(of: kind) {
        case .nothing: nil
        case .place: self
        case .area: PublicMatter(withoutPlace: self)
        }
    }

    private init(withoutPlace matter: PublicMatter) {
        id = matter.id
        number = matter.number
        kind = matter.kind
        category = matter.category
        stage = matter.stage
        outcome = matter.outcome
        channel = matter.channel
        title = matter.title
        text = matter.text
        area = matter.area
        place = nil
        position = nil
        unit = matter.unit
        raisedAt = matter.raisedAt
        changedAt = matter.changedAt
        closedAt = matter.closedAt
        dueAt = matter.dueAt
        answer = matter.answer
        rating = matter.rating
        version = matter.version
    }
}

extension [Event] {
    fileprivate var rating: PublicMatter.Rating? {
        for event in standing.reversed() {
            for case .rated(let solved, let satisfied, _) in event.facts {
                return PublicMatter.Rating(solved: solved, satisfied: satisfied)
            }
        }
        return nil
    }

    /// The last answer among what counts, masked.
    fileprivate var answer: PublicMatter.Answer? {
        for event in standing.reversed() {
            for case .answered(let text, let unit) in event.facts.reversed() {
                return PublicMatter.Answer(
                    text: Masking.publicCopy(of: text, by: .unit), at: event.at, unit: unit)
            }
        }
        return nil
    }
}

extension Desk {
    /// A page of what everybody may know. New matters and moves stand in it within seconds.
    ///
    /// - Parameters:
    ///   - place: Where the page before ended.
    ///   - skipping: How many to pass over; at most `PublicQuestion.mostSkipped`.
    ///   - limit: 1 to 1000.
    public func published(
        _ question: PublicQuestion, after place: PublicPlace? = nil, skipping: Int = 0, limit: Int = 20
    ) async throws -> PublicPage {
        let page = try await database.read { connection in
            try PublicMatterStore(connection: connection).page(
                question, after: place, skipping: min(max(0, skipping), PublicQuestion.mostSkipped),
                limit: min(max(1, limit), 1000))
        }
        return PublicPage(
            matters: page.matters.compactMap { $0.limited(in: city) }, next: page.next, isCut: page.isCut)
    }

    /// What everybody may know of one matter, as it stands now; nil for what is not published.
    public func published(number: String) async throws -> PublicMatter? {
        try await published(numbers: [number]).first
    }

    /// What everybody may know of some matters, as they stand now, in the order of their numbers here.
    /// Those that are not published are left out, and so are those after the first 200.
    public func published(numbers: [String]) async throws -> [PublicMatter] {
        let wanted = Array(numbers.prefix(PublicQuestion.mostNumbers))
        let found = try await database.read { connection in
            let records = try ListStore(connection: connection).numbered(wanted)
            return try PublicMatterStore(connection: connection).current(records, in: city)
        }
        let byNumber = Dictionary(found.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        return wanted.compactMap { byNumber[$0] }
    }

    /// The same for whoever may know of a matter whatever the city publishes, such as the system that brought
    /// it: masked all the same.
    public func copy(of number: String, as level: Publishing) async throws -> PublicMatter? {
        try await database.read { connection in
            guard let record = try ListStore(connection: connection).numbered([number]).first else {
                return nil
            }
            return try PublicMatterStore(connection: connection).copy(of: record, as: level)
        }
    }

    /// Makes the public copies anew where the pack publishes something else than it did: they are empty until
    /// the follower has passed the log again, and never tell too much meanwhile.
    ///
    /// - Returns: Whether it was needed.
    @discardableResult
    public func renewPublished() async throws -> Bool {
        let mark = PublicMatterStore.mark(of: city)
        if try await database.read({ try PublicMatterStore(connection: $0).mark() }) == mark { return false }
        let follower = PublicMatters.follower(city: city)
        try await FollowerRunner(database: database, followers: [follower]).rebuild(follower.name)
        try await database.write { try PublicMatterStore(connection: $0).setMark(mark) }
        return true
    }
}
