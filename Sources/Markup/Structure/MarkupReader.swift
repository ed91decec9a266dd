/// Cuts a page into tags and text, as strictly as our own pages are written.
struct MarkupReader {
    /// A start tag.
    struct Tag {
        let name: String
        let attributes: [(name: String, value: String?, quoted: Bool)]

        subscript(attribute: String) -> String? {
            attributes.first { $0.name == attribute }.map { $0.value ?? "" }
        }
    }

    enum Piece {
        case doctype
        case open(Tag)
        case close(String)
        case text(String)
        /// Something that no reader should have to guess.
        case broken(String)
    }

    /// Elements whose content is text up to their own end tag.
    private static let rawText: Set<String> = ["script", "style", "textarea", "title"]

    private let bytes: [UInt8]
    private var index = 0
    private var pieces: [Piece] = []

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func pieces(of page: [UInt8]) -> [Piece] {
        var reader = MarkupReader(page)
        reader.readAll()
        return reader.pieces
    }

    private mutating func readAll() {
        while index < bytes.count {
            if bytes[index] != UInt8(ascii: "<") {
                pieces.append(.text(take { $0 != UInt8(ascii: "<") }))
            } else if starts("<!--") {
                skip(past: "-->")
            } else if starts("<!") {
                pieces.append(.doctype)
                skip(past: ">")
            } else if starts("</") {
                index += 2
                pieces.append(.close(take { $0 != UInt8(ascii: ">") }.lowercased()))
                index += 1
            } else {
                readOpen()
            }
        }
    }

    private mutating func readOpen() {
        index += 1
        let name = take(MarkupReader.isName).lowercased()
        guard !name.isEmpty else {
            pieces.append(.broken("a < that is no tag"))
            return
        }
        var attributes: [(name: String, value: String?, quoted: Bool)] = []
        while true {
            _ = take(MarkupReader.isSpace)
            guard index < bytes.count else {
                pieces.append(.broken("<\(name)> does not end"))
                return
            }
            if bytes[index] == UInt8(ascii: ">") {
                index += 1
                break
            }
            let before = index
            attributes.append(readAttribute())
            if index == before { index += 1 }
        }
        pieces.append(.open(Tag(name: name, attributes: attributes)))
        if MarkupReader.rawText.contains(name) { readRawText(name) }
    }

    private mutating func readAttribute() -> (name: String, value: String?, quoted: Bool) {
        let name = take { !MarkupReader.isSpace($0) && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ">") }
            .lowercased()
        guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { return (name, nil, true) }
        index += 1
        guard index < bytes.count, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[index]) else {
            return (name, take { !MarkupReader.isSpace($0) && $0 != UInt8(ascii: ">") }, false)
        }
        let quote = bytes[index]
        index += 1
        let value = take { $0 != quote }
        index += 1
        return (name, MarkupReader.unescaped(value), true)
    }

    private mutating func readRawText(_ name: String) {
        let start = index
        let end = Array("</\(name)".utf8)
        while index < bytes.count, !bytes[index...].starts(with: end) { index += 1 }
        if index > start { pieces.append(.text(String(decoding: bytes[start..<index], as: UTF8.self))) }
    }

    private mutating func take(_ condition: (UInt8) -> Bool) -> String {
        let start = index
        while index < bytes.count, condition(bytes[index]) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func skip(past text: String) {
        let end = Array(text.utf8)
        while index < bytes.count, !bytes[index...].starts(with: end) { index += 1 }
        index = min(index + end.count, bytes.count)
    }

    private func starts(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

    private static func isName(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    /// The escapes that a browser undoes before it follows an address.
    static func unescaped(_ text: String) -> String {
        guard text.contains("&") else { return text }
        let numbered = text.split(separator: "&#", omittingEmptySubsequences: false).enumerated().map {
            index, part in
            guard index > 0, let end = part.firstIndex(of: ";") else { return (index > 0 ? "&#" : "") + part }
            let code = part[..<end]
            let number =
                code.first == "x" || code.first == "X" ? UInt32(code.dropFirst(), radix: 16) : UInt32(code)
            guard let scalar = number.flatMap(Unicode.Scalar.init) else { return "&#" + part }
            return String(Character(scalar)) + part[part.index(after: end)...]
        }.joined()
        return numbered.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing(
            "&quot;", with: "\""
        )
        .replacing("&colon;", with: ":").replacing("&amp;", with: "&")
    }
}
