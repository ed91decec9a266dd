import Core
import Storage

/// The places where people speak.
struct PlaceStore {
    let connection: any Connection

    private static let columns: SQL = "content, is_active, changed_at"

    func place(_ code: String) throws -> PlaceRecord? {
        try connection.first(
            PlaceRecord.self, "SELECT \(Self.columns) FROM slips_places WHERE code = \(code)")
    }

    /// Those of some areas, in the order of their areas.
    func places(
        in areas: [AreaCode], kind: SpeakPlace.Kind? = nil, activeOnly: Bool = true, limit: Int
    ) throws -> [PlaceRecord] {
        if areas.isEmpty { return [] }
        let within = SQL.join(
            areas.map { area -> SQL in "(area >= \(area) AND area <= \(area.last))" }, by: " OR ")
        let active: SQL = activeOnly ? " AND is_active = 1" : .none
        let sort: SQL = kind.map { " AND kind = \($0.rawValue)" } ?? .none
        return try connection.all(
            PlaceRecord.self,
            """
            SELECT \(Self.columns) FROM slips_places WHERE (\(within))\(active)\(sort)
            ORDER BY area, code LIMIT \(literal: limit)
            """)
    }

    /// The areas that have a place.
    func covered() throws -> Set<AreaCode> {
        Set(
            try connection.rows("SELECT DISTINCT area FROM slips_places WHERE is_active = 1").map {
                try $0.get("area")
            })
    }

    func names(_ codes: [String]) throws -> [String: SpeakPlace] {
        var places: [String: SpeakPlace] = [:]
        for record in try connection.all(
            PlaceRecord.self,
            "SELECT \(Self.columns) FROM slips_places WHERE code IN (\(list: codes))")
        {
            places[record.place.code] = record.place
        }
        return places
    }

    /// - Returns: False where the code is taken.
    func add(_ place: SpeakPlace, packed: String? = nil, now: Moment) throws -> Bool {
        try connection.run(
            """
            INSERT INTO slips_places (code, area, kind, is_active, content, packed, changed_at)
            VALUES (\(place.code), \(place.area), \(place.kind.rawValue), 1, \(try StoredJSON.text(place)),
                \(packed), \(now))
            ON CONFLICT (code) DO NOTHING
            """) == 1
    }

    func change(_ place: SpeakPlace, isActive: Bool, now: Moment) throws -> Bool {
        try connection.run(
            """
            UPDATE slips_places SET area = \(place.area), kind = \(place.kind.rawValue),
                is_active = \(isActive), content = \(try StoredJSON.text(place)), changed_at = \(now)
            WHERE code = \(place.code)
            """) == 1
    }

    /// Takes over what the pack says now, where nobody wrote anything else here since.
    func bringUpToDate(_ place: SpeakPlace, now: Moment) throws {
        let text = try StoredJSON.text(place)
        if try add(place, packed: text, now: now) { return }
        try connection.run(
            """
            UPDATE slips_places SET area = \(place.area), kind = \(place.kind.rawValue), content = \(text),
                packed = \(text), changed_at = \(now)
            WHERE code = \(place.code) AND content = packed AND packed <> \(text)
            """)
    }
}
