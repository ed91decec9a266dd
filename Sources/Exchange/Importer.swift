public import Core
public import Desk
import Storage

/// Takes in matters of another system, through the Desk's own door.
///
/// The same file again takes in nothing twice; a row that cannot be taken in is reported with its line and
/// reason and stops nothing.
public struct Importer: Sendable {
    private let desk: Desk
    private let mapping: Mapping
    /// Rows of one transaction.
    private static let batch = 500

    public init(desk: Desk, mapping: Mapping) {
        self.desk = desk
        self.mapping = mapping
    }

    /// What became of a file's rows.
    public struct Report: Sendable, Hashable, Codable {
        public var read = 0
        public var imported = 0
        /// Here already, from an earlier import.
        public var known = 0
        public var rejected = 0
    }

    private struct Waiting: Sendable {
        let line: Int
        let filing: PreparedFiling
    }

    /// Reads a file to its end.
    ///
    /// - Parameters:
    ///   - rejected: Called for each row that was not taken in.
    ///   - progress: Called with the number of rows read so far.
    public func run(
        _ path: String, at now: Moment, rejected: (RejectedRow) throws -> Void,
        progress: (Int) -> Void = { _ in }
    ) async throws -> Report {
        var report = Report()
        var waiting: [Waiting] = []
        let reader = RowReader(mapping)
        try await RowSource.forEach(path, format: try format(of: path)) { row in
            report.read += 1
            do {
                waiting.append(try await prepared(row.get(), by: reader, at: now))
            } catch let row as RejectedRow {
                report.rejected += 1
                try rejected(row)
            }
            if waiting.count >= Self.batch {
                try await store(&waiting, at: now, &report)
                progress(report.read)
            }
        }
        try await store(&waiting, at: now, &report)
        progress(report.read)
        return report
    }

    private func prepared(
        _ row: SourceRow, by reader: RowReader, at now: Moment
    ) async throws -> Waiting {
        let filing = try reader.filing(row)
        let identity = try await desk.identity(for: filing, at: now)
        do {
            let prepared = try desk.prepare(filing, as: identity, by: .system("import"), at: now)
            return Waiting(line: row.line, filing: prepared)
        } catch let refusal as FilingRefusal {
            throw RejectedRow(line: row.line, id: filing.sourceID, reason: refusal.reason)
        } catch let refusal as Refusal {
            let reason = "cannot become a matter of its kind (\(refusal.code))"
            throw RejectedRow(line: row.line, id: filing.sourceID, reason: reason)
        }
    }

    private func format(of path: String) throws(Fault) -> RowSource.Format {
        if let format = mapping.format { return format }
        let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
        if name.hasSuffix(".csv") || name.hasSuffix(".tsv") { return .csv }
        if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") { return .jsonl }
        throw Fault(
            .configuration, "It is not clear what \(path) is.",
            remedy: "Write `format: csv` or `format: jsonl` into the mapping.")
    }

    private func store(
        _ waiting: inout [Waiting], at now: Moment, _ report: inout Report
    ) async throws {
        let rows = waiting
        waiting = []
        if rows.isEmpty { return }
        let taken = try await desk.batch { transaction in
            try rows.map { row in
                do {
                    _ = try transaction.file(row.filing, at: now)
                    return true
                } catch FilingRefusal.known {
                    return false
                }
            }
        }
        report.imported += taken.count { $0 }
        report.known += taken.count { !$0 }
    }
}

extension FilingRefusal {
    fileprivate var reason: String {
        switch self {
        case .missing(let field): "has no \(field.rawValue)"
        case .tooLong(let field, let limit): "has a \(field.rawValue) of more than \(limit) characters"
        case .invalid(let field): "has a \(field.rawValue) that this city does not know"
        case .notAllowed(let field): "may not set \(field.rawValue)"
        case .known(let number): "is here already as \(number)"
        }
    }
}
