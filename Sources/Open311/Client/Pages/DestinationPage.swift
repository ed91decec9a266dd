import Core
import Markup
import Web

/// `/open311/destinations/:id`: how it stands with one server, what goes there, and what became of it.
struct DestinationPage {
    let telling: DestinationTelling
    let destination: Destination
    let hasKey: Bool
    let mapped: [Mapped]
    let sent: [Sent]
    var older: String?
    var errors: [FieldError] = []
    private var words: Words { telling.words }
    private var visit: Visit { telling.visit }
    private var path: String { "\(DestinationListPage.path)/\(destination.id)" }

    var page: Page {
        Page(title: destination.name, status: errors.isEmpty ? 200 : 422, wide: true, help: "destinations") {
            """
            <p class="trail">\(Link(words("open311.client.title"), to: DestinationListPage.path))</p>
            <h1>\(destination.name)</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(trouble)
            \(SummaryList(facts))
            \(actions)
            <h2>\(words("open311.client.mapped"))</h2>
            <p>\(words("open311.client.mappedText"))</p>
            \(mapped.isEmpty ? none : map)
            \(mapForm)
            <h2>\(words("open311.client.matters"))</h2>
            \(sent.isEmpty ? "<p>\(words("open311.client.nothingSent"))</p>" : list)
            \(Pager(
                label: words("web.pager.label"),
                newest: visit.query.has("after") ? (words("open311.client.newest"), path) : nil,
                older: older.map { (words("open311.client.older"), $0) }))
            """
        }
    }

    private var trouble: HTML {
        guard let error = destination.error, destination.failures > 0 else { return .empty }
        let times = words.plural("open311.client.silent", destination.failures)
        return Notice(
            .failure, "<p>\(times) \(telling.near(destination.errorAt))</p><p>\(error)</p>"
        ).html
    }

    private var facts: [(name: String, value: HTML)] {
        [
            (words("open311.client.state"), telling.state(destination)),
            (words("open311.client.base"), "<code>\(destination.base)</code>"),
            (words("open311.client.jurisdiction"), "\(destination.jurisdiction ?? "–")"),
            (words("open311.client.unit"), "\(telling.unit(destination.unit))"),
            (words("open311.client.format"), "\(destination.format.rawValue.uppercased())"),
            (
                words("open311.client.key"),
                "\(words(hasKey ? "open311.client.keySet" : "open311.client.keyNone"))"
            ),
            (
                words("open311.client.knows"),
                "\(words(destination.knowsResident ? "open311.client.yes" : "open311.client.no"))"
            ),
            (
                words("open311.client.comments"),
                "\(words("open311.client.comments.\(destination.comments.rawValue)"))"
            ),
            (words("open311.client.heard"), "\(telling.near(destination.heardAt))"),
        ]
    }

    private var actions: HTML {
        let next: Destination.State = destination.state == .active ? .paused : .active
        return """
            <div class="cluster">
            \(ButtonLink(words("open311.client.edit"), to: "\(path)/edit"))
            \(button("services", words("open311.client.fetch")))
            \(button(
                "state", words("open311.client.to.\(next.rawValue)"), name: "state", value: next.rawValue))
            \(button(
                "state", words("open311.client.to.removed"), .danger, name: "state", value: "removed",
                confirm: words("open311.client.removeSure", ["name": destination.name])))
            </div>
            """
    }

    private func button(
        _ part: String, _ text: String, _ weight: Weight = .secondary, name: String? = nil,
        value: String? = nil, confirm: String? = nil
    ) -> HTML {
        Form(
            post: "\(path)/\(part)", csrf: visit.csrf, classes: "plain",
            content: "\(Button(text, weight: weight, name: name, value: value, confirm: confirm))"
        ).html
    }

    // MARK: Categories

    private var none: HTML { Notice(.info, "<p>\(words("open311.client.mappedNone"))</p>").html }

    private var map: HTML {
        Table(
            caption: words("open311.client.mapped"), captionHidden: true,
            columns: [
                .init(words("open311.client.category")), .init(words("open311.client.service")),
                .init(words("open311.client.attributes")), .init(words("open311.client.action")),
            ],
            rows: mapped.map { one in
                let name = destination.services.first { $0.code == one.service }?.name
                let fixed = one.attributes.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
                return [
                    "\(telling.category(one.category))",
                    "\(name.map { "\($0) " } ?? "")<code>\(one.service)</code>",
                    "\(fixed.isEmpty ? "–" : fixed.joined(separator: "; "))",
                    Form(
                        post: "\(path)/unmap", csrf: visit.csrf, classes: "plain",
                        content: """
                            \(Hidden(name: "category", value: one.category))\
                            \(Button(words("open311.client.unmap"), weight: .secondary))
                            """
                    ).html,
                ]
            }
        ).html
    }

    private var mapForm: HTML {
        let services: HTML =
            destination.services.isEmpty
            ? TextField(
                name: "service", label: words("open311.client.service"),
                hint: words("open311.client.serviceHint"), error: errors.message(for: "service"), limit: 120
            ).html
            : Select(
                name: "service", label: words("open311.client.service"),
                choices: destination.services.map {
                    Choice(value: $0.code, label: "\($0.name) (\($0.code))")
                },
                none: words("open311.client.choose"), error: errors.message(for: "service")
            ).html
        return Form(
            post: "\(path)/map", csrf: visit.csrf, classes: "filters",
            content: """
                \(Select(
                    name: "category", label: words("open311.client.category"),
                    choices: telling.city.catalogue.leaves.map {
                        Choice(value: $0.code, label: telling.category($0.code))
                    }, none: words("open311.client.choose"), error: errors.message(for: "category")))
                \(services)\(Button(words("open311.client.map"), weight: .secondary))
                """
        ).html
    }

    // MARK: What went there

    private var list: HTML {
        Table(
            caption: words("open311.client.matters"), captionHidden: true,
            columns: [
                .init(words("open311.client.matter")), .init(words("open311.client.state")),
                .init(words("open311.client.theirNumber")), .init(words("open311.client.theirStatus")),
                .init(words("open311.client.since")), .init(words("open311.client.action")),
            ],
            rows: sent.map { one in
                [
                    Link(one.number, to: "/matters/\(one.number)").html,
                    """
                    \(telling.state(one.state)) \
                    \(one.reason.map { "<p class=\"muted\">\($0)</p>" as HTML })
                    """,
                    "\(one.theirID ?? one.token ?? "–")", "\(telling.status(one.theirStatus))",
                    "\(telling.near(one.createdAt))", one.state == .failed ? again(one) : "",
                ]
            }
        ).html
    }

    private func again(_ sent: Sent) -> HTML {
        button("again/\(sent.id)", words("open311.client.again"))
    }
}
