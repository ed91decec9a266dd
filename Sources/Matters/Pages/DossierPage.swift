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
    var beside = DossierBeside()
    /// Panels of other slices.
    var others: [HTML] = []

    var words: Words { telling.words }
    var matter: Matter { file.matter }
    var procedure: Procedure? { telling.city.procedures[matter.kind] }

    var page: Page {
        let goesOn = goesOn
        let waiting = goesOn.waiting
        return Page(
            title: "\(matter.number) \(file.record.title)", wide: true, scripts: scripts, help: "matter"
        ) {
            """
            \(head(goesOn))
            \(MatterNews(words: words, matter: matter))
            \(undo)
            \(shownContact)
            <div class="columns matter">
            <div>
            \(next)
            \(goesOn.panels(waiting))
            <h2>\(words("matters.dossier.text"))</h2>
            <blockquote class="story panel" dir="auto">\(file.record.text)</blockquote>
            \(more)
            \(AttachmentGallery(telling: telling, file: file))
            \(goesOn.panels(goesOn.places.filter { !waiting.contains($0) }))
            \(others)
            <h2>\(words("matters.dossier.story"))</h2>
            \(Rounds(telling: telling, file: file, names: names))
            </div>
            <aside>
            \(otherMoves(goesOn))
            \(clocks)
            <section class="panel">
            <h2>\(words("matters.dossier.facts"))</h2>
            \(SummaryList(facts))
            </section>
            \(map)
            \(people)
            \(related)
            </aside>
            </div>
            """
        }
    }

    private var scripts: Set<Script> {
        Set([.desk, .matter, .upload] + (file.record.position == nil ? [] : [.map]))
    }

    /// What goes on beside the way, as this officer sees it.
    private var goesOn: Beside {
        Beside(telling: telling, file: file, moves: moves, names: names, main: main)
    }

    private func head(_ goesOn: Beside) -> HTML {
        """
        <p class="cluster"><span class="muted">\(telling.kind(matter.kind))</span>
        <strong>\(matter.number)</strong>
        \(telling.stageTag(matter.stage, of: matter.kind, outcome: matter.outcome))\
        \(telling.urgency(matter.urgency))\(telling.wayTags(matter.route, matter.grade))
        \(RowClock(telling: telling, record: file.record))</p>
        <h1><bdi>\(file.record.title)</bdi></h1>
        \(goesOn.strip)
        <p class="cluster screen-only">\(ButtonLink(
            words("matters.order.open"), to: MattersPath.order(matter.number), icon: "print"))</p>
        """
    }

    // MARK: Moves

    /// What leads on; else what somebody waits for from this officer.
    private var main: Move? {
        MoveOrder.main(moves, in: procedure) ?? moves.first(where: \.isOwed)
    }

    private var next: HTML {
        guard let main else {
            let isCalled = !goesOn.waiting.isEmpty
            let open = isCalled ? "matters.dossier.below" : "matters.dossier.waits"
            let key = matter.isOpen ? open : "matters.dossier.ended"
            let stage = procedure?.stage(matter.stage)
            let what = words(key, ["stage": stage.map { words($0.text) } ?? matter.stage])
            return "\(Notice(.info, "<p>\(what)</p>"))\(held)"
        }
        return """
            \(held)
            <section class="panel screen-only">
            <h2>\(words("matters.dossier.next", ["move": words(main.text)]))</h2>
            \(Recall(telling: telling, file: file, move: main))
            \(MoveForm(
                telling: telling, move: main, matter: matter, action: MattersPath.move(matter.number, main),
                record: file.record))
            \(Outlook(telling: telling, matter: matter, move: main))
            </section>
            """
    }

    /// What has to be there before this officer may answer.
    private var held: HTML? { AnswerHeld(telling: telling, matter: matter, moves: moves).html }

    /// What else may be done: of the main way first, then what may be begun beside it, each sort folded.
    private func otherMoves(_ goesOn: Beside) -> HTML {
        let rest = MoveOrder.others(moves, than: main, in: procedure).filter { BesidePlace($0) == nil }
        let beginnings = goesOn.beginnings
        guard !rest.isEmpty || !beginnings.isEmpty else { return .empty }
        let folds: [HTML] = beginnings.map { place, moves in
            Fold(words("matters.side.\(place.rawValue)"), list(moves)).html
        }
        let begin: HTML? =
            folds.isEmpty ? nil : #"<h3>\#(words("matters.side.begin"))</h3>\#(folds)"#
        return """
            <section class="panel screen-only">
            <h2>\(words("matters.dossier.moves"))</h2>
            \(rest.isEmpty ? nil : list(rest))\(begin)
            </section>
            """
    }

    private func list(_ moves: [Move]) -> HTML {
        let lines: [HTML] = moves.map { move in
            let weight: Weight = MoveOrder.ends(move, in: procedure) ? .danger : .secondary
            return """
                <li>\(ButtonLink(words(move.text), to: MattersPath.move(matter.number, move), weight: weight))
                \(Outlook(telling: telling, matter: matter, move: move, isShort: true))</li>
                """
        }
        return #"<ul class="moves">\#(lines)</ul>"#
    }

    /// What was just done can be taken back for a while.
    private var undo: HTML? {
        guard let last = beside.undoable else { return nil }
        return UndoOffer(telling: telling, file: file, last: last).html
    }

    // MARK: The main column

    private var more: HTML? {
        file.record.more.map { more in
            """
            <h3>\(words("matters.story.added"))</h3>
            <blockquote class="story panel" dir="auto">\(more)</blockquote>
            """
        }
    }

    private var shownContact: HTML? {
        revealed.map { contact in
            let list: HTML =
                contact.isEmpty ? "<p>\(words("matters.contact.none"))</p>" : contactList(contact)
            return Notice(.warning, live: true, "<p>\(words("matters.contact.revealed"))</p>\(list)").html
        }
    }

    func contactList(_ contact: ShownContact) -> HTML {
        let rows = [("name", contact.name), ("phone", contact.phone), ("email", contact.email)]
        return SummaryList(
            rows.compactMap { key, value in value.map { (words("matters.field.\(key)"), "<bdi>\($0)</bdi>") }
            }
        ).html
    }
}

