import Core
import Foundation
import Language

/// What became of a trial of a model.
struct TriageReport: Encodable {
    let tried: Int
    let macroF1: Double
    let accuracy: Double
    let ece: Double
    let eceEven: Double
    let shareAt95: Double
    let confidenceAt95: Double?
    let messagesPerSecond: Double?
    let trainSeconds: Double
    let modelBytes: Int
    let examples: Int
    let features: Int
    let labels: [LabelReliability]
    let curve: [Reliability.Point]

    init(_ trials: [Reliability.Trial], facts: TextClassifier.Facts, bytes: Int, perSecond: Double?) {
        let reliability = Reliability(trials)
        let widest = Reliability.widest(rightPercent: 95, trials)
        tried = trials.count
        macroF1 = reliability.macroF1
        accuracy = reliability.accuracy
        ece = reliability.calibrationError
        eceEven = Reliability.evenCalibrationError(trials)
        shareAt95 = Double(widest?.automatic ?? 0) / Double(max(1, trials.count))
        confidenceAt95 = widest?.confidence
        messagesPerSecond = perSecond
        trainSeconds = facts.trainSeconds
        modelBytes = bytes
        examples = facts.examples
        features = facts.features
        labels = Reliability.labels(trials)
        curve = reliability.curve
    }

    enum CodingKeys: String, CodingKey {
        case tried, accuracy, ece, examples, features, curve
        case macroF1 = "macro_f1"
        case eceEven = "ece_even"
        case shareAt95 = "share_at_95"
        case confidenceAt95 = "confidence_at_95"
        case messagesPerSecond = "messages_per_second"
        case trainSeconds = "train_seconds"
        case modelBytes = "model_bytes"
        case labels = "per_label"
    }

    var text: String {
        let percent = { (share: Double) in String(format: "%.1f %%", share * 100) }
        let number = { (value: Double, digits: Int) in String(format: "%.\(digits)f", value) }
        let widest =
            confidenceAt95.map { "\(percent(shareAt95)) (from confidence \(number($0, 3)) on)" } ?? "none"
        var lines = [
            "tried on              \(tried)",
            "macro F1              \(number(macroF1, 4))",
            "right                 \(percent(accuracy))",
            "calibration error     \(number(ece, 4)) (bins of equal size \(number(eceEven, 4)))",
            "by itself at 95 %     \(widest)",
            "messages a second     \(messagesPerSecond.map { number($0, 0) } ?? "–")",
            "training              \(number(trainSeconds, 1)) s on \(examples) examples",
            "model                 \(number(Double(modelBytes) / 1e6, 2)) MB, \(features) runs of letters",
            "", "   texts  found  right    F1  label",
        ]
        for label in labels {
            lines.append(
                String(format: "%8d", label.of)
                    + [label.recall, label.precision].map { String(format: "%6.1f%%", $0 * 100) }.joined()
                    + String(format: "%6.3f", label.f1) + "  \(label.label)")
        }
        return lines.joined(separator: "\n")
    }
}

/// Tries models on examples.
enum TriageTrial {
    /// Each part is tried with a model that was trained on all the others; its time and size are the largest.
    static func crossValidated(_ examples: [TextExample], folds: Int) throws -> TriageReport {
        var order = Array(examples.indices)
        var chance = Shuffling(state: 0x11AF_0001)
        order.shuffle(using: &chance)
        var trials: [Reliability.Trial] = []
        var (seconds, bytes, speeds): (Double, Int, [Double]) = (0, 0, [])
        var facts = TextClassifier.Facts.none
        for fold in 0..<folds {
            let inside = { (place: Int) in place % folds == fold }
            let rest = order.indices.filter { !inside($0) }.map { examples[order[$0]] }
            let part = order.indices.filter(inside).map { examples[order[$0]] }
            let model = try TriageCommand.train(rest).model
            let (tried, perSecond) = timed(model, part)
            trials += tried
            speeds.append(perSecond)
            seconds = max(seconds, model.facts.trainSeconds)
            bytes = max(bytes, model.encoded().count)
            facts = model.facts
            Console.note("part \(fold + 1) of \(folds): \(Reliability(tried).macroF1)")
        }
        facts.trainSeconds = seconds
        return TriageReport(trials, facts: facts, bytes: bytes, perSecond: speeds.max())
    }

    /// What a model says, and how many texts it reads in a second of one core: the best of several passes,
    /// by the time the processor gave to this program, since a machine has other work as well.
    static func timed(
        _ model: TextClassifier, _ examples: [TextExample]
    ) -> (trials: [Reliability.Trial], perSecond: Double) {
        var reader = TextClassifier.Reader(model)
        var said: [[Double]] = []
        var (best, spent): (Double, Double) = (.infinity, 0)
        for pass in 0..<20 where pass < 3 || spent < 2 {
            var round: [[Double]] = []
            round.reserveCapacity(examples.count)
            let start = clock()
            for example in examples {
                round.append(reader.probabilities(title: example.title, text: example.text))
            }
            let seconds = Double(clock() - start) / 1_000_000
            (best, spent, said) = (min(best, seconds), spent + seconds, round)
        }
        let trials = examples.indices.map { number in
            let shares = said[number]
            let most = shares.indices.max { (shares[$0], $1) < (shares[$1], $0) } ?? 0
            return Reliability.Trial(
                truth: examples[number].label, given: model.labels[most], probability: shares[most])
        }
        return (trials, Double(examples.count) / max(best, 1e-9))
    }
}

/// The same order on every machine (splitmix64).
private struct Shuffling: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
