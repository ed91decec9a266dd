@testable import Developers
import Matters
import Testing
import Web

@Suite("The description of the API, read by people")
struct ReferenceTests {
    private let reference = Reference(MattersApi.operations)

    @Test("spreads JSON over lines and changes nothing in it, also where it is left out")
    func spread() {
        let json = #"{"a":[],"b":{"c":"x, {y}: \"z\\"},"d":[1,{"e":null}],"token":"QS-…","f":{}}"#
        let lines = JSONValue.spread(json)
        #expect(lines.contains("  \"a\": [],\n"))
        #expect(lines.contains(#""c": "x, {y}: \"z\\""#))
        #expect(lines.hasSuffix("\"f\": {}\n}"))
        #expect(JSONValue(reading: lines) == JSONValue(reading: json))
        #expect(JSONValue.spread("") == "" && JSONValue.spread("]]}") != "")
    }

    @Test("writes values as JSON, whatever is in them")
    func written() {
        #expect(JSONValue.quoted("a\"b\\\n\u{1}") == #""a\"b\\\n\u0001""#)
        for text in ["路灯 \"坏\" 了\n", "\u{0}\u{1F}", "😀"] {
            #expect(JSONValue(reading: JSONValue.text(text).written) == .text(text))
        }
        #expect(JSONValue.number(7).written == "7" && JSONValue.number(1.5).written == "1.5")
        #expect(JSONValue(reading: "{") == nil && JSONValue(reading: "") == nil)
    }

    @Test("puts a body together from the answers, without those that are empty")
    func body() throws {
        let raise = Attempt(try #require(reference.operation("postMatters")))
        let names = raise.fields.map(\.name)
        #expect(names.contains("body.text") && names.contains("body.contact.phone"))
        #expect(names.contains("header.Idempotency-Key"))
        #expect(raise.fields.first { $0.name == "body.text" }?.sample == "小区门口的路灯不亮了")
        let body = raise.body([
            "body.text": "a \"b\"", "body.contact.phone": "1", "body.place": "", "body.unknown": "x",
        ])
        #expect(body == #"{"contact":{"phone":"1"},"text":"a \"b\""}"#)
        let move = Attempt(try #require(reference.operation("postMattersNumberMoves")))
        #expect(
            move.body(["body.move": "rate", "body.inputs.solved": "no"])
                == #"{"inputs":{"solved":"no"},"move":"rate"}"#)
        #expect(Attempt(try #require(reference.operation("getMatters"))).body([:]) == nil)
    }

    @Test("writes a command that a shell reads as it is meant")
    func command() throws {
        let raise = try #require(reference.operation("postMatters"))
        let command = raise.command("http://h", body: #"{"text":"it's $HOME `x`"}"#)
        #expect(command.contains(#"-d '{"text":"it'\''s $HOME `x`"}'"#))
        #expect(!command.contains("Authorization"))
        let read = try #require(reference.operation("getMattersNumber"))
        let hostile = read.command("http://h", values: ["path.number": "'; rm -rf / #"])
        #expect(hostile.contains("'http://h/api/v1/matters/%27%3B%20rm%20-rf%20%2F%20%23'"))
        #expect(hostile.contains("Bearer $TOKEN"))
        let list = try #require(reference.operation("getMatters"))
        #expect(
            list.address("", values: ["query.q": "路 灯&x=1"]).hasSuffix("?q=%E8%B7%AF%20%E7%81%AF%26x%3D1"))
    }

    @Test("shows every field of every body and answer, and each named shape once")
    func rows() throws {
        for operation in reference.operations {
            for case let schema? in [operation.request] + operation.responses.values {
                #expect(!schema.rows(expanding: true).isEmpty)
                let paths = schema.rows(expanding: true).map(\.path)
                #expect(Set(paths).count == paths.count, "\(operation.identifier)")
            }
        }
        let filing = try #require(reference.operation("postMatters")?.request)
        let rows = filing.rows(expanding: true)
        #expect(rows.first?.path == "text" && rows.first?.required == true)
        #expect(rows.contains { $0.path == "contact.phone" })
        #expect(reference.shapes["Matter"] != nil && reference.shapes["LocalText"] != nil)
        for (name, shape) in reference.shapes {
            #expect(!shape.rows().isEmpty, "\(name)")
            #expect(JSONValue(reading: shape.sample(shapes: reference.shapes).written) != nil, "\(name)")
        }
    }
}
