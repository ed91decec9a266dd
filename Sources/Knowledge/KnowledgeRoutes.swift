import Core
import Desk
import Hummingbird
import Markup
import Storage
import Web

/// The pages of the knowledge for people at work.
struct KnowledgeRoutes: Sendable {
    let desk: KnowledgeDesk
    /// The names of people at work.
    let names: @Sendable ([Int64]) async throws -> [Int64: LocalText]

    static let perPage = 25

    var city: City { desk.city }

    func telling(_ visit: Visit) -> KnowledgeTelling { KnowledgeTelling(visit: visit, city: city) }
    func telling(_ context: some WebContext) -> KnowledgeTelling { telling(context.visit) }

    func add(to site: Site) {
        site.officers.get("/knowledge") { _, context in try await find(context).page }
        addArticles(to: site)
        addCare(to: site)
        addQuick(to: site)
        addSheet(to: site)
        addPublic(to: site)
        site.api.get("/knowledge") { _, context in try await answer(context) }
    }

    // MARK: Finding

    private func find(_ context: OfficerContext) async throws -> KnowledgePage {
        let query = context.query
        let category = query.given("category").flatMap { city.catalogue[$0]?.code }
        let area = query.given("area").flatMap { AreaCode($0) }.flatMap { city.areas[$0]?.code }
        var question = desk.question(query["q"], category: category, area: area, at: context.now)
        question.onlyClass = category != nil
        let isAsked = !query["q"].isEmpty || category != nil
        let found =
            isAsked
            ? try await desk.offered(question, at: context.now, limit: Self.perPage)
            : try await desk.newest(question, limit: Self.perPage)
        return KnowledgePage(
            telling: telling(context), found: found, search: query["q"], category: category, area: area,
            matter: query.given("matter"), mayWrite: mayWriteSome(context.officer))
    }

    func mayWriteSome(_ officer: Officer) -> Bool { desk.units(of: officer)?.isEmpty != true }

    // MARK: Articles

    private func addArticles(to site: Site) {
        site.officers.get("/knowledge/new") { _, context in try await blank(context).page }
        site.officers.post("/knowledge/new") { _, context in
            guard mayWriteSome(context.officer) else { throw WebRefusal.forbidden }
            return try await write(nil, context)
        }
        site.officers.get("/knowledge/articles/:code") { _, context in
            try await page(try await record(context), context).page
        }
        site.officers.get("/knowledge/articles/:code/edit") { _, context in
            try await edit(try await record(context), context).page
        }
        site.officers.post("/knowledge/articles/:code/edit") { _, context in
            let record = try await record(context)
            try requireWriter(of: record, context)
            return try await write(record, context)
        }
        site.officers.get("/knowledge/articles/:code/versions/:version") { _, context in
            try await version(context).page
        }
        site.officers.post("/knowledge/articles/:code/publish") { _, context in
            try await act(context, "knowledge.published") { record in
                try requireWriter(of: record, context)
                guard context.answers.number("version") == Int64(record.newest) else {
                    throw KnowledgeRefusal.changed
                }
                try await desk.publish(record, by: context.officer, at: context.now)
            }
        }
        site.officers.post("/knowledge/articles/:code/withdraw") { _, context in
            try await act(context, "knowledge.withdrawn") { record in
                try await desk.withdraw(
                    record, why: context.answers["why"], by: context.officer, at: context.now)
            }
        }
        site.officers.post("/knowledge/articles/:code/reviewed") { _, context in
            try await act(context, "knowledge.published") { record in
                try requireWriter(of: record, context)
                guard let day = CivilDate(context.answers["review"]) else {
                    throw KnowledgeRefusal.article(.review)
                }
                try await desk.reviewed(
                    record, again: day, why: context.words("knowledge.nothingChanged"),
                    by: context.officer, at: context.now)
            }
        }
        site.officers.post("/knowledge/articles/:code/helped") { _, context in
            try await act(context, "knowledge.thanks") { record in
                guard let helped = Self.helped(context.answers) else { throw WebRefusal.malformed }
                try await desk.vote(
                    helped, by: "person \(context.officer.personID)", isResident: false, on: record,
                    at: context.now)
            }
        }
        site.officers.post("/knowledge/articles/:code/use") { _, context in try await use(context) }
    }

    static func helped(_ answers: FormAnswers) -> Bool? { ["yes": true, "no": false][answers["helped"]] }

    func record(_ context: some WebContext) async throws -> ArticleRecord {
        guard let record = try await desk.article(try context.parameter("code")) else {
            throw WebRefusal.notFound
        }
        return record
    }

    /// Before anything is read of what they sent.
    private func requireWriter(of record: ArticleRecord, _ context: OfficerContext) throws {
        guard desk.mayWrite(context.officer, for: record.article.unit) else {
            throw KnowledgeRefusal.notYours
        }
    }

    private func page(
        _ record: ArticleRecord, _ context: OfficerContext, error: String? = nil
    ) async throws -> ArticlePage {
        let today = desk.day(of: context.now)
        let (acts, sums) = try await desk.story(of: record, from: today - 29, through: today)
        return ArticlePage(
            telling: telling(context), record: record, acts: acts,
            names: try await names(Array(Set(acts.compactMap(\.person)))), sums: sums,
            mayWrite: desk.mayWrite(context.officer, for: record.article.unit),
            matter: context.query.given("matter"), error: error)
    }

