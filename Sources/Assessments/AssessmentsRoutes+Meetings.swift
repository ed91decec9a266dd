import Core
import Hummingbird
import Markup
import Web

/// The month's meetings: what is handed in, looked at, said, and closed.
extension AssessmentsRoutes {
    func addMeetings(to site: Site) {
        site.officers.get("/assessments/months/:period/meetings/:host") { _, context in
            try await meetingPage(try await meeting(context), context).page
        }
        site.officers.post("/assessments/months/:period/meetings/:host/comments") { _, context in
            try await comment(context)
        }
        site.officers.post("/assessments/months/:period/meetings/:host/claims") { _, context in
            try await verify(context)
        }
        site.officers.post("/assessments/months/:period/meetings/:host/close") { _, context in
            try await closeMeeting(context)
        }
        site.officers.get("/assessments/months/:period/submissions/:unit") { _, context in
            try await submissionPage(context).page
        }
        site.officers.post("/assessments/months/:period/submissions/:unit") { _, context in
            try await submit(context)
        }
    }

    /// The host of the address, for whoever may open its meetings.
    func host(_ context: OfficerContext) throws -> UnitCode {
        let code = UnitCode(try context.parameter("host"))
        guard hosts(seenBy: context.officer).contains(where: { $0.code == code }) else {
            throw WebRefusal.notFound
        }
        try context.require(.figures)
        return code
    }

    private func meeting(_ context: OfficerContext) async throws -> Meeting {
        let month = try period(.month, context).first
        guard let meeting = try await desk.meeting(of: try host(context), in: month) else {
            throw WebRefusal.notFound
        }
        return meeting
    }

    func meetingPage(_ meeting: Meeting, _ context: OfficerContext) async throws -> MeetingPage {
        var people = meeting.members.flatMap { member in
            member.comments.map(\.person) + [member.submission?.person].compactMap(\.self)
        }
        if let closing = meeting.closing { people.append(closing.person) }
        return MeetingPage(
            telling: telling(context), meeting: meeting, seen: try await ranking(of: meeting.month),
            names: try await names(Array(Set(people)).sorted()), now: context.now,
            mayComment: desk.leads(context.officer, meeting.host.code),
            mayVerify: desk.prepares(context.officer, meeting.host.code))
    }

    /// The scores of a month; nil before they were written.
    func ranking(of month: CivilDate) async throws -> Ranking? {
        guard let report = try await desk.report(.month(first: month)) else { return nil }
        return ranking(of: report)
    }

    func ranking(of report: AssessmentReport) -> Ranking {
        var figures: [UnitCode: Figures] = [:]
        for (code, counts) in report.figures { figures[UnitCode(code)] = counts }
        return Ranking(
            figures, units: desk.city.units, formula: report.formula, atLeast: report.atLeast)
    }

    // MARK: Comments

    private func comment(_ context: OfficerContext) async throws -> Response {
        let meeting = try await meeting(context)
        let unit = UnitCode(context.answers["unit"])
        guard meeting.members.contains(where: { $0.unit.code == unit }) else { throw WebRefusal.notFound }
        let (text, passes) = (
            context.answers["comment-\(unit.text)"], context.answers["passes-\(unit.text)"]
        )
        do {
            guard ["yes", "no"].contains(passes) else { throw AssessmentRefusal.missing(field: "passes") }
            try await desk.comment(
                text, passes: passes == "yes", on: unit, in: meeting, by: context.officer, at: context.now)
        } catch let refusal as AssessmentRefusal where refusal.status == 422 {
            var page = try await meetingPage(meeting, context)
            let field = refusal.field.map { "\($0)-\(unit.text)" } ?? ""
            page.errors = [FieldError(field: field, message: refusal.sentence(context.words))]
            page.given = (unit, String(text.prefix(AnswerLimit.comment)), passes)
            return page.page.answer(context.visit)
        }
        return Redirect(
            to: AssessmentsPath.meeting(meeting.host.code, in: meeting.month),
            notice: "assessments.meeting.kept"
        ).answer(context.visit)
    }

    private func verify(_ context: OfficerContext) async throws -> Response {
        let meeting = try await meeting(context)
        let unit = UnitCode(context.answers["unit"])
        guard let member = meeting.members.first(where: { $0.unit.code == unit }) else {
            throw WebRefusal.notFound
        }
        var verdicts: [Int: Bool] = [:]
        for claim in member.claims {
            switch context.answers["claim-\(unit.text)-\(claim.place)"] {
            case "yes": verdicts[claim.place] = true
            case "no": verdicts[claim.place] = false
            default: continue
            }
        }
        try await desk.verify(verdicts, of: unit, in: meeting, by: context.officer, at: context.now)
        return Redirect(
            to: AssessmentsPath.meeting(meeting.host.code, in: meeting.month),
            notice: "assessments.claim.saved"
        ).answer(context.visit)
    }

    private func closeMeeting(_ context: OfficerContext) async throws -> Response {
        let meeting = try await meeting(context)
        try await desk.close(meeting, by: context.officer, at: context.now)
        return Redirect(
            to: AssessmentsPath.meeting(meeting.host.code, in: meeting.month),
            notice: "assessments.meeting.over"
        ).answer(context.visit)
    }

    // MARK: What is handed in

    private func submissionPage(_ context: OfficerContext) async throws -> SubmissionPage {
        let month = try period(.month, context).first
        let code = UnitCode(try context.parameter("unit"))
        guard desk.belongs(context.officer, to: code), let unit = desk.city.units[code],
            let host = unit.parent, let meeting = try await desk.meeting(of: host, in: month),
            let member = meeting.members.first(where: { $0.unit.code == code })
        else { throw WebRefusal.notFound }
        return SubmissionPage(
            telling: telling(context), unit: unit, days: meeting.days, member: member,
            isOver: meeting.closing != nil)
    }

    private func submit(_ context: OfficerContext) async throws -> Response {
        var page = try await submissionPage(context)
        let (text, claims) = (context.answers["text"], context.answers["claims"])
        do {
            try await desk.submit(
                text, claims: claims, of: page.unit, in: page.days.month, by: context.officer,
                at: context.now)
        } catch let refusal as AssessmentRefusal where refusal.status == 422 {
            page.errors = [
                FieldError(field: refusal.field ?? "", message: refusal.sentence(context.words))
            ]
            page.given = (text, claims)
            return page.page.answer(context.visit)
        }
        return Redirect(
            to: AssessmentsPath.submission(page.unit.code, in: page.days.month),
            notice: "assessments.submission.kept"
        ).answer(context.visit)
    }
}
