public import Core
import Storage

/// A column of what is handed out.
public struct ExportColumn: Hashable, Sendable {
    /// Its head in files: the same in every language, so that programs find it.
    public let name: String
    /// What people read.
    public let title: LocalText
    public let type: Kind

    /// The types of XML Schema that CSV on the Web names.
    public enum Kind: String, Sendable, Codable {
        case string, integer, decimal, dateTime, boolean
    }

    public init(_ name: String, _ type: Kind = .string, zh: String, en: String) {
        self.name = name
        self.type = type
        title = LocalText(zh: zh, en: en)
    }
}

/// Where rows are written, one after the other.
public protocol TableSink: AnyObject {
    func begin(_ columns: [ExportColumn]) throws
    /// - Parameter cells: As many as there are columns; nil where there is nothing.
    func add(_ cells: [String?]) throws
    func end() throws
}

/// Rows as lines of text.
public final class TextSink: TableSink {
    public enum Format: String, Sendable, CaseIterable {
        /// RFC 4180; no cell starts a formula.
        case csv
        /// One JSON object a line.
        case jsonl
        /// RFC 7946: those rows that have a place.
        case geojson
    }

    private let format: Format
    private let write: (String) throws -> Void
    private var columns: [ExportColumn] = []
    private var isFirst = true

    /// - Parameter write: Takes one line after the other, line ends included.
    public init(_ format: Format, write: @escaping (String) throws -> Void) {
        self.format = format
        self.write = write
    }

    public func begin(_ columns: [ExportColumn]) throws {
        self.columns = columns
        switch format {
        case .csv: try write(columns.map { Self.cell($0.name) }.joined(separator: ",") + "\r\n")
        case .jsonl: break
        case .geojson: try write(#"{"type":"FeatureCollection","features":["# + "\n")
        }
    }

    public func add(_ cells: [String?]) throws {
        switch format {
        case .csv: try write(cells.map { Self.cell($0 ?? "") }.joined(separator: ",") + "\r\n")
        case .jsonl: try write(try StoredJSON.text(values(cells, without: [])) + "\n")
        case .geojson:
            guard let feature = try feature(cells) else { return }
            try write((isFirst ? "" : ",\n") + feature)
            isFirst = false
        }
    }

    public func end() throws { if format == .geojson { try write((isFirst ? "" : "\n") + "]}\n") } }

    private func values(_ cells: [String?], without left: Set<String>) -> [String: String] {
        let pairs = zip(columns, cells).compactMap { column, cell in
            left.contains(column.name) ? nil : cell.map { (column.name, $0) }
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    private struct Feature: Encodable {
        let type = "Feature"
        let geometry: Point
        let properties: [String: String]
    }

    private struct Point: Encodable {
        let type = "Point"
        /// East before north.
        let coordinates: [Double]
    }

    private func feature(_ cells: [String?]) throws -> String? {
        let values = values(cells, without: [])
        guard let north = values["latitude"].flatMap({ Double($0) }),
            let east = values["longitude"].flatMap({ Double($0) })
        else { return nil }
        return try StoredJSON.text(
            Feature(
                geometry: Point(coordinates: [east, north]),
                properties: self.values(cells, without: ["latitude", "longitude"])))
    }

    /// A cell that no spreadsheet takes for a formula, quoted where it must be.
    package static func cell(_ text: String) -> String {
        // By code point, as readers of CSV see it.
        let isFormula =
            text.unicodeScalars.first.map { "=+-@\t\r＝＋－＠".unicodeScalars.contains($0) } ?? false
        return quoted(text, startsWith: isFormula && Double(text) == nil ? "'" : nil)
    }

    /// A cell as it is, quoted where it must be: for files that programs read back.
    ///
    /// - Parameter mark: Written before the text.
    static func quoted(_ text: String, startsWith mark: Unicode.Scalar? = nil) -> String {
        // A quote that carries an accent is still a quote.
        let scalars = text.unicodeScalars
        let isPlain = !scalars.contains(where: { ",\"\n\r;'".unicodeScalars.contains($0) })
        if mark == nil, isPlain { return text }
        var cell = String.UnicodeScalarView("\"".unicodeScalars)
        if let mark { cell.append(mark) }
        for scalar in scalars {
            if scalar == "\"" { cell.append(scalar) }
            cell.append(scalar)
        }
        cell.append("\"")
        return String(cell)
    }
}
