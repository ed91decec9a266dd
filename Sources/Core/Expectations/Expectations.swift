/// What similar matters let one expect: one estimate for each group, asked from the closest group to the
/// widest.
///
/// A group is named by a text, so that the same rules serve the city's own matters (`SimilarGroup`) and any
/// file of past cases.
public struct Expectations: Hashable, Sendable {
    /// Groups with fewer finished matters say nothing.
    public static let fewest = 20

    public private(set) var curves: [String: Survival]

    public init(curves: [String: Survival] = [:]) { self.curves = curves }

    /// Counts one matter in each of its groups.
    ///
    /// - Parameter lasted: Milliseconds until it finished, or so far.
    /// - Returns: False for one that ended before it began.
    @discardableResult
    public mutating func add(
        _ groups: [String], lasted: Int64, finished: Bool, weight: Int = Survival.fullWeight
    ) -> Bool {
        guard lasted >= 0 else { return false }
        for group in groups {
            curves[group, default: Survival()].add(lasted: lasted, finished: finished, weight: weight)
        }
        return true
    }

    /// Adds what was counted of matters that have all the same groups.
    public mutating func merge(_ curve: Survival, into groups: [String]) {
        for group in groups { curves[group, default: Survival()].merge(curve) }
    }

    /// The groups that have something to say.
    public var telling: [String: Survival] { curves.filter { $0.value.finished >= Self.fewest } }

    /// When a matter that is open after `lasted` milliseconds may be finished.
    ///
    /// - Parameter groups: Its groups, the closest first. The first decides in which at least `fewest`
    ///   finished that had lasted as long as it has already.
    /// - Returns: Nil where no group is large enough, or where fewer than half of it ever finished: a wider
    ///   group would then promise what the closer one disproves.
    public func expected(_ groups: [String], lasted: Int64 = 0) -> Expected? {
        for group in groups {
            guard let curve = curves[group] else { continue }
            let count = curve.finished(after: lasted)
            guard count >= Self.fewest else { continue }
            guard let half = curve.quantile(0.5, lasted: lasted) else { return nil }
            return Expected(
                half: half, most: curve.quantile(0.9, lasted: lasted), count: count, group: group)
        }
        return nil
    }
}

/// Lengths of time from the beginning of a matter, in milliseconds.
public struct Expected: Hashable, Sendable {
    /// One in two is finished by then.
    public let half: Int64
    /// Nine in ten are finished by then; nil where nobody can tell yet.
    public let most: Int64?
    /// How many similar finished matters this was drawn from.
    public let count: Int
    /// The group they are of.
    public let group: String
}
