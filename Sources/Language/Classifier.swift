/// A text whose label is known, to learn from.
public struct TextExample: Hashable, Sendable {
    public let title: String
    public let text: String
    public let label: String
    /// How sure the label is, from 0 (nothing is learned) to 1.
    public let weight: Double

    public init(title: String, text: String, label: String, weight: Double = 1) {
        self.title = title
        self.text = text
        self.label = label
        self.weight = weight.isFinite ? min(1, max(0, weight)) : 0
    }
}

/// Says what a text is about: a linear model on runs of one to three letters of title and text, with
/// probabilities that come true as often as they say.
///
/// Labels are strings; codes of a tree of categories are joined to branches by
/// ``probability(of:title:text:)``. A value of its own: copies learn apart.
public struct TextClassifier: Sendable {
    /// Why nothing can be learned from a set of examples.
    public enum TrainingRefusal: Error, Hashable, Sendable {
        /// Fewer than ``Options/fewest`` examples that weigh anything.
        case tooFew(Int)
        /// All examples have this label.
        case oneClass(String)
        /// More labels than a model holds.
        case tooManyLabels(Int)
    }

    /// A label, and how probable it is, from 0 to 1.
    public struct Suggestion: Hashable, Sendable {
        public let label: String
        public let probability: Double

        public init(label: String, probability: Double) {
            self.label = label
            self.probability = probability
        }
    }

    /// What has been learned, apart from the words: fixed while nothing is learned.
    public struct Facts: Hashable, Sendable {
        /// Examples that weighed anything.
        public internal(set) var examples: Int
        /// Taken in one at a time since.
        public internal(set) var learnedSince: Int
        /// Runs of letters that carry weight.
        public internal(set) var features: Int
        /// What the last training took; 0 where nobody measured it.
        public var trainSeconds: Double

        /// Of a model that learned nothing.
        public static let none = Facts(examples: 0, learnedSince: 0, features: 0, trainSeconds: 0)
    }

    /// As numbered in the model: sorted when trained, later ones behind.
    public internal(set) var labels: [String]
    public var facts: Facts

    /// Letters of a text that are read.
    let letters: Int
    /// How much the title counts beside the text.
    let titleShare: Float
    /// The runs of letters that carry weight.
    var vocabulary: Vocabulary
    /// For each block of eight labels, the weights of each feature, feature 0 being the constant.
    var weights: [[SIMD8<Float>]]
    var calibration: Calibration

    /// Most likely first; all labels together sum to 1.
    public func suggestions(title: String, text: String, limit: Int) -> [Suggestion] {
        var reader = Reader(self)
        return Array(reader.suggestions(title: title, text: text).prefix(max(0, limit)))
    }

    /// How probable it is that the label begins with a prefix: a leaf may be unsure where its branch is sure.
    public func probability(of prefix: String, title: String, text: String) -> Double {
        var reader = Reader(self)
        return reader.suggestions(title: title, text: text)
            .reduce(0) { $0 + ($1.label.hasPrefix(prefix) ? $1.probability : 0) }
    }
}

extension [TextClassifier.Suggestion] {
    /// The same summed to the first so many characters of the labels: what is known of the branch.
    public func branches(length: Int) -> [TextClassifier.Suggestion] {
        var sums: [String: Double] = [:]
        for one in self { sums[String(one.label.prefix(length)), default: 0] += one.probability }
        return sums.map { TextClassifier.Suggestion(label: $0.key, probability: $0.value) }
            .sorted { ($1.probability, $0.label) < ($0.probability, $1.label) }
    }
}
