import Web

/// The API as it is described to people: the same operations that `/openapi.json` describes to programs.
struct Reference: Sendable {
    let operations: [Operation]
    /// Shapes of values that are described once, by name.
    let shapes: [String: Schema]

    init(_ operations: [Operation]) {
        self.operations = operations
        var shapes: [String: Schema] = [:]
        for operation in operations {
            for case let schema? in [operation.request] + operation.responses.values {
                schema.collectShapes(into: &shapes)
            }
        }
        self.shapes = shapes
    }

    /// What belongs together, in the order in which the slices name it.
    var tags: [String] {
        operations.reduce(into: []) { tags, operation in
            if !tags.contains(operation.tag) { tags.append(operation.tag) }
        }
    }

    func operation(_ identifier: String) -> Operation? {
        operations.first { $0.identifier == identifier }
    }

    /// Operations in which every word of a question stands: in the path, in what it does, in its fields.
    func found(_ question: String, _ words: Words) -> [Operation] {
        let asked = question.lowercased().split(whereSeparator: \.isWhitespace)
        guard !asked.isEmpty else { return operations }
        return operations.filter { operation in
            var text = "\(operation.method) \(operation.path) \(words(operation.summary))"
            text += operation.parameters.map { " \($0.name) \(words($0.summary))" }.joined()
            text += (operation.request?.rows(expanding: true) ?? []).map { " \($0.path)" }.joined()
            text += (operation.scopes ?? []).joined(separator: " ")
            let searched = text.lowercased()
            return asked.allSatisfy { searched.contains($0) }
        }
    }
}

extension Operation {
    /// Whether it only reads.
    var reads: Bool { method == "get" }

    /// The answer when all is well: its status and its shape.
    var answer: (status: Int, schema: Schema?)? {
        responses.filter { (200..<300).contains($0.key) }.min { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Values that would do for the places of the path.
    static let samples = [
        "number": "QS2026112200017", "token": "QS2026112200017-…", "kind": "request", "code": "9801",
    ]

    /// The whole address with values for the places and the question; those that are missing stay samples.
    func address(_ base: String, values: [String: String]) -> String {
        var path = path
        var question: [String] = []
        for parameter in parameters {
            let value = values["\(parameter.place.rawValue).\(parameter.name)"] ?? ""
            switch parameter.place {
            case .path:
                let given =
                    value.isEmpty ? Self.samples[parameter.name] ?? parameter.name.uppercased() : value
                path = path.replacing("{\(parameter.name)}", with: Self.escaped(given))
            case .query where !value.isEmpty: question.append("\(parameter.name)=\(Self.escaped(value))")
            case .query, .header: continue
            }
        }
        return base + path + (question.isEmpty ? "" : "?" + question.joined(separator: "&"))
    }

    /// A command that makes the call, for a shell.
    func command(_ base: String, values: [String: String] = [:], body: String? = nil) -> String {
        var lines = ["curl -s '\(address(base, values: values))'"]
        if method != "get", method != "post" || request == nil { lines.append("-X \(method.uppercased())") }
        if scopes != nil { lines.append(#"-H "Authorization: Bearer $TOKEN""#) }
        for parameter in parameters where parameter.place == .header {
            guard let value = values["header.\(parameter.name)"], !value.isEmpty else { continue }
            lines.append("-H \(Self.quoted("\(parameter.name): \(value)"))")
        }
        if let body = body ?? (request == nil ? nil : requestExample) {
            lines.append("-H 'Content-Type: application/json'")
            lines.append("-d \(Self.quoted(body))")
        }
        return lines.joined(separator: " \\\n  ")
    }

    /// For a shell, between single quotes.
    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: #"'\''"#) + "'"
    }

    /// For an address: everything but letters, digits and `-._~` by percent signs. `…` stands for a value
    /// to put in.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            let plain = scalar.isASCII && (scalar.properties.isAlphabetic || (48...57).contains(scalar.value))
            if plain || "-._~…".unicodeScalars.contains(scalar) { return String(scalar) }
            return String(scalar).utf8.map { byte in
                let digits = String(byte, radix: 16, uppercase: true)
                return "%" + (digits.count == 1 ? "0" : "") + digits
            }.joined()
        }.joined()
    }
}
