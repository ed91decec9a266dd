/// How many people speak of something now, against how many usually do at that place and time of the year.
public struct TopicLevel: Hashable, Sendable {
    /// Different people in the span.
    public let people: Int
    /// How many there usually are.
    public let expected: Double

    public init(people: Int, expected: Double) {
        self.people = people
        self.expected = expected
    }

    /// - Parameters:
    ///   - before: people in the spans before, the newest first; only spans of which everything is known.
    ///   - lastYear: people in the same days of last year and a week around them; empty where nothing is
    ///     known.
    ///   - fading: how much less each span counts than the next newer one.
    public init(people: Int, before: [Int], lastYear: [Int], fading: Double = 0.75) {
        var (sum, weights, weight) = (0.0, 0.0, 1.0)
        for count in before {
            sum += weight * Double(count)
            weights += weight
            weight *= fading
        }
        let lately = weights > 0 ? sum / weights : 0
        let season =
            lastYear.isEmpty ? 0 : Double(lastYear.reduce(0, +)) / Double(lastYear.count)
        // What comes every year at this time is usual, half of it even where the last weeks were quiet.
        self.init(people: people, expected: max(lately, (lately + season) / 2))
    }

    /// How surprising the number is: about the number of standard deviations above the usual. Square roots
    /// make the spread of a count the same at every level; it is a little wider than that of pure chance.
    public var surprise: Double {
        let now = (Double(people) + 0.375).squareRoot()
        let usual = (max(expected, 0.3) + 0.375).squareRoot()
        return 2 * (now - usual) / 1.15
    }

    /// Less than this is chance: about one in a hundred.
    public static let leastSurprise = 2.3

    public func rises(by rules: TopicRules, least: Double = leastSurprise) -> Bool {
        people >= rules.people && Double(people) >= expected * Double(rules.times) && surprise >= least
    }
}
