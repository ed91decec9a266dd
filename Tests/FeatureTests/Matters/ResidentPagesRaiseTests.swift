import Core
import Desk
import HTTPTypes
import Testing
import Web

/// Raising, as browsers send it.
@Suite("The front door")
struct ResidentPagesRaiseTests {
    /// The town with outlines: the city a square of one degree, the village its north-east quarter.
    private static let outlined: City = {
        let city = TownCity.city
        let shapes = [
            city.area: square(30, 110, 31, 111),
            TownCity.area(TownCity.village): square(30.5, 110.5, 31, 111),
        ]
        return City(
            name: city.name, version: city.version, areas: city.areas.replacing(shapes: shapes),
            area: city.area, units: Array(city.units.values), roles: Array(city.roles.values),
            catalogue: city.catalogue, dispatch: city.dispatch,
            procedures: Array(city.procedures.values), firstKind: city.firstKind, calendar: city.calendar,
            templates: [], desk: city.desk)
    }()

    private static func square(_ south: Double, _ west: Double, _ north: Double, _ east: Double) -> Shape {
        let corners = [(south, west), (south, east), (north, east), (north, west)]
        return Shape(rings: [corners.compactMap { Position(latitude: $0.0, longitude: $0.1) }])
    }

    private func raise(
        _ town: TestTown, _ answers: [String: String], language: String = "zh"
    ) async throws -> (answer: WebAnswer, file: Desk.Dossier?) {
        let client = town.visitor(headers: [.acceptLanguage: language])
        let sent = try await client.post("/raise", answers, from: "/")
        let token = sent.location?.replacing("/raised/", with: "") ?? ""
        guard let number = town.desk.number(ofLink: token) else { return (sent, nil) }
        return (sent, try await town.desk.dossier(.number(number), for: .resident))
    }

    @Test(
        "refuses a place outside the city or one that is no place, and keeps what was written",
        arguments: [
            ("29.9", "110.2"), ("91", "110.2"), ("30.2", "181"), ("NaN", "110.2"), ("3e1", "110.2"),
            ("30,2", "110,2"), ("30.2", ""), ("", "110.2"), ("0x1e", "110.2"), ("30.2.1", "110.2"),
            ("+30.2", "110.2"),
        ])
    func wrongPlace(latitude: String, longitude: String) async throws {
        try await TestTown.with(city: Self.outlined) { town in
            let answers = ["text": "路灯不亮", "latitude": latitude, "longitude": longitude]
            let (answer, _) = try await raise(town, answers)
            #expect(answer.status == 422)
            #expect(answer.text.contains("<a href=\"#latitude\">") && answer.text.contains("路灯不亮"))
            #expect(try await town.count() == 0)
        }
    }

    @Test("finds the area from the place on the map, and keeps a finer one that was chosen")
    func place() async throws {
        try await TestTown.with(city: Self.outlined) { town in
            let inside = ["text": "事", "latitude": "30.75", "longitude": "110.75"]
            #expect(try await raise(town, inside).file?.matter.area.text == TownCity.village)
            let wide = inside.merging(["area": "110101"]) { $1 }
            #expect(try await raise(town, wide).file?.matter.area.text == TownCity.village)
            let grid = "110101001001001"
            let fine = inside.merging(["area": grid]) { $1 }
            let file = try await raise(town, fine).file
            #expect(file?.matter.area.text == grid)
            #expect(file?.record.position == Position(latitude: 30.75, longitude: 110.75))
            let edge = ["text": "事", "latitude": "30.1", "longitude": "110.1"]
            #expect(try await raise(town, edge).file?.matter.area == Self.outlined.area)
        }
    }

    @Test("takes 4,000 characters and a name of 200, and one more of neither")
    func limits() async throws {
        try await TestTown.with { town in
            let (long, name) = (String(repeating: "长", count: 4000), String(repeating: "名", count: 200))
            #expect(try await raise(town, ["text": long, "name": name]).file?.record.text == long)
            #expect(try await raise(town, ["text": long + "长"]).answer.status == 422)
            let answer = try await raise(
                town, ["text": "事", "name": name + String(repeating: "名", count: 100)]
            ).answer
            #expect(answer.status == 422 && answer.text.contains("<a href=\"#name\">"))
            #expect(try await town.count() == 1)
        }
    }

