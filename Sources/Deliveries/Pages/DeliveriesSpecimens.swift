import Core
import Courier
import Markup
import Storage
import Web

/// Every page of this slice in its states.
enum DeliveriesSpecimens {
    static let all: [Specimen] = logs + entries + endpoints + residents

    private static let logs = [
        page("deliveries, none") { telling in
            log(telling, .failed, rows: .init())
        },
        page("deliveries, failed") { telling in
            log(telling, .failed, rows: rows(telling, .failed))
        },
        page("deliveries, waiting, further pages") { telling in
            var page = log(telling, .waiting, rows: rows(telling, .waiting))
            (page.newest, page.older) = ("/deliveries", "/deliveries?after=x")
            return page
        },
    ]

    private static func log(
        _ telling: DeliveryTelling, _ state: Sending.State, rows: DeliveriesDesk.LogRows
    ) -> LogPage {
        let topics = DeliveriesDesk.topics.map(\.name) + ["elsewhere"]
        return LogPage(
            telling: telling, topics: topics, asked: .init(topics: topics, state: state),
            query: FormAnswers(["matter": hostile]), rows: rows, endpoints: some(telling.now))
    }

    private static func rows(_ telling: DeliveryTelling, _ state: Sending.State) -> DeliveriesDesk.LogRows {
        let sendings = [
            sending(1, DeliveriesDesk.webhooks, state, at: telling.now, status: 503, reason: hostile + long),
            sending(2, "mail", state, at: telling.now, reason: nil),
            sending(3, "elsewhere", state, at: telling.now, reason: NoticeStore.noChannel),
        ].compactMap(\.self)
        return DeliveriesDesk.LogRows(
            sendings: sendings, counts: [.failed: 3, .waiting: 2, .sent: DeliveryLogStore.most],
            endpoints: [1: hostile + long], matters: [1: "QS2026112200017"], next: 1)
    }

    private static let entries: [Specimen] = [
        ("delivery, failed", Sending.State.failed), ("delivery, waiting", .waiting),
        ("delivery, sent", .sent),
        ("delivery, stopped", .stopped),
    ].flatMap { name, state in
        [
            entry(name, state, DeliveriesDesk.webhooks, templates: []),
            entry("\(name), notice", state, "mail", templates: ["asked", hostile]),
        ]
    }

    private static func entry(
        _ name: String, _ state: Sending.State, _ topic: String, templates: [String]
    ) -> Specimen {
        Specimen(name, officer: officer) { visit in
            let telling = telling(visit)
            guard let sending = sending(1, topic, state, at: visit.now, status: 500, reason: hostile) else {
                preconditionFailure("a sending of the specimens")
            }
            var page = EntryPage(
                telling: telling,
                entry: DeliveriesDesk.LogEntry(
                    sending: sending, tries: state == .waiting ? [] : tries(visit.now),
                    again: state == .sent ? [.init(at: visit.now, person: 1, reason: hostile + long)] : [],
                    endpoint: topic == "mail" ? nil : hostile, matter: "QS2026112200017",
                    templates: templates), names: [1: LocalText(zh: "测试", en: "Tester")])
            if state == .failed {
                page.errors = [
                    FieldError(field: "reason", message: visit.words("deliveries.missing"))
                ]
            }
            return page.page
        }
    }

    private static let endpoints =
        [
            Specimen("receivers, none", officer: officer) { visit in
                WebhooksPage(telling: telling(visit), endpoints: []).page
            },
            Specimen("receivers", officer: officer) { visit in
                WebhooksPage(telling: telling(visit), endpoints: some(visit.now)).page
            },
            Specimen("receiver, secret", officer: officer) { visit in
                SecretPage(telling: telling(visit), id: 1, name: hostile + long, secret: "whsec_" + long).page
            },
            Specimen("receiver, new secret", officer: officer) { visit in
                SecretPage(
                    telling: telling(visit), id: 1, name: "自来水公司", secret: "whsec_MfKQ9r8GKYqr", isNew: false
                ).page
            },
        ] + forms + receivers

    private static let forms: [Specimen] = DeliveriesDesk.endpointTopics.flatMap { topic in
        [
            Specimen("receiver, form, \(topic)", officer: officer) { visit in
                WebhookFormPage(
                    telling: telling(visit), draft: .init(topic: topic, name: "", url: "")
                ).page
            },
            Specimen("receiver, form, \(topic), problems", officer: officer) { visit in
                let filter = WebhookFilter(
                    types: ["closed"], kinds: [hostile], categories: [hostile], areas: [hostile])
                var page = WebhookFormPage(
                    telling: telling(visit), endpoint: some(visit.now)[0],
                    draft: .init(topic: topic, name: hostile + long, url: hostile, filter: filter, unit: "B"))
                page.errors = ["name", "url"].map {
                    FieldError(field: $0, message: visit.words("deliveries.missing"))
                }
                return page.page
            },
        ]
    }

    private static let receivers: [Specimen] = (0..<3).map { index in
        Specimen("receiver \(index + 1)", officer: officer) { visit in
            let endpoint = some(visit.now)[index]
            let filter = WebhookFilter(types: ["closed"], kinds: ["x"], categories: ["y"], areas: ["9901"])
            var page = WebhookPage(
                telling: telling(visit), endpoint: endpoint,
                draft: .init(
                    topic: endpoint.topic, name: endpoint.name, url: endpoint.url,
                    filter: index == 1 ? WebhookFilter() : filter, unit: index == 2 ? "B" : ""),
                last: index == 1 ? [] : rows(telling(visit), .sent).sendings)
            if index == 0 { page.replayed = 12 }
            if index == 1 {
                page.errors = ["from", "to"].map {
                    FieldError(field: $0, message: visit.words("deliveries.badTime"))
                }
                page.answers = FormAnswers(["from": hostile])
            }
            return page.page
        }
    }

