import Core
import Desk
import Files
import Foundation
import HTTPTypes
import Markup
import Matters
@testable import Published
import Storage
import Testing
import Web

@Suite("What is published")
struct PublishedTests {
    private static let book = WordBook([
        .web,
        WordFiles(
            owner: "Published", zh: Published.PackageResources.zh_words,
            en: Published.PackageResources.en_words),
    ])

    @Test(
        "is well made and has all its words, in every state and both languages",
        arguments: Language.allCases)
    func wellMade(_ language: Language) throws {
        let words = Self.book.words(language)
        #expect(PublishedSpecimens.all.count >= 9)
        #expect(try PublishedSpecimens.all.flatMap { try $0.complaints(words) } == [])
        for specimen in PublishedSpecimens.all {
            #expect(!(try specimen.document(words).text.contains("<script>alert")), "\(specimen.name)")
        }
        #expect(Self.book.complaints == [])
    }

    /// A town that publishes as much of its one kind.
    private func town(_ level: Publishing, _ body: (TestTown) async throws -> Void) async throws {
        let plain = TownCity.city
        let city = City(
            name: plain.name, version: plain.version, areas: plain.areas, area: plain.area,
            units: Array(plain.units.values), roles: Array(plain.roles.values), catalogue: plain.catalogue,
            dispatch: plain.dispatch, procedures: [TownKind.request], firstKind: "request",
            calendar: plain.calendar, templates: [], desk: plain.desk, publishing: ["request": level])
        try await TestTown.with(
            city: city, features: { desk in TestTown.slices(desk) + [.published(PublishedDesk(desk: desk))] }
        ) { town in
            try await Migrator(
                StorageSchema.migrations + DeskSchema.migrations + MattersSchema.migrations
                    + FilesSchema.migrations + PublishedSchema.migrations
            ).migrate(town.desk.database, now: TownCity.start)
            try await body(town)
        }
    }

    private func follow(_ town: TestTown) async throws {
        let follower = PublicMatters.follower(city: town.desk.city)
        _ = try await FollowerRunner.settled([follower], on: town.desk.database)
    }

    /// A resident's concern that was answered, with personal data in the question and the answer.
    private func answered(_ town: TestTown, _ text: String = "桥头的路灯不亮了，我叫张伟，电话 13800000000") async throws
        -> String
    {
        let life = try await ApiLife.begin(in: town, text: text)
        try await life.move("register", ["category": "lamp"], as: "clerk")
        try await life.move("dispatch", ["unit": "ROADS"], as: "dispatcher")
        try await life.move("answer", ["answer": "=1+1 灯已换好，请打 13800000000，\"谢谢\""], as: "roads")
        return life.number
    }

    @Test("is what was answered, without whom it came from; nothing else")
    func answers() async throws {
        try await town(.place) { town in
            let client = town.visitor()
            #expect(try await client.get("/published").text.contains("还没有公开的答复"))
            let number = try await answered(town)
            let waiting = try await ApiLife.begin(in: town, text: "自来水是黄的").number
            try await follow(town)
            let list = try await client.get("/published")
            #expect(list.status == 200)
            #expect(list.text.contains("/published/\(number)") && list.text.contains("灯已换好"))
            #expect(!list.text.contains("13800000000") && !list.text.contains("张伟"))
            #expect(!list.text.contains(waiting))
            let page = try await client.get("/published/\(number)")
            #expect(page.status == 200 && page.text.contains("路政队") && page.text.contains("道路 / 路灯"))
            #expect(!page.text.contains("13800000000") && !page.text.contains("张伟"))
            #expect(try await client.get("/published/%00").status == 400)
            for path in [waiting, "QS0", "..%2Fetc"] {
                #expect(try await client.get("/published/\(path)").status == 404, "\(path)")
            }
        }
    }

    @Test("is nothing where the city publishes nothing")
    func nothing() async throws {
        try await town(.nothing) { town in
            let number = try await answered(town)
            try await follow(town)
            let client = town.visitor()
            #expect(try await client.get("/published/\(number)").status == 404)
            #expect(try await !client.get("/published").text.contains(number))
            #expect(try await !client.get("/published/matters.csv").text.contains(number))
        }
    }

    @Test("is found by words, topic, area and day; what makes no sense is said")
    func filters() async throws {
        try await town(.area) { town in
            let number = try await answered(town)
            try await follow(town)
            let client = town.visitor()
            for query in [
                "words=%E8%B7%AF%E7%81%AF", "category=roads", "category=lamp", "area=110101",
                "area=110101001", "from=2026-03-01&to=2026-03-02",
            ] {
                #expect(try await client.get("/published?\(query)").text.contains(number), "\(query)")
            }
            for query in [
                "words=%E7%81%AB%E6%98%9F", "category=water", "area=110102", "from=2026-03-03",
                "to=2026-03-01",
            ] {
                let answer = try await client.get("/published?\(query)")
                #expect(answer.status == 200 && !answer.text.contains(number), "\(query)")
            }
            for query in [
                "category=%3Cb%3E", "area=1", "from=2026-02-30", "to=x", "from=2026-03-02&to=2026-03-01",
            ] {
                let answer = try await client.get("/published?\(query)")
                #expect(answer.status == 422 && !answer.text.contains(number), "\(query)")
                #expect(try await client.get("/published/matters.json?\(query)").status == 422, "\(query)")
            }
            for query in ["after=x", "after=%00", "after=eyJ9"] {
                #expect(try await client.get("/published?\(query)").status == 400, "\(query)")
            }
        }
    }

