import HTTPTypes
@testable import Areas
import Core
import Markup
import Storage
import Testing
import Web

@Suite("The pages of areas, on paper")
struct AreasPageTests {
    private static let book = WordBook([
        .web,
        WordFiles(owner: "Areas", zh: Areas.PackageResources.zh_words, en: Areas.PackageResources.en_words),
    ])

    @Test(
        "are well made and have all their words, in every state and both languages",
        arguments: Language.allCases)
    func wellMade(_ language: Language) throws {
        let words = Self.book.words(language)
        #expect(AreasSpecimens.all.count >= 18)
        #expect(try AreasSpecimens.all.flatMap { try $0.complaints(words) } == [])
        for specimen in AreasSpecimens.all {
            #expect(!(try specimen.document(words).text.contains("<script>alert")), "\(specimen.name)")
        }
        #expect(Self.book.complaints == [])
    }

    @Test("name who serves here, say a vacancy, and keep a name the city does not publish")
    func serving() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let client = WebClient(try await AreasTown(database).server)
            let card = try await client.get("/areas/\(AreasTown.grid)/card").text
            for part in [
                "李公开", "村书记", "13900000002", "电话24小时开机", "低保可以申请", "扫码反映",
                "/raise?area=\(AreasTown.grid)", "<svg viewBox",
            ] {
                #expect(card.contains(part), "\(part)")
            }
            #expect(!card.contains("王不公开") && !card.contains("13900000003"))
            let sheet = try await client.get("/areas/\(AreasTown.village)/card?sheet=8")
            #expect(sheet.text.split(separator: "<article class=\"contact-card\"").count == 10)
            #expect(Structure.complaints(ofBytes: sheet.bytes) == [])
        }
    }

    @Test("have a feed that a reader can read")
    func feed() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await AreasTown(database)
            try await town.lamp()
            let answer = try await WebClient(town.server).get("/areas/\(AreasTown.village)/feed.atom")
            #expect(answer.headers[.contentType] == "application/atom+xml; charset=utf-8")
            #expect(answer.text.hasPrefix("<?xml") && answer.text.contains("<entry>"))
            #expect(answer.text.contains("<id>https://12345.example.org/areas/\(AreasTown.village)</id>"))
        }
    }

    @Test("are not read again by a reader that knows its feed, nor a hundred times a second")
    func pressedFeed() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await AreasTown(database)
            try await town.lamp()
            let client = WebClient(town.server)
            let path = "/areas/\(AreasTown.village)/feed.atom"
            let tag = try #require(try await client.get(path).headers[.eTag])
            for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
                let answer = try await client.get(path, headers: [.ifNoneMatch: known])
                #expect(answer.status == 304 && answer.bytes.isEmpty && answer.headers[.eTag] == tag)
            }
            #expect(try await client.get(path, headers: [.ifNoneMatch: "\"x\""]).status == 200)
            var last: WebAnswer?
            for _ in 0..<100 { last = try await client.get(path) }
            #expect(last?.status == 429 && last?.headers[.retryAfter] != nil)
        }
    }
}

@Suite("A code for telephones")
struct QRCodeTests {
    @Test("draws its modules with a quiet margin, and says beside it what it holds")
    func drawn() throws {
        let text = HTML(made: "\(QRCode("https://12345.example.org/areas/1101", label: "扫码"))").text
        #expect(text.contains("role=\"img\"") && text.contains("aria-label=\"扫码\""))
        // Version 3 has 29 modules and 4 of quiet on each side; the first finder begins after the margin.
        #expect(text.contains("viewBox=\"0 0 37 37\"") && text.contains("M4 4h7v1h-7z"))
        #expect(text.contains(">https://12345.example.org/areas/1101</span>"))
    }

    @Test("only writes out what is too long or cannot be one")
    func tooLong() {
        for text in [String(repeating: "长", count: 3000), "a\u{0}b", ""] {
            #expect(!HTML(made: "\(QRCode(text, label: "l"))").text.contains("<svg"))
        }
    }
}

extension HTML {
    fileprivate init(made html: HTML) { self = html }
}
