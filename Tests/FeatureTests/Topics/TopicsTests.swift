import Core
import Desk
import HTTPTypes
import Markup
import Storage
import Testing
@testable import Topics
import Web

@Suite("The topics")
struct TopicsTests {
    private static let book = WordBook([
        .web,
        WordFiles(
            owner: "Topics", zh: Topics.PackageResources.zh_words, en: Topics.PackageResources.en_words),
    ])

    @Test(
        "have well made pages with all their words, in every state and both languages",
        arguments: Language.allCases)
    func wellMade(_ language: Language) throws {
        let words = Self.book.words(language)
        let complaints = try TopicsSpecimens.all.flatMap { try $0.complaints(words) }
        #expect(complaints == [])
        for specimen in TopicsSpecimens.all {
            #expect(!(try specimen.document(words).text.contains("<script>alert")), "\(specimen.name)")
        }
        #expect(Self.book.complaints == [])
    }

    private static let site = ["滨湖工地夜间施工太吵", "滨湖工地夜里还在施工，睡不着", "滨湖工地半夜打桩", "投诉滨湖工地夜间施工噪音", "滨湖工地通宵施工"]

    @Test(
        "rise where more people than usual speak of the same, and open into their rows",
        arguments: TestEngine.present)
    func rise(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await TopicsTown(database)
            try await town.quietDays(28)
            #expect(try await town.rising().isEmpty)
            var numbers: Set<String> = []
            for text in Self.site {
                numbers.insert(try await town.file(text, phone: town.stranger()).number)
                town.clock.move(3_600_000)
            }
            let topics = try await town.rising()
            let topic = try #require(topics.first)
            #expect(topic.level.people == 5 && topic.matters == 5)
            #expect(topic.phrases.joined().contains("滨湖工地"))
            #expect(topic.level.expected < 0.5)
            #expect(topic.area == TownCity.area(TownCity.village))
            #expect(topics.count == 1)
            let rows = try await town.topics.matters(of: topic.id, before: nil, limit: 50)
            #expect(Set(rows.map(\.number)) == numbers)
            // What is looked for again keeps its key, so that a link goes on leading to it.
            try await town.file("滨湖工地施工又到半夜", phone: town.stranger())
            let again = try #require(try await town.rising().first)
            #expect(again.id == topic.id && again.level.people == 6 && again.since == topic.since)
        }
    }

    @Test("rise where a class is named more often than in the weeks before", arguments: TestEngine.present)
    func category(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await TopicsTown(database)
            try await town.quietDays(28)
            for text in ["家里没水", "停水了", "水龙头放不出水来", "什么时候来水", "早上起就断水", "没有水用", "一滴水都没有"] {
                try await town.file(text, phone: town.stranger(), category: "water")
            }
            let topic = try #require(try await town.rising(.day).first)
            #expect(topic.category == "water" && topic.level.people == 7)
            #expect(topic.series.last == 7)
        }
    }

    @Test("cannot be made by one person who writes fifty times, nor by many words of nobody")
    func spam() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TopicsTown(database)
            try await town.quietDays(20)
            let one = town.stranger()
            for index in 0..<50 {
                try await town.file(
                    "滨湖工地夜间施工扰民第\(index)次反映", phone: one, category: "lamp")
                // Without a number nobody can tell people apart: one an hour.
                try await town.file("桥东菜场占道经营第\(index)次反映", phone: nil, category: "water")
                town.clock.move(20_000)
            }
            #expect(try await town.rising(.day).isEmpty)
            #expect(try await town.rising(.week).isEmpty)
        }
    }

    @Test("are nothing before it is known what is usual, and not what is always there")
    func usual() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TopicsTown(database)
            for text in Self.site { try await town.file(text, phone: town.stranger()) }
            #expect(try await town.rising().isEmpty)
            // The same every week for nine weeks is the usual.
            for _ in 0..<9 {
                town.clock.move(7 * 86_400_000)
                for text in Self.site { try await town.file(text, phone: town.stranger()) }
            }
            #expect(try await town.rising().isEmpty)
        }
    }

    @Test("take texts of nothing, of one sign, of four million signs and of any script")
    func badTexts() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TopicsTown(database)
            try await town.quietDays(20)
            for text in ["😀😀😀", "。。。", "١٢٣ شكوى من الضوضاء", "བོད་སྐད་", "‮gnirts", "(((NEAR('%|c|%'"] {
                for _ in 0..<5 { try await town.file(text, phone: town.stranger()) }
            }
            for topic in try await town.rising(.day) {
                #expect(topic.level.people <= 30)
                let answer = try await town.browser("supervisor").get(TopicsPath.topic(topic.id))
                #expect(answer.status == 200)
                #expect(Structure.complaints(ofBytes: answer.bytes) == [])
            }
        }
    }

    @Test("are counted by the class the desk gave, and the same after a rebuild")
    func recategorised() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TopicsTown(database)
            try await town.quietDays(21)
            let clerk = TownCity.people["clerk"]?.actor ?? .resident
            for index in 0..<6 {
                let receipt = try await town.file(
                    "第\(index)家没有水", phone: town.stranger(), category: "lamp")
                _ = try await town.desk.perform(
                    .init("register", [.category: "water"]), on: .id(receipt.id), by: clerk, at: town.now)
            }
            let before = try await town.rising(.day)
            #expect(before.first?.category == "water")
            #expect(!before.contains { $0.category == "lamp" })
            try await database.write { try TopicMarkStore(connection: $0).empty() }
            try await database.write { try $0.run("DELETE FROM followers WHERE name = 'topics'") }
            let after = try await town.rising(.day)
            #expect(after.map(\.level) == before.map(\.level))
            #expect(after.map(\.phrases) == before.map(\.phrases))
        }
    }

    @Test("are seen only by those who see figures of the place")
    func sight() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TopicsTown(database)
            try await town.quietDays(21)
            for text in Self.site {
                try await town.file(text, phone: town.stranger(), area: "110102001")
            }
            let topic = try #require(try await town.rising().first)
            #expect(topic.area == TownCity.area("110102001"))
            let supervisor = town.browser("supervisor")
            #expect(try await supervisor.get(TopicsPath.topic(topic.id)).status == 404)
            #expect(try await supervisor.get("/topics?area=110102").status == 404)
            #expect(try await supervisor.get("/topics?span=9999999999999").status == 200)
            #expect(try await supervisor.get("/topics/rising/0").status == 404)
            #expect(!(try await supervisor.get("/topics").text.contains("滨湖")))
            #expect(try await town.browser("clerk").get("/topics").status == 403)
            #expect(try await WebClient(town.server).get("/topics").status == 303)
        }
    }

    @Test("are looked for by one server at a time, and not again at once")
    func claimed() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let now = TownCity.start
            _ = try await TopicsTown(database)
            let claims = try await database.write { connection in
                let store = RisingStore(connection: connection)
                return try [Int64(0), 1, 599_999, 600_000].map {
                    try store.claim(.week, at: now + $0, pauseMilliseconds: 600_000)
                }
            }
            #expect(claims == [true, false, false, true])
        }
    }
}

