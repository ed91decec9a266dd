public import Core
public import Desk

/// Takes in what another Open311 server tells of its requests. The same file again takes in nothing twice; a
/// row that cannot be taken in is reported with its reason and stops nothing.
public struct Open311Importer: Sendable {
    public let desk: Desk
    /// What it is called here: the matters come from `open311:NAME`.
    public let source: String
    /// Service code or name, in small letters → code of a category; `*` for all others.
    public var categories: [String: String] = [:]
    /// Seconds ahead of UTC of moments without a zone.
    public var zone: Int64 = 0
    private var services: [String: TheirService] = [:]

    /// Rows of one transaction.
    private static let batch = 500

    /// Why nothing can be taken in.
    public struct Refusal: Error, Hashable, Sendable {
        public let reason: String

        public init(reason: String) { self.reason = reason }
    }

    /// What became of the rows.
    public struct Report: Hashable, Sendable, Codable {
        public var read = 0
        public var imported = 0
        /// Here already, from an earlier import.
        public var known = 0
        public var rejected: [RefusedRow] = []
        /// Rows that were taken in without something that could not be read.
        public var remarks: [RefusedRow] = []
        /// Taken in without a category: service → how many.
        public var uncategorised: [String: Int] = [:]
    }

    public init(desk: Desk, source: String) throws(Refusal) {
        guard let name = Open311Reading.checked(source), name.count <= 60 else {
            throw Refusal(reason: "A source is named in one word of at most 60 characters.")
        }
        self.desk = desk
        self.source = "open311:\(name)"
    }

    /// Reads their list of services: requests that say only a code are told by its name then.
    ///
    /// - Returns: How many there are, and the rows that could not be read.
    public mutating func know(services bytes: [UInt8]) throws(Refusal) -> (count: Int, refused: [RefusedRow])
    {
        do throws(ReadingRefusal) {
            let reading = try Open311Reading().services(bytes)
            services = Dictionary(reading.rows.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
            return (reading.rows.count, reading.refused)
        } catch {
            throw Refusal(reason: error.reason)
        }
    }

    /// Reads a map of services: `service,category` a line, with a head or without.
    public mutating func map(categories bytes: [UInt8]) throws(Refusal) {
        for record in CSVReader.records(in: bytes, skipsComments: true) {
            guard case .success(let row) = record, row.fields.count >= 2 else {
                throw Refusal(reason: "The map has a line that is not `service,category`.")
            }
            let (service, category) = (row.fields[0].onOneLine, row.fields[1].onOneLine)
            if row.line == 1, category == "category" { continue }
            guard desk.city.catalogue[category]?.isLeaf == true else {
                throw Refusal(
                    reason: "The map names “\(category)” in line \(row.line), which is no category here.")
            }
            categories[service.lowercased()] = category
        }
    }

    /// Takes in an answer of `requests`.
    ///
    /// - Parameter dryRun: Reads and checks everything, and keeps nothing.
    public func run(_ bytes: [UInt8], dryRun: Bool = false, at now: Moment) async throws -> Report {
        let reading: Reading<TheirRequest>
        do throws(ReadingRefusal) {
            reading = try Open311Reading(zone: zone).requests(bytes)
        } catch {
            throw Refusal(reason: error.reason)
        }
        var report = Report(
            read: reading.rows.count + reading.refused.count, rejected: reading.refused)
        var waiting: [PreparedFiling] = []
        for (index, request) in reading.rows.enumerated() {
            do {
                let filing = filing(of: request, at: now)
                let identity = try await desk.identity(for: filing, at: now)
                waiting.append(
                    try desk.prepare(filing, as: identity, by: .system(source), at: now))
                note(request, filing, row: index + 1, in: &report)
            } catch let refusal as FilingRefusal {
                let reason = "cannot be filed: \(refusal.code) \(refusal.field?.rawValue ?? "")".cleaned
                report.rejected.append(RefusedRow(row: index + 1, id: request.id, reason: reason))
            } catch let refusal as Core.Refusal {
                let reason = "cannot become a matter of its kind (\(refusal.code))"
                report.rejected.append(RefusedRow(row: index + 1, id: request.id, reason: reason))
            }
            if waiting.count >= Self.batch { try await store(&waiting, dryRun, at: now, &report) }
        }
        try await store(&waiting, dryRun, at: now, &report)
        return report
    }

    private func note(_ request: TheirRequest, _ filing: Filing, row: Int, in report: inout Report) {
        if !request.remarks.isEmpty {
            let reason = request.remarks.joined(separator: "; ")
            report.remarks.append(RefusedRow(row: row, id: request.id, reason: reason))
        }
        if filing.category == nil {
            report.uncategorised[request.serviceName ?? request.serviceCode ?? "-", default: 0] += 1
        }
    }

    private func store(
        _ waiting: inout [PreparedFiling], _ dryRun: Bool, at now: Moment, _ report: inout Report
    ) async throws {
        let rows = waiting
        waiting = []
        if rows.isEmpty { return }
        let taken: [Bool]
        do {
            taken = try await desk.batch { transaction in
                let taken = try rows.map { row in
                    do {
                        _ = try transaction.file(row, at: now)
                        return true
                    } catch FilingRefusal.known {
                        return false
                    }
                }
                if dryRun { throw Rehearsed(taken: taken) }
                return taken
            }
        } catch let rehearsed as Rehearsed {
            taken = rehearsed.taken
        }
        report.imported += taken.count { $0 }
        report.known += taken.count { !$0 }
    }

    /// Takes back what a dry run did.
    private struct Rehearsed: Error {
        let taken: [Bool]
    }

    // MARK: One request

    /// What a request of theirs is here.
    func filing(of request: TheirRequest, at now: Moment) -> Filing {
        let service = request.serviceCode.flatMap { services[$0] }
        let name = request.serviceName ?? service?.name
        let said = request.description ?? name ?? request.id
        let notes = request.notes.flatMap { $0 == said ? nil : $0 }
        var filing = Filing(
            text: [said, notes].compactMap(\.self).joined(separator: "\n\n"), channel: .imported)
        filing.source = source
        filing.sourceID = request.id
        filing.title = request.description == nil ? name?.shortened(to: 60) : nil
        filing.raisedAt = request.requestedAt ?? request.updatedAt
        filing.place = request.address
        filing.position = request.position
        filing.area = request.position.flatMap { desk.city.areas.area(at: $0) } ?? desk.city.area
        filing.category = category(of: request, service)
        filing.targetAt = request.expectedAt
        if request.status == .closed {
            // It ended, if not then, then at the latest now.
            let raised = filing.raisedAt ?? now
            filing.endedAt = max(request.updatedAt ?? raised, raised)
        }
        return filing
    }

    private func category(of request: TheirRequest, _ service: TheirService?) -> String? {
        let names = [request.serviceCode, request.serviceName, service?.name].compactMap(\.self)
        for name in names {
            if let mapped = categories[name.onOneLine.lowercased()] { return mapped }
        }
        let leaves = desk.city.catalogue.leaves
        for name in names {
            let wanted = name.onOneLine.lowercased()
            let found = leaves.first {
                $0.code == name || $0.name.zh == name || $0.name.en.lowercased() == wanted
            }
            if let found { return found.code }
        }
        return categories["*"]
    }
}
