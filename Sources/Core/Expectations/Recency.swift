/// How much what happened earlier still says about now: the weight halves with every `halving`, in between
/// along a straight line.
public struct Recency: Hashable, Sendable {
    /// In milliseconds; nil where all weigh the same.
    public let halving: Int64?

    /// - Parameter days: The days after which a matter weighs half as much; nil where all weigh the same.
    public init(days: Int?) { halving = days.map { Int64(max(1, $0)) * 86_400_000 } }

    /// The weight of a matter raised this long ago, in milliseconds: from 1 to `Survival.fullWeight`.
    public func weight(age: Int64) -> Int {
        guard let halving, age > 0 else { return Survival.fullWeight }
        let halvings = age / halving
        guard halvings < 10 else { return 1 }
        let share = Double(age % halving) / Double(halving)
        let whole = Double(Survival.fullWeight >> Int(halvings))
        return max(1, Int(whole * (1 - share / 2)))
    }
}
