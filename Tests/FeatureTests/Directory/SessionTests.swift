import Core
import Directory
import Storage
import Testing
import Web

@Suite("A session")
struct SessionTests {
    private static let hour: Int64 = 60

    @Test("ends after eight hours without a request")
    func idle() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let client = try await town.signedIn("li.lei")
        town.wait(minutes: 8 * Self.hour - 1)
        #expect(try await client.get("/account").status == 200)
        town.wait(minutes: 8 * Self.hour + 1)
        #expect(try await client.get("/account").status != 200)
        #expect(client.jar["lx_s"] == nil)
    }

    @Test("ends after seven days, however busy it was")
    func whole() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let client = try await town.signedIn("li.lei")
        for _ in 0..<(7 * 24 / 6 - 1) {
            town.wait(minutes: 6 * Self.hour)
            #expect(try await client.get("/account").status == 200)
        }
        town.wait(minutes: 6 * Self.hour)
        #expect(try await client.get("/account").status != 200)
    }

    @Test("gets a new secret every hour; the old one holds a minute, then it takes the session with it")
    func rotation() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let client = try await town.signedIn("li.lei")
        let first = try #require(client.jar["lx_s"])
        town.wait(minutes: 59)
        _ = try await client.get("/account")
        #expect(client.jar["lx_s"] == first)
        let form = try await client.get("/account").formToken
        town.wait(minutes: 1)
        #expect(try await client.get("/account").status == 200)
        #expect(client.jar["lx_s"] != first)
        #expect(try await client.get("/account").formToken == form)
        let late = WebClient(town.server)
        late.setCookie("lx_s", first)
        town.wait(60_000)
        #expect(try await late.get("/account").status == 200)
        #expect(late.jar["lx_s"] == first)
        #expect(try await client.get("/account").status == 200)
        town.wait(1_000)
        #expect(try await late.get("/account").status != 200)
        #expect(try await client.get("/account").status != 200)
    }

    @Test("is renewed once by requests side by side, and none of them is refused")
    func parallelRotation() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let client = try await town.signedIn("li.lei")
        let secret = try #require(client.jar["lx_s"])
        town.wait(minutes: 61)
        let results = try await withThrowingTaskGroup(of: SignedIn?.self) { group in
            for _ in 0..<20 {
                group.addTask { try await town.directory.officer(session: secret, now: town.now) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.allSatisfy { $0 != nil })
        #expect(results.count { $0?.replacement != nil } == 1)
    }

    @Test("costs no write more than once a minute")
    func quiet() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let client = try await town.signedIn("li.lei")
        func seen() async throws -> Moment {
            try #require(try await town.rows("SELECT MAX(seen_at) AS seen FROM sessions").first).get("seen")
        }
        let start = try await seen()
        for _ in 0..<5 {
            town.wait(10_000)
            _ = try await client.get("/account")
        }
        #expect(try await seen() == start)
        town.wait(10_000)
        _ = try await client.get("/account")
        #expect(try await seen() == start + 60_000)
    }

    @Test("ends at once when its person is deactivated, and a post that ends takes its powers along")
    func deactivated() async throws {
        let town = try await Town()
        try await town.person("boss", [Town.administrator])
        let id = try await town.person("li.lei", [Town.desk, Town.administrator])
        let client = try await town.signedIn("li.lei")
        #expect(try await client.get("/directory").status == 200)
        let person = try #require(try await town.directory.person(id))
        let post = try #require(person.posts.first { $0.post == Town.administrator })
        try await town.directory.endPost(post.id, of: id, by: Town.operators, now: town.now)
        #expect(try await client.get("/directory").status == 403)
        #expect(try await client.get("/account").status == 200)
        try await town.directory.deactivate(id, by: Town.operators, now: town.now)
        #expect(try await client.get("/account").status != 200)
        try await town.directory.activate(id, by: Town.operators, now: town.now)
        #expect(try await client.get("/account").status != 200)
    }

    @Test("ends on this server within seconds when another server ended it")
    func elsewhere() async throws {
        let town = try await Town()
        let id = try await town.person("li.lei")
        let client = try await town.signedIn("li.lei")
        _ = try await client.get("/account")
        let other = try await Town(database: town.database)
        try await other.directory.deactivate(id, by: Town.operators, now: town.now)
        town.wait(5_000)
        #expect(try await client.get("/account").status != 200)
    }

    @Test("ends by signing out, for every copy of its secret")
    func signOut() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let client = try await town.signedIn("li.lei")
        let copy = WebClient(town.server)
        copy.setCookie("lx_s", try #require(client.jar["lx_s"]))
        #expect(try await client.post("/sign-out", [:]).status == 403)
        #expect(try await copy.get("/account").status == 200)
        #expect(try await client.post("/sign-out", [:], from: "/account").location == "/sign-in")
        #expect(client.jar["lx_s"] == nil)
        #expect(try await copy.get("/account").status != 200)
    }

    @Test("that its owner does not know can be ended by them, and by nobody else")
    func ownSessions() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        try await town.person("han.mei")
        let here = try await town.signedIn("li.lei")
        let there = try await town.signedIn("li.lei")
        let page = try await here.get("/account")
        let others = page.text.split(separator: "name=\"session\" value=\"").dropFirst()
            .map { String($0.prefix { $0 != "\"" }) }
        // The third began when the password was chosen.
        #expect(others.count == 2)
        let stranger = try await town.signedIn("han.mei")
        for other in others {
            _ = try await stranger.post("/account/sessions/end", ["session": other], from: "/account")
        }
        #expect(try await there.get("/account").status == 200)
        for other in others {
            _ = try await here.post("/account/sessions/end", ["session": other], from: "/account")
        }
        #expect(try await there.get("/account").status != 200)
        #expect(try await here.get("/account").status == 200)
    }

    @Test("survives a changed password only where it was changed, with another secret")
    func changedPassword() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let here = try await town.signedIn("li.lei")
        let there = try await town.signedIn("li.lei")
        let before = here.jar["lx_s"]
        let new = "a quieter password"
        let wrong = try await here.post(
            "/account/password", ["present": "not the password", "password": new, "again": new],
            from: "/account")
        #expect(wrong.status == 422)
        let answer = try await here.post(
            "/account/password", ["present": Town.password, "password": new, "again": new], from: "/account")
        #expect(answer.status == 303)
        #expect(here.jar["lx_s"] != before)
        #expect(try await here.get("/account").status == 200)
        #expect(try await there.get("/account").status != 200)
        #expect(try await town.signedIn("li.lei").jar["lx_s"] == nil)
        #expect(try await town.signedIn("li.lei", password: new).jar["lx_s"] != nil)
    }

    @Test(
        "cannot be made up",
        arguments: [
            "", "x", "A", String(repeating: "A", count: 43), String(repeating: "A", count: 5_000), "../x",
        ])
    func madeUp(secret: String) async throws {
        let town = try await Town()
        #expect(try await town.directory.officer(session: secret, now: town.now) == nil)
    }
}
