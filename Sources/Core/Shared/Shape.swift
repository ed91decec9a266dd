/// The outline of an area: one or more rings, islands beside each other, each closed by itself.
public struct Shape: Hashable, Sendable, Codable {
    /// At least three different points each; the last does not repeat the first.
    public let rings: [[Position]]

    public init(rings: [[Position]]) { self.rings = rings }

    /// Whether a point lies inside one of the rings. Of two areas that share an edge exactly one has a point
    /// on it, as far as the edge has the same points in both.
    public func contains(_ point: Position) -> Bool {
        rings.contains { Shape.holds($0, point) }
    }

    /// A ray to the east crosses the outline an odd number of times from inside (even-odd rule).
    private static func holds(_ ring: [Position], _ point: Position) -> Bool {
        guard var last = ring.last else { return false }
        var inside = false
        for next in ring {
            if (next.latitude > point.latitude) != (last.latitude > point.latitude) {
                // Always from the lower end, so that neighbours compute the same crossing to the last bit.
                let (low, high) = next.latitude < last.latitude ? (next, last) : (last, next)
                let share = (point.latitude - low.latitude) / (high.latitude - low.latitude)
                if point.longitude < low.longitude + share * (high.longitude - low.longitude) {
                    inside.toggle()
                }
            }
            last = next
        }
        return inside
    }

    /// The smallest box around all rings; nil without a point.
    public var box: GeoBox? { GeoBox(around: rings.joined()) }
}

/// A box of degrees between two latitudes and two longitudes, its edges included. It never crosses the 180th
/// meridian: RFC 7946 cuts outlines there.
public struct GeoBox: Hashable, Sendable {
    public let south: Double
    public let west: Double
    public let north: Double
    public let east: Double

    /// The smallest box around points; nil without one.
    public init?(around points: some Sequence<Position>) {
        var bounds: (south: Double, west: Double, north: Double, east: Double)?
        for point in points {
            let old = bounds ?? (point.latitude, point.longitude, point.latitude, point.longitude)
            bounds = (
                min(old.south, point.latitude), min(old.west, point.longitude),
                max(old.north, point.latitude), max(old.east, point.longitude)
            )
        }
        guard let bounds else { return nil }
        (south, west, north, east) = bounds
    }

    public func contains(_ point: Position) -> Bool {
        (south...north).contains(point.latitude) && (west...east).contains(point.longitude)
    }

    /// The same with a margin of so many degrees on every side.
    public func contains(_ point: Position, within margin: Double) -> Bool {
        (south - margin...north + margin).contains(point.latitude)
            && (west - margin...east + margin).contains(point.longitude)
    }
}
