import Core
import Markup
import Web

/// How often each word of the city's lists was right, those that misled most first: whoever writes
/// `quality.yaml` sees what to change.
struct QualityWordsPage {
    let telling: QualityTelling
    let words: [FindingStore.Word]
    var mayLookAgain = false

    private var say: Words { telling.words }

    var page: Page {
        Page(title: say("quality.words"), personal: true, wide: true, help: "quality") {
            """
            <p class="trail screen-only">\(Link(say("quality.title"), to: QualityPath.home))</p>
            <h1>\(say("quality.words"))</h1>
            <p class="hint">\(say("quality.wordsHint"))</p>
            \(words.isEmpty ? empty : table)
            \(mayLookAgain ? again : nil)
            """
        }
    }

    private var empty: HTML {
        EmptyState(title: say("quality.noWords"), text: say("quality.noneHint")).html
    }

    private var table: HTML {
        let columns =
            [Table.Column(say("quality.column.word")), Table.Column(say("quality.column.check"))]
            + ["seen", "confirmed", "dismissed"].map {
                Table.Column(say("quality.column.\($0)"), numeric: true)
            }
        let rows: [[HTML]] = words.map { word in
            let check = word.check.map { telling.check($0) } ?? "–"
            let misleads = word.dismissed > word.confirmed && word.dismissed > 1
            let tag: HTML? = misleads ? " \(Tag(say("quality.misleads"), tone: .warn))" : nil
            return [
                "<bdi>\(word.word)</bdi>\(tag)", "\(check)", "\(word.found)", "\(word.confirmed)",
                "\(word.dismissed)",
            ]
        }
        return Table(
            caption: say("quality.words"), captionHidden: true, columns: columns, rows: rows
        ).html
    }

    private var again: HTML {
        Form(
            post: QualityPath.again, csrf: telling.visit.csrf,
            content: """
                <p class="hint">\(say("quality.againHint"))</p>\
                \(Button(say("quality.again"), weight: .secondary, confirm: say("quality.againSure")))
                """
        ).html
    }
}
