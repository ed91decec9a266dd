import Core
@testable import Developers
import FoundationEssentials
import HTTPTypes
import Markup
@testable import Matters
import Testing
import Web

@Suite("The pages for developers")
struct DevelopersPagesTests {
    private static let operations = MattersApi.operations
    private static let feature = Feature.developers(operations: operations)
    private static let book = WordBook([
        .web, feature.words,
        WordFiles(
            owner: "Matters", zh: Matters.PackageResources.zh_words, en: Matters.PackageResources.en_words),
    ])

    private static func server(demo: Bool = false) throws -> WebServer {
        WebServer(
            features: [WebSite.feature, DevelopersPagesTests.words, feature], gatekeeper: WebSite.Gate(),
            surroundings: Surroundings(
                now: { WebSite.now }, randomBytes: { Array(repeating: 1, count: $0) }),
            settings: try WebSettings(
                baseURL: "http://127.0.0.1:8080", secret: Array(repeating: 3, count: 32), demo: demo))
    }

    /// The words of the matters' operations, without their routes.
    private static let words = Feature(
        name: "matters",
        words: WordFiles(
            owner: "Matters", zh: Matters.PackageResources.zh_words, en: Matters.PackageResources.en_words)
    ) { _ in }

    private static let addresses = [
        "/developers", "/developers/api", "/developers/try", "/developers/help",
        "/developers/guides/first-request", "/developers/help/track",
    ]

    @Test(
        "are well made and have all their words, in every state and both languages",
        arguments: Language.allCases)
    func wellMade(_ language: Language) throws {
        let specimens = Self.feature.specimens()
        #expect(specimens.count > 30)
        let complaints = try specimens.flatMap { try $0.complaints(Self.book.words(language)) }
        #expect(complaints == [], "\(complaints.count)")
    }

    @Test("never let a text become markup", arguments: Language.allCases)
    func hostile(_ language: Language) throws {
        let hostile = try #require(Self.feature.specimens().first { $0.name == "guide, hostile" })
        let text = try hostile.document(Self.book.words(language)).text
        #expect(!text.contains("<script>alert") && !text.contains("<img") && !text.contains("</pre><script>"))
        #expect(text.contains("&lt;script&gt;alert"))
        #expect(!text.contains("href=\"javascript") && !text.contains("href=\"//elsewhere"))
    }

    @Test("open for everybody, in both languages", arguments: addresses)
    func open(_ path: String) async throws {
        let client = WebClient(try Self.server())
        for language in ["zh", "en"] {
            let answer = try await client.get(path, headers: [.acceptLanguage: language])
            #expect(answer.status == 200, "\(path)")
            #expect(Structure.complaints(ofBytes: answer.bytes) == [], "\(path)")
            #expect(!answer.text.contains("⟦"), "\(path)")
        }
    }

    @Test("describe every operation once, with its anchor, an example and what it refuses")
    func complete() async throws {
        let page = try await WebClient(try Self.server()).get("/developers/api").text
        for operation in Self.operations {
            #expect(page.components(separatedBy: "id=\"\(operation.identifier)\"").count == 2)
            #expect(page.contains("/developers/try?operation=\(operation.identifier)"))
            for status in operation.refusals { #expect(page.contains("<strong>\(status)</strong>")) }
        }
        #expect(!page.contains("⟦"))
        let overview = try await WebClient(try Self.server()).get("/developers").text
        for operation in Self.operations { #expect(overview.contains("#\(operation.identifier)")) }
    }

    @Test("find a call by its path, its purpose and its fields, and say when nothing is found")
    func search() async throws {
        let client = WebClient(try Self.server())
        for (asked, found) in [
            ("workbench", "getWorkbench"), ("satisfied", ""), ("Idempotency-Key", "postMoves"),
        ] {
            let text = try await client.get("/developers/api?q=\(asked)").text
            #expect(found.isEmpty || text.contains("id=\"\(found)\""), "\(asked)")
            #expect(!text.contains("id=\"getKinds\""), "\(asked)")
        }
        let nothing = try await client.get(
            "/developers/api?q=%3Cscript%3Ealert(1)%3C/script%3E", headers: [.acceptLanguage: "en"])
        #expect(nothing.status == 200)
        #expect(nothing.text.contains("Nothing found") && !nothing.text.contains("<script>alert"))
    }

    @Test(
        "say that what is not there is not there",
        arguments: [
            "/developers/guides/none", "/developers/help/none", "/developers/try?operation=none",
            "/developers/help/%3Cscript%3E", "/developers/guides/..%2F..%2Fetc",
        ])
    func absent(_ path: String) async throws {
        let answer = try await WebClient(try Self.server()).get(path)
        #expect(answer.status == 404)
        #expect(!answer.text.contains("<script>alert"))
    }

    @Test("send what changes something in the demo only, and never put a token into an address")
    func demoOnly() async throws {
        let path = "/developers/try?operation=postMattersNumberMoves"
        let serious = try await WebClient(try Self.server()).get(path).text
        let demo = try await WebClient(try Self.server(demo: true)).get(path).text
        #expect(!serious.contains("id=\"send\"") && demo.contains("id=\"send\""))
        #expect(demo.contains("id=\"token\"") && !demo.contains("name=\"token\""))
        let reading = try await WebClient(try Self.server()).get("/developers/try?operation=getMatters").text
        #expect(reading.contains("id=\"send\""))
    }

    @Test("without script lead to the address of a call that reads, with what was filled in, escaped")
    func plainLink() async throws {
        let client = WebClient(try Self.server())
        let page = try await client.get(
            "/developers/try?operation=getMattersNumber&path.number=Q%26S%22%3E%201"
        ).text
        #expect(page.contains("href=\"/api/v1/matters/Q%26S%22%3E%201\""))
        let hostile = try await client.get(
            "/developers/try?operation=getMattersNumber&path.number=%3Cscript%3Ealert(1)"
        ).text
        #expect(!hostile.contains("<script>alert"))
        let change = try await client.get("/developers/try?operation=postMatters").text
        #expect(!change.contains("id=\"plain\""))
    }
}
