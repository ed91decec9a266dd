import Core
public import Desk
import Foundation
import Storage

/// Writes matters out, in the order they came in, without anybody's contact data.
public struct Exporter: Sendable {
    public enum Format: String, Sendable, CaseIterable {
        case csv, jsonl
    }

    private let desk: Desk
    private static let page = 500

    public init(desk: Desk) { self.desk = desk }

    /// Writes all matters of a scope.
    ///
    /// - Parameter write: Takes one line after the other, line ends included.
    /// - Returns: How many there were.
    public func run(
        _ format: Format, filter: MatterFilter = MatterFilter(), write: (String) throws -> Void
    ) async throws -> Int {
        if format == .csv {
            try write(Self.columns.map(\.name).map(Self.cell).joined(separator: ",") + "\r\n")
        }
        var last: Int64 = 0
        var count = 0
        while true {
            let matters = try await desk.export(filter, after: last, limit: Self.page)
            guard let end = matters.last else { return count }
            for matter in matters { try write(line(matter, format)) }
            count += matters.count
            last = end.id
        }
    }

    private func line(_ matter: MatterRecord, _ format: Format) throws -> String {
        switch format {
        case .csv:
            return Self.columns.map { Self.cell($0.value(matter) ?? "") }.joined(separator: ",") + "\r\n"
        case .jsonl:
            let pairs = Self.columns.compactMap { column in column.value(matter).map { (column.name, $0) } }
            return try StoredJSON.text(Dictionary(uniqueKeysWithValues: pairs)) + "\n"
        }
    }

    private static let columns: [(name: String, value: @Sendable (MatterRecord) -> String?)] = [
        ("number", { $0.number }), ("kind", { $0.kind }), ("stage", { $0.stage }),
        ("outcome", { $0.outcome?.rawValue }), ("title", { $0.title }), ("text", { $0.text }),
        ("channel", { $0.channel.rawValue }), ("caller", { $0.caller.rawValue }), ("area", { $0.area.text }),
        ("place", { $0.place }), ("latitude", { $0.position.map { String($0.latitude) } }),
        ("longitude", { $0.position.map { String($0.longitude) } }), ("category", { $0.category }),
        ("lead", { $0.lead?.text }), ("urgency", { $0.urgency.rawValue }),
        ("raisedAt", { time($0.raisedAt) }),
        ("closedAt", { $0.closedAt.map(time) }), ("targetAt", { $0.targetAt.map(time) }),
        ("overdue", { $0.isOverdue ? "true" : "false" }), ("source", { $0.source }),
        ("sourceID", { $0.sourceID }),
    ]

    private static func time(_ moment: Moment) -> String {
        Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000).formatted(.iso8601)
    }

    /// A cell that no spreadsheet takes for a formula, quoted where it must be.
    package static func cell(_ text: String) -> String {
        // By code point, as readers of CSV see it: a quote that carries an accent is still a quote.
        let scalars = text.unicodeScalars
        let isFormula = scalars.first.map { "=+-@\t\r＝＋－＠".unicodeScalars.contains($0) } ?? false
        let isSafe = !isFormula || Double(text) != nil
        if isSafe, !scalars.contains(where: { ",\"\n\r;'".unicodeScalars.contains($0) }) { return text }
        var cell = String.UnicodeScalarView((isSafe ? "\"" : "\"'").unicodeScalars)
        for scalar in scalars {
            if scalar == "\"" { cell.append(scalar) }
            cell.append(scalar)
        }
        cell.append("\"")
        return String(cell)
    }
}
