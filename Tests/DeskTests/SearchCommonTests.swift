import Core
@testable import Desk
import Language
import Storage
import Testing

@Suite("The common words of a bucket") struct SearchCommonTests {
    /// Texts by key, in three buckets: two that are kept, and what came after.
    private static let texts: [Int64: String] = {
        var random = Steps(state: 7)
        let letters = Array("路灯坏了噪音扰民井盖水管断电")
        var texts: [Int64: String] = [:]
        for bucket in 0..<3 {
            for turn in 0..<1400 {
                var text = ""
                // The first letters stand in most texts, the last hardly anywhere.
                for _ in 0..<5 {
                    let place = random.below(letters.count) * random.below(letters.count) / letters.count
                    text += String(letters[place]) + String(letters[(place + 1) % letters.count])
                }
                if turn % 400 == 9 { text += "，稀罕 wifi\(turn)" }
                texts[Int64(bucket) << 16 + Int64(1 + turn * 46)] = text
            }
        }
        return texts
    }()

    /// What the index is told of each.
    private static let keys = Dictionary(
        uniqueKeysWithValues: texts.map { key, text in
            (key, BucketWords.keys(of: SearchTerms.of(text, raisedAt: raised(key))))
        })

    private static func raised(_ key: Int64) -> Moment { DeskTown.start + key / 20_000 * 31 * DeskTown.day }

    private static func filled(_ connection: any Connection) throws -> SearchStore {
        let store = SearchStore(connection)
        var words = BucketWords()
        for (key, text) in texts.sorted(by: { $0.key < $1.key }) {
            let terms = SearchTerms.of(text, raisedAt: raised(key))
            try store.add(terms: terms, of: key)
            words.addAll(terms, of: key)
        }
        for bucket: Int64 in [0, 1] {
            try connection.run("UPDATE search_indexes SET building = \(bucket)")
            let lists = SearchCommonStore.common(words, in: bucket)
            #expect(lists.count > 10 && lists.count < 200)
            #expect(try SearchCommonStore(connection, of: .matters).keep(lists, of: bucket))
        }
        return store
    }

    /// Every key that has all tokens, the newest first: what the index must say, found the slow way.
    private static func expected(_ query: SearchQuery, _ months: [String]?) -> [Int64] {
        keys.filter { _, terms in
            query.terms.allSatisfy { term in
                term.isPrefix ? terms.contains { $0.hasPrefix(term.text) } : terms.contains(term.text)
            } && (months.map { $0.contains { terms.contains($0) } } ?? true)
        }.keys.sorted(by: >)
    }

    @Test("find what the index finds without them, page by page")
    func same() async throws {
        try await DeskTown.with(.sqlite) { town in
            try await town.database.write { connection in
                let store = try Self.filled(connection)
                let months = [
                    nil, SearchTerms.months(from: Self.raised(30_000), before: Self.raised(90_000)),
                    SearchTerms.months(from: DeskTown.start, before: DeskTown.start),
                ]
                for words in [
                    "路灯 坏了", "路灯坏了", "噪音 扰民 井盖", "路灯 稀罕", "稀罕 wifi409", "灯 坏了", "灯 路 坏", "路灯 wifi*",
                    "路灯 龘龘", "断电 水管", "噪音扰民井盖", "电路 了噪 灯坏",
                ] {
                    let query = Analyser.query(words)
                    for months in months {
                        let found = try Self.all(store, query, months: months, each: 37)
                        #expect(found == Self.expected(query, months), "\(words) \(months ?? [])")
                    }
                }
            }
        }
    }

    /// Page by page to the end: where the machine is busy a look may end early, with a place to go on from.
    private static func all(
        _ store: SearchStore, _ query: SearchQuery, months: [String]? = nil, each limit: Int
    ) throws -> [Int64] {
        var (found, cursor): ([Int64], Int64?) = ([], nil)
        repeat {
            let hits = try store.hits(query, months: months, before: cursor, limit: limit)
            #expect(hits.ids.count <= limit)
            found += hits.ids
            cursor = hits.next
        } while cursor != nil
        return found
    }

