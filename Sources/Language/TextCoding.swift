#if canImport(Glibc)
    import Glibc
#endif

/// How the text of a file is written. Old systems in China write GB 18030; spreadsheets write UTF-8 with a
/// byte order mark, and sometimes UTF-16.
public enum TextCoding: String, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case gb18030 = "GB18030"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"

    /// What the whole of a file is written in, read once from end to end: one byte far down decides it.
    ///
    /// - Parameter next: The next piece; empty at the end.
    public static func detect(_ next: () throws -> [UInt8]) rethrows -> TextCoding {
        var check = UTF8Check()
        var isFirst = true
        while true {
            let piece = try next()
            if piece.isEmpty { return check.isProbable ? .utf8 : .gb18030 }
            if isFirst {
                if piece.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
                if piece.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
            }
            isFirst = false
            check.feed(piece)
        }
    }

    /// The text of bytes, and what they were written in; nil when it is none of these.
    public static func text(of bytes: [UInt8]) -> (text: String, coding: TextCoding)? {
        var pieces = [bytes, []][...]
        let coding = detect { pieces.popFirst() ?? [] }
        guard let converter = try? TextConverter(coding),
            let plain = try? converter.convert(bytes, isLast: true)
        else { return nil }
        return String(validating: plain, as: UTF8.self).map { ($0, coding) }
    }
}

/// Bytes that are no text of the coding they were taken for.
public struct UnreadableText: Error, Hashable, Sendable {
    public let coding: TextCoding
}

/// Whether bytes are meant as UTF-8, piece by piece. One broken character among many whole ones is a damaged
/// line of UTF-8; in GB 18030 hardly any are whole.
struct UTF8Check {
    private var whole = 0
    private var broken = 0
    /// How many bytes of the character that was begun are still to come.
    private var missing = 0
    /// The range the next byte must lie in.
    private var range: ClosedRange<UInt8> = 0x80...0xBF
    /// A character cut off at the very end counts as broken.
    var isProbable: Bool { whole >= 10 * (broken + (missing > 0 ? 1 : 0)) }

    mutating func feed(_ bytes: [UInt8]) {
        for byte in bytes { take(byte) }
    }

    private mutating func take(_ byte: UInt8) {
        if missing > 0 {
            if range.contains(byte) {
                missing -= 1
                range = 0x80...0xBF
                if missing == 0 { whole += 1 }
                return
            }
            broken += 1
            (missing, range) = (0, 0x80...0xBF)
        }
        switch byte {
        case 0...0x7F: break
        case 0xC2...0xDF: missing = 1
        case 0xE0: (missing, range) = (2, 0xA0...0xBF)
        case 0xED: (missing, range) = (2, 0x80...0x9F)
        case 0xE1...0xEF: missing = 2
        case 0xF0: (missing, range) = (3, 0x90...0xBF)
        case 0xF4: (missing, range) = (3, 0x80...0x8F)
        case 0xF1...0xF3: missing = 3
        default: broken += 1
        }
    }
}

/// Turns bytes of one coding into UTF-8, piece by piece, by the C library's own tables.
public final class TextConverter {
    private let handle: iconv_t
    private let coding: TextCoding
    /// Bytes of a character whose rest has not come yet.
    private var rest: [UInt8] = []
    private var isFirst = true

    /// - Throws: Where this machine's C library has no table for the coding.
    public init(_ coding: TextCoding) throws(UnreadableText) {
        // The C library says "none" with a pointer of all ones.
        guard let handle = iconv_open("UTF-8", coding.rawValue), Int(bitPattern: handle) != -1 else {
            throw UnreadableText(coding: coding)
        }
        self.handle = handle
        self.coding = coding
    }

    deinit { iconv_close(handle) }

    /// What these bytes say, as UTF-8 without a byte order mark. What is UTF-8 already goes through as it is,
    /// broken characters too: whoever reads the lines says which.
    public func convert(_ piece: [UInt8], isLast: Bool) throws(UnreadableText) -> [UInt8] {
        var input = rest + piece
        rest = []
        if isFirst {
            if input.count < 3, !isLast {
                rest = input
                return []
            }
            input.removeFirst(mark(of: input))
            isFirst = false
        }
        if coding == .utf8 { return input }
        var output = [UInt8](repeating: 0, count: input.count * 4 + 16)
        let (read, written, number) = run(&input, &output)
        if number == EINVAL, !isLast {
            rest = Array(input[read...])
        } else if read < input.count {
            throw UnreadableText(coding: coding)
        }
        return Array(output[..<written])
    }

    /// How many bytes at the beginning only say what the coding is.
    private func mark(of bytes: [UInt8]) -> Int {
        switch coding {
        case .utf8: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        case .utf16LittleEndian, .utf16BigEndian: min(2, bytes.count)
        case .gb18030: 0
        }
    }

    /// How many bytes were read and written, and why it stopped.
    private func run(_ input: inout [UInt8], _ output: inout [UInt8]) -> (Int, Int, Int32) {
        input.withUnsafeMutableBytes { source in
            output.withUnsafeMutableBytes { target in
                var from = source.baseAddress?.assumingMemoryBound(to: CChar.self)
                var to = target.baseAddress?.assumingMemoryBound(to: CChar.self)
                var left = source.count
                var room = target.count
                errno = 0
                _ = iconv(handle, &from, &left, &to, &room)
                return (source.count - left, target.count - room, left == 0 ? 0 : errno)
            }
        }
    }
}
