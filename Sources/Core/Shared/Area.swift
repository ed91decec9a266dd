/// The code of an area. Codes grow by level, and a child's code starts with its parent's:
/// 2 digits province, 4 city, 6 county, 9 town or subdistrict, 12 village or community,
/// 15 grid, 18 building (GB/T 2260 and GB/T 10114 down to the village, the city's own below).
public struct AreaCode: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String

    /// Nil unless `text` is decimal digits of one of the seven lengths.
    public init?(_ text: String) {
        guard AreaLevel(length: text.utf8.count) != nil, text.utf8.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        self.text = text
    }

    public var level: AreaLevel { AreaLevel(length: text.utf8.count) ?? .building }
    public var description: String { text }

    /// What lies in this area stands between its own code and this one in the order of texts: digits alone,
    /// which every engine sorts alike, whatever language its order is of.
    public var last: String {
        text + String(repeating: "9", count: AreaLevel.building.length - text.utf8.count)
    }

    /// Whether `other` is this area or lies inside it.
    public func contains(_ other: AreaCode) -> Bool { other.text.utf8.starts(with: text.utf8) }

    /// The code of the area at `level` that this one lies in, itself included; nil below this level.
    public func ancestor(at level: AreaLevel) -> AreaCode? {
        text.utf8.count < level.length ? nil : AreaCode(String(text.prefix(level.length)))
    }

    public var parent: AreaCode? { AreaLevel(rawValue: level.rawValue - 1).flatMap { ancestor(at: $0) } }

    public static func < (left: AreaCode, right: AreaCode) -> Bool { left.text < right.text }
}

extension AreaCode: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let code = AreaCode(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text) is no area code")
        }
        self = code
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// The seven levels of area, widest first.
public enum AreaLevel: Int, CaseIterable, Comparable, Sendable {
    case province, city, county, town, village, grid, building

    /// How many digits a code of this level has.
    public var length: Int { [2, 4, 6, 9, 12, 15, 18][rawValue] }

    public init?(length: Int) {
        guard let level = AreaLevel.allCases.first(where: { $0.length == length }) else { return nil }
        self = level
    }

    public static func < (left: AreaLevel, right: AreaLevel) -> Bool { left.rawValue < right.rawValue }
}

/// A place on the map of the city's own making.
public struct Area: Hashable, Sendable {
    public let code: AreaCode
    public let name: LocalText
    /// Its middle in WGS-84 degrees, where known.
    public let position: Position?
    /// Its outline, where the city drew one.
    public let shape: Shape?

    public init(code: AreaCode, name: LocalText, position: Position? = nil, shape: Shape? = nil) {
        self.code = code
        self.name = name
        self.position = position
        self.shape = shape
    }
}

/// A point on the earth in WGS-84 degrees.
public struct Position: Hashable, Sendable, Codable {
    public let latitude: Double
    public let longitude: Double

    /// Nil outside −90…90 and −180…180, and for values that are not numbers.
    public init?(latitude: Double, longitude: Double) {
        guard (-90.0...90.0).contains(latitude), (-180.0...180.0).contains(longitude) else { return nil }
        self.latitude = latitude
        self.longitude = longitude
    }
}

/// All areas of a city, found by code; children in the order of their codes.
public struct AreaTree: Sendable {
    private let byCode: [AreaCode: Area]
    private let childrenOf: [AreaCode: [AreaCode]]
    /// The outlines, those of the smallest areas first.
    private let outlines: [Outline]
    public let roots: [AreaCode]

    private struct Outline: Sendable {
        let box: GeoBox
        let code: AreaCode
        let shape: Shape
    }

    public init(_ areas: [Area]) {
        byCode = Dictionary(areas.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        var children: [AreaCode: [AreaCode]] = [:]
        var roots: [AreaCode] = []
        for code in byCode.keys.sorted() {
            if let parent = code.parent, byCode[parent] != nil {
                children[parent, default: []].append(code)
            } else {
                roots.append(code)
            }
        }
        childrenOf = children
        self.roots = roots
        outlines = byCode.values.compactMap { area in
            area.shape.flatMap { shape in
                shape.box.map { Outline(box: $0, code: area.code, shape: shape) }
            }
        }
        .sorted { ($1.code.level, $0.code) < ($0.code.level, $1.code) }
    }

    public var count: Int { byCode.count }
    public var codes: [AreaCode] { byCode.keys.sorted() }
    public subscript(code: AreaCode) -> Area? { byCode[code] }
    public func children(of code: AreaCode) -> [AreaCode] { childrenOf[code] ?? [] }

    /// The areas from the widest down to `code`, unknown ones left out.
    public func path(to code: AreaCode) -> [Area] {
        AreaLevel.allCases.compactMap { code.ancestor(at: $0).flatMap { byCode[$0] } }
    }

    /// The smallest area whose outline holds a point: boxes first, then outlines, from the deepest level up.
    /// Nil outside every outline.
    public func area(at point: Position) -> AreaCode? {
        outlines.first { $0.box.contains(point) && $0.shape.contains(point) }?.code
    }

    /// The smallest box around all outlines, else around all middles; nil where nothing is known.
    public var box: GeoBox? {
        let corners = outlines.flatMap { outline in outline.shape.rings.joined() }
        return GeoBox(around: corners.isEmpty ? byCode.values.compactMap(\.position) : corners)
    }

    /// The same areas with other outlines where `shapes` has one; codes it does not know are passed over.
    public func replacing(shapes: [AreaCode: Shape]) -> AreaTree {
        if shapes.isEmpty { return self }
        return AreaTree(
            byCode.values.map { area in
                Area(
                    code: area.code, name: area.name, position: area.position,
                    shape: shapes[area.code] ?? area.shape)
            })
    }
}
