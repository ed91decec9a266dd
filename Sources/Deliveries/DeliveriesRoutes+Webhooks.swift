import Core
import Courier
import Hummingbird
import Markup
import Web

/// Addresses of other systems.
extension DeliveriesRoutes {
    func addWebhooks(to site: Site) {
        site.officers.get("/deliveries/webhooks") { _, context in
            try context.require(.manageChannels)
            return WebhooksPage(telling: telling(context), endpoints: try await deliveries.endpoints()).page
        }
        site.officers.get("/deliveries/webhooks/new") { _, context in
            try context.require(.manageChannels)
            let topic = context.query.given("for") ?? DeliveriesDesk.webhooks
            guard DeliveriesDesk.endpointTopics.contains(topic) else { throw WebRefusal.notFound }
            return WebhookFormPage(
                telling: telling(context), draft: .init(topic: topic, name: "", url: "")
            ).page
        }
        site.officers.post("/deliveries/webhooks") { _, context in
            try context.require(.manageChannels)
            return try await make(context)
        }
        site.officers.get("/deliveries/webhooks/:id") { _, context in
            try context.require(.manageChannels)
            return try await webhook(context).page
        }
        site.officers.get("/deliveries/webhooks/:id/change") { _, context in
            try context.require(.manageChannels)
            let endpoint = try await endpoint(context)
            return WebhookFormPage(
                telling: telling(context), endpoint: endpoint, draft: draft(of: endpoint)
            ).page
        }
        site.officers.post("/deliveries/webhooks/:id/change") { _, context in
            try context.require(.manageChannels)
            return try await change(context)
        }
        site.officers.post("/deliveries/webhooks/:id/:what") { _, context in
            try context.require(.manageChannels)
            return try await act(context)
        }
    }

    func endpoint(_ context: some WebContext) async throws -> Endpoint {
        guard let endpoint = try await deliveries.endpoint(try context.number("id")) else {
            throw WebRefusal.notFound
        }
        return endpoint
    }

    func draft(of endpoint: Endpoint) -> DeliveriesDesk.Draft {
        let isWebhook = endpoint.topic == DeliveriesDesk.webhooks
        return DeliveriesDesk.Draft(
            topic: endpoint.topic, name: endpoint.name, url: endpoint.url,
            filter: isWebhook ? WebhookFilter(stored: endpoint.filter) : WebhookFilter(),
            unit: isWebhook ? "" : endpoint.filter)
    }

    private func draft(_ answers: FormAnswers, topic: String) -> DeliveriesDesk.Draft {
        let areas = answers["areas"].split { " ,，;；\r\n\t".contains($0) }.map(String.init)
        return DeliveriesDesk.Draft(
            topic: topic, name: answers["name"], url: answers["url"],
            filter: WebhookFilter(
                types: answers.all("types"), kinds: answers.all("kinds"),
                categories: answers.all("categories").filter { !$0.isEmpty }, areas: areas),
            unit: answers["unit"])
    }

    private func make(_ context: OfficerContext) async throws -> Response {
        let draft = draft(context.answers, topic: context.answers["topic"])
        guard DeliveriesDesk.endpointTopics.contains(draft.topic) else { throw WebRefusal.notFound }
        do {
            let made = try await deliveries.add(draft, at: context.now)
            return SecretPage(
                telling: telling(context), id: made.id, name: draft.name, secret: made.secret
            ).page.answer(context.visit)
        } catch let refusal as DeliveriesRefusal {
            return form(refusal, draft, nil, context)
        }
    }

    private func change(_ context: OfficerContext) async throws -> Response {
        let endpoint = try await endpoint(context)
        let draft = draft(context.answers, topic: endpoint.topic)
        do {
            try await deliveries.change(endpoint.id, to: draft, at: context.now)
        } catch let refusal as DeliveriesRefusal {
            return form(refusal, draft, endpoint, context)
        }
        return Redirect(to: DeliveriesPath.webhook(endpoint.id), notice: "deliveries.saved")
            .answer(context.visit)
    }

