/// Why an answer cannot be read at all.
enum ReadingRefusal: Error, Hashable, Sendable {
    /// A page instead of data.
    case page
    case notUTF8
    /// Not JSON, or not XML.
    case malformed(String)
    /// Read well, and there are no such rows in it.
    case otherContent
    /// What the other side says is wrong.
    case errors([String])

    /// For the one who runs the connection, in English as the programs' messages are.
    var reason: String {
        switch self {
        case .page: "The answer is a page, not data."
        case .notUTF8: "The answer is not UTF-8."
        case .malformed(let what): "The answer cannot be read: \(what)."
        case .otherContent: "The answer holds something else."
        case .errors(let texts): "The other server says: \(texts.joined(separator: "; "))"
        }
    }
}

/// Reads JSON as it is really found: numbers are kept as they are written (`001`, 18 digits), one value of a
/// name is enough, a mark of byte order is passed over.
struct GivenJSON {
    private let bytes: ArraySlice<UInt8>
    private var at: Int
    private static let deepest = 32

    static func read(_ bytes: [UInt8]) throws(ReadingRefusal) -> Given {
        var reader = GivenJSON(bytes)
        let value = try reader.value(0)
        reader.skip()
        guard reader.at == reader.bytes.endIndex else { throw .malformed("something follows the JSON") }
        return value
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        at = self.bytes.startIndex
    }

    private var next: UInt8? { at < bytes.endIndex ? bytes[at] : nil }

    private mutating func skip() {
        while let byte = next, byte == 32 || (9...13).contains(byte) { at += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skip()
        guard next == byte else { return false }
        at += 1
        return true
    }

    private mutating func value(_ depth: Int) throws(ReadingRefusal) -> Given {
        guard depth < Self.deepest else { throw .malformed("it is nested too deeply") }
        skip()
        switch next {
        case UInt8(ascii: "{"): return try fields(depth)
        case UInt8(ascii: "["): return try list(depth)
        case UInt8(ascii: "\""):
            let text = try string()
            return text.isEmpty ? .none : .text(text)
        default: return try bare()
        }
    }

    private mutating func fields(_ depth: Int) throws(ReadingRefusal) -> Given {
        at += 1
        var fields: [Given.Field] = []
        if take(UInt8(ascii: "}")) { return .fields([]) }
        repeat {
            skip()
            guard next == UInt8(ascii: "\"") else { throw .malformed("a name is missing") }
            let name = try string()
            guard take(UInt8(ascii: ":")) else { throw .malformed("a colon is missing") }
            fields.append(Given.Field(name: name, value: try value(depth + 1)))
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw .malformed("a brace is missing") }
        return .fields(fields)
    }

    private mutating func list(_ depth: Int) throws(ReadingRefusal) -> Given {
        at += 1
        var values: [Given] = []
        if take(UInt8(ascii: "]")) { return .list([]) }
        repeat { values.append(try value(depth + 1)) } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw .malformed("a bracket is missing") }
        return .list(values)
    }

    /// A number, or `true`, `false`, `null`.
    private mutating func bare() throws(ReadingRefusal) -> Given {
        let start = at
        while let byte = next, isBare(byte) { at += 1 }
        guard at > start else {
            throw .malformed(at < bytes.endIndex ? "a value is missing" : "it ends too early")
        }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if text == "null" { return .none }
        if text == "true" || text == "false" { return .text(text) }
        let digits = text.drop { $0 == "-" || $0 == "+" }
        guard let first = digits.first, first.isASCII, first.isNumber, text.utf8.count <= 64 else {
            throw .malformed("“\(text.shortened(to: 20))” is no value")
        }
        return .text(text)
    }

    private func isBare(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
    }

    private mutating func string() throws(ReadingRefusal) -> String {
        at += 1
        var text: [UInt8] = []
        while let byte = next {
            at += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let whole = String(validating: text, as: UTF8.self) else { throw .notUTF8 }
                return whole
            case UInt8(ascii: "\\"): text += try escaped()
            default: text.append(byte)
            }
        }
        throw .malformed("a text does not end")
    }

    private mutating func escaped() throws(ReadingRefusal) -> [UInt8] {
        guard let byte = next else { throw .malformed("a text does not end") }
        at += 1
        switch byte {
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "u"): return Array(String(Character(try scalar())).utf8)
        default: return [byte]
        }
    }

    /// What follows `\u`, with its second half. Half of a pair alone becomes the sign for what is unreadable.
    private mutating func scalar() throws(ReadingRefusal) -> Unicode.Scalar {
        let first = try four()
        if let scalar = Unicode.Scalar(first) { return scalar }
        if (0xD800..<0xDC00).contains(first), next == UInt8(ascii: "\\"), at + 1 < bytes.endIndex,
            bytes[at + 1] == UInt8(ascii: "u")
        {
            let before = at
            at += 2
            let second = try four()
            if (0xDC00..<0xE000).contains(second) {
                let code = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
                return Unicode.Scalar(code) ?? "\u{FFFD}"
            }
            at = before
        }
        return "\u{FFFD}"
    }

    private mutating func four() throws(ReadingRefusal) -> UInt32 {
        guard at + 4 <= bytes.endIndex,
            let code = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
        else { throw .malformed("\\u stands without its digits") }
        at += 4
        return code
    }
}
