import Core
import Desk
import Markup
import Web

/// A matter on one page for people at work: what to do next, its clocks, its facts, its whole story.
struct DossierPage {
    let telling: Telling
    let file: MatterFile
    /// What this officer may do now.
    let moves: [Move]
    var names: [Int64: String] = [:]
    /// Contact data in clear, once, after a reason was given.
    var revealed: ShownContact?

    private var words: Words { telling.words }
    private var matter: Matter { file.matter }
    private var procedure: Procedure? { telling.city.procedures[matter.kind] }

    var page: Page {
        Page(title: "\(matter.number) \(file.record.title)", wide: true) {
            """
            <p class="cluster"><span class="muted">\(telling.kind(matter.kind))</span>
            <strong>\(matter.number)</strong>
            \(telling.stageTag(matter.stage, of: matter.kind, outcome: matter.outcome))\
            \(telling.urgency(matter.urgency))
            \(RowClock(telling: telling, record: file.record))</p>
            <h1><bdi>\(file.record.title)</bdi></h1>
            \(shownContact)
            <div class="columns">
            <div>
            \(next)
            <h2>\(words("matters.dossier.text"))</h2>
            <blockquote class="story panel" dir="auto">\(file.record.text)</blockquote>
            \(more)
            <h2>\(words("matters.dossier.story"))</h2>
            \(timeline)
            </div>
            <aside>
            \(otherMoves)
            <section class="panel">
            <h2>\(words("matters.dossier.facts"))</h2>
            \(SummaryList(facts))
            </section>
            <section class="panel">
            <h2>\(words("matters.dossier.people"))</h2>
            \(people)
            </section>
            \(clocks)
            </aside>
            </div>
            """
        }
    }

    // MARK: Moves

    private var main: Move? { MoveOrder.main(moves, in: procedure) }

    private var next: HTML {
        guard let main else {
            let key = matter.isOpen ? "matters.dossier.waits" : "matters.dossier.ended"
            let stage = procedure?.stage(matter.stage)
            let what = words(key, ["stage": stage.map { words($0.text) } ?? matter.stage])
            return Notice(.info, "<p>\(what)</p>").html
        }
        return """
            <section class="panel screen-only">
            <h2>\(words("matters.dossier.next", ["move": words(main.text)]))</h2>
            \(MoveForm(
                telling: telling, move: main, matter: matter, action: MattersPath.move(matter.number, main)))
            </section>
            """
    }

    private var otherMoves: HTML {
        let rest = MoveOrder.others(moves, than: main, in: procedure)
        guard !rest.isEmpty else { return .empty }
        let links: [HTML] = rest.map { move in
            let weight: Weight = MoveOrder.ends(move, in: procedure) ? .danger : .secondary
            return
                "\(ButtonLink(words(move.text), to: MattersPath.move(matter.number, move), weight: weight))"
        }
        return """
            <section class="panel screen-only">
            <h2>\(words("matters.dossier.moves"))</h2>
            <div class="cluster">\(links)</div>
            </section>
            """
    }

    // MARK: Facts

    private var facts: [(name: String, value: HTML)] {
        let record = file.record
        var facts: [(name: String, value: HTML)] = [
            (words("matters.field.area"), "\(telling.area(matter.area))")
        ]
        func add(_ name: String, _ value: String?) {
            if let value { facts.append((words(name), "<bdi>\(value)</bdi>")) }
        }
        add("matters.field.place", record.place)
        add(
            "matters.field.category",
            matter.category.map { telling.category($0) } ?? words("matters.dossier.noCategory"))
        add("matters.dossier.lead", telling.unit(matter.lead) ?? words("matters.dossier.noLead"))
        add("matters.dossier.raisedTo", telling.unit(matter.raisedTo))
        add("matters.input.route", matter.route.map { words("matters.route.\($0.rawValue)") })
        add("matters.input.grade", matter.grade.map { words("matters.grade.\($0.rawValue)") })
        add("matters.field.channel", words("matters.channel.\(record.channel.rawValue)"))
        facts.append((words("matters.dossier.raisedAt"), telling.time(matter.raisedAt)))
        facts.append((words("matters.dossier.stageSince"), telling.time(file.stageSince)))
        if let closed = matter.closedAt {
            facts.append((words("matters.dossier.closedAt"), telling.time(closed)))
        }
        add("matters.dossier.reviewOn", matter.reviewOn)
        add("matters.dossier.source", record.source.map { "\($0) \(record.sourceID ?? "")" })
        add("matters.dossier.joined", matter.joined.isEmpty ? nil : matter.joined.joined(separator: ", "))
        if let other = matter.mergedInto {
            facts.append(
                (words("matters.dossier.mergedInto"), "\(Link(other, to: MattersPath.matter(other)))"))
        }
        for (key, count) in [("rounds", matter.rounds), ("returns", matter.returns), ("urges", matter.urges)]
        where count > 0 {
            add("matters.dossier.\(key)", words.number(Int64(count)))
        }
        return facts
    }

