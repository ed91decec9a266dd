import Core
import Desk
import Markup
import Web

/// What is suggested for a matter, with the buttons that do it: in the queue and on the matter's page.
struct AdviceView {
    let telling: TriageTelling
    let advice: Advice
    /// The version that was shown; nil where the row does not say.
    let version: Int
    /// Where the browser goes afterwards.
    let back: String?
    let mayConfirm: Bool

    private var words: Words { telling.words }

    var html: HTML {
        "\(refused)\(place)\(advice.suggestions.isEmpty ? none : choices)"
    }

    /// What another unit said no to is told first.
    private var refused: HTML? {
        if advice.refused.isEmpty { return nil }
        let units = advice.refused.map { telling.unit($0) as String }.joined(separator: " · ")
        let said = words("triage.returnedBy", ["units": units])
        return
            "<p>\(Tag(words("triage.returned"), tone: .warn)) \(said)</p>"
    }

    private var place: HTML? {
        advice.place.map { place in
            "<p>\(words("triage.placeFound", ["text": place.text, "area": telling.area(place.area)]))</p>"
        }
    }

    private var none: HTML {
        #"<p class="muted">\#(words("triage.noSuggestion"))</p>"#
    }

    private var choices: HTML {
        let items: [HTML] = advice.suggestions.enumerated().map { index, suggestion in
            "<li>\(line(suggestion))\(button(suggestion, index))</li>"
        }
        let list: HTML = "<ol class=\"stack\">\(items)</ol>"
        guard mayConfirm else { return list }
        return Form(
            post: TriagePath.confirm(advice.record.number), csrf: telling.visit.csrf,
            label: words("triage.confirmLabel", ["number": advice.record.number]),
            content: """
                \(Hidden(name: "version", value: String(version)))\
                \(back.map { Hidden(name: "back", value: $0) })\(list)
                """
        ).html
    }

    private func line(_ suggestion: Advice.Suggestion) -> HTML {
        let certainty = suggestion.probability.map { telling.certainty($0) }
        let given: HTML? = advice.isCategorised ? Tag(words("triage.given")).html : nil
        let why: HTML? = suggestion.unit.flatMap { unit in
            suggestion.rule.map { #"<br><span class="muted">\#(telling.why($0, unit: unit))</span>"# }
        }
        return "<p>\(telling.category(suggestion.category)) \(given)\(certainty)\(why)</p>"
    }

    private func button(_ suggestion: Advice.Suggestion, _ index: Int) -> HTML {
        guard let unit = suggestion.unit else {
            return #"<p class="muted">\#(words("triage.noUnit"))</p>"#
        }
        if !mayConfirm { return .empty }
        let text = words(
            advice.isCategorised ? "triage.dispatchTo" : "triage.confirmAs",
            [
                "place": index + 1, "category": telling.categoryName(suggestion.category) ?? "",
                "unit": telling.unit(unit),
            ])
        return Button(
            text, weight: index == 0 ? .primary : .secondary, name: "choice",
            value: "\(index + 1) \(suggestion.category) \(unit)"
        ).html
    }
}

/// On the matter's page at the desk: what is suggested for it, or what the program decided.
struct TriagePanel {
    let telling: TriageTelling
    /// Nil where it does not wait to be dispatched.
    let advice: Advice?
    let version: Int
    let decisions: [DecisionRecord]
    let mayConfirm: Bool

    private var words: Words { telling.words }

    var html: HTML? {
        let automatic = decisions.first { $0.isAutomatic }
        let hasAdvice = advice.map { !$0.suggestions.isEmpty || $0.place != nil } ?? false
        if automatic == nil, !hasAdvice { return nil }
        let view: HTML? = advice.map {
            AdviceView(
                telling: telling, advice: $0, version: version, back: TriagePath.matter($0.record.number),
                mayConfirm: mayConfirm
            ).html
        }
        return """
            <section class="panel stack"><h2>\(words("triage.panel"))</h2>
            \(automatic.map(told))\(hasAdvice ? view : nil)</section>
            """
    }

    private func told(_ decision: DecisionRecord) -> HTML {
        let rule = decision.rule.flatMap { DispatchCatalogue.Cell($0) }
        let why: HTML? = rule.map { "<br>\(telling.why($0, unit: decision.unit))" }
        let audit: HTML? = decision.audit.map { audit in
            let tag = Tag(
                words(audit.isRight ? "triage.verdict.right" : "triage.verdict.wrong"),
                tone: audit.isRight ? .good : .bad)
            return "<br>\(words("triage.audited")) \(tag)"
        }
        let said = words(
            "triage.automaticWas",
            [
                "category": telling.category(decision.category), "unit": telling.unit(decision.unit),
                "percent": telling.percent(Double(decision.probability) / 1000),
                "limit": telling.percent(Double(decision.threshold ?? 0) / 1000),
            ])
        let model: HTML? = decision.version.map { version in
            "<br><span class=\"muted\">\(words("triage.byModel", ["version": version]))</span>"
        }
        return """
            <p>\(Tag(words("triage.automaticTag"), tone: .accent)) \(telling.time(decision.at))<br>\
            \(said)\(why)\(model)\(audit)</p>
            """
    }
}
