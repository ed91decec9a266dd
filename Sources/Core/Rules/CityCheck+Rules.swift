/// Whether the dispatch catalogue says one thing, and says it for everything everywhere.
extension CityCheck {
    mutating func checkRules() {
        let codes = Set(rows.categories.map(\.code))
        let units = Dictionary(rows.units.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        for (index, rule) in rows.rules.enumerated() {
            if let category = rule.category, !codes.contains(category) {
                complain(
                    .rule(index), "the rule is for the category \"\(category)\", which does not exist",
                    "Write a code of catalogue.yaml, or * for the backstop of a place")
            }
            if !areaCodes.contains(rule.area) {
                complain(
                    .rule(index), "the rule is for the area \(rule.area), which does not exist",
                    "Write the code of an area in areas.csv")
            }
            if let unit = units[rule.unit] {
                checkService(of: unit, rule, index)
            } else {
                complain(
                    .rule(index), "the rule gives to the unit \(rule.unit), which does not exist",
                    "Write the code of a unit in units.csv")
            }
            checkAssistants(of: rule, index)
            checkDays(of: rule, index)
        }
        checkOverlaps()
        checkTakers()
    }

    /// A unit does not work where it does not serve.
    private mutating func checkService(of unit: Unit, _ rule: DispatchCatalogue.Rule, _ index: Int) {
        if unit.area.contains(rule.area) || rule.area.contains(unit.area) { return }
        complain(
            .rule(index),
            "the rule for the area \(rule.area) gives to the unit \(unit.code), which serves \(unit.area)",
            "Name a unit of this area, or correct the area of the unit in units.csv")
    }

    private mutating func checkAssistants(of rule: DispatchCatalogue.Rule, _ index: Int) {
        var seen: Set<UnitCode> = [rule.unit]
        for unit in rule.assistants {
            if !unitCodes.contains(unit) {
                complain(
                    .rule(index), "the assisting unit \"\(unit)\" does not exist",
                    "Write codes of units.csv with a space between them")
            } else if !seen.insert(unit).inserted {
                complain(
                    .rule(index), "the unit \(unit) stands twice in one rule",
                    "Name each unit once: who leads does not assist")
            }
        }
    }

    private mutating func checkDays(of rule: DispatchCatalogue.Rule, _ index: Int) {
        guard let from = rule.from, let until = rule.until, until < from else { return }
        complain(
            .rule(index), "the rule ends on \(until), before it begins on \(from)",
            "Write a last day that is not before the first")
    }

    private mutating func checkOverlaps() {
        let cells = Dictionary(grouping: rows.rules.indices) { rows.rules[$0].cell }
        for (cell, indices) in cells.sorted(by: { $0.value[0] < $1.value[0] }) where indices.count > 1 {
            // Against the one that reaches furthest so far, so that a long list is walked once.
            let byStart = indices.sorted { start(of: $0) < start(of: $1) }
            var furthest = byStart[0]
            for index in byStart.dropFirst() {
                if rows.rules[index].meets(rows.rules[furthest]) {
                    let later = max(index, furthest)
                    let days = rows.rules[index].from.map { " on \($0)" } ?? ""
                    complain(
                        .rule(later),
                        "there are two rules for \(cell.category ?? "*") at \(cell.area)\(days)",
                        "Keep one of them, or let one end the day before the other begins")
                }
                if end(of: index) >= end(of: furthest) { furthest = index }
            }
        }
    }

    private func start(of index: Int) -> Int { rows.rules[index].from?.daysSince1970 ?? Int.min }
    private func end(of index: Int) -> Int { rows.rules[index].until?.daysSince1970 ?? Int.max }

    /// What is given to a unit in which nobody can take it up would lie there.
    private mutating func checkTakers() {
        if rows.posts.isEmpty || rows.procedures.isEmpty { return }
        var roles: Set<String> = []
        for procedure in rows.procedures {
            let led = Set(procedure.stages.filter { $0.holder == .lead }.map(\.name))
            for move in procedure.moves where !led.isDisjoint(with: move.from) {
                for case .role(let role) in move.by { roles.insert(role) }
            }
        }
        if roles.isEmpty { return }
        let able = Set(rows.posts.filter { roles.contains($0.role) }.map(\.unit))
        // Nobody at all: that is told of the roles.
        if able.isEmpty { return }
        for (index, rule) in rows.rules.enumerated()
        where unitCodes.contains(rule.unit) && !able.contains(rule.unit) {
            // What no rule names may stay at the desk, which answers it or finds a unit.
            if rule.category == nil, rule.unit == rows.desk { continue }
            complain(
                .rule(index), "nobody in the unit \(rule.unit) has a post that takes up what it is given",
                "Add one to posts.csv, or name another unit")
        }
    }

    // MARK: Owners

    /// A leaf nobody thought of still has an owner by the backstop; but then it is the only one, and that
    /// is told.
    mutating func checkOwners() {
        guard !rows.rules.isEmpty else {
            return complain(
                .rules, "nobody is given anything",
                "Write at least a backstop: *,\(rows.area?.text ?? "area"),unit")
        }
        checkBackstops()
        let ruled = Set(rows.rules.compactMap(\.category))
        let catalogue = Catalogue(rows.categories)
        for (index, category) in rows.categories.enumerated() where category.isLeaf {
            if !catalogue.lineage(of: category.code).contains(where: { ruled.contains($0.code) }) {
                complain(
                    .category(index), "the category \"\(category.code)\" has no rule of dispatch",
                    "Add a row for it, or for the category above it, to dispatch.csv")
            }
        }
    }

    /// Whatever the day, each place has one backstop at least that neither ends nor pauses.
    private mutating func checkBackstops() {
        let cells = Dictionary(grouping: rows.rules.filter { $0.category == nil }, by: \.area)
        var lasting: Set<AreaCode> = []
        var gaps: [AreaCode: CivilDate] = [:]
        for (area, rules) in cells {
            if let gap = gap(in: rules) { gaps[area] = gap } else { lasting.insert(area) }
        }
        let bare = rows.areas.filter { area in
            !AreaLevel.allCases.contains { area.code.ancestor(at: $0).map(lasting.contains) ?? false }
        }
        guard let widest = bare.min(by: { $0.code.level < $1.code.level }) else { return }
        let around = AreaLevel.allCases.compactMap { widest.code.ancestor(at: $0) }
        if let day = around.compactMap({ gaps[$0] }).min() {
            complain(
                .rules,
                "\(bare.count) areas have no backstop from \(day) on, first of them \(widest.code) "
                    + widest.name.zh,
                "Let one backstop go on without a last day")
        } else {
            complain(
                .rules,
                "\(bare.count) areas have no backstop, first of them \(widest.code) \(widest.name.zh)",
                "Add a rule with the category * for \(rows.area?.text ?? widest.code.text)")
        }
    }

    /// The first day without a rule after the first with one; nil where there is none.
    private func gap(in rules: [DispatchCatalogue.Rule]) -> CivilDate? {
        let sorted = rules.sorted { ($0.from?.daysSince1970 ?? .min) < ($1.from?.daysSince1970 ?? .min) }
        var covered: CivilDate?
        for rule in sorted {
            if let covered, let from = rule.from, covered.adding(days: 1) < from { break }
            guard let until = rule.until else { return nil }
            covered = max(covered ?? until, until)
        }
        return covered?.adding(days: 1)
    }
}
