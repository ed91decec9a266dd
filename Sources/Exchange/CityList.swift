import Core
import Foundation

/// A list of the city that somebody brings as a file – units, areas, people –, and what would change by it.
/// Rows are known by one column; those that are not in the file stay as they are.
public struct CityList: Sendable {
    /// The columns of the file in the pack, the one that names a row first.
    private let columns: [String]

    /// What would change.
    public struct Report: Sendable, Hashable, Codable {
        public var read = 0
        public var added = 0
        public var changed = 0
        public var same = 0
        public var rejected: [RejectedRow] = []
    }

    public init(columns: [String]) { self.columns = columns }

    /// The most rows of such a list.
    public static let mostRows = 200_000

    /// The rows of a CSV file or spreadsheet as one CSV text, whatever it was written in.
    public static func text(of path: String) async throws -> String {
        var text = ""
        var heads: [String]?
        try await RowSource.forEach(path, format: format(of: path), heads: { heads = $0 }) { row in
            let row = try row.get()
            if text.isEmpty, let heads { text = line(heads) }
            text += line((heads ?? []).map { row.fields[$0] ?? "" })
        }
        return text
    }

    /// Puts the rows of a file into those of the pack.
    ///
    /// - Parameter current: The bytes of the pack's file.
    /// - Returns: The pack's file as it would be.
    public func merged(_ path: String, into current: [UInt8]) async throws -> (text: String, report: Report) {
        var rows = try existing(current)
        var report = Report()
        var seen: Set<String> = []
        try await RowSource.forEach(path, format: Self.format(of: path)) { result in
            report.read += 1
            do {
                let row = try result.get()
                let key = (row.fields[columns[0]] ?? "").trimmed
                guard !key.isEmpty else {
                    throw RejectedRow(line: row.line, id: nil, reason: "has no \(columns[0])")
                }
                guard report.read <= Self.mostRows else {
                    throw RejectedRow(
                        line: row.line, id: key, reason: "is one of more than \(Self.mostRows) rows")
                }
                guard seen.insert(key).inserted else {
                    throw RejectedRow(line: row.line, id: key, reason: "is in the file twice")
                }
                rows.put(key, columns.map { row.fields[$0]?.trimmed }, &report)
            } catch let row as RejectedRow {
                report.rejected.append(row)
            }
        }
        let lines = [columns] + rows.order.map { rows.cells[$0] ?? [] }
        return (lines.map(Self.line).joined(), report)
    }

    private struct Rows {
        var order: [String] = []
        var cells: [String: [String]] = [:]

        /// A column that the file does not have keeps what it held.
        mutating func put(_ key: String, _ new: [String?], _ report: inout Report) {
            guard let old = cells[key] else {
                order.append(key)
                cells[key] = new.map { $0 ?? "" }
                report.added += 1
                return
            }
            let next = zip(new, old).map { $0 ?? $1 }
            if next == old { report.same += 1 } else { report.changed += 1 }
            cells[key] = next
        }
    }

    private func existing(_ bytes: [UInt8]) throws -> Rows {
        var rows = Rows()
        var places: [Int?] = []
        for record in CSVReader.records(in: bytes, skipsComments: true) {
            guard let record = try? record.get() else { continue }
            if places.isEmpty {
                places = columns.map { record.fields.firstIndex(of: $0) }
                continue
            }
            let cells = places.map { place in
                place.flatMap { record.fields.indices.contains($0) ? record.fields[$0] : nil } ?? ""
            }
            rows.order.append(cells[0])
            rows.cells[cells[0]] = cells
        }
        return rows
    }

    private static func line(_ cells: [String]) -> String {
        cells.map { TextSink.quoted($0) }.joined(separator: ",") + "\n"
    }

    private static func format(of path: String) throws -> RowSource.Format {
        if let format = RowSource.Format(ofFile: path) { return format }
        throw Fault(
            .configuration, "It is not clear what \(path) is.", remedy: "Name it .csv, .tsv, .jsonl or .xlsx."
        )
    }
}
