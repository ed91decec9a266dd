extension TextClassifier {
    /// How a model is trained. The defaults were chosen by cross-validation on messages to a city.
    public struct Options: Hashable, Sendable {
        /// Fewer examples teach nothing.
        public static let fewest = 4
        /// A model never grows beyond so many labels.
        public static let mostLabels = 1024
        /// How many runs of letters carry weight at most; fewer where there are many labels.
        public var features = 200_000
        /// In how many texts a run must stand.
        public var fewestTexts = 2
        /// Letters of a text that are read; titles are read whole up to the same number.
        public var letters = 1000
        /// What an error costs against the size of the weights.
        public var cost: Float = 1
        /// Rounds over the examples.
        public var rounds = 8
        /// Parts for finding out how sure the model may be.
        public var folds = 3
        /// How much the title counts beside the text.
        public var titleShare: Float = 0.5

        /// Texts imagined beside the real ones, so that a rare run of letters does not seem telling by
        /// chance.
        public var smoothing: Float = 5

        public init() {}

        /// So that weights stay below 4 million numbers.
        func features(labels: Int) -> Int {
            let blocks = (labels + 7) / 8
            return max(1000, min(features, 4_000_000 / (8 * blocks)))
        }
    }
}
