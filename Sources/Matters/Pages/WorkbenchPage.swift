import Core
import Desk
import Markup
import Web

/// What waits for an officer, the most urgent first, one tab for each place they answer for.
struct WorkbenchPage {
    let telling: Telling
    let benches: [Bench]
    let chosen: Scope?

    /// One tab.
    struct Bench: Sendable {
        let scope: Scope
        /// The stages in which there is something to do.
        let stages: [String]
        let records: [MatterRecord]
        /// Tallies by name: `open`, `overdue`, `stage:registered`.
        let counts: [String: Int]

        var waiting: Int { stages.reduce(0) { $0 + (counts["stage:\($1)"] ?? 0) } }
    }

    private var words: Words { telling.words }
    private var bench: Bench? { benches.first { $0.scope == chosen } ?? benches.first }

    var page: Page {
        Page(title: words("matters.bench.title"), wide: true) {
            """
            <h1>\(words("matters.bench.title"))</h1>
            \(tabs)
            \(bench.map(body) ?? nothing)
            """
        }
    }

    private var tabs: HTML? {
        guard benches.count > 1 else { return nil }
        return Tabs(
            label: words("matters.bench.scopes"),
            benches.map { each in
                .init(
                    telling.scope(each.scope), to: MattersPath.workbench(each.scope),
                    count: words.number(Int64(each.waiting)), current: each.scope == bench?.scope)
            }
        ).html
    }

    private func body(_ bench: Bench) -> HTML {
        """
        <p class="lead">\(telling.scope(bench.scope))</p>
        \(counts(bench))
        <h2>\(words("matters.bench.first"))</h2>
        \(queue(bench))
        """
    }

    private func queue(_ bench: Bench) -> HTML {
        guard !bench.records.isEmpty else {
            return EmptyState(
                title: words("matters.bench.emptyTitle"), text: words("matters.bench.empty"),
                action: "\(ButtonLink(words("matters.bench.all"), to: MattersPath.list(bench.scope, [])))"
            ).html
        }
        let rows = MatterRows(telling: telling, records: bench.records, caption: words("matters.bench.first"))
        return "\(rows.table)"
    }

    /// Each count opens the rows it counts.
    private func counts(_ bench: Bench) -> HTML {
        var links: [HTML] = [
            count(
                "matters.bench.open", bench.counts["open"], MattersPath.list(bench.scope, [("state", "open")])
            ),
            count(
                "matters.bench.overdue", bench.counts["overdue"],
                MattersPath.list(bench.scope, [("state", "open"), ("overdue", "yes")])),
        ]
        let names = Dictionary(
            telling.stageChoices.map { ($0.value, $0.label) }, uniquingKeysWith: { first, _ in first })
        for stage in bench.stages {
            let path = MattersPath.list(bench.scope, [("state", "open"), ("stage", stage)])
            links.append(tally(names[stage] ?? stage, bench.counts["stage:\(stage)"] ?? 0, path))
        }
        return #"<nav class="cluster" aria-label="\#(words("matters.bench.counts"))">\#(links)</nav>"#
    }

    private func count(_ key: String, _ count: Int?, _ path: String) -> HTML {
        tally(words(key), count ?? 0, path)
    }

    private func tally(_ name: String, _ count: Int, _ path: String) -> HTML {
        """
        <a class="button secondary" href="\(path)">\(name) \
        <span class="tally">\(words.number(Int64(count)))</span></a>
        """
    }

    private var nothing: HTML {
        EmptyState(title: words("matters.bench.noPostTitle"), text: words("matters.bench.noPost")).html
    }
}
