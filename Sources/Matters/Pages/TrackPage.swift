import Core
import Desk
import Markup
import Web

/// A matter for whoever raised it, like a parcel: who has it, since when, what comes next, until when. Where
/// an answer waits for the resident's word, it stands first, with the two questions below it.
struct TrackPage {
    let telling: Telling
    let file: MatterFile
    let token: String
    /// The whole address of this page, for other devices and for people.
    let link: String
    /// What the resident may do now.
    let moves: [Move]
    /// A key under which a form of this page is done once.
    var once = ""
    /// Where the matter stands that it lives on in, or whose answer it waits for: its stage, told as to a
    /// resident.
    var livesOn: LocalText?
    /// The move whose form came back, with its answers.
    var tried: Tried?
    /// Whether the reader came from a message that asked for their opinion.
    var isAsked = false
    /// When it may be finished, going by similar matters.
    var expectation: Expectation?
    /// What other slices tell here.
    var beside: HTML?

    /// A form that was sent and could not be done.
    struct Tried {
        let move: Move
        let answers: FormAnswers
        let errors: [FieldError]
    }

    private var words: Words { telling.words }
    private var procedure: Procedure? { telling.city.procedures[file.matter.kind] }
    private var stage: Stage? { procedure?.stage(file.matter.stage) }

    var page: Page {
        Page(
            title: file.record.title, status: tried == nil ? 200 : 422, scripts: [.raise, .upload],
            help: "track"
        ) {
            """
            <p class="muted track-number">\(words("matters.track.number")) \
            <b class="number-plate">\(file.matter.number)</b></p>
            <h1><bdi>\(file.record.title)</bdi></h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: tried?.errors ?? []))
            \(KeptMessages(words: words))
            <p class="lead">\
            \(telling.stageTag(file.matter.stage, of: file.matter.kind, outcome: file.matter.outcome))
            \(stage.map { words($0.told) })</p>
            \(wentBack)\(merged)\(beside)\(mainForm)
            <section class="panel">
            <h2 class="unseen">\(words("matters.track.now"))</h2>
            \(SummaryList(facts))\(whyUntil)\(whyWaits)\(TrackBeside(telling: telling, file: file))\(way)
            </section>
            \(others)
            \(isRated ? nil : gallery)
            <h2>\(words("matters.track.story"))</h2>
            \(timeline)
            <p class="cluster screen-only">\(TokenButtons(words: words, link: link, token: token))</p>
            <p class="screen-only">\(Link(words("matters.track.all"), to: MattersPath.mine))\(messages)</p>
            """
        }
    }

    /// Where the resident says that they want no more messages of it, if there are any.
    private var messages: HTML? {
        guard file.matter.reachable else { return nil }
        return " · \(Link(words("matters.track.stop"), to: "/deliveries/stop/\(token)"))"
    }

    // MARK: Where it stands

    private var holder: String {
        switch stage?.holder {
        case .desk: telling.unit(telling.city.desk)
        case .lead: telling.unit(file.matter.lead) ?? telling.unit(telling.city.desk)
        case .resident: words("matters.track.you")
        case .main: words("matters.track.main")
        case .nobody, nil: words("matters.track.nobody")
        }
    }

    private var facts: [(name: String, value: HTML)] {
        var facts: [(name: String, value: HTML)] = [
            (words("matters.track.holder"), "<b>\(holder)</b>"),
            (words("matters.track.since"), telling.time(file.stageSince)),
        ]
        if let clock = file.matter.nextClock {
            facts.append((words("matters.track.until"), telling.clock(clock, of: file.matter).html))
        }
        // While it waits for the resident, the end is in their hands.
        if let expectation, file.matter.isOpen, stage?.holder != .resident {
            facts.append(ExpectationView(telling: telling, expectation: expectation).fact)
        }
        if let place = file.record.place {
            facts.append((words("matters.field.place"), "<bdi>\(place)</bdi>"))
        }
        facts.append((words("matters.field.area"), "\(telling.area(file.matter.area))"))
        return facts
    }

    private var whyUntil: HTML? {
        file.matter.nextClock.flatMap { DueView(telling, $0, of: file, isResident: true)?.html }
    }

    /// A clock that stands still is told, with why.
    private var whyWaits: HTML? {
        guard file.matter.isOpen, let clock = file.matter.clocks.first(where: { $0.pausedAt != nil }),
            let limit = procedure?.limit(clock.limit)
        else { return nil }
        let stage = telling.stage(file.matter.stage, of: file.matter.kind)
        return "<p>\(words("matters.track.paused", ["limit": words(limit.text), "stage": stage]))</p>"
    }

