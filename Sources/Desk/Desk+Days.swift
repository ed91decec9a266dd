public import Core
import Storage

extension Desk {
    /// A page of matters in one of the orders of a list. It is cut where few matters fit and looking ended
    /// before it was full: more may come after `next`.
    ///
    /// - Parameter place: For `.newest` only its id counts.
    public func list(
        _ filter: MatterFilter, in scope: Scope, order: ListOrder, after place: DuePlace?, limit: Int
    ) async throws -> (matters: [MatterRecord], next: DuePlace?, isCut: Bool) {
        let filter = filter.read(in: city)
        if order == .best, filter.asSearch != nil {
            let best = try await database.read { connection in
                try ListStore(connection: connection).best(filter, in: scope, after: place, limit: limit)
            }
            return (best.matters, best.next, best.isCut)
        }
        guard order == .due, filter.asSearch == nil, filter.isOpen != false, filter.outcome == nil else {
            let page = try await list(filter, in: scope, after: place?.id, limit: limit)
            return (page.matters, page.next.map { DuePlace(due: 0, id: $0) }, page.isCut)
        }
        let stages = openStages
        let found = try await database.read { connection in
            let store = ListStore(connection: connection)
            return try store.look(
                store.due(filter, stages: stages, in: scope, after: place), .due, limit: limit)
        }
        return (found.matters, found.next, found.isCut)
    }

    /// The stages of all kinds in which a matter is open.
    private var openStages: [String] {
        Set(city.procedures.values.flatMap(\.stages).filter { $0.closes == nil }.map(\.name)).sorted()
    }

    /// How many matters a list holds, counted no further than `most`, or than may be looked at.
    public func count(_ filter: MatterFilter, in scope: Scope, most: Int) async throws -> MatterCount {
        try await database.read { connection in
            try ListStore(connection: connection).count(filter, in: scope, most: most)
        }
    }

    /// The stages in which somebody with these posts has something to do in a scope.
    public func stagesToWork(of posts: [Post], in scope: Scope) -> [String] {
        let roles = posts.filter { city.scopes(of: [$0]) == [scope] }.map(\.role)
        return Set(roles.flatMap { city.stagesToWork(in: $0) }).sorted()
    }

    /// A page of what somebody has to do in a scope: what is late, what is due today, what comes next.
    public func day(
        of posts: [Post], in scope: Scope, after place: DayPlace?, limit: Int, at now: Moment
    ) async throws -> DayPage {
        let stages = stagesToWork(of: posts, in: scope)
        let begun = place?.begun ?? now
        let today = city.calendar.date(of: begun)
        let end = city.calendar.start(of: today.adding(days: 1)).milliseconds
        let times: [DayPart: Range<Int64>] = [
            .late: .min..<begun.milliseconds + 1, .today: begun.milliseconds + 1..<end, .next: end..<(.max),
        ]
        return try await database.read { connection in
            let store = WorkbenchStore(connection: connection)
            var found: [(DayPart, MatterRecord)] = []
            for part in DayPart.allCases where part >= place?.part ?? .late && found.count <= limit {
                guard let due = times[part] else { continue }
                let records = try store.part(
                    due: due, of: stages, in: scope, after: place?.part == part ? place : nil,
                    limit: limit + 1 - found.count)
                found += records.map { (part, $0) }
            }
            let shown = found.prefix(limit)
            let rounds = try store.rounds(of: shown.map(\.1.id))
            let last = shown.last.map { part, record in
                DayPlace(
                    begun: begun, part: part, rank: record.urgency.rankColumn,
                    due: record.dueAt?.milliseconds ?? .max, id: record.id)
            }
            return DayPage(
                lines: shown.map { DayLine(record: $1, part: $0, rounds: rounds[$1.id] ?? 0) },
                next: found.count > limit ? last : nil)
        }
    }

    /// How many matters came in since yesterday began, looked for among the newest.
    public func cameIn(in scope: Scope, at now: Moment) async throws -> Int {
        let yesterday = city.calendar.date(of: now).adding(days: -1)
        let since = city.calendar.start(of: yesterday)
        return try await database.read { connection in
            try WorkbenchStore(connection: connection).cameIn(since: since, in: scope, among: Self.newest)
        }
    }

    /// Among how many matters those that came in lately are looked for.
    public static let newest = 1000

    /// The tallies of a scope by name: `open`, `overdue`, `stage:registered`.
    public func tallies(of scope: Scope) async throws -> [String: Int] {
        try await database.read { connection in
            try TallyStore(connection: connection).counts(of: scope, in: city)
        }
    }

    /// The rows of some matters that somebody may see.
    public func records(_ ids: [Int64], seenBy posts: [Post]) async throws -> [MatterRecord] {
        let scopes = city.scopes(of: posts)
        let all = try await database.read { try ListStore(connection: $0).records(ids) }
        return all.filter { record in scopes.contains { $0.holds(record) } }
    }

    /// Matters whose number is one of these, or begins with the first, of those that somebody may see.
    public func numbered(
        _ beginning: String, or numbers: [String], seenBy posts: [Post], limit: Int
    ) async throws -> [MatterRecord] {
        let scopes = city.scopes(of: posts)
        guard !scopes.isEmpty else { return [] }
        let found = try await database.read { connection in
            let store = ListStore(connection: connection)
            let exact = try store.numbered(numbers)
            let more = beginning.count < 4 ? [] : try store.numbered(beginning, limit: 50)
            return exact + more.filter { record in !exact.contains { $0.id == record.id } }
        }
        return found.filter { record in scopes.contains { $0.holds(record) } }.prefix(limit).map(\.self)
    }
}
