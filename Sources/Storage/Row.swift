public import Core

/// One row of an answer. Columns are read by name and type; a wrong type or name is a `Fault`, never a crash.
public struct Row: Sendable {
    /// The columns' names in order, shared by all rows of one answer.
    public let columns: [String]
    public let values: [SQLValue]

    public init(columns: [String], values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    public func get<T: SQLReadable>(_ column: String, as type: T.Type = T.self) throws(Fault) -> T {
        guard let index = columns.firstIndex(of: column) else {
            throw Fault(
                .other, "The answer has no column \(column).",
                remedy: "Report this with the version of the program.")
        }
        return try get(at: index)
    }

    /// The column at a place, counted from 0.
    public func get<T: SQLReadable>(at index: Int, as type: T.Type = T.self) throws(Fault) -> T {
        guard values.indices.contains(index), let value = T(sqlValue: values[index]) else {
            let name = columns.indices.contains(index) ? columns[index] : "\(index)"
            throw Fault(
                .corrupt, "Column \(name) does not hold a \(T.self).",
                remedy: "Run `lianxin verify`, then restore a backup.")
        }
        return value
    }
}

/// What a column can be read as.
public protocol SQLReadable: Sendable {
    /// Nil where the value is of another kind.
    init?(sqlValue: SQLValue)
}

/// A type that is read from a whole row.
public protocol SQLRow: Sendable {
    init(row: Row) throws
}

extension SQLValue: SQLReadable { public init?(sqlValue: SQLValue) { self = sqlValue } }

extension Int64: SQLReadable {
    public init?(sqlValue: SQLValue) {
        guard case .integer(let number) = sqlValue else { return nil }
        self = number
    }
}

extension Int: SQLReadable {
    public init?(sqlValue: SQLValue) {
        guard case .integer(let number) = sqlValue else { return nil }
        self = Int(number)
    }
}

extension Bool: SQLReadable {
    public init?(sqlValue: SQLValue) {
        guard case .integer(let number) = sqlValue else { return nil }
        self = number != 0
    }
}

extension Double: SQLReadable {
    public init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .real(let number): self = number
        case .integer(let number): self = Double(number)
        case .null, .text, .blob: return nil
        }
    }
}

extension String: SQLReadable {
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self = text
    }
}

extension [UInt8]: SQLReadable {
    public init?(sqlValue: SQLValue) {
        guard case .blob(let bytes) = sqlValue else { return nil }
        self = bytes
    }
}

extension Moment: SQLReadable {
    public init?(sqlValue: SQLValue) {
        guard case .integer(let number) = sqlValue else { return nil }
        self.init(milliseconds: number)
    }
}

extension AreaCode: SQLReadable {
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(text)
    }
}

extension UnitCode: SQLReadable {
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(text)
    }
}

extension Optional: SQLReadable where Wrapped: SQLReadable {
    public init?(sqlValue: SQLValue) {
        if case .null = sqlValue { self = .none; return }
        guard let value = Wrapped(sqlValue: sqlValue) else { return nil }
        self = .some(value)
    }
}
