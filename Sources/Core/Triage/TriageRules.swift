/// What a city says about suggestions and about following them without anybody (`triage.yaml`).
public struct TriageRules: Hashable, Sendable {
    /// When a suggestion is followed by itself; nil where that is off.
    public let automatic: Automatic?
    public let audit: Audit
    public let training: Training

    /// From which probability on a suggestion is called sure, in percent.
    public static let surePercent = 90
    /// From which probability on it is called likely, in percent; below that it is a guess.
    public static let likelyPercent = 60

    public init(automatic: Automatic?, audit: Audit = Audit(), training: Training = Training()) {
        self.automatic = automatic
        self.audit = audit
        self.training = training
    }

    /// A pack without the file: suggestions, and nothing by itself.
    public static let usual = TriageRules(automatic: nil)

    /// What the program may do alone.
    public struct Automatic: Hashable, Sendable {
        /// How sure it has to be, in thousandths: from 500 to 999.
        public let confidenceThousandths: Int
        /// The kinds of matters it may register and dispatch.
        public let kinds: Set<String>
        /// Categories, with all below them, that a person always decides.
        public let never: Set<String>

        public init(confidenceThousandths: Int, kinds: Set<String>, never: Set<String>) {
            self.confidenceThousandths = confidenceThousandths
            self.kinds = kinds
            self.never = never
        }

        /// From 0 to 1.
        public var confidence: Double { Double(confidenceThousandths) / 1000 }

        /// Whether a person has to decide on matters of a category.
        public func isForPeople(_ category: String, in catalogue: Catalogue) -> Bool {
            catalogue.lineage(of: category).contains { never.contains($0.code) }
        }
    }

    /// How the program's decisions are looked at again.
    public struct Audit: Hashable, Sendable {
        /// Of a hundred decisions so many are drawn each day.
        public let sharePercent: Int
        /// Of a hundred that were looked at so many have to be right, or the program stops.
        public let floorPercent: Int
        /// Fewer looks than this say nothing.
        public let atLeast: Int
        /// How many days back are counted.
        public let days: Int

        public init(sharePercent: Int = 5, floorPercent: Int = 90, atLeast: Int = 20, days: Int = 28) {
            self.sharePercent = sharePercent
            self.floorPercent = floorPercent
            self.atLeast = atLeast
            self.days = days
        }

        /// Whether so many right ones of so many are too few to go on.
        public func isTooLow(right: Int, of looked: Int) -> Bool {
            looked >= max(1, atLeast) && right * 100 < floorPercent * looked
        }
    }

    /// When a new model is made.
    public struct Training: Hashable, Sendable {
        /// At the earliest so many days after the last.
        public let everyDays: Int
        /// Fewer confirmed matters make no model.
        public let fewest: Int
        /// The newest so many are learned from.
        public let most: Int

        public init(everyDays: Int = 7, fewest: Int = 200, most: Int = 20_000) {
            self.everyDays = everyDays
            self.fewest = fewest
            self.most = most
        }
    }
}

/// How sure a suggestion is, in words.
public enum TriageCertainty: String, CaseIterable, Hashable, Sendable {
    case sure, likely, guess

    /// - Parameter probability: from 0 to 1.
    public init(_ probability: Double) {
        let percent = Int((probability * 100).rounded(.down))
        self =
            percent >= TriageRules.surePercent
            ? .sure : percent >= TriageRules.likelyPercent ? .likely : .guess
    }
}
