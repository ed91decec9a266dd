import Core
import Language
import Storage

/// Lists, newest first. Each reads a page along an index, however many matters are stored, and says where it
/// was cut when few matters fit.
struct ListStore {
    let connection: any Connection

    func page(_ filter: MatterFilter, in scope: Scope, after cursor: Int64?, limit: Int) throws -> MatterPage
    {
        if let search = filter.asSearch {
            return try found(search, filter, in: scope, after: cursor, limit: limit)
        }
        let looked = try look(newest(filter, in: scope, before: cursor), .newest, limit: limit)
        if looked.isCut, let page = try fromFew(filter, in: scope, after: cursor, limit: limit) {
            return page
        }
        return MatterPage(matters: looked.matters, next: looked.next?.id, isCut: looked.isCut)
    }

    /// The first rows of one key range, in the order of its index.
    static func arm(_ conditions: [SQL], _ standing: ListStanding, _ limit: Int) -> SQL {
        "SELECT * FROM (SELECT \(MatterRecord.columns) FROM matters WHERE "
            + SQL.join(conditions, by: " AND ")
            + " ORDER BY \(standing.columns) LIMIT \(literal: limit)) AS arm"
    }

    /// Asks for some arms at a time: an engine takes only so many in one statement.
    static func together(_ arms: [SQL], in connection: any Connection) throws -> [MatterRecord] {
        var found: [MatterRecord] = []
        for start in stride(from: 0, to: arms.count, by: 30) {
            found += try connection.all(
                SQL.join(Array(arms[start..<min(start + 30, arms.count)]), by: " UNION ALL "))
        }
        return found
    }

    /// The rows of some matters by their keys.
    func records(_ ids: [Int64]) throws -> [MatterRecord] {
        var records: [MatterRecord] = []
        for start in stride(from: 0, to: ids.count, by: 200) {
            let some = Array(ids[start..<min(start + 200, ids.count)])
            records += try connection.all(
                "SELECT \(MatterRecord.columns) FROM matters WHERE id IN (\(list: some))")
        }
        return records
    }

    /// Those of some rows that meet conditions, found by their keys. The conditions stand in a term, which
    /// leads to no index: along one SQLite would walk past all that it holds, for a few rows that are known.
    static func those(of ids: [Int64], meeting conditions: [SQL]) -> SQL {
        "SELECT \(MatterRecord.columns) FROM matters WHERE id IN (\(list: ids)) AND "
            + ListRange(head: [], rest: conditions).fits + " = 1"
    }

    /// Matters whose number begins with a text, along the index of numbers. Digits stand before capital
    /// letters in every order of text an engine may have.
    func numbered(_ beginning: String, limit: Int) throws -> [MatterRecord] {
        let found: [MatterRecord] = try connection.all(
            """
            SELECT \(MatterRecord.columns) FROM matters
            WHERE number >= \(beginning) AND number <= \(beginning + "ZZZZ")
            ORDER BY number LIMIT \(literal: limit)
            """)
        return found.filter { $0.number.hasPrefix(beginning) }
    }

    /// The matters of some numbers.
    func numbered(_ numbers: [String]) throws -> [MatterRecord] {
        try connection.all(
            "SELECT \(MatterRecord.columns) FROM matters WHERE number IN (\(list: numbers)) ORDER BY id")
    }

    func export(_ filter: MatterFilter, after last: Int64, limit: Int) throws -> [MatterRecord] {
        try connection.all(
            "SELECT \(MatterRecord.columns) FROM matters WHERE "
                + SQL.join(conditions(filter, Scope.city.sight) + ["id > \(last)"], by: " AND ")
                + " ORDER BY id LIMIT \(literal: limit)")
    }

    func conditions(_ filter: MatterFilter, _ scope: SQL) -> [SQL] { [scope] + wishes(of: filter) }

    /// What a filter asks of a row.
    func wishes(of filter: MatterFilter) -> [SQL] {
        var conditions: [SQL] = []
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
        if let channel = filter.channel { conditions.append("channel = \(channel.rawValue)") }
        if let urgency = filter.urgency { conditions.append("rank = \(urgency.rankColumn)") }
        return conditions + ofSide(filter)
    }

    /// Words that say what the partial indexes say: an engine uses one only where it finds its condition.
    private func ofSide(_ filter: MatterFilter) -> [SQL] {
        var conditions: [SQL] = []
        if let route = filter.route { conditions.append("route = \(route.rawValue)") }
        if let grade = filter.grade { conditions.append("grade = \(grade.rawValue)") }
        if let isSupervised = filter.isSupervised {
            conditions.append(isSupervised ? "supervision > 0" : "supervision = 0")
        }
        if let isExcluded = filter.isExcluded {
            conditions.append(isExcluded ? "excluded > 0 AND excluded = 1" : "excluded = 0")
        }
        return conditions
    }

    /// Open matters that nothing happened to since a moment, the longest still first.
    func still(since: Moment, in scope: Scope, limit: Int) throws -> [MatterRecord] {
        var found: [MatterRecord] = []
        for part in scope.conditions {
            found += try connection.all(Self.stillRange(since: since, part, limit: limit))
        }
        return found.sorted { ($0.changedAt, $0.id) < ($1.changedAt, $1.id) }.prefix(limit).map(\.self)
    }

    /// One range of one index.
    static func stillRange(since: Moment, _ part: SQL, limit: Int) -> SQL {
        "SELECT \(MatterRecord.columns) FROM matters WHERE status = 'open' AND " + part
            + " AND changed_at < \(since) ORDER BY changed_at, id LIMIT \(literal: max(0, limit))"
    }
}

extension Urgency {
    /// As the column `rank` says it: the most urgent is 0.
    var rankColumn: Int { Urgency.emergency.rank - rank }

    static var rankColumns: [Int] { allCases.map(\.rankColumn).sorted() }
}

extension MatterRecord {
    var searchedText: String {
        searchedWords(number: number, title: title, text: text, place: place, more: more)
    }
}
