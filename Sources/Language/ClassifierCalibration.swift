/// Turns scores into probabilities that come true as often as they say: shares of 1 by the powers of scores
/// that are stretched and moved, fitted on examples the scores were not learned from.
struct Calibration: Hashable, Sendable {
    /// For each label how its score counts for it.
    private(set) var slopes: [Double]
    private(set) var offsets: [Double]

    /// Where few examples tell otherwise.
    private static let usualSlope = 4.0

    init(slopes: [Double], offsets: [Double]) {
        self.slopes = slopes
        self.offsets = offsets
    }

    func probabilities(_ scores: [Float]) -> [Double] {
        Arithmetic.shares(scores.indices.map { slopes[$0] * Double(scores[$0]) + offsets[$0] })
    }

    /// A label more, counting as the others do on average.
    mutating func add() {
        slopes.append(slopes.reduce(0, +) / Double(max(1, slopes.count)))
        offsets.append(offsets.reduce(0, +) / Double(max(1, offsets.count)))
    }

    /// Fitted on the logarithmic loss, each label's two numbers by half a step of Newton's at a time; a usual
    /// slope and no offset weigh as much as one example each.
    ///
    /// - Parameter weights: 0 for an example that says nothing.
    init(scores: [[Float]], truths: [Int], weights: [Double], labels: Int) {
        slopes = [Double](repeating: Self.usualSlope, count: labels)
        offsets = [Double](repeating: 0, count: labels)
        let rows = weights.indices.filter { weights[$0] > 0 }
        for _ in 0..<25 {
            var bends = (0..<labels).map { Bend(slope: slopes[$0] - Self.usualSlope, offset: offsets[$0]) }
            for row in rows {
                let shares = probabilities(scores[row])
                for label in 0..<labels {
                    bends[label].add(
                        score: Double(scores[row][label]), share: shares[label],
                        isTrue: label == truths[row], weight: weights[row])
                }
            }
            for label in 0..<labels {
                let step = bends[label].step
                slopes[label] -= step.slope / 2
                offsets[label] -= step.offset / 2
            }
        }
    }

    /// How the loss changes with the two numbers of a label, and how that changes.
    private struct Bend {
        private var (slope, offset): (Double, Double)
        private var (slopes, both, offsets): (Double, Double, Double) = (1, 0, 1)

        init(slope: Double, offset: Double) { (self.slope, self.offset) = (slope, offset) }

        mutating func add(score: Double, share: Double, isTrue: Bool, weight: Double) {
            let error = (share - (isTrue ? 1 : 0)) * weight
            let bend = share * (1 - share) * weight
            slope += error * score
            offset += error
            slopes += bend * score * score
            both += bend * score
            offsets += bend
        }

        var step: (slope: Double, offset: Double) {
            // At least 1: both bends hold their 1 beside what is a square in sum.
            let area = max(1, slopes * offsets - both * both)
            return (
                slope: (slope * offsets - offset * both) / area,
                offset: (offset * slopes - slope * both) / area
            )
        }
    }
}
