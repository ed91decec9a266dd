public import Core
import Foundation
public import Storage

/// The outlines that people drew, every version of each, within a transaction.
public struct ShapeStore {
    let connection: any Connection

    public init(connection: any Connection) { self.connection = connection }

    func mark() throws -> ShapeMark {
        let row = try connection.first("SELECT COALESCE(MAX(version), 0), COUNT(*) FROM area_shapes")
        return ShapeMark(newest: try row?.get(at: 0) ?? 0, count: try row?.get(at: 1) ?? 0)
    }

    /// The outline of every area that somebody drew; nil within where it was taken away.
    func current() throws -> [AreaCode: Shape?] {
        var shapes: [AreaCode: Shape?] = [:]
        try connection.forEach(
            """
            SELECT code, shape FROM area_shapes
            WHERE version IN (SELECT MAX(version) FROM area_shapes GROUP BY code)
            """
        ) { row in
            let shape = try row.get("shape", as: String?.self)
            shapes.updateValue(try shape.map(ShapeStore.shape), forKey: try row.get("code"))
        }
        return shapes
    }

    /// The versions of one area, the newest first.
    public func versions(of code: AreaCode, before version: Int64? = nil, limit: Int) throws -> [ShapeVersion]
    {
        let rest: SQL = version.map { " AND version < \($0)" } ?? .none
        return try connection.rows(
            """
            SELECT version, code, shape, drawn_by, at, note FROM area_shapes
            WHERE code = \(code)\(rest) ORDER BY version DESC LIMIT \(literal: limit)
            """
        ).map { row in
            ShapeVersion(
                version: try row.get("version"), code: try row.get("code"),
                shape: try row.get("shape", as: String?.self).map(ShapeStore.shape),
                by: try row.get("drawn_by"), at: try row.get("at"), note: try row.get("note"))
        }
    }

    /// Stores the next version of an area's outline.
    ///
    /// - Parameter known: the version whoever drew it had before them, 0 for none.
    /// - Throws: `ShapeChanged` when there is a newer one.
    public func add(
        _ shape: Shape?, of code: AreaCode, after known: Int64, by person: Int64, note: String, at now: Moment
    ) throws {
        let newest = try versions(of: code, limit: 1).first?.version ?? 0
        guard newest == known else { throw ShapeChanged() }
        try connection.run(
            """
            INSERT INTO area_shapes (code, previous, shape, drawn_by, at, note)
            VALUES (\(code), \(known), \(try shape.map(ShapeStore.text)), \(person), \(now), \(note))
            """)
    }

    /// Rings of `[longitude, latitude]`, as GeoJSON writes points.
    static func text(_ shape: Shape) throws -> String {
        try StoredJSON.text(shape.rings.map { $0.map { [$0.longitude, $0.latitude] } })
    }

    static func shape(_ text: String) throws -> Shape {
        let rings = try StoredJSON.value([[[Double]]].self, text)
        return Shape(
            rings: rings.map { ring in
                ring.compactMap { $0.count == 2 ? Position(latitude: $0[1], longitude: $0[0]) : nil }
            })
    }
}
