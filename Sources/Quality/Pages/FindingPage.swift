import Core
import Markup
import Web

/// One finding: what was asked, what was answered, why it was found, and what somebody makes of it.
struct FindingPage {
    let telling: QualityTelling
    let finding: FindingRow
    let texts: FoundTexts
    /// The list they came from.
    var choice = QualityChoice()
    var mayDecide = false
    var maySupervise = false
    var mayNote = false
    var decider: LocalText?
    var refusal: QualityRefusal?
    var given: [String: String] = [:]

    private var words: Words { telling.words }

    var page: Page {
        let title = words("quality.finding", ["number": finding.number])
        return Page(
            title: title, status: refusal?.status ?? 200, personal: true, wide: true, help: "quality"
        ) {
            """
            <p class="trail screen-only">\(Link(words("quality.back"), to: choice.path))</p>
            <h1>\(telling.check(finding.check))</h1>
            \(problems)
            <p class="lead"><bdi>\(telling.reason(finding.check, finding.reason))</bdi></p>
            \(facts)
            \(decided)
            <div class="columns"><div class="stack">\(question)\(answer)</div>\
            <div class="stack">\(forms)</div></div>
            """
        }
    }

    private var problems: HTML {
        let errors = refusal.map { FieldError(field: $0.field ?? "note", message: $0.sentence(words)) }
        return ErrorSummary(title: words("web.form.problems"), errors: errors.map { [$0] } ?? []).html
    }

    private func message(_ field: String) -> String? {
        refusal.flatMap { $0.field == field ? $0.sentence(words) : nil }
    }

    private var facts: HTML {
        let matters: [HTML] = finding.reason.matters.map { number in
            " \(Link(number, to: QualityPath.matter(number)))"
        }
        var rows: [(name: String, value: HTML)] = [
            (
                words("quality.column.matter"),
                """
                \(Link(finding.number, to: QualityPath.matter(finding.number))) <bdi>\(finding.title)</bdi>
                """
            ),
            (words("quality.column.unit"), "\(telling.unit(finding.unit))"),
            (words("quality.area"), "\(telling.area(finding.area))"),
            (words("quality.column.found"), telling.time(finding.at)),
        ]
        if !matters.isEmpty { rows.append((words("quality.others"), "\(matters)")) }
        return SummaryList(rows).html
    }

    private var decided: HTML? {
        guard finding.state != .open else { return nil }
        let who = decider.map { words($0) } ?? "–"
        let time = finding.decidedAt.map(telling.time)
        let note: HTML? = finding.note.map { "<p class=\"story\"><bdi>\($0)</bdi></p>" }
        return Notice(
            finding.state == .confirmed ? .warning : .info,
            "<p>\(words("quality.decided.\(finding.state.rawValue)", ["name": who])) \(time)</p>\(note)"
        ).html
    }

    /// Of how it was filed the question tells, of everything else the answer.
    private var question: HTML {
        let marks = finding.check == .misfiled ? finding.reason.places : []
        return """
            <section class="panel"><h2>\(words("quality.asked"))</h2>\
            <p class="story" dir="auto">\(telling.marked(texts.question, marks))</p></section>
            """
    }

    private var answer: HTML? {
        guard let answer = texts.answer else { return nil }
        let marks = finding.check == .misfiled ? [] : finding.reason.places
        return """
            <section class="panel"><h2>\(words("quality.answered"))</h2>\
            <p class="story" dir="auto">\(telling.marked(answer, marks))</p></section>
            """
    }

    // MARK: Deciding

    private var forms: HTML? {
        guard mayDecide else {
            return finding.state == .open ? "<p class=\"hint\">\(words("quality.others.decide"))</p>" : nil
        }
        return "\(confirm)\(dismiss)"
    }

    private var kept: [HTML] {
        choice.values.filter { $0.name != "state" }.map { Hidden(name: $0.name, value: $0.value).html }
    }

    private var confirm: HTML {
        var choices = [Choice(value: "", label: words("quality.also.nothing"))]
        if mayNote { choices.append(Choice(value: "note", label: words("quality.also.note"))) }
        if maySupervise { choices.append(Choice(value: "supervise", label: words("quality.also.supervise"))) }
        return Form(
            post: QualityPath.confirm(finding.id), csrf: telling.visit.csrf, classes: "panel",
            content: """
                <h2>\(words("quality.confirm.title"))</h2>\(kept)\
                \(Radios(name: "also", legend: words("quality.also"), choices: choices, chosen: ""))\
                \(TextArea(
                    name: "note", label: words("quality.note"), value: given["note"] ?? "",
                    error: message("note"), rows: 3, limit: 1000,
                    limitNote: words("web.form.limit", ["count": 1000])))\
                <button type="submit" class="button primary" accesskey="y" autofocus>\
                \(words("quality.confirm"))</button>
                """
        ).html
    }

    private var dismiss: HTML {
        Form(
            post: QualityPath.dismiss(finding.id), csrf: telling.visit.csrf, classes: "panel",
            content: """
                <h2>\(words("quality.dismiss.title"))</h2>\(kept)\
                \(TextField(
                    name: "reason", label: words("quality.dismissReason"), value: given["reason"] ?? "",
                    hint: words("quality.dismissHint"), error: message("reason"), limit: 500))\
                <button type="submit" class="button secondary" accesskey="n">\
                \(words("quality.dismiss"))</button>
                """
        ).html
    }
}
