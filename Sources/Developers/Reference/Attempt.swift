import Web

/// The fields that one call is put together from, made from its description.
struct Attempt: Sendable {
    /// One value of the call.
    struct Field: Hashable, Sendable {
        /// Where it goes and under which name: `path.number`, `header.If-Match`, `body.contact.phone`.
        let name: String
        /// The last part, as people read it.
        let label: String
        /// The key of its words, for parameters.
        let summary: String?
        let required: Bool
        let sort: Sort
        /// What would do.
        let sample: String
    }

    /// How a value is filled in and sent.
    enum Sort: Hashable, Sendable {
        case text, number, flag
        case oneOf([String])
        /// A value that is written as JSON.
        case json
    }

    let operation: Operation
    let fields: [Field]

    init(_ operation: Operation) {
        self.operation = operation
        let example = operation.requestExample.flatMap { JSONValue(reading: $0) }
        let parameters = operation.parameters.map { parameter in
            Field(
                name: "\(parameter.place.rawValue).\(parameter.name)", label: parameter.name,
                summary: parameter.summary, required: parameter.required, sort: Self.sort(parameter.schema),
                sample: "")
        }
        var body: [Field] = []
        if let request = operation.request {
            Self.addFields(of: request, at: "", required: true, example, to: &body)
        }
        fields = parameters + body
    }

    private static func addFields(
        of schema: Schema, at path: String, required: Bool, _ example: JSONValue?, to fields: inout [Field]
    ) {
        if let (inner, always) = schema.fields, path.split(separator: ".").count < 3 {
            for (name, schema) in inner.sorted(by: { ($0.key) < ($1.key) }) {
                addFields(
                    of: schema, at: path.isEmpty ? name : "\(path).\(name)",
                    required: required && always.contains(name), example, to: &fields)
            }
            return
        }
        fields.append(
            Field(
                name: path.isEmpty ? "body" : "body.\(path)", label: path.isEmpty ? "{ }" : path,
                summary: nil, required: required, sort: sort(schema), sample: example?[path]?.shown ?? ""))
    }

    private static func sort(_ schema: Schema) -> Sort {
        switch schema {
        case .string, .text, .matching, .dateTime: .text
        case .integer, .whole, .number, .amount: .number
        case .boolean: .flag
        case .oneOf(let values): .oneOf(values)
        case .array, .distinct, .object, .closedObject, .map, .reference: .json
        case .named(_, let inner), .nullable(let inner): sort(inner)
        }
    }

    /// The body that the answers make; nil where the operation has none.
    func body(_ answers: [String: String]) -> String? {
        guard operation.request != nil else { return nil }
        var body = JSONValue.object([:])
        for field in fields where field.name.hasPrefix("body") {
            guard let answer = answers[field.name], !answer.isEmpty else { continue }
            let value: JSONValue =
                switch field.sort {
                case .text, .oneOf: .text(answer)
                case .number, .flag, .json: JSONValue(reading: answer) ?? .text(answer)
                }
            body.set(value, at: field.name.split(separator: ".").dropFirst())
        }
        return body.written
    }
}
