/// What is wrong with a ring of an outline.
public enum RingProblem: Error, Hashable, Sendable {
    /// So many different points; three are needed.
    case tooFewPoints(Int)
    /// The edge after the first point crosses or touches the edge after the second; counted from 0.
    case crossesItself(Int, Int)
    /// More points than can be checked and drawn.
    case tooManyPoints(Int)
}

extension Shape {
    /// The most points of one ring.
    public static let mostPoints = 5000

    /// What is wrong with a ring, its last point not repeating the first; nil when it may be an outline.
    public static func problem(of ring: [Position]) -> RingProblem? {
        guard ring.count <= mostPoints else { return .tooManyPoints(ring.count) }
        let different = Set(ring).count
        guard different >= 3 else { return .tooFewPoints(different) }
        return crossing(in: ring).map { .crossesItself($0.0, $0.1) }
    }

    /// Two edges that meet elsewhere than at the point they share. Edges are looked at from west to east,
    /// so that only those whose widths overlap are compared.
    private static func crossing(in ring: [Position]) -> (Int, Int)? {
        let edges = ring.indices.map { Edge(index: $0, from: ring[$0], to: ring[($0 + 1) % ring.count]) }
        let ordered = edges.sorted { ($0.west, $0.index) < ($1.west, $1.index) }
        var open: [Edge] = []
        for edge in ordered {
            open.removeAll { $0.east < edge.west }
            for other in open where edge.meets(other, of: ring.count) {
                return (min(edge.index, other.index), max(edge.index, other.index))
            }
            open.append(edge)
        }
        return nil
    }
}

/// A straight piece of a ring.
private struct Edge {
    let index: Int
    let from: Position
    let to: Position

    var west: Double { min(from.longitude, to.longitude) }
    var east: Double { max(from.longitude, to.longitude) }

    /// Whether two edges of a ring of `count` meet where they should not. Neighbours share a point; they
    /// may not run back over each other.
    func meets(_ other: Edge, of count: Int) -> Bool {
        if from == to || other.from == other.to { return false }
        if (index + 1) % count == other.index { return runsBack(to: other.to, from: from, at: to) }
        if (other.index + 1) % count == index { return runsBack(to: to, from: other.from, at: from) }
        let a = turn(from, to, other.from)
        let b = turn(from, to, other.to)
        let c = turn(other.from, other.to, from)
        let d = turn(other.from, other.to, to)
        if ((a > 0) != (b > 0)) && ((c > 0) != (d > 0)) && a != 0 && b != 0 && c != 0 && d != 0 {
            return true
        }
        return (a == 0 && covers(other.from)) || (b == 0 && covers(other.to))
            || (c == 0 && other.covers(from)) || (d == 0 && other.covers(to))
    }

    /// Whether the way after the shared point leads back along the way to it.
    private func runsBack(to next: Position, from last: Position, at shared: Position) -> Bool {
        guard turn(last, shared, next) == 0 else { return false }
        let ahead =
            (shared.longitude - last.longitude) * (next.longitude - shared.longitude)
            + (shared.latitude - last.latitude) * (next.latitude - shared.latitude)
        return ahead < 0
    }

    private func covers(_ point: Position) -> Bool {
        (west...east).contains(point.longitude)
            && (min(from.latitude, to.latitude)...max(from.latitude, to.latitude)).contains(point.latitude)
    }

    private func turn(_ a: Position, _ b: Position, _ c: Position) -> Double {
        (b.longitude - a.longitude) * (c.latitude - a.latitude)
            - (b.latitude - a.latitude) * (c.longitude - a.longitude)
    }
}
