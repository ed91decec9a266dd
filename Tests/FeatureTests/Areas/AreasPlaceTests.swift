import Markup
import HTTPTypes
@testable import Areas
import Core
import Foundation
import Storage
import Testing
import Web

@Suite("A place on the map")
struct AreasPlaceTests {
    @Test("is found as the smallest area around it")
    func found() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let client = WebClient(try await AreasTown(database).server)
            let answer = try await client.get("/areas/at.json?latitude=30.605&longitude=110.205")
            #expect(answer.status == 200)
            #expect(answer.text.contains("\"area\":\"\(AreasTown.grid)\""))
            #expect(answer.text.contains("东县 桥头镇 桥头村 第一网格"))
            let led = try await client.get("/areas?latitude=30.605&longitude=110.205")
            #expect(led.status == 303 && led.location == "/areas/\(AreasTown.grid)")
        }
    }

    @Test(
        "that cannot be is refused with what is wrong",
        arguments: [
            ("NaN", "110.2", 400, "notNumbers"), ("30,6", "110,2", 400, "notNumbers"),
            ("3.06e1", "110.2", 400, "notNumbers"), ("", "", 400, "notNumbers"),
            ("+-30", "110", 400, "notNumbers"),
            ("30.6'", "110.2", 400, "notNumbers"), ("1111111111111111111111", "0", 400, "notNumbers"),
            ("91", "110.2", 400, "outOfRange"), ("30.6", "181", 400, "outOfRange"),
            ("110.2", "30.6", 400, "swapped"), ("0", "0", 400, "zero"), ("0.0", "-0", 400, "zero"),
            ("35", "110.2", 404, "outside"), ("30.6", "-179.99", 404, "outside"),
            ("30.6", "180", 404, "outside"),
        ])
    func refused(latitude: String, longitude: String, status: Int, code: String) async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let client = WebClient(try await AreasTown(database).server)
            let query = "latitude=\(WebClient.encode(latitude))&longitude=\(WebClient.encode(longitude))"
            let answer = try await client.get("/areas/at.json?\(query)")
            #expect(answer.status == status)
            #expect(answer.text.contains("\"code\":\"\(code)\""), "\(answer.text)")
            #expect(!answer.text.contains("⟦"))
            if !latitude.isEmpty {
                let page = try await client.get("/areas?\(query)")
                #expect(page.status == 422)
                #expect(Structure.complaints(ofBytes: page.bytes) == [])
            }
        }
    }

    @Test("from a Chinese map app is moved back by its shift")
    func datum() async throws {
        // A published pair: Tiananmen in WGS-84 and in GCJ-02.
        let real = try #require(Position(latitude: 39.907375, longitude: 116.391349))
        let app = try #require(Position(latitude: 39.908778, longitude: 116.397593))
        #expect(real.asGCJ02.distance(to: app) < 10)
        #expect(app.fromGCJ02.distance(to: real) < 10)
        #expect(real.distance(to: app) > 400)
        for latitude in stride(from: 20.0, through: 50, by: 5) {
            for longitude in stride(from: 80.0, through: 130, by: 10) {
                let place = try #require(Position(latitude: latitude, longitude: longitude))
                #expect(place.asGCJ02.fromGCJ02.distance(to: place) < 0.001)
            }
        }
        let abroad = try #require(Position(latitude: 48.85, longitude: 2.35))
        #expect(abroad.asGCJ02 == abroad && abroad.fromGCJ02 == abroad)
        try await TestEngine.sqlite.withDatabase { database in
            let client = WebClient(try await AreasTown(database).server)
            let moved = AreasTown.inGrid.map(\.asGCJ02)
            let place = try #require(moved)
            let query = "latitude=\(place.latitude)&longitude=\(place.longitude)"
            let found = try await client.get("/areas/at.json?\(query)&datum=gcj02")
            #expect(found.text.contains("\"area\":\"\(AreasTown.grid)\""))
            #expect(try await client.get("/areas/at.json?\(query)&datum=bd09").status == 400)
        }
    }

    @Test("has what is open around it, the closest first, and no more than five")
    func near() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await AreasTown(database)
            for step in [3, 1, 2, 0, 5, 4, 6] {
                try await town.lamp(
                    position: Position(latitude: 30.605 + Double(step) * 0.001, longitude: 110.205))
            }
            try await town.lamp(position: Position(latitude: 30.69, longitude: 110.205))
            let client = WebClient(town.server)
            let answer = try await client.get("/areas/near.json?latitude=30.605&longitude=110.205")
            let rows = try JSONDecoder().decode([Near].self, from: Data(answer.text.utf8))
            #expect(rows.count == 5)
            #expect(rows.map(\.distanceMeters) == rows.map(\.distanceMeters).sorted())
            #expect(rows.first?.distanceMeters == 0)
            #expect(rows.allSatisfy { $0.category == "路灯" && $0.meToo == 0 && $0.key.count == 20 })
            let other = try await client.get(
                "/areas/near.json?latitude=30.605&longitude=110.205&category=aid")
            #expect(other.text == "[]")
            #expect(try await client.get("/areas/near.json").text == "[]")
            #expect(try await client.get("/areas/near.json?latitude=x&longitude=y").text == "[]")
        }
    }

    private struct Near: Decodable {
        let key: String
        let category: String
        let distanceMeters: Int
        let meToo: Int
    }

    @Test("has outlines level by level, with tiles where the city has them")
    func shapes() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let client = WebClient(try await AreasTown(database).server)
            let answer = try await client.get("/areas/shapes.json?within=\(AreasTown.village)")
            let json = try #require(
                JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any])
            let features = try #require(json["features"] as? [[String: Any]])
            let codes = features.compactMap { ($0["properties"] as? [String: Any])?["code"] as? String }
            #expect(codes == [AreasTown.village, AreasTown.grid])
            #expect((json["bbox"] as? [Double])?.count == 4)
            #expect((json["tiles"] as? [String: String])?["credit"] == "<Tiles>")
        }
    }

    @Test("is found by its name, own names first")
    func search() async throws {
        let search = AreaSearch(areas: AreasTown.city.areas)
        #expect(search.find("桥头").map(\.code.text) == ["110101001", AreasTown.village, AreasTown.grid])
        #expect(search.find("bridge village").first?.code.text == AreasTown.village)
        #expect(search.find("东县 网格").map(\.code.text) == [AreasTown.grid])
        for nothing in ["", "   ", "%", "火星", String(repeating: "桥", count: 5000)] {
            #expect(search.find(nothing).isEmpty)
        }
    }
}
