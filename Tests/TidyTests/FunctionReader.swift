/// Finds the functions of a file, and computed properties, by their words and braces.
struct FunctionReader {
    struct Function {
        let name: String
        let line: Int
        let lines: Int
    }

    private(set) var functions: [Function] = []
    private let bytes: [UInt8]
    /// The line of each byte.
    private let lineOf: [Int]
    private static let initials = Set("fidsv".utf8)
    private static let heads = ["func", "init", "deinit", "subscript", "var"].map { Array($0.utf8) }

    init(_ file: SwiftText) {
        var bytes: [UInt8] = []
        var lineOf: [Int] = []
        for (index, line) in file.code.enumerated() {
            bytes += Array(line.utf8) + [10]
            lineOf += Array(repeating: index + 1, count: line.utf8.count + 1)
        }
        (self.bytes, self.lineOf) = (bytes, lineOf)
        var at = 0
        while at < bytes.count {
            if let head = head(at) {
                if let close = end(after: at + head.count, isProperty: head.count == 3) {
                    let name = name(after: at, head)
                    functions.append(
                        Function(name: name, line: lineOf[at], lines: lineOf[close] - lineOf[at] + 1))
                }
                at += head.count
            } else {
                at += 1
            }
        }
    }

    private func isWord(_ at: Int) -> Bool {
        guard bytes.indices.contains(at) else { return false }
        let byte = bytes[at]
        return byte == 95 || byte > 127
            || [48...57, 65...90, 97...122].contains { (range: ClosedRange<UInt8>) in range.contains(byte) }
    }

    /// The declaring word that starts here, if one does.
    private func head(_ at: Int) -> [UInt8]? {
        guard Self.initials.contains(bytes[at]), !isWord(at - 1), at == 0 || bytes[at - 1] != 46 else {
            return nil
        }
        return Self.heads.first { word in
            at + word.count < bytes.count && bytes[at] == word[0]
                && bytes[at..<(at + word.count)].elementsEqual(word)
                && !isWord(at + word.count)
        }
    }

    private func name(after at: Int, _ head: [UInt8]) -> String {
        let rest = bytes[(at + head.count)...].drop { $0 == 32 }
        let name = rest.prefix { $0 != 40 && $0 != 32 && $0 != 58 && $0 != 60 }
        return name.isEmpty || head.count == 4 && head[0] == 105
            ? String(decoding: head, as: UTF8.self) : String(decoding: name, as: UTF8.self)
    }

    /// Where the body closes; nil for a requirement of a protocol or a stored property.
    private func end(after start: Int, isProperty: Bool) -> Int? {
        var depth = 0
        var at = start
        while at < bytes.count {
            switch bytes[at] {
            case 40, 91: depth += 1
            case 41, 93: depth -= 1
            case 61 where depth == 0 && isProperty: return nil
            case 125 where depth == 0: return nil
            case 10 where depth == 0 && !goesOn(after: at): return nil
            case 123 where depth == 0: return close(of: at)
            default: break
            }
            if depth < 0 { return nil }
            at += 1
        }
        return nil
    }

    /// Whether a signature continues on the next line.
    private func goesOn(after newline: Int) -> Bool {
        let next = bytes[newline...].drop { $0 == 10 || $0 == 32 }.prefix(6)
        return ["{", "->", "throws", "async", "where", "rethro"].contains {
            next.starts(with: Array($0.utf8))
        }
    }

    private func close(of open: Int) -> Int? {
        var depth = 0
        for at in open..<bytes.count {
            if bytes[at] == 123 { depth += 1 }
            if bytes[at] == 125 {
                depth -= 1
                if depth == 0 { return at }
            }
        }
        return nil
    }
}
