import FoundationEssentials
import HTTPTypes
import Testing
import Web

@Suite("JSON that nobody should send")
struct BadJSONTests {
    private struct Told: Decodable {
        let status: Int
        let code: String
        let detail: String
        let errors: [FieldProblem]
    }

    private func sent(_ body: [UInt8], language: String = "en") async throws -> (WebAnswer, Told) {
        let client = try WebClient(
            WebSite.server(), headers: [.authorization: "Bearer good", .acceptLanguage: language])
        let answer = try await client.send(
            "POST", "/api/v1/notes", headers: [.contentType: "application/json"], body: body)
        #expect(answer.headers[.contentType] == "application/problem+json", "\(answer.status)")
        return (answer, try JSONDecoder().decode(Told.self, from: Data(answer.bytes)))
    }

    @Test(
        "row 23: is refused with the field that stands twice, however it is written",
        arguments: [
            (#"{"text":"a","text":"b"}"#, "text"), (#"{"text":"a","te\u0078t":"b"}"#, "text"),
            (#"{"text":"a","place":{"area":1,"area":2}}"#, "place.area"),
            (#"{"text":"a","place":[{"x":1},{"x":1,"x":2}]}"#, "place[1].x"),
            ("{\"caf\u{E9}\":1,\"cafe\u{301}\":2}", "cafe\u{301}"),
        ])
    func repeated(body: String, field: String) async throws {
        let (answer, told) = try await sent(Array(body.utf8))
        #expect(answer.status == 422)
        #expect(told.code == "fieldRepeated")
        #expect(told.errors.map(\.field) == [field])
        #expect(told.detail.contains(field))
    }

    @Test(
        "row 23: is refused where it says that it is not in UTF-8",
        arguments: ["gbk", "utf-16", "ISO-8859-1", "\"gb18030\""])
    func otherCharset(charset: String) async throws {
        let client = try WebClient(WebSite.server(), headers: [.authorization: "Bearer good"])
        for type in ["application/json; charset=\(charset)", "application/json;x=1;Charset=\(charset)"] {
            let answer = try await client.send(
                "POST", "/api/v1/notes", headers: [.contentType: type], body: Array(#"{"text":"??"}"#.utf8))
            #expect(answer.status == 415 && answer.text.contains("charset=utf-8"), "\(answer.text)")
        }
    }

    @Test("may say that it is in UTF-8, in any dress", arguments: ["utf-8", "UTF-8", "utf8", "\"utf-8\""])
    func charset(charset: String) async throws {
        let client = try WebClient(WebSite.server(), headers: [.authorization: "Bearer good"])
        let answer = try await client.send(
            "POST", "/api/v1/notes", headers: [.contentType: "application/json; charset=\(charset)"],
            body: Array(#"{"text":"a"}"#.utf8))
        #expect(answer.status == 201, "\(answer.text)")
    }

    @Test("may say the same name in two objects, and names inside of texts")
    func notRepeated() async throws {
        let client = try WebClient(WebSite.server(), headers: [.authorization: "Bearer good"])
        for body in [
            #"{"text":"{\"text\":1,\"text\":2}"}"#, #"{"text":"a","place":{"area":1}}"#,
            #"{"text":"\\","place":{"area":1}}"#, "\u{FEFF}{\"text\":\"a\"}",
        ] {
            let answer = try await client.json("POST", "/api/v1/notes", body: body)
            #expect(answer.status == 201, "\(body): \(answer.text)")
        }
    }

    @Test(
        "row 21: numbers that no machine holds are told at their field",
        arguments: ["1e400", "-1e400", "9223372036854775808", "1.5", "\"1\"", "true", "[1]"])
    func numbers(number: String) async throws {
        let (answer, told) = try await sent(Array(#"{"text":"a","place":{"area":\#(number)}}"#.utf8))
        #expect(answer.status == 422, "\(number): \(answer.text)")
        #expect(told.errors.map(\.field) == ["place.area"], "\(number): \(answer.text)")
    }

    @Test("row 21: a zero below zero is a zero")
    func minusZero() async throws {
        let client = try WebClient(WebSite.server(), headers: [.authorization: "Bearer good"])
        let answer = try await client.json(
            "POST", "/api/v1/notes", body: #"{"text":"a","place":{"area":-0}}"#)
        #expect(answer.status == 201)
    }

    private static let broken: [String: [UInt8]] = [
        "NaN": Array(#"{"text":"a","place":{"area":NaN}}"#.utf8),
        "Infinity": Array(#"{"text":"a","place":{"area":-Infinity}}"#.utf8),
        "hexadecimal": Array(#"{"text":"a","place":{"area":0x1F}}"#.utf8),
        "leading zero": Array(#"{"text":"a","place":{"area":007}}"#.utf8),
        "something behind": Array(#"{"text":"a"} {"text":"b"}"#.utf8),
        "a letter behind": Array(#"{"text":"a"}x"#.utf8),
        "comma at the end": Array(#"{"text":"a",}"#.utf8),
        "comment": Array(#"{"text":"a"/* b */}"#.utf8),
        "other quotes": Array("{'text':'a'}".utf8),
        "cut in a text": Array(#"{"text":"a"#.utf8),
        "cut in an escape": Array(#"{"text":"\u00"#.utf8),
        "brackets crossed": Array(#"{"text":["a"}]"#.utf8),
        "line end in a text": Array("{\"text\":\"a\nb\"}".utf8),
        "NUL": Array("{\"text\":\"a\u{0}\"}".utf8),
        "escaped NUL": Array(#"{"text":"a\u0000"}"#.utf8),
        "half a surrogate": Array(#"{"text":"\ud800"}"#.utf8),
        "UTF-16 with a mark": [0xFF, 0xFE]
            + #"{"text":"a"}"#.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] },
        "UTF-16 without": #"{"text":"a"}"#.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] },
        "UTF-32": #"{"text":"a"}"#.unicodeScalars.flatMap { [0, 0, 0, UInt8($0.value)] },
        "GBK": Array(#"{"text":""#.utf8) + [0xC2, 0xB7, 0xB5, 0xC6] + Array(#""}"#.utf8),
        "overlong": Array(#"{"text":""#.utf8) + [0xC0, 0xAF] + Array(#""}"#.utf8),
        "objects 10,000 deep": Array(String(repeating: #"{"text":"#, count: 10_000).utf8),
        "lists 10,000 deep, closed": Array(
            (#"{"text":"# + String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
                + "}")
                .utf8),
        "a million brackets": Array(repeating: UInt8(ascii: "["), count: 1_000_000),
    ]

    @Test(
        "row 23: that cannot be read is refused in the reader's language", arguments: broken.keys.sorted()
    )
    func unreadable(name: String) async throws {
        let body = try #require(Self.broken[name])
        for (language, says) in [("zh", "编码有误"), ("en", "wrongly encoded")] {
            let (answer, told) = try await sent(body, language: language)
            #expect(answer.status == 400, "\(answer.text)")
            #expect(told.code == "malformed")
            #expect(told.detail.contains(says))
            #expect(answer.headers[.contentLanguage]?.hasPrefix(language) == true)
        }
    }

    @Test("row 23: of ten megabytes is refused, and says how much is read")
    func large() async throws {
        let body = Array(#"{"text":""#.utf8) + Array(repeating: UInt8(ascii: "a"), count: 10_000_000)
        let (answer, told) = try await sent(body)
        #expect(answer.status == 413)
        #expect(told.detail.contains("1,024 KB"))
    }

    @Test("is looked over in a moment, also when it is as large as may be and all names")
    func speed() async throws {
        let names = (0..<60_000).map { "\"k\($0)\":1" }.joined(separator: ",")
        let (answer, told) = try await sent(Array("{\(names)}".utf8))
        #expect(answer.status == 422)
        #expect(told.code == "unknownFields")
    }
}
