public import Core
import Desk
import Foundation

/// What a file of another system says of a case: when it began and ended, and what it was about.
public struct PastRow: Sendable {
    public let raisedAt: Moment
    public let endedAt: Moment?
    /// By the mapping, where it has one.
    public let category: String?
    /// All columns as they stand in the file.
    public let fields: [String: String]
}

/// Reads the cases of a file, whatever its size, without taking anything in.
public struct PastRows: Sendable {
    private let mapping: Mapping

    public init(_ mapping: Mapping) { self.mapping = mapping }

    /// Calls `body` with each case, or with what is wrong with it: its end lies before its beginning, it has
    /// no beginning, it cannot be read.
    ///
    /// - Parameter each: Only every nth row is read.
    /// - Throws: `Fault` where the file cannot be read.
    public func forEach(
        _ path: String, each: Int = 1, _ body: (Result<PastRow, RejectedRow>) throws -> Void
    ) async throws {
        let reader = RowReader(mapping)
        var count = 0
        try await RowSource.forEach(path, format: mapping.format ?? .init(ofFile: path) ?? .csv) { row in
            count += 1
            guard each < 2 || count.isMultiple(of: each) else { return }
            do {
                let row = try row.get()
                let filing = try reader.filing(row)
                guard let raised = filing.raisedAt else {
                    throw RejectedRow(line: row.line, id: filing.sourceID, reason: "has no beginning")
                }
                try body(
                    .success(
                        PastRow(
                            raisedAt: raised, endedAt: filing.endedAt, category: filing.category,
                            fields: row.fields)))
            } catch let rejected as RejectedRow {
                try body(.failure(rejected))
            }
        }
    }
}

extension Mapping {
    /// The beginning of a day, `2015-09-01`, where the file comes from; nil for what is no day.
    public func start(of day: String) -> Moment? {
        guard CivilDate(day) != nil else { return nil }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = times.zone
        formatter.dateFormat = "yyyy-MM-dd"
        return formatter.date(from: day).map {
            Moment(milliseconds: Int64(($0.timeIntervalSince1970 * 1000).rounded()))
        }
    }
}
