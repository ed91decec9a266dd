public import Core
import Desk
import Storage
public import Web

/// What the topics of the months say no to.
public enum TopicsRefusal: Error, Refusable, Hashable, Sendable {
    /// A field is missing or too long.
    case flaw(MonthlyTopic.Flaw)
    /// That month has its topic.
    case taken
    /// It has ended.
    case ended
    /// A step was not said, or at too great a length.
    case text
    /// What came of it was not said, or at too great a length.
    case result
    /// No such matter that the asker sees.
    case matter

    public var code: String {
        switch self {
        case .flaw(let flaw): "topics.\(flaw.rawValue)"
        case .taken: "topics.taken"
        case .ended: "topics.ended"
        case .text: "topics.text"
        case .result: "topics.result"
        case .matter: "topics.matter"
        }
    }

    public var status: Int { self == .taken || self == .ended ? 409 : 422 }

    public var field: String? {
        switch self {
        case .flaw(let flaw): flaw.rawValue
        case .text: "text"
        case .result: "result"
        case .matter: "number"
        case .taken, .ended: nil
        }
    }

    public func sentence(_ words: Words) -> String {
        switch self {
        case .flaw(let flaw):
            words(
                "topics.refusal.\(flaw.rawValue)",
                ["title": MonthlyTopic.longestTitle, "text": MonthlyTopic.longestText])
        case .taken: words("topics.refusal.taken")
        case .ended: words("topics.refusal.ended")
        case .text, .result: words("topics.refusal.text", ["text": MonthlyTopic.longestText])
        case .matter: words("topics.refusal.matter")
        }
    }
}

extension TopicsDesk {
    /// Whether somebody chooses the topic of a month: a chooser for the whole city.
    func mayChoose(_ posts: [Post]) -> Bool {
        posts.contains { rules.choosers.contains($0.role) && $0.area.contains(city.area) }
    }

    /// Whether somebody writes what was done: a chooser, or the people of the unit.
    func mayAdd(_ posts: [Post], to topic: MonthlyTopic) -> Bool {
        mayChoose(posts) || posts.contains { $0.unit == topic.unit }
    }

    /// Chooses the topic of a month, with the matters of a rising topic if it grew out of one.
    ///
    /// - Throws: `TopicsRefusal`, `Fault`.
    public func choose(_ topic: MonthlyTopic, from rising: Int64? = nil) async throws {
        if let flaw = topic.flaws(in: city).first { throw TopicsRefusal.flaw(flaw) }
        let isChosen = try await desk.database.write { connection in
            let store = MonthStore(connection: connection)
            guard try store.choose(topic) else { return false }
            if let rising {
                let members = try RisingStore(connection: connection).members(
                    of: rising, before: nil, limit: 500)
                try store.link(members.map(\.id), to: topic.month)
            }
            return true
        }
        if !isChosen { throw TopicsRefusal.taken }
    }

    /// Writes down what was done.
    ///
    /// - Throws: `TopicsRefusal`, `Fault`.
    public func add(
        _ text: String, to month: MonthlyTopic.Month, by person: Int64, at now: Moment
    ) async throws {
        guard (1...MonthlyTopic.longestText).contains(text.count) else { throw TopicsRefusal.text }
        let isAdded = try await desk.database.write { connection in
            let store = MonthStore(connection: connection)
            guard try store.month(month)?.isOpen == true else { return false }
            try store.add(MonthStore.Step(text: text, person: person, at: now), to: month)
            return true
        }
        if !isAdded { throw TopicsRefusal.ended }
    }

    /// Binds a matter to it that the asker sees.
    ///
    /// - Throws: `TopicsRefusal`, `Fault`.
    public func link(_ number: String, to month: MonthlyTopic.Month, for actor: Actor) async throws {
        guard let matter = try await desk.dossier(.number(number), for: actor)?.matter else {
            throw TopicsRefusal.matter
        }
        let id = matter.id
        let isLinked = try await desk.database.write { connection in
            let store = MonthStore(connection: connection)
            guard try store.month(month)?.isOpen == true else { return false }
            try store.link([id], to: month)
            return true
        }
        if !isLinked { throw TopicsRefusal.ended }
    }

    /// Ends it with what came of it.
    ///
    /// - Throws: `TopicsRefusal`, `Fault`.
    public func end(_ month: MonthlyTopic.Month, result: String, at now: Moment) async throws {
        guard (1...MonthlyTopic.longestText).contains(result.count) else { throw TopicsRefusal.result }
        let isEnded = try await desk.database.write { connection in
            try MonthStore(connection: connection).end(month, result: result, at: now)
        }
        if !isEnded { throw TopicsRefusal.ended }
    }

    // MARK: Reading

    /// A topic of a month with what belongs to it.
    struct MonthStory: Sendable {
        let topic: MonthlyTopic
        let steps: [MonthStore.Step]
        let open: Int
        let all: Int
    }

    static let mostSteps = 200

    func months(before: MonthlyTopic.Month?, limit: Int) async throws -> [MonthStory] {
        try await desk.database.read { connection in
            let store = MonthStore(connection: connection)
            return try store.months(before: before, limit: limit).map { topic in
                let counts = try store.counts(of: topic.month)
                return MonthStory(topic: topic, steps: [], open: counts.open, all: counts.all)
            }
        }
    }

    func month(_ month: MonthlyTopic.Month) async throws -> MonthStory? {
        try await desk.database.read { connection in
            let store = MonthStore(connection: connection)
            guard let topic = try store.month(month) else { return nil }
            let counts = try store.counts(of: month)
            return MonthStory(
                topic: topic, steps: try store.steps(of: month, limit: Self.mostSteps),
                open: counts.open, all: counts.all)
        }
    }

    func matters(
        of month: MonthlyTopic.Month, before: Int64?, limit: Int
    ) async throws -> [RisingStore.Member] {
        try await desk.database.read {
            try MonthStore(connection: $0).matters(of: month, before: before, limit: limit)
        }
    }
}
