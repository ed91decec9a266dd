import Core
import Markup
import Web

/// What happened to a matter, in words: for people at work, or for whoever raised it.
struct Story {
    /// For whom it is told.
    enum Audience { case resident, office }

    let telling: Telling
    let file: MatterFile
    let audience: Audience
    /// The names of officers, for the office only.
    var names: [Int64: String] = [:]

    var words: Words { telling.words }
    private var procedure: Procedure? { telling.city.procedures[file.matter.kind] }

    /// One event, told.
    struct Entry {
        let sequence: Int
        let at: Moment
        let title: String
        let who: String?
        let lines: [Line]
        /// Whether whoever made it took it back afterwards.
        var isUndone = false
    }

    /// What became true by it.
    enum Line {
        case sentence(String)
        /// Words that somebody wrote.
        case quote(label: String, text: String)
        /// What only the program minds: clocks, messages.
        case aside(String)
    }

    /// In the order they happened; what is not this reader's business is left out.
    var entries: [Entry] {
        let undone = file.events.undone
        return file.events.compactMap { entry($0, undone) }
    }

    /// What happened after the version that somebody saw.
    func entries(after version: Int) -> [Entry] { entries.filter { $0.sequence > version } }

    private func entry(_ event: Event, _ undone: Set<Int>) -> Entry? {
        if let taken = takenBack(by: event) { return undoing(event, taken) }
        let move = event.move.flatMap { procedure?.move($0) }
        let title: String
        switch audience {
        case .office: title = move.map { words($0.text) } ?? plainTitle(event)
        case .resident:
            if let told = move?.told {
                title = words(told)
            } else if event.sequence == 1 {
                title = words("matters.story.youRaised")
            } else {
                return nil
            }
        }
        return Entry(
            sequence: event.sequence, at: event.at, title: title, who: doer(event.by),
            lines: event.facts.flatMap(lines), isUndone: undone.contains(event.sequence))
    }

    /// The event that this one takes back.
    private func takenBack(by event: Event) -> Event? {
        for case .undone(let sequence) in event.facts {
            return file.events.first { $0.sequence == sequence }
        }
        return nil
    }

    /// That a step was taken back; a resident reads it where they read of the step.
    private func undoing(_ event: Event, _ taken: Event) -> Entry? {
        let move = taken.move.flatMap { procedure?.move($0) }
        let text: String
        switch audience {
        case .office: text = move.map { words($0.text) } ?? plainTitle(taken)
        case .resident:
            guard let told = move?.told else { return nil }
            text = words(told)
        }
        return Entry(
            sequence: event.sequence, at: event.at, title: words("matters.story.undid", ["step": text]),
            who: doer(event.by), lines: [])
    }

    /// The title of an event that no move made.
    private func plainTitle(_ event: Event) -> String {
        if event.sequence == 1 { return words("matters.story.raised") }
        return event.move ?? words("matters.story.byItself")
    }

    private func doer(_ doer: Doer) -> String? {
        switch (doer, audience) {
        case (.resident, .resident): words("matters.doer.you")
        case (.resident, .office): words("matters.doer.resident")
        case (.officer(_, let unit), .resident): telling.unit(unit)
        case (.officer(let id, let unit), .office):
            [names[id] ?? words("matters.doer.officer", ["id": String(id)]), telling.unit(unit)]
                .compactMap(\.self).joined(separator: " · ")
        case (.system, .resident): nil
        case (.system, .office): words("matters.doer.system")
        }
    }
}

extension Story.Entry {
    /// The step of a timeline.
    ///
    /// - Parameter clockOnly: The day stands above it already.
    func step(_ telling: Telling, _ state: Timeline.State, clockOnly: Bool = false) -> Timeline.Step {
        let time = clockOnly ? telling.words.clock(at) : telling.words.near(at, now: telling.now)
        let title = isUndone ? telling.words("matters.story.undone", ["step": title]) : title
        return Timeline.Step(
            state, stateText: telling.words("matters.story.\(state.rawValue)"), title: title, time: time,
            dateTime: at.iso, detail: detail)
    }

    /// Who did it, and what became true by it; struck through where it was taken back.
    var detail: HTML {
        let head: HTML? = who.map { #"<p class="muted"><bdi>\#($0)</bdi></p>"# }
        let body: HTML = "\(lines.compactMap(\.html))\(asides)"
        return isUndone ? #"\#(head)<div class="undone">\#(body)</div>"# : "\(head)\(body)"
    }

    /// What only the program minds, in one quiet line.
    private var asides: HTML? {
        let texts = lines.compactMap { if case .aside(let text) = $0 { text } else { nil } }
        return texts.isEmpty ? nil : #"<p class="hint">\#(texts.joined(separator: " · "))</p>"#
    }
}

extension Story.Line {
    /// Nothing for asides, which stand together at the end.
    var html: HTML? {
        switch self {
        case .sentence(let text): "<p>\(text)</p>"
        case .quote(let label, let text):
            #"<p class="muted">\#(label)</p><blockquote class="story" dir="auto">\#(text)</blockquote>"#
        case .aside: nil
        }
    }
}
