import FoundationEssentials

/// Looks a JSON text over before it is decoded, for what decoders let pass although the next program may read
/// it otherwise: a name that stands twice in one object, a comma with nothing behind it, NUL, and nests that
/// are deeper than any of ours. Whether it is JSON at all is the decoder's to say.
struct JSONCheck {
    /// The most objects and lists inside each other.
    static let deepest = 64

    private static let numberSigns = Set("+-.0123456789eE".utf8)

    /// An object or a list that is open.
    private struct Level {
        let isObject: Bool
        var names: Set<String> = []
        /// Whether the next text is a name.
        var awaitsName: Bool
        /// Where we are: the last name, or how many values came before.
        var name = ""
        var index = 0

        var place: String { isObject ? ".\(name)" : "[\(index)]" }
    }

    private var levels: [Level] = []
    /// Whether a comma came, and nothing after it yet.
    private var isOpenEnded = false
    /// Where each number stands, if that is asked for.
    private var numbers: [Number]?
    private let bytes: UnsafeBufferPointer<UInt8>

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// - Throws: `WebRefusal.malformed`, or `.badField` with the path of a name that stands twice.
    static func look(at data: Data) throws(WebRefusal) {
        let found: WebRefusal? = data.withUnsafeBytes { raw in
            raw.withMemoryRebound(to: UInt8.self) { bytes in
                var check = JSONCheck(bytes)
                do throws(WebRefusal) {
                    try check.run()
                    return nil
                } catch {
                    return error
                }
            }
        }
        if let found { throw found }
    }

    /// A number of the text.
    struct Number {
        /// As `place.area`.
        let path: String
        let text: String
        /// Where its bytes stand.
        let range: Range<Int>
    }

    /// Every number of a JSON text, in order.
    static func numbers(of data: Data) -> [Number] {
        data.withUnsafeBytes { raw in
            raw.withMemoryRebound(to: UInt8.self) { bytes in
                var check = JSONCheck(bytes)
                check.numbers = []
                try? check.run()
                return check.numbers ?? []
            }
        }
    }

    private mutating func run() throws(WebRefusal) {
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            let isBlank = byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
            switch byte {
            case 0: throw .malformed
            case UInt8(ascii: "\""): position = try text(from: position)
            case UInt8(ascii: "{"): try open(isObject: true)
            case UInt8(ascii: "["): try open(isObject: false)
            case UInt8(ascii: "}"): try close(isObject: true)
            case UInt8(ascii: "]"): try close(isObject: false)
            case UInt8(ascii: ","): goOn()
            case UInt8(ascii: "-"), 0x30...0x39: position = number(from: position)
            default: break
            }
            if !isBlank { isOpenEnded = byte == 0x2C }
            position += 1
        }
    }

    /// Reads over a number.
    /// - Returns: Where its last sign stands.
    private mutating func number(from start: Int) -> Int {
        var end = start + 1
        while end < bytes.count, JSONCheck.numberSigns.contains(bytes[end]) { end += 1 }
        if numbers != nil {
            let text = String(decoding: bytes[start..<end], as: UTF8.self)
            let found = Number(path: path, text: text, range: start..<end)
            numbers?.append(found)
        }
        return end - 1
    }

    private var path: String {
        let path = levels.map(\.place).joined()
        return String((path.hasPrefix(".") ? path.dropFirst() : path[...]).prefix(200))
    }

    private mutating func open(isObject: Bool) throws(WebRefusal) {
        guard levels.count < Self.deepest else { throw .malformed }
        levels.append(Level(isObject: isObject, awaitsName: isObject))
    }

    private mutating func close(isObject: Bool) throws(WebRefusal) {
        guard let last = levels.popLast(), last.isObject == isObject, !isOpenEnded else { throw .malformed }
    }

    private mutating func goOn() {
        guard var last = levels.popLast() else { return }
        last.awaitsName = last.isObject
        last.index += 1
        levels.append(last)
    }

    /// Reads a text to its closing mark, and notes it where it is a name.
    /// - Returns: Where the closing mark stands.
    private mutating func text(from start: Int) throws(WebRefusal) -> Int {
        var position = start + 1
        var escapes = false
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            if bytes[position] == 0 { throw .malformed }
            if bytes[position] == UInt8(ascii: "\\") {
                escapes = true
                if holdsEscapedNUL(at: position) { throw .malformed }
                position += 1
            }
            position += 1
        }
        guard position < bytes.count else { throw .malformed }
        if levels.last?.awaitsName == true {
            try note(name: bytes[start...position], escapes: escapes)
        }
        return position
    }

    private func holdsEscapedNUL(at position: Int) -> Bool {
        position + 5 < bytes.count && bytes[position + 1] == UInt8(ascii: "u")
            && bytes[(position + 2)...(position + 5)].allSatisfy { $0 == UInt8(ascii: "0") }
    }

    private mutating func note(name quoted: Slice<UnsafeBufferPointer<UInt8>>, escapes: Bool)
        throws(WebRefusal)
    {
        let plain = String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
        let decoded = escapes ? try? JSONDecoder().decode(String.self, from: Data(quoted)) : plain
        guard let name = decoded, var last = levels.popLast() else { throw .malformed }
        let isNew = last.names.insert(name).inserted
        last.name = name
        last.awaitsName = false
        levels.append(last)
        guard isNew else { throw .badField(path: path, reason: .repeated) }
    }
}