    @Test("can be taken away as a table, without formulas")
    func table() async throws {
        try await town(.place) { town in
            let number = try await answered(town)
            try await follow(town)
            let answer = try await town.visitor().get("/published/matters.csv")
            #expect(answer.status == 200 && answer.headers[.contentType]?.hasPrefix("text/csv") == true)
            #expect(answer.headers[.accessControlAllowOrigin] == "*")
            let records = try CSVReader.records(in: Array(answer.text.utf8)).map { try $0.get().fields }
            #expect(records.first == PublishedColumn.allCases.map(\.rawValue))
            let row = try #require(records.first { $0.first == number })
            let answerColumn = try #require(PublishedColumn.allCases.firstIndex(of: .answer))
            #expect(row[answerColumn].hasPrefix("'=1+1"))
            #expect(!answer.text.contains("13800000000"))
            let metadata = try await town.visitor().get("/published/matters.csv-metadata.json")
            #expect(metadata.headers[.contentType] == "application/csvm+json")
            let names = metadata.value["tableSchema"]["columns"].list.compactMap { $0["name"].text }
            #expect(names == PublishedColumn.allCases.map(\.rawValue))
            #expect(metadata.value["url"].text == "matters.csv")
        }
    }

    @Test(
        "has cells that no spreadsheet computes",
        arguments: [
            ("=1+1", "'=1+1"), ("+86", "'+86"), ("-5.5", "'-5.5"), ("-cmd|x", "'-cmd|x"), ("@a", "'@a"),
            ("\t=1", "'\t=1"), ("\r=1", "\"'\r=1\""), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""),
            ("a\r\nb", "\"a\r\nb\""), ("a\nb", "\"a\nb\""), ("", ""), ("路灯", "路灯"),
            ("=\"x\"", "\"'=\"\"x\"\"\""),
        ])
    func cells(_ raw: String, _ written: String) { #expect(PublishedFile.cell(raw) == written) }

    @Test("can be taken away in pages, each of which says where it goes on")
    func pages() async throws {
        try await town(.place) { town in
            var numbers: Set<String> = []
            for _ in 0..<5 {
                numbers.insert(try await answered(town))
                town.wait(60_000)
            }
            try await follow(town)
            let client = town.visitor()
            var found: [String] = []
            var path = "/published/matters.json?size=2"
            for _ in 0..<5 {
                let page = try await client.get(path)
                #expect(page.status == 200)
                found += page.value["matters"].list.compactMap { $0["number"].text }
                guard let next = page.value["next"].text else { break }
                #expect(page.headers[try #require(HTTPField.Name("Link"))]?.contains("rel=\"next\"") == true)
                path = next.replacing("https://12345.example.org", with: "")
            }
            #expect(found.count == 5 && Set(found) == numbers)
            #expect(found == found.sorted(by: >))
        }
    }

    @Test("has its places on the map only where the city publishes places")
    func map() async throws {
        for level in [Publishing.area, .place] {
            try await town(level) { town in
                let client = town.visitor()
                let answer = try await client.json(
                    "POST", "/api/v1/matters",
                    body: #"""
                        {"text": "路灯坏了", "area": "\#(TownCity.village)", "place": "桥头路口",
                        "latitude": 30.605, "longitude": 110.205,
                        "contact": {"phone": "13800000000"}}
                        """#)
                let life = ApiLife(
                    town: town, number: answer.value["number"].text ?? "",
                    token: answer.value["token"].text ?? "")
                try await life.move("register", ["category": "lamp"], as: "clerk")
                try await life.move("dispatch", ["unit": "ROADS"], as: "dispatcher")
                try await life.move("answer", ["answer": "已换好"], as: "roads")
                try await follow(town)
                let map = try await client.get("/published/matters.geojson")
                #expect(map.headers[.contentType] == "application/geo+json")
                let feature = try #require(map.value["features"].list.first)
                #expect(feature["id"].text == life.number)
                #expect(map.text.contains("[110.205,30.605]") == (level == .place))
                #expect(map.text.contains("\"geometry\":null") == (level == .area))
                #expect(map.text.contains("桥头路口") == (level == .place))
            }
        }
    }

    @Test("is counted with its numbers and its day")
    func figures() async throws {
        try await town(.place) { town in
            _ = try await answered(town)
            _ = try await ApiLife.begin(in: town, text: "自来水是黄的")
            try await follow(town)
            let client = town.visitor()
            #expect(try await !client.get("/published").text.contains("最近 30 天"))
            try await PublishedDesk(desk: town.desk).tick(at: town.now)
            let page = try await client.get("/published").text
            #expect(page.contains("50.0%") && page.contains("2 件里有 1 件"))
            // A month later nothing of it is recent.
            try await PublishedDesk(desk: town.desk).tick(at: town.now + 31 * 86_400_000)
            #expect(try await !client.get("/published").text.contains("50.0%"))
        }
    }
}