    private static let residents = [
        Specimen("no more messages") { visit in
            StopPage(visit: visit, number: "QS2026112200017", token: "t", isStopped: false).page
        },
        Specimen("no more messages, stopped") { visit in
            StopPage(visit: visit, number: hostile + long, token: "t", isStopped: true).page
        },
        Specimen("calendar, none", officer: officer) { visit in
            CalendarPage(telling: telling(visit), since: nil).page
        },
        Specimen("calendar, made", officer: officer) { visit in
            CalendarPage(
                telling: telling(visit), since: visit.now,
                made: "https://12345.example.org/deliveries/calendar/" + long + ".ics"
            ).page
        },
        Specimen("matter, who was told", officer: officer) { visit in
            let telling = telling(visit)
            let log = DeliveriesDesk.MatterLog(
                told: told(visit.now), sendings: rows(telling, .sent).sendings,
                endpoints: [1: hostile + long],
                isStopped: true)
            let panel = MatterLogPanel(telling: telling, log: log).html
            return Page(title: visit.words("deliveries.panel"), help: "deliveries") {
                "<h1>\(visit.words("deliveries.panel"))</h1>\(panel)"
            }
        },
    ]

    private static func told(_ now: Moment) -> [DeliveryLogStore.Told] {
        [
            .init(
                audience: "resident", template: "asked", at: now, sentAt: now, attempts: 1, sending: 2,
                topic: "mail", dueAt: now),
            .init(
                audience: "unit:B", template: hostile, at: now, failed: NoticeStore.noChannel, dueAt: now),
            .init(
                audience: "resident", template: "x", at: now, reason: NoticeStore.noChannel, dueAt: now),
            .init(audience: hostile, template: "x", at: now, failed: NoticeStore.stopped, dueAt: now),
        ]
    }

    // MARK: Parts

    private static let hostile = #""><script>alert(1)</script>{x}"#
    private static let long = String(repeating: "w", count: 300)

    private static func telling(_ visit: Visit) -> DeliveryTelling {
        guard let city = DeliveriesSpecimenCity.city else {
            preconditionFailure("the city of the specimens")
        }
        return DeliveryTelling(visit: visit, city: city)
    }

    private static func page(
        _ name: String, _ make: @escaping @Sendable (DeliveryTelling) -> LogPage
    ) -> Specimen {
        Specimen(name, officer: officer) { visit in make(telling(visit)).page }
    }

    private static func some(_ now: Moment) -> [Endpoint] {
        let url = "https://water.example.org/hooks"
        return [
            Endpoint(
                id: 1, topic: DeliveriesDesk.webhooks, name: hostile + long, url: url + "?" + long,
                createdAt: now, changedAt: now),
            Endpoint(
                id: 2, topic: "sms", name: "短信网关", url: url, state: .gone, reason: hostile, createdAt: now,
                changedAt: now),
            Endpoint(
                id: 3, topic: "chat", name: "工作群", url: url, filter: "B", state: .paused, createdAt: now,
                changedAt: now),
        ]
    }

    private static func sending(
        _ id: Int64, _ topic: String, _ state: Sending.State, at now: Moment, status: Int? = nil,
        reason: String?
    ) -> Sending? {
        let payload: Payload =
            topic == "mail"
            ? .mail(.init(to: "li@example.org", subject: hostile, text: hostile))
            : .request(.init(url: "https://example.org/x?key=1", body: hostile))
        guard let text = try? StoredJSON.text(payload) else { return nil }
        let values: [(String, SQLValue)] = [
            ("id", .integer(id)), ("topic", .text(topic)), ("message", .text("matter-\(id)-1")),
            ("reference", .text("x")), ("matter_id", id == 1 ? .integer(1) : .null),
            ("endpoint_id", id == 1 && topic != "mail" ? .integer(1) : .null), ("payload", .text(text)),
            ("state", .text(state.rawValue)), ("created_at", .integer(now.milliseconds - 90_000)),
            ("due_at", .integer(now.milliseconds + 30_000)), ("attempts", .integer(2)),
            ("settled_at", state == .waiting ? .null : .integer(now.milliseconds)),
            ("status", status.map { .integer(Int64($0)) } ?? .null),
            ("reason", reason.map { .text($0) } ?? .null),
        ]
        return try? Sending(row: Row(columns: values.map(\.0), values: values.map(\.1)))
    }

    private static func tries(_ now: Moment) -> [SendingTry] {
        let columns = ["attempt", "at", "milliseconds", "status", "reason"]
        let rows: [[SQLValue]] = [
            [.integer(2), .integer(now.milliseconds), .integer(120), .integer(204), .null],
            [
                .integer(1), .integer(now.milliseconds - 60_000), .integer(15_000), .null,
                .text(hostile + long),
            ],
        ]
        return rows.compactMap { try? SendingTry(row: Row(columns: columns, values: $0)) }
    }

    private static let officer: Officer? = AreaCode("9901").map { area in
        Officer(
            personID: 1, name: LocalText(zh: "测试", en: "Tester"), login: "tester",
            posts: [Post(role: "administrator", unit: UnitCode("A"), area: area)],
            powers: [.manageChannels], sessionID: "s")
    }
}
