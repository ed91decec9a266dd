import Core
import Markup
import Web

/// `/assessments/months/:month/diagnoses/:host`: what was raised and is open, each with its plan, who answers
/// for it, and until when (M80).
struct DiagnosisPage {
    let telling: Telling
    let diagnosis: Diagnosis
    let mayDecide: Bool
    let mayClose: Bool
    var errors: [FieldError] = []
    /// What came with a form that was refused: the matter's number and its answers.
    var given: (number: String, plan: String, responsible: String, finish: String)?

    private var words: Words { telling.words }
    private var path: String { AssessmentsPath.diagnosis(diagnosis.host.code, in: diagnosis.month) }
    private var isOver: Bool { diagnosis.closing != nil }

    var page: Page {
        let title = words(
            "assessments.diagnosis.title",
            ["unit": words(diagnosis.host.name), "month": telling.month(diagnosis.month)])
        return Page(title: title, status: errors.isEmpty ? 200 : 422, wide: true, help: "assessments-meeting")
        {
            """
            \(telling.trail())
            <h1>\(title)</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            <p class="lead">\(lead)</p>
            \(diagnosis.entries.isEmpty ? empty : entries)
            \(closing)
            """
        }
    }

    private var lead: String {
        if let closing = diagnosis.closing {
            return words("assessments.diagnosis.closed", ["at": closing.at])
        }
        let key = diagnosis.isMade ? "assessments.diagnosis.made" : "assessments.diagnosis.coming"
        return words(key, ["on": telling.date(diagnosis.days.diagnosis)])
    }

    private var empty: HTML {
        """
        \(EmptyState(
            title: words("assessments.diagnosis.none"), text: words("assessments.diagnosis.noneHint")))
        """
    }

    private var entries: HTML {
        let cards: [HTML] = diagnosis.entries.map(card)
        let older = diagnosis.next.map {
            (text: words("assessments.diagnosis.more"), path: "\(path)?after=\($0)")
        }
        return #"""
            <div class="stack">\#(cards)</div>
            \#(Pager(label: words("assessments.diagnosis.pages"), newest: nil, older: older))
            """#
    }

    private func card(_ entry: Diagnosis.Entry) -> HTML {
        let matter = entry.matter
        let state =
            !matter.isOpen
            ? Tag(words("assessments.diagnosis.ended"))
            : entry.decision == nil
                ? Tag(words("assessments.diagnosis.undecided"), tone: .warn)
                : Tag(words("assessments.diagnosis.decided"), tone: .good)
        return Card(
            title: "\(matter.number) \(matter.title)", to: AssessmentsPath.matter(matter.number), level: 2,
            mark: state.html,
            content: """
                \(facts(entry))
                \(mayDecide && diagnosis.isMade && !isOver && matter.isOpen ? form(entry) : .empty)
                """
        ).html
    }

    private func facts(_ entry: Diagnosis.Entry) -> HTML {
        var rows: [(name: String, value: HTML)] = [
            (
                words("assessments.column.unit"),
                "\(entry.matter.lead.map { telling.unit($0) } ?? words("assessments.nobody"))"
            )
        ]
        if let why = entry.why { rows.append((words("assessments.diagnosis.why"), "\(why)")) }
        if let decision = entry.decision {
            rows.append((words("assessments.field.plan"), "\(decision.plan)"))
            rows.append((words("assessments.field.responsible"), "\(decision.responsible)"))
            rows.append((words("assessments.field.finish"), "\(telling.date(decision.finish))"))
        }
        return SummaryList(rows).html
    }

    private func form(_ entry: Diagnosis.Entry) -> HTML {
        let number = entry.matter.number
        let isGiven = given?.number == number
        let decision = entry.decision
        let (plan, responsible, finish) = ("plan-\(number)", "responsible-\(number)", "finish-\(number)")
        let form = Form(
            post: path, csrf: telling.visit.csrf,
            content: """
                \(Hidden(name: "matter", value: number))
                \(TextArea(
                    name: plan, label: words("assessments.field.plan"),
                    value: isGiven ? given?.plan ?? "" : decision?.plan ?? "",
                    error: errors.message(for: plan), rows: 3, limit: AnswerLimit.plan))
                \(TextField(
                    name: responsible, label: words("assessments.field.responsible"),
                    value: isGiven ? given?.responsible ?? "" : decision?.responsible ?? "",
                    error: errors.message(for: responsible), limit: AnswerLimit.responsible))
                \(TextField(
                    name: finish, label: words("assessments.field.finish"),
                    value: isGiven ? given?.finish ?? "" : decision?.finish.description ?? "",
                    error: errors.message(for: finish), kind: .date))
                \(Button(words("assessments.diagnosis.keep")))
                """)
        return "\(Fold(words("assessments.diagnosis.decide"), open: isGiven, form.html))"
    }

    private var closing: HTML? {
        guard mayClose, diagnosis.isMade, !isOver else { return nil }
        return """
            <section class="panel screen-only"><h2>\(words("assessments.diagnosis.close"))</h2>
            <p>\(words("assessments.diagnosis.closeHint"))</p>
            \(Form(post: "\(path)/close", csrf: telling.visit.csrf, content: """
                \(Button(
                    words("assessments.diagnosis.close"), weight: .secondary,
                    confirm: words("assessments.meeting.closeConfirm")))
                """))</section>
            """
    }
}
