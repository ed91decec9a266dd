import Core
import Testing

@Suite("The rule of a limit")
struct LimitTableTests {
    private static let grid = "110101001001001"

    private func rule(
        _ hours: Int64, _ category: String? = nil, _ grade: Grade? = nil, _ urgency: Urgency? = nil,
        _ area: String? = nil, from: String? = nil, until: String? = nil, limit: String = "whole"
    ) -> LimitRule {
        LimitRule(
            kind: "request", limit: limit, category: category, urgency: urgency, grade: grade,
            area: area.map(Town.area), span: .calendar(hours * hour), from: from.map(Town.date),
            until: until.map(Town.date))
    }

    private func hours(
        _ rules: [LimitRule], _ category: String? = "roads.hole", _ grade: Grade? = .complex,
        _ urgency: Urgency = .urgent, _ area: String = grid, on day: String = "2026-07-01"
    ) -> Int64? {
        let terms = LimitTerms(category: category, urgency: urgency, grade: grade, area: Town.area(area))
        let found = LimitTable(rules).rule(
            for: "whole", of: "request", terms: terms, on: Town.date(day), in: Town.catalogue)
        guard case .calendar(let length)? = found?.span else { return nil }
        return length / hour
    }

    @Test("is none where nothing fits, and the kind's own limit counts")
    func none() {
        #expect(hours([]) == nil)
        #expect(hours([rule(1, "water"), rule(2, nil, .deep), rule(3, nil, nil, .emergency)]) == nil)
        #expect(hours([rule(1, nil, nil, nil, "110102"), rule(2, limit: "signing")]) == nil)
        #expect(hours([rule(1, nil, .ordinary)], nil, nil) == nil, "no grade is no ordinary grade")
        #expect(hours([rule(1, "roads")], "unknown") == nil)
        #expect(hours([rule(1, "roads")], nil) == nil)
    }

    @Test("is that of the closest class, then of the grade, the urgency, and the smallest area")
    func order() {
        let all = [
            rule(1), rule(2, nil, nil, nil, "1101"), rule(3, nil, nil, nil, Self.grid),
            rule(4, nil, nil, .urgent), rule(5, nil, .complex), rule(6, "roads"),
            rule(7, "roads", nil, nil, Self.grid), rule(8, "roads", nil, .urgent),
            rule(9, "roads", .complex), rule(10, "roads", .complex, .urgent),
            rule(11, "roads.hole"), rule(12, "roads.hole", nil, .urgent),
        ]
        for count in 1...all.count {
            #expect(hours(Array(all.prefix(count)).shuffled()) == Int64(count))
        }
    }

    @Test("for everything counts also for what has no class, no grade and no known area")
    func anything() {
        #expect(hours([rule(9)], nil, nil, .ordinary, "99") == 9)
    }

    @Test("counts for an area with all within it, and for nothing beside it")
    func areas() {
        let rules = [rule(1), rule(2, nil, nil, nil, "110101"), rule(3, nil, nil, nil, "110101001001")]
        #expect(hours(rules, nil, nil, .ordinary, "1101") == 1)
        #expect(hours(rules, nil, nil, .ordinary, "110101") == 2)
        #expect(hours(rules, nil, nil, .ordinary, "110101002") == 2)
        #expect(hours(rules, nil, nil, .ordinary, "110101001001") == 3)
        #expect(hours(rules, nil, nil, .ordinary, "110101001001009") == 3)
        #expect(hours(rules, nil, nil, .ordinary, "110102") == 1)
    }

    @Test("is in force from its first to its last day, both included")
    func dates() {
        let rules = [
            rule(1, from: "2026-03-01", until: "2026-06-30"), rule(2, from: "2026-07-01"),
        ]
        let days = [
            ("2026-02-28", nil), ("2026-03-01", 1), ("2026-06-30", 1), ("2026-07-01", 2), ("2099-12-31", 2),
        ]
        for (day, expected) in days {
            #expect(hours(rules, on: day) == expected.map(Int64.init), "\(day)")
            #expect(hours(rules.reversed(), on: day) == expected.map(Int64.init), "\(day)")
        }
    }

    @Test("gives way to a wider one on days on which it is not in force")
    func wider() {
        let rules = [rule(1, "roads.hole", until: "2026-06-30"), rule(2, "roads")]
        #expect(hours(rules, on: "2026-06-30") == 1)
        #expect(hours(rules, on: "2026-07-01") == 2)
    }

    @Test("is the one that began later where two overlap")
    func overlap() {
        let rules = [rule(1), rule(2, from: "2026-01-01"), rule(3, from: "2026-05-01", until: "2026-05-31")]
        #expect(hours(rules, on: "2025-12-31") == 1)
        #expect(hours(rules, on: "2026-05-15") == 3)
        #expect(hours(rules, on: "2026-07-01") == 2)
    }

