import Core
import Desk
import Hummingbird
import Markup
import Web

/// The pages of the topics.
struct TopicsRoutes: Sendable {
    let desk: TopicsDesk
    /// The names of people at work.
    let names: @Sendable ([Int64]) async throws -> [Int64: LocalText]

    static let perPage = 25

    var city: City { desk.city }

    func telling(_ context: some WebContext) -> TopicsTelling {
        TopicsTelling(visit: context.visit, city: city)
    }

    func add(to site: Site) {
        site.officers.get("/topics") { _, context in try await list(context).page }
        site.officers.get("/topics/rising/:id") { _, context in try await one(context).page }
        addMonths(to: site)
        site.api.get("/topics") { _, context in try await answer(context) }
    }

    // MARK: What rises

    static func span(_ query: FormAnswers) -> TopicSpan {
        query.number("span").flatMap { TopicSpan(rawValue: Int(clamping: $0)) } ?? .week
    }

    /// Where somebody sees what rises: the place asked for, as far as it is theirs.
    func areas(_ query: FormAnswers, of posts: [Post]) throws -> (asked: AreaCode?, all: [AreaCode]) {
        let own = desk.areas(of: posts)
        guard let text = query.given("area") else { return (nil, own) }
        guard let area = AreaCode(text), city.areas[area] != nil, own.contains(where: { $0.contains(area) })
        else { throw WebRefusal.notFound }
        return (area, [area])
    }

    private func list(_ context: OfficerContext) async throws -> TopicsPage {
        try context.require(.figures)
        let span = Self.span(context.query)
        let (asked, all) = try areas(context.query, of: context.officer.posts)
        return TopicsPage(
            telling: telling(context), span: span, asked: asked,
            places: desk.areas(of: context.officer.posts).flatMap { [$0] + city.areas.children(of: $0) },
            topics: try await desk.rising(span, in: all),
            month: try await desk.months(before: nil, limit: 1).first?.topic)
    }

    private func one(_ context: OfficerContext) async throws -> TopicPage {
        try context.require(.figures)
        let id = try context.number("id")
        guard let topic = try await desk.topic(id),
            desk.areas(of: context.officer.posts).contains(where: { $0.contains(topic.area) })
        else { throw WebRefusal.notFound }
        let (seen, older) = try await rows(context, path: TopicsPath.topic(id)) { before, limit in
            try await desk.matters(of: id, before: before, limit: limit)
        }
        return TopicPage(
            telling: telling(context), topic: topic, matters: seen, older: older,
            mayChoose: desk.mayChoose(context.officer.posts))
    }

    /// A page of matters that the reader sees, and where it goes on.
    func rows(
        _ context: OfficerContext, path: String,
        _ read: (Int64?, Int) async throws -> [RisingStore.Member]
    ) async throws -> ([RisingStore.Member], older: String?) {
        let page = try context.page(of: path, size: Self.perPage)
        let before = page.after?.first.flatMap { Int64($0) }
        let found = try await read(before, page.size + 1)
        let shown = Array(found.prefix(page.size))
        var older: String?
        if found.count > page.size, let last = shown.last {
            older = path + "?after=" + context.cursor(after: [String(last.id)], of: path)
        }
        let posts = context.officer.posts
        let seen = shown.filter { member in
            city.sees(
                posts, area: member.area, lead: member.lead, raisedTo: member.raisedTo,
                sharers: member.sharers)
        }
        return (seen, older)
    }
}

extension TopicsDesk {
    /// The places of which somebody sees figures.
    func areas(of posts: [Post]) -> [AreaCode] {
        let all = Set(
            posts.filter { city.roles[$0.role]?.powers.contains(.figures) == true }.map(\.area))
        return all.filter { area in !all.contains { $0 != area && $0.contains(area) } }.sorted()
    }
}
