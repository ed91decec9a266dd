import Core
import Markup
import Storage
public import Web

extension Open311Client {
    /// Every page of the client in its states.
    public static var specimens: [Specimen] { ClientSpecimens.all }
}

/// Every page of the client in its states, without a database.
enum ClientSpecimens {
    private static let hostile = "\"><script>alert('测试')</script>' OR 1=1 -- \u{202E}倒"
    private static let long = String(repeating: "长", count: 300)
    private static let now = Moment(milliseconds: 1_772_413_200_000)

    static var all: [Specimen] { lists + forms + ones + maps + panels }

    private static let officer = Officer(
        personID: 1, name: LocalText(zh: "测试员", en: "Tester"), login: "tester", posts: [],
        powers: [.manageChannels], sessionID: "s")

    private static func telling(_ visit: Visit) -> DestinationTelling {
        DestinationTelling(visit: visit, city: city)
    }

    private static func specimen(_ name: String, _ page: @escaping @Sendable (Visit) -> Page) -> Specimen {
        Specimen("destinations, \(name)", officer: officer, page: page)
    }

    private static var lists: [Specimen] {
        [
            specimen("none") { DestinationListPage(telling: telling($0), items: []).page },
            specimen("list") { visit in
                let items = [
                    DestinationListPage.Item(
                        destination: destination("邻市热线"), counts: [.live: 12, .failed: 1, .waiting: 2]),
                    DestinationListPage.Item(destination: destination(hostile, failures: 3), counts: [:]),
                    DestinationListPage.Item(destination: destination(long, state: .paused), counts: [:]),
                ]
                return DestinationListPage(telling: telling(visit), items: items).page
            },
        ]
    }

    private static var forms: [Specimen] {
        [
            specimen("new") { DestinationFormPage(telling: telling($0), answers: FormAnswers()).page },
            specimen("changed, problems") { visit in
                let fields = ["name", "base", "unit", "key"]
                return DestinationFormPage(
                    telling: telling(visit), id: 7,
                    answers: FormAnswers(["name": hostile, "base": long, "knows": "yes"]),
                    errors: fields.map {
                        FieldError(field: $0, message: visit.words("open311.client.refused.\($0)"))
                    }
                ).page
            },
        ]
    }

    private static var ones: [Specimen] {
        [
            specimen("one, new") { visit in
                DestinationPage(
                    telling: telling(visit), destination: destination("邻市热线"), hasKey: false, mapped: [],
                    sent: []
                ).page
            },
            specimen("one, at work") { visit in
                DestinationPage(
                    telling: telling(visit), destination: destination(long, failures: 2), hasKey: true,
                    mapped: [
                        Mapped(category: "lamp", service: "L1", attributes: ["POLE": hostile]),
                        Mapped(category: "gone", service: hostile, attributes: [:]),
                    ],
                    sent: Sent.State.allCases.enumerated().map { index, state in
                        sent(Int64(index + 1), state, reason: state == .failed ? hostile : nil)
                    }, older: "/open311/destinations/7?after=x",
                    errors: [
                        FieldError(field: "category", message: visit.words("open311.client.refused.category"))
                    ]
                ).page
            },
        ]
    }

    private static var maps: [Specimen] {
        [
            specimen("map") { visit in
                MapPage(
                    telling: telling(visit), destination: destination("邻市热线"), category: "lamp",
                    service: "L1",
                    asked: [
                        TheirAttribute(
                            code: "TEXT", variable: false, required: false, datatype: "string", order: 1,
                            description: hostile, values: []),
                        TheirAttribute(
                            code: "POLE", variable: true, required: true, datatype: "string", order: 2,
                            description: long, values: []),
                        TheirAttribute(
                            code: "KIND", variable: true, required: false, datatype: "singlevaluelist",
                            order: 3, description: "类型", values: [.init(key: "1", name: hostile)]),
                    ],
                    errors: [
                        FieldError(
                            field: MapPage.field("POLE"), message: visit.words("open311.client.answerMissing")
                        )
                    ]
                ).page
            }
        ]
    }

