import Core
import Desk
import Foundation
import Matters
import Testing
import Web

@Suite("The description of the API")
struct MattersApiDocumentTests {
    @Test("names every route, every scope and every word, in both languages")
    func complete() async throws {
        try await TestTown.with { town in
            #expect(
                town.server.complaints.filter { $0.contains("/api/") || $0.contains("matters.api") } == [])
            for language in Language.allCases {
                let text = town.server.openAPIDocument(town.server.book.words(language))
                #expect(!text.contains("⟦"))
                let document = try JSONDecoder().decode(ApiValue.self, from: Data(text.utf8))
                #expect(document["paths"].names.count == 15)
                let order = document["paths"]["/api/v1/matters/{number}/moves"]["post"]
                #expect(order["security"][0]["bearer"] == .list([.text("moves:write")]))
                for status in ["200", "400", "401", "403", "404", "409", "412", "413", "415", "422"] {
                    #expect(!order["responses"][status].isAbsent, "\(status)")
                }
                #expect(!order["requestBody"]["content"]["application/json"]["example"].isAbsent)
            }
        }
    }

    @Test("fits what the API answers: no field that is not described, none missing that always is there")
    func shapes() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.answered(in: town)
            try await life.resident("rate", ["solved": "no", "satisfied": "no", "why": "不"])
            let text = town.server.openAPIDocument(town.server.book.words(.en))
            let schemas = try JSONDecoder().decode(ApiValue.self, from: Data(text.utf8))["components"][
                "schemas"]
            let clerk = town.officer("clerk")
            let answers = [
                ("Matter", try await life.seen()), ("Track", try await life.track()),
                ("MatterList", try await clerk.get("/api/v1/matters?size=1").value),
                ("MoveList", try await clerk.get("/api/v1/matters/\(life.number)/moves").value),
                ("Workbench", try await clerk.get("/api/v1/workbench").value),
                ("Me", try await clerk.get("/api/v1/me").value),
                ("Catalogue", try await clerk.get("/api/v1/catalogue").value),
                ("UnitList", try await clerk.get("/api/v1/units").value),
                ("AreaList", try await clerk.get("/api/v1/areas").value),
                ("KindList", try await clerk.get("/api/v1/kinds").value),
                ("Kind", try await clerk.get("/api/v1/kinds/request").value),
                ("Problem", try await clerk.get("/api/v1/matters/none").value),
            ]
            for (name, value) in answers { #expect(value.misfits(schemas[name], schemas, name) == []) }
        }
    }
}