    @Test("are the same when what is surely rare is left out in reading")
    func counted() throws {
        var counts = WordCounts(least: SearchCommonStore.least)
        for (key, text) in Self.texts { counts.add(SearchTerms.of(text, raisedAt: Self.raised(key))) }
        var (all, few) = (BucketWords(), BucketWords())
        for (key, text) in Self.texts {
            let terms = SearchTerms.of(text, raisedAt: Self.raised(key))
            all.addAll(terms, of: key)
            few.addAll(terms, of: key, by: counts)
        }
        for bucket: Int64 in [0, 1] {
            let (long, short) = (
                SearchCommonStore.common(all, in: bucket), SearchCommonStore.common(few, in: bucket)
            )
            #expect(long.count > 10 && long.map(\.word) == short.map(\.word))
            #expect(long.map(\.ids) == short.map(\.ids))
            let (read, kept) = (all.buckets[bucket]?.count ?? 0, few.buckets[bucket]?.count ?? 0)
            #expect(kept < read, "nothing was left out")
        }
    }

    @Test("know what is written later to a bucket that is kept")
    func later() async throws {
        try await DeskTown.with(.sqlite) { town in
            try await town.database.write { connection in
                let store = try Self.filled(connection)
                let query = Analyser.query("路灯 稀罕")
                let before = try Self.all(store, query, each: 500)
                // Published late, and a text that grew.
                try store.add(terms: SearchTerms.of("路灯很稀罕", raisedAt: DeskTown.start), of: 70_001)
                let old = try #require(Self.texts[1])
                try store.replace(
                    SearchTerms.of(old, raisedAt: Self.raised(1)),
                    by: SearchTerms.of(old + "，路灯稀罕", raisedAt: Self.raised(1)), of: 1)
                let after = try Self.all(store, query, each: 500)
                #expect(Set(after) == Set(before + [70_001, 1]))
                #expect(after == after.sorted(by: >))
            }
        }
    }

    @Test("are read again when something of the bucket was written meanwhile")
    func again() async throws {
        try await DeskTown.with(.sqlite) { town in
            try await town.database.write { connection in
                let store = try Self.filled(connection)
                let common = SearchCommonStore(connection, of: .matters)
                try connection.run("UPDATE search_indexes SET building = 2")
                try store.add(terms: SearchTerms.of("路灯", raisedAt: DeskTown.start), of: 140_002)
                #expect(try !common.keep([], of: 2))
                #expect(try store.state()?.buckets == 2)
                try connection.run("UPDATE search_indexes SET building = 2")
                try store.add(terms: SearchTerms.of("路灯", raisedAt: DeskTown.start), of: 2)
                #expect(try common.keep([], of: 2))
            }
        }
    }

    @Test("are made in the background once a bucket is full, and anew with the index")
    func made() async throws {
        try await DeskTown.with(.sqlite) { town in
            var numbers: [String] = []
            for turn in 0..<520 {
                numbers.append(
                    try await town.file(DeskTown.filing(turn % 2 == 0 ? "路灯坏了" : "路灯亮着")).number)
            }
            #expect(try await !town.desk.tendSearch())
            // As if the bucket were full, once the keys that were taken before are used up.
            try await town.database.write { connection in
                _ = try connection.run("UPDATE numbers SET next = 65541 WHERE series = 'matter'")
            }
            for _ in 0..<1100 { _ = try await town.file(DeskTown.filing("井盖响")) }
            let new = try await town.file(DeskTown.filing("路灯亮着，没坏")).number
            func state() async throws -> SearchState? {
                try await town.database.read { try SearchStore($0).state() }
            }
            func found(_ words: String) async throws -> [String] {
                var filter = MatterFilter()
                filter.words = words
                return try await town.desk.list(filter, in: .city, limit: 5).matters.map(\.number)
            }
            for _ in 0..<2 {
                while try await town.desk.tendSearch() {}
                let kept = try await state()
                #expect(kept?.buckets == 1, "\(String(describing: kept))")
                #expect(try await found("路灯 亮着") == [new] + [519, 517, 515, 513].map { numbers[$0] })
                #expect(try await found("路灯 坏了").first == numbers[518])
                #expect(try await found("坏了 亮着").isEmpty)
                try await town.desk.remakeSearch()
                #expect(try await state()?.buckets == 0)
                #expect(try await found("坏了 亮着").isEmpty)
            }
            while try await town.desk.tendSearch() {}
            try await town.move("add", [.text: "现在坏了"], on: numbers[1], by: .resident)
            #expect(try await found("坏了 亮着") == [numbers[1]])
        }
    }
}

/// Numbers that look random, the same every time.
private struct Steps {
    var state: UInt64

    mutating func below(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % count
    }
}
