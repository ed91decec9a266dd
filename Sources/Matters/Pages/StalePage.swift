import Core
import Markup
import Web

/// Somebody was faster: what happened since, and the form again with its answers, if it can still be sent.
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

    var page: Page {
        let words = telling.words
        let entries = Story(telling: telling, file: file, audience: audience, names: names).entries(
            after: seen)
        let steps = entries.map { $0.step(telling, .done) }
        let form: HTML =
            isPossible
            ? """
            <h2>\(words("matters.stale.again"))</h2>
            \(MoveForm(
                telling: telling, move: move, matter: file.matter, action: action, answers: answers,
                isResident: audience == .resident))
            """
            : "<p>\(words("matters.stale.gone", ["move": words(move.text)]))</p>\(kept)"
        return Page(title: words("matters.stale.title"), status: 409) {
            """
            <h1>\(words("matters.stale.title"))</h1>
            <p class="lead">\(words("matters.stale.lead"))</p>
            <h2>\(words("matters.stale.since"))</h2>
            \(steps.isEmpty ? "<p>\(words("matters.stale.quiet"))</p>" : Timeline(steps).html)
            \(form)
            <p>\(ButtonLink(words("matters.stale.back"), to: back))</p>
            """
        }
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
}
