import Administration
import CityPack
import Core
import Desk
import Directory
import Foundation
import Storage
import Testing
import Web

@Suite("The city pack")
struct PackTests {
    /// The kind with another name for the stage in which the unit works.
    private static func withoutHandling() throws -> String {
        try #require(TinyPack().files["kinds/plea.yaml"]).replacing("handling", with: "working")
    }

    @Test("is noted when it comes into force, once, on either engine", arguments: TestEngine.present)
    func noted(engine: TestEngine) async throws {
        try await AdministrationTown.with(engine) { (town: AdministrationTown) async throws in
            let ledger = PackLedger(town.database)
            #expect(try await ledger.latest() == nil)
            #expect(try await ledger.admit(town.pack, by: "serve @ a", at: town.now))
            #expect(try await !ledger.admit(town.pack, by: "serve @ b", at: town.now))
            try town.changed("roles.yaml", "powers: [figures]", "powers: []")
            let next = try CityPack.load(town.folder.path)
            #expect(try await ledger.admit(next, by: "serve @ b", at: town.now + 1))
            let latest = try #require(try await ledger.latest())
            #expect(latest.hash == next.fingerprint && latest.by == "serve @ b")
            #expect(latest.summary == "0 removed, 1 changed, 0 added")
            let page = try await town.administrator().get("/administration/pack/versions/\(latest.id)")
            #expect(page.status == 200 && page.text.contains("Clerk"))
            #expect(page.text.contains("<del>see figures</del>"))
        }
    }

