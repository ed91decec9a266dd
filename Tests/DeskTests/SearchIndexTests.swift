import Core
@testable import Desk
import Language
import Storage
import Testing

@Suite("The index of words") struct SearchIndexTests {
    private func found(_ words: String, in town: DeskTown) async throws -> Set<String> {
        var filter = MatterFilter()
        filter.words = words
        return Set(try await town.desk.list(filter, in: .city, limit: 50).matters.map(\.number))
    }

    /// Rows as an older program left them: words only in the tables of its time.
    private func grownOld(_ town: DeskTown) async throws {
        try await town.database.write { connection in
            for index in SearchIndex.allCases {
                let store = SearchStore(connection, of: index)
                try store.clear(.first)
                try connection.run(
                    "UPDATE search_indexes SET version = 1, side = -1 WHERE name = \(index.rawValue)")
            }
            for row in try connection.rows("SELECT id, number, text FROM matters") {
                let words =
                    "\(try row.get("number", as: String.self))\n\(try row.get("text", as: String.self))"
                try SearchStore(connection).add(
                    Analyser.indexText(words), of: try row.get("id"), to: .legacy)
            }
        }
    }

    @Test(
        "of an older version answers while a new one is made, and the new one knows what came meanwhile",
        arguments: TestEngine.present)
    func remade(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let old = try await town.file(DeskTown.filing("路灯坏了三天")).number
            let grown = try await town.file(DeskTown.filing("路灯歪了")).number
            try await grownOld(town)
            #expect(try await found("路灯", in: town) == [old, grown])
            // Begun; what is filed or added now goes to both sides.
            #expect(try await town.desk.tendSearch())
            let new = try await town.file(DeskTown.filing("路灯不亮")).number
            try await town.move("add", [.text: "井盖也松了"], on: grown, by: .resident)
            #expect(try await found("路灯", in: town) == [old, grown, new])
            #expect(try await found("井盖", in: town) == [grown])
            #expect(try await town.desk.searchProgress().contains { $0.version == 1 && $0.done != nil })
            try await town.makeSearch()
            let progress = try await town.desk.searchProgress()
            #expect(progress.allSatisfy { $0.version == Analyser.version && $0.done == nil })
            #expect(try await found("路燈", in: town) == [old, grown, new])
            #expect(try await found("井盖", in: town) == [grown])
            try await town.move("add", [.text: "护栏断了"], on: old, by: .resident)
            #expect(try await found("护栏", in: town) == [old])
            #expect(try await found("三天", in: town) == [old])
        }
    }

    @Test("made anew at any time finds the same", arguments: TestEngine.present)
    func again(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var numbers: Set<String> = []
            for index in 0..<20 {
                numbers.insert(try await town.file(DeskTown.filing("第\(index)盏路灯")).number)
            }
            for _ in 0..<3 {
                try await town.desk.remakeSearch()
                try await town.makeSearch()
                #expect(try await found("路灯", in: town) == numbers)
                #expect(try await found("第7盏", in: town).count == 1)
            }
        }
    }

    @Test("is left alone by an older program while servers are upgraded one by one")
    func newerStays() async throws {
        try await DeskTown.with(.sqlite) { town in
            try await town.database.write { connection in
                _ = try connection.run("UPDATE search_indexes SET version = 99")
            }
            #expect(try await !town.desk.tendSearch())
            let number = try await town.file(DeskTown.filing("路灯坏了")).number
            #expect(try await found("路灯", in: town) == [number])
        }
    }

    @Test("puts what came lately into its buckets, and finds it there as before")
    func buckets() async throws {
        guard TestEngine.present.contains(.postgres) else { return }
        try await DeskTown.with(.postgres) { town in
            var numbers: [String] = []
            for index in 0..<30 {
                numbers.append(try await town.file(DeskTown.filing("第\(index)盏路灯坏了，wifi\(index)")).number)
            }
            try await town.database.write { connection in
                let making = SearchMakingStore(connection, of: .matters)
                let state = try #require(try SearchStore(connection).state())
                #expect(try making.settle(state, from: 1))
                #expect(try !making.settle(state, from: 1))
            }
            #expect(try await found("路灯", in: town) == Set(numbers))
            #expect(try await found("灯", in: town) == Set(numbers))
            #expect(try await found("路灯 wifi7", in: town) == [numbers[7]])
            #expect(try await found("wifi2*", in: town).count == 11)
            #expect(try await found("没有", in: town).isEmpty)
            // Changed after it settled: both what it says now and what it said before.
            try await town.move("add", [.text: "井盖也松了"], on: numbers[3], by: .resident)
            #expect(try await found("井盖", in: town) == [numbers[3]])
            #expect(try await found("路灯 井盖", in: town) == [numbers[3]])
            try await town.database.write { connection in
                let state = try #require(try SearchStore(connection).state())
                let watched = WatchedConnection(connection)
                #expect(try SearchMakingStore(watched, of: .matters).settle(state, from: 1))
                // Thousands of words at once are never compared with a bucket word by word.
                let kept = watched.plans.filter { $0.statement.contains("AS kept") }
                #expect(kept.count == 1 && !kept.contains { $0.plan.contains("ANY") }, "\(kept)")
            }
            #expect(try await found("路灯", in: town) == Set(numbers))
            #expect(try await found("井盖", in: town) == [numbers[3]])
        }
    }

    @Test(
        "looks through an index for every search, never through a table that grows",
        arguments: TestEngine.present)
    func plans(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            for index in 0..<40 { _ = try await town.file(DeskTown.filing("第\(index)盏路灯坏了")) }
            let log = try await town.database.read { connection in
                if connection.dialect == .postgres { try connection.run("SET LOCAL enable_seqscan = off") }
                let watched = WatchedConnection(connection)
                var filter = MatterFilter()
                filter.category = DeskTown.category
                filter.isOpen = true
                filter.words = "路灯 坏了"
                _ = try ListStore(connection: watched).page(filter, in: .city, after: nil, limit: 5)
                _ = try ListStore(connection: watched).best(filter, in: .city, after: nil, limit: 5)
                filter.category = nil
                _ = try ListStore(connection: watched).page(filter, in: .city, after: nil, limit: 5)
                filter.isOpen = nil
                filter.raisedFrom = DeskTown.start
                filter.raisedBefore = DeskTown.start + DeskTown.day
                _ = try ListStore(connection: watched).page(filter, in: .city, after: nil, limit: 5)
                filter.words = "灯"
                _ = try ListStore(connection: watched).page(filter, in: .city, after: 30, limit: 5)
                return watched.plans
            }
            #expect(log.count >= 10)
            for (statement, plan) in log {
                let isWalk =
                    plan.contains("Seq Scan") || plan.range(of: "SCAN matters")
                    || plan.range(of: "SCAN search_indexes")
                #expect(!isWalk, "\(statement)\n\(plan)")
            }
        }
    }
}

