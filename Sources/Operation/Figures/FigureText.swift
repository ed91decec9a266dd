/// Figures as Prometheus reads them: the text format, version 0.0.4.
enum FigureText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    static func write(_ families: [Figure]) -> String {
        var text = ""
        for family in families.sorted(by: { $0.name < $1.name }) where !family.samples.isEmpty {
            if !family.help.isEmpty { text += "# HELP \(family.name) \(help(family.help))\n" }
            text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
            for sample in family.samples {
                text += "\(family.name)\(sample.suffix)\(labels(sample.labels)) \(number(sample.value))\n"
            }
        }
        return text
    }

    private static func labels(_ labels: [Figure.Label]) -> String {
        if labels.isEmpty { return "" }
        return "{" + labels.map { "\(labelName($0.name))=\"\(value($0.value))\"" }.joined(separator: ",")
            + "}"
    }

    /// A backslash and a line's end would end the line of help.
    static func help(_ text: String) -> String { escaped(text, quotes: false) }

    static func value(_ text: String) -> String { escaped(text, quotes: true) }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// `[a-zA-Z_:][a-zA-Z0-9_:]*`; what else stands in a name becomes `_`.
    static func name(_ text: String) -> String { cleaned(text, colons: true) }

    /// `[a-zA-Z_][a-zA-Z0-9_]*`.
    static func labelName(_ text: String) -> String { cleaned(text, colons: false) }

    private static func cleaned(_ text: String, colons: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let letter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
            let digit = ("0"..."9").contains(scalar)
            if digit && result.isEmpty { result += "_" }
            result.unicodeScalars.append(letter || digit || (colons && scalar == ":") ? scalar : "_")
        }
        return result.isEmpty ? "_" : result
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
        return String(value)
    }
}
