import Core
import Storage

/// Reading ranges in order. A range whose rows all fit needs no more of them than are shown; of others no
/// more are looked at than there is a bound for, and the list says where it was cut.
extension ListStore {
    /// How many rows are looked at for one page where few of them fit.
    static let mostLooked = PublicQuestion.mostLooked
    /// How many rows are looked at for one number above a list.
    static let mostCounted = 2000
    /// A key that leaves no more than this many is looked through to its end where a page was cut.
    private static let fewKeys = 2000

    /// What was found along some ranges.
    struct Looked {
        var matters: [MatterRecord]
        /// Where it goes on; nil at the end.
        var next: DuePlace?
        /// Looking ended before the page was full.
        var isCut = false
    }

    /// A row of a range, and whether it meets the wishes that the range does not.
    private struct Key: SQLRow {
        let range: Int
        let place: DuePlace
        let fits: Bool

        init(row: Row) throws {
            range = try row.get("part")
            place = DuePlace(due: try row.get("due"), id: try row.get("id"))
            fits = try row.get("fits")
        }
    }

    func look(_ ranges: [ListRange], _ standing: ListStanding, limit: Int) throws -> Looked {
        if ranges.allSatisfy(\.isExact) { return try read(ranges, standing, limit: limit) }
        let wanted = limit + 1
        var keys: [[Key]] = ranges.map { _ in [] }
        var active = Array(ranges.indices)
        var fitting: [DuePlace] = []
        var end: DuePlace?
        // First about as many as a page needs; more where they do not fill it.
        for reach in [4 * wanted, 20 * wanted, Self.mostLooked] {
            if active.isEmpty || fitting.count >= wanted { break }
            let each = max(8, min(reach, Self.mostLooked) / active.count)
            let found = try self.keys(
                active.map { (index: $0, range: ranges[$0]) }, standing, limit: each)
            for index in active { keys[index] = found[index] ?? [] }
            active = active.filter { keys[$0].count >= each }
            // Behind the first end of a range there may be rows of it that were not looked at.
            let ends = active.compactMap { keys[$0].last?.place }
            let first = ends.min { standing.comes($0, before: $1) }
            end = first
            fitting = keys.joined().filter(\.fits).map(\.place).filter { place in
                first.map { !standing.comes($0, before: place) } ?? true
            }
        }
        fitting.sort { standing.comes($0, before: $1) }
        let shown = Array(fitting.prefix(limit))
        return Looked(
            matters: try ordered(shown.map(\.id)), next: fitting.count > limit ? shown.last : end,
            isCut: shown.count < limit && end != nil)
    }

    /// The first rows of ranges that fit whole.
    private func read(_ ranges: [ListRange], _ standing: ListStanding, limit: Int) throws -> Looked {
        let arms = ranges.map { Self.arm($0.head, standing, limit + 1) }
        let found = try Self.together(arms, in: connection).sorted {
            standing.comes(DuePlace($0), before: DuePlace($1))
        }
        let shown = Array(found.prefix(limit))
        return Looked(matters: shown, next: found.count > limit ? shown.last.map { DuePlace($0) } : nil)
    }