    private func form(
        _ refusal: DeliveriesRefusal, _ draft: DeliveriesDesk.Draft, _ endpoint: Endpoint?,
        _ context: OfficerContext
    ) -> Response {
        var page = WebhookFormPage(telling: telling(context), endpoint: endpoint, draft: draft)
        page.errors = [FieldError(field: refusal.field ?? "", message: refusal.sentence(context.words))]
        return page.page.answer(context.visit)
    }

    private func webhook(_ context: OfficerContext) async throws -> WebhookPage {
        let endpoint = try await endpoint(context)
        var logs: [Sending] = []
        for state in Sending.State.allCases {
            let asked = DeliveryLogStore.Asked(
                topics: [endpoint.topic], state: state, endpoint: endpoint.id)
            logs += try await deliveries.log(asked, before: nil, limit: 20).sendings
        }
        return WebhookPage(
            telling: telling(context), endpoint: endpoint, draft: draft(of: endpoint),
            last: Array(logs.sorted { $0.id > $1.id }.prefix(20)))
    }

    private func act(_ context: OfficerContext) async throws -> Response {
        let endpoint = try await endpoint(context)
        let now = context.now
        let notice: String
        switch try context.parameter("what") {
        case "rotate":
            return SecretPage(
                telling: telling(context), id: endpoint.id, name: endpoint.name,
                secret: try await deliveries.rotate(endpoint.id, at: now), isNew: false
            ).page.answer(context.visit)
        case "pause":
            try await deliveries.pause(endpoint.id, at: now)
            notice = "deliveries.paused"
        case "resume":
            try await deliveries.resume(endpoint.id, at: now)
            notice = "deliveries.resumed"
        case "delete":
            try await deliveries.delete(endpoint.id, at: now)
            return Redirect(to: DeliveriesPath.webhooks, notice: "deliveries.deleted").answer(context.visit)
        case "test":
            if endpoint.state == .gone { return try await problem(.gone, context) }
            _ = try await deliveries.test(endpoint, at: now)
            notice = "deliveries.tested"
        case "replay": return try await replay(endpoint, context)
        default: throw WebRefusal.notFound
        }
        return Redirect(to: DeliveriesPath.webhook(endpoint.id), notice: notice).answer(context.visit)
    }

    private func replay(_ endpoint: Endpoint, _ context: OfficerContext) async throws -> Response {
        let answers = context.answers
        do {
            let from = try moment(answers["from"], "from")
            let to = try moment(answers["to"], "to") + 59_999
            let count = try await deliveries.replay(
                endpoint, from: from, to: to, by: context.officer.personID,
                reason: context.words("deliveries.replay.reason"), at: context.now)
            var page = try await webhook(context)
            page.replayed = count
            return page.page.answer(context.visit)
        } catch let refusal as DeliveriesRefusal {
            return try await problem(refusal, context)
        }
    }

    private func problem(_ refusal: DeliveriesRefusal, _ context: OfficerContext) async throws -> Response {
        var page = try await webhook(context)
        page.answers = context.answers
        page.errors = [FieldError(field: refusal.field ?? "", message: refusal.sentence(context.words))]
        return page.page.answer(context.visit)
    }

    /// `2026-11-22T09:30` by the city's clock, as browsers send it.
    private func moment(_ text: String, _ field: String) throws(DeliveriesRefusal) -> Moment {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        let time = parts.count == 2 ? parts[1].split(separator: ":").map { Int($0) } : []
        guard parts.count == 2, let date = CivilDate(parts[0]), time.count == 2 || time.count == 3,
            let hour = time[0], let minute = time[1], (0..<24).contains(hour), (0..<60).contains(minute)
        else { throw .badTime(field: field) }
        return deliveries.city.calendar.start(of: date) + Int64(hour * 60 + minute) * 60_000
    }
}