    @Test(
        "that drops a stage in use is refused at the start, and says how many matters stand there",
        arguments: TestEngine.present)
    func refusedStart(engine: TestEngine) async throws {
        try await AdministrationTown.with(engine) { (town: AdministrationTown) async throws in
            try await town.dispatched()
            try await town.dispatched()
            var pack = TinyPack()
            pack.files["kinds/plea.yaml"] = try Self.withoutHandling()
            try AdministrationTown.write(pack, to: town.folder)
            let next = try CityPack.load(town.folder.path)
            let ledger = PackLedger(town.database)
            do {
                try await ledger.admit(next, by: "serve", at: town.now)
                Issue.record("It came into force.")
            } catch let fault as Fault {
                #expect(fault.code == .configuration)
                #expect(
                    fault.message.contains(#"2 open matters stand in the stage "handling" of "plea""#))
            }
            #expect(try await ledger.latest() == nil)
        }
    }

    @Test("may drop a stage in which only ended matters stand")
    func endedStage() async throws {
        try await AdministrationTown.with { (town: AdministrationTown) async throws in
            let receipt = try await town.dispatched()
            try await town.database.write { connection in
                try connection.run(
                    """
                    UPDATE matters SET status = 'closed', outcome = 'solved'
                    WHERE number = \(receipt.number)
                    """)
            }
            var pack = TinyPack()
            pack.files["kinds/plea.yaml"] = try Self.withoutHandling()
            try AdministrationTown.write(pack, to: town.folder)
            let next = try CityPack.load(town.folder.path)
            #expect(try await PackLedger(town.database).admit(next, by: "serve", at: town.now))
            let run = try await PackDryRun.run(
                old: town.pack.city, new: next.city, holders: [], on: town.database, at: town.now)
            #expect(run.findings.contains { $0.lack == .endedStage(kind: "plea", stage: "handling") })
            #expect(run.blockers.isEmpty)
        }
    }

    @Test(
        "tells before it comes into force what would go elsewhere, end sooner, and who would lose what",
        arguments: TestEngine.present)
    func dryRun(engine: TestEngine) async throws {
        try await AdministrationTown.with(engine) { (town: AdministrationTown) async throws in
            let receipt = try await town.dispatched()
            let city = town.pack.city
            var pack = TinyPack()
            pack.files["dispatch.csv"] = "category,area,unit\n*,98,DESK\nwater,98,DESK\n"
            pack.files["posts.csv"]? += "\nci,慈,Ci,handler,DESK,98\n"
            pack.files["roles.yaml"] = pack.files["roles.yaml"]?.replacing("[figures]", with: "[]")
                .replacing("sight: area", with: "sight: unit")
            pack.files["kinds/plea.yaml"] = pack.files["kinds/plea.yaml"]?.replacing("5wd", with: "7wd")
            try AdministrationTown.write(pack, to: town.folder)
            let next = try CityPack.load(town.folder.path)
            let holders = try await town.directory.everybody(at: town.now).map {
                PackDryRun.Holder(id: $0.id, name: $0.name, posts: $0.posts(at: town.now))
            }
            let run = try await PackDryRun.run(
                old: city, new: next.city, holders: holders, on: town.database, at: town.now)
            #expect(run.blockers.isEmpty && run.redirected == 1)
            #expect(run.elsewhere.first?.new == UnitCode("DESK"))
            #expect(run.clocks.map(\.urgency) == [.ordinary, .emergency])
            #expect(run.clocks.allSatisfy { $0.new > $0.old })
            #expect(run.losses.map(\.name.en) == ["An"])
            #expect(run.losses.first?.powers == [.figures] && run.losses.first?.scopes == [.city])
            let page = try await run.matters(on: town.database, after: nil, limit: 5, at: town.now)
            #expect(page.matters.map(\.number) == [receipt.number] && page.next == nil)
            let later = try await PackDryRun.run(
                old: city, new: next.city, holders: [], on: town.database, at: town.now + 31 * 86_400_000)
            #expect(later.redirected == 0)

            let boss = try await town.administrator()
            let shown = try await boss.get("/administration/pack/dry-run").text
            #expect(
                shown.contains("1 would have gone elsewhere") && shown.contains("Nothing stands in its way"))
            #expect(
                try await boss.get("/administration/pack/dry-run/elsewhere").text.contains(receipt.number))
        }
    }

    @Test("names units, areas and categories in use that it lacks, the blocking first")
    func lacks() async throws {
        try await AdministrationTown.with { (town: AdministrationTown) async throws in
            try await town.dispatched()
            var pack = TinyPack()
            for (file, text) in pack.files {
                pack.files[file] = text.replacing("WATER", with: "RIVER").replacing("9801", with: "9802")
                    .replacing("leak", with: "burst")
            }
            try AdministrationTown.write(pack, to: town.folder)
            let next = try CityPack.load(town.folder.path)
            let holders = [
                PackDryRun.Holder(
                    id: 1, name: Town.text("波"),
                    posts: [Post(role: "handler", unit: UnitCode("WATER"), area: town.pack.city.area)])
            ]
            let run = try await PackDryRun.run(
                old: town.pack.city, new: next.city, holders: holders, on: town.database, at: town.now)
            let area = try #require(AreaCode("9801"))
            #expect(
                run.findings.map(\.lack) == [
                    .unit(UnitCode("WATER")), .category("leak"), .area(area), .post(holders[0].posts[0]),
                ])
            #expect(run.findings.map(\.severity) == [.blocking, .blocking, .warning, .warning])
            let shown = try await town.administrator().get("/administration/pack/dry-run").text
            #expect(shown.contains("1 open matter is with Water"))
        }
    }

    @Test("that is broken on disk is told by file and line, and the city goes on")
    func broken() async throws {
        try await AdministrationTown.with { (town: AdministrationTown) async throws in
            let boss = try await town.administrator()
            #expect(try await boss.get("/administration/pack").text.contains("is the one in force"))
            try town.changed("kinds/plea.yaml", "to: asking", "to: askin")
            let line = try TinyPack.with("kinds/plea.yaml", "to: asking", "to: askin").line(
                of: "to: askin", in: "kinds/plea.yaml")
            let page = try await boss.get("/administration/pack")
            #expect(page.status == 200 && page.text.contains("kinds/plea.yaml:\(line)"))
            #expect(try await boss.get("/administration/pack/dry-run").status == 303)
            try await town.dispatched()
        }
    }
}
