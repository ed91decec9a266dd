import Core
import Desk
import Storage
import Web

/// What the knowledge says no to.
enum KnowledgeRefusal: Refusable, Hashable {
    /// What is wrong with an article, the first of it.
    case article(Article.Problem)
    /// A field of a form is empty.
    case missing(field: String)
    /// A field has more characters than it may.
    case tooLong(field: String, limit: Int)
    /// Neither the power, nor a post in the unit that answers for it.
    case notYours
    /// Somebody else wrote a version meanwhile, or has the code.
    case changed
    /// What is past cannot be offered.
    case past

    var code: String {
        switch self {
        case .article(let problem): "knowledge.problem.\(problem.rawValue)"
        case .missing: "knowledge.missing"
        case .tooLong: "knowledge.tooLong"
        case .notYours: "knowledge.notYours"
        case .changed: "knowledge.changed"
        case .past: "knowledge.past"
        }
    }

    var status: Int {
        switch self {
        case .notYours: 403
        case .changed: 409
        case .article, .missing, .tooLong, .past: 422
        }
    }

    var field: String? {
        switch self {
        case .article(let problem): problem.field
        case .missing(let field), .tooLong(let field, _): field
        case .past: "until"
        case .notYours, .changed: nil
        }
    }

    func sentence(_ words: Words) -> String {
        switch self {
        case .article(let problem): words("knowledge.problem.\(problem.rawValue)")
        case .missing: words("knowledge.missing")
        case .tooLong(_, let limit): words("knowledge.tooLong", ["limit": limit])
        case .notYours: words("knowledge.notYours")
        case .changed: words("knowledge.changed")
        case .past: words("knowledge.past")
        }
    }
}

extension Article.Problem {
    /// The input of the form it belongs to.
    var field: String {
        switch self {
        case .code, .unit, .until, .review, .source: rawValue
        case .categories: "category-1"
        case .areas: "area-1"
        case .title, .titleLong: "title-zh"
        case .answer, .answerLong: "answer-zh"
        }
    }
}

extension KnowledgeDesk {
    // MARK: Who may

    /// The units in whose name somebody may write; nil for all of them.
    func units(of officer: Officer) -> [UnitCode]? {
        officer.may(.editKnowledge) ? nil : Set(officer.posts.map(\.unit)).sorted()
    }

    func mayWrite(_ officer: Officer, for unit: UnitCode) -> Bool {
        units(of: officer)?.contains(unit) ?? true
    }

    // MARK: Writing

    /// Keeps a new version, and offers it where asked to.
    ///
    /// - Parameter base: The version its writer began with; 0 for a new article.
    func write(
        _ article: Article, after base: Int, why: String, publishing: Bool, by officer: Officer,
        at now: Moment
    ) async throws {
        if let problem = article.problems(in: city).first { throw KnowledgeRefusal.article(problem) }
        if why.count > Article.Limit.why { throw KnowledgeRefusal.tooLong(field: "why", limit: 500) }
        if base > 0, why.isEmpty { throw KnowledgeRefusal.missing(field: "why") }
        guard mayWrite(officer, for: article.unit) else { throw KnowledgeRefusal.notYours }
        if publishing { try refusePast(article, at: now) }
        let mine = units(of: officer)
        try await desk.database.write { connection in
            let store = ArticleStore(connection: connection)
            // Whoever gives an article to their unit must answer for it already.
            if base > 0, let before = try store.article(article.code), let mine,
                !mine.contains(before.article.unit)
            {
                throw KnowledgeRefusal.notYours
            }
            let made = try store.draft(
                article, after: base, why: why, person: officer.personID, at: now)
            guard let made else { throw KnowledgeRefusal.changed }
            if publishing {
                try store.publish(
                    made.id, made.version, article, why: why, person: officer.personID, at: now)
            }
        }
    }

    /// Offers the newest version.
    func publish(_ record: ArticleRecord, by officer: Officer, at now: Moment) async throws {
        let code = record.article.code
        let mine = units(of: officer)
        let today = city.calendar.date(of: now)
        try await desk.database.write { connection in
            let store = ArticleStore(connection: connection)
            guard let newest = try store.article(code, version: record.newest), newest.newest == record.newest
            else { throw KnowledgeRefusal.changed }
            let owners = [newest.article.unit, record.article.unit]
            if let mine, !owners.allSatisfy(mine.contains) { throw KnowledgeRefusal.notYours }
            if newest.article.standing(on: today) == .expired { throw KnowledgeRefusal.past }
            try store.publish(
                newest.id, newest.version, newest.article, why: "", person: officer.personID, at: now)
        }
    }

    func withdraw(_ record: ArticleRecord, why: String, by officer: Officer, at now: Moment) async throws {
        guard mayWrite(officer, for: record.article.unit) else { throw KnowledgeRefusal.notYours }
        if why.isEmpty { throw KnowledgeRefusal.missing(field: "why") }
        if why.count > Article.Limit.why { throw KnowledgeRefusal.tooLong(field: "why", limit: 500) }
        try await desk.database.write { connection in
            try ArticleStore(connection: connection).withdraw(
                record.id, record.version, why: why, person: officer.personID, at: now)
        }
    }

    /// Somebody looked and nothing had to change: a new version with another day to look again.
    func reviewed(
        _ record: ArticleRecord, again day: CivilDate, why: String, by officer: Officer, at now: Moment
    ) async throws {
        // Somebody's draft waits: it must be published or taken up first.
        if record.hasDraft { throw KnowledgeRefusal.changed }
        var article = record.article
        article.review = day
        if day <= city.calendar.date(of: now) { throw KnowledgeRefusal.article(.review) }
        try await write(
            article, after: record.newest, why: why, publishing: true, by: officer, at: now)
    }

    private func refusePast(_ article: Article, at now: Moment) throws(KnowledgeRefusal) {
        if article.standing(on: city.calendar.date(of: now)) == .expired { throw .past }
    }

    // MARK: Unanswered

    func note(_ question: String, category: String, by officer: Officer, at now: Moment) async throws {
        let question = question.trimmed
        if question.isEmpty { throw KnowledgeRefusal.missing(field: "question") }
        if question.count > 500 { throw KnowledgeRefusal.tooLong(field: "question", limit: 500) }
        guard city.catalogue[category] != nil else { throw KnowledgeRefusal.missing(field: "category") }
        try await desk.database.write { connection in
            try unanswered(
                question, category: category, person: officer.personID, at: now, in: connection)
        }
    }

    /// Ends an open question: an article answers it now, or it needs none.
    func settle(_ id: Int64, by code: String?, at now: Moment) async throws {
        try await desk.database.write { connection in
            let store = QuestionStore(connection: connection)
            guard let question = try store.question(id) else { return }
            if let code {
                guard let record = try ArticleStore(connection: connection).article(code),
                    record.state == .live
                else { throw KnowledgeRefusal.missing(field: "article") }
            }
            try store.settle(question, by: code, at: now)
        }
    }
}
