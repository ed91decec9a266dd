import Core
import Markup
import Web

/// The topic of each month, the newest first.
struct MonthsPage {
    let telling: TopicsTelling
    let months: [TopicsDesk.MonthStory]
    var older: String?
    var mayChoose = false

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("topics.months"), wide: true, help: "topics") {
            """
            <p>\(Link(words("topics.title"), to: TopicsPath.home))</p>
            <h1>\(words("topics.months"))</h1>
            <p class="lead">\(words("topics.monthsLead"))</p>
            \(mayChoose ? "<p>\(ButtonLink(words("topics.choose"), to: TopicsPath.new))</p>" : HTML.empty)
            \(months.isEmpty ? empty : list)
            \(telling.older(older))
            """
        }
    }

    private var empty: HTML {
        EmptyState(title: words("topics.noMonths"), text: words("topics.noMonthsHint")).html
    }

    private var list: HTML {
        let columns = ["month", "topic", "unit", "ended", "state"].map {
            Table.Column(words("topics.column.\($0)"), numeric: $0 == "ended")
        }
        let rows: [[HTML]] = months.map { story in
            let topic = story.topic
            return [
                "\(topic.month.description)",
                "<a href=\"\(TopicsPath.month(topic.month))\"><bdi>\(topic.title)</bdi></a>",
                "\(telling.unit(topic.unit))",
                "\(words("topics.of", ["count": story.all - story.open, "all": story.all]))",
                telling.state(of: topic),
            ]
        }
        return Table(
            caption: words("topics.months"), captionHidden: true, columns: columns, rows: rows
        ).html
    }
}

extension TopicsTelling {
    func state(of topic: MonthlyTopic) -> HTML {
        topic.isOpen
            ? Tag(words("topics.running"), tone: .accent).html
            : Tag(words("topics.ended"), tone: .good).html
    }
}

/// One topic of a month: why, who, what is done, what came of it.
struct MonthPage {
    let telling: TopicsTelling
    let story: TopicsDesk.MonthStory
    let names: [Int64: LocalText]
    let matters: [RisingStore.Member]
    var older: String?
    var mayAdd = false
    var mayEnd = false
    /// What was refused.
    var error: (field: String, sentence: String, status: Int)?

    private var words: Words { telling.words }
    private var topic: MonthlyTopic { story.topic }

    var page: Page {
        Page(title: topic.title, status: error?.status ?? 200, personal: true, help: "topics") {
            """
            <p>\(Link(words("topics.months"), to: TopicsPath.months))</p>
            <h1><bdi>\(topic.title)</bdi> \(telling.state(of: topic))</h1>
            \(ErrorSummary(
                title: words("web.form.problems"),
                errors: error.map { [FieldError(field: $0.field, message: $0.sentence)] } ?? []))
            \(facts)
            \(result)
            <h2>\(words("topics.steps"))</h2>
            \(steps)
            \(telling.matters(matters, caption: words("topics.itsMatters", ["count": story.all])))
            \(telling.older(older))
            \(forms)
            """
        }
    }

    private func name(_ person: Int64) -> String {
        names[person].map { words($0) } ?? words("topics.nobody")
    }

    private var facts: HTML {
        SummaryList([
            (words("topics.column.month"), "\(topic.month.description)"),
            (words("topics.column.unit"), "\(telling.unit(topic.unit))"),
            (words("topics.reason"), "<span class=\"story\">\(topic.reason)</span>"),
            (words("topics.plan"), "<span class=\"story\">\(topic.plan)</span>"),
            (words("topics.chosenBy"), "\(name(topic.chosenBy)) · \(telling.time(topic.chosenAt))"),
            (
                words("topics.column.ended"),
                "\(words("topics.of", ["count": story.all - story.open, "all": story.all]))"
            ),
        ]).html
    }

    private var result: HTML? {
        guard let text = topic.result, let at = topic.endedAt else { return nil }
        return """
            <section class="panel stack"><h2>\(words("topics.result"))</h2>\
            <p class="story">\(text)</p><p class="muted">\(telling.time(at))</p></section>
            """
    }

