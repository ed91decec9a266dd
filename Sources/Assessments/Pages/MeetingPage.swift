import Core
import Markup
import Web

/// `/assessments/months/:month/meetings/:host`: every unit with its score, what it handed in, and what the
/// leaders say of it, one after the other (逐个点评, M35).
struct MeetingPage {
    let telling: Telling
    let meeting: Meeting
    /// Scores of the month; nil before it was written.
    let seen: Ranking?
    let names: [Int64: LocalText]
    let now: Moment
    let mayComment: Bool
    let mayVerify: Bool
    var errors: [FieldError] = []
    /// What came with a form that was refused: the unit, the text, the verdict.
    var given: (unit: UnitCode, text: String, passes: String)?

    private var words: Words { telling.words }
    private var path: String { AssessmentsPath.meeting(meeting.host.code, in: meeting.month) }
    private var isOver: Bool { meeting.closing != nil }

    var page: Page {
        let title = words(
            "assessments.meeting.title",
            ["unit": words(meeting.host.name), "month": telling.month(meeting.month)])
        return Page(title: title, status: errors.isEmpty ? 200 : 422, wide: true, help: "assessments-meeting")
        {
            """
            \(telling.trail())
            <h1>\(title)</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            <p class="lead">\(lead)</p>
            \(standing)
            \(missing)
            \(cards)
            \(closing)
            """
        }
    }

    private var lead: String {
        let days = meeting.days
        return words(
            "assessments.meeting.days",
            ["until": telling.date(days.submitUntil), "on": telling.date(days.meeting)])
    }

    private var standing: HTML? {
        meeting.closing.map { closing in
            let said = words(
                "assessments.meeting.closed", ["at": closing.at, "by": name(closing.person)])
            let path = AssessmentsPath.published(meeting.month, host: meeting.host.code)
            return """
                \(Notice(.success, "<p>\(said) \(Link(words("assessments.published.see"), to: path))</p>"))
                """
        }
    }

    /// Those without a submission are named once the day to hand in is over.
    private var missing: HTML? {
        let late = telling.city.calendar.start(of: meeting.days.submitUntil.adding(days: 1)) <= now
        let missing = meeting.missing
        guard late, !missing.isEmpty else { return nil }
        let names = missing.map { words($0.name) }.joined(separator: words("assessments.comma"))
        let said = words.plural("assessments.meeting.missing", missing.count, ["names": names])
        return "\(Notice(.warning, "<p>\(said)</p>"))"
    }

    private var cards: HTML {
        let cards = meeting.members.map { member -> HTML in
            let state: HTML =
                switch member.passes {
                case nil: "\(Tag(words("assessments.meeting.uncommented"), tone: .warn))"
                case true?: "\(Tag(words("assessments.meeting.passed"), tone: .good))"
                case false?: "\(Tag(words("assessments.meeting.notPassed"), tone: .bad))"
                }
            return Card(
                title: words(member.unit.name), level: 2, mark: state, content: content(of: member)
            ).html
        }
        let stacked: [HTML] = cards
        return #"<div class="stack">\#(stacked)</div>"#
    }

    private func content(of member: Meeting.Member) -> HTML {
        """
        \(score(of: member))
        \(submission(of: member))
        \(claims(of: member))
        \(comments(of: member))
        \(mayComment && !isOver ? form(for: member) : .empty)
        """
    }

    private func score(of member: Meeting.Member) -> HTML {
        guard let place = seen?[member.unit.code] else {
            return #"<p class="muted">\#(words("assessments.meeting.noScore"))</p>"#
        }
        let rank = place.rank.map {
            words("assessments.rankOf", ["rank": $0, "peers": place.peers])
        }
        let said = words(
            "assessments.meeting.score",
            ["score": place.score.text, "orders": place.volume, "rank": rank ?? "–"])
        return "<p>\(said)</p>"
    }

    private func submission(of member: Meeting.Member) -> HTML {
        guard let submission = member.submission else {
            return #"<p class="muted">\#(words("assessments.meeting.nothingHandedIn"))</p>"#
        }
        let said = words(
            "assessments.meeting.handedIn", ["at": submission.at, "by": name(submission.person)])
        return #"<p class="muted">\#(said)</p><p class="story">\#(submission.text)</p>"#
    }

