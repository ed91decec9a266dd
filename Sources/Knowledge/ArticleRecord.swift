import Core
import Storage

/// An article with the version that is looked at.
struct ArticleRecord: Sendable, Hashable {
    let id: Int64
    let state: State
    /// The newest version, a draft perhaps.
    let newest: Int
    /// The version that is offered; nil where none is.
    let live: Int?
    /// The version of `article`.
    let version: Int
    let article: Article
    let changedAt: Moment

    enum State: String, CaseIterable, Sendable { case draft, live, withdrawn }

    /// Whether somebody wrote something newer than what is offered.
    var hasDraft: Bool { live != newest }

    /// Whether it may be offered on a day: nothing early, expired, withdrawn or unpublished is.
    func isOffered(on day: CivilDate) -> Bool {
        state == .live && version == live && article.standing(on: day) == .valid
    }
}

/// Something that was done with an article: who, when, why.
struct ArticleAct: SQLRow, Sendable, Hashable {
    let version: Int
    let what: What
    /// Nil for the city's own book.
    let person: Int64?
    let why: String
    let at: Moment

    enum What: String, CaseIterable, Sendable { case drafted, published, withdrawn }

    init(version: Int, what: What, person: Int64?, why: String, at: Moment) {
        self.version = version
        self.what = what
        self.person = person
        self.why = why
        self.at = at
    }

    init(row: Row) throws {
        self.init(
            version: try row.get("version"),
            what: What(rawValue: try row.get("act")) ?? .drafted, person: try row.get("person"),
            why: try row.get("why"), at: try row.get("at"))
    }
}

/// A question that nobody could answer.
struct UnansweredQuestion: SQLRow, Sendable, Hashable {
    let id: Int64
    let category: String
    let question: String
    let at: Moment

    init(id: Int64, category: String, question: String, at: Moment) {
        self.id = id
        self.category = category
        self.question = question
        self.at = at
    }

    init(row: Row) throws {
        self.init(
            id: try row.get("id"), category: try row.get("category"), question: try row.get("question"),
            at: try row.get("at"))
    }
}

/// How many questions of a class nobody could answer.
struct KnowledgeGap: SQLRow, Sendable, Hashable {
    let category: String
    let open: Int
    let asked: Int
    let lastAt: Moment

    init(category: String, open: Int, asked: Int, lastAt: Moment) {
        self.category = category
        self.open = open
        self.asked = asked
        self.lastAt = lastAt
    }

    init(row: Row) throws {
        self.init(
            category: try row.get("category"), open: try row.get("open"), asked: try row.get("asked"),
            lastAt: try row.get("last_at"))
    }
}

/// What is counted of an article, and of all of them, by day.
enum KnowledgeFigure: String, CaseIterable, Sendable {
    /// Shown to somebody who asked for help with words or a class.
    case offered
    /// A question was answered with it.
    case used
    /// Somebody at work said that it helped, or did not.
    case helped, unhelped
    /// A resident read it, said that it helped, or did not.
    case read, helpedResident, unhelpedResident
    /// A question was asked that no article answers.
    case unanswered
}

/// Sums of what is counted.
struct KnowledgeSums: Sendable, Hashable {
    var counts: [KnowledgeFigure: Int] = [:]

    subscript(figure: KnowledgeFigure) -> Int {
        get { counts[figure] ?? 0 }
        set { counts[figure] = newValue }
    }

    /// Answered questions among those asked (M09: 100 % is wanted).
    func answerRate(_ now: Moment) -> Rate? {
        Rate(numerator: self[.used], denominator: self[.used] + self[.unanswered], asOf: now)
    }

    /// Those who said that it helped, residents among them.
    func helpRate(_ now: Moment) -> Rate? {
        let yes = self[.helped] + self[.helpedResident]
        let no = self[.unhelped] + self[.unhelpedResident]
        return Rate(numerator: yes, denominator: yes + no, asOf: now)
    }
}
