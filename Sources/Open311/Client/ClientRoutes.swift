import Core
import Courier
import Desk
import Hummingbird
import Markup
import Storage
public import Web

/// The pages of destinations.
struct ClientRoutes: Sendable {
    let client: Open311Client
    private var database: any Database { client.desk.database }
    private static let root = DestinationListPage.path

    func add(to site: Site) {
        site.officers.get("/open311/destinations") { _, context in try await list(context) }
        site.officers.get("/open311/destinations/new") { _, context in
            try context.require(.manageChannels)
            return form(context, nil, context.answers)
        }
        site.officers.post("/open311/destinations") { _, context in try await save(context, nil) }
        site.officers.get("/open311/destinations/:id") { _, context in
            try await page(context, try await destination(context))
        }
        site.officers.get("/open311/destinations/:id/edit") { _, context in
            let one = try await destination(context)
            return form(context, one.id, one.answers)
        }
        site.officers.post("/open311/destinations/:id") { _, context in
            try await save(context, try await destination(context))
        }
        site.officers.post("/open311/destinations/:id/state") { _, context in try await state(context) }
        site.officers.post("/open311/destinations/:id/services") { _, context in try await fetch(context) }
        site.officers.post("/open311/destinations/:id/map") { _, context in try await map(context) }
        site.officers.post("/open311/destinations/:id/unmap") { _, context in
            let one = try await destination(context)
            try await client.unmap(context.answers["category"], of: one.id)
            return Redirect(to: "\(Self.root)/\(one.id)", notice: "open311.client.saved").answer(
                context.visit)
        }
        site.officers.post("/open311/destinations/:id/again/:sent") { _, context in try await again(context) }
    }

    private func telling(_ context: OfficerContext) -> DestinationTelling {
        DestinationTelling(visit: context.visit, city: client.city)
    }

    private func destination(_ context: OfficerContext) async throws -> Destination {
        try context.require(.manageChannels)
        do {
            return try await client.destination(try context.number("id"))
        } catch DestinationRefusal.absent {
            throw WebRefusal.notFound
        }
    }

    // MARK: Looking

    private func list(_ context: OfficerContext) async throws -> Page {
        try context.require(.manageChannels)
        let items = try await database.read { connection in
            try DestinationStore(connection: connection).all().map { one in
                DestinationListPage.Item(
                    destination: one, counts: try SentStore(connection: connection).counts(of: one.id))
            }
        }
        return DestinationListPage(telling: telling(context), items: items).page
    }

    private func page(
        _ context: OfficerContext, _ one: Destination, errors: [FieldError] = []
    ) async throws -> Page {
        let list = "open311-sent-\(one.id)"
        let asked = try context.page(of: list)
        let after = asked.after?.first.flatMap { Int64($0) }
        let states: [Sent.State] =
            context.query["state"] == "failed" ? [.failed] : Sent.State.allCases
        let (key, mapped, sent) = try await database.read { connection in
            let store = DestinationStore(connection: connection)
            return (
                try store.key(one.id), try store.mapped(one.id),
                try SentStore(connection: connection).page(
                    of: one.id, in: states, before: after, limit: asked.size + 1)
            )
        }
        var older: String?
        if sent.count > asked.size, let last = sent.prefix(asked.size).last {
            let cursor = context.cursor(after: [String(last.id)], of: list)
            older = "\(Self.root)/\(one.id)" + context.query.asQuery(setting: ["after": cursor])
        }
        return DestinationPage(
            telling: telling(context), destination: one, hasKey: key != nil, mapped: mapped,
            sent: Array(sent.prefix(asked.size)), older: older, errors: errors
        ).page
    }

    // MARK: Changing

    private func form(
        _ context: OfficerContext, _ id: Int64?, _ answers: FormAnswers, errors: [FieldError] = []
    ) -> Page {
        DestinationFormPage(telling: telling(context), id: id, answers: answers, errors: errors).page
    }

    private func save(_ context: OfficerContext, _ one: Destination?) async throws -> Response {
        try context.require(.manageChannels)
        let answers = context.answers
        var new = NewDestination(
            name: answers["name"], base: answers["base"], unit: UnitCode(answers["unit"]))
        new.jurisdiction = answers.given("jurisdiction")
        new.key = answers.given("key")
        new.format = Destination.Format(rawValue: answers["format"]) ?? .json
        new.language = Language(rawValue: answers["language"]) ?? .zh
        new.knowsResident = answers["knows"] == "yes"
        do {
            let id: Int64
            if let one {
                try await client.change(one.id, new, at: context.now)
                id = one.id
            } else {
                id = try await client.add(new, at: context.now)
            }
            return Redirect(to: "\(Self.root)/\(id)", notice: "open311.client.saved").answer(context.visit)
        } catch let refusal as DestinationRefusal {
            let error = FieldError(field: refusal.field ?? "", message: refusal.sentence(context.words))
            return form(context, one?.id, answers, errors: [error]).answer(context.visit)
        }
    }

