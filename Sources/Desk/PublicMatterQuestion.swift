public import Core

/// Which published matters are asked for. Parts that are not given leave nothing out.
public struct PublicQuestion: Sendable, Hashable {
    /// Codes of the catalogue's leaves, and `""` for what is not classed yet; at most `mostCategories` count.
    public var categories: [String] = []
    public var isOpen: Bool?
    public var area: AreaCode?
    public var raisedFrom: Moment?
    public var raisedBefore: Moment?
    public var changedFrom: Moment?
    public var changedBefore: Moment?
    public var closedFrom: Moment?
    public var closedBefore: Moment?
    /// Only matters whose position is published, and lies in it.
    public var box: GeoBox?
    /// Words, searched in what is published.
    public var words: String?
    /// Only what was answered, ordered by when.
    public var onlyAnswered = false

    public init() {}

    /// Categories asked for at once.
    public static let mostCategories = 50
    /// Numbers asked for at once.
    public static let mostNumbers = 200
    /// How far pages that are counted reach.
    public static let mostSkipped = 10_000
    /// How many are looked at for one page where a mixture of wishes has no index of its own.
    static let mostLooked = 5000

    /// By what a list is ordered, newest first.
    enum Order: Sendable {
        case raised, changed, answered
    }

    var order: Order {
        if onlyAnswered { return .answered }
        return changedFrom != nil || changedBefore != nil ? .changed : .raised
    }
}

/// Where a list goes on.
public struct PublicPlace: Sendable, Hashable {
    public let at: Moment
    public let id: Int64

    public init(at: Moment, id: Int64) {
        self.at = at
        self.id = id
    }
}

/// A page of published matters, newest first.
public struct PublicPage: Sendable {
    public let matters: [PublicMatter]
    /// Nil at the end.
    public let next: PublicPlace?
    /// Looking ended before the page was full: more may come after `next`.
    public let isCut: Bool
}
