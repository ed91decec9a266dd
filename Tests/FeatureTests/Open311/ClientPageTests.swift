import Core
import Courier
import Desk
import Files
import Foundation
import Markup
import Matters
@testable import Open311
import Storage
import Testing
import Web

@Suite("The pages of destinations")
struct ClientPageTests {
    @Test("are sound in every state", arguments: Language.allCases)
    func specimens(_ language: Language) async throws {
        try await TestTown.with(features: Self.features) { town in
            let words = town.server.book.words(language)
            #expect(Open311Client.specimens.count >= 7)
            let complaints = try Open311Client.specimens.flatMap { try $0.complaints(words) }
            #expect(complaints == [])
            for specimen in Open311Client.specimens {
                let text = try specimen.document(words).text
                #expect(!text.contains("<script>alert"), "\(specimen.name)")
            }
        }
    }

    /// The pages alone, beside those of matters.
    private static let features: @Sendable (Desk) -> [Feature] = { desk in
        let client = Open311Client(
            desk: desk,
            ask: { url, _ in
                if url.contains("/services/L1") {
                    let text = """
                        {"service_code":"L1","attributes":[{"code":"POLE","variable":true,"required":"true",
                        "datatype":"string","order":1,"description":"Number of the pole"}]}
                        """
                    return .init(status: 200, body: Array(text.utf8))
                }
                if url.contains("down.example") { throw Open311Client.NoAnswer.failed("unreachable") }
                let text = #"[{"service_code":"L1","service_name":"<b>Lamp</b>","metadata":true}]"#
                return .init(status: 200, body: Array(text.utf8))
            }, connector: { 77 })
        return TestTown.slices(desk) + [
            Feature(
                name: "open311",
                words: WordFiles(
                    owner: "Open311", zh: PackageResources.zh_words, en: PackageResources.en_words),
                menu: Open311Client.menu, specimens: { Open311Client.specimens }, panels: client.panels
            ) { site in client.add(to: site) }
        ]
    }

    private static let root = "/open311/destinations"

    private func with(_ body: (TestTown, WebClient) async throws -> Void) async throws {
        try await TestTown.with(features: Self.features) { town in
            try await Migrator(
                StorageSchema.migrations + DeskSchema.migrations + MattersSchema.migrations
                    + FilesSchema.migrations + CourierSchema.migrations + Open311ClientSchema.migrations
            ).migrate(town.desk.database, now: town.now)
            try await body(town, town.browser("manager"))
        }
    }

    @Test("lead from a new destination to its services, the answers its form wants, and its removal")
    func way() async throws {
        try await with { town, manager in
            #expect(try await manager.get(Self.root).status == 200)
            let answers = [
                "name": "邻市", "base": "https://311.example.org/v2/", "unit": "ROADS", "key": "lxk_secret",
                "format": "json", "language": "zh",
            ]
            let added = try await manager.post(Self.root, answers, from: Self.root + "/new")
            let path = try #require(added.location)
            #expect(added.status == 303 && path == Self.root + "/1")
            var page = try await manager.get(path).text
            #expect(page.contains("https://311.example.org/v2<") && !page.contains("lxk_secret"))
            #expect(try await !manager.get(path + "/edit").text.contains("lxk_secret"))
            #expect(try await manager.post(path + "/services", [:], from: path).status == 303)
            page = try await manager.get(path).text
            #expect(page.contains("&lt;b&gt;Lamp") && !page.contains("<b>Lamp"))
            // Their form asks something: it is asked before anything is kept.
            let asked = try await manager.post(
                path + "/map", ["category": "lamp", "service": "L1"], from: path)
            #expect(asked.status == 200 && asked.text.contains("Number of the pole"))
            let answered = ["category": "lamp", "service": "L1", "answered": "yes"]
            #expect(try await manager.post(path + "/map", answered, from: path).status == 422)
            let whole = answered.merging(["attribute-POLE": "7"]) { $1 }
            #expect(try await manager.post(path + "/map", whole, from: path).status == 303)
            #expect(try await manager.get(path).text.contains("POLE = 7"))
            for state in ["paused", "active", "removed"] {
                #expect(
                    try await manager.post(path + "/state", ["state": state], from: Self.root + "/new").status
                        == 303)
            }
            #expect(try await manager.get(path).status == 404)
        }
    }

    @Test(
        "refuse what a destination cannot be",
        arguments: [
            ("name", ""), ("base", "ftp://x.example"), ("base", "https://user:pass@x.example/"),
            ("base", "https://x.example/?a=b"), ("base", "javascript:alert(1)"), ("base", ""),
            ("unit", "NOBODY"),
            ("unit", "CENTRE"), ("key", "a b"), ("name", String(repeating: "长", count: 101)),
        ])
    func refused(field: String, value: String) async throws {
        try await with { town, manager in
            var answers = ["name": "邻市", "base": "https://311.example.org", "unit": "ROADS"]
            answers[field] = value
            let answer = try await manager.post(Self.root, answers, from: Self.root + "/new")
            #expect(answer.status == 422 && answer.text.contains("href=\"#\(field)\""))
            #expect(try await manager.get(Self.root + "/1").status == 404)
        }
    }

    @Test("are for those who manage the ways out, and nobody else")
    func strangers() async throws {
        try await with { town, manager in
            let answers = ["name": "邻市", "base": "https://311.example.org", "unit": "ROADS"]
            _ = try await manager.post(Self.root, answers, from: Self.root + "/new")
            for path in [Self.root, Self.root + "/new", Self.root + "/1", Self.root + "/1/edit"] {
                #expect(try await town.browser("clerk").get(path).status == 403)
                #expect(try await town.visitor().get(path).status == 303)
            }
            let clerk = town.browser("clerk")
            for path in ["", "/1", "/1/state", "/1/map", "/1/unmap", "/1/services", "/1/again/1"] {
                let answer = try await clerk.post(
                    Self.root + path, ["state": "removed"], from: "/matters/workbench")
                #expect(answer.status == 403, "\(path)")
            }
            #expect(try await manager.get(Self.root + "/1").status == 200)
        }
    }

    @Test("say when the other side does not answer")
    func silent() async throws {
        try await with { town, manager in
            let answers = ["name": "邻市", "base": "https://down.example", "unit": "ROADS"]
            _ = try await manager.post(Self.root, answers, from: Self.root + "/new")
            let answer = try await manager.post(Self.root + "/1/services", [:], from: Self.root + "/1")
            #expect(answer.status == 422 && answer.text.contains("unreachable"))
        }
    }
}
