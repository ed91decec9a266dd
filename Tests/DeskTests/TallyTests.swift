import Core
import Desk
import Storage
import Testing

@Suite("The tallies") struct TallyTests {
    /// What a full count says, by the same names.
    private func counted(_ town: DeskTown) async throws -> [String: Int] {
        let columns: SQL = """
            stage, outcome, lead, raised_to, county, town, village, overdue, channel, route, grade,
            supervision, excluded, returns
            """
        let rows = try await town.database.read { try $0.rows("SELECT " + columns + " FROM matters") }
        var counts: [String: Int] = [:]
        for row in rows {
            let outcome: String? = try row.get("outcome")
            let isOverdue: Bool = try row.get("overdue")
            var names = ["channel:\(try row.get("channel", as: String.self))"]
            if let outcome {
                names.append("outcome:\(outcome)")
                if isOverdue { names.append("closedLate") }
            } else {
                names += ["open", "stage:\(try row.get("stage", as: String.self))"]
                if isOverdue { names.append("overdue") }
                if let route: String = try row.get("route") { names.append("route:\(route)") }
                if let grade: String = try row.get("grade") { names.append("grade:\(grade)") }
                if try row.get("supervision", as: Int.self) > 0 { names.append("supervised") }
                if try row.get("returns", as: Int.self) > 0 { names.append("returned") }
            }
            if try row.get("excluded", as: Bool.self) { names.append("excluded") }
            var scopes = [""]
            for column in ["county", "town", "village"] { scopes.append(try row.get(column)) }
            let units: [String?] = [try row.get("lead"), try row.get("raised_to")]
            scopes += Set(units.compactMap(\.self)).map { "unit:\($0)" }
            for scope in scopes { for name in names { counts["\(scope)|\(name)", default: 0] += 1 } }
        }
        return counts
    }

    private func kept(_ town: DeskTown) async throws -> [String: Int] {
        let rows = try await town.database.read { try $0.rows("SELECT scope, name, count FROM tallies") }
        var counts: [String: Int] = [:]
        for row in rows {
            let count: Int = try row.get("count")
            if count != 0 {
                counts["\(try row.get("scope", as: String.self))|\(try row.get("name", as: String.self))"] =
                    count
            }
        }
        return counts
    }

    @Test("equal a full count after any moves, and after they are made anew", arguments: TestEngine.present)
    func equal(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var life = RandomLife(town: town, seed: 17, contentPercent: 90)
            for _ in 0..<3 {
                try await life.lead(matters: 20, steps: 12)
                try await town.follow()
                let (kept, counted) = (try await kept(town), try await counted(town))
                #expect(kept == counted)
            }
            let all = try await counted(town).filter { $0.key.hasPrefix("|") }
            #expect(all["|outcome:solved"] ?? 0 > 2, "\(all)")
            let runner = FollowerRunner(database: town.database, followers: [Tallies.follower])
            try await town.run("UPDATE tallies SET count = 0")
            try await runner.rebuild("tallies")
            #expect(try await kept(town).isEmpty)
            try await town.follow()
            #expect(try await kept(town) == counted(town))
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test(
        "count each matter once while it is filed, moved and followed at the same time",
        arguments: TestEngine.present)
    func meanwhile(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { for _ in 0..<15 { _ = try await town.dispatched() } }
                    group.addTask {
                        for _ in 0..<15 {
                            try await FollowerRunner(database: town.database, followers: [Tallies.follower])
                                .advanceAll()
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await town.follow()
            #expect(try await kept(town) == counted(town))
            #expect(try await kept(town)["unit:\(DeskTown.unit)|stage:dispatched"] == 60)
        }
    }

    @Test("stand on the workbench of whoever may see them, and of nobody else")
    func bench() async throws {
        try await DeskTown.with(.sqlite) { town in
            for _ in 0..<3 { _ = try await town.dispatched() }
            _ = try await town.file()
            try await town.follow()
            let mine = try await town.desk.workbench(of: DeskTown.handler.posts)
            #expect(mine.map(\.scope) == [.unit(DeskTown.unit)])
            #expect(mine[0].waiting == 3)
            let desk = try await town.desk.workbench(of: DeskTown.clerk.posts)
            #expect(desk[0].scope == .city && desk[0].counts["open"] == 4 && desk[0].waiting == 1)
            let far = try await town.desk.workbench(of: DeskTown.person("clerk", in: "JY-GOV").posts)
            #expect(far[0].counts.isEmpty && far[0].mine.isEmpty)
            #expect(try await town.desk.workbench(of: []).isEmpty)
        }
    }
}