    private var more: HTML? {
        file.record.more.map { more in
            """
            <h3>\(words("matters.story.added"))</h3>
            <blockquote class="story panel" dir="auto">\(more)</blockquote>
            """
        }
    }

    private var people: HTML {
        let caller = words("matters.caller.\(file.record.caller.rawValue)")
        guard !file.contact.isEmpty else {
            return "<p>\(caller)</p><p>\(words("matters.contact.none"))</p>"
        }
        return "<p>\(caller)</p>\(contactList(file.contact))\(revealLink)"
    }

    /// The way to the contact in clear, for those who may ask for it.
    private var revealLink: HTML? {
        moves.first { $0.does.contains(.revealContact) }.map { move in
            "<p>\(Link(words(move.text), to: MattersPath.move(matter.number, move)))</p>"
        }
    }

    private var shownContact: HTML? {
        revealed.map { contact in
            let list: HTML =
                contact.isEmpty ? "<p>\(words("matters.contact.none"))</p>" : contactList(contact)
            return Notice(.warning, live: true, "<p>\(words("matters.contact.revealed"))</p>\(list)").html
        }
    }

    private func contactList(_ contact: ShownContact) -> HTML {
        let rows = [("name", contact.name), ("phone", contact.phone), ("email", contact.email)]
        return SummaryList(
            rows.compactMap { key, value in value.map { (words("matters.field.\(key)"), "<bdi>\($0)</bdi>") }
            }
        ).html
    }

    private var clocks: HTML? {
        guard !matter.clocks.isEmpty else { return nil }
        let parts: [HTML] = matter.clocks.map { clock in
            let name = procedure?.limit(clock.limit).map { words($0.text) } ?? clock.limit
            return """
                <h3>\(name)</h3>
                <p>\(telling.clock(clock, of: matter))</p>\(telling.why(clock, of: matter))
                """
        }
        return #"<section class="panel"><h2>\#(words("matters.dossier.clocks"))</h2>\#(parts)</section>"#
    }

    private var timeline: Timeline {
        let entries = Story(telling: telling, file: file, audience: .office, names: names).entries.reversed()
        return Timeline(
            entries.enumerated().map { index, entry in
                entry.step(telling, index == 0 && matter.isOpen ? .current : .done)
            })
    }
}

/// One move of an officer on a page of its own, made from what the move asks.
struct MovePage {
    let telling: Telling
    let file: MatterFile
    let move: Move
    var answers = FormAnswers()
    var errors: [FieldError] = []
    var status: Int?

    var page: Page {
        let words = telling.words
        let path = MattersPath.matter(file.matter.number)
        return Page(
            title: "\(words(move.text)) \(file.matter.number)", status: status ?? (errors.isEmpty ? 200 : 422)
        ) {
            """
            <p><a href="\(path)">\(words("matters.move.back", ["number": file.matter.number]))</a></p>
            <h1>\(words(move.text))</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            <p class="lead"><bdi>\(file.record.title)</bdi></p>
            \(effects)
            \(MoveForm(
                telling: telling, move: move, matter: file.matter,
                action: MattersPath.move(file.matter.number, move),
                answers: answers, errors: errors))
            """
        }
    }

    /// Where it leads, and whether the resident reads about it.
    private var effects: HTML {
        let words = telling.words
        let to = move.to.flatMap { telling.city.procedures[file.matter.kind]?.stage($0) }
        let leads: HTML? = to.map { "<li>\(words("matters.move.leads", ["stage": words($0.text)]))</li>" }
        let told: HTML =
            move.told.map { "<li>\(words("matters.move.told", ["text": words($0)]))</li>" }
            ?? "<li>\(words("matters.move.internal"))</li>"
        return "<ul>\(leads)\(told)</ul>"
    }
}
