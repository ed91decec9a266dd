import Foundation

/// A JSON value that tests look into: `value["stage"]["name"].text`.
indirect enum ApiValue: Decodable, Equatable {
    case absent
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([ApiValue])
    case object([String: ApiValue])

    init(from decoder: any Decoder) throws {
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
            self = .absent
        } else if let flag = try? single.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? single.decode(Double.self) {
            self = .number(number)
        } else if let text = try? single.decode(String.self) {
            self = .text(text)
        } else if let list = try? single.decode([ApiValue].self) {
            self = .list(list)
        } else {
            self = .object(try single.decode([String: ApiValue].self))
        }
    }

    subscript(name: String) -> ApiValue {
        if case .object(let fields) = self { fields[name] ?? .absent } else { .absent }
    }
    subscript(index: Int) -> ApiValue { list.indices.contains(index) ? list[index] : .absent }
    var list: [ApiValue] { if case .list(let list) = self { list } else { [] } }
    var text: String? { if case .text(let text) = self { text } else { nil } }
    var int: Int? { if case .number(let number) = self { Int(exactly: number) } else { nil } }
    var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    var isAbsent: Bool { self == .absent }
    var names: Set<String> { if case .object(let fields) = self { Set(fields.keys) } else { [] } }
}

extension WebAnswer {
    /// The body as JSON; absent when it is none.
    var value: ApiValue { (try? JSONDecoder().decode(ApiValue.self, from: Data(bytes))) ?? .absent }
    /// The stable word of a problem.
    var code: String? { value["code"].text }
    /// The fields a problem names.
    var fields: [String] { value["errors"].list.compactMap { $0["field"].text } }
}

/// JSON of fields, for bodies of requests.
func body(_ fields: [String: Any]) -> String {
    guard let data = try? JSONSerialization.data(withJSONObject: fields, options: [.sortedKeys]) else {
        return ""
    }
    return String(decoding: data, as: UTF8.self)
}

extension ApiValue {
    /// Where a value and its schema differ.
    func misfits(_ schema: ApiValue, _ schemas: ApiValue, _ path: String) -> [String] {
        if let reference = schema["$ref"].text {
            return misfits(
                schemas[reference.split(separator: "/").last.map(String.init) ?? ""], schemas, path)
        }
        switch (schema["type"].text, self) {
        case ("object", .object(let fields)):
            let missing = schema["required"].list.compactMap(\.text).filter { fields[$0] == nil }
            let known = schema["properties"].names
            let others = schema["additionalProperties"]
            return missing.map { "\(path).\($0) is missing" }
                + fields.sorted { $0.key < $1.key }.flatMap { name, value in
                    if known.contains(name) {
                        return value.misfits(schema["properties"][name], schemas, "\(path).\(name)")
                    }
                    return others.names.isEmpty
                        ? ["\(path).\(name) is not described"]
                        : value.misfits(others, schemas, "\(path).\(name)")
                }
        case ("array", .list(let items)):
            return items.enumerated().flatMap { $1.misfits(schema["items"], schemas, "\(path)[\($0)]") }
        case ("string", .text(let text)):
            let words = schema["enum"].list
            return words.isEmpty || words.contains(.text(text))
                ? [] : ["\(path): \(text) is none of its words"]
        case ("integer", .number(let number)):
            return number.rounded() == number ? [] : ["\(path) is no whole number"]
        case ("number", .number), ("boolean", .flag): return []
        default: return ["\(path) is not of type \(schema["type"].text ?? "?")"]
        }
    }
}
