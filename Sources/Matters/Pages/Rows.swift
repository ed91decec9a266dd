import Core
import Desk
import Language
import Markup
import Web

/// One matter in a list: its clock first, then what and where it is, then what to do next.
struct MatterRow: Component {
    let telling: Telling
    let record: MatterRecord
    /// The posts of the reader: what they do next with it comes from these.
    var posts: [Post] = []
    /// Where its title leads; nil for the matter's own page.
    var path: String?
    /// How often its resident said no.
    var rounds = 0
    /// What was searched for; hits are marked.
    var query: SearchQuery?
    var isTickable = false
    /// Whether it stands open beside the list.
    var isOpen = false

    private var words: Words { telling.words }

    var html: HTML {
        """
        <li class="row" data-number="\(record.number)">\(tick)
        <p class="row-clock">\(RowClock(telling: telling, record: record))</p>
        <div class="row-what">
        <p><a class="row-link" href="\(path ?? MattersPath.matter(record.number))"\
        \(attribute: "aria-current", isOpen ? "true" : nil)><bdi>\(title)</bdi></a> \
        \(record.isOpen ? telling.urgency(record.urgency) : nil)\(sentBack)\(marks)</p>
        <p class="muted">\(facts)</p>\(found)
        </div>
        <p class="row-next">\(telling.stageTag(record.stage, of: record.kind, outcome: record.outcome))\
        \(next)</p>
        </li>

        """
    }

    private var tick: HTML? {
        guard isTickable else { return nil }
        return """
            <label class="row-tick"><input type="checkbox" name="number" value="\(record.number)">\
            <span class="unseen">\(words("matters.bulk.tick", ["number": record.number]))</span></label>
            """
    }

    private var sentBack: HTML? {
        guard rounds > 0, record.isOpen else { return nil }
        return Tag(words("matters.day.sentBack"), tone: .warn).html
    }

    /// What presses on it, and whether the reader's unit only helps.
    private var marks: HTML? {
        var marks: [HTML] = []
        if let level = record.supervision, record.isOpen {
            marks.append(Tag(words("matters.level.\(level.name)"), tone: .bad).html)
        }
        if record.urges > 0, record.isOpen {
            marks.append(Tag(words("matters.row.urged", ["count": record.urges]), tone: .warn).html)
        }
        let own = posts.map(\.unit)
        if let lead = record.lead, !own.contains(lead), record.sharers.contains(where: own.contains) {
            marks.append(Tag(words("matters.row.part")).html)
        }
        if record.excluded { marks.append(Tag(words("matters.row.excluded")).html) }
        return marks.isEmpty ? nil : "\(marks.map { " \($0)" as HTML })"
    }

    /// Number, place, category, unit: whatever is known of them.
    private var facts: HTML {
        let category = record.category.map { telling.category($0) }
        let parts: [HTML] = [
            "<span class=\"row-number\">\(record.number)</span>", "\(telling.kind(record.kind))",
            "\(telling.area(record.area))\(record.place.map { place -> HTML in " <bdi>\(place)</bdi>" })",
            "\(category)", "\(telling.unit(record.lead))",
        ]
        let all: [HTML] = parts.filter { !$0.isEmpty }.enumerated().map { index, part in
            index == 0 ? part : " · \(part)"
        }
        return "\(all)"
    }

    /// What the reader would do with it next.
    private var next: HTML? {
        guard record.isOpen, let procedure = telling.city.procedures[record.kind] else { return nil }
        let roles = Set(posts.map { Party.role($0.role) })
        let moves = procedure.moves(from: record.stage).filter {
            !$0.automatic && !roles.isDisjoint(with: $0.by)
        }
        guard let main = MoveOrder.main(moves, in: procedure) else { return nil }
        return #" <span class="row-do">\#(Icon("right"))\#(words(main.text))</span>"#
    }

    private var title: HTML {
        query.map { marked(record.title, $0, width: 200) } ?? "\(record.title)"
    }

    /// Where the words were found, when the title does not show it.
    private var found: HTML? {
        guard let query, !query.isEmpty, !Analyser.matches(record.title, query) else { return nil }
        let places = [record.text, record.more, record.place].compactMap(\.self)
        guard let text = places.first(where: { Analyser.highlight($0, query).contains(where: \.isHit) })
        else { return nil }
        return #"<p class="muted"><bdi>\#(marked(text, query, width: 80))</bdi></p>"#
    }

    private func marked(_ text: String, _ query: SearchQuery, width: Int) -> HTML {
        let parts: [HTML] = Analyser.highlight(text, query, width: width).map { part in
            part.isHit ? "<mark>\(part.text)</mark>" : "\(part.text)"
        }
        return "\(parts)"
    }
}

/// Rows under each other, one list for those who hear the page.
struct MatterRows: Component {
    let label: String
    let rows: [MatterRow]

    var html: HTML { #"<ol class="rows" aria-label="\#(label)">\#(rows)</ol>"# }
}

/// The way to the matters before and after this one in the list it was opened from.
struct Neighbours: Component {
    let telling: Telling
    /// Counted from 1, on its page of the list, and how many stand there.
    let position: Int
    let count: Int
    let previous: String?
    let next: String?
    /// Back to the list.
    let list: String

    var html: HTML {
        let words = telling.words
        func link(_ path: String?, _ key: String, _ rel: String, _ icon: String) -> HTML? {
            path.map { path in
                """
                <a class="button secondary" rel="\(rel)" href="\(path)">\
                \(Icon(icon))\(words(key))</a>
                """
            }
        }
        let place = words("matters.neighbours.place", ["position": position, "count": count])
        return """
            <nav class="neighbours cluster screen-only" aria-label="\(words("matters.neighbours.label"))">
            <a href="\(list)">\(words("matters.neighbours.list"))</a>
            <span class="muted">\(place)</span>
            \(link(previous, "matters.neighbours.previous", "prev", "left"))\
            \(link(next, "matters.neighbours.next", "next", "right"))
            </nav>
            """
    }
}
