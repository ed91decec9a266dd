import Core
import Desk
import HTTPTypes
import Testing

@Suite("Filing through the API")
struct MattersApiFilingTests {
    private struct Case {
        let sent: String
        let code: String
        let field: String
        init(_ fields: [String: Any], _ code: String, _ field: String) {
            (sent, self.code, self.field) = (body(fields), code, field)
        }
    }

    private static let residents = [
        Case([:], "missing_input", "text"), Case(["text": ""], "missing_input", "text"),
        Case(["text": " \n\t　"], "missing_input", "text"),
        Case(["text": String(repeating: "灯", count: 4001)], "too_long", "text"),
        Case(["text": "a\u{1B}[31m"], "invalid_input", "text"),
        Case(["text": "a\u{7F}"], "invalid_input", "text"),
        Case(["text": 5], "fieldWrongKind", "text"), Case(["text": ["x"]], "fieldWrongKind", "text"),
        Case(["text": "x", "place": String(repeating: "路", count: 201)], "too_long", "place"),
        Case(["text": "x", "area": "999999"], "invalid_input", "area"),
        Case(["text": "x", "area": "1"], "invalid_input", "area"),
        Case(["text": "x", "area": "1101' OR '1'='1"], "invalid_input", "area"),
        Case(["text": "x", "latitude": 30.6], "bad_position", "longitude"),
        Case(["text": "x", "longitude": 110.2], "bad_position", "latitude"),
        Case(["text": "x", "latitude": 90.1, "longitude": 0], "bad_position", "latitude"),
        Case(["text": "x", "latitude": 30, "longitude": 180.5], "bad_position", "longitude"),
        Case(["text": "x", "latitude": 110.2, "longitude": 30.6], "swapped_position", "latitude"),
        Case(["text": "x", "latitude": "30"], "fieldWrongKind", "latitude"),
        Case(["text": "x", "contact": ["phone": "12"]], "invalid_input", "phone"),
        Case(["text": "x", "contact": ["email": "a@b"]], "invalid_input", "email"),
        Case(["text": "x", "contact": ["email": "a@b.c\r\nBcc: d@e.f"]], "invalid_input", "email"),
        Case(
            ["text": "x", "contact": ["phone": "13800000000", "owner": 1]], "unknownFields", "contact.owner"),
        Case(["text": "x", "contact": "13800000000"], "fieldWrongKind", "contact"),
        Case(["text": "x", "caller": "mayor"], "fieldWrongKind", "caller"),
        Case(["text": "x", "language": "fr"], "fieldWrongKind", "language"),
        Case(["text": "x", "channel": "hotline"], "not_allowed", "channel"),
        Case(["text": "x", "category": "lamp"], "not_allowed", "category"),
        Case(["text": "x", "kind": "request"], "not_allowed", "kind"),
        Case(["text": "x", "urgency": "emergency"], "not_allowed", "urgency"),
        Case(["text": "x", "source": "s", "sourceID": "1"], "not_allowed", "source"),
        Case(["text": "x", "title": "t"], "not_allowed", "title"),
        Case(["text": "x", "raisedAt": "2026-01-01T00:00:00Z"], "not_allowed", "raisedAt"),
    ]

    @Test("tells a resident by field what cannot be taken in, and keeps nothing of it")
    func residentsRefusals() async throws {
        try await TestTown.with { town in
            for one in Self.residents {
                let answer = try await town.visitor().json("POST", "/api/v1/matters", body: one.sent)
                #expect(answer.status == 422, "\(one.sent): \(answer.text)")
                #expect(answer.code == one.code, "\(one.sent): \(answer.text)")
                #expect(answer.fields == [one.field], "\(one.sent): \(answer.text)")
            }
            #expect(try await town.count() == 0)
        }
    }

