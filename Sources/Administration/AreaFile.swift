import Core
import Storage

/// The outlines of all areas as the file `areas.geojson` of a city pack.
enum AreaFile {
    private struct Collection: Encodable {
        var type = "FeatureCollection"
        let features: [Feature]
    }

    private struct Feature: Encodable {
        struct Properties: Encodable {
            let code: String
            let name: String
        }

        struct Geometry: Encodable {
            var type = "MultiPolygon"
            /// Polygons of one ring of `[longitude, latitude]`, the first point repeated at the end.
            let coordinates: [[[[Double]]]]
        }

        var type = "Feature"
        let properties: Properties
        let geometry: Geometry
    }

    static func text(_ areas: AreaTree) throws -> String {
        let features = areas.codes.compactMap { areas[$0] }.compactMap { area in
            area.shape.map { shape in
                Feature(
                    properties: .init(code: area.code.text, name: area.name.zh),
                    geometry: .init(
                        coordinates: shape.rings.map { ring in
                            [(ring + ring.prefix(1)).map { [$0.longitude, $0.latitude] }]
                        }))
            }
        }
        return try StoredJSON.text(Collection(features: features)) + "\n"
    }
}
