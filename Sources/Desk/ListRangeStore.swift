import Core
import Storage

/// A range of an index whose rows stand in the order of a list, and what is asked of each of them besides.
struct ListRange {
    /// Equal in every column of the index before those that order it.
    let head: [SQL]
    var rest: [SQL] = []

    /// Whether every row of it meets every wish.
    var isExact: Bool { rest.isEmpty }

    /// 1 where a row meets every wish.
    var fits: SQL {
        rest.isEmpty ? "1" : "CASE WHEN " + SQL.join(rest, by: " AND ") + " THEN 1 ELSE 0 END"
    }
}

/// How the rows of a range stand.
enum ListStanding: Sendable {
    case newest
    case due

    var columns: SQL {
        switch self {
        case .newest: "id DESC"
        case .due: "stage, rank, due_at, id"
        }
    }

    func comes(_ left: DuePlace, before right: DuePlace) -> Bool {
        switch self {
        case .newest: left.id > right.id
        case .due: (left.due, left.id) < (right.due, right.id)
        }
    }
}

extension ListStore {
    /// The ranges that a list in the order of coming in is read from.
    ///
    /// - Parameter isByKey: The whole city is one range, in the order of the keys of its matters.
    func newest(
        _ filter: MatterFilter, in scope: Scope, before cursor: Int64? = nil, isByKey: Bool = true
    ) -> [ListRange] {
        guard var wishes = ListWishes(filter, in: scope) else { return [] }
        let taken = wishes.takeNewest()
        var heads = taken.heads
        let isOpen = wishes.filter.isOpen
        let isWhole = isOpen == nil && isByKey && heads.allSatisfy(\.isEmpty)
        if taken.hasStatus, !isWhole {
            // Every index by which matters stand newest first begins anew with each status.
            wishes.filter.isOpen = nil
            let states: [SQL] = (isOpen.map { [$0] } ?? [true, false]).map(Self.status)
            heads = heads.flatMap { head in states.map { head + [$0] } }
        }
        let before: [SQL] = cursor.map { ["id < \($0)"] } ?? []
        let rest = rest(of: wishes)
        return heads.map { head in
            ListRange(head: isWhole && before.isEmpty ? ["1 = 1"] : head + before, rest: rest)
        }
    }

    /// Words that say what the partial indexes say.
    private static func status(_ isOpen: Bool) -> SQL { isOpen ? "status = 'open'" : "status = 'closed'" }

    /// The ranges of open matters by when they are due: one for each stage, urgency and part of the scope,
    /// two where it goes on after a place.
    func due(
        _ filter: MatterFilter, stages: [String], in scope: Scope, after place: DuePlace?
    ) -> [ListRange] {
        guard var wishes = ListWishes(filter, in: scope) else { return [] }
        (wishes.filter.isOpen, wishes.filter.stage, wishes.filter.urgency) = (nil, nil, nil)
        let heads = wishes.takePlace()
        let rest = rest(of: wishes)
        let starts: [[SQL]] = place.map { [[Self.tie(with: $0)], ["due_at > \($0.due)"]] } ?? [[]]
        var ranges: [ListRange] = []
        for stage in filter.stage.map({ [$0] }) ?? stages {
            for rank in filter.urgency.map({ [$0.rankColumn] }) ?? Urgency.rankColumns {
                let key: [SQL] = ["status = 'open'", "stage = \(stage)", "rank = \(rank)"]
                for head in heads { ranges += starts.map { ListRange(head: head + key + $0, rest: rest) } }
            }
        }
        return ranges
    }

    /// What is due at the same moment as a place, and stands behind it. What is due later is a range of its
    /// own: of a pair with the key of the table SQLite uses the first half only, and would walk past all that
    /// is due at that moment.
    static func tie(with place: DuePlace) -> SQL { "due_at = \(place.due) AND id > \(place.id)" }

