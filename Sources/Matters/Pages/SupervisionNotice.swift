import Core
import Desk
import Markup
import Press
import Web

/// The supervision notice (督办通知单, after Annex D of DB41/T 1860): who shall answer what until when, for the
/// order that is out or the last one there was.
struct SupervisionNotice {
    let telling: Telling
    let file: MatterFile
    let names: [Int64: String]
    private let order: [BesideStory.Supervised]
    private let unit: UnitCode

    /// Nil where none was ever ordered.
    init?(telling: Telling, file: MatterFile, names: [Int64: String] = [:]) {
        order = BesideStory(file.events).lastOrder
        guard case .ordered(let unit)? = order.first?.step else { return nil }
        (self.telling, self.file, self.names, self.unit) = (telling, file, names, unit)
    }

    private var words: Words { telling.words }
    private var matter: Matter { file.matter }
    private var beside: Beside { Beside(telling: telling, file: file, moves: [], names: names) }

    /// The number of the matter with that of the order: `QS202603020001-督1`.
    var number: String {
        words("matters.paper.number", ["number": matter.number, "count": max(matter.side.supervisions, 1)])
    }

    private var facts: [(name: String, value: String)] {
        let level = matter.side.supervision?.level ?? .order
        var facts: [(name: String, value: String)] = [
            (words("matters.paper.serial"), number),
            (words("matters.paper.unit"), telling.unit(unit)),
            (words("matters.paper.level"), words("matters.level.\(level.name)")),
            (words("matters.paper.at"), order.first.map { words.dateTime($0.said.at) } ?? ""),
            (words("matters.paper.by"), order.first.map { beside.who($0.said.by) } ?? ""),
            (words("matters.paper.due"), due),
            (words("matters.dossier.number"), matter.number),
            (words("matters.order.stage"), telling.stage(matter.stage, of: matter.kind)),
            (words("matters.dossier.raisedAt"), words.dateTime(matter.raisedAt)),
            (words("matters.field.area"), telling.area(matter.area)),
        ]
        facts.append((words("matters.paper.cause"), beside.cause ?? words("matters.paper.byHand")))
        if let place = file.record.place { facts.append((words("matters.field.place"), place)) }
        return facts
    }

    private var due: String {
        if let clock = beside.clock(of: .supervision) { return words.dateTime(clock.due) }
        let isOver = matter.side.supervision == nil
        return words(isOver ? "matters.paper.over" : "matters.paper.soon")
    }

    private var demand: String { order.first?.said.text ?? words("matters.paper.plain") }

    /// What followed: answers, raises, the end.
    private var steps: [(title: String, said: BesideStory.Said)] {
        order.dropFirst().map { step in
            var title = words("matters.side.supervision.\(step.step.name)")
            if case .raised(let level) = step.step { title += " · " + words("matters.level.\(level.name)") }
            return (title, step.said)
        }
    }

    private var signs: [String] { ["supervisor", "unit", "day"].map { words("matters.paper.sign.\($0)") } }

    var document: PressDocument {
        let words = words
        var blocks: [PressDocument.Block] = [
            .heading(words("matters.paper.title"), level: 1), .facts(facts),
            .heading(words("matters.dossier.text")), .quote(file.record.text),
            .heading(words("matters.paper.demand")), .quote(demand),
            .paragraph(words("matters.paper.please")),
        ]
        if !steps.isEmpty {
            blocks.append(.heading(words("matters.paper.since")))
            blocks.append(
                .table(
                    columns: ["at", "who", "what"].map { words("matters.order.\($0)") },
                    rows: steps.map { title, said in
                        [
                            words.dateTime(said.at), beside.who(said.by),
                            [title, said.text].compactMap(\.self).joined(separator: "\n"),
                        ]
                    }))
        }
        blocks.append(.heading(words("matters.order.signed")))
        blocks.append(.signatures(signs))
        return PressDocument(
            title: "\(words("matters.paper.title")) \(number)", running: words(telling.city.name),
            language: words.language == .zh ? "zh-CN" : "en", blocks: blocks,
            footer: { words("matters.order.page", ["page": $0, "of": $1]) })
    }

    var page: Page {
        let number = matter.number
        return Page(title: "\(words("matters.paper.title")) \(self.number)", help: "matter") {
            """
            <p class="screen-only"><a href="\(MattersPath.matter(number))">\
            \(words("matters.move.back", ["number": number]))</a></p>
            <h1>\(words("matters.paper.title"))</h1>
            <p class="cluster screen-only">\(PrintButton(words("matters.paper.print")))
            \(ButtonLink(
                words("matters.paper.open"), to: MattersPath.supervisionPaper(number), weight: .secondary,
                icon: "paper"))</p>
            <section class="panel matter">
            \(SummaryList(facts.map { ($0.name, "<bdi>\($0.value)</bdi>" as HTML) }))
            <h2>\(words("matters.dossier.text"))</h2>
            <blockquote class="story" dir="auto">\(file.record.text)</blockquote>
            <h2>\(words("matters.paper.demand"))</h2>
            <blockquote class="story" dir="auto">\(demand)</blockquote>
            <p>\(words("matters.paper.please"))</p>
            \(followed)
            <h2>\(words("matters.order.signed"))</h2>
            \(SummaryList(signs.map { ($0, "<br>" as HTML) }))
            </section>
            """
        }
    }

    private var followed: HTML? {
        let steps = steps
        guard !steps.isEmpty else { return nil }
        let items: [HTML] = order.dropFirst().map { step in
            "<li>\(beside.said("supervision.\(step.step.name)", step.said))</li>"
        }
        return #"<h2>\#(words("matters.paper.since"))</h2><ul class="related">\#(items)</ul>"#
    }
}
