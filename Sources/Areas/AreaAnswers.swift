import Core
import Web

/// `at.json`: the smallest area at a place.
struct PlaceAnswer: Encodable {
    let area: String
    let name: String
    /// Its areas from the county down, for people to read.
    let path: String
    /// Degrees of WGS-84, whatever datum was asked in.
    let latitude: Double
    let longitude: Double
}

/// What is wrong with a place, with a sentence that helps.
struct PlaceRefusal: Encodable {
    let code: String
    let detail: String
}

/// A line of `find.json`.
struct AreaAnswer: Encodable {
    let code: String
    let name: String
    let path: String
    let latitude: Double?
    let longitude: Double?
}

/// A line of `near.json`: nothing that is not everybody's business.
struct NearAnswer: Encodable {
    let key: String
    let category: String
    let area: String
    let stage: String
    /// When it was raised, RFC 3339.
    let raised: String
    /// Nil where one of the two has no place. Rounded places make it exact to a hundred metres.
    let distanceMeters: Int?
    let meToo: Int
}

/// Areas by the words of their names.
struct AreaSearch {
    let areas: AreaTree

    /// The most areas of one answer.
    static let most = 10

    /// Areas in whose path every word of the question stands; those whose own name begins with it first,
    /// the wider before the smaller.
    func find(_ question: String) -> [Area] {
        let words = question.prefix(100).lowercased().split(whereSeparator: { $0.isWhitespace || $0 == "," })
            .map(String.init)
        guard !words.isEmpty else { return [] }
        var found: [(rank: Int, area: Area)] = []
        for code in areas.codes {
            let path = areas.path(to: code)
            guard let area = path.last else { continue }
            let (zh, en) = (path.map(\.name.zh).joined(), path.map(\.name.en).joined(separator: " "))
            let whole = zh.lowercased() + " " + en.lowercased()
            guard words.allSatisfy({ whole.contains($0) }) else { continue }
            let own = [area.name.zh.lowercased(), area.name.en.lowercased()]
            let rank =
                own.contains { name in words.contains { name.hasPrefix($0) } }
                ? 0 : own.contains { name in words.contains { name.contains($0) } } ? 1 : 2
            found.append((rank, area))
        }
        return found.sorted {
            ($0.rank, $0.area.code.level, $0.area.code) < ($1.rank, $1.area.code.level, $1.area.code)
        }
        .prefix(Self.most).map(\.area)
    }
}

/// `shapes.json`: outlines as GeoJSON, simplified to what their level needs.
struct ShapesAnswer: Encodable {
    let type = "FeatureCollection"
    /// West, south, east, north.
    let bbox: [Double]
    let features: [Feature]
    /// Where further ground comes from, if the city has it.
    let tiles: Tiles?

    struct Tiles: Encodable {
        let address: String
        let credit: String
    }

    struct Feature: Encodable {
        let type = "Feature"
        let properties: Properties
        let geometry: Geometry?
    }

    struct Properties: Encodable {
        let code: String
        let name: String
        /// 0 province to 6 building.
        let level: Int
        /// Whether areas inside it have outlines.
        let parts: Bool
        /// Longitude and latitude of where its name stands.
        let middle: [Double]?
    }

    struct Geometry: Encodable {
        let type = "MultiPolygon"
        let coordinates: [[[[Double]]]]
    }

    /// An area and those directly inside it.
    init(of code: AreaCode, in areas: AreaTree, tiles: MapTiles?, language: Language) {
        let shown = ([code] + areas.children(of: code)).compactMap { areas[$0] }
        features = shown.map { area in
            let parts = areas.children(of: area.code).contains { areas[$0]?.shape != nil }
            return Feature(
                properties: Properties(
                    code: area.code.text, name: area.name[language], level: area.code.level.rawValue,
                    parts: parts, middle: area.position.map { [$0.longitude, $0.latitude] }),
                geometry: area.shape.map { Geometry($0.simplified(for: area.code.level)) })
        }
        let box = areas[code]?.shape?.box ?? areas.box
        bbox = box.map { [$0.west, $0.south, $0.east, $0.north] } ?? [-180, -90, 180, 90]
        self.tiles = tiles.map { Tiles(address: $0.address, credit: $0.credit) }
    }
}

extension ShapesAnswer.Geometry {
    init(_ shape: Shape) {
        coordinates = shape.rings.map { ring in
            let points = ring.map { [$0.longitude, $0.latitude] }
            return [points + points.prefix(1)]
        }
    }
}

extension Shape {
    /// As fine as a map of its level shows: wide areas lose what no screen could draw.
    func simplified(for level: AreaLevel) -> Shape {
        let tolerance =
            switch level {
            case .province, .city: 0.001
            case .county: 0.0006
            case .town: 0.0002
            case .village: 0.00005
            case .grid, .building: 0.0
            }
        return tolerance == 0 ? self : simplified(within: tolerance)
    }
}
