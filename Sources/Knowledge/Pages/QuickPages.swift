import Core
import Markup
import Web

/// What is done in the same minute, and how often it was.
struct QuickPage {
    let telling: KnowledgeTelling
    let services: [QuickService]
    /// Today by service.
    var today: [String: Int] = [:]
    /// Seven days by hour of the day; nil for those who do not see figures.
    var hours: [String: Int]?
    var takers: [(name: String, count: Int)] = []
    /// What the reader did last.
    var mine: [QuickUse] = []

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("knowledge.tab.quick"), personal: true, help: "knowledge") {
            """
            <h1>\(words("knowledge.title"))</h1>
            \(telling.tabs(.quick))
            <p>\(words("knowledge.quick.lead"))</p>
            \(services.isEmpty ? empty : cards)
            \(last)\(figures)
            """
        }
    }

    private var empty: HTML {
        EmptyState(title: words("knowledge.quick.none"), text: words("knowledge.quick.noneHint")).html
    }

    private var cards: HTML {
        Cards(
            services.map { service in
                Card(
                    title: words(service.title), to: KnowledgePath.quick(service.code), level: 2,
                    foot: "\(words("knowledge.quick.today", ["count": today[service.code] ?? 0]))",
                    content: "<p>\(service.steps.first.map { words($0) })</p>")
            }
        ).html
    }

    private var last: HTML? {
        if mine.isEmpty { return nil }
        let rows: [[HTML]] = mine.map { use in
            let service = services.first { $0.code == use.code }
            let answers = (service?.fields ?? []).compactMap { field in
                use.answers[field.name].map { "\(words(field.label)) \($0)" }
            }
            return [
                telling.time(use.at), "\(service.map { words($0.title) } ?? use.code)",
                "\(answers.joined(separator: " · "))",
            ]
        }
        let columns = ["at", "service", "answers"].map { Table.Column(words("knowledge.column.\($0)")) }
        return Table(caption: words("knowledge.quick.mine"), columns: columns, rows: rows).html
    }

    private var figures: HTML? {
        guard let hours else { return nil }
        let columns = [
            Table.Column(words("knowledge.column.hour")),
            Table.Column(words("knowledge.column.count"), numeric: true),
        ]
        let rows: [[HTML]] = (0..<24).compactMap { hour in
            guard let count = hours[String(hour)] else { return nil }
            return ["\(hour):00", "\(telling.number(count))"]
        }
        let people: [[HTML]] = takers.map { ["\($0.name)", "\(telling.number($0.count))"] }
        let byTaker = [
            Table.Column(words("knowledge.column.by")),
            Table.Column(words("knowledge.column.count"), numeric: true),
        ]
        return """
            <div class="columns">\
            \(Table(caption: words("knowledge.quick.hours"), columns: columns, rows: rows))\
            \(Table(caption: words("knowledge.quick.takers"), columns: byTaker, rows: people))</div>
            """
    }
}

/// One quick service: what to say, what to ask, whom to tell.
struct QuickServicePage {
    let telling: KnowledgeTelling
    let service: QuickService
    var answers = FormAnswers()
    var errors: [FieldError] = []
    /// It was done: what is told to whom, for this one moment in clear.
    var isDone = false

    private var words: Words { telling.words }

    var page: Page {
        Page(
            title: words(service.title), status: errors.isEmpty ? 200 : 422, personal: true,
            help: "knowledge"
        ) {
            """
            <p>\(Link(words("knowledge.tab.quick"), to: KnowledgePath.quick))</p>
            <h1>\(words(service.title))</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(isDone ? done : form)
            """
        }
    }

    private var form: HTML {
        let steps: [HTML] = service.steps.map { "<li>\(words($0))</li>" }
        let fields: [HTML] = service.fields.map { field in
            TextField(
                name: field.name, label: words(field.label), value: answers[field.name],
                hint: field.isPrivate ? words("knowledge.quick.private") : nil,
                error: errors.message(for: field.name), limit: QuickService.longestAnswer
            ).html
        }
        return """
            <section class="panel"><h2>\(words("knowledge.quick.steps"))</h2><ol>\(steps)</ol>
            <p><b>\(words("knowledge.quick.tells"))</b> \(words(service.tells))</p></section>
            \(Form(
                post: KnowledgePath.quick(service.code), csrf: telling.visit.csrf, content: """
                \(fields)\(Button(words("knowledge.quick.done")))
                <p class="hint">\(words("knowledge.quick.noMatter"))</p>
                """))
            """
    }

    private var done: HTML {
        var values: [String: String] = [:]
        for field in service.fields { values[field.name] = answers[field.name] }
        let message = service.filled(words.language, values)
        return """
            \(Notice(.success, live: true, "<p>\(words("knowledge.quick.counted"))</p>"))
            <section class="panel"><h2>\(words(service.tells))</h2>
            <p class="story lead">\(message)</p>
            \(CopyButton(words("knowledge.copy"), copies: message, said: words("knowledge.copied")))
            <p class="hint">\(words("knowledge.quick.notKept"))</p></section>
            <p>\(ButtonLink(words("knowledge.quick.again"), to: KnowledgePath.quick(service.code)))</p>
            """
    }
}
