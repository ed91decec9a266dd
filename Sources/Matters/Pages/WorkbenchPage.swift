import Core
import Desk
import Markup
import Web

/// The day of an officer: what is late, what is due today, what comes next, one tab for each place they
/// answer for.
struct WorkbenchPage {
    let telling: Telling
    let benches: [Bench]
    let chosen: Scope?

    /// One tab.
    struct Bench: Sendable {
        let scope: Scope
        /// The stages in which there is something to do.
        let stages: [String]
        /// Tallies by name: `open`, `overdue`, `stage:registered`.
        let counts: [String: Int]
        /// The lines of the one that is shown.
        var lines: [DayLine] = []
        /// How many came in since yesterday began.
        var cameIn = 0
        /// The address's question of this page, for the way to neighbours.
        var question = ""
        var first: String?
        var further: String?

        var waiting: Int { stages.reduce(0) { $0 + max(0, counts["stage:\($1)"] ?? 0) } }
    }

    /// Matters in whose notes somebody called the reader.
    var mentions: [MatterRecord] = []

    private var words: Words { telling.words }
    private var posts: [Post] { telling.visit.officer?.posts ?? [] }
    private var bench: Bench? { benches.first { $0.scope == chosen } ?? benches.first }

    var page: Page {
        Page(title: words("matters.bench.title"), wide: true, scripts: [.desk], help: "workbench") {
            """
            <div class="desk-head"><h1>\(words("matters.bench.title"))</h1>\(tools.buttons)</div>
            \(tabs)
            \(bench.map(body) ?? nothing)
            \(tools)
            """
        }
    }

    private var tools: DeskTools { DeskTools(telling: telling, scope: bench?.scope.text) }

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
        <p class="lead">\(telling.scope(bench.scope))\(sinceYesterday(bench))</p>
        \(counts(bench))
        <div class="bench-day" data-live>
        \(bench.lines.isEmpty && mentions.isEmpty ? empty(bench) : parts(bench))
        </div>
        \(Pager(
            label: words("web.pager.label"), newest: bench.first.map { (words("matters.day.begin"), $0) },
            older: bench.further.map { (words("matters.day.further"), $0) }))
        """
    }

    /// What came in and ran over since yesterday began.
    private func sinceYesterday(_ bench: Bench) -> HTML? {
        guard bench.cameIn > 0 else { return nil }
        let most = bench.cameIn >= Desk.newest
        let count = words.number(Int64(bench.cameIn)) + (most ? "+" : "")
        return #"<br><span class="muted">\#(words("matters.day.since", ["count": count]))</span>"#
    }

    /// Lines that residents sent back stand in front of others that are not late yet.
    private func parts(_ bench: Bench) -> HTML {
        let late = bench.lines.filter { $0.part == .late }
        let rest = bench.lines.filter { $0.part != .late }
        let back = rest.filter { $0.rounds > 0 }
        let on = rest.filter { $0.rounds == 0 }
        let mentioned: HTML? = mentions.isEmpty ? nil : part("mentioned", mentions.map { ($0, 0) }, bench)
        return """
            \(lines("late", late, bench))\(lines("back", back, bench))\(mentioned)\
            \(lines("today", on.filter { $0.part == .today }, bench))\
            \(lines("next", on.filter { $0.part == .next }, bench))
            """
    }

    private func lines(_ name: String, _ lines: [DayLine], _ bench: Bench) -> HTML? {
        lines.isEmpty ? nil : part(name, lines.map { ($0.record, $0.rounds) }, bench)
    }

    private func part(_ name: String, _ lines: [(MatterRecord, Int)], _ bench: Bench) -> HTML {
        let title = words("matters.day.\(name)")
        let rows = lines.map { record, rounds in
            MatterRow(
                telling: telling, record: record, posts: posts,
                path: MattersPath.matter(record.number, in: bench.question), rounds: rounds)
        }
        return """
            <section class="bench-part" data-part="\(name)">
            <h2>\(title) <span class="tally">\(words.number(Int64(lines.count)))</span></h2>
            \(MatterRows(label: title, rows: rows))
            </section>
            """
    }

    private func empty(_ bench: Bench) -> HTML {
        EmptyState(
            title: words("matters.bench.emptyTitle"), text: words("matters.bench.empty"),
            action: "\(ButtonLink(words("matters.bench.all"), to: MattersPath.list(bench.scope, [])))"
        ).html
    }

    /// Each count opens the rows it counts. Kinds may share the name of a stage and call it differently.
    private func counts(_ bench: Bench) -> HTML {
        var links: [HTML] = [
            tally(
                words("matters.bench.open"), bench.counts["open"],
                MattersPath.list(bench.scope, [("state", "open"), ("sort", "due")])),
            tally(
                words("matters.bench.overdue"), bench.counts["overdue"],
                MattersPath.list(bench.scope, [("state", "open"), ("overdue", "yes"), ("sort", "due")])),
        ]
        let names = telling.stageNames(for: posts)
        for stage in bench.stages where bench.counts["stage:\(stage)"] ?? 0 > 0 {
            let path = MattersPath.list(bench.scope, [("state", "open"), ("stage", stage), ("sort", "due")])
            links.append(tally(names[stage] ?? stage, bench.counts["stage:\(stage)"], path))
        }
        return
            #"<nav class="tallies" aria-label="\#(words("matters.bench.counts"))"><ul>\#(links)</ul></nav>"#
    }

    private func tally(_ name: String, _ count: Int?, _ path: String) -> HTML {
        """
        <li><a href="\(path)"><span class="figure">\(words.number(Int64(max(0, count ?? 0))))</span> \
        <span>\(name)</span></a></li>
        """
    }

    private var nothing: HTML {
        EmptyState(title: words("matters.bench.noPostTitle"), text: words("matters.bench.noPost")).html
    }
}
