import Core
import Courier
import Desk
import HTTPTypes
import Hummingbird
import Markup
import NIOCore
import Web

/// The log, endpoints, calendars, and the resident's "no more messages".
struct DeliveriesRoutes: Sendable {
    let deliveries: DeliveriesDesk
    let holder: @Sendable (Int64) async throws -> [Post]?
    let names: @Sendable (Set<Int64>) async throws -> [Int64: LocalText]

    static let pageSize = 50

    func add(to site: Site) {
        site.officers.get("/deliveries") { _, context in
            try context.require(.manageChannels)
            return try await log(context)
        }
        addWebhooks(to: site)
        addCalendar(to: site)
        addStops(to: site)
        addAPI(to: site)
        site.officers.get("/deliveries/:id") { _, context in
            try context.require(.manageChannels)
            return try await entry(context).page
        }
        site.officers.post("/deliveries/:id/again") { _, context in
            try context.require(.manageChannels)
            return try await again(context)
        }
    }

    func telling(_ context: some WebContext) -> DeliveryTelling {
        DeliveryTelling(visit: context.visit, city: deliveries.city)
    }

    // MARK: The log

    /// What the address asks for; failed ones where it does not say.
    func asked(_ context: some WebContext) async throws -> DeliveryLogStore.Asked {
        let query = context.query
        let state = query.given("state").map(Sending.State.init(rawValue:)) ?? .failed
        guard let state else { throw WebRefusal.notFound }
        var asked = DeliveryLogStore.Asked(topics: deliveries.topics, state: state)
        if let topic = query.given("topic") {
            guard asked.topics.contains(topic) else { throw WebRefusal.notFound }
            asked.topics = [topic]
        }
        if query.given("endpoint") != nil { asked.endpoint = query.number("endpoint") ?? 0 }
        if let number = query.given("matter") {
            asked.matter = try await deliveries.matter(number) ?? 0
        }
        return asked
    }

    private func log(_ context: OfficerContext) async throws -> Page {
        let asked = try await asked(context)
        let list = "deliveries"
        let part = try context.page(of: list, size: Self.pageSize)
        let before = part.after?.first.flatMap { Int64($0) }
        let rows = try await deliveries.log(asked, before: before, limit: part.size)
        var page = LogPage(
            telling: telling(context), topics: deliveries.topics, asked: asked, query: context.query,
            rows: rows, endpoints: try await deliveries.endpoints())
        if before != nil { page.newest = DeliveriesPath.log + context.query.asQuery(without: ["after"]) }
        page.older = rows.next.map { next in
            let cursor = context.cursor(after: [String(next)], of: list)
            return DeliveriesPath.log + context.query.asQuery(setting: ["after": cursor])
        }
        return page.page
    }

    func entry(_ context: some WebContext) async throws -> EntryPage {
        guard let entry = try await deliveries.entry(try context.number("id")),
            deliveries.topics.contains(entry.sending.topic)
        else { throw WebRefusal.notFound }
        return EntryPage(
            telling: telling(context), entry: entry, names: try await names(Set(entry.again.map(\.person))))
    }

    private func again(_ context: OfficerContext) async throws -> Response {
        var page = try await entry(context)
        let reason = context.answers["reason"]
        do {
            try await deliveries.again(
                page.entry.sending.id, by: context.officer.personID, reason: reason, at: context.now)
        } catch let refusal as DeliveriesRefusal {
            page.reason = reason
            page.errors = [
                FieldError(field: refusal.field ?? "", message: refusal.sentence(context.words))
            ]
            return page.page.answer(context.visit)
        }
        return Redirect(to: DeliveriesPath.sending(page.entry.sending.id), notice: "deliveries.sentAgain")
            .answer(context.visit)
    }

    // MARK: No more messages

    private func addStops(to site: Site) {
        site.visitors.get("/deliveries/stop/:token") { _, context in
            let (number, token) = try link(context)
            return StopPage(
                visit: context.visit, number: number, token: token,
                isStopped: try await deliveries.isStopped(number)
            ).page
        }
        site.visitors.post("/deliveries/stop/:token") { _, context in
            let (number, token) = try link(context)
            if context.answers["again"] == "yes" {
                try await deliveries.resume(number)
            } else {
                try await deliveries.stop(number, at: context.now)
            }
            return Redirect(to: DeliveriesPath.stop(token), notice: "deliveries.stop.done")
        }
    }

    private func link(_ context: VisitorContext) throws -> (number: String, token: String) {
        let token = try context.parameter("token")
        guard let number = deliveries.desk.number(ofLink: token) else { throw WebRefusal.notFound }
        return (number, token)
    }

    // MARK: Calendars

    /// A calendar asks a few times an hour.
    private static let readings = RateLimit("calendar", burst: 20, perMinute: 10)

    private func addCalendar(to site: Site) {
        site.officers.get("/deliveries/calendar") { _, context in
            CalendarPage(
                telling: telling(context),
                since: try await deliveries.calendarSince(context.officer.personID)
            ).page
        }
        site.officers.post("/deliveries/calendar") { _, context in
            let token = try await deliveries.makeCalendar(for: context.officer.personID, at: context.now)
            return CalendarPage(
                telling: telling(context), since: context.now,
                made: deliveries.address + DeliveriesPath.feed(token)
            ).page
        }
        site.officers.post("/deliveries/calendar/end") { _, context in
            try await deliveries.endCalendar(of: context.officer.personID)
            return Redirect(to: DeliveriesPath.calendar, notice: "deliveries.calendar.ended")
        }
        site.visitors.get("/deliveries/calendar/:file") { request, context in
            try context.spend(from: Self.readings)
            return try await feed(request, context)
        }
    }

    private func feed(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let file = try context.parameter("file")
        guard file.hasSuffix(".ics"),
            let person = try await deliveries.person(ofCalendar: String(file.dropLast(4))),
            let posts = try await holder(person)
        else { throw WebRefusal.notFound }
        let calendar = try await deliveries.calendar(
            of: person, posts: posts, in: context.words, at: context.now)
        let bytes = Array(calendar.text.utf8)
        let tag = "\"\(FNV1a(bytes).digits)\""
        let headers: HTTPFields = [
            .contentType: "text/calendar; charset=utf-8", .eTag: tag, .cacheControl: "private, max-age=600",
            .vary: "Accept-Language, Cookie",
        ]
        if request.headers[.ifNoneMatch]?.contains(tag) == true {
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
