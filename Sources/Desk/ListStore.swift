import Core
import Language
import Storage

/// Lists, newest first. Each reads a page along an index, however many matters are stored.
struct ListStore {
    let connection: any Connection

    /// How many hits of a search are looked at for one page when other filters reject most of them.
    static let hitsPerPage = 2000

    func page(_ filter: MatterFilter, in scope: Scope, after cursor: Int64?, limit: Int) throws -> MatterPage
    {
        if let words = filter.words, !words.isEmpty {
            return try found(Analyser.query(words), filter, in: scope, after: cursor, limit: limit)
        }
        var conditions = conditions(filter, scope)
        if let cursor { conditions.append("id < \(cursor)") }
        let matters: [MatterRecord] = try connection.all(
            "SELECT \(MatterRecord.columns) FROM matters WHERE " + SQL.join(conditions, by: " AND ")
                + " ORDER BY id DESC LIMIT \(literal: limit + 1)")
        return MatterPage(
            matters: Array(matters.prefix(limit)), next: matters.count > limit ? matters[limit - 1].id : nil)
    }

    func export(_ filter: MatterFilter, after last: Int64, limit: Int) throws -> [MatterRecord] {
        try connection.all(
            "SELECT \(MatterRecord.columns) FROM matters WHERE "
                + SQL.join(conditions(filter, .city) + ["id > \(last)"], by: " AND ")
                + " ORDER BY id LIMIT \(literal: limit)")
    }

    private func found(
        _ query: SearchQuery, _ filter: MatterFilter, in scope: Scope, after cursor: Int64?, limit: Int
    ) throws -> MatterPage {
        let hits = try SearchStore(connection).hits(query, before: cursor, limit: Self.hitsPerPage)
        var matters: [MatterRecord] = []
        for start in stride(from: 0, to: hits.count, by: 100) {
            let ids = Array(hits[start..<min(start + 100, hits.count)])
            let conditions = conditions(filter, scope) + ["id IN (\(list: ids))"]
            let some: [MatterRecord] = try connection.all(
                "SELECT \(MatterRecord.columns) FROM matters WHERE " + SQL.join(conditions, by: " AND "))
            matters += some.filter { Analyser.matches($0.searchedText, query) }.sorted { $0.id > $1.id }
            if matters.count > limit { break }
        }
        let rest =
            matters.count > limit ? matters[limit - 1].id : hits.count == Self.hitsPerPage ? hits.last : nil
        return MatterPage(matters: Array(matters.prefix(limit)), next: rest)
    }

    private func conditions(_ filter: MatterFilter, _ scope: Scope) -> [SQL] {
        var conditions = [scope.condition]
        if let isOpen = filter.isOpen { conditions.append("status = \(isOpen ? "open" : "closed")") }
        if let kind = filter.kind { conditions.append("kind = \(kind)") }
        if let stage = filter.stage { conditions.append("stage = \(stage)") }
        if let category = filter.category { conditions.append("category = \(category)") }
        if let lead = filter.lead { conditions.append("lead = \(lead)") }
        if let area = filter.area { conditions.append(area.condition) }
        if let outcome = filter.outcome { conditions.append("outcome = \(outcome.rawValue)") }
        if let isOverdue = filter.isOverdue { conditions.append("overdue = \(isOverdue)") }
        if let from = filter.raisedFrom { conditions.append("raised_at >= \(from)") }
        if let before = filter.raisedBefore { conditions.append("raised_at < \(before)") }
        if let source = filter.source { conditions.append("source = \(source)") }
        return conditions
    }
}

extension MatterRecord {
    var searchedText: String {
        searchedWords(number: number, title: title, text: text, place: place, more: more)
    }
}