    private func ordered(_ ids: [Int64]) throws -> [MatterRecord] {
        let byID = Dictionary(
            try records(ids).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return ids.compactMap { byID[$0] }
    }

    /// The first rows of each range, in order.
    private func keys(
        _ ranges: [(index: Int, range: ListRange)], _ standing: ListStanding, limit: Int
    ) throws -> [Int: [Key]] {
        let arms = ranges.map { Self.keys(of: $0.range, part: $0.index, standing, limit) }
        var found: [Key] = []
        for start in stride(from: 0, to: arms.count, by: 30) {
            found += try connection.all(
                SQL.join(Array(arms[start..<min(start + 30, arms.count)]), by: " UNION ALL "))
        }
        return Dictionary(grouping: found, by: \.range).mapValues { keys in
            keys.sorted { standing.comes($0.place, before: $1.place) }
        }
    }

    static func keys(of range: ListRange, part: Int, _ standing: ListStanding, _ limit: Int) -> SQL {
        let due: SQL = standing == .due ? "due_at" : "0"
        return "SELECT * FROM (SELECT \(literal: part) AS part, id, \(due) AS due, \(range.fits) AS fits "
            + "FROM matters WHERE " + SQL.join(range.head, by: " AND ")
            + " ORDER BY \(standing.columns) LIMIT \(literal: limit)) AS arm"
    }

    // MARK: Counting

    /// How many matters pass the filter, counted no further than `most` and looking at no more than there is
    /// a bound for.
    func count(_ filter: MatterFilter, in scope: Scope, most: Int) throws -> MatterCount {
        let (ranges, standing) = counted(filter, in: scope)
        let each = max(1, Self.mostCounted / max(1, ranges.count))
        var (count, isMore) = (0, false)
        for range in ranges where count <= most {
            let reach = range.isExact ? most + 1 - count : each
            let row = try connection.first(Self.count(of: range, standing, reach))
            let looked: Int = try row?.get("looked") ?? 0
            count += try row?.get("fits") ?? 0
            if !range.isExact, looked >= reach { isMore = true }
        }
        return MatterCount(count: min(count, most), isMore: isMore || count > most)
    }

    static func count(of range: ListRange, _ standing: ListStanding, _ limit: Int) -> SQL {
        "SELECT count(*) AS looked, coalesce(sum(fits), 0) AS fits FROM (SELECT \(range.fits) AS fits "
            + "FROM matters WHERE " + SQL.join(range.head, by: " AND ")
            + " ORDER BY \(standing.columns) LIMIT \(literal: limit)) AS counted"
    }

    // MARK: Where a page was cut

    /// The page of a list that was cut, read from all that another key leaves; nil where none leaves few.
    func fromFew(
        _ filter: MatterFilter, in scope: Scope, after cursor: Int64?, limit: Int
    ) throws -> MatterPage? {
        guard let keys = try few(of: keyRanges(filter, scope), before: cursor) ?? others(filter) else {
            return nil
        }
        let ids = keys.filter { $0 < cursor ?? .max }.sorted(by: >)
        let asked = conditions(filter, scope.whole)
        var found: [MatterRecord] = []
        for start in stride(from: 0, to: ids.count, by: 200) where found.count <= limit {
            let some = Array(ids[start..<min(start + 200, ids.count)])
            let matters: [MatterRecord] = try connection.all(Self.those(of: some, meeting: asked))
            found += matters.sorted { $0.id > $1.id }
        }
        return MatterPage(
            matters: Array(found.prefix(limit)), next: found.count > limit ? found[limit - 1].id : nil)
    }

    /// All keys of an index in another order that leaves few: the open matters of a stage, some days.
    private func others(_ filter: MatterFilter) throws -> [Int64]? {
        for range in Self.otherRanges(filter) {
            let ids: [Int64] = try connection.rows(
                "SELECT id FROM matters WHERE " + range + " LIMIT \(literal: Self.fewKeys + 1)"
            ).map { try $0.get(at: 0) }
            if ids.count <= Self.fewKeys { return ids }
        }
        return nil
    }

    static func otherRanges(_ filter: MatterFilter) -> [SQL] {
        var ranges: [SQL] = []
        if filter.isOpen == true, let stage = filter.stage {
            ranges.append("status = 'open' AND stage = \(stage) ORDER BY stage, rank, due_at, id")
        }
        var days: [SQL] = []
        if let from = filter.raisedFrom { days.append("raised_at >= \(from)") }
        if let before = filter.raisedBefore { days.append("raised_at < \(before)") }
        if !days.isEmpty { ranges.append(SQL.join(days, by: " AND ") + " ORDER BY raised_at, id") }
        return ranges
    }
}
