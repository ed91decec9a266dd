import Core
import Desk
import Markup
import Web

/// Every page of what was joined in every state.
enum JoinsSpecimens {
    static let hostile = #""><script>alert(1)</script>{x}"#
    static let long = String(repeating: "很长的名字", count: 60)

    static let all: [Specimen] =
        [
            specimen("joins, none") { JoinsPage(telling: $0, isOpen: true, lines: []).page },
            specimen("joins") { telling in
                JoinsPage(
                    telling: telling, isOpen: true,
                    lines: [line(hostile, nil), line("停水", "爆管"), line(long, long)], older: "/joins?after=x",
                    isFirst: false
                ).page
            },
            specimen("joined, nothing yet") { telling in
                var page = MainPage(telling: telling, number: "QS-1", title: hostile)
                (page.mayJoin, page.mayDeclare) = (true, true)
                return page.page
            },
            specimen("joined, many") { full($0).page },
            specimen("joined, what became of each") { telling in
                var page = full(telling)
                page.results = [
                    .init(number: "QS-2", problem: nil), .init(number: hostile, problem: long),
                ]
                return page.page
            },
            specimen("mass event, refused") { telling in
                var page = full(telling)
                page.errors = [FieldError(field: "cause", message: telling.words("joins.refusal.cause"))]
                return page.page
            },
            specimen("joined, on a main matter") { telling in
                panel(
                    telling,
                    JoinsPanel(
                        telling: telling, number: "QS-1", counts: [.waiting: 12, .solved: 3], event: event))
            },
            specimen("joined, on a member") { telling in
                panel(
                    telling,
                    JoinsPanel(
                        telling: telling, number: "QS-2",
                        main: MainLine(number: "QS-1", title: hostile, isSeen: true), state: .waiting))
            },
            specimen("joined, on a matter that could be") { telling in
                panel(telling, JoinsPanel(telling: telling, number: "QS-3", mayJoin: true))
            },
        ] + asking

    /// "Is it one of these?" and the notice of a mass event.
    private static let asking: [Specimen] = [
        Specimen("is it one of these, for a resident") { visit in
            let question = SameQuestion(
                telling: SimilarTelling(visit: visit, city: city), path: JoinsPath.same(token: "QS-1-x"),
                choices: [
                    .init(similar: similar(hostile), key: "a", people: 1),
                    .init(similar: similar(long), key: hostile, people: 1200),
                ])
            return Page(title: visit.words("joins.same.title"), help: "joins") {
                "<h1>\(visit.words("joins.title"))</h1>\(question.html)"
            }
        },
        Specimen("is it one of these, for who took it in") { visit in
            var panel = SimilarPanel(
                telling: SimilarTelling(visit: visit, city: city), number: "QS-2",
                similar: [Similar(wished.main), similar(long)])
            (panel.wished, panel.back, panel.maySay) = (wished, "/calls/1", true)
            let line = WishLine(
                telling: SimilarTelling(visit: visit, city: city), number: "QS-2", wished: wished,
                back: "/triage", mayJoin: true)
            return Page(title: visit.words("joins.similar.title"), help: "joins") {
                "<h1>\(visit.words("joins.title"))</h1>\(panel.html)\(line.html)"
            }
        },
        specimen("mass event, a notice to be written") { telling in
            var page = full(telling)
            page.isOpen = true
            return page.page
        },
        specimen("mass event, a notice to be confirmed") { telling in
            var page = full(telling)
            (page.isOpen, page.notice, page.preview) = (true, notice(long), notice(hostile))
            return page.page
        },
        specimen("mass event, a notice refused") { telling in
            var page = full(telling)
            (page.isOpen, page.notice) = (true, notice("停水"))
            page.errors = [FieldError(field: "what", message: telling.words("joins.refusal.what"))]
            return page.page
        },
    ]

    private static func notice(_ text: String) -> PublicNotice {
        PublicNotice(
            main: 1, area: city.area, what: text, place: text, since: event.since,
            until: event.since + 86_400_000, person: 1, confirmedAt: event.since)
    }

    private static let wished = SimilarDesk.Wished(
        wish: Wish(member: 2, main: 9, at: event.since),
        main: SimilarCandidate(
            id: 9, number: "QS-9", kind: "request", stage: "handling", title: hostile, text: long,
            area: city.area, category: nil, raisedAt: event.since))

    private static func similar(_ title: String) -> Similar {
        Similar(
            id: 8, number: "QS-8", kind: "request", stage: "handling", title: title, area: city.area,
            category: nil, raisedAt: event.since, score: 64,
            reasons: [.sameVillage, .meters(120), .text(percent: 64), .days(2)])
    }

    private static let event = MassEvent(
        title: "和平路爆管", cause: hostile, task: long, since: Moment(milliseconds: 1_772_000_000_000))

    private static func specimen(
        _ name: String, _ page: @escaping @Sendable (JoinsTelling) -> Page
    ) -> Specimen {
        Specimen(name) { visit in page(JoinsTelling(visit: visit, city: city)) }
    }

    /// A city of its own, so that pages are seen without a database.
    private static let city: City = {
        guard let area = AreaCode("9901"), let from = CivilDate("2026-01-01"),
            let through = CivilDate("2027-12-31"), let hours = DayHours("09:00-17:00"),
            let calendar = try? WorkingCalendar(hours: [hours], from: from, through: through)
        else { preconditionFailure("the city of the specimens") }
        let name = LocalText(zh: "样城", en: "Sample City")
        return City(
            name: name, version: 1, areas: AreaTree([Area(code: area, name: name)]), area: area, units: [],
            roles: [], catalogue: Catalogue([]), dispatch: DispatchCatalogue([]), procedures: [],
            firstKind: "request", calendar: calendar, templates: [], desk: UnitCode("A"))
    }()

    private static func panel(_ telling: JoinsTelling, _ panel: JoinsPanel) -> Page {
        Page(title: telling.words("joins.panel"), help: "joins") {
            "<h1>\(telling.words("joins.title"))</h1>\(panel.html)"
        }
    }

    private static func line(_ title: String, _ event: String?) -> JoinsPage.Line {
        JoinsPage.Line(
            number: "QS-1", title: title, area: city.area, stage: "handling", kind: "request",
            raisedAt: Moment(milliseconds: 1_772_000_000_000), counts: [.waiting: 3, .alone: 1], event: event)
    }

    private static func full(_ telling: JoinsTelling) -> MainPage {
        var page = MainPage(telling: telling, number: "QS-1", title: "停水")
        page.counts = [.waiting: 2, .asked: 4, .alone: 3, .solved: 41]
        page.event = event
        page.members = [("QS-2", hostile, true), ("QS-3", long, false)].map { number, title, isSeen in
            MainPage.Member(
                number: number, kind: "request", title: title, text: title, area: city.area,
                place: hostile, raisedAt: event.since, joinedAt: event.since, isSeen: isSeen)
        }
        page.older = "/joins/QS-1?after=x"
        page.candidates = [
            Similar(
                id: 9, number: "QS-9", kind: "request", stage: "received", title: hostile,
                area: city.area, category: nil, raisedAt: event.since, score: 82,
                reasons: [.sameVillage, .text(percent: 82), .days(3)])
        ]
        (page.mayJoin, page.mayLeave, page.mayDeclare) = (true, true, true)
        return page
    }
}
