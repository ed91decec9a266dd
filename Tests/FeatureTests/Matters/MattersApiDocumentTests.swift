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
                #expect(document["paths"].names.count == 14)
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
            for (name, value) in answers { #expect(misfits(value, schemas[name], schemas, name) == []) }
        }
    }

    /// Where a value and its schema differ.
    private func misfits(_ value: ApiValue, _ schema: ApiValue, _ schemas: ApiValue, _ path: String)
        -> [String]
    {
        if let reference = schema["$ref"].text {
            return misfits(
                value, schemas[reference.split(separator: "/").last.map(String.init) ?? ""], schemas, path)
        }
        switch (schema["type"].text, value) {
        case ("object", .object(let fields)):
            let missing = schema["required"].list.compactMap(\.text).filter { fields[$0] == nil }
            let known = schema["properties"].names
            let others = schema["additionalProperties"]
            return missing.map { "\(path).\($0) is missing" }
                + fields.sorted { $0.key < $1.key }.flatMap { name, value in
                    if known.contains(name) {
                        return misfits(value, schema["properties"][name], schemas, "\(path).\(name)")
                    }
                    return others.names.isEmpty
                        ? ["\(path).\(name) is not described"]
                        : misfits(value, others, schemas, "\(path).\(name)")
                }
        case ("array", .list(let items)):
            return items.enumerated().flatMap { misfits($1, schema["items"], schemas, "\(path)[\($0)]") }
        case ("string", .text(let text)):
            let words = schema["enum"].list
            return words.isEmpty || words.contains(.text(text))
                ? [] : ["\(path): \(text) is none of its words"]
        case ("integer", .number(let number)):
            return number.rounded() == number ? [] : ["\(path) is no whole number"]
        case ("number", .number), ("boolean", .flag): return []
        default: return ["\(path) is not of type \(schema["type"].text ?? "?")"]
        }
    }
}
