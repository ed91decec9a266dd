import Core

/// The days on which the matters of a simulation were raised.
struct SimulationSpan {
    let first: CivilDate
    let last: CivilDate
    let start: Moment
    /// The first moment after the last day.
    let end: Moment

    init(from: String?, until: String?, now: Moment, calendar: WorkingCalendar) throws(Fault) {
        last = try SimulationSpan.day(until, "--until") ?? calendar.date(of: now)
        first = try SimulationSpan.day(from, "--from") ?? last.adding(days: -365)
        guard first <= last else {
            throw Fault(
                .configuration, "--from \(first) lies after --until \(last).",
                remedy: "Name the earlier day with --from.")
        }
        start = calendar.start(of: first)
        end = calendar.start(of: last.adding(days: 1))
    }

    private static func day(_ text: String?, _ option: String) throws(Fault) -> CivilDate? {
        guard let text else { return nil }
        guard let day = CivilDate(text) else {
            throw Fault(
                .configuration, "\(option) is “\(text)”, which is no day.", remedy: "Write it as 2026-07-01.")
        }
        return day
    }
}

/// Rules of dispatch named on the command line.
enum SimulationRules {
    /// The city's catalogue with these rules; nil for none.
    static func read(_ rules: [String], in city: City) throws(Fault) -> DispatchCatalogue? {
        if rules.isEmpty { return nil }
        var new: [DispatchCatalogue.Rule] = []
        for rule in rules { new.append(try read(rule, in: city)) }
        return city.dispatch.replacing(new)
    }

    private static func read(_ rule: String, in city: City) throws(Fault) -> DispatchCatalogue.Rule {
        let sides = rule.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        let whom = sides[0].split(separator: "@", omittingEmptySubsequences: false).map(String.init)
        guard sides.count == 2, whom.count <= 2, let category = whom.first else {
            throw refusal(rule, "cannot be read", "Write CATEGORY=UNIT or CATEGORY@AREA=UNIT.")
        }
        guard city.catalogue[category] != nil else {
            throw refusal(rule, "names a category that does not exist", "Write a code of catalogue.yaml.")
        }
        guard let area = whom.count == 2 ? AreaCode(whom[1]) : city.area, city.areas[area] != nil else {
            throw refusal(rule, "names an area that does not exist", "Write a code of areas.csv.")
        }
        let unit = UnitCode(sides[1])
        guard city.units[unit] != nil else {
            throw refusal(rule, "names a unit that does not exist", "Write a code of units.csv.")
        }
        return DispatchCatalogue.Rule(category: category, area: area, unit: unit)
    }

    private static func refusal(_ rule: String, _ problem: String, _ remedy: String) -> Fault {
        Fault(.configuration, "The rule “\(rule)” \(problem).", remedy: remedy)
    }
}
