import Core
import Markup
import Web

/// Asking for a model at once, and what became of those that were asked for.
struct TrainingView {
    let telling: TriageTelling
    let trainings: [TrainingRecord]
    let mayTrain: Bool
    var reason = ""
    var errors: [FieldError] = []

    private var words: Words { telling.words }
    private var isBusy: Bool { trainings.first?.isOpen == true }

    var html: HTML? {
        if !mayTrain && trainings.isEmpty { return nil }
        return """
            <section class="panel stack" id="train"><h2>\(words("triage.train.title"))</h2>
            \(isBusy ? Notice(.info, live: true, "<p>\(words("triage.train.busy"))</p>").html : form)
            \(trainings.isEmpty ? nil : list)</section>
            """
    }

    private var form: HTML? {
        guard mayTrain else { return nil }
        return Form(
            post: TriagePath.train, csrf: telling.visit.csrf, label: words("triage.train.title"),
            content: """
                <p class="hint">\(words("triage.train.hint"))</p>
                \(TextField(
                    name: "reason", label: words("triage.reason"), value: reason,
                    error: errors.message(for: "reason"), limit: 500))
                \(Button(words("triage.train.do")))
                """
        ).html
    }

    private var list: HTML {
        let items: [HTML] = trainings.map { training in
            let by = words(
                "triage.train.by",
                ["name": telling.person(training.person), "reason": training.why])
            return """
                <li>\(telling.time(training.askedAt)) · \(by)<br>\(state(training)) \(became(training))</li>
                """
        }
        return "<ul>\(items)</ul>"
    }

    private func state(_ training: TrainingRecord) -> Tag {
        let tone: Tag.Tone =
            switch training.state {
            case .asked, .running: .accent
            case .made: .good
            case .refused: .warn
            case .broken: .bad
            }
        return Tag(words("triage.train.state.\(training.state.rawValue)"), tone: tone)
    }

    private func became(_ training: TrainingRecord) -> HTML? {
        if let version = training.version {
            return Link(
                words("triage.models.version", ["version": version]), to: TriagePath.model(version)
            ).html
        }
        guard training.state == .refused else { return nil }
        if let have = training.have, let need = training.need {
            return "\(words("triage.refused.tooLittle", ["have": have, "need": need]))"
        }
        return "\(words("triage.refused.busy"))"
    }
}
