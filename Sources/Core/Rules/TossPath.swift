/// Through whose hands a matter went: every unit it was given to, in order.
public struct TossPath: Hashable, Sendable {
    public private(set) var units: [UnitCode]

    public init(_ units: [UnitCode] = []) { self.units = units }

    /// So many steps are kept; what goes on longer is long enough to be told.
    public static let most = 40

    /// It was given to a unit. The same unit again right after itself is no step: it only got it back.
    public mutating func give(to unit: UnitCode) {
        if units.last == unit { return }
        if units.count < Self.most { units.append(unit) }
    }

    /// How often it changed hands.
    public var hops: Int { max(0, units.count - 1) }

    /// The units it came to, each once.
    public var distinct: Int { Set(units).count }

    /// Whether it went to a unit that had it before (甲→乙→甲).
    public var cameBack: Bool { distinct < units.count }

    /// Whether it is tossed about: it came back to a unit that had it, or went through so many units.
    ///
    /// - Parameter limit: How many units are too many, 3 or more.
    public func isTossed(from limit: Int = 3) -> Bool { cameBack || distinct >= limit }
}
