import Core
import Desk
import Storage

extension KnowledgeDesk {
    /// What changed last; nothing is counted as offered.
    func newest(_ question: FoundStore.Question, limit: Int) async throws -> [ArticleRecord] {
        try await desk.database.read { try FoundStore(connection: $0).found(question, limit: limit) }
    }

    /// What was done with an article, and what was counted of it.
    func story(
        of record: ArticleRecord, from first: Int, through last: Int
    ) async throws -> ([ArticleAct], KnowledgeSums) {
        try await desk.database.read { connection in
            (
                try ArticleStore(connection: connection).acts(of: record.id, limit: 50),
                try KnowledgeFigureStore(connection: connection).sums(
                    of: record.id, from: first, through: last)
            )
        }
    }

    /// An article as it was when it was used.
    struct PastUse: Sendable, Hashable {
        let version: Int
        let article: Article
        let at: Moment
    }

    func uses(_ place: KnowledgeUse) async throws -> [PastUse] {
        try await desk.database.read { connection in
            try KnowledgeFigureStore(connection: connection).uses(place, limit: 20).map { use in
                PastUse(
                    version: use.version, article: try StoredJSON.value(Article.self, use.content),
                    at: use.at)
            }
        }
    }

    func openQuestion(_ id: Int64) async throws -> UnansweredQuestion? {
        try await desk.database.read { try QuestionStore(connection: $0).question(id) }
    }

    // MARK: To look after

    /// The last day is within so many days.
    static let endingDays = 30
    /// An expired one is listed for so many days.
    static let expiredDays = 180

    struct Care: Sendable {
        let ending: [ArticleRecord]
        let expired: [ArticleRecord]
        let unreviewed: [ArticleRecord]
        let drafts: [ArticleRecord]
    }

    func care(of units: [UnitCode]?, at now: Moment, limit: Int) async throws -> Care {
        let today = day(of: now)
        return try await desk.database.read { connection in
            let store = ArticleStore(connection: connection)
            return Care(
                ending: try store.ending(today...(today + Self.endingDays), units: units, limit: limit),
                expired: try store.ending(
                    (today - Self.expiredDays)...(today - 1), units: units, limit: limit),
                unreviewed: try store.unreviewed(before: today, units: units, limit: limit),
                drafts: try store.drafts(units: units, limit: limit))
        }
    }

    // MARK: Figures

    struct KnowledgeReport: Sendable {
        let sums: KnowledgeSums
        let used: [(record: ArticleRecord, count: Int)]
        let unhelpful: [(record: ArticleRecord, count: Int)]
        let quick: [String: Int]
    }

    func report(from first: CivilDate, through last: CivilDate) async throws -> KnowledgeReport {
        let (first, last) = (first.daysSince1970, last.daysSince1970)
        return try await desk.database.read { connection in
            let store = KnowledgeFigureStore(connection: connection)
            let articles = ArticleStore(connection: connection)
            func most(_ figure: KnowledgeFigure) throws -> [(record: ArticleRecord, count: Int)] {
                let counted = try store.most(figure, from: first, through: last, limit: 10)
                let records = try articles.articles(counted.map(\.id))
                return counted.compactMap { line in
                    line.count > 0 ? records[line.id].map { ($0, line.count) } : nil
                }
            }
            return KnowledgeReport(
                sums: try store.sums(of: 0, from: first, through: last), used: try most(.used),
                unhelpful: try most(.unhelped),
                quick: try QuestionStore(connection: connection).quick(.service, from: first, through: last))
        }
    }

    /// How often quick services were done, by one side.
    func quick(_ side: QuickSide, from first: Int, through last: Int) async throws -> [String: Int] {
        try await desk.database.read {
            try QuestionStore(connection: $0).quick(side, from: first, through: last)
        }
    }

    func lastUses(of person: Int64) async throws -> [QuickUse] {
        try await desk.database.read { try QuestionStore(connection: $0).lastUses(of: person, limit: 10) }
    }

    /// The classes with open questions, and the open questions of one of them, or of all.
    func unanswered(in category: String?, before cursor: Int64?, limit: Int) async throws -> (
        [KnowledgeGap], [UnansweredQuestion]
    ) {
        try await desk.database.read { connection in
            let store = QuestionStore(connection: connection)
            return (
                try store.gaps(limit: 100), try store.open(in: category, before: cursor, limit: limit)
            )
        }
    }

    func sums(from first: Int, through last: Int) async throws -> KnowledgeSums {
        try await desk.database.read {
            try KnowledgeFigureStore(connection: $0).sums(of: 0, from: first, through: last)
        }
    }
}