    private static let officers = [
        Case(["text": "x", "channel": "telepathy"], "invalid_input", "channel"),
        Case(["text": "x", "category": "roads"], "invalid_input", "category"),
        Case(["text": "x", "category": "none"], "invalid_input", "category"),
        Case(["text": "x", "kind": "war"], "invalid_input", "kind"),
        Case(["text": "x", "urgency": "very"], "invalid_input", "urgency"),
        Case(["text": "x", "source": "old"], "invalid_input", "source"),
        Case(["text": "x", "source": "old", "sourceID": ""], "invalid_input", "source"),
        Case(["text": "x", "source": "old", "sourceID": "a\nb"], "invalid_input", "source"),
        Case(["text": "x", "raisedAt": "yesterday"], "invalid_input", "raisedAt"),
        Case(["text": "x", "raisedAt": "2026-02-30T00:00:00Z"], "invalid_input", "raisedAt"),
        Case(["text": "x", "raisedAt": "0001-01-01T00:00:00Z"], "invalid_input", "raisedAt"),
        Case(["text": "x", "raisedAt": "9999-12-31T23:59:59Z"], "invalid_input", "raisedAt"),
        Case(["text": "x", "title": String(repeating: "t", count: 201)], "too_long", "title"),
    ]

    @Test("tells an officer by field what cannot be taken in")
    func officersRefusals() async throws {
        try await TestTown.with { town in
            for one in Self.officers {
                let answer = try await town.officer("clerk").json(
                    "POST", "/api/v1/matters", body: one.sent)
                #expect(answer.status == 422, "\(one.sent): \(answer.text)")
                #expect(answer.code == one.code, "\(one.sent): \(answer.text)")
                #expect(answer.fields == [one.field], "\(one.sent): \(answer.text)")
            }
            #expect(try await town.count() == 0)
        }
    }

