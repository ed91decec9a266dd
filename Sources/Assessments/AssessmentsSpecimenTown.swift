import Core
import Web

/// The units, figures and meetings of the specimens.
struct AssessmentsSpecimenTown {
    let telling: Telling
    let units: [Unit]
    let today: CivilDate
    let now: Moment
    let days: MonthDays

    init?(visit: Visit) {
        guard let area = AreaCode("9901"), let month = CivilDate("2026-10-01"),
            let city = Self.city(area), let today = CivilDate("2026-11-21")
        else { return nil }
        telling = Telling(visit: visit, city: city)
        units = city.units.values.sorted { $0.code < $1.code }
        self.today = today
        now = city.calendar.start(of: today)
        days = MonthDays(month, by: AssessmentRules.usual.month, city.calendar)
    }

    static let officer: Officer? = AreaCode("9901").map { area in
        Officer(
            personID: 1, name: LocalText(zh: "测试", en: "Tester"), login: "tester",
            posts: [Post(role: "leader", unit: UnitCode("A"), area: area)], powers: [.figures],
            sessionID: "s")
    }

    private static func city(_ area: AreaCode) -> City? {
        guard let from = CivilDate("2026-01-01"), let through = CivilDate("2027-12-31"),
            let hours = DayHours("09:00-17:00"),
            let calendar = try? WorkingCalendar(hours: [hours], from: from, through: through)
        else { return nil }
        let name = LocalText(zh: "样城", en: "Sample City")
        let long = LocalText(
            zh: String(repeating: "长", count: 300),
            en: AssessmentsSpecimens.hostile + String(repeating: "w", count: 300))
        let units = [
            Unit(code: UnitCode("A"), name: LocalText(zh: "住建局", en: "Housing"), area: area, parent: nil),
            Unit(code: UnitCode("B"), name: long, area: area, parent: UnitCode("A")),
            Unit(
                code: UnitCode("C"), name: LocalText(zh: "水务局", en: "Water"), area: area,
                parent: UnitCode("A")),
        ]
        return City(
            name: name, version: 1, areas: AreaTree([Area(code: area, name: name)]), area: area,
            units: units,
            roles: [Role(name: "leader", text: name, sight: .area, powers: [.figures])],
            catalogue: Catalogue([]), dispatch: DispatchCatalogue([]), procedures: [],
            firstKind: "request", calendar: calendar, templates: [], desk: UnitCode("A"))
    }

    // MARK: Reports

    func report(_ sort: AssessmentPeriod.Sort, empty: Bool) -> AssessmentReport {
        let period = AssessmentPeriod(sort, of: sort == .month ? days.month : today.adding(days: -1))
        var figures: [String: Figures] = [:]
        if !empty {
            for (index, unit) in units.enumerated() { figures[unit.code.text] = Self.figures(index) }
        }
        return AssessmentReport(
            period: period.text, madeAt: now, figures: figures, open: empty ? [:] : ["A": 12, "C": 3],
            findings: empty ? [] : findings, more: empty ? [] : [.sinking], sinkingDays: 15, atLeast: 10,
            formula: Formula(
                version: 2, from: days.month,
                weights: [
                    Formula.Weight(.accepted, percent: 20), Formula.Weight(.answered, percent: 20),
                    Formula.Weight(.solved, percent: 30), Formula.Weight(.satisfied, percent: 30),
                ], deductions: [Formula.Deduction(.limitPassed, each: 20, atMost: 1000)]))
    }

    private static func figures(_ index: Int) -> Figures {
        var figures = Figures()
        figures[.received] = index == 0 ? 4321 : 0
        figures[.dispatched] = [3, 1200, 40][index]
        figures[.acceptedInTime] = [3, 1100, 35][index]
        figures[.acceptedLate] = [0, 100, 5][index]
        figures[.answeredInTime] = [3, 1000, 30][index]
        figures[.answeredLate] = [0, 150, 2][index]
        figures[.solvedYes] = [2, 800, 28][index]
        figures[.solvedNo] = [0, 90, 1][index]
        figures[.satisfiedYes] = [2, 700, 27][index]
        figures[.satisfiedNo] = [0, 190, 2][index]
        figures[.limitPassed] = [0, 80, 3][index]
        figures[.sentBack] = index
        return figures
    }