    @Test("is the same as a walk over all rules finds, for thousands of tables and matters")
    func oracle() {
        var chance = Chance(seed: 7)
        let classes = [nil, "roads", "roads.lamp", "roads.hole", "water"]
        let areas = [nil, "11", "1101", "110101", "110102", "110101001", Self.grid]
        let days = [nil, "2026-03-01", "2026-06-30", "2026-07-01", "2026-09-30"]
        for _ in 0..<3000 {
            var rules: [LimitRule] = []
            for number in 1...Int.random(in: 1...12, using: &chance) {
                rules.append(
                    rule(
                        Int64(number), classes.randomElement(using: &chance) ?? nil,
                        ([nil, nil] + Grade.allCases).randomElement(using: &chance) ?? nil,
                        ([nil, nil] + Urgency.allCases).randomElement(using: &chance) ?? nil,
                        areas.randomElement(using: &chance) ?? nil,
                        from: days.randomElement(using: &chance) ?? nil,
                        until: days.randomElement(using: &chance) ?? nil))
            }
            let terms = LimitTerms(
                category: classes.randomElement(using: &chance) ?? nil,
                urgency: Urgency.allCases.randomElement(using: &chance) ?? .ordinary,
                grade: ([nil] + Grade.allCases).randomElement(using: &chance) ?? nil,
                area: Town.area(areas.compactMap(\.self).randomElement(using: &chance) ?? "11"))
            let day = Town.date("2026-01-01").adding(days: Int.random(in: 0..<365, using: &chance))
            let found = LimitTable(rules).rule(
                for: "whole", of: "request", terms: terms, on: day, in: Town.catalogue)
            #expect(found == walked(rules, terms, day))
        }
    }

    /// What the words of the rule say, without any table.
    private func walked(_ rules: [LimitRule], _ terms: LimitTerms, _ day: CivilDate) -> LimitRule? {
        let lineage = terms.category.map { Town.catalogue.lineage(of: $0).map(\.code) } ?? []
        let fitting = rules.filter { rule in
            (rule.category.map(lineage.contains) ?? true) && (rule.grade.map { $0 == terms.grade } ?? true)
                && (rule.urgency.map { $0 == terms.urgency } ?? true)
                && (rule.area.map { $0.contains(terms.area) } ?? true)
                && (rule.from.map { $0 <= day } ?? true) && (rule.until.map { $0 >= day } ?? true)
        }
        func weight(_ rule: LimitRule) -> [Int] {
            [
                rule.category.flatMap { lineage.firstIndex(of: $0) }.map { 9 - $0 } ?? 0,
                rule.grade == nil ? 0 : 1, rule.urgency == nil ? 0 : 1, rule.area?.text.count ?? 0,
                rule.from?.daysSince1970 ?? -1_000_000,
            ]
        }
        var best: LimitRule?
        for rule in fitting {
            if let kept = best, !weight(kept).lexicographicallyPrecedes(weight(rule)) { continue }
            best = rule
        }
        return best
    }
}

@Suite("A clock under the city's own limits")
struct LimitClockTests {
    private let calendar = Town.calendar

    private func rule(
        _ span: Span, _ category: String? = nil, _ grade: Grade? = nil, _ urgency: Urgency? = nil,
        from: String? = nil, until: String? = nil
    ) -> LimitRule {
        LimitRule(
            kind: "request", limit: "whole", category: category, urgency: urgency, grade: grade, span: span,
            from: from.map(Town.date), until: until.map(Town.date))
    }

    private func city(_ rules: [LimitRule]) -> City {
        Town.city(procedures: [Town.request(), Town.criticism()], limits: rules)
    }

    @Test("begins with the rule for what it is when it comes in")
    func begins() throws {
        let city = city([
            rule(.calendar(2 * hour), nil, nil, .emergency), rule(.calendar(24 * hour), "water"),
        ])
        let urgent = try Story(Town.raised(urgency: .emergency), in: city)
        #expect(urgent.matter.clock("whole")?.due == Town.start + 2 * hour)
        let water = try Story(Town.raised(category: "water"), in: city)
        #expect(water.matter.clock("whole")?.due == Town.start + 24 * hour)
        let other = try Story(in: city)
        #expect(other.matter.clock("whole")?.due == calendar.add(.workingDays(15), to: Town.start))
        #expect(other.matter.clock("register")?.due == water.matter.clock("register")?.due)
    }

