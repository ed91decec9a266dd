import Core
import FoundationEssentials

/// `areas.geojson`: the outlines of areas (RFC 7946), where the city has drawn them.
extension PackReader {
    private static let shapesFile = "areas.geojson"

    /// Gives the areas read before their outlines. The file may be absent.
    mutating func readShapes() {
        let file = PackReader.shapesFile
        guard folder.has(file), let text = folder.text(of: file, &complaints) else { return }
        let collection: GeoCollection
        do {
            collection = try JSONDecoder().decode(GeoCollection.self, from: Data(text.utf8))
        } catch {
            complaints.add(
                file, 0, "the file is no GeoJSON collection of areas (\(PackReader.reason(error)))",
                "Write a FeatureCollection whose features have a `code` and a Polygon or MultiPolygon")
            return
        }
        let lines = PackReader.lines(ofCodesIn: text)
        var shapes: [AreaCode: Shape] = [:]
        let known = Set(rows.areas.map(\.code))
        for feature in collection.features {
            let line = lines[feature.code] ?? 0
            guard let code = AreaCode(feature.code), known.contains(code) else {
                complaints.add(
                    file, line, "the outline \"\(feature.code)\" belongs to no area of areas.csv",
                    "Write its 2 to 18 digits in quotes as `code`, or add the area to areas.csv")
                continue
            }
            if shapes[code] != nil {
                complaints.add(
                    file, line, "the area \(code) has two outlines", "Make one MultiPolygon of them")
                continue
            }
            if let shape = shape(feature, line) { shapes[code] = shape }
        }
        rows.areas = rows.areas.map { area in
            Area(code: area.code, name: area.name, position: area.position, shape: shapes[area.code])
        }
        warnOfMiddles(shapes, lines)
    }

    private mutating func shape(_ feature: GeoFeature, _ line: Int) -> Shape? {
        let file = PackReader.shapesFile
        let what = "the outline \"\(feature.code)\""
        var rings: [[Position]] = []
        for polygon in feature.polygons {
            if polygon.count > 1 {
                complaints.warn(
                    file, line, "\(what) has a hole, which is passed over",
                    "Draw the area inside as an area of its own")
            }
            guard let ring = polygon.first else { continue }
            if let ring = self.ring(ring, what, line) { rings.append(ring) } else { return nil }
        }
        if rings.isEmpty {
            complaints.add(
                file, line, "\(what) has no ring", "Write a Polygon or MultiPolygon with at least one ring")
            return nil
        }
        return Shape(rings: rings)
    }

    private mutating func ring(_ points: [[Double]], _ what: String, _ line: Int) -> [Position]? {
        let file = PackReader.shapesFile
        var ring: [Position] = []
        for point in points {
            guard point.count >= 2, let position = Position(latitude: point[1], longitude: point[0]) else {
                complaints.add(
                    file, line, "\(what) has the point \(point), which is no place on earth",
                    "Write longitude first, then latitude, both in degrees")
                return nil
            }
            ring.append(position)
        }
        guard ring.count >= 2, ring.first == ring.last else {
            complaints.add(
                file, line, "a ring of \(what) is open", "Let its last point repeat the first")
            return nil
        }
        ring.removeLast()
        switch Shape.problem(of: ring) {
        case nil: return ring
        case .tooFewPoints(let count):
            complaints.add(
                file, line, "a ring of \(what) has \(count) different points", "Give it at least three")
        case .tooManyPoints(let count):
            complaints.add(
                file, line, "a ring of \(what) has \(count) points",
                "Simplify it to at most \(Shape.mostPoints)")
        case .crossesItself(let first, let second):
            complaints.add(
                file, line,
                "a ring of \(what) crosses itself: the edge after point \(first + 1) meets the one after "
                    + "point \(second + 1)", "Draw it again so that it goes around once")
        }
        return nil
    }

    /// A middle that lies elsewhere is a mistake in one of the two files, but no reason to refuse the pack.
    private mutating func warnOfMiddles(_ shapes: [AreaCode: Shape], _ lines: [String: Int]) {
        for area in rows.areas {
            guard let middle = area.position else { continue }
            if let own = area.shape, !own.contains(middle) {
                complaints.warn(
                    PackReader.shapesFile, lines[area.code.text] ?? 0,
                    "the middle of \(area.code) in areas.csv lies outside its outline",
                    "Correct its latitude and longitude, or the outline")
            } else if let parent = area.code.parent, let around = shapes[parent], !around.contains(middle) {
                complaints.warn(
                    PackReader.shapesFile, lines[area.code.text] ?? lines[parent.text] ?? 0,
                    "the middle of \(area.code) lies outside the outline of \(parent), which it belongs to",
                    "Correct one of the two outlines, or the middle in areas.csv")
            }
        }
    }

    /// The line on which each code stands first.
    private static func lines(ofCodesIn text: String) -> [String: Int] {
        var lines: [String: Int] = [:]
        for (index, line) in text.utf8.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
            for part in line.split(separator: UInt8(ascii: "\""))
            where part.count <= 18 && part.allSatisfy({ (48...57).contains($0) }) {
                let code = String(decoding: Array(part), as: UTF8.self)
                if lines[code] == nil { lines[code] = index + 1 }
            }
        }
        return lines
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "it cannot be read" }
        switch error {
        case .dataCorrupted: return "it is not well-formed JSON"
        case .keyNotFound(let key, _): return "it has no \(key.stringValue)"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "\(context.codingPath.last?.stringValue ?? "something") is of the wrong sort"
        @unknown default: return "it cannot be read"
        }
    }
}

/// As much of GeoJSON as an outline needs.
private struct GeoCollection: Decodable {
    let features: [GeoFeature]
}

private struct GeoFeature: Decodable {
    let code: String
    /// Polygons of rings of points; points as longitude and latitude.
    let polygons: [[[[Double]]]]

    private enum Keys: String, CodingKey { case properties, geometry }
    private enum Properties: String, CodingKey { case code }
    private enum Geometry: String, CodingKey { case type, coordinates }

    init(from decoder: any Decoder) throws {
        let feature = try decoder.container(keyedBy: Keys.self)
        code = try feature.nestedContainer(keyedBy: Properties.self, forKey: .properties).decode(
            String.self, forKey: .code)
        let geometry = try feature.nestedContainer(keyedBy: Geometry.self, forKey: .geometry)
        switch try geometry.decode(String.self, forKey: .type) {
        case "Polygon": polygons = [try geometry.decode([[[Double]]].self, forKey: .coordinates)]
        case "MultiPolygon": polygons = try geometry.decode([[[[Double]]]].self, forKey: .coordinates)
        default: polygons = []
        }
    }
}