    private var steps: HTML {
        if story.steps.isEmpty { return "<p class=\"muted\">\(words("topics.noSteps"))</p>" }
        let items: [HTML] = story.steps.map { step in
            """
            <li><p class="story">\(step.text)</p>\
            <p class="muted">\(name(step.person)) · \(telling.time(step.at))</p></li>
            """
        }
        return "<ol class=\"stack\">\(items)</ol>"
    }

    private func message(_ field: String) -> String? {
        error.flatMap { $0.field == field ? $0.sentence : nil }
    }

    private var forms: HTML? {
        guard topic.isOpen, mayAdd || mayEnd else { return nil }
        let limit = words("web.form.limit", ["count": MonthlyTopic.longestText])
        let step: HTML? =
            mayAdd
            ? Form(
                post: TopicsPath.steps(topic.month), csrf: telling.visit.csrf,
                content: """
                    \(TextArea(
                        name: "text", label: words("topics.step"), error: message("text"), rows: 3,
                        limit: MonthlyTopic.longestText, limitNote: limit))\
                    \(Button(words("topics.stepDo")))
                    """
            ).html : nil
        let link: HTML? =
            mayAdd
            ? Fold(
                words("topics.link"), open: message("number") != nil,
                Form(
                    post: TopicsPath.matters(topic.month), csrf: telling.visit.csrf,
                    content: """
                        \(TextField(
                            name: "number", label: words("topics.number"), error: message("number"),
                            limit: 40))\
                        \(Button(words("topics.linkDo"), weight: .secondary))
                        """
                ).html
            ).html : nil
        return "\(step)\(link)\(end(limit))"
    }

    private func end(_ limit: String) -> HTML? {
        guard mayEnd else { return nil }
        return Fold(
            words("topics.end"), open: message("result") != nil,
            Form(
                post: TopicsPath.end(topic.month), csrf: telling.visit.csrf, id: "end",
                content: """
                    \(TextArea(
                        name: "result", label: words("topics.result"), error: message("result"), rows: 3,
                        limit: MonthlyTopic.longestText, limitNote: limit))\
                    \(Button(words("topics.endDo"), weight: .secondary))
                    """
            ).html
        ).html
    }
}

/// What was written into the form of a month's topic.
struct MonthForm {
    var month: String
    var title = ""
    var reason = ""
    var unit = ""
    var plan = ""
    /// The rising topic it grew out of.
    var rising: Int64?
}

/// Chooses the topic of a month.
struct ChooseMonthPage {
    let telling: TopicsTelling
    let form: MonthForm
    var errors: [FieldError] = []
    var status = 422

    private var words: Words { telling.words }

    var page: Page {
        let limit = words("web.form.limit", ["count": MonthlyTopic.longestText])
        return Page(
            title: words("topics.choose"), status: errors.isEmpty ? 200 : status, personal: true,
            help: "topics"
        ) {
            """
            <p>\(Link(words("topics.months"), to: TopicsPath.months))</p>
            <h1>\(words("topics.choose"))</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(Form(post: TopicsPath.new, csrf: telling.visit.csrf, content: """
                \(form.rising.map { Hidden(name: "topic", value: String($0)).html })\
                \(TextField(
                    name: "month", label: words("topics.column.month"), value: form.month,
                    hint: words("topics.monthHint"), error: errors.message(for: "month"), limit: 7))\
                \(TextField(
                    name: "title", label: words("topics.column.topic"), value: form.title,
                    error: errors.message(for: "title"), limit: MonthlyTopic.longestTitle))\
                \(TextArea(
                    name: "reason", label: words("topics.reason"), value: form.reason,
                    error: errors.message(for: "reason"), rows: 4, limit: MonthlyTopic.longestText,
                    limitNote: limit))\
                \(Select(
                    name: "unit", label: words("topics.column.unit"), choices: units, chosen: form.unit,
                    none: words("topics.chooseUnit"), error: errors.message(for: "unit")))\
                \(TextArea(
                    name: "plan", label: words("topics.plan"), value: form.plan,
                    error: errors.message(for: "plan"), rows: 4, limit: MonthlyTopic.longestText,
                    limitNote: limit))\
                \(Button(words("topics.chooseDo")))
                """))
            """
        }
    }

    private var units: [Choice] {
        telling.city.units.values.sorted { $0.code.text < $1.code.text }.map {
            Choice(value: $0.code.text, label: words($0.name))
        }
    }
}
