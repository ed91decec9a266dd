import Core
import Foundation

/// What is wrong with an outline, and what somebody should look at.
struct OutlineCheck: Hashable, Sendable {
    /// Forbids to keep it.
    enum Fault: Hashable, Sendable {
        /// A ring of fewer than three different points, counted from 1.
        case tooFew(ring: Int)
        /// Two sides cross or touch: the numbers of their first points, counted from 1 over all rings.
        case crossing(Int, Int)
        /// A point outside the city, counted from 1.
        case outsideCity(Int)
    }

    /// Worth a second look.
    enum Doubt: Hashable, Sendable {
        /// So many points lie outside the area around it.
        case outsideParent(points: Int, name: LocalText)
        /// It shares so many percent of itself with a neighbour.
        case overlap(AreaCode, name: LocalText, percent: Int)
        /// The city has no outline to be held against.
        case cityWithoutOutline
    }

    let faults: [Fault]
    let doubts: [Doubt]
    /// In square kilometres.
    let size: Double

    /// - Parameters:
    ///   - rings: as `OutlineText` reads them.
    ///   - city: the code of the area of the city itself.
    init(_ rings: [[Position]], of code: AreaCode, in areas: AreaTree, city: AreaCode) {
        let outline = Outline(rings)
        var faults = OutlineCheck.few(rings)
        if faults.isEmpty, let crossing = outline.crossing {
            faults.append(.crossing(crossing.0 + 1, crossing.1 + 1))
        }
        var doubts: [Doubt] = []
        let points = rings.flatMap(\.self)
        if code != city, city.contains(code) {
            if let around = areas[city]?.shape.map({ Outline($0.rings) }) {
                if let index = points.firstIndex(where: { !around.holds($0) }) {
                    faults.append(.outsideCity(index + 1))
                }
            } else {
                doubts.append(.cityWithoutOutline)
            }
        }
        if let parent = code.parent, parent != city, let area = areas[parent], let shape = area.shape {
            let around = Outline(shape.rings)
            let outside = points.count { !around.holds($0) }
            if outside > 0 { doubts.append(.outsideParent(points: outside, name: area.name)) }
        }
        if faults.isEmpty { doubts += OutlineCheck.overlaps(outline, of: code, in: areas) }
        self.faults = faults
        self.doubts = doubts
        size = outline.size
    }

    private static func few(_ rings: [[Position]]) -> [Fault] {
        rings.enumerated().filter { Set($0.element).count < 3 }.map { .tooFew(ring: $0.offset + 1) }
    }

    /// Neighbours that share more than one percent, the largest share first.
    private static func overlaps(_ outline: Outline, of code: AreaCode, in areas: AreaTree) -> [Doubt] {
        guard let parent = code.parent else { return [] }
        return areas.children(of: parent).filter { $0 != code }.compactMap { areas[$0] }
            .compactMap { area -> (Area, Int)? in
                guard let shape = area.shape else { return nil }
                let percent = Int((outline.share(within: Outline(shape.rings)) * 100).rounded())
                return percent > 1 ? (area, percent) : nil
            }
            .sorted { ($1.1, $0.0.code) < ($0.1, $1.0.code) }
            .map { .overlap($0.0.code, name: $0.0.name, percent: $0.1) }
    }
}

/// The geometry of an outline, on a plane that is true enough for a city.
struct Outline {
    private let rings: [[Point]]
    private let box: (low: Point, high: Point)

    /// East and north in degrees.
    private struct Point {
        let x: Double
        let y: Double
    }

    private struct Side {
        let a: Point
        let b: Point
        let ring: Int
        let index: Int
        let count: Int
        /// The number of its first point over all rings.
        let number: Int
    }

    /// How far outside a point may lie and still count as on the border, in degrees: about five metres.
    private static let slack = 5e-5

    init(_ rings: [[Position]]) {
        self.rings = rings.map { $0.map { Point(x: $0.longitude, y: $0.latitude) } }
        let all = self.rings.flatMap(\.self)
        box = (
            Point(x: all.map(\.x).min() ?? 0, y: all.map(\.y).min() ?? 0),
            Point(x: all.map(\.x).max() ?? 0, y: all.map(\.y).max() ?? 0)
        )
    }

    /// In square kilometres.
    var size: Double { rings.reduce(0) { $0 + abs(Outline.size($1)) } }

    private static func size(_ ring: [Point]) -> Double {
        guard let first = ring.first else { return 0 }
        let kilometre = 111.32
        let narrow = cos(first.y * .pi / 180)
        var sum = 0.0
        for (index, point) in ring.enumerated() {
            let next = ring[(index + 1) % ring.count]
            sum += (point.x - first.x) * (next.y - first.y) - (next.x - first.x) * (point.y - first.y)
        }
        return sum / 2 * kilometre * kilometre * narrow
    }

