import Core
import Desk
import Hummingbird
import HTTPTypes
import Markup
import NIOCore
import Storage
import Web

extension KnowledgeRoutes {
    // MARK: To look after

    func addCare(to site: Site) {
        site.officers.get("/knowledge/care") { _, context in
            let units = desk.units(of: context.officer)
            let care = try await desk.care(of: units, at: context.now, limit: 50)
            return CarePage(
                telling: telling(context), ending: care.ending, expired: care.expired,
                unreviewed: care.unreviewed, drafts: care.drafts, isOwn: units != nil
            ).page
        }
        site.officers.get("/knowledge/unanswered") { _, context in
            try await unanswered(context, [])
        }
        site.officers.post("/knowledge/unanswered") { _, context in
            do {
                try await desk.note(
                    context.answers["question"], category: context.answers["category"],
                    by: context.officer, at: context.now)
            } catch let refusal as KnowledgeRefusal {
                let error = FieldError(field: refusal.field ?? "", message: refusal.sentence(context.words))
                return try await unanswered(context, [error]).answer(context.visit)
            }
            return Redirect(to: KnowledgePath.unanswered, notice: "knowledge.noted").answer(context.visit)
        }
        site.officers.post("/knowledge/unanswered/:id") { _, context in
            guard mayWriteSome(context.officer) else { throw WebRefusal.forbidden }
            try await desk.settle(try context.number("id"), by: nil, at: context.now)
            return Redirect(to: KnowledgePath.unanswered, notice: "knowledge.settled").answer(context.visit)
        }
        site.officers.get("/knowledge/figures") { _, context in
            try context.require(.figures)
            return try await figures(context).page
        }
    }

    private func unanswered(_ context: OfficerContext, _ errors: [FieldError]) async throws -> Page {
        let category = context.query.given("category").flatMap { city.catalogue[$0]?.code }
        let asked = try context.page(of: "knowledge.unanswered", size: Self.perPage)
        let (gaps, found) = try await desk.unanswered(
            in: category, before: asked.after?.first.flatMap { Int64($0) }, limit: asked.size + 1)
        let shown = Array(found.prefix(asked.size))
        let older = found.count > asked.size ? shown.last.map { String($0.id) } : nil
        let today = desk.day(of: context.now)
        return UnansweredPage(
            telling: telling(context), gaps: gaps, questions: shown, category: category,
            older: older.map { last in
                let cursor = context.cursor(after: [last], of: "knowledge.unanswered")
                return KnowledgePath.unanswered + context.query.asQuery(setting: ["after": cursor])
            }, sums: try await desk.sums(from: today - 29, through: today),
            answers: errors.isEmpty ? context.query : context.answers, errors: errors,
            mayWrite: mayWriteSome(context.officer)
        ).page
    }

    private func figures(_ context: OfficerContext) async throws -> FiguresPage {
        let today = city.calendar.date(of: context.now)
        let through = CivilDate(context.query["until"]) ?? today
        let from = min(CivilDate(context.query["from"]) ?? through.adding(days: -29), through)
        let report = try await desk.report(from: from, through: through)
        return FiguresPage(
            telling: telling(context), from: from, through: through, sums: report.sums, used: report.used,
            unhelpful: report.unhelpful, quick: report.quick, services: desk.services)
    }

    // MARK: Quick services

    func addQuick(to site: Site) {
        site.officers.get("/knowledge/quick") { _, context in try await quick(context).page }
        site.officers.get("/knowledge/quick/:code") { _, context in
            QuickServicePage(telling: telling(context), service: try service(context)).page
        }
        site.officers.post("/knowledge/quick/:code") { _, context in try await serve(context) }
    }

    private func service(_ context: OfficerContext) throws -> QuickService {
        let code = try context.parameter("code")
        guard let service = desk.services.first(where: { $0.code == code }) else {
            throw WebRefusal.notFound
        }
        return service
    }

    private func quick(_ context: OfficerContext) async throws -> QuickPage {
        let today = desk.day(of: context.now)
        var page = QuickPage(telling: telling(context), services: desk.services)
        page.today = try await desk.quick(.service, from: today, through: today)
        page.mine = try await desk.lastUses(of: context.officer.personID)
        guard context.officer.may(.figures) else { return page }
        page.hours = try await desk.quick(.hour, from: today - 6, through: today)
        let takers = try await desk.quick(.taker, from: today - 6, through: today)
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(20)
        let known = try await names(takers.compactMap { Int64($0.key) })
        page.takers = takers.map { taker in
            (Int64(taker.key).flatMap { known[$0] }.map { context.words($0) } ?? "–", taker.value)
        }
        return page
    }

