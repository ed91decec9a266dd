import Core
import Foundation

/// One record of another system: its fields by name.
struct SourceRow {
    let line: Int
    let fields: [String: String]
}

/// Records of a CSV or JSON-lines file or of a spreadsheet, one at a time. A record that cannot be read is
/// told, and the next is read.
struct RowSource {
    enum Format: String {
        case csv, jsonl, xlsx

        /// What a file's name says it is, packed with gzip or not.
        init?(ofFile name: String) {
            let name = (name.hasSuffix(".gz") ? String(name.dropLast(3)) : name).lowercased()
            switch name.split(separator: ".").last {
            case "csv", "tsv", "txt": self = .csv
            case "jsonl", "ndjson": self = .jsonl
            case "xlsx": self = .xlsx
            default: return nil
            }
        }
    }

    /// Calls `body` with each record or with the line and reason of one that cannot be read.
    ///
    /// - Parameter heads: Told the names of the columns in their order, before the first record.
    static func forEach(
        _ path: String, format: Format, heads: ([String]) -> Void = { _ in },
        _ body: (Result<SourceRow, RejectedRow>) async throws -> Void
    ) async throws {
        switch format {
        case .csv: try await forEachRecord(path, heads, body)
        case .jsonl: try await forEachLine(path, body)
        case .xlsx: try await forEachCells(path, heads, body)
        }
    }

    private static func forEachRecord(
        _ path: String, _ told: ([String]) -> Void,
        _ body: (Result<SourceRow, RejectedRow>) async throws -> Void
    ) async throws {
        let source = try TextSource(path: path)
        var reader = CSVReader()
        var names: [String]?
        while true {
            let piece = try source.next()
            for record in piece.isEmpty ? reader.finish() : reader.feed(piece) {
                switch record {
                case .failure(let problem):
                    try await body(.failure(RejectedRow(line: problem.line, id: nil, reason: "\(problem)")))
                case .success(let record):
                    guard let heads = names else {
                        names = record.fields
                        told(record.fields)
                        continue
                    }
                    try await body(row(record, heads))
                }
            }
            if piece.isEmpty { return }
        }
    }

    /// The first row that is not blank holds the names of the columns.
    private static func forEachCells(
        _ path: String, _ told: ([String]) -> Void,
        _ body: (Result<SourceRow, RejectedRow>) async throws -> Void
    ) async throws {
        var names: [String]?
        try await SpreadsheetSource(path: path).forEach { line, cells in
            guard let heads = names else {
                names = cells
                told(cells)
                return
            }
            guard cells.count <= heads.count else {
                let reason = "has \(cells.count) cells where the head has \(heads.count)"
                return try await body(.failure(RejectedRow(line: line, id: nil, reason: reason)))
            }
            let whole = cells + Array(repeating: "", count: heads.count - cells.count)
            let fields = Dictionary(zip(heads, whole), uniquingKeysWith: { first, _ in first })
            try await body(.success(SourceRow(line: line, fields: fields)))
        }
    }

    private static func row(_ record: CSVRecord, _ names: [String]) -> Result<SourceRow, RejectedRow> {
        guard record.fields.count == names.count else {
            return .failure(
                RejectedRow(
                    line: record.line, id: nil,
                    reason: "has \(record.fields.count) fields where the head has \(names.count)"))
        }
        let fields = Dictionary(zip(names, record.fields), uniquingKeysWith: { first, _ in first })
        return .success(SourceRow(line: record.line, fields: fields))
    }

    private static func forEachLine(
        _ path: String, _ body: (Result<SourceRow, RejectedRow>) async throws -> Void
    ) async throws {
        let source = try TextSource(path: path)
        var rest: [UInt8] = []
        var line = 0
        while true {
            let piece = try source.next()
            rest += piece
            var start = 0
            while let end = rest[start...].firstIndex(of: 10) {
                line += 1
                if let row = parsed(rest[start..<end], line: line) { try await body(row) }
                start = end + 1
            }
            rest.removeFirst(start)
            if rest.count > longestLine {
                throw Fault(
                    .configuration, "Line \(line + 1) never ends.",
                    remedy: "The file shall have one JSON object a line.")
            }
            if piece.isEmpty { break }
        }
        if let row = parsed(rest[...], line: line + 1) { try await body(row) }
    }

    private static let longestLine = 16 << 20

    private static func parsed(_ bytes: ArraySlice<UInt8>, line: Int) -> Result<SourceRow, RejectedRow>? {
        if bytes.allSatisfy({ $0 == 32 || $0 == 13 || $0 == 9 }) { return nil }
        guard let values = try? JSONDecoder().decode([String: Scalar].self, from: Data(bytes)) else {
            return .failure(
                RejectedRow(line: line, id: nil, reason: "is not one JSON object of plain values"))
        }
        return .success(SourceRow(line: line, fields: values.mapValues(\.text)))
    }
}

/// A JSON value that a field can hold; lists and objects are none.
private struct Scalar: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            text = ""
        } else if let value = try? container.decode(String.self) {
            text = value
        } else if let value = try? container.decode(Bool.self) {
            text = value ? "true" : "false"
        } else if let value = try? container.decode(Int64.self) {
            text = String(value)
        } else {
            text = String(try container.decode(Double.self))
        }
    }
}

/// A row that was not taken in, and why.
public struct RejectedRow: Error, Sendable, Hashable, Codable {
    /// The line of the file it began on.
    public let line: Int
    /// What the source calls it, where that could be read.
    public let id: String?
    public let reason: String

    public init(line: Int, id: String?, reason: String) {
        self.line = line
        self.id = id
        self.reason = reason
    }
}
