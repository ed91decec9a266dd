import Foundation

/// A JSON value, to take examples apart and to put bodies together.
indirect enum JSONValue: Hashable, Sendable, Decodable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// Nil for what is no JSON.
    init?(reading text: String) {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else { return nil }
        self = value
    }

    /// The value behind `contact.phone`.
    subscript(path: String) -> JSONValue? {
        path.split(separator: ".").reduce(self) { value, name in
            if case .object(let fields) = value { fields[String(name)] } else { nil }
        }
    }

    /// Puts a value behind `contact.phone`, with the objects on the way there.
    mutating func set(_ value: JSONValue, at path: some Collection<Substring>) {
        guard let first = path.first else {
            self = value
            return
        }
        var fields: [String: JSONValue] = if case .object(let fields) = self { fields } else { [:] }
        var inner = fields[String(first)] ?? .object([:])
        inner.set(value, at: path.dropFirst())
        fields[String(first)] = inner
        self = .object(fields)
    }

    /// As a field of a form shows it: texts without quotes.
    var shown: String {
        if case .text(let text) = self { text } else { written }
    }

    /// In one line, fields in the order of the alphabet.
    var written: String {
        switch self {
        case .null: "null"
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number):
            number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
        case .text(let text): Self.quoted(text)
        case .list(let values): "[" + values.map(\.written).joined(separator: ",") + "]"
        case .object(let fields):
            "{"
                + fields.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)):\($0.value.written)" }
                .joined(separator: ",") + "}"
        }
    }

    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\u{0}"..."\u{1F}": quoted += String(format: "\\u%04x", scalar.value)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// JSON with a line for every field, whatever it leaves out (`…`): only blanks are added.
    static func spread(_ json: String) -> String {
        var lines = ""
        var depth = 0
        var inText = false
        var escaped = false
        var last: Character = " "
        for letter in json {
            if inText {
                lines.append(letter)
                inText = escaped || letter != "\""
                escaped = !escaped && letter == "\\"
                last = letter
                continue
            }
            switch letter {
            case "{", "[":
                depth += 1
                lines += "\(letter)\n" + String(repeating: "  ", count: depth)
            case "}", "]":
                depth -= 1
                if last == "{" || last == "[" {
                    while lines.last == " " || lines.last == "\n" { lines.removeLast() }
                    lines.append(letter)
                } else {
                    lines += "\n" + String(repeating: "  ", count: max(0, depth)) + String(letter)
                }
            case ",": lines += ",\n" + String(repeating: "  ", count: max(0, depth))
            case ":": lines += ": "
            case " ", "\n": continue
            default:
                lines.append(letter)
                inText = letter == "\""
            }
            last = letter
        }
        return lines
    }
}
