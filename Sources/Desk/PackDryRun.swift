public import Core
public import Storage

/// What a city pack would do to the matters and people of a database, before it comes into force.
public struct PackDryRun: Sendable, Hashable {
    /// What stands in its way or should be known, the blocking first.
    public let findings: [Finding]
    /// Limits that would end at another time for a matter that comes in now.
    public let clocks: [ClockChange]
    /// Matters of the last 30 days that would have been given to another unit.
    public let elsewhere: [Redirection]
    /// People who would lose a power, part of what they see, or a post.
    public let losses: [Loss]

    public init(
        findings: [Finding], clocks: [ClockChange], elsewhere: [Redirection], losses: [Loss]
    ) {
        self.findings = findings
        self.clocks = clocks
        self.elsewhere = elsewhere
        self.losses = losses
    }

    public var blockers: [Finding] { findings.filter { $0.severity == .blocking } }

    /// How many matters would have gone to another unit.
    public var redirected: Int { elsewhere.reduce(0) { $0 + $1.count } }

    /// Something in use that the pack lacks.
    public struct Finding: Sendable, Hashable {
        public let severity: Severity
        public let lack: Lack
        /// How many matters, timers or posts use it.
        public let count: Int

        public init(severity: Severity, lack: Lack, count: Int) {
            self.severity = severity
            self.lack = lack
            self.count = count
        }
    }

    public enum Severity: String, Sendable, Hashable, CaseIterable {
        /// The pack is refused at the start.
        case blocking
        case warning
    }

    /// What the pack lacks, and what uses it.
    public enum Lack: Sendable, Hashable {
        /// Open matters stand in a stage.
        case stage(kind: String, stage: String)
        /// Matters that ended in a stage: their page can no longer say where.
        case endedStage(kind: String, stage: String)
        /// Clocks of open matters count a limit.
        case limit(kind: String, limit: String)
        /// Open matters are led by a unit, or were raised to it.
        case unit(UnitCode)
        /// Only ended matters were led by it.
        case endedUnit(UnitCode)
        /// Open matters lie in an area of which not even the widest around it is known.
        case place(AreaCode)
        /// Matters lie in an area; a wider one around it is known.
        case area(AreaCode)
        /// Open matters have a category.
        case category(String)
        /// People hold a post whose role, unit or area is gone.
        case post(Post)
    }

    /// A limit that would end at another time.
    public struct ClockChange: Sendable, Hashable {
        public let kind: String
        public let limit: String
        public let name: LocalText
        public let urgency: Urgency
        /// When it would end for a matter of this moment, by the pack in force and by the other.
        public let old: Moment
        public let new: Moment

        public init(
            kind: String, limit: String, name: LocalText, urgency: Urgency, old: Moment, new: Moment
        ) {
            self.kind = kind
            self.limit = limit
            self.name = name
            self.urgency = urgency
            self.old = old
            self.new = new
        }
    }

    /// Matters of one category in one area that would have gone elsewhere.
    public struct Redirection: Sendable, Hashable {
        public let category: String
        public let area: AreaCode
        public let old: UnitCode?
        public let new: UnitCode?
        public let count: Int

        public init(category: String, area: AreaCode, old: UnitCode?, new: UnitCode?, count: Int) {
            self.category = category
            self.area = area
            self.old = old
            self.new = new
            self.count = count
        }
    }

    /// Somebody at work, with every post they hold now.
    public struct Holder: Sendable, Hashable {
        public let id: Int64
        public let name: LocalText
        public let posts: [Post]

        public init(id: Int64, name: LocalText, posts: [Post]) {
            self.id = id
            self.name = name
            self.posts = posts
        }
    }

    /// What somebody would lose.
    public struct Loss: Sendable, Hashable {
        public let person: Int64
        public let name: LocalText
        public let powers: [Role.Power]
        public let scopes: [Scope]

        public init(person: Int64, name: LocalText, powers: [Role.Power], scopes: [Scope]) {
            self.person = person
            self.name = name
            self.powers = powers
            self.scopes = scopes
        }
    }

    /// So many milliseconds back matters are given out anew.
    public static let lookBack: Int64 = 30 * 86_400_000

    /// Runs a pack against a database, changing nothing.
    ///
    /// - Parameters:
    ///   - old: the city in force; nil where none is on record, then only what is in use is looked at.
    ///   - holders: everybody active with their posts.
    public static func run(
        old: City?, new: City, holders: [Holder], on database: any Database, at now: Moment
    ) async throws -> PackDryRun {
        let use = try await database.read { connection in
            try PackDryRunStore(connection: connection).use(endedToo: true, from: now + -lookBack)
        }
        let comparison = PackComparison(old: old, new: new)
        return PackDryRun(
            findings: comparison.findings(use, holders), clocks: comparison.clocks(at: now),
            elsewhere: comparison.redirections(use.given), losses: comparison.losses(of: holders))
    }

    /// Only what forbids a pack to come into force: quick enough for every start.
    public static func blockers(of new: City, on database: any Database) async throws -> [Finding] {
        let use = try await database.read { connection in
            try PackDryRunStore(connection: connection).use(endedToo: false, from: nil)
        }
        return PackComparison(old: nil, new: new).findings(use, []).filter { $0.severity == .blocking }
    }

    /// Matters that would have gone elsewhere, the newest first, and where the next page starts.
    public func matters(
        on database: any Database, after cursor: Int64?, limit: Int, at now: Moment
    ) async throws -> MatterPage {
        let groups = elsewhere
        return try await database.read { connection in
            try PackDryRunStore(connection: connection).matters(
                groups, from: now + -Self.lookBack, after: cursor, limit: limit)
        }
    }
}

extension PackDryRun.Finding: CustomStringConvertible {
    /// For a terminal: `14 open matters stand in the stage "handling" of "request", which the pack lacks`.
    public var description: String {
        let text: String
        switch lack {
        case .stage(let kind, let stage): text = "open matters stand in the stage \"\(stage)\" of \"\(kind)\""
        case .endedStage(let kind, let stage): text = "matters ended in the stage \"\(stage)\" of \"\(kind)\""
        case .limit(let kind, let limit): text = "clocks count the limit \"\(limit)\" of \"\(kind)\""
        case .unit(let unit): text = "open matters are with the unit \"\(unit)\""
        case .endedUnit(let unit): text = "ended matters were with the unit \"\(unit)\""
        case .place(let area): text = "open matters lie in \(area), and in no area"
        case .area(let area): text = "matters lie in the area \(area)"
        case .category(let code): text = "open matters have the category \"\(code)\""
        case .post(let post): text = "people hold the post \(post.role) in \(post.unit) for \(post.area)"
        }
        return "\(count) \(text), which the pack lacks"
    }
}
