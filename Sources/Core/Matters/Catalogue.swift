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
