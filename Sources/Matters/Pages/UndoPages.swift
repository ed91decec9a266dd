import Core
import Desk
import Markup
import Web

/// A step cannot be taken back any more, and why.
struct UndoRefusedPage {
    let words: Words
    let number: String
    let refusal: UndoRefusal

    var page: Page {
        Page(title: words("matters.undo.refused"), status: refusal.status, help: "matter") {
            """
            <h1>\(words("matters.undo.refused"))</h1>
            <p class="lead">\(refusal.sentence(words))</p>
            <p>\(ButtonLink(words("matters.stale.back"), to: MattersPath.matter(number)))</p>
            """
        }
    }
}

/// The matter is with somebody else now; for a while it can be had back.
struct HandedPage {
    let telling: Telling
    let number: String
    let step: Desk.LastStep

    var page: Page {
        let words = telling.words
        let move = telling.city.procedures[step.kind]?.move(step.move)
        let values: [String: any WordValue] = [
            "move": move.map { words($0.text) } ?? step.move,
            "until": words.clock(step.at + Undo.withinMilliseconds),
        ]
        return Page(title: words("matters.handed.title"), help: "matter") {
            """
            <h1>\(words("matters.handed.title"))</h1>
            <p class="lead">\(words("matters.handed.lead", ["number": number]))</p>
            <p>\(ButtonLink(words("matters.menu.workbench"), to: MattersPath.workbench, weight: .primary))</p>
            <section class="panel"><p>\(words("matters.undo.offer", values))</p>
            \(Form(
                post: MattersPath.undo(number), csrf: telling.visit.csrf, label: words("matters.undo.do"),
                content: """
                    \(Hidden(name: "version", value: String(step.version)))\
                    \(Button(words("matters.undo.do"), weight: .secondary, icon: "undo"))
                    """))
            </section>
            """
        }
    }
}
