import Core
@testable import Desk
import Storage
import Testing

@Suite("A list in which few of many matters fit") struct ListLookTests {
    /// More than twice as many as are looked at for one page.
    private static let crowd = 11_000
    /// Those of the crowd that came from a station.
    private static let rare = [7, 8, 4000, 4001, 10_990]

    /// A matter that a unit handles, and a crowd of others that differ in nothing but their keys.
    /// Half of them ended.
    private func crowded(_ town: DeskTown) async throws {
        let first = try await town.record(try await town.dispatched().number)
        let rare = Self.rare.map { "CROWD\($0)" }
        try await town.database.write { connection in
            try connection.run(
                """
                INSERT INTO matters (id, number, kind, stage, status, outcome, holder, rank, title, text,
                    channel, caller, area, county, town, village, category, lead, raised_to, urgency,
                    raised_at, changed_at, due_at, overdue, version, head_hash, state)
                WITH RECURSIVE crowd (n) AS (
                    SELECT 1 UNION ALL SELECT n + 1 FROM crowd WHERE n < \(literal: Self.crowd)
                )
                SELECT id + n, 'CROWD' || n, kind, stage, status, outcome, holder, rank, title, text, channel,
                    caller, area, county, town, village, category, lead, raised_to, urgency, raised_at + n,
                    changed_at, due_at, overdue, version, head_hash, state
                FROM matters, crowd WHERE id = \(first.id)
                """)
            try connection.run(
                """
                UPDATE matters SET status = 'closed', outcome = 'solved'
                WHERE id > \(first.id) AND id % 2 = 0
                """)
            try connection.run("UPDATE matters SET channel = 'station' WHERE number IN (\(list: rare))")
            if connection.dialect == .postgres { try connection.run("ANALYZE matters") }
        }
    }

    /// The numbers that a condition leaves, found by looking at every row.
    private func numbers(_ town: DeskTown, _ rest: SQL) async throws -> [String] {
        try await town.database.read { connection in
            try connection.rows("SELECT number FROM matters WHERE " + rest).map { try $0.get("number") }
        }
    }

    private static let scopes: [Scope] = [
        .city, .area(DeskTown.area("980101")), .area(DeskTown.village), .unit(DeskTown.unit),
    ]

    /// All pages of a list of the rare ones, and how many of them were cut.
    private func pages(
        _ town: DeskTown, _ filter: MatterFilter, in scope: Scope, order: ListOrder, limit: Int
    ) async throws -> (seen: [String], cuts: Int) {
        var (seen, cuts, turns): ([String], Int, Int) = ([], 0, 0)
        var place: DuePlace?
        repeat {
            let page = try await town.desk.list(filter, in: scope, order: order, after: place, limit: limit)
            #expect(page.matters.count <= limit)
            #expect(!page.isCut || page.matters.count < limit && page.next != nil)
            seen += page.matters.map(\.number)
            if page.isCut { cuts += 1 }
            place = page.next
            turns += 1
        } while place != nil && turns < 50
        #expect(place == nil, "the list has no end")
        return (seen, cuts)
    }

