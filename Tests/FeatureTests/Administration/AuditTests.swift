import Administration
import Core
import Desk
import Directory
import Storage
import Testing
import Web

@Suite("The traces")
struct AuditTests {
    @Test("are shut to those who neither manage accounts nor see the whole city's figures")
    func forbidden() async throws {
        try await AdministrationTown.with { (town: AdministrationTown) async throws in
            for path in ["/administration/audit", "/administration/verification"] {
                #expect(try await WebClient(town.server).get(path).status == 303)
                #expect(try await town.browser("bo").get(path).status == 403)
                #expect(try await town.browser("an").get(path).status == 200)
                #expect(try await town.administrator().get(path).status == 200)
            }
            let answer = try await town.browser("bo").post(
                "/administration/verification", ["number": "X"], from: "/account")
            #expect(answer.status == 403)
        }
    }

    @Test("of a city are shut to those who see the figures of a part of it")
    func partOnly() async throws {
        var pack = TinyPack()
        pack.files["posts.csv"] = pack.files["posts.csv"]?.replacing(
            "an,安,An,clerk,DESK,98", with: "an,安,An,clerk,DESK,9801")
        pack.files["posts.csv"]? += "\nce,策,Ce,clerk,DESK,98"
        try await AdministrationTown.with(.sqlite, pack) { (town: AdministrationTown) async throws in
            let part = try await town.browser("an").get("/administration/audit")
            #expect(part.status == 403)
            let whole = try await town.browser("ce").get("/administration/audit")
            #expect(whole.status == 200)
        }
    }

    @Test(
        "keep who came in, who was not let in, and every change, page by page, on either engine",
        arguments: TestEngine.present)
    func kept(engine: TestEngine) async throws {
        try await AdministrationTown.with(engine) { (town: AdministrationTown) async throws in
            let boss = try await town.administrator()
            let failed = try await WebClient(town.server).post(
                "/sign-in", ["login": "an", "password": "wrong wrong wrong"], from: "/sign-in")
            #expect(failed.status == 422)
            let access = try await boss.get("/administration/audit").text
            #expect(access.contains("was not let in") && access.contains("signed in to the demo"))
            let failures = try await boss.get("/administration/audit?group=failures").text
            #expect(failures.contains("was not let in") && !failures.contains("signed in to the demo"))
            let about = try await boss.get("/administration/audit?person=boss").text
            #expect(about.contains("added a person") && !about.contains("was not let in"))
            let first = try await boss.get("/administration/audit?size=1")
            let next = try #require(first.text.split(separator: "rel=\"next\" href=\"").dropFirst().first)
                .prefix { $0 != "\"" }.replacing("&amp;", with: "&")
            #expect(try await boss.get(String(next)).status == 200)
            #expect(try await boss.get("/administration/audit?until=2001-01-01").text.contains("No traces"))
            #expect(try await boss.get("/administration/audit?from=yesterday").status == 422)
            #expect(try await boss.get("/administration/audit?person=nobody").status == 422)
        }
    }

    @Test("keep each look at contact data with its reason", arguments: TestEngine.present)
    func reveals(engine: TestEngine) async throws {
        let reveal = """
              reveal:
                name: {zh: 查看, en: Reveal}
                from: [handling]
                by: [handler]
                asks: [reason]
                does: [revealContact]
            limits:
            """
        var pack = try TinyPack.with("kinds/plea.yaml", "limits:\n", reveal + "\n")
        pack.files["roles.yaml"]?.replace("sight: unit", with: "sight: unit\n    powers: [revealContact]")
        try await AdministrationTown.with(engine, pack) { (town: AdministrationTown) async throws in
            let receipt = try await town.dispatched()
            _ = try await town.desk.perform(
                Order("reveal", [.reason: "要上门看看"]), on: .number(receipt.number),
                by: try await town.actor("bo"), at: town.now)
            let runner = FollowerRunner(database: town.database, followers: [Reveals.follower])
            try await FollowerRunner.settled([Reveals.follower], on: town.database)
            let boss = try await town.administrator()
            let shown = try await boss.get("/administration/audit?view=reveals").text
            #expect(
                shown.contains("要上门看看") && shown.contains(receipt.number) && !shown.contains("19900001234"))
            #expect(
                try await boss.get("/administration/audit?view=reveals&person=an").text.contains("No traces"))
            try await runner.rebuild("reveals")
            #expect(try await town.rows("SELECT event_id FROM reveals").isEmpty)
        }
    }

    @Test(
        "prove of one matter that it is whole, or name the event that is not", arguments: TestEngine.present)
    func verification(engine: TestEngine) async throws {
        try await AdministrationTown.with(engine) { (town: AdministrationTown) async throws in
            let receipt = try await town.dispatched()
            let boss = try await town.administrator()
            func verify(_ number: String) async throws -> WebAnswer {
                try await boss.post(
                    "/administration/verification", ["number": number], from: "/administration/verification")
            }
            #expect(try await verify("QS-nothing").status == 422)
            #expect(try await verify(receipt.number).text.contains("whole and unchanged"))
            try await town.database.write { connection in
                try connection.run("UPDATE matters SET title = 'x' WHERE number = \(receipt.number)")
            }
            #expect(try await verify(receipt.number).text.contains("its title differs"))
            try await town.database.write { connection in
                try connection.run("UPDATE events SET at = at + 1 WHERE seq = 2")
            }
            #expect(try await verify(receipt.number).text.contains("event 2"))
        }
    }
}

@Suite("Places and posts")
struct PlaceTests {
    @Test("are found, counted, and vacant posts are named", arguments: TestEngine.present)
    func places(engine: TestEngine) async throws {
        try await AdministrationTown.with(engine) { (town: AdministrationTown) async throws in
            let boss = try await town.administrator()
            #expect(try await boss.get("/administration/areas?q=East").text.contains("9801"))
            #expect(try await boss.get("/administration/areas?q=nothing").text.contains("No areas"))
            #expect(try await boss.get("/administration/areas?within=98").text.contains("East"))
            #expect(try await boss.get("/administration/units?q=wat").text.contains("WATER"))
            #expect(try await boss.get("/administration/units/WATER").text.contains(">Bo</a>"))
            #expect(try await boss.get("/administration/posts?vacant=on").text.contains("No vacant posts"))
            let bo = try #require(try await town.directory.person(login: "bo"))
            town.wait(1000)
            try await town.directory.endPost(bo.posts[0].id, of: bo.id, by: Town.operators, now: town.now)
            let vacant = try await boss.get("/administration/posts?vacant=on").text
            #expect(vacant.contains("Handler") && vacant.contains("Vacant") && !vacant.contains(">An</a>"))
            let all = try await boss.get("/administration/posts?size=1").text
            let next = try #require(all.split(separator: "rel=\"next\" href=\"").dropFirst().first)
                .prefix { $0 != "\"" }.replacing("&amp;", with: "&")
            #expect(try await boss.get(String(next)).status == 200)
        }
    }
}