    private static var panels: [Specimen] {
        [
            specimen("on a matter") { visit in
                let taken = Taken.Made.allCases.map { made in
                    try? Taken(
                        row: row([
                            "update_id": .text("u"), "status": .text("FIXED"), "text": .text(hostile),
                            "at": .integer(now.milliseconds), "taken_at": .integer(now.milliseconds),
                            "made": .text(made.rawValue),
                        ]))
                }
                let backs = Back.State.allCases.map { state in
                    try? Back(
                        row: row([
                            "id": .integer(1), "sent_id": .integer(1), "message": .text("m"),
                            "status": .text("REOPEN"), "text": .text(long), "solved": .text("no"),
                            "satisfied": .text("no"), "at": .integer(now.milliseconds),
                            "state": .text(state.rawValue), "reason": .text(hostile),
                        ]))
                }
                let item = SentPanel.Item(
                    sent: sent(1, .live, reason: nil), destination: destination("邻市热线"),
                    taken: taken.compactMap(\.self), backs: backs.compactMap(\.self), sending: nil)
                let gone = SentPanel.Item(
                    sent: sent(2, .failed, reason: hostile), destination: nil, taken: [], backs: [],
                    sending: nil)
                return SentPanel(telling: telling(visit), items: [item, gone]).page
            }
        ]
    }

    // MARK: Rows

    private static func row(_ values: [String: SQLValue]) -> Row {
        let sorted = values.sorted { $0.key < $1.key }
        return Row(columns: sorted.map(\.key), values: sorted.map(\.value))
    }

    private static func destination(
        _ name: String, state: Destination.State = .active, failures: Int64 = 0
    ) -> Destination {
        let services = #"[{"code":"L1","groups":[],"metadata":true,"name":"路灯"}]"#
        let row = row([
            "id": .integer(7), "name": .text(name), "base": .text("https://311.example.org/open311/v2"),
            "jurisdiction": .null, "unit": .text("ROADS"), "format": .text("json"), "language": .text("zh"),
            "knows_resident": .integer(0), "state": .text(state.rawValue), "comments": .text("yes"),
            "followed_until": .integer(0), "span": .integer(1), "poll_at": .integer(0),
            "failures": .integer(failures), "error": failures > 0 ? .text(hostile) : .null,
            "error_at": .integer(now.milliseconds), "heard_at": .integer(now.milliseconds),
            "services": .text(services), "services_at": .integer(0), "created_at": .integer(0),
        ])
        guard let one = try? Destination(row: row) else { preconditionFailure("the specimen's destination") }
        return one
    }

    private static func sent(_ id: Int64, _ state: Sent.State, reason: String?) -> Sent {
        let row = row([
            "id": .integer(id), "destination_id": .integer(7), "matter_id": .integer(id),
            "number": .text("QS2026030200017"), "round": .integer(1), "state": .text(state.rawValue),
            "since": .integer(3), "their_id": .text("14-00684314"), "token": .null, "asked": .integer(0),
            "their_status": .text(id == 2 ? hostile : "IN_PROGRESS"), "their_text": .null, "their_at": .null,
            "reason": reason.map { .text($0) } ?? .null, "created_at": .integer(now.milliseconds),
            "changed_at": .integer(now.milliseconds),
        ])
        guard let one = try? Sent(row: row) else { preconditionFailure("the specimen's matter") }
        return one
    }

    private static let city: City = {
        guard let area = AreaCode("1101"), let from = CivilDate("2026-01-01"),
            let through = CivilDate("2026-12-31"),
            let calendar = try? WorkingCalendar(
                hours: [DayHours(opens: 540, closes: 1050)], from: from, through: through)
        else { preconditionFailure("the specimen's city") }
        let unit = Unit(
            code: UnitCode("ROADS"), name: LocalText(zh: "路政队", en: "Roads"), area: area, parent: nil)
        let category = Catalogue.Category(
            code: "lamp", name: LocalText(zh: "路灯", en: "Street lamps"), parent: nil, isLeaf: true)
        return City(
            name: LocalText(zh: "小城", en: "Small Town"), version: 1, areas: AreaTree([]), area: area,
            units: [unit], roles: [], catalogue: Catalogue([category]), dispatch: DispatchCatalogue([]),
            procedures: [], firstKind: "request", calendar: calendar, templates: [], desk: UnitCode("CENTRE"))
    }()
}