    @Test(
        "is cut, says so, and goes on to the rest, nothing twice and nothing lost",
        arguments: TestEngine.present)
    func goesOn(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            try await crowded(town)
            let all = try await numbers(town, "channel = 'station' ORDER BY id DESC")
            let open = try await numbers(town, "channel = 'station' AND status = 'open' ORDER BY id DESC")
            let due = try await numbers(
                town, "channel = 'station' AND status = 'open' ORDER BY due_at, id")
            #expect(all.count == Self.rare.count && !open.isEmpty && open.count < all.count)
            var filter = MatterFilter()
            filter.channel = .station
            for scope in Self.scopes {
                filter.isOpen = nil
                let newest = try await pages(town, filter, in: scope, order: .newest, limit: 5)
                #expect(newest.seen == all && newest.cuts > 0, "\(scope)")
                #expect(try await pages(town, filter, in: scope, order: .newest, limit: 1).seen == all)
                filter.isOpen = true
                let some = try await pages(town, filter, in: scope, order: .newest, limit: 5)
                #expect(some.seen == open && some.cuts > 0, "\(scope)")
                let byDue = try await pages(town, filter, in: scope, order: .due, limit: 5)
                #expect(byDue.seen == due && byDue.cuts > 0, "\(scope)")
                #expect(try await pages(town, filter, in: scope, order: .due, limit: 1).seen == due)
            }
        }
    }

    @Test(
        "is whole where another key leaves few: a stage, some days, a category",
        arguments: TestEngine.present)
    func short(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            try await crowded(town)
            try await town.database.write { connection in
                try connection.run(
                    "UPDATE matters SET stage = 'asking', category = '0102' WHERE channel = 'station'")
            }
            let all = try await numbers(town, "channel = 'station' ORDER BY id DESC")
            let open = try await numbers(town, "stage = 'asking' AND status = 'open' ORDER BY id DESC")
            for scope in Self.scopes {
                var stage = MatterFilter()
                (stage.stage, stage.isOpen) = ("asking", true)
                let ofStage = try await pages(town, stage, in: scope, order: .newest, limit: 9)
                #expect(ofStage.seen == open && ofStage.cuts == 0, "\(scope)")
                var category = MatterFilter()
                (category.category, category.channel) = ("0102", .station)
                let classed = try await pages(town, category, in: scope, order: .newest, limit: 9)
                #expect(classed.seen == all && classed.cuts == 0, "\(scope)")
                var days = MatterFilter()
                days.raisedBefore = DeskTown.start + 9
                let first = try await numbers(
                    town, "raised_at < \(DeskTown.start + 9) ORDER BY id DESC")
                #expect(first.count == 9)
                let early = try await pages(town, days, in: scope, order: .newest, limit: 4)
                #expect(early.seen == first && early.cuts == 0, "\(scope)")
            }
        }
    }

    @Test(
        "is counted no further than may be looked at, and says that there are more",
        arguments: TestEngine.present)
    func counts(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            try await crowded(town)
            for scope in Self.scopes {
                var filter = MatterFilter()
                filter.channel = .station
                let rare = try await town.desk.count(filter, in: scope, most: 1000)
                #expect(rare.isMore && rare.count < Self.rare.count, "\(scope): \(rare)")
                filter = MatterFilter()
                filter.isOpen = true
                let open = try await town.desk.count(filter, in: scope, most: 1000)
                #expect(open == MatterCount(count: 1000, isMore: true), "\(scope)")
                filter.stage = "asking"
                let none = try await town.desk.count(filter, in: scope, most: 1000)
                #expect(none == MatterCount(count: 0, isMore: false), "\(scope)")
            }
        }
    }

    @Test("reads no more rows than there is a bound for", arguments: TestEngine.present)
    func bound(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            try await crowded(town)
            var filter = MatterFilter()
            filter.channel = .sensor
            for scope in Self.scopes {
                for isOpen in [nil, true] {
                    filter.isOpen = isOpen
                    let (asked, read) = try await town.database.read { [filter] connection in
                        let counting = CountingConnection(connection)
                        let store = ListStore(connection: counting)
                        let page = try store.page(filter, in: scope, after: nil, limit: 25)
                        #expect(page.matters.isEmpty && page.isCut)
                        return (counting.statements, counting.answered)
                    }
                    // A few rows and a part of the bound first, then the bound itself.
                    #expect(read > ListStore.mostLooked / 2 && read < 2 * ListStore.mostLooked, "\(scope)")
                    #expect(asked < 20, "\(scope)")
                }
            }
        }
    }

    @Test("walks ranges of indexes only, in their order", arguments: TestEngine.present)
    func ranges(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            for _ in 0..<3 { _ = try await town.dispatched() }
            let codes = ["980101001", "980101001001001"]
            let scopes = Self.scopes + codes.map { Scope.area(DeskTown.area($0)) }
            try await town.database.write { connection in
                if connection.dialect == .postgres {
                    try connection.run("SET LOCAL enable_seqscan = off")
                    try connection.run("SET LOCAL enable_bitmapscan = off")
                    try connection.run("SET LOCAL enable_sort = off")
                }
                let store = ListStore(connection: connection)
                for scope in scopes {
                    for filter in Self.filters {
                        for sql in Self.statements(store, filter, scope) {
                            let plan = try plan(sql, in: connection)
                            let text = sql.prepared { _ in "?" }.text
                            #expect(
                                !plan.contains("TEMP B-TREE") && !plan.contains("Sort")
                                    && !plan.contains("Seq Scan"), "\(text)\n\(plan)")
                            let isWhole = text.contains("WHERE 1 = 1 ORDER BY id DESC")
                            #expect(isWhole || !plan.contains("SCAN matters"), "\(text)\n\(plan)")
                        }
                    }
                }
            }
        }
    }

    private static let filters: [MatterFilter] = {
        let changes: [(inout MatterFilter) -> Void] = [
            { _ in }, { $0.isOpen = true }, { $0.isOpen = false }, { $0.category = "0101" },
            { $0.lead = DeskTown.unit }, { $0.lead = UnitCode("WATER") }, { $0.kind = "request" },
            { $0.isExcluded = true }, { $0.isSupervised = true }, { $0.route = .common },
            { $0.grade = .deep }, { $0.outcome = .solved }, { $0.area = DeskTown.area("980101001") },
            { $0.area = DeskTown.area("9801") }, { ($0.stage, $0.isOpen) = ("received", true) },
            { ($0.category, $0.area) = ("0101", DeskTown.village) }, { $0.raisedFrom = DeskTown.start },
            { ($0.isOverdue, $0.isOpen) = (true, true) }, { ($0.route, $0.channel) = (.legacy, .web) },
        ]
        return changes.map { change in
            var filter = MatterFilter()
            change(&filter)
            return filter
        }
    }()

    /// All that is asked for lists, pages that go on, and counts.
    private static func statements(_ store: ListStore, _ filter: MatterFilter, _ scope: Scope) -> [SQL] {
        var all: [SQL] = []
        func add(_ ranges: [ListRange], _ standing: ListStanding) {
            for range in ranges {
                all.append(
                    range.isExact
                        ? ListStore.arm(range.head, standing, 20)
                        : ListStore.keys(of: range, part: 0, standing, 20))
            }
        }
        add(store.newest(filter, in: scope), .newest)
        add(store.newest(filter, in: scope, before: 500), .newest)
        if filter.outcome == nil, filter.isOpen != false {
            add(store.due(filter, stages: ["received"], in: scope, after: nil), .due)
            add(store.due(filter, stages: ["received"], in: scope, after: DuePlace(due: 5, id: 5)), .due)
        }
        let (ranges, standing) = store.counted(filter, in: scope)
        all += ranges.map { ListStore.count(of: $0, standing, 20) }
        all += store.newest(MatterFilter(), in: scope).map {
            WorkbenchStore.cameIn(since: DeskTown.start, $0, among: 1000)
        }
        return all
    }

    @Test(
        "reads rows that another key or a search found by their own keys, whatever else is asked of them",
        arguments: [TestEngine.sqlite])
    func known(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let plans = try await town.database.read { connection in
                let store = ListStore(connection: connection)
                var plans: Set<String> = []
                for scope in Self.scopes {
                    for filter in Self.filters {
                        for part in [scope.whole, scope.sight] {
                            let asked = store.conditions(filter, part)
                            let sql = ListStore.those(of: Array(1...200), meeting: asked)
                            plans.insert(try plan(sql, in: connection))
                        }
                    }
                }
                return plans
            }
            #expect(plans == ["SEARCH matters USING INTEGER PRIMARY KEY (rowid=?)"])
        }
    }

    @Test("of a unit finds what was raised to it by keys of its own", arguments: [TestEngine.sqlite])
    func raised(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let part = Scope.unit(DeskTown.unit).conditions[1]
            let (newest, due, still) = try await town.database.read { connection in
                let store = ListStore(connection: connection)
                let ranges = store.newest(MatterFilter(), in: .unit(DeskTown.unit))
                let dues = store.due(
                    MatterFilter(), stages: ["received"], in: .unit(DeskTown.unit),
                    after: DuePlace(due: 5, id: 5))
                #expect(ranges.count == 4 && (ranges + dues).allSatisfy(\.isExact))
                return (
                    try ranges.map { try plan(ListStore.arm($0.head, .newest, 20), in: connection) },
                    try dues.map { try plan(ListStore.arm($0.head, .due, 20), in: connection) },
                    try plan(ListStore.stillRange(since: DeskTown.start, part, limit: 20), in: connection)
                )
            }
            let key = "matters_desk_raised (raised_to=? AND stage=? AND rank=? AND "
            let (ties, later) = (key + "due_at=? AND id>?)", key + "due_at>?)")
            let each = "matters_raised_unit (raised_to=? AND status=?)"
            #expect(newest.filter { $0.contains(each) }.count == 2)
            #expect(due.filter { $0.contains(ties) }.count == Urgency.allCases.count)
            #expect(due.filter { $0.contains(later) }.count == Urgency.allCases.count)
            #expect(still.contains("matters_still_raised (raised_to=? AND changed_at<?)"))
        }
    }

    private func plan(_ sql: SQL, in connection: any Connection) throws -> String {
        let isLite = connection.dialect == .sqlite
        let rows = try connection.rows((isLite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + sql)
        return rows.map { row in
            row.values.map { if case .text(let text) = $0 { text } else { "" } }.joined()
        }.joined(separator: "\n")
    }
}

/// Counts what is asked and answered.
private final class CountingConnection: Connection {
    private let inner: any Connection
    private(set) var statements = 0
    private(set) var answered = 0
    var dialect: Dialect { inner.dialect }

    init(_ inner: any Connection) { self.inner = inner }

    func run(_ sql: SQL) throws(Fault) -> Int { try inner.run(sql) }

    func rows(_ sql: SQL) throws(Fault) -> [Row] {
        let found = try inner.rows(sql)
        statements += 1
        answered += found.count
        return found
    }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws { try inner.forEach(sql, body) }
}
