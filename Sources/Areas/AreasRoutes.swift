import Core
import HTTPTypes
import Hummingbird
import Markup
import NIOCore
import Web

/// The pages of areas.
struct AreasRoutes: Sendable {
    let desk: AreasDesk
    let beside: AreaBeside

    private static let meToo = RateLimit("me-too", burst: 30, perMinute: 15)
    /// A feed reader asks a few times an hour; several may stand behind one address.
    private static let feeds = RateLimit("feed", burst: 60, perMinute: 30)
    private static let subscribe = RateLimit("subscribe", burst: 6, perMinute: 2)

    func add(to site: Site) {
        addJSON(to: site)
        site.visitors.get("/areas") { request, context in try await find(request, context) }
        site.visitors.get("/areas/me-too") { _, context in try await meToo(context).page }
        site.visitors.post("/areas/me-too") { _, context in try await sendMeToo(context) }
        addSubscriptions(to: site)
        site.visitors.get("/areas/:code") { _, context in
            let areas = try await desk.areas(at: context.now)
            let area = try area(context, in: areas)
            let picture = try await desk.picture(of: area.code, now: context.now)
            let page = AreaPage(
                visit: context.visit, sight: desk.sight, areas: areas, area: area, picture: picture,
                beside: try await beside(area.code, context.visit))
            return shared(page.page.answer(context.visit), context)
        }
        site.visitors.get("/areas/:code/card") { _, context in
            let areas = try await desk.areas(at: context.now)
            let page = CardPage(
                visit: context.visit, city: desk.city, areas: areas, area: try area(context, in: areas),
                address: desk.messages.address, sheet: context.query["sheet"] == "8")
            return shared(page.page.answer(context.visit), context)
        }
        site.visitors.get("/areas/:code/feed.atom") { request, context in
            try context.spend(from: Self.feeds)
            let area = try area(context)
            let feed = AreaFeed(
                words: context.words, sight: desk.sight, area: area,
                picture: try await desk.picture(of: area.code, now: context.now),
                address: desk.messages.address)
            return cached(feed.xml.bytes, type: "application/atom+xml; charset=utf-8", request, context)
        }
    }

    private func find(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let query = context.query
        let areas = try await desk.areas(at: context.now)
        var page = FindAreaPage(visit: context.visit, city: desk.city, areas: areas, search: query["q"])
        if query.given("latitude") != nil || query.given("longitude") != nil {
            do throws(PlaceProblem) {
                let found = try areas.find(
                    latitude: query["latitude"], longitude: query["longitude"])
                return Redirect(to: AreasPath.area(found.area)).answer(context.visit)
            } catch {
                page.problem = error
                (page.latitude, page.longitude) = (query["latitude"], query["longitude"])
            }
        }
        page.found = AreaSearch(areas: areas).find(page.search)
        return shared(page.page.answer(context.visit), context)
    }

    /// - Parameter areas: nil for those of the pack, where no outline is needed.
    private func area(_ context: VisitorContext, in areas: AreaTree? = nil) throws -> Area {
        let areas = areas ?? desk.city.areas
        guard let code = AreaCode(try context.parameter("code")), let area = areas[code] else {
            throw WebRefusal.notFound
        }
        return area
    }

    // MARK: Me too

    private func meToo(_ context: VisitorContext) async throws -> MeTooPage {
        guard let record = try await desk.record(key: context.query["key"]), record.isOpen else {
            throw WebRefusal.notFound
        }
        return MeTooPage(visit: context.visit, sight: desk.sight, record: record)
    }

