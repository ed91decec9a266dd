/// Whether every class of matter at every place has an owner.
extension CityCheck {
    mutating func checkCategories() {
        if rows.categories.isEmpty {
            complain(.categories, "the catalogue is empty", "Write at least one category")
        }
        var doubles: [Int] = []
        eachDoubled(rows.categories.map(\.code)) { index, _ in doubles.append(index) }
        for index in doubles {
            complain(
                .category(index), "the category \"\(rows.categories[index].code)\" stands twice",
                "Give one of the two another code")
        }
        var sameNames: [Int] = []
        eachDoubled(rows.categories.map { ($0.parent ?? "") + "/" + $0.name.zh }) { index, _ in
            sameNames.append(index)
        }
        for index in sameNames where !doubles.contains(index) {
            complain(
                .category(index),
                "two categories beside each other are named \"\(rows.categories[index].name.zh)\"",
                "Rename one of them")
        }
    }

    mutating func checkRules() {
        let codes = Set(rows.categories.map(\.code))
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
            if !unitCodes.contains(rule.unit) {
                complain(
                    .rule(index), "the rule gives to the unit \(rule.unit), which does not exist",
                    "Write the code of a unit in units.csv")
            }
        }
        var doubles: [Int] = []
        eachDoubled(rows.rules.map { "\($0.category ?? "*") at \($0.area)" }) { index, _ in
            doubles.append(index)
        }
        for index in doubles {
            let rule = rows.rules[index]
            complain(
                .rule(index), "there are two rules for \(rule.category ?? "*") at \(rule.area)",
                "Keep one of them")
        }
    }

    /// A leaf nobody thought of still has an owner by the backstop; but then it is the only one, and that
    /// is told.
    mutating func checkOwners() {
        guard !rows.rules.isEmpty else {
            return complain(
                .rules, "nobody is given anything",
                "Write at least a backstop: *,\(rows.area?.text ?? "area"),unit")
        }
        let backstops = Set(rows.rules.filter { $0.category == nil }.map(\.area))
        let bare = rows.areas.filter { area in
            !AreaLevel.allCases.contains { level in
                area.code.ancestor(at: level).map(backstops.contains) ?? false
            }
        }
        if let widest = bare.min(by: { $0.code.level < $1.code.level }) {
            complain(
                .rules,
                "\(bare.count) areas have no backstop, first of them \(widest.code) \(widest.name.zh)",
                "Add a rule with the category * for \(rows.area?.text ?? widest.code.text)")
        }
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
}
