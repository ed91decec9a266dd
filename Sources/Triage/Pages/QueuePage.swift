import Core
import Desk
import Markup
import Web

/// What waits at the desk, each with what is suggested: one key confirms it.
struct QueuePage {
    let telling: TriageTelling
    let queue: TriageDesk.Queue
    let scopes: [Scope]
    let standing: TriageDesk.Standing
    /// The cursor of the next page.
    let next: String?
    /// This page's own cursor, to come back to.
    let here: String?
    /// What went wrong with the last confirmation.
    var problem: String?
    /// What other slices know of a matter, by its key; the last in its row.
    var beside: [Int64: HTML] = [:]

    private var words: Words { telling.words }

    var page: Page {
        Page(
            title: words("triage.title"), status: problem == nil ? 200 : 409, wide: true, scripts: [.triage],
            help: "triage"
        ) {
            """
            <h1>\(words("triage.title"))</h1>
            \(telling.tabs(.queue))
            \(problem.map { Notice(.failure, live: true, "<p>\($0)</p>") })
            \(notices)
            <p class="lead">\(words.plural("triage.waiting", queue.waiting))</p>
            \(scopeTabs)
            \(queue.advices.isEmpty ? empty : list)
            \(pager)
            """
        }
    }

    private var notices: HTML {
        let model: HTML? =
            switch queue.model {
            case .none: Notice(.info, "<p>\(words("triage.noModel"))</p>").html
            case .broken(let version, let fault):
                Notice(
                    .warning,
                    """
                    <p>\(words("triage.brokenModel", ["version": version])) \(telling.trouble(fault))</p>
                    """
                ).html
            case .ready(let ready):
                ready.source == .pack ? Notice(.info, "<p>\(words("triage.packModel"))</p>").html : nil
            }
        return "\(StoppedNotice(telling: telling, standing: standing).html)\(model)"
    }

    private var scopeTabs: HTML? {
        if scopes.count < 2 { return nil }
        return Tabs(
            label: words("triage.scopes"),
            scopes.map { scope in
                .init(
                    telling.scope(scope), to: TriagePath.queue(scope.text, after: nil),
                    current: scope == queue.scope)
            }
        ).html
    }

    /// Where a further page follows, only this one has nothing for the reader.
    private var empty: HTML {
        if next != nil { return Notice(.info, "<p>\(words("triage.emptyHere"))</p>").html }
        return EmptyState(title: words("triage.empty"), text: words("triage.emptyHint")).html
    }

    private var list: HTML {
        let rows: [HTML] = queue.advices.map(row)
        return """
            <p class="hint scripted">\(words("triage.keys"))</p>
            <div class="stack" id="queue">\(rows)</div>
            """
    }

    private func row(_ advice: Advice) -> HTML {
        let record = advice.record
        let view = AdviceView(
            telling: telling, advice: advice, version: record.version,
            back: TriagePath.queue(queue.scope.text, after: here) + TriagePath.next, mayConfirm: true)
        let urgency: HTML? =
            record.urgency == .ordinary
            ? nil
            : Tag(
                words("triage.urgency.\(record.urgency.rawValue)"),
                tone: record.urgency == .emergency ? .bad : .warn
            ).html
        let place = record.place.map { " · \($0)" } ?? ""
        let due: HTML? = record.dueAt.map { due in
            """
            \(Clock(
                due < telling.visit.now ? .late : .calm,
                stateText: words(due < telling.visit.now ? "triage.late" : "triage.due"),
                text: words.near(due, now: telling.visit.now), dateTime: due.iso))
            """
        }
        return """
            <article class="panel stack" data-triage>
            <h2><a href="\(TriagePath.matter(record.number))"><bdi>\(record.title)</bdi></a> \(urgency)</h2>
            <p class="muted cluster"><span>\(record.number)</span>\
            <span>\(telling.stage(record.stage, of: record.kind))</span>\
            <span>\(telling.area(record.area))<bdi>\(place)</bdi></span>\
            <span>\(words("triage.channel.\(record.channel.rawValue)"))</span>\(due)</p>
            \(telling.story(record.text, marked: advice.suggestions.first?.words ?? []))
            \(view.html)\(beside[record.id])
            <p>\(Link(words("triage.open"), to: TriagePath.matter(record.number)))</p>
            </article>
            """
    }

    private var pager: HTML {
        Pager(
            label: words("triage.pages"),
            newest: here == nil
                ? nil : (words("triage.first"), TriagePath.queue(queue.scope.text, after: nil)),
            older: next.map { (words("triage.more"), TriagePath.queue(queue.scope.text, after: $0)) }
        ).html
    }
}

/// Says to everybody at the desk that the program stopped deciding by itself, and why.
struct StoppedNotice {
    let telling: TriageTelling
    let standing: TriageDesk.Standing

    var html: HTML? {
        guard standing.hasStoppedItself, let last = standing.last else { return nil }
        let text = telling.words(
            "triage.stopped", ["right": last.right ?? 0, "looked": last.looked ?? 0, "at": last.at])
        return Notice(.warning, "<p>\(text)</p>").html
    }
}

extension TriageTelling {
    func scope(_ scope: Scope) -> String {
        switch scope {
        case .city: words(city.name)
        case .area(let code): area(code)
        case .unit(let code): unit(code)
        }
    }
}