    private func sendMeToo(_ context: VisitorContext) async throws -> Response {
        try context.spend(from: Self.meToo)
        let answers = context.answers
        guard let seen = try await desk.record(key: answers["key"]), seen.isOpen else {
            throw WebRefusal.notFound
        }
        let written = answers.given("reach") ?? answers.given("phone") ?? answers.given("email")
        let reach = written.flatMap(AreasDesk.reach)
        if let written, reach == nil {
            let problem = FieldError(field: "reach", message: context.words("areas.reachWrong"))
            return MeTooPage(
                visit: context.visit, sight: desk.sight, record: seen, reach: written, errors: [problem]
            ).page.answer(context.visit)
        }
        let record = try await desk.second(
            seen.key, visitor: context.visit.sender, address: desk.messages.offersNews ? reach : nil,
            language: context.visit.language, now: context.now)
        guard let record else { throw WebRefusal.notFound }
        return Redirect(
            to: AreasPath.area(record.area), notice: reach == nil ? "areas.thanks" : "areas.thanksNews"
        ).answer(context.visit)
    }

    // MARK: Subscriptions

    private func addSubscriptions(to site: Site) {
        site.visitors.get("/areas/:code/subscribe") { _, context in
            guard desk.messages.offersDigests else { throw WebRefusal.notFound }
            return SubscribePage(visit: context.visit, area: try area(context)).page
        }
        site.visitors.post("/areas/:code/subscribe") { _, context in
            guard desk.messages.offersDigests else { throw WebRefusal.notFound }
            try context.spend(from: Self.subscribe)
            var page = SubscribePage(
                visit: context.visit, area: try area(context), reach: context.answers["reach"])
            guard let reach = AreasDesk.reach(page.reach) else {
                page.errors = [FieldError(field: "reach", message: context.words("areas.reachWrong"))]
                return page.page
            }
            try await desk.ask(
                area: page.area.code, address: reach, language: context.visit.language, now: context.now)
            page.reach = reach
            page.asked = true
            return page.page
        }
        site.visitors.get("/areas/subscriptions/:token") { _, context in
            try await subscription(context, ending: false).page
        }
        site.visitors.get("/areas/subscriptions/:token/end") { _, context in
            try await subscription(context, ending: true).page
        }
        site.visitors.post("/areas/subscriptions/:token") { _, context in
            let subscription = try await subscription(context)
            try await desk.confirm(subscription.id, now: context.now)
            return Redirect(to: AreasPath.area(subscription.area), notice: "areas.confirmed")
        }
        site.visitors.post("/areas/subscriptions/:token/end") { _, context in
            let subscription = try await subscription(context)
            try await desk.end(subscription.id)
            return Redirect(to: AreasPath.area(subscription.area), notice: "areas.ended")
        }
    }

    private func subscription(_ context: VisitorContext) async throws -> Subscription {
        guard let found = try await desk.subscription(token: try context.parameter("token")) else {
            throw WebRefusal.notFound
        }
        return found
    }

    private func subscription(_ context: VisitorContext, ending: Bool) async throws -> SubscriptionPage {
        let subscription = try await subscription(context)
        guard let area = desk.city.areas[subscription.area] else { throw WebRefusal.notFound }
        return SubscriptionPage(
            visit: context.visit, area: area.name, token: try context.parameter("token"), ending: ending)
    }

    // MARK: Caches

    /// A page that is the same for everybody may be kept for a minute; one that greets somebody may not.
    private func shared(_ response: Response, _ context: VisitorContext) -> Response {
        var response = response
        if context.visit.officer == nil, response.status == .ok, response.headers[.setCookie] == nil {
            response.headers[.cacheControl] = "public, max-age=60"
        }
        return response
    }

    /// Bytes that are the same for everybody, with their tag: who has them is not sent them again.
    func cached(
        _ bytes: [UInt8], type: String, maxAge: Int = 60, _ request: Request, _ context: VisitorContext
    ) -> Response {
        let tag = "\"\(FNV1a(bytes).digits)\""
        let headers: HTTPFields = [
            .contentType: type, .eTag: tag, .cacheControl: "public, max-age=\(maxAge)",
            .contentLanguage: context.visit.language == .zh ? "zh-CN" : "en",
            .vary: "Accept-Language, Cookie",
        ]
        let known = request.headers[.ifNoneMatch]?.split { $0 == "," || $0 == " " } ?? []
        if known.contains(where: { $0 == tag || $0 == "W/" + tag || $0 == "*" }) {
            return Response(status: .notModified, headers: headers)
        }
        return Response(
            status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
