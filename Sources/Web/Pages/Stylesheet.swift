/// Takes out of stylesheets and scripts what only their authors need: comments, line ends, spaces that
/// separate nothing.
enum Stylesheet {
    static func tightened(_ source: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(source.count)
        var index = 0
        while index < source.count {
            let byte = source[index]
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                // What stands in quotes is content.
                let end = source[(index + 1)...].firstIndex(of: byte) ?? source.count - 1
                result += source[index...end]
                index = end + 1
            case UInt8(ascii: "/") where index + 1 < source.count && source[index + 1] == UInt8(ascii: "*"):
                index = endOfComment(source, from: index + 2)
            case 0x20, 0x09, 0x0A, 0x0D:
                index += 1
                guard let next = source[index...].first(where: { !isSpace($0) }) else { break }
                if let last = result.last, !absorbs(after: last), !absorbs(before: next), last != 0x20 {
                    result.append(0x20)
                }
            case UInt8(ascii: "}"):
                if result.last == UInt8(ascii: ";") { result.removeLast() }
                result.append(byte)
                index += 1
            default:
                result.append(byte)
                index += 1
            }
        }
        return result
    }

    /// A script of our own without the lines that only comment and without what its lines are indented by;
    /// everything else stays as it is, line by line.
    static func tightened(script: [UInt8]) -> [UInt8] {
        let lines = script.split(separator: 0x0A).map { $0.drop(while: isSpace) }
        return Array(lines.filter { !$0.starts(with: [0x2F, 0x2F]) }.joined(separator: [0x0A])) + [0x0A]
    }

    private static func endOfComment(_ source: [UInt8], from start: Int) -> Int {
        var index = start
        while index + 1 < source.count {
            if source[index] == UInt8(ascii: "*"), source[index + 1] == UInt8(ascii: "/") { return index + 2 }
            index += 1
        }
        return source.count
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// A colon at whose end a space stands is one of a declaration; in a selector none follows.
    private static func absorbs(after byte: UInt8) -> Bool { "{};:,>".utf8.contains(byte) || byte == 0x20 }

    private static func absorbs(before byte: UInt8) -> Bool { "{};,>".utf8.contains(byte) }
}
