import Core
import Directory
import HTTPTypes
import Markup
import Testing
import Web

@Suite("The page that signs in as anybody")
struct DirectoryDemoTests {
    private static let rows = [
        PostRow(login: "boss", name: Town.text("甲"), post: Town.administrator),
        PostRow(login: "clerk", name: Town.text("乙"), post: Town.desk),
        PostRow(login: "second", name: Town.text("丙"), post: Town.desk),
        PostRow(login: "water", name: Town.text("丁"), post: Town.handler),
    ]

    @Test("does not exist outside the demo", arguments: [(false, false), (true, false), (false, true)])
    func absent(directory: Bool, site: Bool) async throws {
        let town = try await Town(demo: directory, siteDemo: site)
        try await town.directory.importPeople(Self.rows, now: town.now)
        let client = WebClient(town.server)
        #expect(try await client.get("/demo").status == 404)
        let csrf = try await client.get("/sign-in").hidden("csrf") ?? ""
        let answer = try await client.post("/demo/sign-in", ["person": "1", "csrf": csrf])
        #expect(answer.status == 404)
        #expect(client.jar["lx_s"] == nil)
        #expect(!town.server.routes.contains { $0.path.hasPrefix("/demo") })
    }

    @Test("shows one of every role, signs in with one click, and only from its own form")
    func oneClick() async throws {
        let town = try await Town(demo: true)
        try await town.directory.importPeople(Self.rows, now: town.now)
        let client = WebClient(town.server)
        let page = try await client.get("/demo").text
        #expect(page.split(separator: "<section").count - 1 == 3)
        #expect(page.contains("乙") && !page.contains("丙") && page.contains("受理"))
        #expect(try await client.get("/demo?unit=HOTLINE").text.contains("丙"))
        #expect(try await client.get("/demo?unit=NOWHERE").status == 200)
        let clerk = try #require(try await town.directory.person(login: "clerk"))
        #expect(try await client.post("/demo/sign-in", ["person": "\(clerk.id)"]).status == 403)
        let answer = try await client.post("/demo/sign-in", ["person": "\(clerk.id)"], from: "/demo")
        #expect(answer.location == "/account")
        #expect(try await client.get("/account").text.contains("乙"))
        let boss = try #require(try await town.directory.person(login: "boss"))
        _ = try await client.post("/demo/sign-in", ["person": "\(boss.id)"], from: "/demo")
        #expect(try await client.get("/directory").status == 200)
        for nobody in ["0", "999", "x", ""] {
            let refused = try await client.post("/demo/sign-in", ["person": nobody], from: "/demo")
            #expect([400, 404].contains(refused.status))
        }
    }

    @Test("leaves no way in when the same database is served for real")
    func servedForReal() async throws {
        let demo = try await Town(demo: true)
        try await demo.directory.importPeople(Self.rows, now: demo.now)
        #expect(try await demo.directory.firstRunLink(now: demo.now) == nil)
        let real = try await Town(database: demo.database)
        #expect(try await real.directory.firstRunLink(now: real.now) != nil)
        for password in ["", "demo", "boss"] {
            #expect(try await real.signedIn("boss", password: password).jar["lx_s"] == nil)
        }
    }
}

@Suite("Every page of the directory")
struct DirectoryPageTests {
    @Test("is sound in every state, in both languages, with hostile names")
    func specimens() async throws {
        let town = try await Town(demo: true)
        #expect(town.server.complaints == [])
        let feature = Feature.directory(town.directory)
        let book = WordBook([.web, feature.words])
        let specimens = feature.specimens()
        #expect(specimens.count >= 20)
        for language in [Language.zh, .en] {
            for specimen in specimens {
                let words = book.words(language)
                #expect(try specimen.complaints(words, menu: feature.menu) == [], "\(specimen.name)")
                #expect(try !specimen.document(words).text.contains("<script>alert"), "\(specimen.name)")
            }
        }
    }

    @Test("that shows a person is kept by no cache")
    func notCached() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let client = try await town.signedIn("li.lei")
        #expect(try await client.get("/account").headers[.cacheControl] == "no-store")
    }
}
