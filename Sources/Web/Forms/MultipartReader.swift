import Core
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Cuts `multipart/form-data` (RFC 7578, RFC 2046 §5.1) into its parts while it comes in. It never holds more
/// than a piece and the head of one part.
struct MultipartReader {
    /// What came next.
    enum Piece: Equatable {
        case begin(Head)
        case bytes([UInt8])
        case end
    }

    /// What stands before a part.
    struct Head: Equatable {
        let field: String
        /// Nil for an ordinary field.
        let file: String?
    }

    private enum State {
        case before, head, body, over
    }

    static let longestHead = 8192
    static let mostParts = 1000

    private let delimiter: [UInt8]
    /// The first boundary stands at the very beginning; with a line end before it, it is like all others.
    private var waiting: [UInt8] = [13, 10]
    private var state = State.before
    private var parts = 0

    /// - Parameter type: the value of `Content-Type`.
    /// - Throws: `WebRefusal.malformed` without a boundary of 1 to 70 characters.
    init(type: String) throws(WebRefusal) {
        let fields = type.split(separator: ";").dropFirst().map { $0.trimmed }
        guard let field = fields.first(where: { $0.lowercased().hasPrefix("boundary=") }) else {
            throw .malformed
        }
        var boundary = field.dropFirst("boundary=".count)
        if boundary.count >= 2, boundary.first == "\"", boundary.last == "\"" {
            boundary = boundary.dropFirst().dropLast()
        }
        guard (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy({ (33...126).contains($0) })
        else { throw .malformed }
        delimiter = Array("\r\n--\(boundary)".utf8)
    }

    /// Whether the last boundary has come.
    var isOver: Bool { state == .over }

    /// Takes the next bytes.
    ///
    /// - Returns: The pieces that they complete.
    /// - Throws: `WebRefusal.malformed` for a head that does not end or makes no sense, or too many parts.
    mutating func take(_ bytes: some Collection<UInt8>) throws(WebRefusal) -> [Piece] {
        if state == .over { return [] }
        waiting += bytes
        var pieces: [Piece] = []
        while try step(&pieces) {}
        return pieces
    }

    /// - Returns: Whether there may be more in what waits.
    private mutating func step(_ pieces: inout [Piece]) throws(WebRefusal) -> Bool {
        switch state {
        case .before, .body:
            guard let at = find(delimiter) else {
                let sure = waiting.count - delimiter.count - 1
                if sure > 0 { give(sure, &pieces) }
                return false
            }
            // Two more bytes say whether it was the last boundary.
            guard waiting.count >= at + delimiter.count + 2 else {
                if at > 0 { give(at, &pieces) }
                return false
            }
            if at > 0 { give(at, &pieces) }
            if state == .body { pieces.append(.end) }
            let after = waiting[delimiter.count..<(delimiter.count + 2)]
            waiting.removeFirst(delimiter.count + 2)
            if after.elementsEqual([45, 45]) { state = .over; return false }
            guard after.elementsEqual([13, 10]) else { throw .malformed }
            parts += 1
            guard parts <= Self.mostParts else { throw .malformed }
            state = .head
            // A head without any line ends at once.
            waiting.insert(contentsOf: [13, 10], at: 0)
            return true
        case .head:
            guard let at = find([13, 10, 13, 10]) else {
                guard waiting.count <= Self.longestHead else { throw .malformed }
                return false
            }
            guard at <= Self.longestHead else { throw .malformed }
            pieces.append(.begin(try Self.head(waiting[..<at])))
            waiting.removeFirst(at + 4)
            // So that an empty body's boundary is found like any other.
            state = .body
            if waiting.starts(with: delimiter.dropFirst(2)) { waiting.insert(contentsOf: [13, 10], at: 0) }
            return true
        case .over: return false
        }
    }

    private mutating func give(_ count: Int, _ pieces: inout [Piece]) {
        if state == .body { pieces.append(.bytes(Array(waiting[..<count]))) }
        waiting.removeFirst(count)
    }

    private func find(_ wanted: [UInt8]) -> Int? {
        waiting.withUnsafeBytes { text in
            wanted.withUnsafeBytes { sign in
                guard let start = text.baseAddress, let other = sign.baseAddress, let first = sign.first
                else { return nil }
                var at = 0
                while at + sign.count <= text.count,
                    let next = memchr(start + at, Int32(first), text.count - sign.count + 1 - at)
                {
                    at = UnsafeRawPointer(next) - start
                    if memcmp(start + at, other, sign.count) == 0 { return at }
                    at += 1
                }
                return nil
            }
        }
    }

    /// `Content-Disposition: form-data; name="files"; filename="a.jpg"`, as browsers write it: quotes and
    /// line ends in names are escaped by percent signs.
    private static func head(_ bytes: ArraySlice<UInt8>) throws(WebRefusal) -> Head {
        guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
            throw .malformed
        }
        for line in text.replacing("\r\n", with: "\n").split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":"),
                line[..<colon].trimmed.lowercased() == "content-disposition"
            else { continue }
            let values = parameters(line[line.index(after: colon)...])
            guard values.kind == "form-data", let field = values.named["name"], !field.isEmpty else { break }
            return Head(field: field, file: values.named["filename"])
        }
        throw .malformed
    }

    private static func parameters(_ text: Substring) -> (kind: String, named: [String: String]) {
        var rest = text[...]
        let kind = String(rest.prefix { $0 != ";" }).trimmed.lowercased()
        rest = rest.drop { $0 != ";" }
        var named: [String: String] = [:]
        while rest.first == ";" {
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            let name = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(name.count)
            guard rest.first == "=" else { continue }
            rest = rest.dropFirst()
            var value = ""
            if rest.first == "\"" {
                rest = rest.dropFirst()
                while let next = rest.first, next != "\"" {
                    rest = rest.dropFirst()
                    // Some clients escape by a backslash; a path of another system has one before a letter.
                    if next == "\\", let escaped = rest.first, escaped == "\"" || escaped == "\\" {
                        value.append(escaped)
                        rest = rest.dropFirst()
                    } else {
                        value.append(next)
                    }
                }
                rest = rest.dropFirst().drop { $0 != ";" }
            } else {
                let plain = rest.prefix { $0 != ";" }
                value = String(plain).trimmed
                rest = rest.dropFirst(plain.count)
            }
            named[name.trimmed.lowercased()] = unescaped(value)
        }
        return (kind, named)
    }

    /// HTML, "multipart/form-data encoding algorithm": only these three are escaped.
    private static func unescaped(_ value: String) -> String {
        value.replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
    }
}
