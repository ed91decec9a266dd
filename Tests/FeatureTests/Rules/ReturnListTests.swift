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
            for span in [0...200, 100...131, 131...131, 162...200] {
                var (seen, last): ([Int64], Int64?) = ([], nil)
                while true {
                    let before = last
                    let page = try await database.read { connection in
                        try ReturnStore(connection: connection).handings(
                            of: UnitCode("ROADS"), .returned, months: span, before: before, limit: 6)
                    }
                    // The rows of the last matter may go on; they are asked for with the next page.
                    let whole = page.count < 6 ? page : page.filter { $0.matterID != page.last?.matterID }
                    if whole.isEmpty { break }
                    #expect(
                        whole.map { [-$0.matterID, Int64($0.sequence)] }
                            == whole.map { [-$0.matterID, Int64($0.sequence)] }
                            .sorted { ($0[0], $0[1]) < ($1[0], $1[1]) })
                    seen += whole.map(\.matterID)
                    last = whole.last?.matterID
                }
                let expected = wanted(span, months).flatMap { matter in
                    Array(repeating: Int64(matter), count: matter % 7 == 0 ? 2 : 1)
                }
                #expect(seen == expected, "\(span)")
            }
        }
    }
}
