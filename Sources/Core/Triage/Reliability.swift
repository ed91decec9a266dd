/// How far a model's probabilities can be trusted, measured on examples it had not learned.
public struct Reliability: Hashable, Sendable, Codable {
    /// What was said about one example.
    public struct Trial: Hashable, Sendable {
        public let truth: String
        public let given: String
        /// From 0 to 1.
        public let probability: Double

        public init(truth: String, given: String, probability: Double) {
            self.truth = truth
            self.given = given
            self.probability = probability
        }
    }

    /// What would happen if everything from a probability on were followed by itself.
    public struct Point: Hashable, Sendable, Codable {
        /// From 0 to 1.
        public let confidence: Double
        /// How many would be followed.
        public let automatic: Int
        /// How many of those are right.
        public let right: Int

        public init(confidence: Double, automatic: Int, right: Int) {
            self.confidence = confidence
            self.automatic = automatic
            self.right = right
        }
    }

    /// How many examples were tried.
    public let tried: Int
    public let right: Int
    /// The mean over all labels of how well each is found, from 0 to 1.
    public let macroF1: Double
    /// How far off probabilities are on the average, from 0 to 1, in fifteen bins of equal width.
    public let calibrationError: Double
    /// From the surest on, at most `mostPoints`.
    public let curve: [Point]

    public static let mostPoints = 60
    private static let bins = 15

    public var accuracy: Double { tried == 0 ? 0 : Double(right) / Double(tried) }

    public init(_ trials: [Trial]) {
        tried = trials.count
        right = trials.count { $0.truth == $0.given }
        macroF1 = Self.macroF1(trials)
        calibrationError = Self.calibrationError(trials)
        curve = Self.curve(trials)
    }

    /// The widest point at which so many of a hundred are right; nil where there is none.
    public func widest(rightPercent: Int) -> Point? {
        curve.last { $0.automatic > 0 && $0.right * 100 >= rightPercent * $0.automatic }
    }

    /// What would happen at a confidence, from 0 to 1: the closest point that is at least as sure.
    public func point(at confidence: Double) -> Point? { curve.last { $0.confidence >= confidence } }

    private static func macroF1(_ trials: [Trial]) -> Double {
        var counts: [String: (found: Int, given: Int, of: Int)] = [:]
        for trial in trials {
            counts[trial.truth, default: (0, 0, 0)].of += 1
            counts[trial.given, default: (0, 0, 0)].given += 1
            if trial.truth == trial.given { counts[trial.truth, default: (0, 0, 0)].found += 1 }
        }
        let known = counts.sorted { $0.key < $1.key }.map(\.value).filter { $0.of > 0 }
        if known.isEmpty { return 0 }
        let sum = known.reduce(0.0) { $0 + 2 * Double($1.found) / Double($1.given + $1.of) }
        return sum / Double(known.count)
    }

    private static func calibrationError(_ trials: [Trial]) -> Double {
        if trials.isEmpty { return 0 }
        var sums = [(count: Int, right: Int, probability: Double)](repeating: (0, 0, 0), count: bins)
        for trial in trials {
            let bin = min(bins - 1, max(0, Int(trial.probability * Double(bins))))
            sums[bin].count += 1
            sums[bin].right += trial.truth == trial.given ? 1 : 0
            sums[bin].probability += trial.probability
        }
        let off = sums.reduce(0.0) { $0 + abs(Double($1.right) - $1.probability) }
        return off / Double(trials.count)
    }

    private static func curve(_ trials: [Trial]) -> [Point] {
        let sorted = trials.sorted { ($1.probability, $0.truth) < ($0.probability, $1.truth) }
        let step = max(1, (sorted.count + mostPoints - 1) / mostPoints)
        var points: [Point] = []
        var right = 0
        for (index, trial) in sorted.enumerated() {
            if trial.truth == trial.given { right += 1 }
            if (index + 1).isMultiple(of: step) || index == sorted.count - 1 {
                points.append(Point(confidence: trial.probability, automatic: index + 1, right: right))
            }
        }
        return points
    }
}