    @Test(
        "is counted anew when the class, grade or urgency changes, as if it had been so from the start"
    )
    func changes() throws {
        let rules = [
            rule(.calendar(7 * day)), rule(.calendar(15 * day), nil, .complex),
            rule(.calendar(24 * hour), "roads"), rule(.calendar(2 * hour), "roads", nil, .emergency),
        ]
        var story = try Story(in: city(rules))
        func due() -> Int64? { story.matter.clock("whole").map { $0.due - Town.start } }
        #expect(due() == 7 * day)
        try story.when("classify", [.grade: "complex"], by: .dispatcher)
        #expect(due() == 15 * day)
        try story.when("categorise", [.category: "roads.lamp"], by: .clerk)
        #expect(due() == 24 * hour, "the class counts before the grade")
        try story.when("classify", [.urgency: "emergency"], by: .dispatcher)
        #expect(due() == 2 * hour)
        try story.when("categorise", [.category: "water"], by: .clerk, after: minute)
        #expect(due() == 15 * day)
        #expect(story.matter.clock("whole")?.from == Town.start)
    }

    @Test("stays as it is when what changed makes no difference to its limit")
    func same() throws {
        var story = try Story(in: city([rule(.calendar(7 * day))]))
        try story.when("classify", [.grade: "deep", .urgency: "urgent"], by: .dispatcher)
        #expect(!story.last.contains { if case .clockStarted = $0 { true } else { false } })
    }

    @Test("follows the rule in force on the day it began, whatever comes later")
    func versions() throws {
        let rules = [
            rule(.calendar(10 * day), "roads", until: "2026-03-02"),
            rule(.calendar(3 * day), "roads", from: "2026-03-03"),
        ]
        var story = try Story(in: city(rules))
        try story.when("categorise", [.category: "roads.lamp"], by: .clerk, after: 2 * day)
        #expect(story.matter.clock("whole")?.due == Town.start + 10 * day)
        let city = city(rules)
        let later = try raise(
            Town.raised(category: "roads.lamp"), by: .resident, in: city, at: Town.start + 15 * hour)
        let matter = try #require(later.first.flatMap { Matter(from: $0) })
        #expect(matter.clock("whole")?.due == Town.start + 15 * hour + 3 * day, "midnight has passed")
        let evening = try raise(
            Town.raised(category: "roads.lamp"), by: .resident, in: city, at: Town.start + 15 * hour + -1)
        let earlier = try #require(evening.first.flatMap { Matter(from: $0) })
        #expect(earlier.clock("whole")?.due == Town.start + 15 * hour + -1 + 10 * day)
    }

    @Test("keeps what its pauses gave when the grade changes afterwards")
    func pauses() throws {
        let rules = [rule(.calendar(7 * day)), rule(.calendar(15 * day), nil, .complex)]
        var story = try Story.answered(in: city(rules))
        let paused = story.now
        try story.when("rate", Story.no, by: .resident, after: 3 * day)
        #expect(story.matter.clock("whole")?.due == Town.start + 7 * day + (story.now - paused))
        try story.when("classify", [.grade: "complex"], by: .dispatcher)
        #expect(story.matter.clock("whole")?.due == Town.start + 15 * day + 3 * day)
    }

    @Test("changes its measure with the rule: working days become hours day and night, and back")
    func measures() throws {
        let rules = [rule(.workingDays(2), "roads"), rule(.calendar(30 * hour), "water")]
        var story = try Story(Town.raised(category: "roads.lamp"), in: city(rules))
        #expect(story.matter.clock("whole")?.due == calendar.add(.workingDays(2), to: Town.start))
        try story.when("categorise", [.category: "water"], by: .clerk)
        #expect(story.matter.clock("whole")?.due == Town.start + 30 * hour)
        try story.when("categorise", [.category: "roads.hole"], by: .clerk)
        #expect(story.matter.clock("whole")?.due == calendar.add(.workingDays(2), to: Town.start))
    }

    @Test("that becomes shorter than what has gone by is due at once, and rings")
    func past() throws {
        var story = try Story(in: city([rule(.calendar(7 * day)), rule(.calendar(hour), "water")]))
        try story.when("categorise", [.category: "water"], by: .clerk, after: day)
        let due = try #require(story.matter.clock("whole")?.due)
        #expect(due == Town.start + hour && due < story.now)
        #expect(try story.ring(.expiry, "whole", at: story.now).map(\.move) == [nil, "overdue"])
    }

    @Test("is told beforehand to depend on the class and the grade only where the city's limits do")
    func outlook() throws {
        let story = try Story()
        let moves = Town.request()
        let (categorise, classify) = (
            try #require(moves.move("categorise")), try #require(moves.move("classify"))
        )
        func open(_ move: Move, _ rules: [LimitRule]) -> [InputWord]? {
            preview(move, on: story.matter, in: city(rules), at: story.now)?.open
        }
        #expect(open(categorise, []) == [] && open(classify, []) == [.urgency])
        let rules = [rule(.calendar(day), "roads"), rule(.calendar(day), nil, .complex)]
        #expect(open(categorise, rules) == [.category])
        #expect(open(classify, rules) == [.grade, .urgency])
    }
}
