import Core

/// The answers of a form or of an address's question, by field.
/// White space around an answer is not part of it.
public struct FormAnswers: Hashable, Sendable {
    private var values: [String: [String]] = [:]

    /// Why a file of the form is not among the answers.
    public internal(set) var notTaken: FileNotTaken?

    /// The most fields a form may send.
    static let maxFields = 1000

    /// No answers.
    public init() {}

    /// Answers that did not come over the wire: tests, specimens.
    public init(_ values: [String: String]) { self.values = values.mapValues { [$0] } }

    /// Reads `application/x-www-form-urlencoded`.
    /// - Throws: `WebRefusal.malformed` for broken escapes, text that is not UTF-8, NUL, or too many fields.
    public init(urlencoded bytes: some Collection<UInt8>) throws(WebRefusal) {
        var count = 0
        for part in Array(bytes).split(separator: UInt8(ascii: "&")) {
            count += 1
            let cut = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let after = cut == part.endIndex ? part.endIndex : cut + 1
            guard count <= FormAnswers.maxFields,
                let name = PercentCoding.decode(part[..<cut], plusIsSpace: true),
                let value = PercentCoding.decode(part[after...], plusIsSpace: true),
                !name.utf8.contains(0), !value.utf8.contains(0)
            else { throw .malformed }
            values[name, default: []].append(value.replacing("\r\n", with: "\n").trimmed)
        }
    }

    /// Adds an answer of a form that came in parts.
    /// - Throws: `WebRefusal.malformed` as above.
    mutating func add(_ name: String, _ bytes: [UInt8]) throws(WebRefusal) {
        guard values.reduce(0, { $0 + $1.value.count }) < FormAnswers.maxFields,
            let value = String(validating: bytes, as: UTF8.self), !value.utf8.contains(0)
        else { throw .malformed }
        values[name, default: []].append(value.replacing("\r\n", with: "\n").trimmed)
    }

    /// The first answer to the field, empty when there is none.
    public subscript(name: String) -> String { values[name]?.first ?? "" }

    /// The first answer to the field; nil when it was not sent or is empty.
    public func given(_ name: String) -> String? {
        guard let value = values[name]?.first, !value.isEmpty else { return nil }
        return value
    }

    /// Every answer to the field, as boxes give them.
    public func all(_ name: String) -> [String] { values[name] ?? [] }

    /// Whether the field was sent at all: a ticked box, a pressed button.
    public func has(_ name: String) -> Bool { values[name] != nil }

    /// The first answer as a whole number; nil when it is none.
    public func number(_ name: String) -> Int64? { given(name).flatMap { Int64($0) } }

    /// The first answer as a whole number; nil without an answer.
    /// - Throws: `WebRefusal.badField` when it is none.
    public func wholeNumber(_ name: String) throws(WebRefusal) -> Int64? {
        guard let text = given(name) else { return nil }
        guard all(name).count == 1, let number = Int64(text) else {
            throw .badField(path: name, reason: .wrongKind)
        }
        return number
    }

    /// The fields that were answered, in the order of the alphabet.
    public var names: [String] { values.keys.sorted() }

    /// The answers as an address's question, without the field `left out`; empty or beginning with `?`.
    public func asQuery(without omitted: Set<String> = [], setting changed: [String: String] = [:]) -> String
    {
        var merged = values.filter { !omitted.contains($0.key) }
        for (name, value) in changed { merged[name] = [value] }
        let pairs = merged.sorted { $0.key < $1.key }.flatMap { name, values in
            values.filter { !$0.isEmpty }
                .map { "\(PercentCoding.encode(name))=\(PercentCoding.encode($0))" }
        }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }
}
