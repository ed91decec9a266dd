extension TreeDocument {
    var xml: String { #"<?xml version="1.0" encoding="utf-8"?>"# + "\n" + element + "\n" }

    /// The root element alone.
    var element: String {
        var text = ""
        tree.write(xml: &text, as: root)
        return text
    }
}

extension Tree {
    fileprivate func write(xml text: inout String, as name: String) {
        switch self {
        case .none: text += "<\(name)/>"
        case .text(let value):
            text += "<\(name)>"
            Self.write(xml: value, to: &text)
            text += "</\(name)>"
        case .number(let number): text += "<\(name)>\(Self.decimal(number))</\(name)>"
        case .whole(let number): text += "<\(name)>\(number)</\(name)>"
        case .truth(let isTrue): text += "<\(name)>\(isTrue)</\(name)>"
        case .list(let item, let items):
            if items.isEmpty {
                text += "<\(name)/>"
                return
            }
            text += "<\(name)>"
            for value in items { value.write(xml: &text, as: item) }
            text += "</\(name)>"
        case .fields(let fields):
            text += "<\(name)>"
            for field in fields { field.value.write(xml: &text, as: Self.element(field.name)) }
            text += "</\(name)>"
        }
    }

    /// Names from outside, such as codes of attributes, become names that XML has.
    private static func element(_ name: String) -> String {
        let kept = name.unicodeScalars.map { scalar -> Character in
            let isFit =
                (48...57).contains(scalar.value) || (65...90).contains(scalar.value)
                || (97...122).contains(scalar.value) || scalar == "_" || scalar == "-"
            return isFit ? Character(scalar) : "_"
        }
        guard let first = kept.first, first.isLetter || first == "_" else { return "_" + String(kept) }
        return String(kept)
    }

    private static func write(xml value: String, to text: inout String) {
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "\r": text += "&#13;"
            case "\n", "\t": text.unicodeScalars.append(scalar)
            // XML 1.0 has no way to write these.
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": continue
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