    /// Does something with an article and shows it again, with what was refused where it was.
    private func act(
        _ context: OfficerContext, _ notice: String, _ work: (ArticleRecord) async throws -> Void
    ) async throws -> Response {
        let record = try await record(context)
        do {
            try await work(record)
        } catch let refusal as KnowledgeRefusal where refusal != .notYours {
            return try await page(record, context, error: refusal.sentence(context.words)).page
                .answer(context.visit)
        }
        return Redirect(to: KnowledgePath.article(record.article.code), notice: notice)
            .answer(context.visit)
    }

    private func version(_ context: OfficerContext) async throws -> VersionPage {
        let code = try context.parameter("code")
        let number = Int(clamping: try context.number("version"))
        guard let record = try await desk.article(code, version: number) else { throw WebRefusal.notFound }
        return VersionPage(
            telling: telling(context), record: record,
            before: try await desk.article(code, version: number - 1)?.article)
    }

    // MARK: Writing

    private func blank(_ context: OfficerContext) async throws -> ArticleForm {
        guard mayWriteSome(context.officer) else { throw WebRefusal.forbidden }
        var values = ["from": city.calendar.date(of: context.now).description]
        if let id = context.query.number("question"), let question = try await desk.openQuestion(id) {
            values["question"] = String(id)
            values["title-zh"] = String(question.question.prefix(Article.Limit.title))
            values["category-1"] = question.category
        }
        return ArticleForm(
            telling: telling(context), answers: FormAnswers(values), units: desk.units(of: context.officer))
    }

    private func edit(_ record: ArticleRecord, _ context: OfficerContext) async throws -> ArticleForm {
        let (code, officer) = (record.article.code, context.officer)
        guard desk.mayWrite(officer, for: record.article.unit) else { throw WebRefusal.forbidden }
        // Who edits goes on from the newest words, a draft's perhaps.
        let newest = try await desk.article(code, version: record.newest) ?? record
        return ArticleForm(
            telling: telling(context), answers: ArticleForm.answers(newest.article), code: code,
            base: record.newest, units: desk.units(of: officer))
    }

    private func write(_ record: ArticleRecord?, _ context: OfficerContext) async throws -> Response {
        let (answers, officer, code) = (context.answers, context.officer, record?.article.code)
        let base = Int(clamping: answers.number("base") ?? -1)
        func again(_ refusals: [KnowledgeRefusal]) -> Response {
            ArticleForm(
                telling: telling(context), answers: answers, code: code, base: base,
                units: desk.units(of: officer),
                errors: refusals.map {
                    FieldError(field: $0.field ?? "", message: $0.sentence(context.words))
                }, status: refusals.first?.status ?? 422
            ).page.answer(context.visit)
        }
        let (article, problems) = ArticleForm.article(answers, code: code)
        guard let article else { return again(problems.map { .article($0) }) }
        guard base >= 0, (base == 0) == (record == nil) else { throw WebRefusal.malformed }
        let publishes = answers["do"] == "publish"
        do {
            try await desk.write(
                article, after: base, why: answers["why"], publishing: publishes, by: officer,
                at: context.now)
            if let id = answers.number("question"), publishes {
                try await desk.settle(id, by: article.code, at: context.now)
            }
        } catch let refusal as KnowledgeRefusal where refusal != .notYours {
            return again([refusal])
        }
        return Redirect(
            to: KnowledgePath.article(article.code),
            notice: publishes ? "knowledge.published" : "knowledge.drafted"
        ).answer(context.visit)
    }

    // MARK: Answering a matter

    private func use(_ context: OfficerContext) async throws -> Response {
        let record = try await record(context)
        let number = context.answers["matter"]
        let dossier = try await desk.desk.dossier(.number(number), for: context.officer.actor)
        guard let matter = dossier?.matter else { throw WebRefusal.notFound }
        guard record.isOffered(on: city.calendar.date(of: context.now)) else { throw KnowledgeRefusal.past }
        let (person, now) = (context.officer.personID, context.now)
        try await desk.desk.database.write { connection in
            try desk.used(
                record.id, version: record.version, by: .matter(matter.id), person: person, at: now,
                in: connection)
        }
        return Redirect(to: "/matters/\(matter.number)", notice: "knowledge.usedNotice")
            .answer(context.visit)
    }

    /// What a matter was answered with, in the words it had then.
    func panel(of matter: Matter, _ visit: Visit) async throws -> HTML? {
        guard let officer = visit.officer else { return nil }
        let uses = try await desk.uses(.matter(matter.id))
        let mayAnswer = matter.isOpen && matter.lead.map(officer.actor.works) ?? false
        if uses.isEmpty && !mayAnswer { return nil }
        return KnowledgePanel(
            telling: telling(visit), number: matter.number, category: matter.category, uses: uses,
            mayAnswer: mayAnswer
        ).html
    }
}
