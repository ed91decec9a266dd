import Core
import Markup
import Web

/// Whether the city can be reached, and what its takers have to carry. Every figure opens the calls it
/// counts.
struct CallFiguresPage {
    let telling: CallsTelling
    let first: CivilDate
    let last: CivilDate
    let report: CallReport
    let worst: CallWindow?
    /// A share of takers' time on the line, of a hundred, above which an hour is told.
    let alert: Int
    var answers = FormAnswers()
    var errors: [FieldError] = []

    private var words: Words { telling.words }
    private var total: CallSums { report.total }

    var page: Page {
        Page(
            title: words("calls.figures.title"), status: errors.isEmpty ? 200 : 422, wide: true,
            help: "calls-figures"
        ) {
            """
            <h1>\(words("calls.figures.title"))</h1>
            \(telling.tabs(.figures))
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(filters)
            \(total[.arrived] == 0 ? empty : content)
            \(setting)
            """
        }
    }

    private var filters: HTML {
        let table = "/calls/figures.csv?from=\(first)&to=\(last)"
        return """
            \(Form(
                get: "/calls/figures", classes: "filters",
                content: """
                \(TextField(name: "from", label: words("calls.from"), value: first.description, kind: .date))
                \(TextField(name: "to", label: words("calls.to"), value: last.description, kind: .date))
                \(Button(words("calls.show"), weight: .secondary))
                """))
            <p class="cluster">\(ButtonLink(words("calls.csv"), to: table))\
            \(PrintButton(words("calls.print")))</p>
            """
    }

    private var empty: HTML {
        EmptyState(title: words("calls.figures.empty"), text: words("calls.figures.emptyText")).html
    }

    private var content: HTML {
        """
        \(alarms)
        \(main)
        \(results)
        \(load)
        \(days)
        \(takers)
        """
    }

    /// A number that opens the calls it counts.
    private func opens(_ text: String, _ sort: (name: String, value: String)? = nil) -> HTML {
        "<a href=\"\(CallsPath.list(from: first, through: last, sort))\">\(text)</a>"
    }

    private func number(_ value: Int64) -> String { words.number(value) }

    /// A share with what it is made of.
    private func share(_ part: CallFigure, of whole: CallFigure) -> String {
        guard let rate = total.rate(part, of: whole, asOf: telling.now), rate.denominator > 0 else {
            return "–"
        }
        return words(
            "calls.share", ["rate": rate.text(), "part": rate.numerator, "whole": rate.denominator])
    }

    // MARK: What the standard asks for

    private var main: HTML {
        let rows: [[HTML]] = [
            ["\(words("calls.figure.arrived"))", opens(number(total[.arrived])), ""],
            [
                "\(words("calls.figure.connected"))", "\(share(.answered, of: .arrived))",
                "\(words("calls.figures.wanted", ["percent": CallWindow.wantedPercent]))",
            ],
            ["\(words("calls.figure.worst"))", worstText, worstVerdict],
            [
                "\(words("calls.figure.inTime"))",
                opens(share(.inTime, of: .answered), ("grade", CallGrade.inTime.rawValue)),
                opens(words("calls.figures.late"), ("grade", CallGrade.late.rawValue)),
            ],
            [
                "\(words("calls.figure.abandoned"))",
                opens(share(.abandoned, of: .arrived), ("grade", CallGrade.abandoned.rawValue)), "",
            ],
            [
                "\(words("calls.figure.waiting"))",
                "\(telling.short(total.mean(.waiting, per: .answered)))",
                "\(percentile(.waiting))",
            ],
            [
                "\(words("calls.figure.talking"))", "\(telling.short(total.mean(.talking, per: .talked)))",
                "\(percentile(.talking))",
            ],
            [
                "\(words("calls.figure.wrapping"))",
                "\(telling.short(total.mean(.wrapping, per: .wrapped)))", "",
            ],
        ]
        return Table(
            caption: words("calls.figures.standard"),
            columns: [
                .init(words("calls.column.figure")), .init(words("calls.column.value")),
                .init(words("calls.column.beside")),
            ], rows: rows
        ).html
    }

