/// What was typed into a search field, with its fields taken apart: `地点:文昌路 类别:路灯 坏了`.
public struct SearchText: Hashable, Sendable {
    /// What a field asks for.
    public enum Field: String, CaseIterable, Hashable, Sendable {
        case number, title, category, unit, area, status, kind, time, from, to
    }

    /// One field and what stands behind its colon.
    public struct Wish: Hashable, Sendable {
        public let field: Field
        public let value: String
        /// As it was typed, for when nothing is called so.
        public let typed: String
    }

    /// What belongs to no field.
    public private(set) var words = ""
    public private(set) var wishes: [Wish] = []

    /// Fields beyond this many are words.
    public static let mostWishes = 12

    /// The names of the fields, in both languages; a name that is none of them is a word like others.
    static let names: [String: Field] = [
        "编号": .number, "号": .number, "number": .number, "no": .number,
        "标题": .title, "title": .title,
        "类别": .category, "分类": .category, "category": .category,
        "单位": .unit, "承办": .unit, "unit": .unit,
        "地点": .area, "地区": .area, "区域": .area, "area": .area, "place": .area,
        "状态": .status, "status": .status,
        "种类": .kind, "类型": .kind, "kind": .kind,
        "时间": .time, "日期": .time, "time": .time, "date": .time,
        "从": .from, "from": .from, "到": .to, "to": .to,
    ]

    /// Reads a text; nothing of it is refused.
    public init(_ text: String) {
        var rest = String(text.unicodeScalars.prefix(4096)).unicodeScalars[...]
        while !rest.isEmpty {
            if wishes.count < Self.mostWishes, let wish = Self.wish(&rest) {
                wishes.append(wish)
                rest = rest.drop { Self.isBlank($0) }
            } else {
                words.unicodeScalars.append(contentsOf: Self.word(&rest))
            }
        }
        words = Self.trimmed(words)
    }

    /// The field that a text begins with, if it does.
    private static func wish(_ rest: inout Substring.UnicodeScalarView) -> Wish? {
        let longest = rest.prefix(16)
        guard let colon = longest.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
        let name = String(String.UnicodeScalarView(longest[..<colon].map(Letters.fold)))
        guard let field = names[name] else { return nil }
        let start = rest.index(after: colon)
        guard start < rest.endIndex else { return nil }
        var (from, end, after) = (start, rest.endIndex, rest.endIndex)
        if isQuote(rest[start]) {
            from = rest.index(after: start)
            end = rest[from...].firstIndex(where: isQuote) ?? rest.endIndex
            after = end < rest.endIndex ? rest.index(after: end) : end
        } else {
            end = rest[start...].firstIndex(where: isBlank) ?? rest.endIndex
            after = end
        }
        let value = trimmed(String(rest[from..<end]))
        if value.isEmpty { return nil }
        let wish = Wish(field: field, value: value, typed: String(rest[..<after]))
        rest = rest[after...]
        return wish
    }

    /// The next word with the blanks behind it; what stands in quotes is one word.
    private static func word(_ rest: inout Substring.UnicodeScalarView) -> Substring.UnicodeScalarView {
        var (place, isQuoted) = (rest.startIndex, false)
        while place < rest.endIndex, isQuoted || !isBlank(rest[place]) {
            if isQuote(rest[place]) { isQuoted.toggle() }
            place = rest.index(after: place)
        }
        while place < rest.endIndex, isBlank(rest[place]) { place = rest.index(after: place) }
        let word = rest[..<place]
        rest = rest[place...]
        return word
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !isBlank($0) }),
            let last = scalars.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(scalars[first...last])
    }

    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "\n", "\r", "\u{3000}", "\u{A0}": true
        default: false
        }
    }

    static func isQuote(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "“", "”", "„", "«", "»", "「", "」", "『", "』", "＂", "《", "》": true
        default: false
        }
    }
}
