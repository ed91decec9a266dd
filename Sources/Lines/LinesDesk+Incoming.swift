public import Core
import Courier
public import Desk
import Language
import Storage

/// Matters that another line hands to us with one key (M03).
extension LinesDesk {
    /// What a line hands over.
    struct Handed: Sendable {
        let filing: Filing
        /// What the line calls it.
        let partnerID: String
        let reason: String
        let isLifeThreatening: Bool
    }

    /// Files a matter that a line handed over; the same once, however often it comes.
    ///
    /// - Parameter line: the line that signed.
    func file(_ handed: Handed, from line: LineEntry, at now: Moment) async throws -> Transfer {
        if let known = try await known(handed.partnerID, of: line.code) { return known }
        var filing = handed.filing
        (filing.source, filing.sourceID) = ("line:\(line.code)", handed.partnerID)
        if handed.isLifeThreatening { filing.urgency = .emergency }
        let prepared = try desk.prepare(
            filing, as: try await desk.identity(for: filing, at: now), by: .system("line:\(line.code)"),
            at: now)
        let minutes =
            handed.isLifeThreatening ? min(Self.lifeMinutes, line.acceptMinutes) : line.acceptMinutes
        let (code, unit, day) = (newCode(), city.desk, day(of: now).daysSince1970)
        do {
            return try await desk.batch { transaction in
                let receipt = try transaction.file(prepared, at: now)
                var transfer = Transfer(
                    code: code, direction: .in, line: line.code, matter: (receipt.id, receipt.number),
                    unit: unit, reason: handed.reason, isLifeThreatening: handed.isLifeThreatening,
                    createdAt: now, acceptBy: now + Int64(minutes) * 60_000)
                transfer.partnerID = handed.partnerID
                let store = TransferStore(connection: transaction.connection)
                transfer.id = try store.add(transfer)
                try store.count(TransferSum(handed: 1), line: line.code, direction: .in, day: day)
                try Self.note(
                    LineOrigin(code: line.code, number: line.number, mode: line.mode), of: receipt.id,
                    at: now, in: transaction.connection)
                return transfer
            }
        } catch FilingRefusal.known {
            return try await again(handed.partnerID, of: line.code)
        } catch let fault as Fault where fault.code == .constraint {
            return try await again(handed.partnerID, of: line.code)
        }
    }

    /// Takes in what a line handed over, as its signed message would.
    ///
    /// - Parameter partnerID: what the line calls it; the same once.
    /// - Returns: The number of the matter.
    /// - Throws: `LinesRefusal`, `FilingRefusal`, `Fault`.
    @discardableResult
    public func receive(
        _ filing: Filing, partnerID: String, reason: String, from code: String, at now: Moment
    ) async throws -> String {
        guard let line = try await register().line(code, on: day(of: now)) else {
            throw LinesRefusal.notAPartner
        }
        let handed = Handed(filing: filing, partnerID: partnerID, reason: reason, isLifeThreatening: false)
        return try await file(handed, from: line, at: now).number
    }

    private func known(_ id: String, of line: String) async throws -> Transfer? {
        try await desk.database.read { try TransferStore(connection: $0).transfer(ofPartner: id, line: line) }
    }

    /// The one that another server filed in the meantime.
    private func again(_ id: String, of line: String) async throws -> Transfer {
        guard let known = try await known(id, of: line) else { throw LinesRefusal.underWay }
        return known
    }
}
