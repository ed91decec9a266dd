/// How well the texts of one label are found.
public struct LabelReliability: Hashable, Sendable, Codable {
    public let label: String
    /// How many texts have it.
    public let of: Int
    /// To how many it was given.
    public let given: Int
    /// To how many rightly.
    public let right: Int

    /// How many of those it was given to have it, from 0 to 1.
    public var precision: Double { given == 0 ? 0 : Double(right) / Double(given) }
    /// How many of those that have it were given it, from 0 to 1.
    public var recall: Double { of == 0 ? 0 : Double(right) / Double(of) }
    /// Both in one, from 0 to 1.
    public var f1: Double { of + given == 0 ? 0 : 2 * Double(right) / Double(of + given) }
}

extension Reliability {
    /// For each label that a text has or was given, by its name.
    public static func labels(_ trials: [Trial]) -> [LabelReliability] {
        var counts: [String: (of: Int, given: Int, right: Int)] = [:]
        for trial in trials {
            counts[trial.truth, default: (0, 0, 0)].of += 1
            counts[trial.given, default: (0, 0, 0)].given += 1
            if trial.truth == trial.given { counts[trial.truth, default: (0, 0, 0)].right += 1 }
        }
        return counts.sorted { $0.key < $1.key }.map {
            LabelReliability(label: $0.key, of: $0.value.of, given: $0.value.given, right: $0.value.right)
        }
    }

    /// How far off probabilities are on the average, from 0 to 1, in fifteen bins that hold equally many:
    /// what bins of equal width hide where most probabilities are high.
    public static func evenCalibrationError(_ trials: [Trial]) -> Double {
        let sorted = trials.sorted { ($0.probability, $0.truth) < ($1.probability, $1.truth) }
        var off = 0.0
        for bin in 0..<15 {
            let part = sorted[sorted.count * bin / 15..<sorted.count * (bin + 1) / 15]
            let right = part.count { $0.truth == $0.given }
            off += abs(part.reduce(0) { $0 + $1.probability } - Double(right))
        }
        return trials.isEmpty ? 0 : off / Double(trials.count)
    }

    /// The most that can go by itself, the surest first, so that at least so many of a hundred of them are
    /// right; texts of equal probability go together. Nil where not even the surest are.
    public static func widest(rightPercent: Int, _ trials: [Trial]) -> Point? {
        let sorted = trials.sorted { $0.probability > $1.probability }
        var (best, right): (Point?, Int) = (nil, 0)
        for (index, trial) in sorted.enumerated() {
            if trial.truth == trial.given { right += 1 }
            let isLast = index + 1 == sorted.count || sorted[index + 1].probability < trial.probability
            guard isLast, right * 100 >= rightPercent * (index + 1) else { continue }
            best = Point(confidence: trial.probability, automatic: index + 1, right: right)
        }
        return best
    }
}
