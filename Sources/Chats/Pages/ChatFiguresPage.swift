import Core
import Markup
import Web

/// `/chats/figures`: messages, matters and how soon somebody reacted, by group; and households without a
/// steward or with two.
struct ChatFiguresPage {
    let telling: ChatTelling
    /// `2026-11`.
    let month: String
    var groups: [ChatGroup] = []
    var figures: [String: [ChatFigure: Int64]] = [:]
    var coverage = StewardCoverage([], in: AreaTree([]))

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("chats.figures.title"), wide: true, help: "chats") {
            """
            <h1>\(words("chats.figures.title"))</h1>
            \(ChatTabs(telling: telling, current: .figures))
            \(Form(get: ChatsPath.figures, classes: "filters", label: words("chats.figures.month"),
                content: """
                \(TextField(name: "month", label: words("chats.figures.month"), value: month,
                    hint: words("chats.figures.monthHint")))\
                \(Button(words("chats.figures.show"), weight: .secondary))
                """))
            \(table)\(net)
            """
        }
    }

    private var table: HTML {
        let shown = groups.filter { figures[$0.code] != nil }
        if shown.isEmpty {
            return EmptyState(title: words("chats.figures.none"), text: words("chats.figures.noneHint")).html
        }
        let heads = ["messages", "matters", "answered", "aside", "reaction", "late"]
        let rows: [[HTML]] = shown.map { group in
            let counts = figures[group.code] ?? [:]
            let reactions = counts[.reactions] ?? 0
            let average = reactions == 0 ? "–" : words.span((counts[.waited] ?? 0) / reactions)
            let numbers = [ChatFigure.messages, .matters, .answered, .aside].map {
                "\(words.number(counts[$0] ?? 0))" as HTML
            }
            let late = words.number(counts[.late] ?? 0)
            return [
                Link(words(group.name), to: ChatsPath.group(group.code)).html,
                "\(telling.steward(group.steward))",
            ] + numbers + ["\(average)", "\(late) / \(words.number(reactions))"]
        }
        return """
            \(Table(
                caption: words("chats.figures.title"), captionHidden: true,
                columns: [.init(words("chats.head.group")), .init(words("chats.head.steward"))]
                    + heads.map { .init(words("chats.figure.\($0)"), numeric: true) }, rows: rows))
            <p class="hint">\(words("chats.figures.hint"))</p>
            """
    }

    private var net: HTML {
        let said = words(
            "chats.coverage",
            [
                "count": coverage.count, "without": coverage.without.count,
                "doubled": coverage.doubled.count,
            ])
        return """
            <section class="panel"><h2>\(words("chats.coverageTitle"))</h2><p>\(said)</p>
            \(list("chats.without", coverage.without))\(list("chats.doubled", coverage.doubled))</section>
            """
    }

    private func list(_ key: String, _ codes: [AreaCode]) -> HTML? {
        if codes.isEmpty { return nil }
        let names: [HTML] = codes.prefix(200).map { "<li>\(telling.area($0))</li>" }
        let more: HTML? = codes.count > 200 ? "<p>\(words("chats.more"))</p>" : nil
        return Fold(words(key), open: codes.count <= 20, "<ul>\(names)</ul>\(more)").html
    }
}
