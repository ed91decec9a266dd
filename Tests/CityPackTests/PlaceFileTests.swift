import CityPack
import Core
import Testing

/// A file of outlines, contacts or papers, and what has to be said of it.
struct PlaceMistake: Sendable, CustomTestStringConvertible {
    let file: String
    let text: String
    let line: Int
    let problem: String
    var severity: PackComplaint.Severity = .error

    var testDescription: String { "\(file): \(problem)" }

    static func shapes(_ features: String...) -> String {
        "{\"type\":\"FeatureCollection\",\"features\":[\n" + features.joined(separator: ",\n") + "\n]}"
    }

    static func feature(_ code: String, _ coordinates: String, type: String = "Polygon") -> String {
        """
        {"type":"Feature","properties":{"code":\(code)},"geometry":{"type":"\(type)",\
        "coordinates":\(coordinates)}}
        """
    }

    static let whole = "[[[110,30],[111,30],[111,31],[110,31],[110,30]]]"

    static let outlines: [PlaceMistake] = [
        .init(file: "areas.geojson", text: "{", line: 0, problem: "is not well-formed JSON"),
        .init(file: "areas.geojson", text: "{\"type\":\"x\"}", line: 0, problem: "it has no features"),
        .init(
            file: "areas.geojson", text: shapes(feature("98", whole)), line: 0,
            problem: "code is of the wrong sort"),
        .init(
            file: "areas.geojson", text: shapes(feature("\"98\"", whole), feature("\"97\"", whole)), line: 3,
            problem: "\"97\" belongs to no area"),
        .init(
            file: "areas.geojson", text: shapes(feature("\"98\"", whole), feature("\"98\"", whole)), line: 2,
            problem: "98 has two outlines"),
        .init(
            file: "areas.geojson", text: shapes(feature("\"98\"", "[[[110,30],[111,30],[111,31],[110,31]]]")),
            line: 2, problem: "is open"),
        .init(
            file: "areas.geojson", text: shapes(feature("\"98\"", "[[[110,30],[111,30],[110,30]]]")), line: 2,
            problem: "has 2 different points"),
        .init(
            file: "areas.geojson",
            text: shapes(feature("\"98\"", "[[[110,30],[111,31],[111,30],[110,31],[110,30]]]")), line: 2,
            problem: "crosses itself: the edge after point 1 meets the one after point 3"),
        .init(
            file: "areas.geojson", text: shapes(feature("\"98\"", "[[[30,110],[31,110],[31,111],[30,110]]]")),
            line: 2, problem: "is no place on earth"),
        .init(
            file: "areas.geojson", text: shapes(feature("\"98\"", "[110,30]", type: "Point")), line: 2,
            problem: "has no ring"),
        .init(
            file: "areas.geojson",
            text: shapes(feature("\"98\"", "[[[1,1],[2,1],[2,2],[1,1]]]")), line: 2,
            problem: "the middle of 98 in areas.csv lies outside its outline", severity: .warning),
        .init(
            file: "areas.geojson",
            text: shapes(
                feature(
                    "\"98\"",
                    String(whole.dropLast()) + ",[[110.2,30.2],[110.3,30.2],[110.3,30.3],[110.2,30.2]]]")),
            line: 2, problem: "has a hole", severity: .warning),
    ]

    private static let book = """
        version: 1
        since: "2026-03-01"
        roles:
          clerk:
            name: {zh: 员, en: Clerk}
            level: village
            promise: {zh: 好, en: Good}
        contacts:
          - {area: "980101001001", role: clerk, name: {zh: 甲, en: A}, phone: "13900000001"}
        """

    static func card(_ old: String, _ new: String, line: Int, _ problem: String) -> PlaceMistake {
        .init(file: "cards.yaml", text: book.replacing(old, with: new), line: line, problem: problem)
    }

    static let others: [PlaceMistake] = [
        card("version: 1", "version: 0", line: 1, "the version is 0"),
        card("\"2026-03-01\"", "March", line: 2, "\"March\" is no day"),
        card("level: village", "level: street", line: 6, "is no level"),
        card("980101001001", "980101001009", line: 9, "is not in areas.csv"),
        card("role: clerk, ", "role: clark, ", line: 9, "is not described above"),
        card("\"13900000001\"", "\"call me\"", line: 9, "is no telephone number"),
        card("contacts:", "keyVillages: [\"98\"]\ncontacts:", line: 8, "is no village"),
        .init(
            file: "papers/a.yaml",
            text: "title: {zh: 甲, en: A}\nkind: guide\nversion: 1\nfrom: \"2026-01-01\"\n", line: 1,
            problem: "does not say what it is about"),
        .init(
            file: "papers/a.yaml",
            text:
                "title: {zh: 甲, en: A}\nkind: poem\nversion: 1\nfrom: \"2026-01-01\"\nwhat: {zh: 甲, en: A}\n",
            line: 2, problem: "is no kind of paper"),
        .init(
            file: "papers/a.yaml",
            text: """
                title: {zh: 甲, en: A}
                kind: guide
                version: 1
                from: "2026-02-01"
                until: "2026-01-31"
                what: {zh: 甲, en: A}
                """, line: 5, problem: "ends before it begins"),
        .init(
            file: "papers/a.yaml",
            text: """
                title: {zh: 甲, en: A}
                kind: guide
                version: 1
                from: "2026-02-01"
                categories: [fire]
                what: {zh: 甲, en: A}
                """, line: 5, problem: "the category \"fire\" is not in catalogue.yaml"),
        .init(
            file: "papers/A B.yaml",
            text:
                "title: {zh: 甲, en: A}\nkind: guide\nversion: 1\nfrom: \"2026-01-01\"\n"
                + "what: {zh: 甲, en: A}\n",
            line: 0, problem: "cannot stand in an address"),
    ]
}

