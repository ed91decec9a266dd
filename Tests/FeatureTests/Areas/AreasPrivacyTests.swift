@testable import Areas
import HTTPTypes
import Core
import Foundation
import Storage
import Testing
import Web

@Suite("The pages of areas")
struct AreasPrivacyTests {
    private static let secrets = ["张三", "13912345678", "18号", "不亮，电话", "工号7788", "QS2026", "ROADS"]
    private static let pages = [
        "/areas", "/areas/1101", "/areas/110101", "/areas/110101001", "/areas/\(AreasTown.village)",
        "/areas/\(AreasTown.grid)", "/areas/\(AreasTown.village)/feed.atom", "/areas/shapes.json",
        "/areas/near.json?latitude=30.605&longitude=110.205", "/areas/near.json?area=\(AreasTown.village)",
        "/areas/find.json?q=%E6%A1%A5",
    ]

    @Test(
        "never show who raised a matter, what they wrote, where exactly, its number or its unit",
        arguments: TestEngine.present)
    func masked(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await AreasTown(database)
            let solved = try await town.lamp()
            try await town.lamp(position: Position(latitude: 30.60512, longitude: 110.20549))
            try await town.solve(solved)
            let client = WebClient(town.server)
            for page in Self.pages {
                let answer = try await client.get(page)
                #expect(answer.status == 200, "\(page)")
                let text = answer.text + answer.headers.map { "\($0.name): \($0.value)" }.joined()
                for secret in Self.secrets { #expect(!text.contains(secret), "\(page) shows \(secret)") }
                #expect(!text.contains("30.60512") && !text.contains("110.20549"), "\(page)")
            }
            let page = try await client.get("/areas/\(AreasTown.grid)").text
            #expect(page.contains("路灯，桥头村第一网格") && page.contains("30.605,110.205"))
        }
    }

    @Test(
        "show a matter only once a unit has it, only of open classes, and only while it is open or was solved"
    )
    func shown() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await AreasTown(database)
            let client = WebClient(town.server)
            func shown() async throws -> Int {
                town.clock.move(61_000)
                try await town.follow()
                let answer = try await client.get("/areas/near.json?area=\(AreasTown.grid)")
                return answer.text.split(separator: "\"key\"").count - 1
            }
            let id = try await town.filed("路灯不亮")
            #expect(try await shown() == 0)
            try await town.move("register", [.category: "lamp"], on: id, by: "clerk")
            #expect(try await shown() == 0)
            try await town.move("dispatch", [.unit: "ROADS"], on: id, by: "dispatcher")
            #expect(try await shown() == 1)
            try await town.lamp(text: "家里困难", category: "aid")
            #expect(try await shown() == 1)
            try await town.move("return", [.reason: "不归我管"], on: id, by: "roads")
            #expect(try await shown() == 0)
            try await town.move("dispatch", [.unit: "ROADS"], on: id, by: "dispatcher")
            #expect(try await shown() == 1)
            try await town.move("withdraw", on: id, by: "")
            #expect(try await shown() == 0)
            #expect(try await client.get("/areas/\(AreasTown.grid)").text.contains("现在有 0 件"))
        }
    }

    @Test(
        "count what was raised and solved, and come out the same when they are built anew",
        arguments: TestEngine.present)
    func counted(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await AreasTown(database)
            let first = try await town.lamp()
            try await town.lamp()
            try await town.solve(first)
            let client = WebClient(town.server)
            let sentence = "现在有 1 件在办。最近一年反映 2 件，办好 1 件。"
            #expect(try await client.get("/areas/110101").text.contains(sentence))
            #expect(try await client.get("/areas/110102").text.contains("现在有 0 件"))
            try await FollowerRunner(database: database, followers: [town.areas.follower])
                .rebuild("areas")
            try await town.follow()
            town.clock.move(61_000)
            #expect(try await client.get("/areas/110101").text.contains(sentence))
            town.clock.move(400 * 86_400_000)
            #expect(try await client.get("/areas/110101").text.contains("现在有 1 件在办。最近一年反映 0 件"))
        }
    }

    @Test(
        "may be kept by a cache for a minute, bring nobody's cookie along, and are nobody else's for officers"
    )
    func caches() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await AreasTown(database)
            for path in [
                "/areas/\(AreasTown.village)", "/areas/\(AreasTown.village)/card", "/areas/shapes.json",
            ] {
                let answer = try await WebClient(town.server).get(path)
                #expect(answer.headers[.cacheControl]?.hasPrefix("public, max-age=") == true, "\(path)")
                #expect(answer.cookies.isEmpty, "\(path)")
                #expect(answer.headers[.vary]?.contains("Accept-Language") == true)
            }
            let officer = WebClient(town.server)
            officer.setCookie("__Host-lx_s", "clerk")
            let own = try await officer.get("/areas/\(AreasTown.village)")
            #expect(own.headers[.cacheControl] == "no-store")
            let shapes = try await WebClient(town.server).get("/areas/shapes.json")
            let tag = try #require(shapes.headers[.eTag])
            let again = try await WebClient(town.server).get(
                "/areas/shapes.json", headers: [.ifNoneMatch: tag])
            #expect(again.status == 304 && again.bytes.isEmpty)
        }
    }

    @Test("do not know areas that are none")
    func unknown() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let client = WebClient(try await AreasTown(database).server)
            for path in [
                "/areas/99", "/areas/1", "/areas/abc", "/areas/99/card", "/areas/99/feed.atom",
                "/areas/shapes.json?within=99", "/areas/me-too?key=aaaaaaaaaaaaaaaaaaaa", "/areas/me-too",
                "/areas/99/subscribe", "/areas/subscriptions/1-abc", "/areas/subscriptions/x/end",
            ] {
                #expect(try await client.get(path).status == 404, "\(path)")
            }
        }
    }
}