    private func state(_ context: OfficerContext) async throws -> Response {
        let one = try await destination(context)
        guard let state = Destination.State(rawValue: context.answers["state"]) else {
            throw WebRefusal.malformed
        }
        try await client.set(state, of: one.id, at: context.now)
        let path = state == .removed ? Self.root : "\(Self.root)/\(one.id)"
        return Redirect(to: path, notice: "open311.client.saved").answer(context.visit)
    }

    private func fetch(_ context: OfficerContext) async throws -> Response {
        let one = try await destination(context)
        let (_, reason) = try await client.fetchServices(of: one.id, at: context.now)
        if let reason {
            let error = FieldError(
                field: "", message: context.words("open311.client.fetchFailed", ["reason": reason]))
            return try await page(context, one, errors: [error]).answer(context.visit)
        }
        return Redirect(to: "\(Self.root)/\(one.id)", notice: "open311.client.fetched").answer(context.visit)
    }

    private func map(_ context: OfficerContext) async throws -> Response {
        let one = try await destination(context)
        let answers = context.answers
        let (category, service) = (answers["category"], answers["service"])
        let asks = one.services.first { $0.code == service }?.metadata == true
        let asked = asks ? try await client.definition(of: service, at: one) : []
        var fixed: [String: String] = [:]
        var errors: [FieldError] = []
        for attribute in asked where attribute.variable {
            let field = MapPage.field(attribute.code)
            fixed[attribute.code] = answers.given(field)
            if attribute.required, answers.given(field) == nil {
                errors.append(
                    FieldError(field: field, message: context.words("open311.client.answerMissing")))
            }
        }
        let isAnswered = answers["answered"] == "yes"
        if !asked.isEmpty, !isAnswered || !errors.isEmpty, client.city.catalogue[category]?.isLeaf == true {
            return MapPage(
                telling: telling(context), destination: one, category: category, service: service,
                asked: asked, answers: answers, errors: isAnswered ? errors : []
            ).page.answer(context.visit)
        }
        do {
            try await client.map(category, to: service, attributes: fixed, of: one.id)
        } catch let refusal as DestinationRefusal {
            let error = FieldError(field: refusal.field ?? "", message: refusal.sentence(context.words))
            return try await page(context, one, errors: [error]).answer(context.visit)
        }
        return Redirect(to: "\(Self.root)/\(one.id)", notice: "open311.client.saved").answer(context.visit)
    }

    private func again(_ context: OfficerContext) async throws -> Response {
        let one = try await destination(context)
        let isDone = try await client.again(
            try context.number("sent"), of: one.id, at: context.now)
        return Redirect(
            to: "\(Self.root)/\(one.id)", notice: isDone ? "open311.client.saved" : "open311.client.notAgain"
        ).answer(context.visit)
    }
}

extension Destination {
    /// As the form holds it.
    fileprivate var answers: FormAnswers {
        FormAnswers([
            "name": name, "base": base, "unit": unit.text, "jurisdiction": jurisdiction ?? "",
            "format": format.rawValue, "language": language.rawValue, "knows": knowsResident ? "yes" : "no",
        ])
    }
}

extension Open311Client {
    /// Tells a site the pages of destinations.
    public func add(to site: Site) { ClientRoutes(client: self).add(to: site) }

    public static let menu = [
        MenuEntry(
            key: "open311.client.menu", path: DestinationListPage.path, audience: .power(.manageChannels),
            icon: "share", order: 67, group: .channels)
    ]

    /// What it shows on the page of a matter.
    public var panels: [MatterPanel] {
        [
            MatterPanel(order: 60) { matter, visit in
                let items = try await desk.database.read { connection in
                    let store = SentStore(connection: connection)
                    return try store.all(ofMatter: matter.id).prefix(5).map { sent in
                        SentPanel.Item(
                            sent: sent,
                            destination: try DestinationStore(connection: connection).destination(
                                sent.destinationID),
                            taken: try store.taken(of: sent.id), backs: try store.backs(of: sent.id),
                            sending: try SendingStore(connection).all(
                                topic: Self.topic, reference: sent.reference, limit: 1
                            ).first)
                    }
                }
                if items.isEmpty { return nil }
                return SentPanel(
                    telling: DestinationTelling(visit: visit, city: city), items: Array(items)
                ).section
            }
        ]
    }
}
