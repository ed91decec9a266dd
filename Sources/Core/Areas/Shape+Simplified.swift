extension Shape {
    /// The same outline without points that lie closer than `tolerance` degrees to the line between their
    /// neighbours that stay (Douglas and Peucker). A ring that would vanish keeps all its points.
    public func simplified(within tolerance: Double) -> Shape {
        Shape(
            rings: rings.map { ring in
                let simple = Shape.simplified(ring, tolerance)
                return Shape.problem(of: simple) == nil ? simple : ring
            })
    }

    private static func simplified(_ ring: [Position], _ tolerance: Double) -> [Position] {
        guard ring.count > 4 else { return ring }
        // Two halves, cut at the first point and the one farthest from it, so that both ends are corners.
        let far = ring.indices.max { square(ring[0], ring[$0]) < square(ring[0], ring[$1]) } ?? 0
        let closed = ring + [ring[0]]
        var kept: Set<Int> = [0, far, ring.count]
        var open = [(0, far), (far, ring.count)]
        while let (start, end) = open.popLast() {
            guard end > start + 1 else { continue }
            var worst = (index: start, distance: tolerance)
            for index in start + 1..<end {
                let distance = Shape.distance(closed[index], from: closed[start], to: closed[end])
                if distance > worst.distance { worst = (index, distance) }
            }
            if worst.index != start {
                kept.insert(worst.index)
                open += [(start, worst.index), (worst.index, end)]
            }
        }
        return kept.sorted().dropLast().map { closed[$0] }
    }

    private static func square(_ a: Position, _ b: Position) -> Double {
        let (x, y) = (b.longitude - a.longitude, b.latitude - a.latitude)
        return x * x + y * y
    }

    /// How far a point lies from a piece of a line, in degrees.
    private static func distance(_ point: Position, from a: Position, to b: Position) -> Double {
        let length = square(a, b)
        guard length > 0 else { return square(a, point).squareRoot() }
        let along =
            ((point.longitude - a.longitude) * (b.longitude - a.longitude)
                + (point.latitude - a.latitude) * (b.latitude - a.latitude)) / length
        let share = min(1, max(0, along))
        let x = a.longitude + share * (b.longitude - a.longitude) - point.longitude
        let y = a.latitude + share * (b.latitude - a.latitude) - point.latitude
        return (x * x + y * y).squareRoot()
    }
}
