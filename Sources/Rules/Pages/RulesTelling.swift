import Core
import Desk
import Markup
import Web

/// Tells rules and returns in the reader's words.
struct RulesTelling: CityTelling {
    let visit: Visit
    let city: City
    let book: RuleBook
    /// People by their keys, where they are told.
    var names: [Int64: LocalText] = [:]

    var words: Words { visit.words }
    var now: Moment { visit.now }
    var today: CivilDate { city.calendar.date(of: now) }

    func day(_ day: CivilDate) -> String { words.date(city.calendar.start(of: day)) }
    func time(_ moment: Moment) -> HTML { Time(words.near(moment, now: now), dateTime: moment.iso).html }
    func person(_ id: Int64?) -> String { id.flatMap { names[$0] }.map { words($0) } ?? "" }

    /// The class, or what the backstop is called.
    func category(of cell: DispatchCatalogue.Cell) -> String {
        cell.category.map { category($0) } ?? words("rules.backstop")
    }

    /// `水管爆裂 × 桃园社区`.
    func cell(_ cell: DispatchCatalogue.Cell) -> String {
        words("rules.cell", ["category": category(of: cell), "area": area(cell.area)])
    }

    func units(_ codes: [UnitCode]) -> String {
        codes.map { unit($0) as String }.joined(separator: words("rules.between"))
    }

    /// Who has it, and who helps.
    func hands(_ unit: UnitCode, _ assistants: [UnitCode]) -> HTML {
        let name: String = self.unit(unit)
        if assistants.isEmpty { return "\(name)" }
        let helpers = words("rules.assistedBy", ["units": units(assistants)])
        return "\(name) <span class=\"muted\">\(helpers)</span>"
    }

    /// From which day until which.
    func days(_ from: CivilDate?, _ until: CivilDate?) -> String {
        switch (from, until) {
        case (nil, nil): words("rules.days.always")
        case (let from?, nil): words("rules.days.from", ["from": day(from)])
        case (nil, let until?): words("rules.days.until", ["until": day(until)])
        case (let from?, let until?):
            words("rules.days.span", ["from": day(from), "until": day(until)])
        }
    }

    func span(_ span: Span) -> String {
        switch span {
        case .workingDays(let days): words("rules.span.workingDays", ["count": days])
        case .workingHours(let length): words("rules.span.workingHours", ["span": words.span(length)])
        case .calendar(let length): words.span(length)
        }
    }

    /// What a change wants, in one sentence.
    func what(_ change: RuleChange) -> String {
        let (cell, days) = (cell(change.cell), days(change.from, change.until))
        guard let gift = change.gift else {
            return words("rules.change.ends", ["cell": cell, "days": days])
        }
        return words(
            "rules.change.gives", ["cell": cell, "unit": unit(gift.unit) as String, "days": days])
    }

    func state(_ state: RuleRecord.State) -> HTML {
        let tone: Tag.Tone =
            switch state {
            case .draft: .plain
            case .waiting: .accent
            case .approved, .settled: .good
            case .declined, .dropped: .warn
            }
        return Tag(words("rules.state.\(state.rawValue)"), tone: tone).html
    }

    /// `甲 → 乙 → 甲`.
    func path(_ path: TossPath) -> String {
        path.units.map { unit($0) as String }.joined(separator: " → ")
    }

    func reason(_ code: String) -> String {
        book.reasons.first { $0.code == code }.map { words($0.name) } ?? words("rules.reason.other")
    }

    /// A matter with its title, or that the reader does not see it.
    func matter(_ record: MatterRecord?) -> HTML {
        guard let record else { return "<span class=\"muted\">\(words("rules.notSeen"))</span>" }
        return "\(Link(record.number, to: RulesPath.matter(record.number))) \(record.title)"
    }

    /// Why a decision came out as it did, with those that lost.
    func why(_ decision: DispatchCatalogue.Decision) -> HTML {
        let by = words("rules.who.by", ["rule": cell(decision.rule.cell)])
        let lost: [HTML] = decision.lost.prefix(5).map { rule in
            let name: String = unit(rule.unit)
            return "<li>\(words("rules.who.lost", ["rule": cell(rule.cell), "unit": name]))</li>"
        }
        let others: HTML = lost.isEmpty ? .empty : "<ul class=\"muted\">\(lost)</ul>"
        let backstop: HTML =
            decision.isBackstop ? "<p>\(words("rules.who.backstop"))</p>" : .empty
        return """
            <p class="lead">\(hands(decision.unit, decision.assistants))</p>\
            <p>\(Link(by, to: RulesPath.cell(decision.rule.cell)))</p>\(backstop)\(others)
            """
    }

    func tabs(_ current: String) -> HTML {
        let all = [
            (RulesPath.home, "rules.tab.rules"), (RulesPath.changes, "rules.tab.changes"),
            (RulesPath.runs, "rules.tab.runs"), (RulesPath.returns, "rules.tab.returns"),
            (RulesPath.figures, "rules.tab.figures"), (RulesPath.proposals, "rules.tab.proposals"),
        ]
        return Tabs(
            label: words("rules.tabs"),
            all.map { .init(words($0.1), to: $0.0, current: $0.0 == current) }
        ).html
    }

    func older(_ path: String?) -> HTML {
        guard let path else { return .empty }
        return Pager(
            label: words("rules.pages"), newest: nil, older: (text: words("rules.older"), path: path)
        ).html
    }

    // MARK: Choices

    var categoryChoices: [Choice] {
        city.catalogue.categories.map { Choice(value: $0.code, label: category($0.code)) }
    }

    var unitChoices: [Choice] {
        city.units.values.sorted { $0.code < $1.code }.map {
            Choice(value: $0.code.text, label: words($0.name))
        }
    }

    /// Down to the villages: what is smaller is seldom anybody's own.
    var areaChoices: [Choice] {
        city.areas.codes.filter { $0.level <= .village }.map { Choice(value: $0.text, label: area($0)) }
    }
}
