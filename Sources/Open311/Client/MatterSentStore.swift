import Core
import Storage

/// Reads of a matter what goes to a destination.
struct MatterSentStore {
    let connection: any Connection

    /// Those that units have, or that went to a destination before: the others need not be looked at.
    func near(_ units: [UnitCode], among ids: [Int64]) throws -> Set<Int64> {
        var near: Set<Int64> = []
        for start in stride(from: 0, to: ids.count, by: 200) {
            let part = Array(ids[start..<min(start + 200, ids.count)])
            let rows = try connection.rows(
                """
                SELECT id FROM matters WHERE id IN (\(list: part)) AND lead IN (\(list: units))
                UNION SELECT matter_id FROM open311_sent WHERE matter_id IN (\(list: part))
                """)
            for row in rows { near.insert(try row.get("id")) }
        }
        return near
    }

    func matter(_ id: Int64) throws -> MatterSent? {
        try connection.first(
            MatterSent.self,
            """
            SELECT id, number, text, more, area, place, latitude, longitude, category, lead, outcome, holder,
                version
            FROM matters WHERE id = \(id)
            """)
    }

    /// Who raised it, in the fields of a form of GeoReport.
    func contact(of matter: Int64) throws -> [(String, String)] {
        let row = try connection.first(
            "SELECT name, phone, email FROM contacts WHERE matter_id = \(matter)")
        guard let row else { return [] }
        let given: [(String, String?)] = [
            ("last_name", try row.get("name")), ("phone", try row.get("phone")),
            ("email", try row.get("email")),
        ]
        return given.compactMap { name, value in value.map { (name, $0) } }
    }
}

/// A matter as destinations may know it.
struct MatterSent: SQLRow, Sendable {
    let id: Int64
    let number: String
    let text: String
    let more: String?
    let area: AreaCode
    let place: String?
    let position: Position?
    let category: String?
    let lead: UnitCode?
    let outcome: Outcome?
    /// The unit that leads has to do the next thing.
    let isWithLead: Bool
    let version: Int

    var isOpen: Bool { outcome == nil }

    init(row: Row) throws {
        id = try row.get("id")
        number = try row.get("number")
        text = try row.get("text")
        more = try row.get("more")
        area = try row.get("area")
        place = try row.get("place")
        let (latitude, longitude): (Double?, Double?) = (try row.get("latitude"), try row.get("longitude"))
        position = latitude.flatMap { latitude in
            longitude.flatMap { Position(latitude: latitude, longitude: $0) }
        }
        category = try row.get("category")
        lead = try row.get("lead")
        outcome = try row.get("outcome", as: String?.self).flatMap(Outcome.init)
        isWithLead = try row.get("holder", as: String.self) == Stage.Holder.lead.rawValue
        version = try row.get("version")
    }
}
