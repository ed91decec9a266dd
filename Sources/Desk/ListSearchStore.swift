import Core
import Language
import Storage

/// Searching in lists: hits of the index of words, and the key ranges of the other filters, whichever is
/// less to look at.
extension ListStore {
    /// How many hits are looked at for one page when other filters reject most of them.
    static let hitsPerPage = 2000
    /// A filter that leaves no more than this many is looked through itself.
    static let fewEnough = 300
    /// Among how many of the newest hits those that say it best are found.
    static let ranked = 200

    /// Where looking ends.
    private struct Found {
        var matters: [MatterRecord]
        var rest: Int64?
    }

    /// Hits, newest first.
    func found(
        _ search: MatterSearch, _ filter: MatterFilter, in scope: Scope, after cursor: Int64?, limit: Int
    ) throws -> MatterPage {
        if cursor == nil, let exact = try numbered(search, filter, scope) {
            return MatterPage(matters: [exact], next: nil)
        }
        let found = try look(search, filter, scope, after: cursor, most: limit + 1)
        let next = found.matters.count > limit ? found.matters[limit - 1].id : found.rest
        return MatterPage(
            matters: Array(found.matters.prefix(limit)), next: next,
            isCut: found.matters.count < limit && found.rest != nil)
    }

    /// Hits, best first: ranked among the newest, then among those before them, so that a page stays as it is
    /// while newer matters come in.
    ///
    /// - Parameter place: Behind how many of the matters before a key the page begins.
    func best(
        _ filter: MatterFilter, in scope: Scope, after place: DuePlace?, limit: Int
    ) throws -> Looked {
        guard let search = filter.asSearch else { return Looked(matters: []) }
        if place == nil, let exact = try numbered(search, filter, scope) { return Looked(matters: [exact]) }
        let found = try look(search, filter, scope, after: place?.id, most: Self.ranked)
        let isCut = found.matters.count < Self.ranked && found.rest != nil
        guard let newest = found.matters.first else {
            return Looked(matters: [], next: found.rest.map { DuePlace(due: 0, id: $0) }, isCut: isCut)
        }
        let now = found.matters.map(\.raisedAt).max() ?? newest.raisedAt
        let ordered = found.matters.map { ($0, search.weight(of: $0, newest: now)) }
            .sorted { ($0.1, $0.0.id) > ($1.1, $1.0.id) }.map(\.0)
        let start = min(max(0, Int(clamping: place?.due ?? 0)), ordered.count)
        let shown = Array(ordered[start...].prefix(limit))
        let end = start + shown.count
        if end < ordered.count {
            return Looked(
                matters: shown, next: DuePlace(due: Int64(end), id: place?.id ?? newest.id + 1))
        }
        return Looked(
            matters: shown, next: found.rest.map { DuePlace(due: 0, id: $0) },
            isCut: isCut && shown.count < limit)
    }

    /// The matter whose whole number was typed.
    private func numbered(
        _ search: MatterSearch, _ filter: MatterFilter, _ scope: Scope
    ) throws -> MatterRecord? {
        guard let number = search.number else { return nil }
        return try connection.all(
            MatterRecord.self,
            "SELECT \(MatterRecord.columns) FROM matters WHERE number = \(number) AND "
                + SQL.join(conditions(filter, scope.sight), by: " AND ")
        ).first { scope.holds($0) && search.isMet(by: $0) }
    }

    // MARK: Looking

