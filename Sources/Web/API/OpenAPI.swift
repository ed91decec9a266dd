/// Describes the API for programs (OpenAPI 3.1), and checks the description against the routes.
public enum OpenAPI {
    /// The document as JSON.
    public static func document(_ operations: [Operation], words: Words, baseURL: String) -> String {
        var schemas: [String: Schema] = ["Problem": problem]
        for operation in operations {
            for schema in [operation.request] + operation.responses.values.map({ $0 }) {
                schema?.collectNames(into: &schemas)
            }
        }
        var paths: [String: [String: JSON]] = [:]
        for operation in operations {
            paths[operation.path, default: [:]][operation.method] = describe(operation, words)
        }
        let components: JSON = .object([
            "schemas": .object(schemas.mapValues(\.json)),
            "securitySchemes": .object([
                "bearer": .object(["type": .text("http"), "scheme": .text("bearer")])
            ]),
            "responses": .object([
                "Problem": .object([
                    "description": .text(words("web.api.problem")),
                    "content": .object([
                        "application/problem+json": .object(["schema": Schema.reference("Problem").json])
                    ]),
                ])
            ]),
        ])
        let document: JSON = .object([
            "openapi": .text("3.1.0"),
            "info": .object([
                "title": .text(words("web.api.title")), "version": .text("1"),
                "description": .text(words("web.api.description")),
            ]),
            "servers": .list([.object(["url": .text(baseURL)])]),
            "paths": .object(paths.mapValues { .object($0) }),
            "components": components,
        ])
        return document.text
    }

    /// Routes without a description, descriptions without a route, and descriptions that cannot be right.
    /// - Parameter routes: method and path, `{name}` for a place.
    public static func complaints(
        routes: [(method: String, path: String)], operations: [Operation]
    ) -> [String] {
        let served = Set(
            routes.filter { $0.path.hasPrefix("/api/") }.map { "\($0.method.lowercased()) \($0.path)" })
        let described = operations.map { "\($0.method) \($0.path)" }
        var complaints = served.subtracting(described).map { "\($0): served, but not described" }
        complaints += Set(described).subtracting(served).map { "\($0): described, but not served" }
        complaints += Dictionary(grouping: described, by: { $0 }).filter { $0.value.count > 1 }.keys
            .map { "\($0): described twice" }
        for operation in operations {
            let declared = Set(operation.parameters.filter { $0.place == .path }.map(\.name))
            let places = Set(
                operation.path.split(separator: "/").filter { $0.hasPrefix("{") }
                    .map { String($0.dropFirst().dropLast()) })
            if declared != places {
                complaints.append(
                    "\(operation.method) \(operation.path): its places and its parameters differ")
            }
            complaints += lostLinks(operation, among: operations)
        }
        return complaints.sorted()
    }

    /// Links that lead nowhere, or give what is not asked for.
    private static func lostLinks(_ operation: Operation, among operations: [Operation]) -> [String] {
        operation.links.filter { link in
            let target = operations.first { $0.identifier == link.operation }
            let asked = Set((target?.parameters ?? []).map(\.name))
            return target == nil || !asked.isSuperset(of: link.parameters.keys)
        }.map { "\(operation.method) \(operation.path): its link to \($0.operation) leads nowhere" }
    }

    private static func describe(_ operation: Operation, _ words: Words) -> JSON {
        var fields: [String: JSON] = [
            "operationId": .text(operation.identifier),
            "summary": .text(words(operation.summary)),
            "tags": .list([.text(operation.tag)]),
            "parameters": .list(
                operation.parameters.map { parameter in
                    .object([
                        "name": .text(parameter.name), "in": .text(parameter.place.rawValue),
                        "required": .flag(parameter.required), "schema": parameter.schema.json,
                        "description": .text(words(parameter.summary)),
                    ])
                }),
            "responses": responses(operation, words),
        ]
        if let request = operation.request {
            fields["requestBody"] = .object([
                "required": .flag(operation.needsBody),
                "content": .object(["application/json": content(request, operation.requestExample)]),
            ])
        }
        fields["security"] = .list(
            operation.scopes.map { [.object(["bearer": .list($0.map { .text($0) })])] } ?? [])
        return .object(fields)
    }