@Suite("Of private data in what people report, a rising topic")
struct TopicsPrivacyTests {
    @Test("row 19: tells nothing by its name, in the list, to programs, and to the topic of a month")
    func named() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TopicsTown(database)
            try await town.quietDays(21)
            // The same number, name and door in everybody's words would be what they share.
            let told = ["13987654321李建国不修灯", "找李建国13987654321修灯", "幸福家园3栋2单元501室李建国13987654321"]
            for index in 0..<8 {
                let text = index < 3 ? told[index] : "联系人李建国，电话13987654321，幸福家园3栋2单元501室没有灯"
                try await town.file(text + PrivateText.disguised, phone: town.stranger())
            }
            #expect(try await !town.rising(.day).isEmpty)
            #expect(try await !town.rising(.hours).isEmpty)
            let (supervisor, manager) = (town.browser("supervisor"), town.browser("manager"))
            for span in TopicSpan.allCases {
                let topics = try await town.rising(span)
                for topic in topics { #expect(PrivateText.leaks(topic.phrases.joined(separator: " ")) == []) }
                for path in ["/topics?span=\(span.rawValue)", "/api/v1/topics?span=\(span.rawValue)"] {
                    let answer = try await supervisor.get(path)
                    #expect(answer.status == 200 && PrivateText.leaks(answer.text) == [], "\(path)")
                }
                for topic in topics {
                    let page = try await manager.get(TopicsPath.new(from: topic.id))
                    #expect(PrivateText.leaks(page.text) == [])
                }
            }
            #expect(try await supervisor.get("/api/v1/topics?span=null").status == 422)
            #expect(try await supervisor.get("/api/v1/topics?span=2").status == 422)
        }
    }
}
