import Core
import Desk
import Language
import Markup
import Web

/// Matters in a table that becomes cards on a phone: what, where, with whom, until when.
struct MatterRows {
    let telling: Telling
    let records: [MatterRecord]
    let caption: String
    /// What was searched for; hits are marked.
    var query: SearchQuery?
    /// Whether each row can be ticked.
    var isTickable = false

    private var words: Words { telling.words }

    var table: Table {
        let heads = [
            "matters.list.number", "matters.list.title", "matters.list.stage", "matters.list.place",
            "matters.list.unit",
            "matters.list.due",
        ]
        return Table(
            caption: caption, captionHidden: true, columns: heads.map { .init(words($0)) },
            rows: records.map(row))
    }

    private func row(_ record: MatterRecord) -> [HTML] {
        [
            """
            \(tick(record))\(Link(record.number, to: MattersPath.matter(record.number)))
            <br><span class="muted">\(telling.kind(record.kind))</span>
            """,
            "\(titleLink(record))\(found(record))",
            """
            \(telling.stageTag(record.stage, of: record.kind, outcome: record.outcome))\
            \(record.isOpen ? telling.urgency(record.urgency) : nil)
            """,
            "\(telling.area(record.area))\(place(record))",
            "\(telling.unit(record.lead) ?? words("matters.list.noUnit"))",
            RowClock(telling: telling, record: record).html,
        ]
    }

    private func tick(_ record: MatterRecord) -> HTML? {
        guard isTickable else { return nil }
        return """
            <input type="checkbox" name="number" value="\(record.number)" \
            aria-label="\(words("matters.bulk.tick", ["number": record.number]))">
            """
    }

    /// For the mouse; the keyboard has the number, and need not stop twice in a row.
    private func titleLink(_ record: MatterRecord) -> HTML {
        #"<a href="\#(MattersPath.matter(record.number))" tabindex="-1"><bdi>\#(title(record))</bdi></a>"#
    }

    private func place(_ record: MatterRecord) -> HTML? {
        record.place.map { #"<br><span class="muted"><bdi>\#($0)</bdi></span>"# }
    }

    private func title(_ record: MatterRecord) -> HTML {
        query.map { marked(record.title, $0, width: 200) } ?? "\(record.title)"
    }

    /// Where the words were found, when the title does not show it.
    private func found(_ record: MatterRecord) -> HTML? {
        guard let query, !query.isEmpty, !Analyser.matches(record.title, query) else { return nil }
        let places = [record.text, record.more, record.place].compactMap(\.self)
        guard let text = places.first(where: { Analyser.highlight($0, query).contains(where: \.isHit) })
        else { return nil }
        return #"<br><span class="muted"><bdi>\#(marked(text, query, width: 80))</bdi></span>"#
    }

    private func marked(_ text: String, _ query: SearchQuery, width: Int) -> HTML {
        let parts: [HTML] = Analyser.highlight(text, query, width: width).map { part in
            part.isHit ? "<mark>\(part.text)</mark>" : "\(part.text)"
        }
        return "\(parts)"
    }
}
