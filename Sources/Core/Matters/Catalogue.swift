/// The city's classes of matters (分类目录), any depth; a matter is given a leaf.
public struct Catalogue: Sendable {
    public struct Category: Sendable, Hashable {
        public let code: String
        public let name: LocalText
        public let parent: String?
        public let isLeaf: Bool
        /// Whether it is everybody's business (公共事项): matters of it may be shown on the pages of areas,
        /// without their text.
        public let isOpen: Bool

        public init(code: String, name: LocalText, parent: String?, isLeaf: Bool, isOpen: Bool = false) {
            self.code = code
            self.name = name
            self.parent = parent
            self.isLeaf = isLeaf
            self.isOpen = isOpen
        }
    }

    /// In the order of the file: a parent before its children.
    public let categories: [Category]
    private let byCode: [String: Category]

    public init(_ categories: [Category]) {
        self.categories = categories
        byCode = Dictionary(categories.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public subscript(code: String) -> Category? { byCode[code] }
    public var leaves: [Category] { categories.filter(\.isLeaf) }

    /// Whether a category, or one above it, is everybody's business.
    public func isOpen(_ code: String) -> Bool { lineage(of: code).contains(where: \.isOpen) }

    /// The category and those above it, the closest first.
    public func lineage(of code: String) -> [Category] {
        var line: [Category] = []
        var next = byCode[code]
        while let category = next, line.count < 16 {
            line.append(category)
            next = category.parent.flatMap { byCode[$0] }
        }
        return line
    }
}

/// Who handles what, where (派单目录): category × area → unit, with a backstop for every place.
public struct DispatchCatalogue: Sendable {
    public struct Rule: Sendable, Hashable {
        /// A category's code, or nil for the backstop of a place.
        public let category: String?
        public let area: AreaCode
        public let unit: UnitCode

        public init(category: String?, area: AreaCode, unit: UnitCode) {
            self.category = category
            self.area = area
            self.unit = unit
        }
    }

    public let rules: [Rule]
    private let units: [Key: UnitCode]

    private struct Key: Hashable {
        let category: String?
        let area: AreaCode
    }

    public init(_ rules: [Rule]) {
        self.rules = rules
        units = Dictionary(
            rules.map { (Key(category: $0.category, area: $0.area), $0.unit) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The unit for a category at a place: the closest category first, then the smallest area, then the
    /// backstop.
    public func unit(for category: String, at area: AreaCode, in catalogue: Catalogue) -> UnitCode? {
        let categories = catalogue.lineage(of: category).map { Optional($0.code) } + [nil]
        for category in categories {
            for level in AreaLevel.allCases.reversed() {
                if let code = area.ancestor(at: level), let unit = units[Key(category: category, area: code)]
                {
                    return unit
                }
            }
        }
        return nil
    }
}