extension String {
    fileprivate func range(of part: String) -> Bool { contains(part) }
}

/// Notes how the engine goes about every statement.
private final class WatchedConnection: Connection {
    private let inner: any Connection
    private(set) var plans: [(statement: String, plan: String)] = []
    var dialect: Dialect { inner.dialect }

    init(_ inner: any Connection) { self.inner = inner }

    func run(_ sql: SQL) throws(Fault) -> Int { try inner.run(sql) }

    func rows(_ sql: SQL) throws(Fault) -> [Row] {
        let explain: SQL = dialect == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN "
        let plan = try inner.rows(explain + sql).map { "\($0.values)" }.joined(separator: "\n")
        plans.append((sql.prepared { "$\($0)" }.text, plan))
        return try inner.rows(sql)
    }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws { try inner.forEach(sql, body) }
}

@Suite("The keys of a bucket") struct PostingListTests {
    @Test("come back as they were kept, few or many", arguments: [0, 1, 5, 700, 9000, 65_536])
    func kept(count: Int) {
        var list = PostingList()
        var places: Set<Int> = []
        for turn in 0..<count { places.insert(count == 65_536 ? turn : turn * 7919 % 65_536) }
        for place in places { list.insert(place) }
        let read = PostingList(list.encoded)
        #expect(read.places(below: 65_536, most: 65_536) == places.sorted(by: >))
        #expect(list.encoded.count <= 8192)
        #expect(
            read.places(below: 4000, most: 3) == Array(places.filter { $0 < 4000 }.sorted(by: >).prefix(3)))
    }

    @Test("are none where the bytes are damaged, and never more than a bucket")
    func damaged() {
        #expect(PostingList([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]).places(below: 65_536, most: 9).isEmpty)
        #expect(PostingList([0x80]).places(below: 65_536, most: 9).isEmpty)
        #expect(
            PostingList([UInt8](repeating: 0x7F, count: 8000)).places(below: 65_536, most: 9999).count == 512)
    }

    @Test("are joined and met as sets are")
    func sets() {
        var (one, other) = (PostingList(PostingList.encoded([1, 64, 65_535])), PostingList())
        other.insert(64)
        other.insert(2)
        var both = one
        both.formIntersection(other)
        one.formUnion(other)
        #expect(both.places(below: 65_536, most: 9) == [64])
        #expect(one.places(below: 65_536, most: 9) == [65_535, 64, 2, 1])
    }
}
