/// How a score is made: a version with the day from which it counts. It is data of the city.
public struct Formula: Hashable, Sendable, Codable {
    public let version: Int
    public let from: CivilDate
    /// What each measure is worth; together 100.
    public let weights: [Weight]
    public let deductions: [Deduction]

    public init(version: Int, from: CivilDate, weights: [Weight], deductions: [Deduction]) {
        self.version = version
        self.from = from
        self.weights = weights
        self.deductions = deductions
    }

    /// The worth of a measure.
    public struct Weight: Hashable, Sendable, Codable {
        public let measure: Measure
        /// 1…100.
        public let percent: Int

        public init(_ measure: Measure, percent: Int) {
            self.measure = measure
            self.percent = percent
        }
    }

    /// What is taken off for each of something, up to a most.
    public struct Deduction: Hashable, Sendable, Codable {
        public let figure: Figure
        /// Hundredths of a point, for each.
        public let each: Int
        /// Hundredths of a point, in all.
        public let atMost: Int

        public init(_ figure: Figure, each: Int, atMost: Int) {
            self.figure = figure
            self.each = each
            self.atMost = atMost
        }

        /// Hundredths of a point for so many.
        public func points(for count: Int) -> Int {
            let (product, overflow) = max(0, count).multipliedReportingOverflow(by: each)
            return overflow ? atMost : min(product, atMost)
        }
    }
}

/// The score of a unit, with what it was made of.
public struct Score: Hashable, Sendable {
    /// One measure: what it showed, its weight, and the points it brought.
    public struct Part: Hashable, Sendable {
        public let measure: Measure
        public let share: Share
        /// Its weight in percent, as the formula gives it.
        public let percent: Int
        /// Hundredths of a point; nil where nothing was counted and its weight went to the others.
        public let points: Int?
    }

    /// What was taken off for one thing.
    public struct Loss: Hashable, Sendable {
        public let figure: Figure
        public let count: Int
        /// Hundredths of a point.
        public let points: Int
    }

    public let parts: [Part]
    public let losses: [Loss]
    /// Hundredths of a point, 0…10000; nil where no measure counted anything.
    public let hundredths: Int?

    /// The score of some figures by a formula. A measure that counted nothing says nothing: its weight is
    /// shared by the others.
    public init(of figures: Figures, by formula: Formula) {
        let shares = formula.weights.map { (weight: $0, share: figures.share($0.measure)) }
        let counted = shares.filter { $0.share.of > 0 }.reduce(0) { $0 + $1.weight.percent }
        parts = shares.map { weight, share in
            Part(
                measure: weight.measure, share: share, percent: weight.percent,
                points: counted == 0 ? nil : share.hundredths.map { $0 * weight.percent / counted })
        }
        losses = formula.deductions.compactMap { deduction in
            let count = figures[deduction.figure]
            guard count > 0 else { return nil }
            return Loss(figure: deduction.figure, count: count, points: deduction.points(for: count))
        }
        let earned = parts.compactMap(\.points)
        let lost = losses.reduce(0) { $0 + $1.points }
        hundredths = earned.isEmpty ? nil : min(10_000, max(0, earned.reduce(0, +) - lost))
    }

    /// `93.5`, one digit behind the point, or an en dash where nothing was counted.
    public var text: String { hundredths.map { Score.text(ofHundredths: $0) } ?? "–" }

    /// Hundredths of a point with one digit behind the point.
    public static func text(ofHundredths points: Int) -> String {
        let tenths = (points + 5) / 10
        return "\(tenths / 10).\(tenths % 10)"
    }
}
