import Core
import Testing

@Suite("A shape")
struct ShapeTests {
    static func ring(_ points: (Double, Double)...) -> [Position] {
        points.compactMap { Position(latitude: $0.0, longitude: $0.1) }
    }

    static func point(_ latitude: Double, _ longitude: Double) throws -> Position {
        try #require(Position(latitude: latitude, longitude: longitude))
    }

    static let square = ring((0, 0), (0, 10), (10, 10), (10, 0))
    /// A square with a bite out of its eastern side.
    static let horseshoe = ring((0, 0), (0, 10), (3, 10), (3, 2), (7, 2), (7, 10), (10, 10), (10, 0))

    @Test("holds what lies inside, and not what lies in its bay or beyond")
    func contains() throws {
        let shape = Shape(rings: [Self.horseshoe])
        #expect(try shape.contains(Self.point(1, 5)) && shape.contains(Self.point(5, 1)))
        #expect(!shape.contains(try Self.point(5, 5)))
        #expect(try !shape.contains(Self.point(-1, 5)) && !shape.contains(Self.point(5, 11)))
        #expect(!Shape(rings: []).contains(try Self.point(0, 0)))
    }

    @Test("gives a point on a shared edge to exactly one of two neighbours")
    func edges() throws {
        let west = Shape(rings: [Self.ring((0, 0), (0, 5), (10, 6), (10, 0))])
        let east = Shape(rings: [Self.ring((0, 5), (0, 10), (10, 10), (10, 6))])
        for step in 0..<100 {
            let share = Double(step) / 100
            let point = try Self.point(10 * share, 5 + share)
            #expect(west.contains(point) != east.contains(point), "\(step)")
        }
    }

    @Test("may be several islands")
    func islands() throws {
        let shape = Shape(rings: [Self.square, Self.ring((20, 20), (20, 21), (21, 20))])
        #expect(try shape.contains(Self.point(20.2, 20.2)) && shape.contains(Self.point(5, 5)))
        #expect(!shape.contains(try Self.point(15, 15)))
        let box = try #require(shape.box)
        #expect((box.south, box.west, box.north, box.east) == (0, 0, 21, 21))
        #expect(GeoBox(around: []) == nil)
    }

    @Test("is refused with too few points, with a crossing, with a spike")
    func problems() {
        #expect(Shape.problem(of: []) == .tooFewPoints(0))
        #expect(Shape.problem(of: Self.ring((0, 0), (1, 1), (0, 0))) == .tooFewPoints(2))
        let bow = Self.ring((0, 0), (10, 10), (10, 0), (0, 10))
        #expect(Shape.problem(of: bow) == .crossesItself(0, 2))
        let spike = Self.ring((0, 0), (0, 10), (0, 5), (10, 5))
        #expect(Shape.problem(of: spike) != nil)
        let touching = Self.ring((0, 0), (0, 10), (10, 10), (5, 0), (5, -5), (0, 0.5))
        #expect(Shape.problem(of: touching) != nil)
        #expect(Shape.problem(of: Self.square) == nil && Shape.problem(of: Self.horseshoe) == nil)
        let many = (0...Shape.mostPoints).compactMap { Position(latitude: 0, longitude: Double($0) / 100) }
        #expect(Shape.problem(of: many) == .tooManyPoints(many.count))
    }

    @Test("finds the same crossings as a look at every pair of edges")
    func crossingsLaw() throws {
        var dice = Chance(seed: 11)
        var crossed = 0
        for _ in 0..<400 {
            let ring = try (0..<7).map { _ in
                try Self.point(Double(dice.next() % 1000) / 50 - 10, Double(dice.next() % 1000) / 50 - 10)
            }
            let expected = Self.crosses(ring)
            #expect((Shape.problem(of: ring) != nil) == expected, "\(ring)")
            crossed += expected ? 1 : 0
        }
        #expect(crossed > 50 && crossed < 400)
    }

    /// The plain way: every pair of edges that are no neighbours.
    private static func crosses(_ ring: [Position]) -> Bool {
        func turn(_ a: Position, _ b: Position, _ c: Position) -> Double {
            (b.longitude - a.longitude) * (c.latitude - a.latitude)
                - (b.latitude - a.latitude) * (c.longitude - a.longitude)
        }
        let edges = ring.indices.map { (ring[$0], ring[($0 + 1) % ring.count]) }
        for i in edges.indices {
            for j in edges.indices where j > i + 1 && !(i == 0 && j == edges.count - 1) {
                let (a, b) = (edges[i], edges[j])
                let sides = turn(a.0, a.1, b.0) * turn(a.0, a.1, b.1) < 0
                if sides, turn(b.0, b.1, a.0) * turn(b.0, b.1, a.1) < 0 { return true }
            }
        }
        return false
    }

    @Test("keeps its corners when it is simplified, and never becomes less than a triangle")
    func simplified() throws {
        let finer =
            (0..<40).flatMap { step -> [Position] in
                let share = Double(step) / 4
                return Self.ring((0, share))
            } + Self.ring((0, 10), (10, 10), (10, 0))
        let simple = Shape(rings: [finer]).simplified(within: 0.01)
        #expect(Set(simple.rings[0]) == Set(Self.square))
        let tiny = Self.ring((0, 0), (0, 0.001), (0.001, 0.001), (0.001, 0), (0.0005, -0.0001))
        #expect(Shape(rings: [tiny]).simplified(within: 1).rings[0].count >= 3)
    }
}

@Suite("The areas on the map")
struct AreaTreeMapTests {
    static func code(_ text: String) throws -> AreaCode { try #require(AreaCode(text)) }
    static let name = LocalText(zh: "地", en: "Place")

    static func tree() throws -> AreaTree {
        AreaTree([
            Area(code: try code("1101"), name: name, shape: Shape(rings: [ShapeTests.square])),
            Area(
                code: try code("110101"), name: name,
                shape: Shape(rings: [ShapeTests.ring((0, 0), (0, 5), (10, 5), (10, 0))])),
            Area(code: try code("110102"), name: name),
            Area(
                code: try code("110102001"), name: name,
                shape: Shape(rings: [ShapeTests.ring((0, 5), (0, 10), (5, 10), (5, 5))])),
        ])
    }

    @Test("give the smallest one that holds a point, also below one without an outline")
    func smallest() throws {
        let tree = try Self.tree()
        #expect(tree.area(at: try ShapeTests.point(1, 1))?.text == "110101")
        #expect(tree.area(at: try ShapeTests.point(1, 6))?.text == "110102001")
        #expect(tree.area(at: try ShapeTests.point(8, 8))?.text == "1101")
        #expect(tree.area(at: try ShapeTests.point(11, 8)) == nil)
        #expect(AreaTree([]).area(at: try ShapeTests.point(1, 1)) == nil)
    }

    @Test("take other outlines without losing anything else")
    func replaced() throws {
        let tree = try Self.tree()
        let far = Shape(rings: [ShapeTests.ring((40, 40), (40, 41), (41, 41))])
        let moved = tree.replacing(shapes: [try Self.code("110101"): far, try Self.code("99"): far])
        #expect(moved.area(at: try ShapeTests.point(1, 1))?.text == "1101")
        #expect(moved.area(at: try ShapeTests.point(40.2, 40.5))?.text == "110101")
        #expect(moved.codes == tree.codes)
        #expect(moved.box?.north == 41)
    }
}
