import Core
import Storage
import Testing

@testable import Desk

@Suite("Who handled a matter last") struct HandledTests {
    /// The same said by the log alone, of every open matter.
    private func told(
        _ town: DeskTown, by person: Int64, in units: [UnitCode]
    ) async throws -> [String] {
        let marks = units.map { "officer:\(person)@\($0.text)" }
        return try await town.database.read { connection in
            try connection.rows(
                """
                SELECT number FROM matters
                WHERE lead IN (\(list: units)) AND status = 'open' AND (
                    SELECT actor FROM events WHERE matter_id = matters.id AND actor LIKE 'officer:%'
                    ORDER BY seq DESC LIMIT 1) IN (\(list: marks))
                ORDER BY id DESC
                """
            ).map { try $0.get("number") }
        }
    }

    /// How many matters everybody together handled last, each as the log says it.
    private func compare(_ town: DeskTown) async throws -> Int {
        var all = 0
        for case .officer(let id, let posts) in DeskTown.everybody {
            let units = Set(posts.map(\.unit)).union([DeskTown.unit]).sorted()
            let kept = try await town.desk.lastHandled(by: id, in: units, limit: 100).map(\.number)
            #expect(try await told(town, by: id, in: units) == kept, "\(id)")
            all += kept.count
        }
        return all
    }

    @Test(
        "is whoever at work made the last step, also of what was taken back, until it has ended",
        arguments: TestEngine.present)
    func handled(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let handler = try #require(DeskTown.handler.officerID)
            let units = DeskTown.handler.posts.map(\.unit)
            func mine(_ limit: Int = 9) async throws -> [String] {
                try await town.desk.lastHandled(by: handler, in: units, limit: limit).map(\.number)
            }
            try await town.file()
            let waiting = try await town.dispatched().number
            let (first, second) = (try await town.answered().number, try await town.answered().number)
            #expect(try await mine() == [second, first])
            #expect(try await mine(1) == [second])
            #expect(try await compare(town) == 3)
            // A resident's word is nobody's work.
            try await town.move(
                "rate", [.solved: "no", .satisfied: "no", .why: "还是脏"], on: first, by: .resident)
            #expect(try await mine() == [second, first])
            try await town.move(
                "rate", [.solved: "yes", .satisfied: "yes"], on: second, by: .resident)
            #expect(try await mine() == [first])
            #expect(try await town.desk.lastHandled(by: handler + 1, in: units, limit: 9).isEmpty)
            _ = try await town.desk.undo(
                waiting, by: DeskTown.dispatcher, at: DeskTown.start + 60_000)
            #expect(try await compare(town) == 1)
        }
    }

    @Test("is known after an upgrade of what was handled before", arguments: TestEngine.present)
    func upgraded(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            _ = try await (town.dispatched(), town.answered())
            let step = try #require(DeskSchema.migrations.first { $0.name == "0124-handled" })
            try await town.database.write { connection in
                try connection.run("DROP INDEX matters_handler")
                try connection.run("ALTER TABLE matters DROP COLUMN handler")
                for statement in step.statements(for: connection.dialect) {
                    try connection.run(.verbatim(statement))
                }
            }
            #expect(try await compare(town) == 2)
        }
    }
}
