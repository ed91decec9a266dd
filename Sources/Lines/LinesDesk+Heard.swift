public import Core
import Desk
import Storage

/// Praise, complaints and ideas that come beside the main way (M20).
extension LinesDesk {
    /// Keeps what was said. A complaint becomes a matter in the same transaction; praise and ideas are
    /// counted.
    ///
    /// - Parameter once: names the form; the same form is kept once.
    /// - Returns: The number of the matter, for a complaint.
    @discardableResult
    public func hear(
        _ kind: Heard.Kind, _ channel: Heard.Way, of unit: UnitCode, text: String, day: CivilDate,
        by actor: Actor, once: String?, at now: Moment
    ) async throws -> String? {
        let text = try LinesRefusal.text(text, field: "text", limit: Filing.textLimit)
        guard let known = city.units[unit] else { throw LinesRefusal.invalid("unit") }
        guard day <= self.day(of: now) else { throw LinesRefusal.invalid("day") }
        var prepared: PreparedFiling?
        if kind == .complaint {
            var filing = Filing(text: text, channel: channel.channel)
            filing.area = known.area
            prepared = try desk.prepare(
                filing, as: try await desk.identity(for: filing, at: now), by: actor, at: now)
        }
        let filing = prepared
        return try await desk.batch { transaction in
            let store = HeardStore(connection: transaction.connection)
            if let once, try store.isKnown(once) { return nil }
            let receipt = try filing.map { try transaction.file($0, at: now) }
            let heard = Heard(
                kind: kind, channel: channel, unit: unit, text: text, day: day, number: receipt?.number)
            guard
                try store.add(
                    heard, matter: receipt?.id, by: actor.officerID ?? 0, once: once, now: now)
            else { throw LinesRefusal.underWay }
            try store.count(heard)
            return receipt?.number
        }
    }

    /// By unit, in the months of a year that ends now.
    func heard(at now: Moment) async throws -> (counts: [HeardCount], latest: [Heard]) {
        let today = day(of: now)
        let month = (today.year - 1970) * 12 + today.month - 1
        return try await desk.database.read { connection in
            let store = HeardStore(connection: connection)
            return (try store.counts(month - 11...month), try store.latest(limit: 20))
        }
    }

    func heard(
        of unit: UnitCode, _ kind: Heard.Kind, before id: Int64?, limit: Int
    ) async throws -> [Heard] {
        try await desk.database.read {
            try HeardStore(connection: $0).page(of: unit, kind, before: id, limit: limit)
        }
    }
}