    private func look(
        _ search: MatterSearch, _ filter: MatterFilter, _ scope: Scope, after cursor: Int64?, most: Int
    ) throws -> Found {
        if search.query.isEmpty { return Found(matters: [], rest: nil) }
        let ranges = keyRanges(filter, scope)
        if let few = try few(of: ranges, before: cursor) {
            let matters = try some(few, search, filter, scope)
            return Found(
                matters: Array(matters.prefix(most)), rest: matters.count > most ? matters[most - 1].id : nil)
        }
        let store = SearchStore(connection)
        let months = SearchTerms.months(from: filter.raisedFrom, before: filter.raisedBefore)
        var (matters, last, looked) = ([MatterRecord](), cursor, 0)
        // First as many as a page needs; more where a filter rejects most of them.
        var batch = most + 12
        while looked < Self.hitsPerPage {
            let hits = try store.hits(search.query, months: months, before: last, limit: batch)
            let passing = try some(hits.ids, search, filter, scope)
            matters += passing
            looked += max(1, hits.ids.count)
            if matters.count >= most {
                return Found(
                    matters: Array(matters.prefix(most)),
                    rest: matters.count > most ? matters[most - 1].id : hits.next)
            }
            guard let next = hits.next else { return Found(matters: matters, rest: nil) }
            last = next
            if hits.ids.count < batch { break }
            // The newest hits may all miss the filter: on to where it begins to be met.
            if passing.count * 10 < hits.ids.count {
                guard let met = try newest(of: ranges, before: next) else {
                    return Found(matters: matters, rest: nil)
                }
                last = min(next, met + 1)
            }
            batch = 500
        }
        return Found(matters: matters, rest: last)
    }

    /// Those of some hits that pass the filter and really say what was searched, newest first.
    private func some(
        _ hits: [Int64], _ search: MatterSearch, _ filter: MatterFilter, _ scope: Scope
    ) throws -> [MatterRecord] {
        var matters: [MatterRecord] = []
        for start in stride(from: 0, to: hits.count, by: 200) {
            let ids = Array(hits[start..<min(start + 200, hits.count)])
            let found: [MatterRecord] = try connection.all(
                Self.those(of: ids, meeting: conditions(filter, scope.sight)))
            matters += found.filter { scope.holds($0) && search.isMet(by: $0) }.sorted { $0.id > $1.id }
        }
        return matters
    }

    // MARK: The other filters

    /// The filters that are keys of an index: each one or two ranges of it in the order of ids.
    func keyRanges(_ filter: MatterFilter, _ scope: Scope) -> [[SQL]] {
        var keys: [SQL] = []
        if let category = filter.category { keys.append("category = \(category)") }
        if let lead = filter.lead { keys.append("lead = \(lead)") }
        if let kind = filter.kind { keys.append("kind = \(kind)") }
        if let area = filter.area?.range { keys.append(area) }
        if case .area(let code) = scope, let area = code.range { keys.append(area) }
        let states = filter.isOpen.map { [$0] } ?? [true, false]
        let status: [SQL] = states.map { $0 ? "status = 'open'" : "status = 'closed'" }
        var ranges = keys.map { key in status.map { key + " AND " + $0 } }
        if filter.isOpen != nil { ranges.append(status) }
        return ranges
    }

    /// All keys of the first filter that leaves few, newest first.
    func few(of ranges: [[SQL]], before cursor: Int64?) throws -> [Int64]? {
        for range in ranges {
            let ids = try keys(of: range, before: cursor, most: Self.fewEnough + 1)
            if ids.count <= Self.fewEnough { return ids }
        }
        return nil
    }

    /// The newest key that every filter could leave.
    private func newest(of ranges: [[SQL]], before cursor: Int64) throws -> Int64? {
        var newest = cursor - 1
        for range in ranges {
            guard let first = try keys(of: range, before: newest + 1, most: 1).first else { return nil }
            newest = min(newest, first)
        }
        return newest
    }

    private func keys(of range: [SQL], before cursor: Int64?, most: Int) throws -> [Int64] {
        var keys: [Int64] = []
        for part in range {
            keys += try connection.rows(
                "SELECT id FROM matters WHERE " + part + " AND id < \(cursor ?? .max)"
                    + " ORDER BY id DESC LIMIT \(literal: most)"
            ).map { try $0.get(at: 0) }
        }
        return Array(keys.sorted(by: >).prefix(most))
    }
}

extension AreaCode {
    /// The column of an index that holds this area or what is around it; nil for the whole city.
    fileprivate var range: SQL? {
        switch level {
        case .province, .city: nil
        case .county: "county = \(text)"
        case .town: "town = \(text)"
        case .village, .grid, .building: "village = \(String(text.prefix(AreaLevel.village.length)))"
        }
    }
}
