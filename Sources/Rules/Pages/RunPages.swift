import Core
import Desk
import Markup
import Web

/// `/rules/runs`: dry runs, the newest first.
struct RunsPage {
    let telling: RulesTelling
    let runs: [RunStore.Run]
    var older: String?
    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("rules.runs"), wide: true, help: "rules") {
            """
            <h1>\(words("rules.runs"))</h1>
            \(telling.tabs(RulesPath.runs))
            \(runs.isEmpty
                ? EmptyState(
                    title: words("rules.runs.none"), text: words("rules.runs.noneHint"),
                    action: ButtonLink(words("rules.changes"), to: RulesPath.changes).html
                ).html
                : table)
            \(telling.older(older))
            """
        }
    }

    private var table: HTML {
        Table(
            caption: words("rules.runs"), captionHidden: true,
            columns: [
                .init(words("rules.run.days")), .init(words("rules.state")),
                .init(words("rules.run.seen"), numeric: true),
                .init(words("rules.run.elsewhere"), numeric: true), .init(words("rules.changedBy")),
            ],
            rows: runs.map { run in
                let days = telling.days(run.days.lowerBound, run.days.upperBound)
                return [
                    Link(days, to: RulesPath.run(run.id)).html, "\(words("rules.run.\(run.state.rawValue)"))",
                    "\(words.number(Int64(run.seen)))", "\(words.number(Int64(run.elsewhere)))",
                    "\(telling.person(run.author)) \(telling.time(run.askedAt))",
                ]
            }
        ).html
    }
}

/// `/rules/runs/:id`: what would have gone elsewhere, from whom to whom, each opening its rows.
struct RunPage {
    let telling: RulesTelling
    let run: RunStore.Run
    let changes: [RuleRecord]
    let pairs: [(pair: RunStore.Pair, count: Int)]
    /// The rows of one pair, where one was opened.
    var opened: Opened?

    struct Opened {
        let pair: RunStore.Pair
        let ids: [Int64]
        let records: [Int64: MatterRecord]
        var older: String?
    }

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("rules.run"), wide: true, help: "rules") {
            """
            <p class="trail">\(Link(words("rules.runs"), to: RulesPath.runs))</p>
            <h1>\(words("rules.run"))</h1>
            \(outcome)
            <p>\(telling.days(run.days.lowerBound, run.days.upperBound))</p>
            <h2>\(words("rules.run.changes"))</h2>
            <ul>\(tried)</ul>
            \(pairs.isEmpty ? .empty : table)
            \(opened.map { rows($0) })
            """
        }
    }

    private var tried: [HTML] {
        changes.map { "<li>\(Link(telling.what($0.change), to: RulesPath.change($0.id)))</li>" }
    }

    private var outcome: HTML {
        switch run.state {
        case .waiting, .running:
            let done = words.plural("rules.run.soFar", run.seen)
            return Notice(.info, "<p>\(words("rules.run.wait")) \(done)</p>").html
        case .void: return Notice(.warning, "<p>\(words("rules.run.voided"))</p>").html
        case .done:
            let text = words(
                "rules.run.result",
                ["count": words.number(Int64(run.elsewhere)), "of": words.number(Int64(run.seen))])
            return "<p class=\"lead\">\(text)</p>"
        }
    }

    private var table: HTML {
        Table(
            caption: words("rules.run.pairs"),
            columns: [
                .init(words("rules.run.old")), .init(words("rules.run.new")),
                .init(words("rules.run.count"), numeric: true),
            ],
            rows: pairs.map { item in
                let path = "\(RulesPath.run(run.id))?old=\(item.pair.old)&new=\(item.pair.new)#rows"
                return [
                    "\(name(item.pair.old))", "\(name(item.pair.new))",
                    Link(words.number(Int64(item.count)), to: path).html,
                ]
            }
        ).html
    }

    private func name(_ code: String) -> String {
        code.isEmpty ? words("rules.who.nobody") : telling.unit(UnitCode(code))
    }

    private func rows(_ opened: Opened) -> HTML {
        let title = "\(name(opened.pair.old)) → \(name(opened.pair.new))"
        let items: [HTML] = opened.ids.map { "<li>\(telling.matter(opened.records[$0]))</li>" }
        return """
            <section id="rows" class="stack"><h2>\(title)</h2><ul>\(items)</ul>\
            \(telling.older(opened.older))</section>
            """
    }
}
