/// JSON text taken apart once: where every value begins and ends. Values are made from it when asked for.
///
/// For what this program wrote itself; what others send is read by Foundation's decoder, which tells them
/// better what is wrong.
final class JSONReader {
    enum Kind: UInt8 { case null, yes, no, number, text, escapedText, list, object }

    /// A value. Those it holds follow it; of an object, a name and its value in turn.
    struct Node {
        let kind: Kind
        /// Bytes of a number, or of a text between its quotes.
        let start: Int32
        var end: Int32
        /// The first node that is not part of this one.
        var next: Int32
    }

    let bytes: [UInt8]
    private(set) var nodes: [Node] = []
    private var place = 0

    private static let mostDepth = 512

    /// - Throws: `DecodingError.dataCorrupted` for what is no JSON.
    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        nodes.reserveCapacity(bytes.count / 8 + 4)
        guard bytes.count < Int32.max else { throw corrupt }
        try value(depth: 0)
        skipBlanks()
        guard place == bytes.count else { throw corrupt }
    }

    private var corrupt: DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: "No JSON at byte \(place)."))
    }

    // MARK: Taking apart

    private func value(depth: Int) throws {
        guard depth < Self.mostDepth else { throw corrupt }
        skipBlanks()
        guard place < bytes.count else { throw corrupt }
        switch bytes[place] {
        case UInt8(ascii: "{"): try object(depth: depth)
        case UInt8(ascii: "["): try list(depth: depth)
        case UInt8(ascii: "\""): try text()
        case UInt8(ascii: "t"): try word("true", .yes)
        case UInt8(ascii: "f"): try word("false", .no)
        case UInt8(ascii: "n"): try word("null", .null)
        default: try number()
        }
    }

    private func object(depth: Int) throws {
        let own = open(.object)
        while true {
            skipBlanks()
            if isNext("}") { break }
            if nodes.count > own + 1 {
                guard isNext(",") else { throw corrupt }
                skipBlanks()
            }
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { throw corrupt }
            try text()
            skipBlanks()
            guard isNext(":") else { throw corrupt }
            try value(depth: depth + 1)
        }
        close(own)
    }

    private func list(depth: Int) throws {
        let own = open(.list)
        while true {
            skipBlanks()
            if isNext("]") { break }
            if nodes.count > own + 1 { guard isNext(",") else { throw corrupt } }
            try value(depth: depth + 1)
        }
        close(own)
    }

    private func open(_ kind: Kind) -> Int {
        nodes.append(Node(kind: kind, start: Int32(place), end: 0, next: 0))
        place += 1
        return nodes.count - 1
    }

    private func close(_ own: Int) {
        nodes[own].end = Int32(place)
        nodes[own].next = Int32(nodes.count)
    }

    private func add(_ kind: Kind, from start: Int, to end: Int) {
        nodes.append(
            Node(kind: kind, start: Int32(start), end: Int32(end), next: Int32(nodes.count + 1)))
    }

    private func text() throws {
        place += 1
        let start = place
        var kind = Kind.text
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                add(kind, from: start, to: place)
                place += 1
                return
            case UInt8(ascii: "\\"):
                kind = .escapedText
                place += 2
            case 0..<0x20: throw corrupt
            default: place += 1
            }
        }
        throw corrupt
    }

    private func word(_ word: StaticString, _ kind: Kind) throws {
        let count = word.utf8CodeUnitCount
        guard place + count <= bytes.count,
            (0..<count).allSatisfy({ bytes[place + $0] == word.utf8Start[$0] })
        else { throw corrupt }
        add(kind, from: place, to: place + count)
        place += count
    }

    private func number() throws {
        let start = place
        while place < bytes.count, Self.isOfNumber(bytes[place]) { place += 1 }
        guard place > start, bytes[start] == UInt8(ascii: "-") || Self.isDigit(bytes[start]) else {
            throw corrupt
        }
        add(.number, from: start, to: place)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
    }

    private func isNext(_ mark: Unicode.Scalar) -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: mark) else { return false }
        place += 1
        return true
    }

    private func skipBlanks() {
        while place < bytes.count, bytes[place] <= 0x20, Self.isBlank(bytes[place]) { place += 1 }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    // MARK: Values

    /// The text of a node; nil where it is none.
    func text(_ node: Node) -> String? {
        switch node.kind {
        case .text: String(decoding: bytes[Int(node.start)..<Int(node.end)], as: UTF8.self)
        case .escapedText: unescaped(node)
        case .null, .yes, .no, .number, .list, .object: nil
        }
    }

    /// Whether a name is this text.
    func isNamed(_ node: Node, _ name: String) -> Bool {
        guard node.kind == .text else { return text(node) == name }
        var name = name
        return name.withUTF8 { name in
            let (start, count) = (Int(node.start), Int(node.end - node.start))
            guard name.count == count else { return false }
            for place in 0..<count where bytes[start + place] != name[place] { return false }
            return true
        }
    }

    /// The digits of a number as a whole number; nil where it is none, or too large.
    func whole<Number: FixedWidthInteger>(_ node: Node, as type: Number.Type) -> Number? {
        guard node.kind == .number else { return nil }
        let digits = bytes[Int(node.start)..<Int(node.end)]
        if let number = Number(String(decoding: digits, as: UTF8.self)) { return number }
        return fraction(node).flatMap { Number(exactly: $0) }
    }

    func fraction(_ node: Node) -> Double? {
        guard node.kind == .number else { return nil }
        return Double(String(decoding: bytes[Int(node.start)..<Int(node.end)], as: UTF8.self))
    }

    private func unescaped(_ node: Node) -> String? {
        var plain: [UInt8] = []
        var place = Int(node.start)
        let end = Int(node.end)
        while place < end {
            guard bytes[place] == UInt8(ascii: "\\") else {
                plain.append(bytes[place])
                place += 1
                continue
            }
            guard place + 1 < end, let (scalar, length) = escape(at: place, before: end) else { return nil }
            plain.append(contentsOf: UTF8.encode(scalar) ?? .init())
            place += length
        }
        return String(decoding: plain, as: UTF8.self)
    }

    /// The character of an escape, and how many bytes tell it.
    private func escape(at place: Int, before end: Int) -> (Unicode.Scalar, Int)? {
        switch bytes[place + 1] {
        case UInt8(ascii: "\""): return ("\"", 2)
        case UInt8(ascii: "\\"): return ("\\", 2)
        case UInt8(ascii: "/"): return ("/", 2)
        case UInt8(ascii: "b"): return ("\u{08}", 2)
        case UInt8(ascii: "f"): return ("\u{0C}", 2)
        case UInt8(ascii: "n"): return ("\n", 2)
        case UInt8(ascii: "r"): return ("\r", 2)
        case UInt8(ascii: "t"): return ("\t", 2)
        case UInt8(ascii: "u"):
            guard let first = unit(at: place + 2, before: end) else { return nil }
            if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
            // Two halves of a character beyond the first plane.
            guard first < 0xDC00, place + 12 <= end, bytes[place + 6] == UInt8(ascii: "\\"),
                bytes[place + 7] == UInt8(ascii: "u"), let second = unit(at: place + 8, before: end),
                (0xDC00...0xDFFF).contains(second)
            else { return nil }
            return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)).map { ($0, 12) }
        default: return nil
        }
    }

    private func unit(at place: Int, before end: Int) -> UInt32? {
        guard place + 4 <= end else { return nil }
        return UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
    }
}
