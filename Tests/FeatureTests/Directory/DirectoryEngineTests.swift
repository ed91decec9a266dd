import Core
import Directory
import HTTPTypes
import Storage
import Testing
import Web

@Suite("On either engine the directory")
struct DirectoryEngineTests {
    private static let new = ["password": "a brook behind the barn", "again": "a brook behind the barn"]

    @Test(
        "sets up, imports, finds, signs in, renews, opens by token and ends it all",
        arguments: TestEngine.present)
    func life(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await Town(database: database)
            let rows = ["ada", "Ben_1", "cy%"].map {
                PostRow(
                    login: $0.filter { $0 != "%" }, name: LocalText(zh: "人\($0)", en: $0), post: Town.desk)
            }
            #expect(try await town.directory.importPeople(rows, now: town.now).people == 3)
            #expect(try await town.directory.importPeople(rows, now: town.now) == PeopleImported())
            let path = try #require(try await town.directory.firstRunLink(now: town.now))
            let boss = WebClient(town.server)
            let answers = ["login": "boss", "name_zh": "主任"].merging(Self.new) { $1 }
            #expect(try await boss.post(path, answers, from: path).status == 303)
            #expect(try await boss.get("/directory?q=BEN_").text.contains("人Ben_1"))
            #expect(try await !boss.get("/directory?q=%25").text.contains("人ada"))
            let found = try await town.directory.people(unit: UnitCode("HOTLINE"), after: "ada", limit: 2)
            #expect(found.map(\.login) == ["ben_1", "boss"])
            try await useAndEnd(town, boss)
        }
    }

    private func useAndEnd(_ town: Town, _ boss: WebClient) async throws {
        let ben = try #require(try await town.directory.person(login: "ben_1"))
        let link = try await town.directory.reset(login: "ben_1", by: Town.operators, now: town.now)
        let client = WebClient(town.server)
        #expect(try await client.post(link, Self.new, from: link).status == 303)
        let secret = client.jar["lx_s"]
        town.wait(minutes: 61)
        #expect(try await client.get("/account").status == 200)
        #expect(client.jar["lx_s"] != secret)
        #expect(try await town.signedIn("ben_1", password: "something else here").jar["lx_s"] == nil)
        #expect(try await town.signedIn("ben_1", password: "a brook behind the barn").jar["lx_s"] != nil)
        let token = try await town.directory.createToken(
            login: "ben_1", name: "program", scopes: ["directory:read"], expires: town.now + 86_400_000,
            by: Town.operators, now: town.now)
        let program = WebClient(town.server, headers: [.authorization: "Bearer \(token)"])
        #expect(try await program.json("GET", "/api/v1/people?size=2").status == 200)
        let post = try #require(ben.posts.first)
        #expect(
            try await boss.post(
                "/directory/\(ben.id)/posts/end", ["post": "\(post.id)", "reason": "x"],
                from: "/directory/\(ben.id)"
            ).status == 303)
        #expect(
            try await boss.post(
                "/directory/\(ben.id)/hand-over", ["deactivate": "on", "reason": "x"],
                from: "/directory/\(ben.id)"
            ).status == 303)
        #expect(try await client.get("/account").status != 200)
        #expect(try await program.json("GET", "/api/v1/people").status == 401)
    }

    @Test("shows the demo's people", arguments: TestEngine.present)
    func demo(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await Town(demo: true, database: database)
            let row = PostRow(login: "ada", name: Town.text("阿达"), post: Town.desk)
            try await town.directory.importPeople([row], now: town.now)
            #expect(try await WebClient(town.server).get("/demo").text.contains("阿达"))
        }
    }
}
