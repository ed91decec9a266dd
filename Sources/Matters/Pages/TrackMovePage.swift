import Core
import Desk
import Markup
import Web

/// One move of the resident on a page of its own: to write, or to be asked once more before the end.
struct TrackMovePage {
    let telling: Telling
    let file: MatterFile
    let token: String
    let move: Move
    /// A key under which the form is done once.
    var once = ""
    var answers = FormAnswers()
    var errors: [FieldError] = []

    var page: Page {
        let words = telling.words
        let procedure = telling.city.procedures[file.matter.kind]
        let end = move.to.flatMap { procedure?.stage($0) }.flatMap { $0.closes == nil ? nil : $0 }
        let warning: HTML? = end.map { stage in
            Notice(.warning, "<p>\(words("matters.track.ends", ["stage": words(stage.text)]))</p>").html
        }
        return Page(
            title: words(move.text), status: errors.isEmpty ? 200 : 422, scripts: [.upload], help: "track"
        ) {
            """
            <p><a href="\(MattersPath.track(token))">\(words("matters.track.back"))</a></p>
            <h1>\(words(move.text))</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            <p class="lead"><bdi>\(file.record.title)</bdi> · \(file.matter.number)</p>\(warning)
            \(MoveForm(
                telling: telling, move: move, matter: file.matter, action: MattersPath.track(token, move),
                answers: answers, errors: errors, isResident: true, once: once))
            """
        }
    }
}
