import Core
import Markup
import Web

/// On the matter's page: what its answers made the checks ask. For those who may answer it also says where a
/// draft is looked at before it is sent.
struct QualityPanel: Component {
    let telling: QualityTelling
    let number: String
    let rows: [FindingRow]
    var mayAnswer = false

    private var words: Words { telling.words }

    var html: HTML {
        if rows.isEmpty { return hook ?? .empty }
        let items: [HTML] = rows.map { row in
            """
            <li>\(Tag(telling.check(row.check), tone: row.state == .confirmed ? .bad : .warn)) \
            <bdi>\(telling.reason(row.check, row.reason))</bdi> \
            \(Link(words("quality.look"), to: QualityPath.finding(row.id)))</li>
            """
        }
        return """
            <section class="panel"><h2>\(words("quality.panel"))</h2>\
            <p class="hint">\(words("quality.panelHint"))</p><ul>\(items)</ul>\(hook)</section>
            """
    }

    /// Read by the page's script; without it nothing is shown.
    private var hook: HTML? {
        guard mayAnswer else { return nil }
        return """
            <span hidden data-answer-check="\(QualityPath.check)" data-number="\(number)" \
            data-csrf="\(telling.visit.csrf)" data-say="\(words("quality.draft"))"></span>
            """
    }
}
