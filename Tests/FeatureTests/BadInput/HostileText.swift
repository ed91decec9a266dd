/// Texts that broke others, as bytes: some are no text at all.
struct HostileText: Sendable {
    let name: String
    /// As they stand in a form, before they are percent-encoded.
    let bytes: [UInt8]
    /// As they stand between the quotes of a JSON string.
    let json: [UInt8]

    private init(_ name: String, _ text: String) {
        self.init(name, bytes: Array(text.utf8), json: Array(text.utf8))
    }

    private init(_ name: String, bytes: [UInt8], json: [UInt8]) {
        self.name = name
        self.bytes = bytes
        self.json = json
    }

    static let all: [HostileText] = [
        HostileText("4000 characters", String(repeating: "字", count: 4000)),
        HostileText("4001 characters", String(repeating: "字", count: 4001)),
        HostileText("only combining marks", String(repeating: "\u{301}", count: 500)),
        HostileText("one letter with a thousand marks", "a" + String(repeating: "\u{316}", count: 1000)),
        HostileText("families", String(repeating: "👨‍👩‍👧‍👦", count: 1000)),
        HostileText("turned around", "\u{202E}gnirts\u{202C}\u{2066}再转\u{2069}"),
        HostileText("zero width only", String(repeating: "\u{200B}\u{FEFF}", count: 50)),
        HostileText("homoglyphs", "Ηello Неllo Hello 𝟏𝟑𝟖 ⅰⅰ"),
        // The compiler takes no U+FDD0 in a literal.
        HostileText(
            "no characters",
            "\u{FFFF}\(UnicodeScalar(UInt16(0xFDD0)).map(String.init) ?? "")\u{10FFFF}\u{E0041}"),
        HostileText("NUL", bytes: [97, 0, 98], json: Array("a\\u0000b".utf8)),
        HostileText(
            "controls", bytes: [7, 8, 27, 127, 0xC2, 0x85], json: Array("\\u0007\\u001b\\u0085".utf8)),
        HostileText("no UTF-8", bytes: [0xFF, 0xFE, 0xC0, 0xAF], json: [0xFF, 0xFE, 0xC0, 0xAF]),
        HostileText("half a character", bytes: [0xE8, 0xB7], json: [0xE8, 0xB7]),
        HostileText("a lone surrogate", bytes: [0xED, 0xA0, 0x80], json: Array("\\ud800 x".utf8)),
        HostileText(
            "a turned pair of surrogates", bytes: [0xED, 0xB0, 0x80], json: Array("\\udc00\\ud800".utf8)),
        HostileText(
            "ten thousand lines", bytes: Array(repeating: 10, count: 3999),
            json: Array(String(repeating: "\\n", count: 3999).utf8)),
    ]

    /// Percent-encoded, every byte of it.
    var encoded: String {
        let digits = Array("0123456789ABCDEF".utf8)
        var text: [UInt8] = []
        for byte in bytes { text += [37, digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}

/// A form of a page, as far as a test fills it in.
struct PageForm {
    let action: String
    /// Fields in which somebody writes.
    private(set) var texts: [String] = []
    /// What the others hold.
    private(set) var others: [(String, String)] = []

    /// The forms of a page that send something.
    static func all(in page: String) -> [PageForm] {
        page.split(separator: "<form ").dropFirst().compactMap { part in
            let body = String(part.split(separator: "</form>").first ?? "")
            guard let head = body.split(separator: ">").first.map(String.init),
                value("method", in: head)?.lowercased() == "post", let action = value("action", in: head)
            else { return nil }
            return PageForm(action: action, body: body)
        }
    }

    private init(action: String, body: String) {
        self.action = action
        for tag in body.split(separator: "<") {
            let tag = String(tag.prefix { $0 != ">" })
            guard let name = Self.value("name", in: tag) else { continue }
            let sort = Self.value("type", in: tag) ?? "text"
            if tag.hasPrefix("textarea") {
                texts.append(name)
            } else if tag.hasPrefix("input"),
                ["text", "email", "tel", "search", "password", "date", "number"].contains(sort)
            {
                texts.append(name)
                if let value = Self.value("value", in: tag) { others.append((name, value)) }
            } else if tag.hasPrefix("input"), sort == "hidden" || tag.contains(" checked") {
                others.append((name, Self.value("value", in: tag) ?? "on"))
            } else if tag.hasPrefix("button"), let value = Self.value("value", in: tag) {
                others.append((name, value))
            }
        }
        // A select holds its first real choice.
        for part in body.split(separator: "<select ").dropFirst() {
            let part = String(part.split(separator: "</select>").first ?? "")
            guard let name = Self.value("name", in: String(part.prefix { $0 != ">" })) else { continue }
            let choice = part.split(separator: "<option ").dropFirst().lazy
                .compactMap { Self.value("value", in: String($0.prefix { $0 != ">" })) }.first { !$0.isEmpty }
            others.append((name, choice ?? ""))
        }
    }

    private static func value(_ name: String, in tag: String) -> String? {
        guard
            let part = tag.split(separator: " \(name)=\"", maxSplits: 1, omittingEmptySubsequences: false)
                .dropFirst().first ?? (tag.hasPrefix("\(name)=\"") ? tag.dropFirst(name.count + 2) : nil)
        else { return nil }
        return String(part.prefix { $0 != "\"" }).replacing("&amp;", with: "&").replacing(
            "&quot;", with: "\""
        )
        .replacing("&lt;", with: "<").replacing("&gt;", with: ">")
    }

    /// The form as it is sent with one field full of something, the others as they stand.
    func sent(_ field: String, holding encoded: String, csrf: String) -> String {
        var parts: [String] = []
        for (name, value) in others where name != field && name != "csrf" {
            parts.append("\(WebClient.encode(name))=\(WebClient.encode(value))")
        }
        for name in texts where name != field && !others.contains(where: { $0.0 == name }) {
            parts.append("\(WebClient.encode(name))=1")
        }
        return (["csrf=\(csrf)", "\(WebClient.encode(field))=\(encoded)"] + parts).joined(separator: "&")
    }
}
