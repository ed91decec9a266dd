@testable import Calls
import Core
import Storage
import Testing

@Suite("A list of calls")
struct CallListTests {
    @Test(
        "goes on where the page before ended, also between calls of one moment",
        arguments: TestEngine.present)
    func pages(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await Migrator(CallsSchema.migrations).migrate(database, now: TownCity.start)
            let start = TownCity.start
            try await database.write { connection in
                let store = CallStore(connection: connection, calendar: TownCity.calendar)
                for number in 0..<50 {
                    _ = try store.call("c\(number)", of: 1, at: start + Int64(number / 7))
                }
            }
            let rows = try await database.read { connection in
                try connection.rows("SELECT id, arrived_at FROM calls_calls").map { row in
                    (id: try row.get("id", as: Int64.self), at: try row.get("arrived_at", as: Moment.self))
                }
            }
            let moments = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0.at) })
            let all = rows.filter { $0.at >= start + 1 && $0.at < start + 6 }
                .sorted { ($0.at, $0.id) > ($1.at, $1.id) }.map(\.id)
            var question = CallQuestion(from: start + 1, until: start + 6)
            var seen: [Int64] = []
            while true {
                let page = try await ids(question, 4, database)
                seen += page
                guard page.count == 4, let last = page.last, let at = moments[last] else { break }
                question.after = (at, last)
            }
            #expect(seen == all && seen.count == 35)
            // A place behind the end of the span leaves the span as it is.
            question.after = (start + 60, 1)
            #expect(try await ids(question, 9, database) == Array(all.prefix(9)))
        }
    }

    private func ids(
        _ question: CallQuestion, _ limit: Int, _ database: any Database
    ) async throws -> [Int64] {
        try await database.read { connection in
            try CallStore(connection: connection, calendar: TownCity.calendar)
                .page(question, limit: limit).map(\.id)
        }
    }
}
