import Core
import Markup
import Web

/// `/slips/openings/:id`: every number that was found, what became of it, and what is missing.
struct OpeningPage {
    let telling: SlipTelling
    let place: SpeakPlace
    let opening: Opening
    var slips: [Slip] = []
    var names: [Int64: LocalText] = [:]
    var answers = FormAnswers()
    var errors: [FieldError] = []
    /// Whether the slip that was taken last is one that is open already.
    var question: HTML?

    private var words: Words { telling.words }
    private var missing: [Int] { SlipsDesk.missing(slips, found: opening.found) }

    var page: Page {
        let title = words("slips.openingOf", ["place": place.name, "day": telling.date(opening.day)])
        return Page(title: title, status: errors.isEmpty ? 200 : 422, wide: true, help: "slips") {
            """
            <p class="trail">\(Link(words(place.name), to: SlipsPath.place(place.code)))</p>
            <h1>\(title)</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(Progress(
                label: words("slips.typed"), value: opening.entered, of: opening.found,
                text: words("slips.ofFound", ["entered": opening.entered, "found": opening.found])))
            \(question)\(facts)\(actions)\(list)\(declare)\(correct)
            """
        }
    }

    private var facts: HTML {
        let by = names[opening.person].map { words($0) } ?? "\(opening.person)"
        var rows: [(name: String, value: HTML)] = [
            (words("slips.openedBy"), "\(by) · \(words.near(opening.at, now: telling.now))")
        ]
        if !opening.delegates.isEmpty {
            rows.append(
                (words("slips.present"), "\(opening.delegates.split(separator: ";").joined(separator: "、"))")
            )
        }
        if let scan = opening.scan {
            rows.append((words("slips.scan"), Link(words("slips.scanOpen"), to: "/attachments/\(scan)").html))
        }
        return SummaryList(rows).html
    }

    private var actions: HTML {
        let taken = slips.contains { $0.matterNumber != nil }
        let typing: HTML? =
            missing.isEmpty
            ? nil
            : """
            \(ButtonLink(words("slips.one"), to: SlipsPath.opening(opening.id, "/one"), weight: .primary))\
            \(ButtonLink(words("slips.stack"), to: SlipsPath.opening(opening.id, "/stack")))
            """
        let receipts: HTML? =
            taken
            ? ButtonLink(words("slips.receipts"), to: SlipsPath.opening(opening.id, "/receipts")).html : nil
        return #"<p class="cluster">\#(typing)\#(receipts)</p>"#
    }

    private var list: HTML {
        if opening.found == 0 { return "<p class=\"muted\">\(words("slips.noneFound"))</p>" }
        let gap = missing
        let said: HTML =
            gap.isEmpty
            ? Notice(.success, "<p>\(words("slips.allDone"))</p>").html
            : Notice(
                .warning,
                "<p>\(words("slips.missingNumbers", ["numbers": OpeningPage.ranges(gap)]))</p>"
            ).html
        let rows: [[HTML]] = slips.map { slip in
            [
                "\(slip.number)", state(slip),
                "\(slip.matterNumber.map { telling.matter($0) })",
                "<bdi>\(slip.title ?? slip.reason)</bdi>",
                "\(slip.printedAt.map { words.near($0, now: telling.now) })",
            ]
        }
        guard !rows.isEmpty else { return said }
        return """
            \(said)
            \(Table(
                caption: words("slips.slips"), captionHidden: true,
                columns: [
                    .init(words("slips.head.number"), numeric: true), .init(words("slips.head.state")),
                    .init(words("slips.head.matter")), .init(words("slips.head.about")),
                    .init(words("slips.head.printed")),
                ], rows: rows))
            """
    }

    private func state(_ slip: Slip) -> HTML {
        Tag(words("slips.state.\(slip.state.rawValue)"), tone: slip.state == .taken ? .good : .plain).html
    }

    /// `3–5, 9`.
    static func ranges(_ numbers: [Int]) -> String {
        var parts: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = parts.last, last.upperBound == number - 1 {
                parts[parts.count - 1] = last.lowerBound...number
            } else {
                parts.append(number...number)
            }
        }
        return parts.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
            .joined(separator: ", ")
    }

    /// A slip that says nothing, or that nobody can read, is declared: no number is just left out.
    private var declare: HTML? {
        guard let first = missing.first else { return nil }
        return """
            \(Fold(words("slips.declare"), open: answers.has("state"), """
                \(Form(
                    post: SlipsPath.opening(opening.id, "/declare"), csrf: telling.visit.csrf,
                    content: """
                        \(TextField(
                            name: "number", label: words("slips.head.number"),
                            value: answers.given("number") ?? "\(first)",
                            error: errors.message(for: "number"), kind: .number))
                        \(Radios(
                            name: "state", legend: words("slips.head.state"),
                            choices: [Slip.State.blank, .illegible].map {
                                Choice(value: $0.rawValue, label: words("slips.state.\($0.rawValue)"))
                            }, chosen: answers.given("state") ?? "blank", inline: true))
                        \(TextField(
                            name: "reason", label: words("slips.field.reason"), value: answers["reason"],
                            error: errors.message(for: "reason"), limit: SpeakPlace.Limit.text))
                        \(Button(words("slips.declareDo"), weight: .secondary))
                        """))
                """))
            """
    }

    private var correct: HTML {
        """
        \(Fold(words("slips.correct"), open: answers.has("found"), """
            \(Form(
                post: SlipsPath.opening(opening.id, "/found"), csrf: telling.visit.csrf,
                content: """
                    \(TextField(
                        name: "found", label: words("slips.found"),
                        value: answers.given("found") ?? "\(opening.found)",
                        error: errors.message(for: "found"), kind: .number))
                    \(Button(words("slips.save"), weight: .secondary))
                    """))
            """))
        """
    }
}
