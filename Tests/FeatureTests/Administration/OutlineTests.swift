import Administration
import CityPack
import Core
import Desk
import Storage
import Testing
import Web

@Suite("An outline")
struct OutlineTests {
    private static let path = "/administration/areas/9801/outline"
    static let square = "30.1, 110.1\n30.1, 110.2\n30.2, 110.2\n30.2, 110.1"

    private func sent(_ text: String, to town: AdministrationTown, _ more: [String: String] = [:])
        async throws
        -> WebAnswer
    {
        let answers = ["outline": text, "do": "save", "note": "量过了", "known": "0", "accepted": "on"]
        return try await town.administrator().post(
            Self.path, answers.merging(more) { $1 }, from: "/account")
    }

    @Test(
        "is refused, and nothing is kept",
        arguments: [
            ("", "Draw an outline first."), ("30.1, 110.1\n30.1, 110.2", "at least three different points"),
            ("30.1, 110.1\n30.1, 110.2\n30.1, 110.2", "at least three different points"),
            ("30.1, 110.1\nhere\n30.2, 110.2", "Line 2 is no point"),
            ("91, 110.1\n30.1, 110.2\n30.2, 110.2", "Line 1 is no point"),
            ("nan, 110.1\n30.1, 110.2\n30.2, 110.2", "Line 1 is no point"),
            ("30.1, 110.1\n30.2, 110.2\n30.1, 110.2\n30.2, 110.1", "crosses itself"),
            ("30.1, 110.1\n30.1, 110.3\n30.1, 110.2\n30.2, 110.2", "crosses itself"),
            (
                "30.1, 110.1\n30.1, 110.2\n30.2, 110.2\n30.2, 110.1\n\n"
                    + "30.15, 110.15\n30.15, 110.3\n30.3, 110.3",
                "crosses itself"
            ),
            ("{}", "no GeoJSON polygon"),
            ("{\"type\":\"Point\",\"coordinates\":[110,30]}", "no GeoJSON polygon"),
            (
                #"{"type":"Polygon","coordinates":[[[110.1,30.1],[110.2,30.1],[110.2,30.2]]]}"#,
                "is not closed"
            ),
            (
                #"{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,1]],"#
                    + "[[1.2,1.2],[1.3,1.2],[1.3,1.3],[1.2,1.2]]]}",
                "cannot have a hole"
            ),
            (
                #"""
                {"type":"FeatureCollection","features":[
                {"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,1]]]}},
                {"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,1]]]}}]}
                """#, "more than one area"
            ),
        ])
    func refused(text: String, because: String) async throws {
        try await AdministrationTown.with { (town: AdministrationTown) async throws in
            let answer = try await sent(text, to: town)
            #expect(answer.status == 422)
            #expect(answer.text.contains(because), "\(because)")
            #expect(try await town.rows("SELECT code FROM area_shapes").isEmpty)
        }
    }

    @Test("of a million points is refused before it is read")
    func million() async throws {
        try await AdministrationTown.with { (town: AdministrationTown) async throws in
            let text = String(repeating: "30.1, 110.1\n", count: 1_000_000)
            #expect(try await sent(text, to: town).status == 413)
            let many = (0..<10_000).map { "30.\($0), 110.1" }.joined(separator: "\n")
            let answer = try await sent(many, to: town)
            #expect(answer.status == 422 && answer.text.contains("Too many points"))
        }
    }

    @Test("is not kept without a reason, nor over a doubt that nobody looked at")
    func reasonAndDoubts() async throws {
        try await AdministrationTown.with { (town: AdministrationTown) async throws in
            let bare = try await sent(Self.square, to: town, ["note": ""])
            #expect(bare.status == 422 && bare.text.contains("Say why it changes"))
            let boss = try await town.administrator()
            var answers = ["outline": Self.square, "do": "save", "note": "x", "known": "0"]
            let doubted = try await boss.post(Self.path, answers, from: "/account")
            #expect(doubted.status == 422 && doubted.text.contains("The city itself has no outline"))
            answers["accepted"] = "on"
            #expect(try await boss.post(Self.path, answers, from: "/account").status == 303)
        }
    }

    @Test(
        "holds at once on either engine, for another server after seconds, and can be taken back",
        arguments: TestEngine.present)
    func kept(engine: TestEngine) async throws {
        try await AdministrationTown.with(engine) { (town: AdministrationTown) async throws in
            let code = try #require(AreaCode("9801"))
            let elsewhere = ShapeSource(areas: town.pack.city.areas, database: town.database)
            #expect(try await elsewhere.areas(at: town.now)[code]?.shape == nil)
            #expect(try await sent(Self.square, to: town).status == 303)
            let shape = try #require(try await town.shapes.areas(at: town.now)[code]?.shape)
            #expect(shape.rings.map(\.count) == [4])
            #expect(try await elsewhere.areas(at: town.now + 1000)[code]?.shape == nil)
            #expect(try await elsewhere.areas(at: town.now + 4000)[code]?.shape == shape)

            let boss = try await town.administrator()
            let bigger = Self.square.replacing("30.2", with: "30.3")
            let stale = try await boss.post(
                Self.path,
                ["outline": bigger, "do": "save", "note": "y", "known": "0", "accepted": "on"],
                from: "/account")
            #expect(stale.status == 409 && stale.text.contains("Somebody else saved"))
            let known = try #require(try await boss.get(Self.path).hidden("known"))
            #expect(try await sent(bigger, to: town, ["known": known]).status == 303)
            let back = try await boss.get("\(Self.path)?version=\(known)")
            #expect(back.text.contains("30.2, 110.2") && !back.text.contains("30.3, 110.2"))
            let kept = try await town.rows(
                "SELECT action, reason FROM access_log WHERE action = 'drawOutline'")
            #expect(kept.count == 2)
            let file = try await boss.get("/administration/areas.geojson").text
            #expect(file.contains("\"MultiPolygon\"") && file.contains("[110.1,30.3]"))
        }
    }

    @Test("is edited without script: fields, insert, remove, up and down, and only saving keeps it")
    func buttons() async throws {
        try await AdministrationTown.with { (town: AdministrationTown) async throws in
            let boss = try await town.administrator()
            func act(_ act: String, _ text: String, _ more: [String: String] = [:]) async throws -> [String] {
                let page = try await boss.post(
                    Self.path, ["outline": text, "do": act, "mark": "other"].merging(more) { $1 },
                    from: "/account")
                #expect(page.status == 200)
                let area = page.text.split(separator: "<textarea").dropFirst().first?
                    .split(separator: ">", maxSplits: 1).last?.split(separator: "</textarea").first
                return (area ?? "").split(separator: "\n").map(String.init)
            }
            let lines = Self.square.split(separator: "\n").map(String.init)
            #expect(try await act("remove:1", Self.square) == [lines[0], lines[2], lines[3]])
            #expect(try await act("down:0", Self.square) == [lines[1], lines[0], lines[2], lines[3]])
            #expect(try await act("up:3", Self.square) == [lines[0], lines[1], lines[3], lines[2]])
            #expect(
                try await act("insert:3", Self.square)
                    == lines + ["30.15, 110.1"])
            #expect(try await act("remove:77", Self.square) == lines)
            let shown = try await boss.post(
                Self.path, ["outline": Self.square, "do": "show:0", "mark": "x"], from: "/account")
            let mark = try #require(shown.hidden("mark"))
            let typed = ["mark": mark, "lat-2": "30.25", "lon-2": "110.25"]
            #expect(try await act("check", Self.square, typed)[2] == "30.25, 110.25")
            #expect(try await act("check", Self.square, typed.merging(["mark": "z"]) { $1 })[2] == lines[2])
            #expect(try await town.rows("SELECT code FROM area_shapes").isEmpty)
        }
    }

    @Test("is held against the city, the area around it and its neighbours")
    func held() async throws {
        var pack = TinyPack()
        pack.files["areas.csv"] = """
            code,name_zh,name_en,latitude,longitude
            98,小城,Tiny,30.5,110.5
            9801,东城,East,,
            9802,西城,West,,
            980101,东一,East One,,
            """
        try await AdministrationTown.with(.sqlite, pack) { (town: AdministrationTown) async throws in
            let boss = try await town.administrator()
            func save(_ code: String, _ text: String, accepted: Bool = false) async throws -> WebAnswer {
                var answers = ["outline": text, "do": "save", "note": "x", "known": "0"]
                if accepted { answers["accepted"] = "on" }
                return try await boss.post("/administration/areas/\(code)/outline", answers, from: "/account")
            }
            let city = "30, 110\n30, 111\n31, 111\n31, 110"
            #expect(try await save("98", city).status == 303)
            let out = try await save("9801", "30, 110\n30, 110.5\n32, 110.5", accepted: true)
            #expect(out.status == 422 && out.text.contains("Point 3 lies outside the city"))
            #expect(try await save("9801", "30, 110\n30, 110.5\n31, 110.5\n31, 110").status == 303)
            let over = try await save("9802", "30, 110.4\n30, 111\n31, 111\n31, 110.4")
            #expect(over.status == 422 && over.text.contains("overlaps East"))
            let outside = try await save("980101", "30.1, 110.1\n30.1, 110.9\n30.2, 110.9\n30.2, 110.1")
            #expect(outside.status == 422 && outside.text.contains("2 points lie outside East"))
            let touching = try await save("9802", "30, 110.5\n30, 111\n31, 111\n31, 110.5")
            #expect(touching.status == 303)
        }
    }

    @Test("of one degree has the size it has on the earth")
    func size() async throws {
        try await AdministrationTown.with { (town: AdministrationTown) async throws in
            let text = "0, 110\n0, 111\n1, 111\n1, 110"
            let page = try await town.administrator().post(
                Self.path, ["outline": text, "do": "check"], from: "/account")
            #expect(page.text.contains("12392 km²"))
        }
    }
}