    @Test("cuts a long title between words, in whichever writing")
    func heading() async throws {
        try await TestTown.with { town in
            let english =
                "The street lamp in front of the kindergarten has been broken since last Wednesday evening"
            let title = try #require(
                try await raise(town, ["text": english], language: "en").file?.record.title)
            #expect(title == "The street lamp in front of the kindergarten has been…")
            let chinese = String(repeating: "路灯坏了很久没有人来修", count: 10)
            let cut = try #require(try await raise(town, ["text": chinese]).file?.record.title)
            #expect(cut == chinese.prefix(59) + "…")
            let endless = String(repeating: "a", count: 300)
            #expect(try await raise(town, ["text": endless]).file?.record.title == endless.prefix(59) + "…")
            let whole = "A title of exactly sixty characters is not cut at all, it is"
            #expect(whole.count == 60)
            #expect(try await raise(town, ["text": whole]).file?.record.title == whole)
        }
    }

    @Test("comes with the place of the code that was scanned, and with none for a code of nowhere")
    func scanned() async throws {
        try await TestTown.with { town in
            let client = town.visitor()
            let village = try await client.get("/raise?area=\(TownCity.village)").text
            #expect(village.contains("<option value=\"\(TownCity.village)\" selected>"))
            #expect(village.contains("<option value=\"110101001001001\">"))
            for code in ["999999", "x", "11010a", ""] {
                let page = try await client.get("/raise?area=\(code)")
                #expect(page.status == 200 && !page.text.contains(" selected>"), "\(code)")
            }
        }
    }

    @Test("shows finer places without a script, and stores nothing by it")
    func finer() async throws {
        try await TestTown.with { town in
            let key = String(repeating: "k", count: 32)
            let answers = ["text": "写到一半", "area": "110101001", "finer": "yes", "once": key]
            let (answer, _) = try await raise(town, answers)
            #expect(answer.status == 200 && answer.text.contains("写到一半"))
            #expect(answer.text.contains("<option value=\"\(TownCity.village)\">"))
            #expect(answer.hidden("once") == key)
            #expect(try await town.count() == 0)
        }
    }

    @Test("takes a form that waited for the network once, though the browser forgot who it was")
    func waited() async throws {
        try await TestTown.with { town in
            let client = town.visitor()
            let answers = ["text": "断网时写的", "once": String(repeating: "q", count: 32)]
            let first = try await client.post("/raise", answers, from: "/raise")
            client.forgetCookies()
            client.setCookie("__Host-lx_v", "AAAAAAAAAAAAAAAAAAAAAA")
            let again = try await client.post("/raise", answers, from: "/raise")
            #expect(first.status == 303 && again.location == first.location)
            let short = answers.merging(["once": "short"]) { $1 }
            let mine = try await client.post("/raise", short, from: "/raise")
            client.setCookie("__Host-lx_v", "BBBBBBBBBBBBBBBBBBBBBB")
            let other = try await client.post("/raise", short, from: "/raise")
            #expect(mine.status == 303 && other.status == 303 && other.location != mine.location)
            #expect(try await town.count() == 3)
        }
    }

    @Test("gives a page to keep for times without a network that is nobody's")
    func shell() async throws {
        try await TestTown.with { town in
            for (language, tag) in [("zh", "zh-CN"), ("en", "en")] {
                let page = try await town.browser("clerk").get("/offline/\(language)")
                #expect(page.status == 200 && page.text.contains("<html lang=\"\(tag)\""))
                #expect(page.hidden("csrf") == "" && page.hidden("once") == "")
                #expect(!page.text.contains("测试1") && !page.text.contains("Tester"))
            }
            #expect(try await town.visitor().get("/offline/fr").status == 404)
            let worker = try await town.visitor().get("/service-worker.js")
            #expect(worker.headers[.contentType]?.hasPrefix("text/javascript") == true)
            #expect(worker.headers[.cacheControl] == "no-cache")
            let kept = worker.text.split(separator: "\n").prefix(2).joined()
            #expect(kept.contains("\"/offline/zh\"") && !kept.contains("/track/"))
            let manifest = try await town.visitor().get("/manifest.webmanifest")
            #expect(manifest.value["display"].text == "standalone")
        }
    }
}
