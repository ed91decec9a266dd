/// Limits beside those of the kinds: each names what exists, says one thing for each day, and can apply.
extension CityCheck {
    mutating func checkLimits() {
        let kinds = Dictionary(
            rows.procedures.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first })
        let known = Set(rows.categories.map(\.code))
        let count = found.count
        for (index, rule) in rows.limits.enumerated() {
            checkNames(of: rule, index, kinds)
            if let category = rule.category, !known.contains(category) {
                complain(
                    .limit(index), "the rule is for the category \"\(category)\", which does not exist",
                    "Write a code of catalogue.yaml, or * for all")
            }
            if let area = rule.area, !areaCodes.contains(area) {
                complain(
                    .limit(index), "the rule is for the area \(area), which does not exist",
                    "Write the code of an area in areas.csv, or nothing for the whole city")
            }
            if let from = rule.from, let until = rule.until, until < from {
                complain(
                    .limit(index), "the rule ends on \(until), before it begins on \(from)",
                    "Write the earlier day as `from`")
            }
        }
        checkOverlaps()
        // What names nothing or says two things has been told of; only then is it asked what never applies.
        if found.count == count { checkReach() }
    }

    private mutating func checkNames(of rule: LimitRule, _ index: Int, _ kinds: [String: Procedure]) {
        guard let kind = kinds[rule.kind] else {
            return complain(
                .limit(index), "the rule is for the kind \"\(rule.kind)\", which does not exist",
                "Write one of: \(kinds.keys.sorted().joined(separator: ", "))")
        }
        if kind.limit(rule.limit) == nil {
            complain(
                .limit(index), "the kind \"\(rule.kind)\" has no limit \"\(rule.limit)\"",
                "Write one of: \(kind.limits.map(\.name).joined(separator: ", "))")
        }
        let isGraded = kind.moves.contains { move in
            move.does.contains(.classify) && move.asks.contains { $0.word == .grade }
        }
        if let grade = rule.grade, !isGraded {
            complain(
                .limit(index),
                "the rule can never apply: no move of \"\(rule.kind)\" gives the grade \"\(grade.rawValue)\"",
                "Leave `grade` empty, or let a move of the kind ask for it")
        }
    }

    // MARK: Two at once

    private struct Key: Hashable {
        let kind, limit: String
        let category: String?
        let urgency: Urgency?
        let grade: Grade?
        let area: AreaCode?

        init(_ rule: LimitRule) {
            (kind, limit, category) = (rule.kind, rule.limit, rule.category)
            (urgency, grade, area) = (rule.urgency, rule.grade, rule.area)
        }
    }

    private mutating func checkOverlaps() {
        let all = rows.limits
        for same in Dictionary(grouping: all.indices, by: { Key(all[$0]) }).values where same.count > 1 {
            let sorted = same.sorted { (all[$0].first, $0) < (all[$1].first, $1) }
            var latest = sorted[0]
            for index in sorted.dropFirst() {
                if all[index].first <= all[latest].last {
                    let day = max(all[index].first, all[latest].first)
                    complain(
                        .limit(max(index, latest)), "two rules for \(all[index].subject) hold on \(day)",
                        "Let one end (`until`) on the day before the other begins (`from`), or take one out")
                }
                if all[latest].last < all[index].last { latest = index }
            }
        }
    }

    // MARK: Never at all

    /// A rule must win for some matter on some day. A matter of the rule's own area, without a grade where
    /// the rule names none, is the one that the fewest other rules take away from it; for its classes and
    /// urgencies each is tried.
    private mutating func checkReach() {
        guard let top = rows.area else { return }
        let catalogue = Catalogue(rows.categories)
        let table = LimitTable(rows.limits)
        let leaves = catalogue.leaves.map(\.code)
        var days: [String: [CivilDate]] = [:]
        for rule in rows.limits {
            if let until = rule.until {
                days["\(rule.kind)/\(rule.limit)", default: []].append(until.adding(days: 1))
            }
        }
        days = days.mapValues { Array(Set($0)).sorted() }
        for (index, rule) in rows.limits.enumerated() {
            let later = within(days["\(rule.kind)/\(rule.limit)"] ?? [], rule.first...rule.last)
            // A table of years' worth of changes is not searched day by day.
            if later.count > 366 { continue }
            let classes: [String?] =
                rule.category.map { code in
                    leaves.filter { catalogue.lineage(of: $0).contains { $0.code == code } }
                } ?? [nil]
            var winner: LimitRule?
            let applies = classes.contains { category in
                (rule.urgency.map { [$0] } ?? Urgency.allCases).contains { urgency in
                    let terms = LimitTerms(
                        category: category, urgency: urgency, grade: rule.grade, area: rule.area ?? top)
                    return ([rule.first] + later).contains { day in
                        winner = table.rule(
                            for: rule.limit, of: rule.kind, terms: terms, on: day, in: catalogue)
                        return winner == rule
                    }
                }
            }
            if applies { continue }
            complain(
                .limit(index),
                "the rule can never apply: \(winner?.subject ?? "others") is closer to all that it is for",
                "Take it out, or make it say more than the others")
        }
    }

    /// The days of a sorted list that lie within a range.
    private func within(_ days: [CivilDate], _ range: ClosedRange<CivilDate>) -> ArraySlice<CivilDate> {
        func count(before isBefore: (CivilDate) -> Bool) -> Int {
            var (low, high) = (0, days.count)
            while low < high {
                let middle = (low + high) / 2
                if isBefore(days[middle]) { low = middle + 1 } else { high = middle }
            }
            return low
        }
        return days[count { $0 < range.lowerBound }..<count { $0 <= range.upperBound }]
    }
}

extension LimitRule {
    /// The first and the last day of force, as far as days can be written.
    fileprivate var first: CivilDate { from ?? CivilDate(daysSince1970: -25_567) }
    fileprivate var last: CivilDate { until ?? CivilDate(daysSince1970: 2_932_896) }

    /// Whom it is for, in the words of the file: `request/whole 03 complex`.
    var subject: String {
        let parts = [category, urgency?.rawValue, grade?.rawValue, area?.text].compactMap { $0 }
        return "\(kind)/\(limit) \(parts.isEmpty ? "*" : parts.joined(separator: " "))"
    }
}
