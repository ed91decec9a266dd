import Core
import Markup
import Web

/// How much the articles help.
struct FiguresPage {
    let telling: KnowledgeTelling
    let from: CivilDate
    let through: CivilDate
    let sums: KnowledgeSums
    /// Those used most, and those shown but of no help.
    var used: [(record: ArticleRecord, count: Int)] = []
    var unhelpful: [(record: ArticleRecord, count: Int)] = []
    var quick: [String: Int] = [:]
    var services: [QuickService] = []

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("knowledge.tab.figures"), personal: true, help: "knowledge") {
            """
            <h1>\(words("knowledge.title"))</h1>
            \(telling.tabs(.figures))
            \(form)
            \(rates)
            \(articles("knowledge.mostUsed", used))
            \(articles("knowledge.leastHelpful", unhelpful))
            \(quickTable)
            """
        }
    }

    private var form: HTML {
        Form(
            get: KnowledgePath.figures, classes: "filters", label: words("knowledge.period"),
            content: """
                \(TextField(
                    name: "from", label: words("knowledge.field.from"), value: from.description,
                    kind: .date))\
                \(TextField(
                    name: "until", label: words("knowledge.field.until"), value: through.description,
                    kind: .date))\
                \(Button(words("knowledge.show"), weight: .secondary))
                """
        ).html
    }

    private var rates: HTML {
        let now = telling.visit.now
        let counts: [(name: String, value: HTML)] = KnowledgeFigure.allCases.map {
            (words("knowledge.figure.\($0.rawValue)"), "\(telling.number(sums[$0]))")
        }
        func share(_ rate: Rate?) -> HTML {
            guard let rate else { return "–" }
            return "\(rate.text()) (\(rate.numerator)/\(rate.denominator))"
        }
        return SummaryList(
            [
                (words("knowledge.rate.answered"), share(sums.answerRate(now))),
                (words("knowledge.rate.helped"), share(sums.helpRate(now))),
            ] + counts
        ).html
    }

    private func articles(_ key: String, _ list: [(record: ArticleRecord, count: Int)]) -> HTML? {
        if list.isEmpty { return nil }
        let columns = [
            Table.Column(words("knowledge.column.article")), Table.Column(words("knowledge.column.unit")),
            Table.Column(words("knowledge.column.count"), numeric: true),
        ]
        let rows: [[HTML]] = list.map { record, count in
            let article = record.article
            return [
                "\(Link(words(article.title), to: KnowledgePath.article(article.code)))",
                "\(telling.unit(article.unit))", "\(telling.number(count))",
            ]
        }
        return Table(caption: words(key), columns: columns, rows: rows).html
    }

    private var quickTable: HTML? {
        let rows: [[HTML]] = services.compactMap { service in
            guard let count = quick[service.code] else { return nil }
            return ["\(words(service.title))", "\(telling.number(count))"]
        }
        if rows.isEmpty { return nil }
        let columns = [
            Table.Column(words("knowledge.column.service")),
            Table.Column(words("knowledge.column.count"), numeric: true),
        ]
        return Table(caption: words("knowledge.tab.quick"), columns: columns, rows: rows).html
    }
}

/// Articles in and out as a table.
struct SheetPage {
    let telling: KnowledgeTelling
    var rows = ""
    var why = ""
    /// What was found in the rows; nil before they were sent.
    var findings: [ArticleSheet.Finding]?
    var isTaken = false
    var error: String?
    var mayWrite = false

    private var words: Words { telling.words }

    private var isWrong: Bool {
        findings?.contains { if case .wrong = $0.what { true } else { false } } ?? false
    }

    var page: Page {
        Page(
            title: words("knowledge.sheet.title"), status: error == nil && !isWrong ? 200 : 422,
            personal: true, help: "knowledge"
        ) {
            """
            <p>\(Link(words("knowledge.title"), to: KnowledgePath.home))</p>
            <h1>\(words("knowledge.sheet.title"))</h1>
            <p>\(ButtonLink(
                words("knowledge.sheet.download"), to: "/knowledge/sheet.csv", weight: .secondary))</p>
            \(error.map { Notice(.failure, "<p>\($0)</p>") }.map(\.html))
            \(findings.map(report))
            \(mayWrite && !isTaken ? form : .empty)
            """
        }
    }

    private var form: HTML {
        """
        <section class="panel"><h2>\(words("knowledge.sheet.import"))</h2>
        <p class="hint">\(words(
            "knowledge.sheet.hint", ["columns": ArticleSheet.columns.joined(separator: ", ")]))</p>
        \(Form(
            post: KnowledgePath.sheet, csrf: telling.visit.csrf, content: """
            \(TextArea(
                name: "rows", label: words("knowledge.sheet.rows"), value: rows, rows: 10,
                limit: ArticleSheet.mostBytes, limitNote: words("knowledge.sheet.limit")))\
            \(TextField(name: "why", label: words("knowledge.field.why"), value: why, limit: 500))\
            <div class="cluster">\
            \(Button(words("knowledge.sheet.try"), weight: .secondary, name: "do", value: "try"))\
            \(Button(words("knowledge.sheet.take"), name: "do", value: "take"))</div>
            """))</section>
        """
    }

    private func report(_ findings: [ArticleSheet.Finding]) -> HTML {
        let shown: [[HTML]] = findings.prefix(200).map { finding in
            let what: HTML =
                switch finding.what {
                case .added: "\(Tag(words("knowledge.sheet.added"), tone: .good))"
                case .changed: "\(Tag(words("knowledge.sheet.changed"), tone: .accent))"
                case .same: "\(Tag(words("knowledge.sheet.same")))"
                case .wrong(let key): "\(Tag(words(key), tone: .bad))"
                }
            return ["\(finding.line)", "\(finding.code)", what]
        }
        let columns = [
            Table.Column(words("knowledge.column.line"), numeric: true),
            Table.Column(words("knowledge.column.code")), Table.Column(words("knowledge.column.found")),
        ]
        let key = isTaken ? "taken" : isWrong ? "refused" : "tried"
        return """
            \(Notice(isWrong ? .failure : .info, live: true, "<p>\(words("knowledge.sheet.\(key)"))</p>"))
            \(Table(caption: words("knowledge.sheet.report"), columns: columns, rows: shown))
            """
    }
}
