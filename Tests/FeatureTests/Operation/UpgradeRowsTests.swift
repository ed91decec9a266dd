import ArgumentParser
import Core
import Desk
import Directory
import Foundation
import Storage
import Testing
import Web

@testable import lianxin

/// An upgrade of a city that has lived: its year in the tables as each program that went out had them.
@Suite("An upgrade with rows", .serialized)
struct UpgradeRowsTests {
    /// The followers that each state of the program had beyond the one before, as `UpgradeTests.releases`.
    private static let followers: [Set<String>] = [
        ["tallies"], ["mentions", "reveals", "areas"], ["expectations", "assessments", "callbacks"],
        [
            "published", "lines", "slips", "chats", "open311", "open311-client", "deliveries", "stations",
        ],
        ["rules", "triage", "similar", "topics", "quality"],
    ]
    /// Emptied by a later step because they are reckoned anew from the log.
    private static let reckoned: Set<String> = [
        "topics_marks", "topics_matters", "topics_days", "topics_background", "topics_followed",
    ]
    /// The program's own.
    private static let marks: Set<String> = ["migrations", "followers"]

    @Test(
        "loses no row, leaves every story true, and shows every matter as before",
        arguments: TestEngine.present)
    func keeps(engine: TestEngine) async throws {
        try await engine.withPlace { place in
            let address = engine == .sqlite ? "sqlite:\(place.address)" : place.address
            let words = [
                "--database", address, "--city", DemoSite.root.appending(path: "Cities/demo").path,
            ]
            try await DemoCommand.parse(words + ["--matters", "60"]).run()
            let joined = try await Self.joined(place)
            // The newest first: each is taken back from the one before, on the same rows.
            for release in UpgradeTests.releases.indices.reversed() {
                let database = try place.open()
                do {
                    try await Self.upgrade(from: release, engine, database, words, joined)
                } catch {
                    await database.close()
                    throw error
                }
                await database.close()
            }
        }
    }

    private static func upgrade(
        from release: Int, _ engine: TestEngine, _ database: any Database, _ words: [String],
        _ joined: Set<String>
    ) async throws {
        let names = Set(UpgradeTests.releases[...release].flatMap { $0 })
        let shipped = UpgradeTests.all.filter { names.contains($0.name) }
        let then = try await engine.withDatabase { fresh in
            try await Migrator(shipped).migrate(fresh, now: TownCity.start)
            return try await SchemaStore(fresh).columns()
        }
        let store = SchemaStore(database)
        try await store.takeBack(to: then, shipped, followers: Set(followers[...release].flatMap { $0 }))
        #expect(try await store.columns() == then, "release \(release) as it was")
        let kept = SchemaStore.tables(then).subtracting(reckoned).subtracting(marks)
        let before = try await store.counts(of: kept)
        #expect(before["matters", default: 0] >= 60 && before["events", default: 0] > 300)

        try await Migrator(UpgradeTests.all).migrate(database, now: Surroundings.live.now())

        let after = try await store.counts(of: kept)
        #expect(after == before, "release \(release)")
        let site = try await DemoSite(words, database: database)
        try await site.town.desk.bringUpToDate()
        let complaints = try await Verification.run(on: site.town.desk)
        // Before there were joins no story told of one; these stories tell what their table cannot know.
        let excused = names.contains("0121-joins") ? [] : joined
        let untrue = complaints.filter { !excused.contains($0.matter ?? "") }
        #expect(untrue.isEmpty, "release \(release): \(untrue.prefix(5))")
        try await caughtUp(site, database)
        try await readable(site, release)
    }

    /// The numbers of matters that were ever joined to others, or had others joined to them.
    private static func joined(_ place: DatabasePlace) async throws -> Set<String> {
        let database = try place.open()
        let rows = try await database.read { connection in
            try connection.rows(
                """
                SELECT DISTINCT m.number AS number FROM matter_joins AS j
                JOIN matters AS m ON m.id = j.member_id OR m.id = j.main_id
                """)
        }
        await database.close()
        let numbers: [String] = try rows.map { try $0.get("number") }
        #expect((2..<150).contains(numbers.count))
        return Set(numbers)
    }

    private static func caughtUp(_ site: DemoSite, _ database: any Database) async throws {
        let all = Features.followers(site.town)
        try await FollowerRunner.settled(all, on: database)
        #expect(try await FollowerRunner.settled(all, on: database) == 0, "all was followed")
        let there: Int? = try await database.read { try $0.value("SELECT count(*) FROM followers") }
        #expect(there == all.count)
    }

    private static func readable(_ site: DemoSite, _ release: Int) async throws {
        let browser = WebClient(site.server)
        let person = try await site.directory.person(login: "hu.lingjun")
        let id = String(try #require(person).id)
        _ = try await browser.post("/demo/sign-in", ["person": id], from: "/demo")
        let list = try await site.town.desk.list(MatterFilter(), in: .city, limit: 100).matters
        #expect(list.count >= 60)
        for matter in list.prefix(12) {
            let page = try await browser.get("/matters/\(matter.number)")
            #expect(page.status == 200 && page.text.contains(matter.number), "release \(release)")
        }
        for path in ["/matters/workbench", "/matters"] {
            #expect(try await browser.get(path).status == 200, "release \(release): \(path)")
        }
    }
}
