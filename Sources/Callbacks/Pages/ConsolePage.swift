import Core
import Desk
import Markup
import Web

/// The matter that somebody calls about, with its story and what may be shown of its resident.
struct CallSubject: Sendable {
    let record: MatterRecord
    let matter: Matter
    let events: [Event]
    /// Masked lines: name, phone, e-mail.
    let contact: [String]
}

extension CallSubject {
    init(_ dossier: Desk.Dossier) {
        self.init(
            record: dossier.record, matter: dossier.matter, events: dossier.events,
            contact: [dossier.contact.name, dossier.contact.phone, dossier.contact.email].compactMap(\.self))
    }
}

/// One call: what to say, what was answered before, and what the resident says now.
struct ConsolePage {
    let telling: CallTelling
    let subject: CallSubject
    let steps: CallSteps
    /// Somebody else has it in hand otherwise.
    let isMine: Bool
    /// The lines of the contact, once it was shown.
    var contact: [String]?
    var answers = FormAnswers([:])
    var errors: [FieldError] = []

    private var words: Words { telling.words }
    private var matter: Matter { subject.matter }
    private var isCheck: Bool { matter.side.check != nil && !matter.isOpen }

    var page: Page {
        Page(
            title: words("callbacks.console", ["number": matter.number]), status: errors.isEmpty ? 200 : 422,
            personal: true, help: "callbacks"
        ) {
            """
            <p>\(Link(words("callbacks.title"), to: "/callbacks"))</p>
            <h1><bdi>\(subject.record.title)</bdi></h1>
            <p class="muted">\(facts)</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: summary))
            \(script)
            \(contactPart)
            \(said)
            \(steps.opinion == nil ? over : isMine ? forms : taken)
            <p>\(Link(words("callbacks.whole"), to: "/matters/\(matter.number)"))</p>
            """
        }
    }

    /// Links only to fields that stand on the page.
    private var summary: [FieldError] {
        let asks = isMine ? [steps.opinion, steps.giveUp].compactMap(\.self).flatMap(\.asks) : []
        let fields = Set(asks.map(\.word)).intersection([.solved, .satisfied, .why, .way, .reason])
        return errors.map { error in
            fields.contains { $0.rawValue == error.field }
                ? error : FieldError(field: "", message: error.message)
        }
    }

    private var facts: String {
        [matter.number, telling.categoryName(matter.category), telling.area(matter.area)].compactMap(\.self)
            .joined(separator: " · ")
    }

    private var version: HTML { Hidden(name: "version", value: String(matter.version)).html }

    /// What to say, in the city's words or our own.
    private var script: HTML {
        let values = [
            "number": matter.number, "title": subject.record.title,
            "unit": telling.unit(matter.lead) ?? words(telling.city.name), "answer": lastAnswer ?? "",
            "place": telling.area(matter.area),
        ]
        // The city's words ask whether it was solved; a check asks whether it still is.
        let text =
            isCheck
            ? words("callbacks.script.check", values)
            : telling.city.scripts[matter.kind]?.filled(words.language, values)
                ?? words("callbacks.script", values)
        return """
            <section class="panel"><h2>\(words("callbacks.say"))</h2><p class="story">\(text)</p></section>
            """
    }

    private var lastAnswer: String? {
        for fact in subject.events.standing.flatMap(\.facts).reversed() {
            if case .answered(let text, _) = fact { return text }
        }
        return nil
    }

    /// Masked, until somebody asks with a reason that is kept.
    private var contactPart: HTML {
        if let contact {
            let told: [HTML] = contact.map { "<p class=\"lead\"><bdi>\($0)</bdi></p>" }
            return """
                <section class="panel" aria-live="polite">
                <h2>\(words("callbacks.contact"))</h2>\(told)</section>
                """
        }
        let masked = subject.contact
        let told = masked.isEmpty ? words("callbacks.noContact") : masked.joined(separator: " · ")
        let form: HTML? = steps.reveal.map { move in
            Form(
                post: path(move), csrf: telling.visit.csrf,
                content: """
                    \(version)\
                    \(Hidden(name: "reason", value: words("callbacks.revealReason")))\
                    \(Button(words("callbacks.reveal"), weight: .secondary))
                    """
            ).html
        }
        return """
            <section class="panel"><h2>\(words("callbacks.contact"))</h2>
            <p>\(told)</p>\(form)</section>
            """
    }

