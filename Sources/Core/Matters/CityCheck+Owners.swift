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
}
