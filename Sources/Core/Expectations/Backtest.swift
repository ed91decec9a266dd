/// A case of the past, for trying an estimate on what is known by now.
public struct PastCase: Hashable, Sendable {
    public let raisedAt: Moment
    /// Nil where it was still open when the record was made.
    public let endedAt: Moment?
    /// Its groups, the closest first.
    public let groups: [String]
    /// What the naive estimate goes by.
    public let category: String

    public init(raisedAt: Moment, endedAt: Moment?, groups: [String], category: String) {
        self.raisedAt = raisedAt
        self.endedAt = endedAt
        self.groups = groups
        self.category = category
    }
}

/// Learns from the cases raised before a moment, as they stood at that moment, and looks how what would have
/// been said to the later ones at their opening came true.
///
/// Nothing is known before it happened: a case that ended after the moment counts as open at it.
public struct Backtest: Sendable {
    private let cases: [PastCase]
    /// The moment the record was made: what is open in it was open then.
    private let end: Moment
    private let recency: Recency

    /// - Parameter cases: In any order; those that ended before they were raised are left out.
    public init(_ cases: [PastCase], recency: Recency) {
        self.cases = cases.filter { ($0.endedAt ?? $0.raisedAt) >= $0.raisedAt }
            .sorted { $0.raisedAt < $1.raisedAt }
        end = cases.flatMap { [$0.raisedAt, $0.endedAt ?? $0.raisedAt] }.max() ?? Moment(milliseconds: 0)
        self.recency = recency
    }

    /// What is said to one case at its opening.
    struct Said {
        /// Nil where nothing is said.
        let half: Int64?
        let most: Int64?
    }

    /// How what was said came true.
    public struct Outcome: Hashable, Sendable, Codable {
        /// Cases of the test.
        public let cases: Int
        public let half: Score
        public let most: Score
    }

    /// One of the two times that are said.
    public struct Score: Hashable, Sendable, Codable {
        /// To how many something was said.
        public let given: Int
        /// Of those, for how many the time said has passed in the record.
        public let due: Int
        /// Of those, how many were finished by then.
        public let kept: Int
        /// `kept` of `due`, from 0 to 1; nil where nothing is due.
        public let share: Double?
        /// The share of all to whom something was said, from 0 to 1, that was finished by then: at least this
        /// much, if all of which the record cannot tell took longer, and at most, if none did.
        public let atLeast: Double?
        public let atMost: Double?
        /// Half of what is said is at most this many days; nil where nothing is said.
        public let medianDays: Double?
        /// The mean pinball loss in days over all cases, each seen only as far as the record goes: smaller
        /// is better. A case of which nothing is said counts as "longer than the record".
        public let loss: Double
    }

    /// Estimates fitted once at `cut`, tried on all cases raised from then on.
    public func once(at cut: Moment) -> Outcome { refitted(from: cut, every: nil) }

    /// Estimates fitted at `cut` and again after every so many milliseconds.
    public func refitted(from cut: Moment, every step: Int64?) -> Outcome {
        score(from: cut, every: step) { known, test in
            test.map { one in
                let expected = known.expected(one.groups)
                return Said(half: expected?.half, most: expected?.most)
            }
        }
    }

    /// The naive way: the median and the 90th percentile of what had finished of the category at `cut`.
    public func naive(at cut: Moment) -> Outcome {
        var lengths: [String: [Int64]] = [:]
        for one in cases {
            guard let ended = one.endedAt, ended < cut else { continue }
            lengths[one.category, default: []].append(ended - one.raisedAt)
        }
        let sorted = lengths.mapValues { $0.sorted() }
        return score(from: cut, every: nil) { _, test in
            test.map { one in
                guard let found = sorted[one.category] else { return Said(half: nil, most: nil) }
                return Said(half: found[(found.count - 1) / 2], most: found[(found.count * 9 - 1) / 10])
            }
        }
    }

    private func score(
        from cut: Moment, every step: Int64?, _ say: (Expectations, ArraySlice<PastCase>) -> [Said]
    ) -> Outcome {
        let test = cases.drop { $0.raisedAt < cut }
        var said: [Said] = []
        var start = cut
        var rest = test
        while !rest.isEmpty {
            let next = step.map { start + $0 } ?? Moment(milliseconds: .max)
            let part = rest.prefix { $0.raisedAt < next }
            if !part.isEmpty { said += say(learned(at: start), part) }
            rest = rest.dropFirst(part.count)
            start = next
        }
        return Outcome(
            cases: test.count, half: score(test, said.map(\.half), 0.5),
            most: score(test, said.map(\.most), 0.9))
    }

    /// What was known at a moment.
    func learned(at moment: Moment) -> Expectations {
        var known = Expectations()
        for one in cases.prefix(while: { $0.raisedAt < moment }) {
            let ended = one.endedAt.flatMap { $0 < moment ? $0 : nil }
            known.add(
                one.groups, lasted: (ended ?? moment) - one.raisedAt, finished: ended != nil,
                weight: recency.weight(age: moment - one.raisedAt))
        }
        return known
    }

    private func part(_ some: Int, of all: Int) -> Double? {
        all == 0 ? nil : Double(some) / Double(all)
    }

    private func score(_ test: ArraySlice<PastCase>, _ said: [Int64?], _ share: Double) -> Score {
        var (due, kept, early, untold, loss) = (0, 0, 0, 0, 0.0)
        for (one, said) in zip(test, said) {
            let seen = end - one.raisedAt
            let length = one.endedAt.map { $0 - one.raisedAt }
            // Whether a time is looked at depends on the time alone, never on how the case went: else the
            // cases that went well would be looked at more often.
            if let said, said <= seen {
                due += 1
                if let length, length <= said { kept += 1 }
            } else if said != nil {
                if length == nil { untold += 1 } else { early += 1 }
            }
            let (real, told) = (min(length ?? seen, seen), min(said ?? seen, seen))
            let miss = Double(real - told) / 86_400_000
            loss += miss >= 0 ? share * miss : (share - 1) * miss
        }
        let given = said.compactMap(\.self).sorted()
        return Score(
            given: given.count, due: due, kept: kept, share: part(kept, of: due),
            atLeast: part(kept + early, of: given.count),
            atMost: part(kept + early + untold, of: given.count),
            medianDays: given.isEmpty ? nil : Double(given[(given.count - 1) / 2]) / 86_400_000,
            loss: test.isEmpty ? 0 : loss / Double(test.count))
    }
}