    private var findings: [Finding] {
        guard let area = AreaCode("9901") else { return [] }
        return Finding.Sort.allCases.flatMap { sort in
            ["QS1", "QS2"].map { number in
                Finding(
                    sort: sort, number: number, area: area, unit: UnitCode(number == "QS1" ? "A" : "B"),
                    raisedTo: nil, at: now)
            }
        }
    }

    var matters: [String: FoundMatter] {
        guard let area = AreaCode("9901") else { return [:] }
        let titles = ["QS1": AssessmentsSpecimens.hostile, "QS2": String(repeating: "长", count: 300)]
        return titles.mapValues { title in
            let number = title == AssessmentsSpecimens.hostile ? "QS1" : "QS2"
            return FoundMatter(
                id: number == "QS1" ? 1 : 2, number: number, title: title, area: area,
                lead: UnitCode("B"), raisedTo: UnitCode("A"), isOpen: number == "QS1")
        }
    }

    func seen(_ report: AssessmentReport) -> SeenReport {
        let officer =
            Self.officer
            ?? Officer(
                personID: 1, name: LocalText(zh: "", en: ""), login: "", posts: [], powers: [],
                sessionID: "")
        return SeenReport(
            report, of: AssessmentPeriod(report.period) ?? .day(today),
            AssessmentSight(officer, in: telling.city))
    }

    func shown(empty: Bool) -> OverviewPage.Shown {
        let periods = { (sort: AssessmentPeriod.Sort) -> [AssessmentPeriod] in
            empty ? [] : [AssessmentPeriod(sort, of: today.adding(days: -31))]
        }
        return OverviewPage.Shown(
            places: [telling.city.name], today: today, now: now,
            day: empty ? Figures() : Self.figures(0), week: empty ? Figures() : Self.figures(1),
            month: empty ? Figures() : Self.figures(2), days: periods(.day), weeks: periods(.week),
            months: periods(.month), calendar: empty ? nil : days, hosts: empty ? [] : units)
    }

    var duties: [OverviewPage.Duty] {
        units.enumerated().map { .init(unit: $1, days: days, isDone: $0 == 0) }
    }

    // MARK: Meetings

    func meeting(over: Bool) -> Meeting {
        let (hostile, long) = (AssessmentsSpecimens.hostile, String(repeating: "长", count: 300))
        var members = units.map { Meeting.Member(unit: $0) }
        members[0].submission = Meeting.Submission(person: 1, at: now, text: hostile)
        members[0].claims = [
            Meeting.Claim(place: 1, text: long, honoured: true),
            Meeting.Claim(place: 2, text: hostile, honoured: false),
            Meeting.Claim(place: 3, text: "3", honoured: nil),
        ]
        for (index, passes) in [true, false].enumerated() {
            members[index].comments = [
                Meeting.Comment(person: 1, at: now, passes: passes, text: index == 0 ? hostile : long)
            ]
        }
        return Meeting(
            month: days.month, days: days, host: units[0], members: members,
            closing: over ? Meeting.Closing(person: 1, at: now) : nil)
    }

    var entries: [Diagnosis.Entry] {
        let all = matters.values.sorted { $0.id < $1.id }
        return all.enumerated().map { index, matter in
            Diagnosis.Entry(
                matter: matter, why: index == 0 ? AssessmentsSpecimens.hostile : nil,
                decision: index == 0
                    ? nil
                    : Diagnosis.Decision(plan: "1", responsible: "2", finish: today))
        }
    }
}
