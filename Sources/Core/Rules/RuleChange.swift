/// Something decided about the dispatch catalogue after the pack was written: from a day on a cell has
/// another unit, or no rule of its own any more. Nothing is deleted: what held before still holds for the
/// days before.
public struct RuleChange: Hashable, Sendable {
    public let cell: DispatchCatalogue.Cell
    /// The first day on which it counts; nil for always, as a dry run asks.
    public let from: CivilDate?
    /// The last day, that day included; behind it what stood there before holds again. Nil for good.
    public let until: CivilDate?
    /// Who has it meanwhile; nil where the rule ends, so that a wider one holds.
    public let gift: Gift?

    /// Who gets what a rule is for.
    public struct Gift: Hashable, Sendable {
        public let unit: UnitCode
        public let assistants: [UnitCode]
        public let limit: Span?
        public let source: String?

        public init(
            unit: UnitCode, assistants: [UnitCode] = [], limit: Span? = nil, source: String? = nil
        ) {
            self.unit = unit
            self.assistants = assistants
            self.limit = limit
            self.source = source
        }
    }

    public init(
        cell: DispatchCatalogue.Cell, from: CivilDate?, until: CivilDate? = nil, gift: Gift?
    ) {
        self.cell = cell
        self.from = from
        self.until = until
        self.gift = gift
    }

    /// The rule it makes; nil where it ends one.
    public var rule: DispatchCatalogue.Rule? {
        gift.map {
            DispatchCatalogue.Rule(
                category: cell.category, area: cell.area, unit: $0.unit, assistants: $0.assistants,
                from: from,
                until: until, limit: $0.limit, source: $0.source)
        }
    }

    /// The same for every day: how it would always have been.
    public var always: RuleChange { RuleChange(cell: cell, from: nil, gift: gift) }
}

extension DispatchCatalogue {
    /// The catalogue after these decisions, in the order in which they were made. Days a decision is for are
    /// cut out of the rules that stood there.
    public func applying(_ changes: [RuleChange]) -> DispatchCatalogue {
        if changes.isEmpty { return self }
        let touched = Dictionary(grouping: changes, by: \.cell)
        var kept = rules.filter { touched[$0.cell] == nil }
        var done: Set<Cell> = []
        for change in changes where done.insert(change.cell).inserted {
            var same = rules(of: change.cell)
            for next in touched[change.cell] ?? [] {
                same = same.flatMap { $0.without(from: next.from, until: next.until) }
                if let rule = next.rule { same.append(rule) }
            }
            kept += same.sorted { ($0.from?.daysSince1970 ?? .min) < ($1.from?.daysSince1970 ?? .min) }
        }
        return DispatchCatalogue(kept, today: today)
    }
}

extension DispatchCatalogue.Rule {
    /// What is left of it before and behind these days.
    func without(from: CivilDate?, until: CivilDate?) -> [DispatchCatalogue.Rule] {
        var left: [DispatchCatalogue.Rule] = []
        if let from {
            let last = from.adding(days: -1)
            let end = self.until.map { min($0, last) } ?? last
            if self.from.map({ $0 <= end }) ?? true { left.append(holding(from: self.from, until: end)) }
        }
        if let until {
            let first = until.adding(days: 1)
            let start = self.from.map { max($0, first) } ?? first
            if self.until.map({ start <= $0 }) ?? true {
                left.append(holding(from: start, until: self.until))
            }
        }
        return left
    }
}

/// Why a change of the catalogue cannot be made.
public enum RuleProblem: String, Error, Hashable, Sendable, CaseIterable {
    case noCategory = "category"
    case noArea = "area"
    case noUnit = "unit"
    /// The unit serves another place.
    case elsewhere
    case assistants
    /// The last day lies before the first.
    case days
    /// Its first day has passed: what was given by the old rule stays given.
    case past
    /// It says what holds already.
    case same
    /// There is no rule to end.
    case nothing
    /// A place would have nobody for what no rule names.
    case backstop
}

extension RuleChange {
    /// What stands against it in a city; nil for one that may be made.
    ///
    /// - Parameter today: nothing is changed for days before it.
    public func problem(in city: City, today: CivilDate) -> RuleProblem? {
        if let category = cell.category, city.catalogue[category] == nil { return .noCategory }
        if city.areas[cell.area] == nil { return .noArea }
        if let gift {
            guard let unit = city.units[gift.unit] else { return .noUnit }
            if !unit.area.contains(cell.area), !cell.area.contains(unit.area) { return .elsewhere }
            let helpers = Set(gift.assistants)
            if helpers.count != gift.assistants.count || helpers.contains(gift.unit)
                || helpers.contains(where: { city.units[$0] == nil })
            {
                return .assistants
            }
        }
        if let from, from < today { return .past }
        if let until, until < from ?? today { return .days }
        return problem(in: city.dispatch, today: today)
    }

    private func problem(in catalogue: DispatchCatalogue, today: CivilDate) -> RuleProblem? {
        let day = from ?? today
        let standing = catalogue.rules(of: cell).filter { rule in
            rule.until.map { day <= $0 } ?? true
        }
        guard let gift else {
            if standing.isEmpty { return .nothing }
            // Without its backstop a place needs one around it that goes on.
            return cell.category == nil && !catalogue.hasBackstop(around: cell.area) ? .backstop : nil
        }
        let now = standing.first { $0.isInForce(on: day) }
        let isSame =
            now?.unit == gift.unit && now?.assistants == gift.assistants && now?.limit == gift.limit
            && now?.until == until
        if isSame { return .same }
        return nil
    }
}

extension DispatchCatalogue {
    /// Whether an area that lies around this one has a backstop without an end.
    fileprivate func hasBackstop(around area: AreaCode) -> Bool {
        AreaLevel.allCases.compactMap { area.ancestor(at: $0) }.contains { around in
            around != area && rules(of: Cell(category: nil, area: around)).contains { $0.until == nil }
        }
    }
}
