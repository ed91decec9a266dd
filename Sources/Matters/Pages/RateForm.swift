import Core
import Markup
import Web

/// The two questions, each with two large buttons: solved? satisfied? With script the second tap sends;
/// without it, or by keyboard, the button below does. A "no" asks why, and may be sent without a word.
struct RateForm: Component {
    let telling: Telling
    let move: Move
    let matter: Matter
    let action: String
    let once: String
    var answers = FormAnswers()
    var errors: [FieldError] = []
    /// Whether the reader came for this from a message: then it is where they land.
    var isAsked = false

    /// Whether a move asks these two questions, and nothing that this form could not ask.
    static func fits(_ move: Move) -> Bool {
        let asked = Set(move.asks.map(\.word))
        return asked.isSuperset(of: [.solved, .satisfied])
            && asked.isSubset(of: [.solved, .satisfied, .why, .files])
    }

    private var words: Words { telling.words }

    var html: HTML {
        Form(
            post: action, csrf: telling.visit.csrf, id: "rate", classes: "rate", label: words(move.text),
            files: files != nil,
            content: """
                \(Hidden(name: "version", value: String(matter.version)))\(Hidden(name: "once", value: once))
                \(question(.solved, first: true))\(question(.satisfied, first: false))\(why)
                \(Button(words(move.text)))
                """
        ).html
    }

    private func question(_ word: InputWord, first: Bool) -> HTML {
        let name = word.rawValue
        let error = errors.message(for: name)
        let wrong: HTML? = error.map { #"<p class="error" id="\#(name)-error">\#($0)</p>"# }
        let choices: [HTML] = [("yes", "check"), ("no", "close")].map { value, icon in
            """
            <label class="tap tap-\(value)"><input type="radio" name="\(name)" value="\(value)" \
            id="\(name)-\(value)"\(attribute: "checked", if: answers[name] == value)\
            \(attribute: "autofocus", if: isAsked && first && value == "yes")>\
            <span>\(Icon(icon))\(words("matters.\(name).\(value)"))</span></label>
            """
        }
        return """
            <fieldset class="field\(error == nil ? "" : " wrong")" id="\(name)"\
            \(attribute: "aria-describedby", error == nil ? nil : "\(name)-error")>
            <legend>\(words("matters.ask.resident.\(name)"))</legend>\(wrong)
            <div class="taps">\(choices)</div>
            </fieldset>
            """
    }

    private var why: HTML? {
        guard move.asks.contains(where: { $0.word == .why }) else { return nil }
        let chips: [HTML] = ["notDone", "halfDone", "again", "rude", "silent"].map { name in
            #"<button type="button" class="chip">\#(words("matters.rate.chip.\(name)"))</button>"#
        }
        return """
            <div class="rate-why">
            <p class="cluster chips" hidden>\(chips)</p>
            \(TextArea(
                name: "why", label: words("matters.ask.resident.why") + words("web.form.optional"),
                value: answers["why"], hint: words("matters.hint.resident.why"),
                error: errors.message(for: "why"), rows: 3, limit: InputWord.why.maximumLength,
                limitNote: words("web.form.limit", ["count": InputWord.why.maximumLength])))
            \(files)</div>
            """
    }

    /// A photo that shows what is still wrong, where the move takes one.
    private var files: HTML? {
        guard move.asks.contains(where: { $0.word == .files }) else { return nil }
        return FileFields(
            telling: telling, move: move, label: words("matters.ask.files") + words("web.form.optional"),
            error: errors.message(for: "files")
        ).html
    }
}