    private func percentile(_ what: CallTime.What) -> String {
        guard let seconds = report.seconds(what, percent: 95) else { return "–" }
        return words("calls.figures.p95", ["time": telling.short(Int64(seconds) * 1000)])
    }

    private var worstText: HTML {
        guard let worst, let rate = worst.rate(asOf: telling.now) else { return "–" }
        let text = words(
            "calls.share", ["rate": rate.text(), "part": rate.numerator, "whole": rate.denominator])
        return "\(text) · \(words("calls.figures.window", ["from": worst.from]))"
    }

    private var worstVerdict: HTML {
        guard let worst else { return "\(words("calls.figures.noWindow"))" }
        let isGood = worst.connected * 100 >= worst.arrived * CallWindow.wantedPercent
        return Tag(words(isGood ? "calls.figures.kept" : "calls.figures.missed"), tone: isGood ? .good : .bad)
            .html
    }

    private var results: HTML {
        let rows: [[HTML]] = CallResult.allCases.map { result in
            let count = total[.result(result)]
            let rate = Rate(
                numerator: Int(max(0, count)), denominator: Int(max(0, total[.answered])), asOf: telling.now)
            return [
                "\(telling.result(result))", opens(number(count), ("result", result.rawValue)),
                "\(rate?.text() ?? "–")",
            ]
        }
        return Table(
            caption: words("calls.figures.results"),
            columns: [
                .init(words("calls.column.result")), .init(words("calls.column.calls"), numeric: true),
                .init(words("calls.column.ofAnswered"), numeric: true),
            ], rows: rows
        ).html
    }

    // MARK: Load against capacity

    private var alarming: [CallHourLoad] { report.hours.filter { $0.isAlarming(above: alert) } }

    private var alarms: HTML? {
        let hours = alarming
        guard !hours.isEmpty else { return nil }
        let shown: [HTML] = hours.suffix(5).reversed().map { hour in
            let use = hour.percentInUse.map { "\($0)%" } ?? words("calls.figures.nobody")
            let text = words(
                "calls.figures.alarmHour",
                ["day": telling.date(hour.day), "hour": String(hour.hour), "use": use])
            return "<li>\(text)</li>"
        }
        let said = words.plural("calls.figures.alarm", hours.count, ["percent": alert])
        return Notice(.warning, "<p>\(said)</p><ul>\(shown)</ul>").html
    }

    private var load: HTML {
        let peakDay = report.peakDay.map { peak in
            words(
                "calls.figures.peakDay",
                ["day": telling.date(peak.day), "count": number(peak.sums[.arrived])])
        }
        let peakHour = report.peakHour.map { peak in
            words(
                "calls.figures.peakHour",
                [
                    "day": telling.date(peak.day), "hour": String(peak.hour),
                    "count": number(peak.sums[.arrived]),
                ])
        }
        let mean = total.mean(.talking, per: .talked) ?? 0
        // The busiest hours only: a quarter of a year has two thousand.
        let hours = report.hours.sorted {
            ($0.sums[.arrived], $1.day, $1.hour) > ($1.sums[.arrived], $0.day, $0.hour)
        }
        .prefix(24)
        let rows: [[HTML]] = hours.map { hour in
            let day = CivilDate(daysSince1970: hour.day)
            let path = CallsPath.list(from: day, through: day, ("hour", String(hour.hour)))
            return [
                "<a href=\"\(path)\">\(telling.date(hour.day)) \(padded(hour.hour)):00</a>",
                "\(number(hour.sums[.arrived]))", "\(number(hour.sums[.answered]))",
                "\(number(hour.sums[.abandoned]))", "\(hour.operators)",
                "\(hour.capacity(mean: mean).map(number) ?? "–")",
                "\(hour.percentInUse.map { "\($0)%" } ?? "–")",
            ]
        }
        return """
            <section><h2>\(words("calls.figures.load"))</h2>
            <p>\([peakDay, peakHour].compactMap(\.self).joined(separator: " "))</p>
            \(Table(
                caption: words("calls.figures.busiest"),
                columns: [
                    .init(words("calls.column.hour")), .init(words("calls.figure.arrived"), numeric: true),
                    .init(words("calls.figure.answered"), numeric: true),
                    .init(words("calls.figure.abandoned"), numeric: true),
                    .init(words("calls.column.operators"), numeric: true),
                    .init(words("calls.column.capacity"), numeric: true),
                    .init(words("calls.column.use"), numeric: true),
                ], rows: rows))
            <p class="hint">\(words("calls.figures.capacityHint"))</p></section>
            """
    }

