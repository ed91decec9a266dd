public import Core
public import Storage

/// A model as it is kept: when it was made, from what, how well it did on what it had not learned.
public struct ModelRecord: SQLRow, Sendable, Hashable {
    public let version: Int
    public let madeAt: Moment
    public let source: Source
    /// The first and the last of the matters it learned from; nil for one made from the pack.
    public let firstAt: Moment?
    public let lastAt: Moment?
    public let examples: Int
    public let labels: Int
    public let metrics: Reliability
    /// Whether it can be put in force again.
    public let isWhole: Bool
    /// The version that was in force when it was made.
    public let parent: Int?
    public let person: Int64?
    public let why: String
    /// Since when it is, or was last, in force, and until when.
    public var since: Moment?
    public var until: Moment?

    /// What a model learned from.
    public enum Source: String, CaseIterable, Sendable, Hashable {
        /// What people confirmed about the city's own matters.
        case matters
        /// The sample sentences of the city pack: for a city without a past.
        case pack
    }

    public var isInForce: Bool { since != nil && until == nil }

    public init(row: Row) throws {
        version = try row.get("version")
        madeAt = try row.get("made_at")
        source = Source(rawValue: try row.get("source")) ?? .matters
        firstAt = try row.get("first_at")
        lastAt = try row.get("last_at")
        examples = try row.get("examples")
        labels = try row.get("labels")
        metrics = (try? StoredJSON.value(Reliability.self, try row.get("metrics"))) ?? Reliability([])
        isWhole = try row.get("is_whole")
        parent = try row.get("parent")
        person = try row.get("person")
        why = try row.get("why")
        since = try row.get("since")
        until = try row.get("until")
    }

    init(
        version: Int, madeAt: Moment, source: Source, firstAt: Moment?, lastAt: Moment?, examples: Int,
        labels: Int, metrics: Reliability, isWhole: Bool = true, parent: Int?, person: Int64?, why: String,
        since: Moment? = nil, until: Moment? = nil
    ) {
        self.version = version
        self.madeAt = madeAt
        self.source = source
        self.firstAt = firstAt
        self.lastAt = lastAt
        self.examples = examples
        self.labels = labels
        self.metrics = metrics
        self.isWhole = isWhole
        self.parent = parent
        self.person = person
        self.why = why
        self.since = since
        self.until = until
    }
}
