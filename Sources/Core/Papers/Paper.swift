/// A plain paper (明白纸, M95): what residents need to know about one thing, on one page.
public struct Paper: Hashable, Sendable {
    /// What it is.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// How to do something.
        case guide
        /// What one is entitled to.
        case policy
        /// How the office goes about it.
        case procedure
    }

    /// What a section tells, in the order they are printed.
    public enum Part: String, CaseIterable, Hashable, Sendable {
        case what, who, bring, steps, time, cost, place, phone

        /// Whether its lines are counted: first, second, third.
        public var isOrdered: Bool { self == .steps }
    }

    /// One section: a line or several.
    public struct Section: Hashable, Sendable {
        public let part: Part
        public let lines: [LocalText]

        public init(part: Part, lines: [LocalText]) {
            self.part = part
            self.lines = lines
        }
    }

    /// Stands in its address: small letters, digits and hyphens.
    public let name: String
    public let kind: Kind
    public let title: LocalText
    /// Counts up with every change.
    public let version: Int
    /// The first day it holds.
    public let from: CivilDate
    /// The last day it holds; nil until it is replaced.
    public let until: CivilDate?
    /// The number of the resident's matter it came from.
    public let suggestion: String?
    /// The classes of matters it helps with.
    public let categories: [String]
    public let sections: [Section]

    public init(
        name: String, kind: Kind, title: LocalText, version: Int, from: CivilDate, until: CivilDate?,
        suggestion: String?, categories: [String], sections: [Section]
    ) {
        self.name = name
        self.kind = kind
        self.title = title
        self.version = version
        self.from = from
        self.until = until
        self.suggestion = suggestion
        self.categories = categories
        self.sections = sections
    }

    /// Where a paper stands on a day.
    public enum Standing: Hashable, Sendable {
        case valid, notYet, expired
    }

    public func standing(on day: CivilDate) -> Standing {
        if day < from { return .notYet }
        if let until, day > until { return .expired }
        return .valid
    }

    public func section(_ part: Part) -> Section? { sections.first { $0.part == part } }

    /// How many characters fit the one page it is printed on, title and headings not counted. Measured with
    /// the print style: 8 sections, 11 pt, A4.
    public static let longestText = 1500

    /// The length of its text in a language, characters of Latin script counted as half.
    public func length(in language: Language) -> Int {
        let texts = sections.flatMap(\.lines).map { $0[language] }
        return texts.reduce(0) { sum, text in
            sum + text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 1 : 2) }
        } / 2
    }
}
