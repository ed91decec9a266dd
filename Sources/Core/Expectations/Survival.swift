/// How long matters of one group take, where some are still open: the estimate of Kaplan and Meier over
/// counts by `Knots`.
///
/// An open matter says only "longer than this": it counts among those that may still finish up to the length
/// it has, and then leaves. Leaving it out would make everything look quicker than it is. Counts are whole
/// numbers, so that two estimates merged are exactly the estimate of both.
public struct Survival: Hashable, Sendable {
    /// What ended, or was last seen open, within one step.
    struct Knot: Hashable, Sendable {
        let index: Int
        var finished = 0
        var open = 0
        var finishedWeight = 0
        var openWeight = 0
    }

    /// Ascending by step; at most `Knots.count`.
    private(set) var knots: [Knot] = []

    public init() {}

    /// The weight of what happened today; see `Recency`.
    public static let fullWeight = 1024

    /// Counts a matter that lasted this long, in milliseconds: until it finished, or so far.
    ///
    /// - Returns: False for one that ended before it began, which counts for nothing.
    @discardableResult
    public mutating func add(lasted: Int64, finished: Bool, weight: Int = Survival.fullWeight) -> Bool {
        guard lasted >= 0, weight > 0 else { return false }
        var knot = Knot(index: Knots.index(of: lasted))
        if finished {
            (knot.finished, knot.finishedWeight) = (1, weight)
        } else {
            (knot.open, knot.openWeight) = (1, weight)
        }
        add(knot)
        return true
    }

    /// Adds what another estimate counted.
    public mutating func merge(_ other: Survival) {
        for knot in other.knots { add(knot) }
    }

    private mutating func add(_ knot: Knot) {
        var (low, high) = (0, knots.count)
        while low < high {
            let middle = (low + high) / 2
            if knots[middle].index < knot.index { low = middle + 1 } else { high = middle }
        }
        guard low < knots.count, knots[low].index == knot.index else {
            knots.insert(knot, at: low)
            return
        }
        knots[low].finished += knot.finished
        knots[low].open += knot.open
        knots[low].finishedWeight += knot.finishedWeight
        knots[low].openWeight += knot.openWeight
    }

    /// How many finished.
    public var finished: Int { knots.reduce(0) { $0 + $1.finished } }

    /// How many were still open.
    public var open: Int { knots.reduce(0) { $0 + $1.open } }

    /// How many finished that had lasted this long, in milliseconds, or longer.
    public func finished(after lasted: Int64) -> Int {
        let first = Knots.index(of: lasted)
        return knots.reduce(0) { $1.index < first ? $0 : $0 + $1.finished }
    }

    /// By when a share of all has finished, in milliseconds from the beginning.
    ///
    /// - Parameters:
    ///   - share: From above 0 to 1: 0.5 for one in two.
    ///   - lasted: What is known already: it is not finished after this long. Never answers less.
    /// - Returns: Nil where so many are still open that nobody can tell yet.
    public func quantile(_ share: Double, lasted: Int64 = 0) -> Int64? {
        let first = Knots.index(of: lasted)
        let rest = knots.drop { $0.index < first }
        var mayFinish = rest.reduce(0) { $0 + $1.finishedWeight + $1.openWeight }
        var surviving = 1.0
        for knot in rest {
            if knot.finishedWeight > 0 {
                let after = surviving * Double(mayFinish - knot.finishedWeight) / Double(mayFinish)
                // A share that is met exactly must not be missed by the last bit of a product.
                if after <= 1 - share + 1e-9 {
                    let part = (surviving - (1 - share)) / (surviving - after)
                    return max(Knots.within(knot.index, min(part, 1)), lasted)
                }
                surviving = after
            }
            mayFinish -= knot.finishedWeight + knot.openWeight
        }
        return nil
    }

    /// The share that is not finished after this long, in milliseconds; 1 before anything finished.
    public func surviving(_ lasted: Int64) -> Double {
        let last = Knots.index(of: lasted)
        var mayFinish = knots.reduce(0) { $0 + $1.finishedWeight + $1.openWeight }
        var surviving = 1.0
        for knot in knots.prefix(while: { $0.index <= last }) {
            if mayFinish > 0 { surviving *= Double(mayFinish - knot.finishedWeight) / Double(mayFinish) }
            mayFinish -= knot.finishedWeight + knot.openWeight
        }
        return surviving
    }
}

extension Survival: Codable {
    /// Five numbers a step: the step, how many finished, how many were open, and their weights.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let numbers = try container.decode([Int].self)
        let steps = stride(from: 0, to: numbers.count, by: 5)
        let isSound =
            numbers.count.isMultiple(of: 5) && numbers.allSatisfy { (0...Self.most).contains($0) }
            && steps.allSatisfy { numbers[$0] < Knots.count && ($0 == 0 || numbers[$0 - 5] < numbers[$0]) }
        guard isSound else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no estimate")
        }
        knots = steps.map {
            Knot(
                index: numbers[$0], finished: numbers[$0 + 1], open: numbers[$0 + 2],
                finishedWeight: numbers[$0 + 3], openWeight: numbers[$0 + 4])
        }
    }

    /// No count is larger, so that no sum of them overflows.
    private static let most = 1 << 44

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(
            knots.flatMap { [$0.index, $0.finished, $0.open, $0.finishedWeight, $0.openWeight] })
    }
}