    private var days: HTML {
        let rows: [[HTML]] = report.days.map { day, sums in
            let date = CivilDate(daysSince1970: day)
            return [
                "<a href=\"\(CallsPath.list(from: date, through: date))\">\(date.description)</a>",
                "\(number(sums[.arrived]))",
                "\(rate(sums, .answered, of: .arrived))", "\(rate(sums, .inTime, of: .answered))",
                "\(number(sums[.abandoned]))", "\(telling.short(sums.mean(.waiting, per: .answered)))",
                "\(telling.short(sums.mean(.talking, per: .talked)))",
            ]
        }
        return Table(
            caption: words("calls.figures.days"),
            columns: [
                .init(words("calls.column.day")), .init(words("calls.figure.arrived"), numeric: true),
                .init(words("calls.figure.connected"), numeric: true),
                .init(words("calls.figure.inTime"), numeric: true),
                .init(words("calls.figure.abandoned"), numeric: true),
                .init(words("calls.figure.waiting"), numeric: true),
                .init(words("calls.figure.talking"), numeric: true),
            ], rows: rows
        ).html
    }

    private func rate(_ sums: CallSums, _ part: CallFigure, of whole: CallFigure) -> String {
        sums.rate(part, of: whole, asOf: telling.now)?.text() ?? "–"
    }

    private var takers: HTML {
        let rows: [[HTML]] = report.takers.map { taker, sums in
            [
                opens(telling.taker(taker), ("taker", taker)), "\(number(sums[.answered]))",
                "\(telling.short(sums.mean(.talking, per: .talked)))",
                "\(telling.short(sums.mean(.wrapping, per: .wrapped)))",
                "\(number(sums[.result(.answered)]))", "\(number(sums[.result(.filed)]))",
                "\(number(sums[.result(.quick)]))", "\(number(sums[.result(.transferred)]))",
            ]
        }
        return Table(
            caption: words("calls.figures.takers"),
            columns: [
                .init(words("calls.column.taker")), .init(words("calls.figure.answered"), numeric: true),
                .init(words("calls.figure.talking"), numeric: true),
                .init(words("calls.figure.wrapping"), numeric: true),
                .init(words("calls.result.answered"), numeric: true),
                .init(words("calls.result.filed"), numeric: true),
                .init(words("calls.result.quick"), numeric: true),
                .init(words("calls.result.transferred"), numeric: true),
            ], rows: rows
        ).html
    }

    private var setting: HTML? {
        guard telling.visit.officer?.may(.manageChannels) == true else { return nil }
        return Form(
            post: "/calls/figures", csrf: telling.visit.csrf, classes: "filters",
            content: """
                \(TextField(
                    name: "alert", label: words("calls.field.alert"),
                    value: answers.given("alert") ?? String(alert), error: errors.message(for: "alert"),
                    kind: .number))
                \(Button(words("calls.seats.keep"), weight: .secondary))
                """
        ).html
    }

    /// The hours, one a row, as a spreadsheet takes them; times in seconds.
    var table: [[String]] {
        let figures = CallFigure.all.filter { $0 != .busy && $0 != .wrapped && $0 != .talked }
        let head = ["day", "hour", "operators", "percentInUse"] + figures.map(\.name)
        return [head]
            + report.hours.map { hour in
                [
                    telling.date(hour.day), String(hour.hour), String(hour.operators),
                    hour.percentInUse.map(String.init) ?? "",
                ]
                    + figures.map { figure in
                        switch figure {
                        case .waiting, .talking, .wrapping: String(hour.sums[figure] / 1000)
                        default: String(hour.sums[figure])
                        }
                    }
            }
    }
}
