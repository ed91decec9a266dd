/// What is looked for in how a matter was answered. A finding is a question to somebody who looks, never a
/// verdict.
public enum QualityCheck: String, CaseIterable, Hashable, Sendable, Codable {
    /// A complaint was filed as an inquiry, or an inquiry as a complaint.
    case misfiled
    /// The answer says nothing of its own.
    case empty
    /// The answer is nearly the same as others of this unit, or as the one that was refused.
    case repeated
    /// The answer does not touch what was asked.
    case untouched
    /// Answered or closed without a record that anybody spoke with the resident.
    case uncontacted
    /// A day that was promised went by without a word.
    case promise
    /// The answer names the resident, or a private number.
    case `private`
    /// Answered within minutes, or many at once just before the limit.
    case rushed
    /// Given as the answer, but it says that nothing was solved.
    case unsolved
}

/// What somebody made of a finding.
public enum QualityState: String, CaseIterable, Hashable, Sendable, Codable {
    case open, confirmed, dismissed
}

/// Something a check found.
public struct QualityFinding: Hashable, Sendable {
    public let check: QualityCheck
    public let reason: QualityReason

    public init(_ check: QualityCheck, _ reason: QualityReason) {
        self.check = check
        self.reason = reason
    }
}

/// Why a check found something: which words, how many, since when. Kept as it was when it was found.
public struct QualityReason: Hashable, Sendable, Codable {
    /// Which of the check's sentences tells it: `inquiry`, `short`, `quick` …
    public let how: String
    /// The words that decided, as the reader should see them. Never a private number.
    public let words: [String]
    /// Where they stand in the answer, or in the question for how it was filed: pairs of a first and a last
    /// place in scalars.
    public let marks: [Int]
    /// The check's own numbers, by name: letters, minutes, share.
    public let numbers: [String: Int]
    /// A day that was promised.
    public let day: CivilDate?
    /// The numbers of other matters it is compared with.
    public let matters: [String]

    public init(
        _ how: String, words: [String] = [], marks: [Range<Int>] = [], numbers: [String: Int] = [:],
        day: CivilDate? = nil, matters: [String] = []
    ) {
        self.how = how
        self.words = Array(words.prefix(Self.most))
        self.marks = marks.prefix(Self.most).flatMap { [$0.lowerBound, $0.upperBound] }
        self.numbers = numbers
        self.day = day
        self.matters = Array(matters.prefix(5))
    }

    /// Words and marks that are kept.
    public static let most = 12

    /// The marks in order, none over another.
    public var places: [Range<Int>] {
        var places: [Range<Int>] = []
        let pairs = stride(from: 0, to: marks.count - 1, by: 2).map { (marks[$0], marks[$0 + 1]) }
        for (first, last) in pairs.sorted(by: <) where first < last {
            if let before = places.last, first < before.upperBound {
                places[places.count - 1] = before.lowerBound..<max(before.upperBound, last)
            } else {
                places.append(first..<last)
            }
        }
        return places
    }
}
