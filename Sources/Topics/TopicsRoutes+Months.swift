import Core
import Hummingbird
import Markup
import Web

/// The one topic of each month.
extension TopicsRoutes {
    func addMonths(to site: Site) {
        site.officers.get("/topics/months") { _, context in try await months(context).page }
        site.officers.get("/topics/months/new") { _, context in try await blank(context).page }
        site.officers.post("/topics/months/new") { _, context in try await choose(context) }
        site.officers.get("/topics/months/:month") { _, context in
            try await page(try await story(context), context).page
        }
        site.officers.post("/topics/months/:month/steps") { _, context in
            try await act(context, "topics.month.added") { story in
                guard desk.mayAdd(context.officer.posts, to: story.topic) else { throw WebRefusal.forbidden }
                try await desk.add(
                    context.answers["text"], to: story.topic.month, by: context.officer.personID,
                    at: context.now)
            }
        }
        site.officers.post("/topics/months/:month/matters") { _, context in
            try await act(context, "topics.month.linked") { story in
                guard desk.mayAdd(context.officer.posts, to: story.topic) else { throw WebRefusal.forbidden }
                try await desk.link(
                    context.answers["number"], to: story.topic.month, for: context.officer.actor)
            }
        }
        site.officers.post("/topics/months/:month/end") { _, context in
            try await act(context, "topics.month.ended") { story in
                guard desk.mayChoose(context.officer.posts) else { throw WebRefusal.forbidden }
                try await desk.end(
                    story.topic.month, result: context.answers["result"], at: context.now)
            }
        }
    }

    private func months(_ context: OfficerContext) async throws -> MonthsPage {
        try context.require(.figures)
        let list = TopicsPath.months
        let page = try context.page(of: list, size: 12)
        let before = page.after?.first.flatMap { MonthlyTopic.Month($0) }
        let found = try await desk.months(before: before, limit: page.size + 1)
        let shown = Array(found.prefix(page.size))
        var older: String?
        if found.count > page.size, let last = shown.last {
            older = list + "?after=" + context.cursor(after: [last.topic.month.description], of: list)
        }
        return MonthsPage(
            telling: telling(context), months: shown, older: older,
            mayChoose: desk.mayChoose(context.officer.posts))
    }

    // MARK: Choosing

    private func form(_ context: OfficerContext) -> MonthForm {
        let answers = context.answers
        return MonthForm(
            month: answers["month"], title: answers["title"], reason: answers["reason"],
            unit: answers["unit"], plan: answers["plan"], rising: answers.number("topic"))
    }

    private func blank(_ context: OfficerContext) async throws -> ChooseMonthPage {
        guard desk.mayChoose(context.officer.posts) else { throw WebRefusal.forbidden }
        var form = MonthForm(month: MonthlyTopic.Month(city.calendar.date(of: context.now)).description)
        if let id = context.query.number("topic"), let topic = try await desk.topic(id) {
            let telling = telling(context)
            form.rising = id
            form.title = String(telling.name(of: topic).prefix(MonthlyTopic.longestTitle))
            form.reason = telling.sentence(of: topic)
        }
        return ChooseMonthPage(telling: telling(context), form: form)
    }

    private func choose(_ context: OfficerContext) async throws -> Response {
        guard desk.mayChoose(context.officer.posts) else { throw WebRefusal.forbidden }
        let form = form(context)
        guard let month = MonthlyTopic.Month(form.month) else {
            return refused(form, "month", context.words("topics.refusal.month"), context)
        }
        let topic = MonthlyTopic(
            month: month, title: form.title, reason: form.reason, unit: UnitCode(form.unit),
            plan: form.plan, chosenBy: context.officer.personID, chosenAt: context.now)
        do {
            try await desk.choose(topic, from: form.rising)
        } catch let refusal as TopicsRefusal {
            return refused(
                form, refusal.field ?? "month", refusal.sentence(context.words), context,
                status: refusal.status)
        }
        return Redirect(to: TopicsPath.month(month), notice: "topics.month.chosen").answer(context.visit)
    }

    private func refused(
        _ form: MonthForm, _ field: String, _ sentence: String, _ context: OfficerContext, status: Int = 422
    ) -> Response {
        ChooseMonthPage(
            telling: telling(context), form: form, errors: [FieldError(field: field, message: sentence)],
            status: status
        ).page.answer(context.visit)
    }

    // MARK: One

    /// Those who see figures see it, and the people of its unit.
    private func story(_ context: OfficerContext) async throws -> TopicsDesk.MonthStory {
        guard let month = MonthlyTopic.Month(try context.parameter("month")),
            let story = try await desk.month(month)
        else { throw WebRefusal.notFound }
        guard context.officer.may(.figures) || desk.mayAdd(context.officer.posts, to: story.topic) else {
            // A month that is another's looks like one that has no topic.
            throw WebRefusal.notFound
        }
        return story
    }

    private func page(
        _ story: TopicsDesk.MonthStory, _ context: OfficerContext, error: TopicsRefusal? = nil
    ) async throws -> MonthPage {
        let month = story.topic.month
        let (seen, older) = try await rows(context, path: TopicsPath.month(month)) { before, limit in
            try await desk.matters(of: month, before: before, limit: limit)
        }
        let people = Set(story.steps.map(\.person) + [story.topic.chosenBy])
        return MonthPage(
            telling: telling(context), story: story, names: try await names(people.sorted()), matters: seen,
            older: older, mayAdd: desk.mayAdd(context.officer.posts, to: story.topic),
            mayEnd: desk.mayChoose(context.officer.posts),
            error: error.map { ($0.field ?? "text", $0.sentence(context.words), $0.status) })
    }

    private func act(
        _ context: OfficerContext, _ notice: String,
        _ work: (TopicsDesk.MonthStory) async throws -> Void
    ) async throws -> Response {
        let story = try await story(context)
        do {
            try await work(story)
        } catch let refusal as TopicsRefusal {
            return try await page(story, context, error: refusal).page.answer(context.visit)
        }
        return Redirect(to: TopicsPath.month(story.topic.month), notice: notice).answer(context.visit)
    }
}
