/// What a city decides about its dispatch catalogue and about returns.
public struct RuleBook: Hashable, Sendable {
    /// Whether a change needs a second person before it counts.
    public let needsApproval: Bool
    /// Why units send back, as a closed list. In stories from before a unit chose one, what it wrote begins
    /// with one of these words, or counts as other.
    public let reasons: [Reason]
    /// So many units make a matter a tossed one, 3 or more.
    public let tossedFrom: Int
    /// So many rulings alike become a proposal.
    public let rulings: Int

    /// One reason for sending back.
    public struct Reason: Hashable, Sendable {
        public let code: String
        public let name: LocalText
        /// The first and the last day on which it can be chosen, both included; nil for "always".
        public let from: CivilDate?
        public let until: CivilDate?

        public init(code: String, name: LocalText, from: CivilDate? = nil, until: CivilDate? = nil) {
            self.code = code
            self.name = name
            self.from = from
            self.until = until
        }

        /// Whether it can be chosen on a day.
        public func holds(on day: CivilDate) -> Bool {
            (from.map { $0 <= day } ?? true) && (until.map { day <= $0 } ?? true)
        }
    }

    /// The code of what none of the reasons fits.
    public static let other = "other"

    public init(needsApproval: Bool, reasons: [Reason], tossedFrom: Int, rulings: Int) {
        self.needsApproval = needsApproval
        self.reasons = reasons
        self.tossedFrom = tossedFrom
        self.rulings = rulings
    }

    /// What holds in a city that says nothing about it.
    public static let usual = RuleBook(needsApproval: true, reasons: [], tossedFrom: 3, rulings: 1)

    /// The reason that was chosen; without one, the one that a unit's own words begin with, in either
    /// language.
    public func reason(of text: String, cause: String? = nil) -> String {
        if let cause { return cause }
        let words = Array(text.utf8.drop { $0 == 0x20 || $0 == 0x0A })
        return reasons.first { reason in
            words.starts(with: reason.name.zh.utf8) || words.starts(with: reason.name.en.utf8)
        }?.code ?? Self.other
    }
}
