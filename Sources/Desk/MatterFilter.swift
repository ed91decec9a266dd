public import Core

/// Which matters a list shows.
public struct MatterFilter: Sendable, Hashable {
    public var isOpen: Bool?
    public var kind: String?
    public var stage: String?
    public var category: String?
    public var lead: UnitCode?
    public var area: AreaCode?
    public var outcome: Outcome?
    public var isOverdue: Bool?
    public var raisedFrom: Moment?
    public var raisedBefore: Moment?
    public var source: String?
    /// Words, searched in numbers, texts and places.
    public var words: String?

    public init() {}
}

/// A page of a list, and where the next one starts.
public struct MatterPage: Sendable {
    public let matters: [MatterRecord]
    /// Nil at the end.
    public let next: Int64?
}
