import Core
import Desk
import Files
import Matters
import Published
import Storage
import Testing
import Web

@Suite("Of private data in a matter, what is published")
struct PublishedPrivacyTests {
    @Test("tells nothing, on no page, in no file, and by no search")
    func published() async throws {
        try await Self.town { town in
            let receipt = try await Self.answered(PrivateText.concern, town)
            let client = town.visitor()
            let number = receipt.number
            let list = try await client.get("/published")
            #expect(list.text.contains(number) && list.text.contains("咨询请打0719-8765432"))
            var paths = ["/published", "/published/\(number)", "/published/matters.csv-metadata.json"]
            paths += ["csv", "json", "jsonl", "xlsx", "atom", "rss"].map { "/published/matters.\($0)" }
            paths += ["/published?words=%E7%81%AF", "/published?category=lamp", "/published?area=110101"]
            for path in paths {
                let answer = try await client.get(path)
                guard answer.status == 200 else { continue }
                #expect(PrivateText.leaks(answer.text) == [], "\(path)")
            }
            // Searching for it finds nothing either: whoever knows a number learns not that it stands there.
            for words in [
                "13987654321", "7654321", "19900307", "xiaofang", "%E6%AC%A7%E9%98%B3%E5%B0%8F%E8%8A%B3",
            ] {
                #expect(try await !client.get("/published?words=\(words)").text.contains(number), "\(words)")
            }
        }
    }

    @Test(
        "shows no part of a number that the heading is cut in",
        arguments: ["13812345678", "138 1234 5678", "一三八一二三四五六七八", "138。1234。5678", "42010119900307123X"])
    func heading(secret: String) async throws {
        try await Self.town { town in
            for length in 40..<60 {
                let text = String(repeating: "灯", count: length) + secret + String(repeating: "坏", count: 30)
                let copy = try #require(try await Self.copy(of: text, town))
                #expect(copy.title.count <= 80)
                let shown = copy.title.filter { !"灯坏*….。 ".contains($0) }
                #expect(shown.count <= 7, "\(copy.title)")
            }
        }
    }

    private static func copy(of text: String, _ town: TestTown) async throws -> PublicMatter? {
        var filing = Filing(text: text, channel: .web)
        filing.area = TownCity.area(TownCity.village)
        let number = try await town.desk.file(filing, by: .resident, at: town.now).number
        return try await town.desk.copy(of: number, as: .place)
    }

    private static func answered(_ text: String, _ town: TestTown) async throws -> Receipt {
        var filing = Filing(text: text, channel: .web)
        filing.area = TownCity.area(TownCity.village)
        filing.place = PrivateText.place
        filing.contact = .init(name: "欧阳小芳", phone: "13812345678", email: "xiaofang@example.com")
        let receipt = try await town.desk.file(filing, by: .resident, at: town.now)
        let steps: [(String, Order)] = [
            ("clerk", Order("register", [.category: "lamp"])),
            ("dispatcher", Order("dispatch", [.unit: "ROADS"])),
            ("roads", Order("answer", [.answer: PrivateText.answer])),
        ]
        for (who, order) in steps {
            let actor = try #require(TownCity.people[who]).actor
            _ = try await town.desk.perform(order, on: .number(receipt.number), by: actor, at: town.now)
        }
        let follower = PublicMatters.follower(city: town.desk.city)
        _ = try await FollowerRunner.settled([follower], on: town.desk.database)
        return receipt
    }

    /// A town that publishes the places of its one kind too.
    private static func town(_ body: (TestTown) async throws -> Void) async throws {
        let plain = TownCity.city
        let city = City(
            name: plain.name, version: plain.version, areas: plain.areas, area: plain.area,
            units: Array(plain.units.values), roles: Array(plain.roles.values), catalogue: plain.catalogue,
            dispatch: plain.dispatch, procedures: [TownKind.request], firstKind: "request",
            calendar: plain.calendar, templates: [], desk: plain.desk, publishing: ["request": .place])
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
}
