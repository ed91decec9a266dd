import Foundation
import Testing

@testable import Core

@Suite("JSON as it is stored and sent")
struct JSONTextTests {
    private struct Whole: Codable, Equatable {
        var words: String
        var absent: Int?
        var numbers: [Double]
        var small: Float
        var byte: UInt8
        var nothing: [String]
        var parts: [String: Part]
        var counted: [Int: String]
        var choice: Choice
        var gaps: [Int?]
    }

    private struct Part: Codable, Equatable {
        var isTrue: Bool
        var lists: [[Int]]
    }

    private enum Choice: Codable, Equatable {
        case one(String, count: Int)
        case two
    }

    /// Two values in one object, and parts that are filled while others are written.
    private struct Woven: Encodable {
        enum CodingKeys: String, CodingKey { case zulu, alpha, mike }

        func encode(to encoder: any Encoder) throws {
            try Part(isTrue: true, lists: [[1], []]).encode(to: encoder)
            var object = encoder.container(keyedBy: CodingKeys.self)
            try object.encode(Choice.two, forKey: .alpha)
            var list = object.nestedUnkeyedContainer(forKey: .zulu)
            try list.encode(1)
            var inner = list.nestedContainer(keyedBy: CodingKeys.self)
            try list.encode(3)
            try inner.encode("last", forKey: .zulu)
            try inner.encode("first", forKey: .alpha)
            try object.encode(5, forKey: .mike)
            try object.encode(6, forKey: .mike)
        }
    }

    private static func foundation(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// Every control character, quotes, both ends of the planes, and what browsers trip over.
    private static let hardWords: String = {
        var words = ""
        for value in UInt32(0)..<0x300 { words.unicodeScalars.append(Unicode.Scalar(value) ?? " ") }
        return words + "\u{2028}\u{2029}𠮷/</script>\u{FEFF}\u{FFFF}\u{10FFFF}"
    }()

    private static let whole = Whole(
        words: hardWords, absent: nil,
        numbers: [
            1, 1.5, -0.0, 1e20, 1e-7, 3.14159, 1e16, 123_456_789_012_345_680,
            .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1 + 0.2,
        ], small: 0.1, byte: 200, nothing: [],
        parts: [
            "ü": Part(isTrue: true, lists: [[], [1, -2]]), "a b": Part(isTrue: false, lists: []),
            "Z": Part(isTrue: true, lists: [[]]), "a": Part(isTrue: true, lists: []),
        ], counted: [3: "c", 1: "a"], choice: .one("x", count: 2), gaps: [1, nil, 3])

    @Test("is byte for byte what Foundation writes")
    func same() throws {
        func check(_ value: some Encodable) throws {
            #expect(try JSONText.text(value) == Self.foundation(value))
        }
        try check(Self.whole)
        try check(Woven())
        try check("x")
        try check(Int64.min)
        try check(UInt64.max)
        try check(Int?.none)
        try check([String: Int]())
        try check([[Int]]())
        try check([Float(0.1), 2])
        try check([Choice.two, .one("\"\\", count: -1)])
        try check([[String: [String: Bool]]](repeating: ["b": ["d": true, "c": false], "a": [:]], count: 3))
    }

    @Test("grows with what is written: a large text, and many small ones")
    func grows() throws {
        let large = String(repeating: "连心\n", count: 100_000)
        #expect(try JSONText.text([large, large]) == Self.foundation([large, large]))
        let many = (0..<20_000).map { Part(isTrue: $0.isMultiple(of: 3), lists: [[$0]]) }
        #expect(try JSONText.text(many) == Self.foundation(many))
    }

    @Test("reads back as it was")
    func back() throws {
        let bytes = try JSONText.bytes(Self.whole)
        #expect(try JSONDecoder().decode(Whole.self, from: Data(bytes)) == Self.whole)
        #expect(try JSONText.value(Whole.self, bytes) == Self.whole)
    }

    @Test("is read with blanks, with escapes of every sort, and with fields nobody asked for")
    func reads() throws {
        let spaced = Array(
            #"""
            { "more" : {"a":[1,{"b":null}]}, "li\u0073ts" : [ [ 1 , -2 ] , [ ] ] ,
              "isTrue" : true }
            """#.utf8)
        #expect(try JSONText.value(Part.self, spaced) == Part(isTrue: true, lists: [[1, -2], []]))
        let escaped = Array(#"["\"\\\/\b\f\n\r\t\u8fde\ud842\udfb7"]"#.utf8)
        #expect(try JSONText.value([String].self, escaped) == ["\"\\/\u{8}\u{c}\n\r\t连𠮷"])
        #expect(try JSONText.value([Int].self, Array("[1.0,2e3,-7]".utf8)) == [1, 2000, -7])
        #expect(try JSONText.value([Int?].self, Array("[null,1]".utf8)) == [nil, 1])
    }

    @Test("is refused when a part is missing, wherever it breaks off")
    func brokenOff() throws {
        let bytes = try JSONText.bytes(Self.whole)
        for end in stride(from: 0, to: bytes.count - 1, by: 3) {
            #expect(throws: DecodingError.self) { try JSONText.value(Whole.self, Array(bytes[..<end])) }
        }
    }

    @Test("is refused where it is none, or says another thing than was asked for")
    func refused() {
        for text in [
            "", " ", "{", "[1 2]", "[1,]", "{\"a\" 1}", "{\"a\":1,}", "{a:1}", "tru", "nul", "[01x]", "\"",
            "1 1",
            "[\"\u{1}\"]", "[\"\\x\"]", "[\"\\ud800\"]", "\"\\", "+1", "--1",
            String(repeating: "[", count: 600) + String(repeating: "]", count: 600),
        ] {
            #expect(throws: DecodingError.self, "\(text)") {
                try JSONText.value([String].self, Array(text.utf8))
            }
        }
        #expect(throws: DecodingError.self) { try JSONText.value([Int].self, Array("[1.5]".utf8)) }
        #expect(throws: DecodingError.self) { try JSONText.value([UInt8].self, Array("[256]".utf8)) }
        #expect(throws: DecodingError.self) { try JSONText.value(Part.self, Array("{\"isTrue\":1}".utf8)) }
        #expect(throws: DecodingError.self) { try JSONText.value(Part.self, Array("[]".utf8)) }
        #expect(throws: DecodingError.self) { try JSONText.value([Bool].self, Array("[null]".utf8)) }
    }

    @Test("refuses numbers that JSON does not have, and what never ends")
    func refusals() {
        #expect(throws: EncodingError.self) { try JSONText.text([1, Double.nan]) }
        #expect(throws: EncodingError.self) { try JSONText.text(Double.infinity) }
        #expect(throws: EncodingError.self) { try JSONText.text(-Float.infinity) }
        #expect(throws: EncodingError.self) { try JSONText.text(Endless()) }
    }

    private struct Endless: Encodable {
        func encode(to encoder: any Encoder) throws {
            var list = encoder.unkeyedContainer()
            try list.encode(Endless())
        }
    }
}
