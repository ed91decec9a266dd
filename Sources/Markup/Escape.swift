/// Makes text harmless inside markup.
///
/// Besides `& < > " '`, characters that nobody sees but that change what others see are dropped:
/// control characters (tab and line ends stay), and the marks that turn the direction of the text after them.
enum Escape {
    static func append(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { append($0, to: &bytes) }
    }

    private static func append(_ source: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var start = 0
        var index = 0
        let end = source.count
        while index < end {
            let byte = source[index]
            guard isSuspect[Int(byte)] else {
                index += 1
                continue
            }
            let length: Int
            let replacement: StaticString?
            (length, replacement) = verdict(on: source, at: index)
            guard length > 0 else {
                index += 1
                continue
            }
            bytes.append(contentsOf: source[start..<index])
            replacement?.withUTF8Buffer { bytes.append(contentsOf: $0) }
            index += length
            start = index
        }
        bytes.append(contentsOf: source[start..<end])
    }

    /// How many bytes at `index` are replaced, and by what; 0 when they are harmless.
    private static func verdict(
        on source: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> (length: Int, replacement: StaticString?) {
        func byte(_ offset: Int) -> UInt8 { index + offset < source.count ? source[index + offset] : 0 }
        switch source[index] {
        case UInt8(ascii: "&"): return (1, "&amp;")
        case UInt8(ascii: "<"): return (1, "&lt;")
        case UInt8(ascii: ">"): return (1, "&gt;")
        case UInt8(ascii: "\""): return (1, "&quot;")
        case UInt8(ascii: "'"): return (1, "&#39;")
        // U+0080 … U+009F, the second set of controls.
        case 0xC2: return ((0x80...0x9F).contains(byte(1)) ? 2 : 0, nil)
        // U+202A … U+202E and U+2066 … U+2069, embeddings, overrides and isolates.
        case 0xE2:
            let turns =
                (byte(1) == 0x80 && (0xAA...0xAE).contains(byte(2)))
                || (byte(1) == 0x81 && (0xA6...0xA9).contains(byte(2)))
            return (turns ? 3 : 0, nil)
        default: return (1, nil)
        }
    }

    private static let isSuspect: [Bool] = (0..<256).map { byte in
        switch UInt8(byte) {
        case 0x09, 0x0A, 0x0D: false
        case 0x00...0x1F, 0x7F, 0xC2, 0xE2: true
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"):
            true
        default: false
        }
    }
}
