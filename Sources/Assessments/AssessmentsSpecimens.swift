import Core
import Markup
import Web

/// Every page of the assessments in every state.
enum AssessmentsSpecimens {
    static let all: [Specimen] = overviews + reports + meetings + diagnoses + published

    private static let overviews = [
        specimen("assessments") { town in
            OverviewPage(telling: town.telling, figures: town.shown(empty: false), duties: town.duties).page
        },
        specimen("assessments, empty") { town in
            OverviewPage(telling: town.telling, figures: town.shown(empty: true)).page
        },
        specimen("assessments, without figures") { town in OverviewPage(telling: town.telling).page },
    ]

    private static let reports = [
        specimen("daily check") { town in day(town, town.report(.day, empty: false)) },
        specimen("daily check, nothing") { town in day(town, town.report(.day, empty: true)) },
        specimen("weekly notice") { town in notice(town, town.report(.week, empty: false)) },
        specimen("weekly notice, nothing") { town in notice(town, town.report(.week, empty: true)) },
        specimen("monthly assessment") { town in notice(town, town.report(.month, empty: false)) },
        specimen("period that is not over") { town in
            UnwrittenPage(
                telling: town.telling, period: .day(town.today), today: town.today
            ).page
        },
        specimen("period before the first") { town in
            UnwrittenPage(
                telling: town.telling, period: .month(first: town.days.month),
                today: town.today.adding(days: 90)
            ).page
        },
    ]

    private static let meetings = [
        specimen("review meeting") { town in meeting(town, over: false).page },
        specimen("review meeting, refused") { town in
            var page = meeting(town, over: false)
            page.errors = [FieldError(field: "comment-A", message: hostile)]
            page.given = (UnitCode("A"), hostile, "no")
            return page.page
        },
        specimen("review meeting, over") { town in meeting(town, over: true).page },
        specimen("hand in") { town in submission(town, over: false).page },
        specimen("hand in, refused") { town in
            var page = submission(town, over: false)
            page.errors = [FieldError(field: "claims", message: hostile)]
            page.given = (hostile, String(repeating: "长", count: 300))
            return page.page
        },
        specimen("hand in, over") { town in submission(town, over: true).page },
    ]

    private static let diagnoses = [
        specimen("diagnosis") { town in diagnosis(town, town.entries, isMade: true).page },
        specimen("diagnosis, refused") { town in
            var page = diagnosis(town, town.entries, isMade: true)
            page.errors = [FieldError(field: "plan-QS1", message: hostile)]
            page.given = ("QS1", hostile, hostile, "2026-02-30")
            return page.page
        },
        specimen("diagnosis, to come") { town in diagnosis(town, town.entries, isMade: false).page },
        specimen("diagnosis, nothing") { town in diagnosis(town, [], isMade: true).page },
    ]

    private static let published = [
        specimen("results") { town in
            PublishedPage(telling: town.telling, months: [town.days.month]).page
        },
        specimen("results, none") { town in PublishedPage(telling: town.telling, months: []).page },
        specimen("results of a month") { town in
            let report = town.report(.month, empty: false)
            return PublishedMonthPage(
                telling: town.telling, month: town.days.month, hosts: town.units,
                meeting: town.meeting(over: true), report: report, ranking: town.seen(report).ranking
            ).page
        },
        specimen("results of a month, without figures") { town in
            PublishedMonthPage(
                telling: town.telling, month: town.days.month, hosts: [], meeting: town.meeting(over: true),
                report: nil, ranking: nil
            ).page
        },
    ]

    static let hostile = #""><script>alert(1)</script>"#

    private static func day(_ town: AssessmentsSpecimenTown, _ report: AssessmentReport) -> Page {
        DayPage(
            telling: town.telling, seen: town.seen(report), matters: town.matters, today: town.today
        ).page
    }

    private static func notice(_ town: AssessmentsSpecimenTown, _ report: AssessmentReport) -> Page {
        NoticePage(
            telling: town.telling, seen: town.seen(report), matters: town.matters, today: town.today,
            meetings: town.units
        ).page
    }

    private static func meeting(_ town: AssessmentsSpecimenTown, over: Bool) -> MeetingPage {
        MeetingPage(
            telling: town.telling, meeting: town.meeting(over: over),
            seen: town.seen(town.report(.month, empty: false)).ranking,
            names: [1: LocalText(zh: hostile, en: hostile)], now: town.now + 90 * 86_400_000,
            mayComment: true, mayVerify: true)
    }

    private static func submission(_ town: AssessmentsSpecimenTown, over: Bool) -> SubmissionPage {
        SubmissionPage(
            telling: town.telling, unit: town.units[0], days: town.days,
            member: town.meeting(over: over).members[0], isOver: over)
    }

    private static func diagnosis(
        _ town: AssessmentsSpecimenTown, _ entries: [Diagnosis.Entry], isMade: Bool
    ) -> DiagnosisPage {
        DiagnosisPage(
            telling: town.telling,
            diagnosis: Diagnosis(
                month: town.days.month, days: town.days, host: town.units[0], isMade: isMade,
                entries: entries, next: entries.isEmpty ? nil : 7, closing: nil),
            mayDecide: true, mayClose: true)
    }

    private static func specimen(
        _ name: String, _ page: @escaping @Sendable (AssessmentsSpecimenTown) -> Page
    ) -> Specimen {
        Specimen(name, officer: name.hasPrefix("results") ? nil : AssessmentsSpecimenTown.officer) { visit in
            guard let town = AssessmentsSpecimenTown(visit: visit) else {
                preconditionFailure("the specimens' city")
            }
            return page(town)
        }
    }
}