    private static func responses(_ operation: Operation, _ words: Words) -> JSON {
        let problem = JSON.object(["$ref": .text("#/components/responses/Problem")])
        var fields = ["default": problem]
        for status in operation.refusals { fields[String(status)] = problem }
        for (status, schema) in operation.responses {
            var answer: [String: JSON] = ["description": .text(words("web.api.done"))]
            if let schema {
                answer["content"] = .object(["application/json": content(schema, operation.answerExample)])
                if !operation.links.isEmpty { answer["links"] = links(operation) }
            }
            fields[String(status)] = .object(answer)
        }
        return .object(fields)
    }

    private static func links(_ operation: Operation) -> JSON {
        let links = operation.links.map { link in
            let parameters = link.parameters.mapValues { JSON.text("$response.body#/\($0)") }
            let fields: [String: JSON] = [
                "operationId": .text(link.operation), "parameters": .object(parameters),
            ]
            return (link.operation, JSON.object(fields))
        }
        return .object(Dictionary(links, uniquingKeysWith: { first, _ in first }))
    }

    private static func content(_ schema: Schema, _ example: String?) -> JSON {
        var fields = ["schema": schema.json]
        fields["example"] = example.map { .raw($0) }
        return .object(fields)
    }

    private static let problem = Schema.object(
        [
            "type": .string, "title": .string, "status": .integer, "detail": .string, "instance": .string,
            "code": .string, "details": .map(.string),
            "errors": .array(
                .object(
                    ["field": .string, "code": .string, "detail": .string],
                    required: ["field", "code", "detail"])),
        ], required: ["type", "title", "status", "detail", "instance", "code"])
}

extension Schema {
    func collectNames(into schemas: inout [String: Schema]) {
        switch self {
        case .string, .text, .matching, .integer, .whole, .number, .amount, .boolean, .dateTime, .oneOf,
            .reference:
            break
        case .array(let inner), .distinct(let inner, _), .map(let inner), .nullable(let inner):
            inner.collectNames(into: &schemas)
        case .object(let fields, _), .closedObject(let fields, _):
            for field in fields.values { field.collectNames(into: &schemas) }
        case .named(let name, let inner):
            schemas[name] = inner
            inner.collectNames(into: &schemas)
        }
    }

    var json: JSON {
        switch self {
        case .string: .object(["type": .text("string")])
        case .text(let length):
            .object([
                "type": .text("string"), "minLength": .raw("\(length.lowerBound)"),
                "maxLength": .raw("\(length.upperBound)"),
            ])
        case .matching(let pattern): .object(["type": .text("string"), "pattern": .text(pattern)])
        case .integer: .object(["type": .text("integer")])
        case .whole(let bounds):
            .object([
                "type": .text("integer"), "minimum": .raw("\(bounds.lowerBound)"),
                "maximum": .raw("\(bounds.upperBound)"),
            ])
        case .number: .object(["type": .text("number")])
        case .amount(let bounds):
            .object([
                "type": .text("number"), "minimum": .raw("\(bounds.lowerBound)"),
                "maximum": .raw("\(bounds.upperBound)"),
            ])
        case .boolean: .object(["type": .text("boolean")])
        case .dateTime: .object(["type": .text("string"), "format": .text("date-time")])
        case .oneOf(let values): .object(["type": .text("string"), "enum": .list(values.map { .text($0) })])
        case .array(let inner): .object(["type": .text("array"), "items": inner.json])
        case .distinct(let inner, let count):
            .object([
                "type": .text("array"), "items": inner.json, "minItems": .raw("\(count.lowerBound)"),
                "maxItems": .raw("\(count.upperBound)"), "uniqueItems": .flag(true),
            ])
        case .object(let fields, let required):
            .object([
                "type": .text("object"), "properties": .object(fields.mapValues(\.json)),
                "required": .list(required.sorted().map { .text($0) }),
            ])
        case .closedObject(let fields, let required):
            .object([
                "type": .text("object"), "properties": .object(fields.mapValues(\.json)),
                "required": .list(required.sorted().map { .text($0) }), "additionalProperties": .flag(false),
            ])
        case .named(let name, _), .reference(let name):
            .object(["$ref": .text("#/components/schemas/\(name)")])
        case .map(let inner): .object(["type": .text("object"), "additionalProperties": inner.json])
        case .nullable(let inner): .object(["anyOf": .list([inner.json, .object(["type": .text("null")])])])
        }
    }
}
