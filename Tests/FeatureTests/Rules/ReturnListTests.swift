import Core
@testable import Rules
import Storage
import Testing

@Suite("The rows behind a figure of returns")
struct ReturnListTests {
    @Test(
        "come page by page over all its months, nothing twice and nothing lost",
        arguments: TestEngine.present)
    func pages(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await Migrator(RulesSchema.migrations).migrate(database, now: TownCity.start)
            let months = [100, 131, 161]
            // A month's matters lie between those of the others; of some, the unit had two in one month.
            try await database.write { connection in
                let store = ReturnStore(connection: connection)
                for matter in 1...60 {
                    let unit = UnitCode(matter % 4 == 0 ? "WATER" : "ROADS")
                    let result: ReturnStore.Handing.Result = matter % 5 == 0 ? .kept : .returned
                    let handings = (1...(matter % 7 == 0 ? 2 : 1)).map { sequence in
                        ReturnStore.Handing(
                            sequence: sequence, unit: unit, givenAt: TownCity.start,
                            month: months[matter % 3], result: result)
                    }
                    try store.replace(handings, of: Int64(matter))
                }
            }
            func wanted(_ months: ClosedRange<Int>, _ all: [Int]) -> [Int] {
                (1...60).reversed().filter { matter in
                    matter % 4 != 0 && matter % 5 != 0 && months.contains(all[matter % 3])
                }
            }
            // With pages of one row every border lies where a unit's second row of a matter could be lost.
            for (span, limit) in [(0...200, 6), (0...200, 1), (100...131, 3), (131...131, 1), (162...200, 6)]
            {
                let expected = wanted(span, months).flatMap { matter in
                    (1...(matter % 7 == 0 ? 2 : 1)).map { "\(matter) \($0)" }
                }
                let seen = try await rows(database, span, limit: limit)
                #expect(seen == expected, "\(span), \(limit) at a time")
            }
        }
    }

    /// All pages of what was sent back, each row as its matter and its place in the story.
    private func rows(
        _ database: any Database, _ span: ClosedRange<Int>, limit: Int
    ) async throws -> [String] {
        var seen: [String] = []
        var last: ReturnStore.Returned?
        while true {
            let place = last.map { (matter: $0.matterID, sequence: $0.sequence) }
            let page = try await database.read { connection in
                try ReturnStore(connection: connection).handings(
                    of: UnitCode("ROADS"), .returned, months: span, after: place, limit: limit)
            }
            seen += page.map { "\($0.matterID) \($0.sequence)" }
            guard page.count == limit, seen.count < 200 else { return seen }
            last = page.last
        }
    }

    @Test("go on over the border of a page, also within one matter")
    func border() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await RulesTown(database)
            let unit = UnitCode("ROADS")
            let month = town.today.adding(days: 1 - town.today.day).daysSince1970
            try await database.write { connection in
                for matter in 1...3 {
                    let handings = (1...2).map { sequence in
                        ReturnStore.Handing(
                            sequence: sequence, unit: unit, givenAt: TownCity.start, month: month,
                            result: .returned, reason: "duty", words: "缘由\(matter)之\(sequence)")
                    }
                    try ReturnStore(connection: connection).replace(handings, of: Int64(matter))
                }
            }
            let auditor = town.browser("auditor")
            var path: String? = "/rules/figures?unit=ROADS&result=returned&size=3"
            var seen: [String] = []
            while let here = path, seen.count < 9 {
                let page = try await auditor.get(here).text
                let items = page.split(separator: "缘由").dropFirst().map { String($0.prefix(3)) }
                #expect(items.count <= 3)
                seen += items
                path = page.split(separator: "rel=\"next\" href=\"").dropFirst().first
                    .map { String($0.prefix { $0 != "\"" && $0 != "#" }).replacing("&amp;", with: "&") }
            }
            #expect(seen == ["3之1", "3之2", "2之1", "2之2", "1之1", "1之2"])
        }
    }
}
