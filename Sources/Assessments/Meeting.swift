import Core

/// The month's meeting of a unit with those right below it (点评会, M35).
struct Meeting: Sendable {
    let month: CivilDate
    let days: MonthDays
    let host: Unit
    let members: [Member]
    let closing: Closing?

    /// A unit of the meeting.
    struct Member: Sendable {
        let unit: Unit
        var submission: Submission?
        var claims: [Claim] = []
        var comments: [Comment] = []

        /// Nil before anybody said so.
        var passes: Bool? { comments.isEmpty ? nil : comments.allSatisfy(\.passes) }
    }

    /// What a unit handed in (交账).
    struct Submission: Sendable, Hashable {
        let person: Int64
        let at: Moment
        let text: String
    }

    /// One thing that a unit says it did, and whether it was found so (对账).
    struct Claim: Sendable, Hashable {
        let place: Int
        let text: String
        /// Nil before anybody looked.
        let honoured: Bool?
    }

    /// What a leader said of a unit (逐个点评).
    struct Comment: Sendable, Hashable {
        let person: Int64
        let at: Moment
        let passes: Bool
        let text: String
    }

    /// Who closed a meeting, and when.
    struct Closing: Sendable, Hashable {
        let person: Int64
        let at: Moment
    }

    /// Those without a submission.
    var missing: [Unit] { members.filter { $0.submission == nil }.map(\.unit) }
    var uncommented: [Unit] { members.filter(\.comments.isEmpty).map(\.unit) }
}

/// The diagnosis of what was raised to a unit and is still open (M80).
struct Diagnosis: Sendable {
    let month: CivilDate
    let days: MonthDays
    let host: Unit
    /// Whether the day has come and the agenda stands.
    let isMade: Bool
    let entries: [Entry]
    /// The last entry's matter where there are more behind it.
    let next: Int64?
    let closing: Meeting.Closing?

    /// A matter on the agenda.
    struct Entry: Sendable {
        let matter: FoundMatter
        /// What the unit that raised it said.
        let why: String?
        let decision: Decision?
    }

    /// What was decided: a plan, who answers for it, until when.
    struct Decision: Sendable, Hashable {
        let plan: String
        let responsible: String
        let finish: CivilDate
    }
}

/// How long answers may be, in characters.
enum AnswerLimit {
    static let comment = 1000
    static let submission = 4000
    static let claim = 200
    static let claims = 20
    static let plan = 700
    static let responsible = 60
}