@Suite("Outlines, contacts and papers of a pack")
struct PlaceFileTests {
    /// A tiny pack that has a village, for contacts.
    private static func pack() -> TinyPack {
        var pack = TinyPack()
        pack.files["areas.csv", default: ""] +=
            "980101,县,County,,\n980101001,镇,Town,,\n980101001001,村,Village,,\n"
        pack.files["dispatch.csv", default: ""] += "\n*,9801,DESK,\n"
        return pack
    }

    @Test("are refused with file and line", arguments: PlaceMistake.outlines + PlaceMistake.others)
    func refused(_ mistake: PlaceMistake) throws {
        var pack = mistake.file == "areas.geojson" ? TinyPack() : Self.pack()
        pack.files[mistake.file] = mistake.text
        let complaints = try pack.complaints().filter { $0.file == mistake.file }
        let found = complaints.first {
            $0.problem.contains(mistake.problem) || $0.description.contains(mistake.problem)
        }
        let complaint = try #require(found, "\(complaints)")
        #expect(complaint.line == mistake.line)
        #expect(complaint.severity == mistake.severity)
        #expect(!complaint.remedy.isEmpty)
    }

    @Test("give each area its outline")
    func shapes() throws {
        var pack = TinyPack()
        pack.files["areas.geojson"] = PlaceMistake.shapes(
            PlaceMistake.feature("\"98\"", "[\(PlaceMistake.whole)]", type: "MultiPolygon"))
        let loaded = try pack.load().get()
        #expect(loaded.warnings == [])
        let point = try #require(Position(latitude: 30.5, longitude: 110.5))
        #expect(loaded.city.areas.area(at: point)?.text == "98")
        let plain = try TinyPack().load().get()
        #expect(plain.city.areas.area(at: point) == nil)
        #expect(plain.fingerprint != loaded.fingerprint)
    }

    @Test("map pictures come from one host over TLS, or from none")
    func tiles() throws {
        func tiles(_ address: String) throws -> TinyPack {
            var pack = TinyPack()
            pack.files["city.yaml", default: ""] += "\nmap: {tiles: \"\(address)\", credit: Somebody}\n"
            return pack
        }
        let good = try tiles("https://tiles.example.org/{z}/{x}/{y}.png").load().get()
        #expect(good.city.tiles?.host == "https://tiles.example.org")
        for bad in [
            "http://a/{z}/{x}/{y}", "https://a/{z}/{x}.png", "https:///{z}/{x}/{y}",
            "https://a b/{z}/{x}/{y}",
        ] {
            let complaints = try tiles(bad).complaints()
            #expect(
                complaints.contains { $0.file == "city.yaml" && $0.problem.contains("map pictures") },
                "\(bad)")
        }
    }
}

@Suite("The demo city's places")
struct DemoPlaceTests {
    let town: DemoTown

    init() throws { town = try DemoTown() }

    @Test("have outlines, each around its own middle and inside its parent")
    func outlines() throws {
        let areas = town.city.areas
        for code in areas.codes {
            let area = try #require(areas[code])
            let middle = try #require(area.position)
            #expect(area.shape?.contains(middle) == true, "\(code)")
            if let parent = code.parent.flatMap({ areas[$0] }) {
                #expect(parent.shape?.contains(middle) == true, "\(code)")
            }
        }
        for code in areas.codes where code.level == .grid {
            let middle = try #require(areas[code]?.position)
            #expect(areas.area(at: middle) == code)
        }
    }

    @Test("are found in less than 20 microseconds each")
    func fast() throws {
        let areas = town.city.areas
        let middles = areas.codes.compactMap { areas[$0]?.position }
        let clock = ContinuousClock()
        // The least of three: the machine may do something else meanwhile.
        let spent = (0..<3).map { _ in
            clock.measure {
                #expect(middles.reduce(0) { $0 + (areas.area(at: $1) == nil ? 0 : 1) } == middles.count)
            }
        }
        // A debug build is some twenty times slower than what is shipped.
        #expect(try #require(spent.min()) / middles.count < .microseconds(1000))
    }

    @Test("have somebody who serves them, but for one village and one grid, which are listed")
    func served() throws {
        let coverage = Coverage(of: town.city.contacts, in: town.city.areas)
        #expect(coverage.villagesWithoutContact.count == 1)
        #expect(coverage.keyVillagesWithoutTopLeader.count == 1)
        #expect(coverage.vacant.count == 2)
        for code in town.city.areas.codes where code.level >= .town {
            #expect(town.city.contacts.first(for: code, in: town.city.areas) != nil, "\(code)")
        }
        let phones = town.city.contacts.contacts.map(\.phone)
        #expect(Set(phones).count == phones.count)
        #expect(phones.allSatisfy { $0.hasPrefix("1390000") }, "made-up numbers only")
    }

    @Test("have papers in force, one that ended, and classes that are everybody's business")
    func papers() throws {
        let day = try #require(CivilDate("2026-11-22"))
        #expect(town.city.papers.count { $0.standing(on: day) == .valid } == 8)
        #expect(town.city.papers.count { $0.standing(on: day) == .expired } == 1)
        let open = town.city.catalogue.leaves.filter { town.city.catalogue.isOpen($0.code) }
        #expect((20...50).contains(open.count))
        #expect(!town.city.catalogue.isOpen("1201"), "who gets aid is nobody else's business")
        for name in ["meTooSolved", "areaConfirm", "areaDigest"] {
            #expect(town.city.templates[name] != nil)
        }
    }
}
