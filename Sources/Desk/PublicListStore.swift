import Core
import Language
import Storage

/// Lists of what is published, newest first: ranges of indexes, whose ends are merged.
extension PublicMatterStore {
    /// A key of a range, and whether it meets the wishes that the range does not.
    private struct Key: SQLRow {
        let id: Int64
        let at: Moment
        let fits: Bool

        init(row: Row) throws {
            id = try row.get("matter_id")
            at = try row.get("at")
            fits = try row.get("fits")
        }
    }

    func page(
        _ question: PublicQuestion, after place: PublicPlace?, skipping: Int, limit: Int
    ) throws -> PublicPage {
        if let words = question.words, !words.isEmpty {
            return try found(Analyser.query(words), question, place, skipping, limit)
        }
        let ranges = Self.ranges(of: question)
        let wanted = skipping + limit + 1
        // A range that meets every wish needs no more rows than are wanted.
        let reach = ranges.isExact ? wanted : PublicQuestion.mostLooked
        let keys = try self.keys(ranges, after: place, limit: reach)
        let fitting = keys.filter(\.fits)
        let shown = Array(fitting.dropFirst(skipping).prefix(limit))
        var next = fitting.count > skipping + limit ? shown.last : nil
        let isCut = next == nil && !ranges.isExact && keys.count >= reach
        if isCut { next = keys.last }
        return PublicPage(
            matters: try matters(shown.map(\.id)), next: next.map { PublicPlace(at: $0.at, id: $0.id) },
            isCut: isCut)
    }

