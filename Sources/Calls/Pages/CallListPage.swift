import Core
import Markup
import Web

/// The calls of some days, and of one sort where a figure was opened.
struct CallListPage {
    let telling: CallsTelling
    let records: [CallRecord]
    let first: CivilDate
    let last: CivilDate
    let question: CallQuestion
    var hour: String?
    var newest: String?
    var older: String?

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("calls.list.title"), personal: true, wide: true, help: "calls-list") {
            """
            <h1>\(words("calls.list.title"))</h1>
            \(telling.tabs(.list))
            \(filters)
            \(chosen)
            \(content)
            \(Pager(
                label: words("calls.list.title"),
                newest: newest.map { (words("calls.newest"), $0) },
                older: older.map { (words("calls.older"), $0) }))
            """
        }
    }

    private var filters: HTML {
        Form(
            get: "/calls/list", classes: "filters",
            content: """
                \(TextField(name: "from", label: words("calls.from"), value: first.description, kind: .date))
                \(TextField(name: "to", label: words("calls.to"), value: last.description, kind: .date))
                \(Select(
                    name: "grade", label: words("calls.field.grade"),
                    choices: CallGrade.allCases.map {
                        Choice(value: $0.rawValue, label: words("calls.grade.\($0.rawValue)"))
                    }, chosen: question.grade?.rawValue, none: words("calls.all")))
                \(Select(
                    name: "result", label: words("calls.field.result"),
                    choices: CallResult.allCases.map {
                        Choice(value: $0.rawValue, label: telling.result($0))
                    }, chosen: question.result?.rawValue, none: words("calls.all")))
                \(Button(words("calls.show"), weight: .secondary))
                """
        ).html
    }

    /// What else the list is narrowed by, that has no field.
    private var chosen: HTML? {
        var parts: [String] = []
        if let hour { parts.append(words("calls.hourOf", ["hour": hour])) }
        if let taker = question.taker { parts.append(telling.taker(taker)) }
        return parts.isEmpty ? nil : "<p class=\"muted\">\(parts.joined(separator: " · "))</p>"
    }

    private var content: HTML {
        if records.isEmpty {
            return EmptyState(title: words("calls.list.empty"), text: words("calls.list.emptyText")).html
        }
        return Table(
            caption: words("calls.list.title"), captionHidden: true,
            columns: [
                .init(words("calls.column.when")), .init(words("calls.column.caller")),
                .init(words("calls.column.state")), .init(words("calls.column.waited"), numeric: true),
                .init(words("calls.column.talked"), numeric: true), .init(words("calls.column.taker")),
                .init(words("calls.column.result")),
            ], rows: records.map(row)
        ).html
    }

    private func row(_ record: CallRecord) -> [HTML] {
        let result: HTML =
            record.result.map { result in
                let number: HTML? = record.number.map { " <a href=\"/matters/\($0)\">\($0)</a>" }
                return "\(telling.result(result))\(number)"
            } ?? "–"
        return [
            """
            <a href="\(CallsPath.call(record.id))">\(words.near(record.arrivedAt, now: telling.now))</a>
            """,
            "\(telling.masked(record.call.caller))",
            "\(words("calls.grade.\(record.grade.rawValue)"))", "\(telling.short(record.call.waited))",
            "\(telling.short(record.call.talked))", "\(telling.taker(record.taker))", result,
        ]
    }
}