    /// The first two sides that cross or touch though they are no neighbours.
    var crossing: (Int, Int)? {
        let sides = sides
        for (index, one) in sides.enumerated() {
            for other in sides[(index + 1)...] where !Outline.areNeighbours(one, other) {
                if Outline.meet(one, other) { return (one.number, other.number) }
            }
            // Neighbours share their point, but may not lie on each other.
            if let next = sides[(index + 1)...].first(where: { $0.ring == one.ring }),
                Outline.areNeighbours(one, next), Outline.foldsBack(one, next)
            {
                return (one.number, next.number)
            }
        }
        return nil
    }

    private var sides: [Side] {
        var sides: [Side] = []
        for (number, ring) in rings.enumerated() {
            let before = sides.count
            for (index, point) in ring.enumerated() {
                sides.append(
                    Side(
                        a: point, b: ring[(index + 1) % ring.count], ring: number, index: index,
                        count: ring.count, number: before + index))
            }
        }
        return sides
    }

    private static func areNeighbours(_ one: Side, _ other: Side) -> Bool {
        guard one.ring == other.ring else { return false }
        let apart = abs(one.index - other.index)
        return apart == 1 || apart == one.count - 1
    }

    private static func turn(_ a: Point, _ b: Point, _ c: Point) -> Double {
        (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    }

    private static func foldsBack(_ one: Side, _ next: Side) -> Bool {
        guard turn(one.a, one.b, next.b) == 0 else { return one.a.x == one.b.x && one.a.y == one.b.y }
        return (one.b.x - one.a.x) * (next.b.x - next.a.x) + (one.b.y - one.a.y) * (next.b.y - next.a.y) < 0
    }

    private static func meet(_ one: Side, _ other: Side) -> Bool {
        if max(one.a.x, one.b.x) < min(other.a.x, other.b.x) { return false }
        if max(other.a.x, other.b.x) < min(one.a.x, one.b.x) { return false }
        if max(one.a.y, one.b.y) < min(other.a.y, other.b.y) { return false }
        if max(other.a.y, other.b.y) < min(one.a.y, one.b.y) { return false }
        let (first, second) = (turn(one.a, one.b, other.a), turn(one.a, one.b, other.b))
        let (third, fourth) = (turn(other.a, other.b, one.a), turn(other.a, other.b, one.b))
        return first * second <= 0 && third * fourth <= 0
    }

    /// Whether a point lies inside, or on the border as far as people draw it.
    func holds(_ position: Position) -> Bool {
        let point = Point(x: position.longitude, y: position.latitude)
        guard point.x >= box.low.x - Self.slack, point.x <= box.high.x + Self.slack,
            point.y >= box.low.y - Self.slack, point.y <= box.high.y + Self.slack
        else { return false }
        return holds(point) || sides.contains { Outline.distance(of: point, to: $0) <= Self.slack }
    }

    private func holds(_ point: Point) -> Bool {
        rings.contains { ring in
            var inside = false
            for (index, a) in ring.enumerated() {
                let b = ring[(index + 1) % ring.count]
                if (a.y > point.y) != (b.y > point.y),
                    point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x
                {
                    inside.toggle()
                }
            }
            return inside
        }
    }

    private static func distance(of point: Point, to side: Side) -> Double {
        let (dx, dy) = (side.b.x - side.a.x, side.b.y - side.a.y)
        let length = dx * dx + dy * dy
        let along = length == 0 ? 0 : ((point.x - side.a.x) * dx + (point.y - side.a.y) * dy) / length
        let part = min(1, max(0, along))
        return hypot(point.x - side.a.x - part * dx, point.y - side.a.y - part * dy)
    }

    /// How much of it lies in the other, from 0 to 1, as a grid of points tells.
    func share(within other: Outline) -> Double {
        if box.high.x < other.box.low.x || other.box.high.x < box.low.x { return 0 }
        if box.high.y < other.box.low.y || other.box.high.y < box.low.y { return 0 }
        let steps = 48
        var (own, shared) = (0, 0)
        for row in 0..<steps {
            for column in 0..<steps {
                let point = Point(
                    x: box.low.x + (box.high.x - box.low.x) * (Double(column) + 0.5) / Double(steps),
                    y: box.low.y + (box.high.y - box.low.y) * (Double(row) + 0.5) / Double(steps))
                guard holds(point) else { continue }
                own += 1
                if other.holds(point) { shared += 1 }
            }
        }
        return own == 0 ? 0 : Double(shared) / Double(own)
    }
}
