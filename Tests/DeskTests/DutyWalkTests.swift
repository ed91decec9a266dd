import Core
@testable import Desk
import Foundation
import Storage
import Testing

@Suite("Rows of an older program") struct DutyWalkTests {
    /// Matters in every state, more than one step takes at a time.
    private func live(_ town: DeskTown) async throws {
        for index in 0..<(DutyWalkStore.step + 20) {
            let number = try await town.led().number
            switch index % 6 {
            case 0: try await town.give(DutyTown.helper, of: number)
            case 1: try await town.move("supervise", on: number, by: DutyTown.supervisor)
            case 2: try await town.move("escalate", on: number, by: DutyTown.handler)
            case 3: try await town.move("answer", [.answer: "好了"], on: number, by: DutyTown.handler)
            case 4:
                try await town.move(
                    "classify", [.route: "common", .grade: "complex"], on: number, by: DeskTown.dispatcher)
            default: try await town.move("urge", on: number, by: .resident)
            }
        }
    }

    /// The schema and the states as they were before.
    private func age(_ town: DeskTown) async throws {
        try await town.database.write { connection in
            for row in try connection.rows("SELECT id, state FROM matters") {
                let data = Data(try row.get("state", as: String.self).utf8)
                guard var state = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
                    continue
                }
                state["work"] = nil
                let text = String(decoding: try JSONSerialization.data(withJSONObject: state), as: UTF8.self)
                try connection.run(
                    "UPDATE matters SET state = \(text) WHERE id = \(row.get("id", as: Int64.self))")
            }
            for index: SQL in [
                "route", "grade", "supervision", "excluded", "still", "still_lead", "still_county",
                "still_town", "still_village",
            ] { try connection.run("DROP INDEX matters_" + index) }
            for column: SQL in [
                "route", "grade", "supervision", "excluded", "urges", "returns", "sharers",
            ] { try connection.run("ALTER TABLE matters DROP COLUMN " + column) }
            for table: SQL in ["duties", "parts", "duty_walk"] { try connection.run("DROP TABLE " + table) }
            try connection.run("DELETE FROM migrations WHERE name = '0106-duties'")
        }
    }

    private func contents(_ town: DeskTown) async throws -> [String] {
        try await town.database.read { connection in
            let tables: [SQL] = [
                "SELECT * FROM duties ORDER BY matter_id, what, unit, role",
                "SELECT * FROM parts ORDER BY matter_id, unit",
                """
                SELECT id, route, grade, supervision, excluded, urges, returns, sharers, version, stage
                FROM matters ORDER BY id
                """,
            ]
            return try tables.flatMap { try connection.rows($0).map { "\($0.values)" } }
        }
    }

    @Test("are filled from the log, also when the filling is cut off", arguments: TestEngine.present)
    func upgrade(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            try await live(town)
            let before = try await contents(town)
            #expect(try await town.complaints().isEmpty)
            try await age(town)
            try await Migrator(StorageSchema.migrations + DeskSchema.migrations)
                .migrate(town.database, now: DeskTown.start)
            #expect(try await contents(town) != before)
            let goesOn = try await town.database.write {
                try DutyWalkStore(connection: $0, city: DutyTown.city).go()
            }
            #expect(goesOn)
            // Somebody works on while the rest is not done yet.
            let last = try await town.led().number
            try await town.move("withdraw", on: last, by: .resident)
            #expect(try await town.desk.bringUpToDate() == 2)
            #expect(try await town.desk.bringUpToDate() == 0)
            let after = try await contents(town)
            #expect(after.filter { before.contains($0) } == before && after.count == before.count + 1)
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test("that cannot be read stop neither the others nor the start", arguments: TestEngine.present)
    func unreadable(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let first = try await town.shared().number
            let second = try await town.shared().number
            try await town.run("UPDATE matters SET state = '{' WHERE number = \(first)")
            try await town.run("DELETE FROM duties")
            try await town.run("UPDATE duty_walk SET mark = 0, target = 0, whole = 1, last = 0")
            try await town.desk.bringUpToDate()
            #expect(try await town.desk.duties(DutyFilter(), in: .city).rows.map(\.matter.number) == [second])
        }
    }

    @Test("follow a pack that says anew who can do it", arguments: TestEngine.present)
    func otherPack(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let number = try await town.led().number
            try await town.move(
                "askTime", [.until: "2026-04-30", .reason: "等材料"], on: number, by: DutyTown.handler)
            #expect(try await town.owed(by: DutyTown.supervisor) == ["extension"])
            let other = DeskTown(
                database: town.database, city: DutyTown.city(DutyTown.joint(appealers: ["reviewer"])))
            // Not named as forged while nobody started with the other pack.
            #expect(try await other.complaints().isEmpty)
            #expect(try await other.desk.bringUpToDate() > 0)
            #expect(try await other.desk.bringUpToDate() == 0)
            #expect(try await other.owed(by: DutyTown.supervisor).isEmpty)
            #expect(try await other.owed(by: DeskTown.reviewer) == ["extension"])
            #expect(try await other.complaints().isEmpty)
        }
    }
}
