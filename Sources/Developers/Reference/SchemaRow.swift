import Web

/// One line of a table that describes a value: a field, what it may hold, whether it is always there.
struct SchemaRow: Hashable, Sendable {
    /// `contact.phone`; `results[].number` for a field of every value of a list; empty for the value itself.
    let path: String
    let sort: Sort
    let required: Bool

    /// What a field holds.
    indirect enum Sort: Hashable, Sendable {
        case text
        /// A text of so many characters.
        case limited(Int, Int)
        case pattern(String)
        case whole
        case wholeBetween(Int, Int)
        case number
        case numberBetween(Double, Double)
        case flag
        case time
        case oneOf([String])
        case list(Sort)
        /// Fields that stand in the rows below.
        case fields
        /// Names and values.
        case map(Sort)
        /// A shape that is described once, under its name.
        case shape(String)
    }
}

extension Schema {
    /// The rows that describe it. Named shapes inside are only named, unless they are `expanded`.
    func rows(expanding: Bool = false) -> [SchemaRow] {
        var rows: [SchemaRow] = []
        bare.addRows(at: "", required: true, expanding: expanding, depth: 0, to: &rows)
        return rows
    }

    /// The schema behind its name.
    var bare: Schema {
        if case .named(_, let inner) = self { inner.bare } else { self }
    }

    private func addRows(
        at path: String, required: Bool, expanding: Bool, depth: Int, to rows: inout [SchemaRow]
    ) {
        if !path.isEmpty || fields == nil {
            rows.append(SchemaRow(path: path, sort: sort(expanding: expanding), required: required))
        }
        guard depth < 5 else { return }
        if case .named = self, !expanding, depth > 0 { return }
        if let (fields, always) = fields {
            for (name, schema) in fields.sorted(by: { Self.before($0, $1, always) }) {
                schema.addRows(
                    at: path.isEmpty ? name : "\(path).\(name)", required: always.contains(name),
                    expanding: expanding, depth: depth + 1, to: &rows)
            }
        } else if let item {
            if case .named = item, !expanding { return }
            guard let (fields, always) = item.fields else { return }
            for (name, schema) in fields.sorted(by: { Self.before($0, $1, always) }) {
                schema.addRows(
                    at: "\(path)[].\(name)", required: always.contains(name), expanding: expanding,
                    depth: depth + 1, to: &rows)
            }
        }
    }

    /// What must be given stands first.
    private static func before(
        _ one: (key: String, value: Schema), _ other: (key: String, value: Schema), _ always: Set<String>
    ) -> Bool {
        let first = always.contains(one.key)
        let second = always.contains(other.key)
        return first == second ? one.key < other.key : first
    }

    /// The fields of an object, and those of them that are always there.
    var fields: ([String: Schema], Set<String>)? {
        switch self {
        case .object(let fields, let required), .closedObject(let fields, let required): (fields, required)
        case .named(_, let inner), .nullable(let inner): inner.fields
        case .string, .text, .matching, .integer, .whole, .number, .amount, .boolean, .dateTime, .oneOf,
            .array, .distinct, .map, .reference:
            nil
        }
    }

    /// What a list holds.
    private var item: Schema? {
        switch self {
        case .array(let item), .distinct(let item, _): item
        case .named(_, let inner), .nullable(let inner): inner.item
        case .string, .text, .matching, .integer, .whole, .number, .amount, .boolean, .dateTime, .oneOf,
            .object, .closedObject, .map, .reference:
            nil
        }
    }

    func sort(expanding: Bool) -> SchemaRow.Sort {
        switch self {
        case .string: .text
        case .text(let length): .limited(length.lowerBound, length.upperBound)
        case .matching(let pattern): .pattern(pattern)
        case .integer: .whole
        case .whole(let bounds): .wholeBetween(bounds.lowerBound, bounds.upperBound)
        case .number: .number
        case .amount(let bounds): .numberBetween(bounds.lowerBound, bounds.upperBound)
        case .boolean: .flag
        case .dateTime: .time
        case .oneOf(let values): .oneOf(values)
        case .array(let item), .distinct(let item, _): .list(item.sort(expanding: expanding))
        case .object, .closedObject: .fields
        case .named(let name, let inner): expanding ? inner.sort(expanding: true) : .shape(name)
        case .reference(let name): .shape(name)
        case .map(let inner): .map(inner.sort(expanding: expanding))
        case .nullable(let inner): inner.sort(expanding: expanding)
        }
    }

    /// Every named shape in it, with its own inside.
    func collectShapes(into shapes: inout [String: Schema]) {
        switch self {
        case .string, .text, .matching, .integer, .whole, .number, .amount, .boolean, .dateTime, .oneOf,
            .reference:
            break
        case .array(let inner), .distinct(let inner, _), .map(let inner), .nullable(let inner):
            inner.collectShapes(into: &shapes)
        case .object(let fields, _), .closedObject(let fields, _):
            for field in fields.values { field.collectShapes(into: &shapes) }
        case .named(let name, let inner):
            guard shapes[name] == nil else { return }
            shapes[name] = inner
            inner.collectShapes(into: &shapes)
        }
    }

    /// A value of this shape, for operations that have no example of their own.
    func sample(shapes: [String: Schema], depth: Int = 0) -> JSONValue {
        switch self {
        case .string, .text, .matching: .text("…")
        case .integer: .number(1)
        case .whole(let bounds): .number(Double(bounds.lowerBound))
        case .number: .number(1.5)
        case .amount(let bounds): .number(bounds.lowerBound)
        case .boolean: .flag(true)
        case .dateTime: .text("2026-11-22T01:30:00.000Z")
        case .oneOf(let values): .text(values.first ?? "…")
        case .array(let item), .distinct(let item, _):
            .list(depth < 6 ? [item.sample(shapes: shapes, depth: depth + 1)] : [])
        case .object(let fields, let required), .closedObject(let fields, let required):
            .object(
                fields.filter { required.contains($0.key) || required.isEmpty }
                    .mapValues { depth < 6 ? $0.sample(shapes: shapes, depth: depth + 1) : .text("…") })
        case .named(_, let inner), .nullable(let inner): inner.sample(shapes: shapes, depth: depth)
        case .reference(let name):
            depth < 6
                ? shapes[name]?.sample(shapes: shapes, depth: depth + 1) ?? .text("…") : .text("…")
        case .map(let inner): .object(["…": inner.sample(shapes: shapes, depth: depth + 1)])
        }
    }
}