    private static let bodies: [(String, [UInt8], Set<Int>)] = [
        ("nothing", [], [400, 415]), ("half", Array(#"{"text":"#.utf8), [400]),
        ("a list", Array("[]".utf8), [422]),
        ("null", Array("null".utf8), [400, 422]), ("a text", Array("\"x\"".utf8), [400, 422]),
        ("invalid UTF-8", Array(#"{"text":""#.utf8) + [0xFF, 0xFE] + Array(#""}"#.utf8), [400]),
        ("NUL", Array("{\"text\":\"a\u{0}b\"}".utf8), [400]),
        ("escaped NUL", Array(#"{"text":"a\u0000b"}"#.utf8), [400]),
        ("half a surrogate", Array(#"{"text":"a\uD800b"}"#.utf8), [400, 422]),
        ("NaN", Array(#"{"text":"x","latitude":NaN,"longitude":1}"#.utf8), [400]),
        (
            "more than a number holds", Array(#"{"text":"x","latitude":1e999,"longitude":1}"#.utf8),
            [400, 422]
        ),
        ("deep nesting", Array((String(repeating: "[", count: 100_000)).utf8), [400]),
        (
            "a deep object",
            Array(
                (String(repeating: #"{"text":"#, count: 5000) + "1" + String(repeating: "}", count: 5000))
                    .utf8), [400, 422]
        ),
        ("two values", Array(#"{"text":"x"}{"text":"y"}"#.utf8), [400]),
        ("a comment", Array(#"{"text":"x"/**/}"#.utf8), [400]),
        ("10 MB", Array(repeating: 0x20, count: 10_000_000), [413]),
    ]

    @Test("answers broken bodies with a problem, never with a failure of its own")
    func brokenBodies() async throws {
        try await TestTown.with { town in
            for (name, bytes, statuses) in Self.bodies {
                let answer = try await town.visitor().send(
                    "POST", "/api/v1/matters", headers: [.contentType: "application/json"], body: bytes)
                #expect(statuses.contains(answer.status), "\(name): \(answer.status) \(answer.text)")
                #expect(answer.headers[.contentType] == "application/problem+json", "\(name)")
                #expect(answer.value["detail"].text?.isEmpty == false, "\(name)")
            }
            for type in [
                "text/plain", "application/x-www-form-urlencoded", "application/xml", "multipart/form-data",
            ] {
                let answer = try await town.visitor().send(
                    "POST", "/api/v1/matters", headers: [.contentType: type],
                    body: Array(#"{"text":"x"}"#.utf8))
                #expect(answer.status == 415, "\(type)")
            }
            #expect(try await town.count() == 0)
        }
    }

    @Test("is refused where a field stands twice: nobody knows which was meant")
    func duplicateKeys() async throws {
        try await TestTown.with { town in
            for body in [
                #"{"text":"一","text":"二","channel":"hotline","channel":null}"#, #"{"text":"一","text":"二"}"#,
            ] {
                let answer = try await town.visitor().json("POST", "/api/v1/matters", body: body)
                #expect(answer.status == 422, "\(answer.text)")
            }
            #expect(try await town.count() == 0)
        }
    }

    @Test("stores hostile text as it came and gives it back as it was")
    func hostileText() async throws {
        try await TestTown.with { town in
            let texts = [
                #"<script>alert("1")</script>"#, "'; DROP TABLE matters; --", "{{7*7}} ${7*7} %n%s",
                "\u{202E}gnp.exe",
                "👨‍👩‍👧‍👦 e\u{301} ﷽", "=HYPERLINK(\"http://x\")", "第一行\n第二行\r\n\t第三行", #"\u0041 \\ \" /"#,
                "null",
                "\u{FEFF}头",
            ]
            for text in texts {
                let life = try await ApiLife.begin(in: town, text: text)
                #expect(try await life.track()["text"].text == text, "\(text)")
                #expect(try await life.seen()["text"].text == text, "\(text)")
            }
            let found = try await town.officer("clerk").get("/api/v1/matters?q=DROP").value
            #expect(found["matters"].list.count == 1)
        }
    }

    @Test("takes what another system had, with its time, and never twice")
    func source() async throws {
        try await TestTown.with { town in
            let fields: [String: Any] = [
                "text": "水管漏水", "channel": "hotline", "category": "water", "urgency": "urgent",
                "source": "old",
                "sourceID": "A-17", "title": "漏水", "raisedAt": "2026-02-27T10:00:00.5+08:00",
                "latitude": 30.61,
                "longitude": 110.21, "caller": "enterprise", "language": "en",
                "contact": ["name": "王某", "email": "a@b.example"],
            ]
            let filed = try await town.officer("clerk").json("POST", "/api/v1/matters", body: body(fields))
            #expect(filed.status == 201)
            let number = filed.value["number"].text ?? ""
            #expect(filed.location == "/api/v1/matters/\(number)")
            let matter = try await town.officer("clerk").get("/api/v1/matters/\(number)").value
            #expect(matter["raisedAt"].text == "2026-02-27T02:00:00.500Z")
            #expect(matter["position"]["latitude"] == .number(30.61))
            #expect(matter["title"].text == "漏水")
            #expect(matter["sourceID"].text == "A-17")
            #expect(matter["caller"].text == "enterprise")
            let again = try await town.officer("clerk").json("POST", "/api/v1/matters", body: body(fields))
            #expect(again.status == 409)
            #expect(again.code == "known_already")
            #expect(try await town.count() == 1)
        }
    }

    @Test("asks for a token's scope, and takes a browser's cookie for nobody's")
    func whoFiles() async throws {
        try await TestTown.with { town in
            let text = body(["text": "x", "category": "lamp"])
            #expect(
                try await town.officer("clerk+matters:read").json("POST", "/api/v1/matters", body: text)
                    .status == 403)
            #expect(
                try await town.officer("stranger").json("POST", "/api/v1/matters", body: text).status == 401)
            let browser = try await town.browser("clerk").json("POST", "/api/v1/matters", body: text)
            #expect(browser.code == "not_allowed")
        }
    }

    @Test("slows an address without an account down, and says how long")
    func limited() async throws {
        try await TestTown.with(visitorFormsPerMinute: 2) { town in
            let text = body(["text": "x"])
            for _ in 0..<2 {
                #expect(try await town.visitor().json("POST", "/api/v1/matters", body: text).status == 201)
            }
            let third = try await town.visitor().json("POST", "/api/v1/matters", body: text)
            #expect(third.status == 429)
            #expect(third.headers[.retryAfter] != nil)
            #expect(try await town.officer("clerk").json("POST", "/api/v1/matters", body: text).status == 201)
            town.wait(60_000)
            #expect(try await town.visitor().json("POST", "/api/v1/matters", body: text).status == 201)
        }
    }
}
