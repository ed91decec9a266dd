/// A Swift file taken apart: code without strings and comments, and the strings.
struct SwiftText {
    let path: String
    let lines: [String]
    /// Line by line what is code, everything else blank.
    let code: [String]
    let literals: [Literal]

    /// A string of the source.
    struct Literal {
        let line: Int
        /// With `hole` wherever something is interpolated.
        let text: String
        static let hole: Character = "\u{1}"
    }

    /// The folder below `Sources` or `Tests`.
    var room: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    init(_ text: String, path: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var reader = SwiftReader(Array(text.utf8))
        reader.read()
        code = reader.code.split(separator: 10, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        literals = reader.literals.map {
            Literal(line: $0.line, text: String(decoding: $0.bytes, as: UTF8.self))
        }
    }

    func place(_ line: Int) -> String { "\(path):\(line)" }
}

/// Reads Swift far enough to tell code, comments and strings apart, interpolations within strings included.
private struct SwiftReader {
    private enum Inside {
        /// With the parentheses open in an interpolation; nil outside of any.
        case code(open: Int?)
        case string(hashes: Int, quotes: Int, literal: Int)
    }

    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private var inside: [Inside] = [.code(open: nil)]
    private(set) var code: [UInt8]
    private(set) var literals: [(line: Int, bytes: [UInt8])] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        code = bytes.map { $0 == 10 ? 10 : 32 }
    }

    mutating func read() {
        while at < bytes.count {
            switch inside[inside.count - 1] {
            case .code(let open): readCode(open)
            case .string(let hashes, let quotes, let literal): readString(hashes, quotes, literal)
            }
        }
    }

    private func sees(_ text: StaticString, at place: Int) -> Bool {
        guard place + text.utf8CodeUnitCount <= bytes.count else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[place + $0] == text.utf8Start[$0] }
    }

    private mutating func readCode(_ open: Int?) {
        if sees("//", at: at) { return skipLine() }
        if sees("/*", at: at) { return skipBlock() }
        let hashes = bytes[at...].prefix { $0 == 35 }.count
        if at + hashes < bytes.count, bytes[at + hashes] == 34 {
            let quotes = sees("\"\"\"", at: at + hashes) ? 3 : 1
            literals.append((line, []))
            inside.append(.string(hashes: hashes, quotes: quotes, literal: literals.count - 1))
            at += hashes + quotes
            return
        }
        if let open {
            if bytes[at] == 40 { inside[inside.count - 1] = .code(open: open + 1) }
            if bytes[at] == 41 {
                if open == 0 {
                    inside.removeLast()
                    at += 1
                    return
                }
                inside[inside.count - 1] = .code(open: open - 1)
            }
        }
        code[at] = bytes[at]
        step()
    }

    private mutating func readString(_ hashes: Int, _ quotes: Int, _ literal: Int) {
        let byte = bytes[at]
        if byte == 92, bytes[(at + 1)...].prefix(hashes).allSatisfy({ $0 == 35 }) {
            let next = at + 1 + hashes
            if next < bytes.count, bytes[next] == 40 {
                literals[literal].bytes.append(1)
                inside.append(.code(open: 0))
                at = next + 1
                return
            }
            literals[literal].bytes.append(contentsOf: bytes[at..<min(next + 1, bytes.count)])
            while at < min(next + 1, bytes.count) { step() }
            return
        }
        let closes =
            byte == 34 && (quotes == 1 || sees("\"\"\"", at: at))
            && bytes[min(at + quotes, bytes.count)...].prefix(hashes).filter { $0 == 35 }.count == hashes
        if closes || (quotes == 1 && byte == 10) {
            inside.removeLast()
            if closes { at += quotes + hashes }
            return
        }
        literals[literal].bytes.append(byte)
        step()
    }

    private mutating func step() {
        if bytes[at] == 10 { line += 1 }
        at += 1
    }

    private mutating func skipLine() {
        while at < bytes.count, bytes[at] != 10 { at += 1 }
    }

    private mutating func skipBlock() {
        var depth = 0
        while at < bytes.count {
            if sees("/*", at: at) { depth += 1 }
            if sees("*/", at: at) { depth -= 1 }
            step()
            if depth == 0 {
                if at < bytes.count { step() }
                return
            }
        }
    }
}
