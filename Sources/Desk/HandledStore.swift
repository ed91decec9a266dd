import Core
import Storage

/// Which open matters of a unit somebody was the last to do something with.
struct HandledStore {
    let connection: any Connection

    /// Open matters that units lead whose last move by anybody at work was this person's, newest first: of
    /// each unit, one range of one key.
    func lastHandled(by person: Int64, in units: [UnitCode], limit: Int) throws -> [MatterRecord] {
        var found: [MatterRecord] = []
        for mark in units.map({ "officer:\(person)@\($0.text)" }) {
            for unit in units {
                found += try connection.all(
                    MatterRecord.self,
                    """
                    SELECT \(MatterRecord.columns) FROM matters
                    WHERE handler = \(mark) AND lead = \(unit) AND status = 'open'
                    ORDER BY id DESC LIMIT \(literal: limit)
                    """)
            }
        }
        return Array(found.sorted { $0.id > $1.id }.prefix(limit))
    }
}
