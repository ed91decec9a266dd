import Core
import Storage
import Testing

@testable import Desk

@Suite("What lies in an area") struct AreaOrderTests {
    /// Gives the column the order of a language, in which a colon stands before the digits, where the engine
    /// has one.
    private func sort(_ database: any Database) async throws {
        try await database.write { connection in
            guard connection.dialect == .postgres else { return }
            let known: Int? = try connection.value(
                "SELECT count(*) FROM pg_collation WHERE collname = 'und-x-icu'")
            if known == 0 { return }
            try connection.run(
                "ALTER TABLE matters ALTER COLUMN area TYPE TEXT COLLATE \"und-x-icu\"")
        }
    }

    @Test(
        "is found in whichever order the engine has its texts, and nothing of its neighbours",
        arguments: TestEngine.present)
    func orders(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            // Before anything was asked of the column.
            try await Migrator(StorageSchema.migrations + DeskSchema.migrations).migrate(
                database, now: DeskTown.start)
            try await sort(database)
            let town = try await DeskTown.settled(in: database)
            let number = try await town.file().number
            let whole = "\(DeskTown.village)001002"
            try await town.database.write { connection in
                try connection.run("UPDATE matters SET area = \(whole) WHERE number = \(number)")
            }
            let around = AreaLevel.allCases.map { String(whole.prefix($0.length)) }
            let beside: [String] = ["97", "99", "9802", "980102", "980101001001002", "980101001001001001"]
            for code in around + beside {
                let area = DeskTown.area(code)
                let expected = around.contains(code) ? [number] : []
                var filter = MatterFilter()
                filter.area = area
                let asked = try await town.desk.list(filter, in: .city).matters.map(\.number)
                #expect(asked == expected, "\(code)")
                let seen = try await town.desk.list(MatterFilter(), in: .area(area)).matters.map(\.number)
                #expect(seen == expected, "\(code)")
            }
        }
    }

    @Test("stands between its code and a last one")
    func last() {
        let codes = ["98", "9801", "980101", "980101001", "980101001001", "980101001001001"]
        let all = codes + ["97", "99", "9802", "980199999", "980101001001001999", "980101001001001001"]
        for area in codes.map(DeskTown.area) {
            for other in all.map(DeskTown.area) {
                let isBetween = area.text <= other.text && other.text <= area.last
                #expect(isBetween == area.contains(other), "\(other) in \(area)")
            }
            #expect(area.last.utf8.count == AreaLevel.building.length)
        }
    }
}
