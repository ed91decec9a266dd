import Core
import Storage

/// Which open matters of a unit somebody was the last to do something with.
struct HandledStore {
    let connection: any Connection

    /// Open matters that units lead whose last move by anybody at work was this person's, newest first.
    func lastHandled(by person: Int64, in units: [UnitCode], limit: Int) throws -> [MatterRecord] {
        let marks = units.map { "officer:\(person)@\($0.text)" }
        return try connection.all(
            """
            SELECT \(MatterRecord.columns) FROM matters
            WHERE lead IN (\(list: units)) AND status = 'open' AND (
                SELECT actor FROM events WHERE matter_id = matters.id AND actor LIKE 'officer:%'
                ORDER BY seq DESC LIMIT 1) IN (\(list: marks))
            ORDER BY id DESC LIMIT \(literal: limit)
            """)
    }
}