/// What stands beside a matter and is not part of it.
struct DossierBeside: Sendable {
    var related = Desk.Related()
    /// How many residents said "me too".
    var seconds = 0
    /// The step that this officer may still take back.
    var undoable: Event?
    /// When it may be finished, going by similar matters, and how often that came true in the city.
    var expectation: Expectation?
    var hits: ExpectationHits?
}

/// Says that somebody changed the matter while the page was open; filled by the script.
struct MatterNews: Component {
    let words: Words
    let matter: Matter

    var html: HTML {
        """
        <div class="notice warning" id="matter-news" role="status" data-number="\(matter.number)" hidden>\
        <div><p>\(words("matters.news.changed"))</p>\
        <p><a href="\(MattersPath.matter(matter.number))">\(words("matters.news.look"))</a></p></div></div>
        """
    }
}

/// Offers to take back what was just done.
struct UndoOffer: Component {
    let telling: Telling
    let file: MatterFile
    let last: Event

    var html: HTML {
        let words = telling.words
        let matter = file.matter
        let move = last.move.flatMap { telling.city.procedures[matter.kind]?.move($0) }
        let until = words.clock(last.at + Undo.withinMilliseconds)
        let text = words(
            "matters.undo.offer",
            ["move": move.map { words($0.text) } ?? "", "until": until])
        return """
            <div class="screen-only">\(Toast(.info, close: words("web.close"), """
                <p>\(text)</p>
                \(Form(
                    post: MattersPath.undo(matter.number), csrf: telling.visit.csrf, classes: "plain",
                    label: words("matters.undo.do"),
                    content: """
                        \(Hidden(name: "version", value: String(matter.version)))\
                        \(Button(words("matters.undo.do"), weight: .secondary, icon: "undo"))
                        """))
                """))</div>
            """
    }
}
