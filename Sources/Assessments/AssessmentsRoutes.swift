import Core
import Desk
import Hummingbird
import Markup
import Web

/// The pages of the assessments.
struct AssessmentsRoutes: Sendable {
    let desk: AssessmentsDesk
    /// The names of people at work.
    let names: @Sendable ([Int64]) async throws -> [Int64: LocalText]

    func add(to site: Site) {
        site.officers.get("/assessments") { _, context in try await overview(context).page }
        site.officers.get("/assessments/days/:period") { _, context in
            try await report(.day, context)
        }
        site.officers.get("/assessments/weeks/:period") { _, context in
            try await report(.week, context)
        }
        site.officers.get("/assessments/months/:period") { _, context in
            try await report(.month, context)
        }
        addMeetings(to: site)
        addDiagnoses(to: site)
        addPublished(to: site)
        site.api.get("/assessments/:period") { _, context in try await answer(context) }
    }

    func telling(_ context: some WebContext) -> Telling { Telling(visit: context.visit, city: desk.city) }

    // MARK: Overview

    private func overview(_ context: OfficerContext) async throws -> OverviewPage {
        let today = desk.today(at: context.now)
        var page = OverviewPage(telling: telling(context))
        page.duties = try await duties(of: context.officer, today)
        guard context.officer.may(.figures) else { return page }
        let sight = AssessmentSight(context.officer, in: desk.city)
        let (week, month) = (AssessmentPeriod(.week, of: today), AssessmentPeriod(.month, of: today))
        page.figures = OverviewPage.Shown(
            places: sight.places, today: today, now: context.now,
            day: try await total(from: today, through: today, sight),
            week: try await total(from: week.first, through: today, sight),
            month: try await total(from: month.first, through: today, sight),
            days: try await desk.archive(.day, limit: 14), weeks: try await desk.archive(.week, limit: 8),
            months: try await desk.archive(.month, limit: 12), calendar: try await desk.days(of: month.first),
            hosts: hosts(seenBy: context.officer))
        return page
    }

    private func total(
        from first: CivilDate, through last: CivilDate, _ sight: AssessmentSight
    ) async throws -> Figures {
        try await desk.figures(from: first, through: last).filter { sight.sees($0.key) }.values
            .reduce(into: Figures()) { $0 += $1 }
    }

    /// The units whose meetings somebody may open.
    func hosts(seenBy officer: Officer) -> [Unit] {
        let sight = AssessmentSight(officer, in: desk.city)
        return desk.hosts.filter { sight.sees($0.code) || officer.actor.works(in: $0.code) }
    }

    /// What somebody's units hand in for the month before.
    private func duties(of officer: Officer, _ today: CivilDate) async throws -> [OverviewPage.Duty] {
        let month = AssessmentPeriod(.month, of: today).previous.first
        guard let days = try await desk.days(of: month) else { return [] }
        var duties: [OverviewPage.Duty] = []
        for code in Set(officer.posts.map(\.unit)).sorted() {
            guard let unit = desk.city.units[code], let host = unit.parent,
                let meeting = try await desk.meeting(of: host, in: month), meeting.closing == nil,
                let member = meeting.members.first(where: { $0.unit.code == code })
            else { continue }
            duties.append(.init(unit: unit, days: days, isDone: member.submission != nil))
        }
        return duties
    }

    // MARK: Reports

    /// A period of the address; what is none, or is not over, is a place that does not exist.
    func period(_ sort: AssessmentPeriod.Sort, _ context: some WebContext) throws -> AssessmentPeriod {
        guard let period = AssessmentPeriod(try context.parameter("period")), period.sort == sort else {
            throw WebRefusal.notFound
        }
        return period
    }

    private func report(
        _ sort: AssessmentPeriod.Sort, _ context: OfficerContext
    ) async throws -> Response {
        try context.require(.figures)
        let period = try period(sort, context)
        guard let report = try await desk.report(period) else {
            return UnwrittenPage(
                telling: telling(context), period: period, today: desk.today(at: context.now)
            )
            .page.answer(context.visit)
        }
        let seen = SeenReport(report, of: period, AssessmentSight(context.officer, in: desk.city))
        let today = desk.today(at: context.now)
        if sort == .day {
            return DayPage(
                telling: telling(context), seen: seen,
                matters: try await desk.records(DayPage.numbers(seen)), today: today
            ).page.answer(context.visit)
        }
        return NoticePage(
            telling: telling(context), seen: seen,
            matters: try await desk.records(NoticePage.numbers(seen)), today: today,
            meetings: hosts(seenBy: context.officer)
        ).page.answer(context.visit)
    }
}
