/// A JSON value that is written, with its fields in the order of the alphabet.
indirect enum JSON: Sendable {
    case text(String)
    case flag(Bool)
    case list([JSON])
    case object([String: JSON])
    /// JSON that is written already.
    case raw(String)

    var text: String {
        var result = ""
        write(to: &result)
        return result
    }

    private func write(to result: inout String) {
        switch self {
        case .text(let text): JSON.quote(text, to: &result)
        case .raw(let text): result += text
        case .flag(let flag): result += flag ? "true" : "false"
        case .list(let values):
            result += "["
            for (index, value) in values.enumerated() {
                if index > 0 { result += "," }
                value.write(to: &result)
            }
            result += "]"
        case .object(let fields):
            result += "{"
            for (index, field) in fields.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { result += "," }
                JSON.quote(field.key, to: &result)
                result += ":"
                field.value.write(to: &result)
            }
            result += "}"
        }
    }

    private static func quote(_ text: String, to result: inout String) {
        result += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{0}"..."\u{1F}":
                result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: result.unicodeScalars.append(scalar)
            }
        }
        result += "\""
    }
}
