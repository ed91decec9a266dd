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
        var matters: [MatterRecord] = []
        for part in scope.conditions {
            var conditions = conditions(filter, part)
            if let cursor { conditions.append("id < \(cursor)") }
            matters += try connection.all(
                "SELECT \(MatterRecord.columns) FROM matters WHERE " + SQL.join(conditions, by: " AND ")
                    + " ORDER BY id DESC LIMIT \(literal: limit + 1)")
        }
        if scope.conditions.count > 1 { matters.sort { $0.id > $1.id } }
        return MatterPage(
            matters: Array(matters.prefix(limit)), next: matters.count > limit ? matters[limit - 1].id : nil)
    }

    func export(_ filter: MatterFilter, after last: Int64, limit: Int) throws -> [MatterRecord] {
        try connection.all(
            "SELECT \(MatterRecord.columns) FROM matters WHERE "
                + SQL.join(conditions(filter, Scope.city.condition) + ["id > \(last)"], by: " AND ")
                + " ORDER BY id LIMIT \(literal: limit)")
    }

    private func found(
        _ query: SearchQuery, _ filter: MatterFilter, in scope: Scope, after cursor: Int64?, limit: Int
    ) throws -> MatterPage {
        var matters: [MatterRecord] = []
        var last = cursor
        var looked = 0
        // First as many as a page needs; more where a filter rejects most of them.
        for most in [limit + 12, 500, Self.hitsPerPage] where matters.count <= limit {
            let hits = try SearchStore(connection).hits(query, before: last, limit: most - looked)
            matters += try some(hits, query, filter, scope)
            looked += hits.count
            last = hits.last ?? last
            if looked < most { return page(matters, limit, rest: nil) }
        }
        return page(matters, limit, rest: last)
    }

    /// Those of some hits that pass the filter and really say what was searched, newest first.
    private func some(
        _ hits: [Int64], _ query: SearchQuery, _ filter: MatterFilter, _ scope: Scope
    ) throws -> [MatterRecord] {
        var matters: [MatterRecord] = []
        for start in stride(from: 0, to: hits.count, by: 200) {
            let ids = Array(hits[start..<min(start + 200, hits.count)])
            let found: [MatterRecord] = try connection.all(
                "SELECT \(MatterRecord.columns) FROM matters WHERE id IN (\(list: ids)) AND "
                    + SQL.join(conditions(filter, scope.condition), by: " AND "))
            matters += found.filter { Analyser.matches($0.searchedText, query) }.sorted { $0.id > $1.id }
        }
        return matters
    }

    private func page(_ matters: [MatterRecord], _ limit: Int, rest: Int64?) -> MatterPage {
        let next = matters.count > limit ? matters[limit - 1].id : rest
        return MatterPage(matters: Array(matters.prefix(limit)), next: next)
    }

    private func conditions(_ filter: MatterFilter, _ scope: SQL) -> [SQL] {
        var conditions = [scope]
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