    private func matters(_ ids: [Int64]) throws -> [PublicMatter] {
        let byID = Dictionary(
            try rows(ids).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return ids.compactMap { byID[$0] }
    }

    private func keys(_ ranges: Ranges, after place: PublicPlace?, limit: Int) throws -> [Key] {
        let arms = ranges.arms(after: place, limit: limit)
        var keys: [Key] = []
        for start in stride(from: 0, to: arms.count, by: 30) {
            keys += try connection.all(
                SQL.join(Array(arms[start..<min(start + 30, arms.count)]), by: " UNION ALL "))
        }
        if arms.count > 1 { keys.sort { ($0.at, $0.id) > ($1.at, $1.id) } }
        return Array(keys.prefix(limit))
    }

    // MARK: Ranges

    /// The ranges of indexes that a question is answered from.
    struct Ranges {
        /// What each range holds: equal in every column of its index before the moment.
        var heads: [[SQL]]
        /// By which column they stand in order.
        let column: SQL
        /// What the moment lies between.
        let bounds: [SQL]
        /// What is asked of each row besides.
        let rest: [SQL]

        /// Whether every row of the ranges meets every wish.
        var isExact: Bool { rest.isEmpty }

        /// The first rows of each range, newest first.
        func arms(after place: PublicPlace?, limit: Int) -> [SQL] {
            let fits: SQL =
                rest.isEmpty ? "1" : "CASE WHEN " + SQL.join(rest, by: " AND ") + " THEN 1 ELSE 0 END"
            return heads.map { head in
                var conditions = head + bounds
                if let place { conditions.append("(\(column), matter_id) < (\(place.at), \(place.id))") }
                return
                    "SELECT * FROM (SELECT matter_id, \(column) AS at, \(fits) AS fits FROM public_matters "
                    + "WHERE "
                    + SQL.join(conditions, by: " AND ")
                    + " ORDER BY \(column) DESC, matter_id DESC LIMIT \(literal: limit)) AS arm"
            }
        }
    }

    static func ranges(of question: PublicQuestion) -> Ranges {
        var rest: [SQL] = []
        var heads: [[SQL]] = [[]]
        if let box = question.box { rest.append(inside(box)) }
        let categories = Array(Set(question.categories)).sorted().prefix(PublicQuestion.mostCategories)
        if let cells = question.box.flatMap(cells), question.order == .raised {
            heads = cells.map { [$0] }
            if !categories.isEmpty { rest.append("category IN (\(list: Array(categories)))") }
            if let area = question.area { rest.append(area.condition) }
        } else {
            let isByArea = question.area.map { $0.level >= .county } ?? false
            // Only answered matters have an index for both.
            let isBoth = !isByArea || question.order == .answered
            if let area = question.area, question.order != .changed, isByArea {
                heads = [[head(area)]]
                if area.level > .village { rest.append(area.condition) }
            } else if let area = question.area, area.level >= .county {
                rest.append(area.condition)
            }
            if !categories.isEmpty {
                if isBoth || question.order == .changed {
                    heads = heads.flatMap { head in categories.map { head + ["category = \($0)"] } }
                } else {
                    rest.append("category IN (\(list: Array(categories)))")
                }
            }
        }
        let statuses = question.isOpen.map { [$0 ? "open" : "closed"] } ?? ["open", "closed"]
        heads = heads.flatMap { head in statuses.map { head + ["status = \($0)"] } }
        return bounded(question, heads, rest)
    }

    private static func bounded(_ question: PublicQuestion, _ heads: [[SQL]], _ rest: [SQL]) -> Ranges {
        var rest = rest
        let raised = between("raised_at", question.raisedFrom, question.raisedBefore)
        let changed = between("changed_at", question.changedFrom, question.changedBefore)
        rest += between("closed_at", question.closedFrom, question.closedBefore)
        switch question.order {
        case .raised: return Ranges(heads: heads, column: "raised_at", bounds: raised, rest: rest)
        case .changed: return Ranges(heads: heads, column: "changed_at", bounds: changed, rest: rest + raised)
        case .answered:
            return Ranges(
                heads: heads, column: "answered_at", bounds: ["answered_at IS NOT NULL"],
                rest: rest + raised + changed)
        }
    }

    private static func between(_ column: SQL, _ from: Moment?, _ before: Moment?) -> [SQL] {
        [from.map { "\(column) >= \($0)" }, before.map { "\(column) < \($0)" }].compactMap(\.self)
    }

    private static func inside(_ box: GeoBox) -> SQL {
        """
        latitude >= \(box.south) AND latitude <= \(box.north) AND longitude >= \(box.west)
            AND longitude <= \(box.east)
        """
    }

    /// One range for each square of the smallest size that needs few of them.
    private static func cells(_ box: GeoBox) -> [SQL]? {
        for (index, size) in PublicCell.sizes.enumerated().reversed() {
            guard let cells = size.cells(of: box) else { continue }
            return cells.map { cell in
                switch index {
                case 0: "cell0 = \(cell)"
                case 1: "cell1 = \(cell)"
                default: "cell2 = \(cell)"
                }
            }
        }
        return nil
    }

    /// The column of an index that holds an area, or the one around it.
    private static func head(_ area: AreaCode) -> SQL {
        switch area.level {
        case .province, .city: .none
        case .county: "county = \(area.text)"
        case .town: "town = \(area.text)"
        case .village, .grid, .building: "village = \(String(area.text.prefix(AreaLevel.village.length)))"
        }
    }

    // MARK: Words

    /// Those of the newest hits that really say what was searched, and meet the other wishes.
    private func found(
        _ query: SearchQuery, _ question: PublicQuestion, _ place: PublicPlace?, _ skipping: Int, _ limit: Int
    ) throws -> PublicPage {
        let search = SearchStore(connection, of: .published)
        let months = SearchTerms.months(from: question.raisedFrom, before: question.raisedBefore)
        var (found, last, looked) = ([PublicMatter](), place?.id, 0)
        let wanted = skipping + limit + 1
        while found.count < wanted, looked < PublicQuestion.mostLooked {
            let hits = try search.hits(query, months: months, before: last, limit: 500)
            found += try fitting(hits.ids, query, question)
            looked += hits.ids.count
            last = hits.next
            if last == nil || hits.ids.count < 500 { return page(found, skipping, limit, rest: last) }
        }
        return page(found, skipping, limit, rest: last)
    }

    private func fitting(
        _ hits: [Int64], _ query: SearchQuery, _ question: PublicQuestion
    ) throws -> [PublicMatter] {
        let wishes = Self.bounded(question, [], question.box.map { [Self.inside($0)] } ?? [])
        var more = wishes.bounds + wishes.rest
        if let isOpen = question.isOpen { more.append("status = \(isOpen ? "open" : "closed")") }
        if let area = question.area { more.append(area.condition) }
        if !question.categories.isEmpty { more.append("category IN (\(list: question.categories))") }
        var found: [PublicMatter] = []
        for start in stride(from: 0, to: hits.count, by: 200) {
            let ids = Array(hits[start..<min(start + 200, hits.count)])
            let some: [PublicMatter] = try connection.all(
                "SELECT \(PublicMatter.columns) FROM public_matters WHERE "
                    + SQL.join(
                        ["matter_id IN (\(list: ids))"] + more, by: " AND "))
            found += some.filter { Analyser.matches($0.searchedText, query) }.sorted { $0.id > $1.id }
        }
        return found
    }

    private func page(_ found: [PublicMatter], _ skipping: Int, _ limit: Int, rest: Int64?) -> PublicPage {
        let shown = Array(found.dropFirst(skipping).prefix(limit))
        if found.count > skipping + limit {
            return PublicPage(matters: shown, next: shown.last.map { PublicPlace($0) }, isCut: false)
        }
        return PublicPage(
            matters: shown, next: rest.map { PublicPlace(at: Moment(milliseconds: 0), id: $0) },
            isCut: rest != nil)
    }
}

extension PublicPlace {
    /// Lists of words go by the key alone.
    fileprivate init(_ matter: PublicMatter) { self.init(at: matter.raisedAt, id: matter.id) }
}
