import Core
import Desk
import HTTPTypes
import Storage
import Testing
import Web

@Suite("The administration")
struct AdministrationAccessTests {
    static let addresses = [
        "", "/outbox", "/timers", "/areas", "/areas.geojson", "/areas/9801", "/areas/9801/outline",
        "/coverage",
        "/units", "/units/WATER", "/posts", "/pack", "/pack/dry-run", "/pack/dry-run/elsewhere",
        "/pack/versions/1", "/kinds/plea", "/kinds/plea/drawing.svg",
    ]

    @Test("is nobody's business who does not manage accounts", arguments: addresses)
    func forbidden(room: String) async throws {
        try await AdministrationTown.with { (town: AdministrationTown) async throws in
            #expect(try await WebClient(town.server).get("/administration\(room)").status == 303)
            #expect(try await town.browser("an").get("/administration\(room)").status == 403)
            #expect(try await town.browser("bo").get("/administration\(room)").status == 403)
        }
    }

    @Test("cannot be worked by a forged form, or by somebody without the power")
    func forgedForms() async throws {
        try await AdministrationTown.with { (town: AdministrationTown) async throws in
            let boss = try await town.administrator()
            let path = "/administration/areas/9801/outline"
            #expect(try await boss.post(path, ["outline": "1, 1", "do": "save"]).status == 403)
            let clerk = try await town.browser("an")
            let answer = try await clerk.post(path, ["outline": "1, 1", "do": "save"], from: "/account")
            #expect(answer.status == 403)
            #expect(try await town.rows("SELECT code FROM area_shapes").isEmpty)
        }
    }

    @Test(
        "does not know areas, units, kinds and versions that are not there",
        arguments: [
            "/areas/99", "/areas/x", "/areas/99/outline", "/areas/9801/outline?version=7", "/units/NOWHERE",
            "/kinds/other", "/kinds/other/drawing.svg", "/pack/versions/9", "/pack/versions/x",
            "/areas?within=99",
        ])
    func unknown(room: String) async throws {
        try await AdministrationTown.with { (town: AdministrationTown) async throws in
            #expect(try await town.administrator().get("/administration\(room)").status == 404)
        }
    }

    @Test(
        "refuses a forged cursor",
        arguments: ["/areas", "/units", "/posts", "/pack", "/audit", "/outbox"])
    func cursors(room: String) async throws {
        try await AdministrationTown.with { (town: AdministrationTown) async throws in
            let answer = try await town.administrator().get("/administration\(room)?after=forged")
            #expect(answer.status == 400)
        }
    }

    @Test("shows each room, whole and in both languages")
    func rooms() async throws {
        try await AdministrationTown.with { (town: AdministrationTown) async throws in
            try await town.dispatched()
            let boss = try await town.administrator()
            for room in Self.addresses + ["/audit", "/verification"] {
                for language in ["zh", "en"] {
                    let answer = try await boss.get(
                        "/administration\(room)", headers: [.acceptLanguage: language])
                    if room.hasPrefix("/pack/dry-run") || room.hasPrefix("/pack/versions") { continue }
                    #expect(answer.status == 200, "\(room)")
                    #expect(!answer.text.contains("⟦"), "\(room)")
                }
            }
        }
    }

    @Test("shows its pages in every state", arguments: Language.allCases)
    func specimens(language: Language) async throws {
        try await AdministrationTown.with { (town: AdministrationTown) async throws in
            let words = WordBook([.web, town.feature.words]).words(language)
            let specimens = town.feature.specimens()
            #expect(specimens.count > 30)
            let complaints = try specimens.flatMap { try $0.complaints(words, menu: town.feature.menu) }
            #expect(complaints.isEmpty, "\(complaints.prefix(5))")
        }
    }

    @Test("opens each figure into its rows")
    func figures() async throws {
        try await AdministrationTown.with { (town: AdministrationTown) async throws in
            let receipt = try await town.dispatched()
            _ = try await town.desk.perform(
                Order("answer", [.answer: "已修好。"]), on: .number(receipt.number),
                by: try await town.actor("bo"), at: town.now)
            town.wait(40 * 86_400_000)
            let boss = try await town.administrator()
            let overview = try await boss.get("/administration").text
            for way in ["/administration/outbox", "/administration/timers", "/administration/verification"] {
                #expect(overview.contains("href=\"\(way)\""))
            }
            #expect(try await boss.get("/administration/outbox").text.contains(receipt.number))
            try await town.dispatched()
            town.wait(40 * 86_400_000)
            #expect(try await town.administrator().get("/administration/timers").text.contains("Limit"))
        }
    }

    @Test("draws a kind as a picture that can run nothing")
    func drawing() async throws {
        try await AdministrationTown.with { (town: AdministrationTown) async throws in
            let answer = try await town.administrator().get(
                "/administration/kinds/plea/drawing.svg?language=zh")
            #expect(answer.headers[.contentType] == "image/svg+xml; charset=utf-8")
            let policy = try #require(answer.headers[.contentSecurityPolicy])
            #expect(policy.contains("default-src 'none'") && policy.contains("sandbox"))
            #expect(answer.text.contains("<svg") && !answer.text.contains("<script"))
        }
    }
}
