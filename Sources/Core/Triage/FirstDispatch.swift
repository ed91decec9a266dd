/// Whether a matter came to the right unit at first, and how long the way was.
public struct FirstDispatch: Hashable, Sendable {
    public let channel: Channel
    public let area: AreaCode
    public let category: String?
    public let raisedAt: Moment
    /// When it was first given to a unit, and to which.
    public let at: Moment
    public let unit: UnitCode
    /// Whether the program did that by itself.
    public let isAutomatic: Bool
    /// How often it was given to a unit until it was answered; 1 when the first one answered.
    public let hops: Int
    /// The units that gave it back, in their order.
    public let refused: [UnitCode]
    /// The unit that answered, and when it got the matter.
    public let owner: UnitCode?
    public let ownerAt: Moment?

    /// How it turned out so far.
    public enum State: String, CaseIterable, Hashable, Sendable, Codable {
        /// The first unit has it and has not answered yet.
        case open
        /// The first unit answered, and nobody gave it back or on before.
        case right
        /// It was given back, or to another unit, before it was answered.
        case wrong
    }

    public var state: State {
        if hops > 1 || !refused.isEmpty { return .wrong }
        return owner == nil ? .open : .right
    }

    /// From raising it until the unit that answered had it; nil before an answer.
    public var millisecondsToOwner: Int64? { ownerAt.map { max(0, $0 - raisedAt) } }

    /// Nil for a matter that no unit was given.
    ///
    /// - Parameters:
    ///   - story: Events that stand, in their order. What comes after the first answer does not count.
    ///   - program: The name under which the program decides by itself.
    public init?(_ story: [Event], program: String) {
        var raised: Fact.Raised?
        var category: String?
        var first: (unit: UnitCode, at: Moment, isAutomatic: Bool)?
        var holder: (unit: UnitCode, at: Moment)?
        var owner: (unit: UnitCode, at: Moment)?
        var hops = 0
        var refused: [UnitCode] = []
        events: for event in story where !event.isSharedAnswer {
            for fact in event.facts {
                switch fact {
                case .raised(let given): (raised, category) = (given, given.category)
                case .categorised(let given): category = given
                case .dispatched(let unit):
                    if holder?.unit == unit { break }
                    hops += 1
                    holder = (unit, event.at)
                    if first == nil { first = (unit, event.at, event.by == .system(program)) }
                case .takenBack(let unit, _, _):
                    if let unit = unit ?? holder?.unit { refused.append(unit) }
                    holder = nil
                case .answered:
                    guard let holder else { break }
                    owner = holder
                    break events
                default: break
                }
            }
        }
        guard let raised, let first, let begun = story.first?.at else { return nil }
        channel = raised.channel
        area = raised.area
        self.category = category
        raisedAt = begun
        at = first.at
        unit = first.unit
        isAutomatic = first.isAutomatic
        self.hops = hops
        self.refused = refused
        self.owner = owner?.unit
        ownerAt = owner?.at
    }
}