    /// Where it is on its way, and what comes after that.
    private var way: HTML? {
        guard let procedure, let stage, file.matter.isOpen else { return nil }
        let ahead = Way.ahead(of: stage.name, in: procedure)
        guard !ahead.isEmpty else { return nil }
        let here = Steps.Step(
            words(stage.text), .current, stateText: words("matters.story.current"))
        let next = ahead.map { Steps.Step(words($0.text), .next, stateText: words("matters.story.next")) }
        return """
            <h3>\(words("matters.track.next"))</h3>
            \(Steps(label: words("matters.track.next"), [here] + next))
            """
    }

    /// The resident said no: it went back by itself, and this says to whom and until when.
    private var wentBack: HTML? {
        guard file.matter.isOpen, let opinion = file.matter.opinion, !opinion.isContent else { return nil }
        let until = file.matter.nextClock.map { words("matters.track.backUntil", ["due": $0.due]) } ?? ""
        let back = words("matters.track.wentBack", ["unit": holder]) + until
        return Notice(.info, "<p>\(back)</p>").html
    }

    private var merged: HTML? {
        let isMerged = file.matter.outcome == .merged
        guard isMerged || file.matter.joinedTo != nil, let livesOn else { return nil }
        let key = isMerged ? "matters.track.livesOn" : "matters.track.joinedOn"
        return Notice(.info, "<p>\(words(key, ["stage": words(livesOn)]))</p>").html
    }

    // MARK: What may be done

    private var main: Move? { tried?.move ?? MoveOrder.main(moves, in: procedure) }

    /// The answer that the resident is asked about.
    private var answer: HTML? {
        let answers = file.events.flatMap(\.facts).compactMap { fact in
            if case .answered(let text, let unit) = fact { (text, unit) } else { nil }
        }
        return answers.last.map { text, unit in
            let label = telling.unit(unit).map { words("matters.story.answerOf", ["unit": $0]) }
            return Story.Line.quote(label: label ?? words("matters.story.answer"), text: text).html
        } ?? nil
    }

    /// Photos and papers: beside the answer that they prove where the resident is asked about it.
    private var gallery: HTML { AttachmentGallery(telling: telling, file: file, token: token).html }
    private var isRated: Bool { hasMainForm && main?.does.contains(.opinion) == true }

    /// What ends the matter is asked on a page of its own.
    private var hasMainForm: Bool {
        guard let main, moves.contains(main) else { return false }
        return !MoveOrder.ends(main, in: procedure) || tried != nil
    }

    private var mainForm: HTML? {
        guard hasMainForm, let main else { return nil }
        let isOpinion = main.does.contains(.opinion)
        return """
            <section class="panel screen-only asked">
            \(isOpinion ? answer : nil)\(isRated ? gallery : nil)
            <h2>\(isOpinion ? words("matters.track.rateTitle") : words(main.text))</h2>
            \(form(main))
            </section>
            """
    }

    private func form(_ main: Move) -> HTML {
        let action = MattersPath.track(token, main)
        let (answers, errors) = (tried?.answers ?? FormAnswers(), tried?.errors ?? [])
        guard RateForm.fits(main) else {
            return MoveForm(
                telling: telling, move: main, matter: file.matter, action: action, answers: answers,
                errors: errors, isResident: true, once: once
            ).html
        }
        return RateForm(
            telling: telling, move: main, matter: file.matter, action: action, once: once, answers: answers,
            errors: errors, isAsked: isAsked
        ).html
    }

    private var others: HTML {
        let rest = MoveOrder.others(moves, than: hasMainForm ? main : nil, in: procedure)
        let urged = UrgeEffect(telling: telling, file: file, moves: moves).html
        guard !rest.isEmpty || !urged.isEmpty else { return .empty }
        let buttons: [HTML] = rest.map { move in
            if move.asks.isEmpty, !MoveOrder.ends(move, in: procedure) {
                let form = MoveForm(
                    telling: telling, move: move, matter: file.matter, action: MattersPath.track(token, move),
                    isResident: true, once: once + move.name, isMain: false)
                return "\(form)"
            }
            let weight: Weight = MoveOrder.ends(move, in: procedure) ? .danger : .secondary
            return "\(ButtonLink(words(move.text), to: MattersPath.track(token, move), weight: weight))"
        }
        return """
            <section class="screen-only">
            <h2>\(words("matters.track.youMay"))</h2>\(urged)
            <div class="cluster">\(buttons)</div>
            </section>
            """
    }

    // MARK: What happened

    private var timeline: Timeline {
        let entries = Story(telling: telling, file: file, audience: .resident).entries.reversed()
        return Timeline(
            entries.enumerated().map { index, entry in
                entry.step(telling, index == 0 && file.matter.isOpen ? .current : .done)
            })
    }
}
