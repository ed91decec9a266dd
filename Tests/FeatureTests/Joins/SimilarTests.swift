import Core
import Desk
@testable import Joins
import Language
import Storage
import Testing
import Web

@Suite("What may be the same")
struct SimilarTests {
    /// A desk whose matters are signed as they come in.
    private struct Town {
        let desk: Desk
        let similar: SimilarDesk

        init(_ database: any Database) async throws {
            try await Migrator(
                StorageSchema.migrations + DeskSchema.migrations + JoinsSchema.migrations
                    + SimilarSchema.migrations
            ).migrate(database, now: TownCity.start)
            desk = Desk(
                database: database, city: TownCity.city, secret: Array(repeating: UInt8(5), count: 32),
                address: "https://12345.example.org")
            similar = SimilarDesk(desk: desk)
        }

        func file(
            _ text: String, area: String = TownCity.village, category: String? = nil,
            at now: Moment = TownCity.start
        ) async throws -> Receipt {
            var filing = Filing(text: text, channel: .hotline)
            filing.area = TownCity.area(area)
            filing.category = category
            return try await desk.file(filing, by: SimilarTests.clerk, at: now)
        }

        func follow() async throws {
            try await FollowerRunner.settled([similar.follower], on: desk.database)
        }

        func found(_ receipt: Receipt, by actor: Actor = SimilarTests.clerk) async throws -> [Similar] {
            try await follow()
            guard let matter = try await desk.dossier(.number(receipt.number), for: clerk)?.matter else {
                return []
            }
            return try await similar.similar(to: matter, for: actor, at: TownCity.start)
        }

        func keys() async throws -> Int {
            try await desk.database.read { try $0.value("SELECT count(*) FROM joins_signatures") } ?? 0
        }
    }

    private static let clerk = TownCity.people["clerk"]?.actor ?? .resident

    @Test("is found by what both say, with why, and nothing else", arguments: TestEngine.present)
    func finds(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await Town(database)
            let first = try await town.file("滨湖花园工地夜间施工太吵，每晚打桩到十二点")
            let second = try await town.file("滨湖花园工地半夜施工，打桩声吵得睡不着", at: TownCity.start + 86_400_000)
            _ = try await town.file("想问退休手续怎么办理，要带什么材料")
            let found = try await town.found(second)
            #expect(found.map(\.number) == [first.number])
            let reasons = try #require(found.first?.reasons)
            #expect(reasons.contains(.sameVillage) && reasons.contains(.days(1)))
            #expect(reasons.contains { if case .text(let percent) = $0 { percent > 20 } else { false } })
        }
    }

    @Test("is found in the very same words in every county, and by place and class in any words")
    func places() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await Town(database)
            let words = "工资拖欠三个月没有发，请帮忙讨薪"
            let here = try await town.file(words)
            let there = try await town.file(words, area: "110102001")
            #expect(try await town.found(there).map(\.number) == [here.number])
            #expect(try await town.found(there).first?.reasons.contains(.sameText) == true)
            let one = try await town.file("三栋没水了", category: "water")
            let two = try await town.file("家里停了，做不了饭", category: "water")
            #expect(try await town.found(two).map(\.number) == [one.number])
            let late = try await town.file(
                "楼下也断了", category: "water", at: TownCity.start + 9 * 86_400_000)
            #expect(try await town.found(late).isEmpty)
        }
    }

    @Test("is not shown to who does not see it, nor once it has ended")
    func sight() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await Town(database)
            let first = try await town.file("桥头镇菜市场门口的下水道堵了，臭气熏天")
            let second = try await town.file("桥头镇菜市场门口下水道又堵了，臭气很大")
            let afar = TownCity.people["afar"]?.actor ?? .resident
            #expect(try await town.found(second).count == 1)
            #expect(try await town.found(second, by: afar).isEmpty)
            #expect(try await town.found(second, by: .resident).isEmpty)
            let before = try await town.keys()
            try await town.follow()
            _ = try await town.desk.perform(
                Order("withdraw", [:]), on: .number(first.number), by: .resident,
                at: TownCity.start + 60_000)
            #expect(try await town.found(second).isEmpty)
            #expect(try await town.keys() < before)
        }
    }

    @Test("takes signs, nothing and any script, and is the same after a rebuild")
    func bad() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await Town(database)
            for text in ["😀", "。。。", "水", "ئۇيغۇرچە تېكىست", "‮gnirts ‮gnirts"] {
                let first = try await town.file(text, area: "110102001")
                _ = try await town.found(first)
            }
            let one = try await town.file("滨湖花园工地夜间施工太吵")
            let two = try await town.file("滨湖花园工地夜里施工太吵了")
            let found = try await town.found(two)
            #expect(found.map(\.number) == [one.number])
            try await database.write { try SimilarStore(connection: $0).empty() }
            try await database.write { try $0.run("DELETE FROM followers WHERE name = 'similar'") }
            #expect(try await town.found(two).map(\.number) == [one.number])
        }
    }

    @Test("is looked for along indexes only", arguments: TestEngine.present)
    func plans(_ engine: TestEngine) async throws {
        guard engine == .sqlite else { return }
        try await engine.withDatabase { database in
            _ = try await Town(database)
            for statement in [
                SimilarStore.range(of: 7), SimilarStore.neighbourhood("110101001001", "water"),
            ] {
                let plan = try await database.read { connection in
                    try connection.rows("EXPLAIN QUERY PLAN " + statement).map {
                        try $0.get("detail", as: String.self)
                    }
                }
                #expect(plan.contains { $0.contains("USING") && $0.contains("INDEX") }, "\(plan)")
                #expect(
                    !plan.contains { $0.hasPrefix("SCAN matters") || $0.hasPrefix("SCAN joins_signatures") },
                    "\(plan)")
            }
        }
    }
}
