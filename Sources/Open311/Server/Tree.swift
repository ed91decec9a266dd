/// A value of an answer, before anybody has asked whether as JSON or as XML.
indirect enum Tree: Hashable, Sendable {
    case none
    case text(String)
    case number(Double)
    case whole(Int)
    case truth(Bool)
    /// Each item is an element of this name in XML, and an item of an array in JSON.
    case list(String, [Tree])
    case fields([Field])

    struct Field: Hashable, Sendable {
        let name: String
        let value: Tree
    }

    /// A text, or nothing where there is none.
    static func given(_ text: String?) -> Tree { text.map { .text($0) } ?? .none }
}

/// A whole answer. JSON leaves the root out, as all servers do.
struct TreeDocument: Sendable {
    let root: String
    let tree: Tree

    init(_ root: String, _ tree: Tree) {
        self.root = root
        self.tree = tree
    }

    var json: String {
        var text = ""
        tree.write(json: &text)
        return text
    }
}

extension Tree {
    fileprivate func write(json text: inout String) {
        switch self {
        case .none: text += "null"
        case .text(let value): Self.write(json: value, to: &text)
        case .number(let number): text += Self.decimal(number)
        case .whole(let number): text += String(number)
        case .truth(let isTrue): text += isTrue ? "true" : "false"
        case .list(_, let items):
            text += "["
            for (index, item) in items.enumerated() {
                if index > 0 { text += "," }
                item.write(json: &text)
            }
            text += "]"
        case .fields(let fields):
            text += "{"
            for (index, field) in fields.enumerated() {
                if index > 0 { text += "," }
                Self.write(json: field.name, to: &text)
                text += ":"
                field.value.write(json: &text)
            }
            text += "}"
        }
    }

    private static func write(json value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            // Line separators end a line of script, and `<` a script that JSON was written into.
            case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}", "<", ">":
                let hex = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    /// With a point and at most seven places, never with an exponent: a tester looks for the point.
    static func decimal(_ number: Double) -> String {
        guard number.isFinite, abs(number) < 1e9 else { return "0.0" }
        let scaled = Int64((abs(number) * 10_000_000).rounded())
        let (whole, rest) = (scaled / 10_000_000, scaled % 10_000_000)
        var places = String(rest)
        places = String(repeating: "0", count: 7 - places.count) + places
        while places.count > 1, places.hasSuffix("0") { places.removeLast() }
        return (number < 0 && scaled > 0 ? "-" : "") + "\(whole).\(places)"
    }
}
