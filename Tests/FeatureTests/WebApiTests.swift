import FoundationEssentials
import HTTPTypes
import Testing
import Web

@Suite("The API")
struct WebApiTests {
    private func client() throws -> WebClient {
        try WebClient(WebSite.server(), headers: [.authorization: "Bearer good", .acceptLanguage: "en"])
    }

    private func problem(_ answer: WebAnswer) throws -> Problem {
        try JSONDecoder().decode(Problem.self, from: Data(answer.bytes))
    }

    @Test(
        "shows the version as a tag and takes it back",
        arguments: [("\"v7\"", "7"), ("*", "-"), ("\"v1\", \"v2\"", "-")])
    func versions(field: String, seen: String) async throws {
        #expect(try await client().json("GET", "/api/v1/notes/7").headers[.eTag] == "\"v7\"")
        let answer = try await client().json(
            "POST", "/api/v1/notes", body: #"{"text":"x"}"#, headers: [.ifMatch: field])
        #expect(answer.status == 201)
        #expect(answer.text.contains(#""demand":"\#(seen)""#))
    }

    @Test(
        "refuses a tag that it did not give",
        arguments: [
            "v7", "W/\"v7\"", "\"v\"", "\"v-1\"", "\"7\"", "\"v7\",", "", "\"v99999999999999999999\"",
        ])
    func badVersions(field: String) async throws {
        let answer = try await client().json(
            "POST", "/api/v1/notes", body: #"{"text":"x"}"#, headers: [.ifMatch: field])
        #expect(answer.status == 400)
        #expect(try problem(answer).code == "badVersion")
    }

    @Test(
        "takes a key of 1 to 255 visible characters",
        arguments: [
            ("k", 201), (String(repeating: "k", count: 255), 201), (String(repeating: "k", count: 256), 400),
            ("a b", 400), ("", 400), ("é", 400),
        ])
    func keys(key: String, status: Int) async throws {
        let answer = try await client().json(
            "POST", "/api/v1/notes", body: #"{"text":"x"}"#, headers: [.idempotencyKey: key])
        #expect(answer.status == status)
    }

    @Test(
        "names what is wrong in a body",
        arguments: [
            ("{}", 422, "fieldMissing", "text"), (#"{"text":1}"#, 422, "fieldWrongKind", "text"),
            (#"{"text":null}"#, 422, "fieldMissing", "text"),
            (#"{"text":"x","place":{"area":"y"}}"#, 422, "fieldWrongKind", "place.area"),
            (#"{"text":"x","place":{}}"#, 422, "fieldMissing", "place.area"),
            (#"{"text":"x","Place":1}"#, 422, "unknownFields", "Place"),
            ("[]", 422, "fieldWrongKind", "$"), ("{", 400, "malformed", ""),
            ("null", 422, "fieldMissing", "$"),
            (#"{"text":"a\u0000b"}"#, 400, "malformed", ""), ("{\"text\":\"\u{0}\"}", 400, "malformed", ""),
        ])
    func bodies(body: String, status: Int, code: String, field: String) async throws {
        let answer = try await client().json("POST", "/api/v1/notes", body: body)
        #expect(answer.status == status)
        let problem = try problem(answer)
        #expect(problem.code == code)
        #expect(problem.errors.first?.field ?? "" == field)
    }

    @Test("takes a backslash before u0000 for what it is")
    func escapedBackslash() async throws {
        let answer = try await client().json("POST", "/api/v1/notes", body: #"{"text":"a\\u0000b"}"#)
        #expect(answer.status == 201)
    }

    @Test("refuses bytes that are not UTF-8, deep nests, and bodies that are too large")
    func hostileBodies() async throws {
        let json: HTTPFields = [.contentType: "application/json"]
        let client = try client()
        let latin = Array(#"{"text":""#.utf8) + [0xE9] + Array(#""}"#.utf8)
        #expect(try await client.send("POST", "/api/v1/notes", headers: json, body: latin).status == 400)
        let nest = #"{"place":"# + String(repeating: "[", count: 100_000)
        #expect(try await client.json("POST", "/api/v1/notes", body: nest).status == 400)
        let large = #"{"text":""# + String(repeating: "x", count: 1_100_000) + #""}"#
        #expect(try await client.json("POST", "/api/v1/notes", body: large).status == 413)
    }

    @Test("takes JSON only as JSON", arguments: ["text/plain", "application/x-www-form-urlencoded", ""])
    func types(type: String) async throws {
        let headers: HTTPFields = type.isEmpty ? [:] : [.contentType: type]
        let answer = try await client().send(
            "POST", "/api/v1/notes", headers: headers, body: Array(#"{"text":"x"}"#.utf8))
        #expect(answer.status == 415)
        #expect(answer.headers[.contentType] == "application/problem+json")
    }

    @Test("pages by a cursor that only it can make")
    func cursors() async throws {
        let client = try client()
        let first = try await client.json("GET", "/api/v1/notes?size=1000")
        let fields = try JSONDecoder().decode([String: String].self, from: Data(first.bytes))
        #expect(fields["size"] == "100" && fields["after"] == "-")
        let cursor = try #require(fields["next"])
        #expect(
            cursor.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || $0 == 0x2D || $0 == 0x5F
            })
        let second = try await client.json("GET", "/api/v1/notes?after=\(cursor)&size=0")
        #expect(second.text.contains(#""after":"2026|a&b 连""#) && second.text.contains(#""size":"1""#))
        for index in cursor.indices {
            var tampered = cursor
            let other: Character = cursor[index] == "A" ? "B" : "A"
            tampered.replaceSubrange(index...index, with: [other])
            #expect(
                try await client.json("GET", "/api/v1/notes?after=\(tampered)").status == 400, "\(tampered)")
        }
        #expect(try await client.json("GET", "/api/v1/notes?after=x").status == 400)
    }

    @Test(
        "takes only a positive number for a number",
        arguments: ["0", "-1", "x", "1.5", "99999999999999999999"])
    func numbers(text: String) async throws {
        #expect(try await client().json("GET", "/api/v1/notes/\(text)").status == 404)
    }

    @Test("describes itself in OpenAPI 3.1, each reference leading somewhere", arguments: ["zh", "en"])
    func document(language: String) async throws {
        let answer = try await WebClient(WebSite.server(), headers: [.acceptLanguage: language]).get(
            "/openapi.json")
        #expect(answer.status == 200 && !answer.text.contains("⟦"))
        struct Document: Decodable {
            struct Info: Decodable { let title: String }
            struct Place: Decodable { let operationId: String }
            struct Components: Decodable {
                let schemas: [String: Shape]
                struct Shape: Decodable { let type: String }
            }
            let openapi: String
            let info: Info
            let paths: [String: [String: Place]]
            let components: Components
        }
        let document = try JSONDecoder().decode(Document.self, from: Data(answer.bytes))
        #expect(document.openapi == "3.1.0")
        #expect(document.paths["/api/v1/notes/{id}"]?["get"]?.operationId == "getNotesId")
        #expect(Set(document.components.schemas.keys) == ["Note", "Problem"])
        for reference in answer.text.split(separator: "\"#/components/schemas/").dropFirst() {
            #expect(document.components.schemas[String(reference.prefix { $0 != "\"" })] != nil)
        }
    }

    @Test("is compared with its description in both directions")
    func complaints() {
        let operation = Operation("get", "/api/v1/b/{x}", summary: "s", tag: "t", responses: [200: nil])
        let complaints = OpenAPI.complaints(
            routes: [("GET", "/api/v1/a"), ("GET", "/page")], operations: [operation, operation])
        #expect(
            complaints.sorted() == [
                "get /api/v1/a: served, but not described", "get /api/v1/b/{x}: described twice",
                "get /api/v1/b/{x}: described, but not served",
                "get /api/v1/b/{x}: its places and its parameters differ",
                "get /api/v1/b/{x}: its places and its parameters differ",
            ])
    }
}
