import Core
import Markup
import Web

/// `/assessments/months/:month/submissions/:unit`: what a unit hands in for the month's meeting (交账).
struct SubmissionPage {
    let telling: Telling
    let unit: Unit
    let days: MonthDays
    let member: Meeting.Member
    let isOver: Bool
    var errors: [FieldError] = []
    /// What came with a form that was refused.
    var given: (text: String, claims: String)?

    private var words: Words { telling.words }

    var page: Page {
        let title = words(
            "assessments.submission.title",
            ["unit": words(unit.name), "month": telling.month(days.month)])
        return Page(title: title, status: errors.isEmpty ? 200 : 422, help: "assessments-meeting") {
            """
            \(telling.trail())
            <h1>\(title)</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            <p class="lead">\(words(
                "assessments.submission.lead",
                ["until": telling.date(days.submitUntil), "on": telling.date(days.meeting)]))</p>
            \(isOver ? kept : form)
            """
        }
    }

    private var kept: HTML {
        let claims: [HTML] = member.claims.map { "<li>\($0.text)</li>" }
        let notice = Notice(.info, "<p>\(words("assessments.closed"))</p>")
        return #"\#(notice)<p class="story">\#(member.submission?.text)</p><ol>\#(claims)</ol>"#
    }

    private var form: HTML {
        let claims = member.claims.map(\.text).joined(separator: "\n")
        return """
            \(Form(
                post: AssessmentsPath.submission(unit.code, in: days.month), csrf: telling.visit.csrf,
                draft: "assessments-\(days.month.monthText)-\(unit.code.text)", content: """
                \(TextArea(
                    name: "text", label: words("assessments.field.text"),
                    value: given?.text ?? member.submission?.text ?? "", error: errors.message(for: "text"),
                    rows: 8, limit: AnswerLimit.submission,
                    limitNote: words("web.form.limit", ["count": AnswerLimit.submission])))
                \(TextArea(
                    name: "claims", label: words("assessments.field.claims"),
                    value: given?.claims ?? claims,
                    hint: words(
                        "assessments.submission.claimsHint",
                        ["count": AnswerLimit.claims, "limit": AnswerLimit.claim]),
                    error: errors.message(for: "claims"), rows: 6))
                \(Button(words("assessments.submission.send")))
                """))
            """
    }
}