    private func serve(_ context: OfficerContext) async throws -> Response {
        let service = try service(context)
        var answers: [String: String] = [:]
        var errors: [FieldError] = []
        for field in service.fields {
            let answer = context.answers[field.name]
            if answer.isEmpty, field.isRequired {
                errors.append(FieldError(field: field.name, message: context.words("knowledge.missing")))
            } else if answer.count > QuickService.longestAnswer {
                let message = context.words("knowledge.tooLong", ["limit": QuickService.longestAnswer])
                errors.append(FieldError(field: field.name, message: message))
            }
            answers[field.name] = answer
        }
        if errors.isEmpty {
            let (kept, person, now) = (answers, context.officer.personID, context.now)
            try await desk.desk.database.write { connection in
                try desk.used(quick: service, answers: kept, person: person, at: now, in: connection)
            }
        }
        return QuickServicePage(
            telling: telling(context), service: service, answers: context.answers, errors: errors,
            isDone: errors.isEmpty
        ).page.answer(context.visit)
    }

    // MARK: The table

    func addSheet(to site: Site) {
        site.officers.get("/knowledge/sheet") { _, context in
            SheetPage(telling: telling(context), mayWrite: mayWriteSome(context.officer)).page
        }
        site.officers.get("/knowledge/sheet.csv") { _, context in
            let text = try await desk.sheet(of: nil)
            return Response(
                status: .ok,
                headers: [
                    .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
                    .contentDisposition: "attachment; filename=\"knowledge.csv\"",
                ], body: .init(byteBuffer: ByteBuffer(string: text)))
        }
        site.officers.post("/knowledge/sheet") { _, context in
            guard mayWriteSome(context.officer) else { throw WebRefusal.forbidden }
            let (answers, isTrial) = (context.answers, context.answers["do"] != "take")
            var page = SheetPage(
                telling: telling(context), rows: answers["rows"], why: answers["why"], mayWrite: true)
            do {
                page.findings = try await desk.take(
                    sheet: answers["rows"], why: answers["why"], dryRun: isTrial, by: context.officer,
                    at: context.now)
                let isWhole = page.findings?.contains { if case .wrong = $0.what { true } else { false } }
                page.isTaken = !isTrial && isWhole == false
            } catch let refusal as KnowledgeRefusal {
                page.error = refusal.sentence(context.words)
            }
            return page.page.answer(context.visit)
        }
    }

    // MARK: For residents

    private static let votes = RateLimit("knowledge-helped", burst: 20, perMinute: 10)
    private static let looks = RateLimit("knowledge-find", burst: 60, perMinute: 60)

    func addPublic(to site: Site) {
        site.visitors.get("/knowledge/public") { _, context in
            let search = context.query["q"]
            var question = desk.question(search, category: nil, area: nil, at: context.now)
            question.onlyPublic = true
            if !search.isEmpty { try context.spend(from: Self.looks) }
            let found =
                search.isEmpty
                ? try await desk.newest(question, limit: Self.perPage)
                : try await desk.offered(question, at: context.now, limit: Self.perPage)
            return PublicKnowledgePage(telling: telling(context), found: found, search: search).page
        }
        site.visitors.get("/knowledge/public/:code") { _, context in
            let record = try await shown(context)
            desk.read(record, at: context.now)
            return PublicArticlePage(telling: telling(context), record: record).page
        }
        site.visitors.post("/knowledge/public/:code/helped") { _, context in
            try context.spend(from: Self.votes)
            let record = try await shown(context)
            guard let helped = Self.helped(context.answers) else { throw WebRefusal.malformed }
            try await desk.vote(
                helped, by: "visitor \(context.visit.sender)", isResident: true, on: record,
                at: context.now)
            return Redirect(to: KnowledgePath.open(record.article.code), notice: "knowledge.thanks")
                .answer(context.visit)
        }
    }

    /// What residents may read now; anything else is as if it were not there.
    private func shown(_ context: VisitorContext) async throws -> ArticleRecord {
        let record = try await record(context)
        guard record.article.isPublic, record.isOffered(on: city.calendar.date(of: context.now)) else {
            throw WebRefusal.notFound
        }
        return record
    }
}
