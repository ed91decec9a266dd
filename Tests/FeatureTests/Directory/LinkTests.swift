import Core
import Directory
import Testing
import Web

@Suite("A one-time link")
struct LinkTests {
    private static let new = ["password": "a brook behind the barn", "again": "a brook behind the barn"]

    @Test("makes the first administrator, once, and no account comes with a password")
    func firstRun() async throws {
        let town = try await Town()
        let path = try #require(try await town.directory.firstRunLink(now: town.now))
        let second = try #require(try await town.directory.firstRunLink(now: town.now))
        for login in ["admin", "administrator", "root", "lianxin"] {
            for password in ["admin", "password", "", "lianxin", "administrator"] {
                #expect(try await town.signedIn(login, password: password).jar["lx_s"] == nil)
            }
        }
        let client = WebClient(town.server)
        let answers = ["login": "Zhang.San", "name_zh": "张三", "name_en": ""].merging(Self.new) { $1 }
        #expect(try await client.post(path, answers).status == 403)
        let done = try await client.post(path, answers, from: path)
        #expect(done.status == 303)
        #expect(try await client.get("/directory").status == 200)
        #expect(try await town.directory.firstRunLink(now: town.now) == nil)
        let thief = WebClient(town.server)
        for used in [path, second] {
            #expect(try await thief.get(used).status == 410)
            let csrf = try await thief.get("/sign-in").hidden("csrf") ?? ""
            let again = answers.merging(["login": "thief", "csrf": csrf]) { $1 }
            #expect(try await thief.post(used, again).status == 410)
        }
        #expect(try await town.directory.person(login: "thief") == nil)
        #expect(try await town.signedIn("zhang.san", password: "a brook behind the barn").jar["lx_s"] != nil)
    }

    @Test("to set up takes over a listed person without a password, but nobody who has one")
    func takesOver() async throws {
        let town = try await Town()
        let row = PostRow(login: "zhang.san", name: Town.text("张"), post: Town.administrator)
        try await town.directory.importPeople([row], now: town.now)
        try await town.person("li.lei")
        let path = try #require(try await town.directory.firstRunLink(now: town.now))
        let client = WebClient(town.server)
        let taken = try await client.post(
            path, ["login": "li.lei", "name_zh": "李"].merging(Self.new) { $1 }, from: path)
        #expect(taken.status == 422)
        #expect(try await town.signedIn("li.lei").jar["lx_s"] != nil)
        let done = try await client.post(
            path, ["login": "zhang.san", "name_zh": "张三"].merging(Self.new) { $1 }, from: path)
        #expect(done.status == 303)
        let person = try #require(try await town.directory.person(login: "zhang.san"))
        #expect(person.posts.count == 1 && person.name.zh == "张三")
    }

    @Test("is not used up by a password that is refused")
    func weak() async throws {
        let town = try await Town()
        let path = try #require(try await town.directory.firstRunLink(now: town.now))
        let client = WebClient(town.server)
        let base = ["login": "zhang.san", "name_zh": "张三"]
        for (one, other) in [
            ("short", "short"), ("password12345", "password12345"), ("long enough one", "other"),
        ] {
            let answer = try await client.post(
                path, base.merging(["password": one, "again": other]) { $1 }, from: path)
            #expect(answer.status == 422)
            #expect(!answer.text.contains(one))
        }
        #expect(try await client.post(path, base.merging(Self.new) { $1 }, from: path).status == 303)
    }

    @Test("to reset works once; the old password holds until then and every session ends with it")
    func reset() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let session = try await town.signedIn("li.lei")
        let path = try await town.directory.reset(login: "li.lei", by: Town.operators, now: town.now)
        #expect(try await town.signedIn("li.lei").jar["lx_s"] != nil)
        let client = WebClient(town.server)
        #expect(try await client.post(path, Self.new, from: path).status == 303)
        #expect(try await session.get("/account").status != 200)
        #expect(try await town.signedIn("li.lei").jar["lx_s"] == nil)
        #expect(try await WebClient(town.server).get(path).status == 410)
        let token = try await client.get("/account").hidden("csrf") ?? ""
        #expect(try await client.post(path, Self.new.merging(["csrf": token]) { $1 }).status == 410)
    }

    @Test("used by two at once lets in one")
    func race() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let path = try await town.directory.reset(login: "li.lei", by: Town.operators, now: town.now)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let client = WebClient(town.server)
                    let csrf = try await client.get("/sign-in").hidden("csrf") ?? ""
                    return try await client.post(path, Self.new.merging(["csrf": csrf]) { $1 }).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 303 } == 1)
        #expect(statuses.allSatisfy { $0 == 303 || $0 == 410 })
    }

    @Test("opens nothing once it is over: expired, followed by another, altered, of somebody deactivated")
    func over() async throws {
        let town = try await Town()
        let id = try await town.person("li.lei")
        func link() async throws -> String {
            try await town.directory.reset(login: "li.lei", by: Town.operators, now: town.now)
        }
        let client = WebClient(town.server)
        let first = try await link()
        let second = try await link()
        #expect(try await client.get(first).status == 410)
        #expect(try await client.get(second).status == 200)
        let last = second.hasSuffix("A") ? "E" : "A"
        #expect(try await client.get(second.dropLast() + last).status == 410)
        #expect(try await client.get("/reset/x").status == 410)
        #expect(try await client.get(second.replacing("/reset/", with: "/set-up/")).status == 410)
        town.wait(minutes: 24 * 60)
        #expect(try await client.get(second).status == 410)
        let third = try await link()
        try await town.directory.deactivate(id, by: Town.operators, now: town.now)
        #expect(try await client.get(third).status == 410)
    }
}
