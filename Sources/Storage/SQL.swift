public import Core

/// A statement whose interpolated values travel apart from its text.
///
/// `"SELECT * FROM matters WHERE id = \(id)"` holds the text `SELECT * FROM matters WHERE id = ?` and the
/// value; no interpolation can become part of the text, so no value can become a command.
public struct SQL: Sendable {
    enum Piece: Sendable {
        case text(String)
        case value(SQLValue)
    }

    var pieces: [Piece]

    init(pieces: [Piece]) { self.pieces = pieces }

    /// Statements joined by a separator of the program's own, such as conditions by `" AND "`.
    public static func join(_ parts: [SQL], by separator: StaticString) -> SQL {
        var pieces: [Piece] = []
        for (index, part) in parts.enumerated() {
            if index > 0 { pieces.append(.text(separator.description)) }
            pieces += part.pieces
        }
        return SQL(pieces: pieces)
    }

    public static func + (left: SQL, right: SQL) -> SQL { SQL(pieces: left.pieces + right.pieces) }

    /// Nothing at all: an absent clause.
    public static let none = SQL(pieces: [])

    /// The text with a placeholder for each value in turn, and the values in the same order.
    public func prepared(_ placeholder: (Int) -> String) -> (text: String, values: [SQLValue]) {
        var text = ""
        var values: [SQLValue] = []
        for piece in pieces {
            switch piece {
            case .text(let part): text += part
            case .value(let value):
                values.append(value)
                text += placeholder(values.count)
            }
        }
        return (text, values)
    }
}

extension SQL: ExpressibleByStringInterpolation {
    public struct StringInterpolation: StringInterpolationProtocol {
        var pieces: [Piece] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount * 2 + 1)
        }

        public mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { pieces.append(.text(literal)) }
        }

        /// A bound value.
        public mutating func appendInterpolation(_ value: some SQLBindable) {
            pieces.append(.value(value.sqlValue))
        }

        public mutating func appendInterpolation(_ value: (some SQLBindable)?) {
            pieces.append(.value(value?.sqlValue ?? .null))
        }

        /// A part of a statement, with its own values.
        public mutating func appendInterpolation(_ part: SQL) { pieces += part.pieces }

        /// Bound values separated by commas, for `IN (…)`. An empty list becomes `NULL`, which nothing
        /// equals.
        public mutating func appendInterpolation(list values: [some SQLBindable]) {
            if values.isEmpty { pieces.append(.text("NULL")) }
            for (index, value) in values.enumerated() {
                if index > 0 { pieces.append(.text(", ")) }
                pieces.append(.value(value.sqlValue))
            }
        }

        /// A whole number written into the text: PostgreSQL plans a `LIMIT` well only when it sees the
        /// number.
        public mutating func appendInterpolation(literal number: Int) { pieces.append(.text(String(number))) }
    }

    public init(stringLiteral value: String) { pieces = [.text(value)] }
    public init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }
}

/// A value as both engines know it. Truth is 0 or 1, a moment is milliseconds.
public enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// What may stand in an interpolation of `SQL`.
public protocol SQLBindable: Sendable {
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLBindable { public var sqlValue: SQLValue { self } }
extension Int: SQLBindable { public var sqlValue: SQLValue { .integer(Int64(self)) } }
extension Int64: SQLBindable { public var sqlValue: SQLValue { .integer(self) } }
extension Bool: SQLBindable { public var sqlValue: SQLValue { .integer(self ? 1 : 0) } }
extension Double: SQLBindable { public var sqlValue: SQLValue { .real(self) } }
extension String: SQLBindable { public var sqlValue: SQLValue { .text(self) } }
extension [UInt8]: SQLBindable { public var sqlValue: SQLValue { .blob(self) } }
extension Moment: SQLBindable { public var sqlValue: SQLValue { .integer(milliseconds) } }
extension AreaCode: SQLBindable { public var sqlValue: SQLValue { .text(text) } }
extension UnitCode: SQLBindable { public var sqlValue: SQLValue { .text(text) } }

extension SQL {
    /// Refuses text with a NUL character: PostgreSQL cannot keep it, so neither engine does.
    package static func check(_ values: [SQLValue]) throws(Fault) {
        for value in values {
            if case .text(let text) = value, text.utf8.contains(0) {
                throw Fault(
                    .other, "A text with a NUL character cannot be kept.",
                    remedy: "Remove the character from the text.")
            }
        }
    }

    /// A statement of the program's own, such as one of a migration or a transaction. Never text from
    /// outside.
    package static func verbatim(_ text: String) -> SQL { SQL(pieces: [.text(text)]) }
}
