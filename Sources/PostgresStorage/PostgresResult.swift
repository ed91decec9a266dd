import CPostgres
import Storage

/// An answer of the server. Owns libpq's memory, which never leaves this class.
final class PostgresResult {
    private let result: OpaquePointer?

    init(_ result: OpaquePointer?) { self.result = result }

    deinit { PQclear(result) }

    var succeeded: Bool {
        let status = PQresultStatus(result)
        return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
    }

    /// Rows in the answer.
    var count: Int { Int(PQntuples(result)) }

    /// Rows that a statement changed; 0 for one that asks.
    var changed: Int {
        switch command.prefix(while: { $0 != " " }) {
        case "INSERT", "UPDATE", "DELETE", "MERGE": Int(String(cString: PQcmdTuples(result))) ?? 0
        default: 0
        }
    }

    /// What was done, such as `INSERT 0 1` or `COMMIT`.
    var command: String { PQcmdStatus(result).map { String(cString: $0) } ?? "" }

    /// The five characters of an error's kind, empty when the server sent none.
    var state: String { field("C") ?? "" }

    /// The first line of an error. Its detail, which may hold a resident's words, is left out.
    var message: String? { field("M") }

    func rows() -> [Row] {
        let width = PQnfields(result)
        let columns = (0..<width).map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
        let types = (0..<width).map { PQftype(result, $0) }
        return (0..<PQntuples(result)).map { row in
            var values: [SQLValue] = []
            values.reserveCapacity(types.count)
            for column in 0..<width { values.append(value(row, column, types[Int(column)])) }
            return Row(columns: columns, values: values)
        }
    }

    private func value(_ row: Int32, _ column: Int32, _ type: Oid) -> SQLValue {
        if PQgetisnull(result, row, column) == 1 { return .null }
        guard let start = PQgetvalue(result, row, column) else { return .null }
        let length = Int(PQgetlength(result, row, column))
        let text = UnsafeRawBufferPointer(start: start, count: length)
        return SQLValue(postgres: type, text)
    }

    private func field(_ letter: Unicode.Scalar) -> String? {
        PQresultErrorField(result, Int32(letter.value)).map { String(cString: $0) }
    }
}

extension SQLValue {
    /// A value in the server's text form, by its type's number.
    init(postgres type: Oid, _ bytes: UnsafeRawBufferPointer) {
        let text = String(decoding: bytes, as: UTF8.self)
        switch type {
        case 20, 21, 23, 26: self = Int64(text).map(SQLValue.integer) ?? .text(text)
        case 16: self = .integer(text == "t" ? 1 : 0)
        case 700, 701: self = Double(text).map(SQLValue.real) ?? .text(text)
        // A sum of whole numbers comes as `numeric`; without a point it is a whole number, as on SQLite.
        case 1700: self = Int64(text).map(SQLValue.integer) ?? Double(text).map(SQLValue.real) ?? .text(text)
        case 17: self = .blob(Self.unhex(bytes))
        default: self = .text(text)
        }
    }

    /// The bytes behind `\x6162`.
    private static func unhex(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count / 2)
        for place in stride(from: 2, to: text.count - 1, by: 2) {
            result.append(digit(text[place]) << 4 | digit(text[place + 1]))
        }
        return result
    }

    private static func digit(_ character: UInt8) -> UInt8 {
        character >= UInt8(ascii: "a") ? character &- UInt8(ascii: "a") &+ 10 : character &- UInt8(ascii: "0")
    }
}
