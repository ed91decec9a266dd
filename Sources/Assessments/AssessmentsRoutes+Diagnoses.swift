import Core
import Hummingbird
import Markup
import Web

/// The diagnosis of the month, and the results that everybody may read.
extension AssessmentsRoutes {
    func addDiagnoses(to site: Site) {
        site.officers.get("/assessments/months/:period/diagnoses/:host") { _, context in
            diagnosisPage(try await diagnosis(context), context).page
        }
        site.officers.post("/assessments/months/:period/diagnoses/:host") { _, context in
            try await decide(context)
        }
        site.officers.post("/assessments/months/:period/diagnoses/:host/close") { _, context in
            try await closeDiagnosis(context)
        }
    }

    private func diagnosis(_ context: OfficerContext, holding number: String? = nil) async throws -> Diagnosis
    {
        let month = try period(.month, context).first
        var after = max(0, context.query.number("after") ?? 0)
        if let number, let matter = try await desk.records([number])[number] { after = matter.id - 1 }
        guard let diagnosis = try await desk.diagnosis(of: try host(context), in: month, after: after) else {
            throw WebRefusal.notFound
        }
        return diagnosis
    }

    private func diagnosisPage(_ diagnosis: Diagnosis, _ context: OfficerContext) -> DiagnosisPage {
        DiagnosisPage(
            telling: telling(context), diagnosis: diagnosis,
            mayDecide: desk.prepares(context.officer, diagnosis.host.code),
            mayClose: desk.leads(context.officer, diagnosis.host.code))
    }

    private func decide(_ context: OfficerContext) async throws -> Response {
        let number = context.answers["matter"]
        let diagnosis = try await diagnosis(context, holding: number)
        guard diagnosis.entries.contains(where: { $0.matter.number == number }) else {
            throw WebRefusal.notFound
        }
        let answers = ["plan", "responsible", "finish"].map { context.answers["\($0)-\(number)"] }
        let noted: Bool
        do {
            let decision = try desk.decision(
                plan: answers[0], responsible: answers[1], finish: answers[2], at: context.now)
            noted = try await desk.decide(
                decision, on: number, in: diagnosis,
                note: note(decision, diagnosis, context), by: context.officer, at: context.now)
        } catch let refusal as AssessmentRefusal where refusal.status == 422 {
            var page = diagnosisPage(diagnosis, context)
            let field = refusal.field.map { "\($0)-\(number)" } ?? ""
            page.errors = [FieldError(field: field, message: refusal.sentence(context.words))]
            page.given = (number, answers[0], answers[1], answers[2])
            return page.page.answer(context.visit)
        }
        return Redirect(
            to: AssessmentsPath.diagnosis(diagnosis.host.code, in: diagnosis.month),
            notice: noted ? "assessments.diagnosis.keptNoted" : "assessments.diagnosis.kept"
        ).answer(context.visit)
    }

    /// What the note on the matter says.
    private func note(
        _ decision: Diagnosis.Decision, _ diagnosis: Diagnosis, _ context: OfficerContext
    ) -> String {
        let telling = telling(context)
        return telling.words(
            "assessments.diagnosis.note",
            [
                "month": telling.month(diagnosis.month), "plan": decision.plan,
                "responsible": decision.responsible, "finish": telling.date(decision.finish),
            ])
    }

    private func closeDiagnosis(_ context: OfficerContext) async throws -> Response {
        let diagnosis = try await diagnosis(context)
        try await desk.close(diagnosis, by: context.officer, at: context.now)
        return Redirect(
            to: AssessmentsPath.diagnosis(diagnosis.host.code, in: diagnosis.month),
            notice: "assessments.diagnosis.over"
        ).answer(context.visit)
    }

    // MARK: For everybody

    func addPublished(to site: Site) {
        site.visitors.get("/assessments/published") { _, context in
            PublishedPage(telling: telling(context), months: try await desk.publishedMonths()).page
        }
        site.visitors.get("/assessments/published/:period") { _, context in
            try await published(context).page
        }
    }

    private func published(_ context: VisitorContext) async throws -> PublishedMonthPage {
        let month = try period(.month, context)
        let closed = try await desk.publishedHosts(of: month.first)
        let asked = context.query.given("host").map { UnitCode($0) }
        guard let host = asked ?? closed.first?.code, closed.contains(where: { $0.code == host }),
            let meeting = try await desk.meeting(of: host, in: month.first)
        else { throw WebRefusal.notFound }
        let report = try await desk.report(month)
        return PublishedMonthPage(
            telling: telling(context), month: month.first, hosts: closed, meeting: meeting, report: report,
            ranking: report.map { ranking(of: $0) })
    }
}
