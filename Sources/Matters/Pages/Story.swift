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

    private var words: Words { telling.words }
    private var procedure: Procedure? { telling.city.procedures[file.matter.kind] }

    /// One event, told.
    struct Entry {
        let sequence: Int
        let at: Moment
        let title: String
        let who: String?
        let lines: [Line]
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
    var entries: [Entry] { file.events.compactMap(entry) }

    /// What happened after the version that somebody saw.
    func entries(after version: Int) -> [Entry] { entries.filter { $0.sequence > version } }

    private func entry(_ event: Event) -> Entry? {
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
            lines: event.facts.flatMap(lines))
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
    func step(_ telling: Telling, _ state: Timeline.State) -> Timeline.Step {
        let time = telling.words.near(at, now: telling.now)
        let head: HTML? = who.map { #"<p class="muted"><bdi>\#($0)</bdi></p>"# }
        return Timeline.Step(
            state, stateText: telling.words("matters.story.\(state.rawValue)"), title: title, time: time,
            dateTime: at.iso, detail: "\(head)\(lines.compactMap(\.html))\(asides)")
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
