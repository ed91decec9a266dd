import Core
import Foundation

/// The outline of an area as people write it: GeoJSON, or a line for each point with an empty line between
/// two rings.
enum OutlineText {
    /// The most points of an outline.
    static let mostPoints = 2000
    /// The most bytes of its text.
    static let largest = 200_000

    /// Why a text is no outline.
    enum Flaw: Error, Hashable, Sendable {
        case empty
        case tooMany
        /// A line that is no point, counted from 1.
        case line(Int)
        /// JSON that is no polygon.
        case notPolygon
        /// A ring of GeoJSON that does not end where it begins, counted from 1.
        case open(ring: Int)
        /// A polygon with a hole.
        case hole
        /// More than one area in the text.
        case several
    }

    /// The rings of a text, unchecked: each without its first point repeated at the end.
    static func rings(_ text: String) throws(Flaw) -> [[Position]] {
        guard text.utf8.count <= largest else { throw .tooMany }
        let rings = text.first { !$0.isWhitespace } == "{" ? try json(text) : try lines(text)
        if rings.isEmpty { throw .empty }
        if rings.reduce(0, { $0 + $1.count }) > mostPoints { throw .tooMany }
        return rings
    }

    /// What `rings` reads back as the same.
    static func text(_ rings: [[Position]]) -> String {
        rings.map { ring in
            ring.map { "\(plain($0.latitude)), \(plain($0.longitude))" }.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    /// Seven decimals: a centimetre.
    static func plain(_ degrees: Double) -> String {
        let text = String(format: "%.7f", degrees)
        let short = text.reversed().drop { $0 == "0" }.reversed()
        return String(short.last == "." ? short.dropLast() : short[...])
    }

    private static func lines(_ text: String) throws(Flaw) -> [[Position]] {
        var rings: [[Position]] = []
        var ring: [Position] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmed
            if line.isEmpty {
                if !ring.isEmpty { rings.append(ring) }
                ring = []
                continue
            }
            let parts = line.split { ", ;\t，".contains($0) }
            guard parts.count == 2, let latitude = Double(parts[0]), let longitude = Double(parts[1]),
                let position = Position(latitude: latitude, longitude: longitude)
            else { throw .line(index + 1) }
            ring.append(position)
        }
        if !ring.isEmpty { rings.append(ring) }
        return rings.map { $0.count > 1 && $0.first == $0.last ? Array($0.dropLast()) : $0 }
    }

    // MARK: GeoJSON

    private struct Part: Decodable {
        let type: String
        let geometry: Geometry?
        let features: [Part]?
    }

    private struct Geometry: Decodable {
        let type: String
        let coordinates: Coordinates
    }

    private enum Coordinates: Decodable {
        case polygon([[[Double]]])
        case polygons([[[[Double]]]])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let polygon = try? container.decode([[[Double]]].self) {
                self = .polygon(polygon)
            } else {
                self = .polygons(try container.decode([[[[Double]]]].self))
            }
        }
    }

    private static func json(_ text: String) throws(Flaw) -> [[Position]] {
        let data = Data(text.utf8)
        let geometry: Geometry
        if let found = try? JSONDecoder().decode(Geometry.self, from: data) {
            geometry = found
        } else if let part = try? JSONDecoder().decode(Part.self, from: data) {
            if (part.features?.count ?? 0) > 1 { throw .several }
            guard let found = part.geometry ?? part.features?.first?.geometry else { throw .notPolygon }
            geometry = found
        } else {
            throw .notPolygon
        }
        let polygons: [[[[Double]]]]
        switch (geometry.type, geometry.coordinates) {
        case ("Polygon", .polygon(let polygon)): polygons = [polygon]
        case ("MultiPolygon", .polygons(let many)): polygons = many
        case (_, .polygon), (_, .polygons): throw .notPolygon
        }
        if polygons.contains(where: { $0.count > 1 }) { throw .hole }
        var rings: [[Position]] = []
        for (index, ring) in polygons.compactMap(\.first).enumerated() {
            var points: [Position] = []
            for pair in ring {
                guard pair.count >= 2, let point = Position(latitude: pair[1], longitude: pair[0]) else {
                    throw .notPolygon
                }
                points.append(point)
            }
            guard points.count > 1, points.first == points.last else { throw .open(ring: index + 1) }
            rings.append(Array(points.dropLast()))
        }
        return rings
    }
}
