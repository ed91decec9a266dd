import Core
import Desk
import Markup
import Web

/// Somebody was faster: what they changed, and the form again with its own answers beside, if it can still be
/// sent.
struct StalePage {
    let telling: Telling
    let file: MatterFile
    let move: Move
    /// The version that the reader had seen.
    let seen: Int
    let answers: FormAnswers
    let audience: Story.Audience
    var names: [Int64: String] = [:]
    /// Whether the move can still be made now.
    let isPossible: Bool
    /// Where the form is sent to, and where the matter stands.
    let action: String
    let back: String

    private var words: Words { telling.words }

    var page: Page {
        let entries = Story(telling: telling, file: file, audience: audience, names: names).entries(
            after: seen)
        let steps = entries.map { $0.step(telling, .done) }
        return Page(
            title: words("matters.stale.title"), status: 409, wide: audience == .office,
            scripts: audience == .office ? [.desk, .matter, .upload] : [.upload],
            help: audience == .office ? "conflict" : nil
        ) {
            """
            <h1>\(words("matters.stale.title"))</h1>
            <p class="lead">\(words("matters.stale.lead"))</p>
            <h2>\(words("matters.stale.since"))</h2>
            \(fields)
            \(steps.isEmpty ? "<p>\(words("matters.stale.quiet"))</p>" : Timeline(steps).html)
            \(texts)
            \(form)
            <p>\(ButtonLink(words("matters.stale.back"), to: back))</p>
            """
        }
    }

    private var form: HTML {
        isPossible
            ? """
            <h2>\(words("matters.stale.again"))</h2>
            \(MoveForm(
                telling: telling, move: move, matter: file.matter, action: action, answers: answers,
                isResident: audience == .resident))
            """
            : "<p>\(words("matters.stale.gone", ["move": words(move.text)]))</p>\(kept)"
    }

    /// What was written stays to be copied, even when it cannot be sent any more.
    private var kept: HTML {
        let written: [HTML] = move.asks.compactMap { ask in
            answers.given(ask.word.rawValue).map {
                #"<blockquote class="story" dir="auto">\#($0)</blockquote>"#
            }
        }
        return "\(written)"
    }

    // MARK: The difference

    /// Each field that is another now, as it was seen and as it is.
    private var fields: HTML? {
        guard audience == .office,
            let before = Matter(story: file.events.filter { $0.sequence <= seen })
        else { return nil }
        let rows = changes(before, file.matter).map { change -> [HTML] in
            [
                "\(change.name)", "<del>\(change.before)</del>", "<ins>\(change.after)</ins>",
            ]
        }
        guard !rows.isEmpty else { return nil }
        return Table(
            caption: words("matters.stale.fields"), captionHidden: true,
            columns: [
                .init(words("matters.stale.field")), .init(words("matters.stale.before")),
                .init(words("matters.stale.after")),
            ], rows: rows
        ).html
    }

    private func changes(
        _ before: Matter, _ after: Matter
    ) -> [(name: String, before: String, after: String)] {
        zip(values(before), values(after)).filter { $0.value != $1.value }.map { old, new in
            let none = words("matters.stale.none")
            return (words(old.name), old.value ?? none, new.value ?? none)
        }
    }

    private func values(_ matter: Matter) -> [(name: String, value: String?)] {
        [
            ("matters.order.stage", telling.stage(matter.stage, of: matter.kind)),
            ("matters.dossier.lead", telling.unit(matter.lead)),
            ("matters.dossier.raisedTo", telling.unit(matter.raisedTo)),
            ("matters.field.category", matter.category.map { telling.category($0) }),
            ("matters.input.urgency", words("matters.urgency.\(matter.urgency.rawValue)")),
            ("matters.input.route", matter.route.map { words("matters.route.\($0.rawValue)") }),
            ("matters.input.grade", matter.grade.map { words("matters.grade.\($0.rawValue)") }),
            ("matters.dossier.reviewOn", matter.reviewOn),
            ("matters.order.due", matter.nextClock.map { words.dateTime($0.due) }),
        ]
    }

    /// Where both wrote into the same field: the other's words and the reader's own, compared.
    private var texts: HTML? {
        guard audience == .office else { return nil }
        let parts: [HTML] = move.asks.compactMap { ask in
            guard let own = answers.given(ask.word.rawValue), let theirs = text(of: ask.word) else {
                return nil
            }
            let difference = TextDifference(from: theirs, to: own)
            let shown: HTML =
                difference.isAlike
                ? #"<blockquote class="story panel" dir="auto">\#(difference.parts.map(\.html))</blockquote>"#
                : """
                <p class="muted">\(words("matters.stale.theirs"))</p>
                <blockquote class="story panel" dir="auto">\(theirs)</blockquote>
                <p class="muted">\(words("matters.stale.yours"))</p>
                <blockquote class="story panel" dir="auto">\(own)</blockquote>
                """
            return "<h3>\(words("matters.input.\(ask.word.rawValue)"))</h3>\(shown)"
        }
        guard !parts.isEmpty else { return nil }
        return """
            <section><h2>\(words("matters.stale.compare"))</h2>
            <p class="hint">\(words("matters.stale.compareHint"))</p>\(parts)</section>
            """
    }

    /// What somebody wrote into the same field meanwhile.
    private func text(of word: InputWord) -> String? {
        for event in file.events.standing.reversed() where event.sequence > seen {
            for fact in event.facts {
                if let text = fact.text(of: word) { return text }
            }
        }
        return nil
    }
}

extension TextDifference.Part {
    fileprivate var html: HTML {
        switch self {
        case .both(let text): "\(text)"
        case .removed(let text): "<del>\(text)</del>"
        case .added(let text): "<ins>\(text)</ins>"
        }
    }
}

extension Fact {
    /// The words that stand in it, as they came from an input.
    fileprivate func text(of word: InputWord) -> String? {
        switch (self, word) {
        case (.answered(let text, _), .answer), (.noted(let text), .note), (.added(let text), .text),
            (.scopeProposed(let text), .explanation), (.archived(let text, _), .explanation),
            (.takenBack(_, let text, _), .reason), (.reasoned(let text), .reason):
            text
        default: nil
        }
    }
}
