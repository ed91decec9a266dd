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
        let id: String
        let filing: PreparedFiling
    }

    /// Reads a file to its end.
    ///
    /// - Parameters:
    ///   - isTrial: Everything is checked and told as if it were taken in, and nothing is stored.
    ///   - rejected: Called for each row that was not taken in.
    ///   - progress: Called with the number of rows read so far.
    public func run(
        _ path: String, at now: Moment, isTrial: Bool = false, rejected: (RejectedRow) throws -> Void,
        progress: (Int) -> Void = { _ in }
    ) async throws -> Report {
        var report = Report()
        var waiting: [Waiting] = []
        let reader = RowReader(mapping)
        var tried: Set<String> = []
        try await RowSource.forEach(path, format: try format(of: path)) { row in
            report.read += 1
            do {
                waiting.append(try await prepared(row.get(), by: reader, at: now, isTrial: isTrial))
            } catch let row as RejectedRow {
                report.rejected += 1
                try rejected(row)
            }
            if waiting.count >= Self.batch {
                if isTrial { try await attempt(&waiting, &tried, &report) }
                try await store(&waiting, at: now, &report)
                progress(report.read)
            }
        }
        if isTrial { try await attempt(&waiting, &tried, &report) }
        try await store(&waiting, at: now, &report)
        progress(report.read)
        return report
    }

    private func prepared(
        _ row: SourceRow, by reader: RowReader, at now: Moment, isTrial: Bool
    ) async throws -> Waiting {
        let filing = try reader.filing(row)
        let identity = isTrial ? .trial : try await desk.identity(for: filing, at: now)
        do {
            let prepared = try desk.prepare(filing, as: identity, by: .system("import"), at: now)
            return Waiting(line: row.line, id: filing.sourceID ?? "", filing: prepared)
        } catch let refusal as FilingRefusal {
            throw RejectedRow(line: row.line, id: filing.sourceID, reason: refusal.reason)
        } catch let refusal as Refusal {
            let reason = "cannot become a matter of its kind (\(refusal.code))"
            throw RejectedRow(line: row.line, id: filing.sourceID, reason: reason)
        }
    }

    private func format(of path: String) throws(Fault) -> RowSource.Format {
        if let format = mapping.format { return format }
        if let format = RowSource.Format(ofFile: path) { return format }
        throw Fault(
            .configuration, "It is not clear what \(path) is.",
            remedy: "Write `format: csv`, `format: jsonl` or `format: xlsx` into the mapping.")
    }

    /// Counts what would be taken in, and leaves nothing to be stored.
    ///
    /// - Parameter tried: The names that came before in the same file.
    private func attempt(
        _ waiting: inout [Waiting], _ tried: inout Set<String>, _ report: inout Report
    ) async throws {
        let here = try await desk.numbers(ofSource: mapping.source, ids: waiting.map(\.id))
        for row in waiting {
            let isNew = tried.insert(row.id).inserted && here[row.id] == nil
            if isNew { report.imported += 1 } else { report.known += 1 }
        }
        waiting = []
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