    /// The ranges that matters are counted in: those of the newest, but a stage leads to its open matters.
    func counted(_ filter: MatterFilter, in scope: Scope) -> (ranges: [ListRange], standing: ListStanding) {
        guard filter.isOpen == true, let stage = filter.stage, var wishes = ListWishes(filter, in: scope)
        else { return (newest(filter, in: scope, isByKey: false), .newest) }
        (wishes.filter.isOpen, wishes.filter.stage, wishes.filter.urgency) = (nil, nil, nil)
        let heads = wishes.takePlace()
        let rest = rest(of: wishes)
        var key: [SQL] = ["status = 'open'", "stage = \(stage)"]
        if let urgency = filter.urgency { key.append("rank = \(urgency.rankColumn)") }
        return (heads.map { ListRange(head: $0 + key, rest: rest) }, .due)
    }

    /// What no key took.
    private func rest(of wishes: ListWishes) -> [SQL] {
        var rest = self.wishes(of: wishes.filter)
        if let area = wishes.area { rest.append(area.condition) }
        if let unit = wishes.unit { rest.append(Scope.unit(unit).whole) }
        return rest
    }
}

/// What a list asks for, of which the keys of indexes take what they can.
struct ListWishes {
    var filter: MatterFilter
    /// The smaller one of the area asked for and that of the scope; nil for the whole city.
    var area: AreaCode?
    var unit: UnitCode?

    /// Nil where no matter can be meant.
    init?(_ filter: MatterFilter, in scope: Scope) {
        self.filter = filter
        self.filter.area = nil
        area = filter.area
        switch scope {
        case .city: break
        case .unit(let code): unit = code
        case .area(let code):
            if let asked = filter.area, !code.contains(asked) {
                guard asked.contains(code) else { return nil }
                area = code
            } else {
                area = filter.area ?? code
            }
        }
        guard filter.outcome != nil else { return }
        // Only what ended has an outcome.
        if filter.isOpen == true { return nil }
        self.filter.isOpen = false
    }

    /// The heads of the narrowest keys for the order of coming in, and whether a status follows them.
    mutating func takeNewest() -> (heads: [[SQL]], hasStatus: Bool) {
        if filter.isExcluded == true {
            filter.isExcluded = nil
            return ([["excluded > 0 AND excluded = 1"]], false)
        }
        if filter.isSupervised == true {
            filter.isSupervised = nil
            return (
                SupervisionLevel.allCases.map { ["supervision > 0 AND supervision = \($0.rawValue)"] }, false
            )
        }
        let isInVillage = (area?.level ?? .province) >= .village
        if filter.lead != nil || unit != nil { return (takePlace(), true) }
        if let category = filter.category {
            filter.category = nil
            let places: [[SQL]] = isInVillage ? takePlace() : [[]]
            return (places.map { $0 + ["category = \(category)"] }, true)
        }
        if !isInVillage, let route = filter.route {
            filter.route = nil
            return ([["route = \(route.rawValue)"]], true)
        }
        if !isInVillage, let grade = filter.grade {
            filter.grade = nil
            return ([["grade = \(grade.rawValue)"]], true)
        }
        let heads = takePlace()
        if heads.allSatisfy(\.isEmpty), let kind = filter.kind {
            filter.kind = nil
            return ([["kind = \(kind)"]], true)
        }
        return (heads, true)
    }

    /// The heads of the keys that say who has it or where it is; an empty one for the whole city.
    mutating func takePlace() -> [[SQL]] {
        if let lead = filter.lead {
            filter.lead = nil
            // A unit's own scope asks nothing more of what it leads.
            if unit == lead { unit = nil }
            return [["lead = \(lead)"]]
        }
        if let unit {
            self.unit = nil
            return Scope.unit(unit).conditions.map { [$0] }
        }
        guard let area, area.level >= .county else { return [[]] }
        if area.level <= .village { self.area = nil }
        switch area.level {
        case .province, .city: return [[]]
        case .county: return [["county = \(area)"]]
        case .town: return [["town = \(area)"]]
        case .village, .grid, .building:
            return [["village = \(String(area.text.prefix(AreaLevel.village.length)))"]]
        }
    }
}
