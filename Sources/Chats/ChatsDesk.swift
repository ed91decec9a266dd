public import Core
public import Courier
public import Desk
import Storage

/// The chat groups of residents and their stewards (M15, M19): what is said there becomes matters, and what
/// becomes of them is told there.
public struct ChatsDesk: Sendable {
    let desk: Desk
    let keys: KeyRing
    /// Of the queue of everything that goes out.
    static let topic = "chat-group"
    /// The most messages of one matter.
    static let mostMessages = 30

    public init(desk: Desk, keys: KeyRing) {
        self.desk = desk
        self.keys = keys
    }

    var city: City { desk.city }

    /// Takes over the groups of the city pack, except those that were edited here.
    public func bringUpToDate(_ groups: [ChatGroup], at now: Moment) async throws {
        if groups.isEmpty { return }
        try await desk.database.write { connection in
            for group in groups { try GroupStore(connection: connection).bringUpToDate(group, now: now) }
        }
    }

    /// What becomes of what was sent to the adapters of groups; for the program's list of topics.
    public static let sendingTopic = SendingTopic(topic)

    // MARK: Groups

    func group(_ code: String) async throws -> GroupRecord? {
        try await desk.database.read { try GroupStore(connection: $0).group(code) }
    }

    /// The groups of somebody with what waits in each.
    func waiting(for sight: ChatSight, limit: Int) async throws -> [GroupWaiting] {
        try await desk.database.read { connection in
            let messages = MessageStore(connection: connection)
            return try GroupStore(connection: connection).groups(
                in: sight.areas, of: sight.login, limit: limit
            ).map { record in
                let (count, due) = try messages.waiting(in: record.group.code, most: GroupWaiting.most)
                return GroupWaiting(record: record, count: count, due: due)
            }
        }
    }

    func keep(
        _ group: ChatGroup, isNew: Bool, isActive: Bool, stewardIsKnown: Bool, at now: Moment
    ) async throws {
        let areas = city.areas
        let problems = group.problems(known: { areas[$0] != nil }, steward: { _ in stewardIsKnown })
        if let problem = problems.first { throw ChatRefusal.group(problem) }
        let isKept = try await desk.database.write { connection in
            let store = GroupStore(connection: connection)
            return isNew
                ? try store.add(group, now: now) : try store.change(group, isActive: isActive, now: now)
        }
        if !isKept { throw ChatRefusal.codeTaken }
    }

    /// The groups nearest to a household, with the net around it.
    func stewards(of area: AreaCode) async throws -> [ChatGroup] {
        let around = [AreaLevel.building, .grid, .village].compactMap { area.ancestor(at: $0) }
        let groups = try await desk.database.read { try GroupStore(connection: $0).groups(at: around) }
        return StewardCoverage.nearest(to: area, among: groups.map(\.group))
    }

    func coverage(of areas: [AreaCode]) async throws -> StewardCoverage {
        let groups = try await desk.database.read { try GroupStore(connection: $0).all(limit: 20_000) }
        return StewardCoverage(groups.map(\.group), in: city.areas, of: areas)
    }

    func figures(of groups: [String], in month: String) async throws -> [String: [ChatFigure: Int64]] {
        try await desk.database.read { try GroupStore(connection: $0).figures(of: groups, in: month) }
    }

    /// `2026-11`.
    func month(of moment: Moment) -> String {
        String(city.calendar.date(of: moment).description.prefix(7))
    }

    // MARK: The adapter

    /// The address that answers to a group go to, where there is one.
    func endpoint(of group: String) async throws -> Endpoint? {
        try await desk.database.read { try Self.endpoint(of: group, in: $0) }
    }

    /// The group's own adapter, else the one for all groups.
    static func endpoint(of group: String, in connection: any Connection) throws -> Endpoint? {
        let all = try EndpointStore(connection).all(topic).filter {
            $0.state == .active || $0.state == .paused
        }
        return all.first { $0.filter == group } ?? all.first { $0.filter.isEmpty }
    }

    /// Sets where answers to a group go.
    ///
    /// - Returns: The secret that they are signed with; it is never shown again.
    func setEndpoint(
        _ url: String, of record: GroupRecord, secret: String, at now: Moment
    ) async throws -> String {
        let code = record.group.code
        return try await desk.database.write { connection in
            let store = EndpointStore(connection)
            if let old = try store.all(Self.topic).first(where: { $0.filter == code }) {
                _ = try store.set(.deleted, reason: nil, of: old.id, now: now)
            }
            _ = try store.add(
                topic: Self.topic, name: record.group.name.zh, url: url, secret: secret, filter: code,
                now: now)
            return secret
        }
    }

    /// What went out to a group lately.
    func sendings(to group: String) async throws -> [Sending] {
        try await desk.database.read {
            try SendingStore($0).all(topic: Self.topic, reference: group, limit: 20)
        }
    }

    // MARK: Forgetting

    /// Forgets messages that were kept long enough. Run it every hour.
    public func tick(at now: Moment) async throws {
        for _ in 0..<200 {
            let count = try await desk.database.write {
                try MessageStore(connection: $0).forget(at: now, limit: 500)
            }
            if count < 500 { break }
        }
        try await desk.database.write {
            try MessageStore(connection: $0).forgetRecalled(before: now + -NewMessage.behind)
        }
    }
}