    private var said: HTML {
        var rows: [(name: String, value: HTML)] = [
            (words("callbacks.theirWords"), #"<span class="story">\#(subject.record.text)</span>"#)
        ]
        if let answer = lastAnswer {
            rows.append((words("callbacks.answer"), #"<span class="story">\#(answer)</span>"#))
        }
        rows.append((words("callbacks.unit"), "\(telling.unit(matter.lead) ?? "–")"))
        if let opinion = matter.opinion {
            let key = opinion.isContent ? "callbacks.saidYes" : "callbacks.saidNo"
            rows.append((words("callbacks.saidBefore"), "\(words(key)) · \(telling.time(opinion.at))"))
        }
        let attempts = attemptLines
        if !attempts.isEmpty {
            let items: [HTML] = attempts.map { "<li>\($0)</li>" }
            rows.append((words("callbacks.attempts"), "<ol>\(items)</ol>"))
        }
        return SummaryList(rows).html
    }

    /// Tries since the resident was last asked, with what came of them.
    private var attemptLines: [HTML] {
        var lines: [HTML] = []
        for event in subject.events.standing {
            for fact in event.facts {
                switch fact {
                case .asked, .check(.due): lines = []
                case .attempted(let result), .check(.attempted(let result)):
                    lines.append(
                        "\(words("callbacks.attempt.\(result.rawValue)")) · \(telling.time(event.at))")
                default: break
                }
            }
        }
        return lines
    }

    private var forms: HTML {
        let leave = Form(
            post: "/callbacks/\(matter.number)/leave", csrf: telling.visit.csrf,
            content: "\(Button(words("callbacks.leave"), weight: .secondary))")
        let (opinion, attempt) = (steps.opinion.map(opinionForm), steps.attempt.map(attemptForm))
        return "\(opinion)\(attempt)\(steps.giveUp.map(giveUpForm))\(leave)"
    }

    private func path(_ move: Move) -> String { "/callbacks/\(matter.number)/moves/\(move.name)" }

    private func opinionForm(_ move: Move) -> HTML {
        func yesNo(_ word: InputWord) -> HTML {
            let name = word.rawValue
            return Radios(
                name: name, legend: words("callbacks.ask.\(name)"),
                choices: ["yes", "no"].map { Choice(value: $0, label: words("callbacks.\(name).\($0)")) },
                chosen: answers.given(name), error: errors.message(for: name), inline: true
            ).html
        }
        let why: HTML? =
            move.asks.contains { $0.word == .why }
            ? TextArea(
                name: "why", label: words("callbacks.why"), value: answers["why"],
                error: errors.message(for: "why"), rows: 3, limit: InputWord.why.maximumLength,
                limitNote: words("web.form.limit", ["count": InputWord.why.maximumLength])
            ).html : nil
        let way: HTML? =
            move.asks.contains { $0.word == .way }
            ? Radios(
                name: "way", legend: words("callbacks.way"),
                choices: ContactWay.allCases.map {
                    Choice(value: $0.rawValue, label: words("callbacks.way.\($0.rawValue)"))
                }, chosen: answers.given("way") ?? ContactWay.phone.rawValue,
                error: errors.message(for: "way"), inline: true
            ).html : nil
        return """
            <section class="panel"><h2>\(words("callbacks.opinion"))</h2>
            \(Form(
                post: path(move), csrf: telling.visit.csrf,
                content: """
                \(version)\(yesNo(.solved))\(yesNo(.satisfied))\(why)\(way)
                <p class="hint">\(words("callbacks.noGoesBack"))</p>\(Button(words("callbacks.save")))
                """))</section>
            """
    }

    /// One touch each.
    private func attemptForm(_ move: Move) -> HTML {
        let buttons: [HTML] = CallBackResult.allCases.map {
            Button(
                words("callbacks.attempt.\($0.rawValue)"), weight: .secondary, name: "attempt",
                value: $0.rawValue
            ).html
        }
        return """
            <section class="panel"><h2>\(words("callbacks.notReached"))</h2>
            \(Form(
                post: path(move), csrf: telling.visit.csrf,
                content: """
                \(version)<div class="cluster">\(buttons)</div>
                <p class="hint">\(words("callbacks.again"))</p>
                """))</section>
            """
    }

    private func giveUpForm(_ move: Move) -> HTML {
        let reason: HTML? =
            move.asks.contains { $0.word == .reason }
            ? TextArea(
                name: "reason", label: words("callbacks.column.reason"), value: answers["reason"],
                error: errors.message(for: "reason"), rows: 2, limit: InputWord.reason.maximumLength,
                limitNote: words("web.form.limit", ["count": InputWord.reason.maximumLength])
            ).html : nil
        return Form(
            post: path(move), csrf: telling.visit.csrf,
            content: """
                \(version)\(reason)\(Button(words(move.text), weight: .danger))
                """
        ).html
    }

    private var over: HTML {
        Notice(.info, "<p>\(words("callbacks.notYours"))</p>").html
    }

    private var taken: HTML {
        Notice(.warning, "<p>\(words("callbacks.taken"))</p>").html
    }
}