    private func claims(of member: Meeting.Member) -> HTML? {
        if member.claims.isEmpty { return nil }
        if mayVerify, !isOver { return verifyForm(member) }
        let items: [HTML] = member.claims.map { claim in
            "<li>\(claim.text) \(verdict(claim))</li>"
        }
        return "<ol>\(items)</ol>"
    }

    private func verdict(_ claim: Meeting.Claim) -> Tag {
        switch claim.honoured {
        case nil: Tag(words("assessments.claim.open"))
        case true?: Tag(words("assessments.claim.honoured"), tone: .good)
        case false?: Tag(words("assessments.claim.broken"), tone: .bad)
        }
    }

    private func verifyForm(_ member: Meeting.Member) -> HTML {
        let choices = [
            Choice(value: "yes", label: words("assessments.claim.honoured")),
            Choice(value: "no", label: words("assessments.claim.broken")),
        ]
        let code = member.unit.code.text
        let fields: [HTML] = member.claims.map { claim in
            """
            \(Radios(
                name: "claim-\(code)-\(claim.place)", legend: "\(claim.place). \(claim.text)",
                choices: choices, chosen: claim.honoured.map { $0 ? "yes" : "no" }, inline: true))
            """
        }
        return """
            \(Form(post: "\(path)/claims", csrf: telling.visit.csrf, content: """
                \(Hidden(name: "unit", value: code))\(fields)
                \(Button(words("assessments.claim.keep"), weight: .secondary))
                """))
            """
    }

    private func comments(of member: Meeting.Member) -> HTML? {
        if member.comments.isEmpty { return nil }
        let items: [HTML] = member.comments.map { comment in
            let verdict = words(
                comment.passes ? "assessments.meeting.passed" : "assessments.meeting.notPassed")
            let head = words(
                "assessments.meeting.said",
                ["by": name(comment.person), "at": comment.at, "verdict": verdict])
            return #"<li><span class="muted">\#(head)</span><p class="story">\#(comment.text)</p></li>"#
        }
        return "<ul>\(items)</ul>"
    }

    private func form(for member: Meeting.Member) -> HTML {
        let code = member.unit.code
        let isGiven = given?.unit == code
        let field = "comment-\(code.text)"
        let form = Form(
            post: "\(path)/comments", csrf: telling.visit.csrf,
            content: """
                \(Hidden(name: "unit", value: code.text))
                \(TextArea(
                    name: field, label: words("assessments.field.comment"),
                    value: isGiven ? given?.text ?? "" : "", error: errors.message(for: field), rows: 3,
                    limit: AnswerLimit.comment,
                    limitNote: words("web.form.limit", ["count": AnswerLimit.comment])))
                \(Radios(
                    name: "passes-\(code.text)", legend: words("assessments.field.passes"),
                    choices: [
                        Choice(value: "yes", label: words("assessments.meeting.passed")),
                        Choice(value: "no", label: words("assessments.meeting.notPassed")),
                    ], chosen: isGiven ? given?.passes : nil,
                    error: errors.message(for: "passes-\(code.text)"), inline: true))
                \(Button(words("assessments.meeting.comment")))
                """)
        return "\(Fold(words("assessments.meeting.commentOn"), open: isGiven, form.html))"
    }

    private var closing: HTML? {
        guard mayComment, !isOver else { return nil }
        let open = meeting.uncommented.count
        let hint =
            open == 0
            ? words("assessments.meeting.closeHint")
            : words.plural("assessments.uncommented", open)
        return """
            <section class="panel screen-only"><h2>\(words("assessments.meeting.close"))</h2><p>\(hint)</p>
            \(Form(post: "\(path)/close", csrf: telling.visit.csrf, content: """
                \(Button(
                    words("assessments.meeting.close"), weight: .secondary,
                    confirm: words("assessments.meeting.closeConfirm")))
                """))</section>
            """
    }

    private func name(_ person: Int64) -> String { names[person].map { words($0) } ?? "–" }
}
