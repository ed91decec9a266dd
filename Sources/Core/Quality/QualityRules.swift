/// The city's own words and measures for the checks, from `quality.yaml`.
public struct QualityRules: Hashable, Sendable, Codable {
    /// How a matter was filed against what its text says (M05).
    public var filing = Filing()
    /// Phrases that fit any answer; a `*` stands for a few letters.
    public var stock: [String] = []
    /// Letters of its own that an answer needs at least, and for each hundred letters of the question.
    public var ownLetters = 12
    public var ownPerHundred = 4
    /// Nearly the same answer to other questions, so often in so many days.
    public var repeats = 3
    public var repeatDays = 90
    /// Below this percentage of what was asked an answer does not touch it.
    public var touchPercent = 12
    /// Words by which an answer points to what was said or seen elsewhere.
    public var elsewhere: [String] = []
    /// Minutes after dispatch below which an answer is quick.
    public var quickMinutes = 10
    /// So many answers of one unit in so many minutes, all within so many hours of their limit.
    public var burstAnswers = 6
    public var burstMinutes = 15
    public var burstHours = 24
    /// Words that say that it is not solved.
    public var unsolved: [String] = []
    /// Words by which an answer promises; a day in the same clause is what it promises.
    public var promises: [String] = []
    /// Words of a rule: a day in their clause promises nothing.
    public var conditions: [String] = []

    public init() {}

    /// What belongs to an inquiry and to a complaint.
    public struct Filing: Hashable, Sendable, Codable {
        /// Kinds and classes that are for questions. What the receiving desk answered itself counts as one
        /// where `direct` is set.
        public var inquiryKinds: Set<String> = []
        public var inquiryCategories: Set<String> = []
        public var direct = false
        /// Kinds that are for complaints.
        public var complaintKinds: Set<String> = []
        /// Words with their weights.
        public var complaint: [String: Int] = [:]
        public var inquiry: [String: Int] = [:]
        /// By so much one side must outweigh the other.
        public var margin = 4

        public init() {}
    }

    /// No words: nothing is found by words.
    public static let none = QualityRules()
}
