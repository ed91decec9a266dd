import CityPack
import Core
import Markup
import Web

/// A kind of matter: its drawing, and the same in tables for those who cannot see it.
struct KindPage {
    let visit: Visit
    let procedure: Procedure
    let city: City
    private var words: Words { visit.words }
    private var kind: KindWords { KindWords(words: words) }

    var page: Page {
        let drawing =
            "/administration/kinds/\(procedure.kind)/drawing.svg?language=\(words.language.rawValue)"
        return Page(title: words(procedure.name), wide: true, help: "city-pack") {
            """
            <h1>\(words(procedure.name))</h1>
            \(AdministrationTabs(visit: visit, room: .pack))
            \(SummaryList([
                (words("administration.code"), "<code>\(procedure.kind)</code>"),
                (words("administration.kinds.version"), "\(procedure.version)"),
                (words("administration.kinds.prefix"), "\(procedure.prefix)"),
            ]))
            <h2>\(words("administration.kinds.drawing"))</h2>
            <div class="drawing" tabindex="0" role="region" \
            aria-label="\(words("administration.kinds.drawing"))">\
            <img src="\(drawing)" alt="\(words("administration.kinds.alt"))"></div>
            <p>\(Link(words("administration.kinds.open"), to: drawing))</p>
            <h2>\(words("administration.part.stages"))</h2>
            \(stages)
            <h2>\(words("administration.part.moves"))</h2>
            \(moves)
            <h2>\(words("administration.part.limits"))</h2>
            \(procedure.limits.isEmpty ? "<p>\(words("administration.pack.nothing"))</p>" : limits)
            <p>\(Link(words("administration.pack.back"), to: "/administration/pack"))</p>
            """
        }
    }

    private func stage(_ name: String) -> String {
        procedure.stage(name).map { words($0.text) } ?? name
    }

    private func list(_ names: [String]) -> String {
        names.joined(separator: words("administration.comma"))
    }

    private var stages: HTML {
        Table(
            caption: words("administration.part.stages"), captionHidden: true,
            columns: [
                .init(words("administration.name")), .init(kind.field("holder")), .init(kind.field("told")),
                .init(kind.field("closes")),
            ],
            rows: procedure.stages.map { stage in
                [
                    "\(words(stage.text))", "\(kind.word("holder", stage.holder.rawValue))",
                    "\(words(stage.told))",
                    "\(stage.closes.map { kind.word("outcome", $0.rawValue) } ?? "–")",
                ]
            }
        ).html
    }

    private var moves: HTML {
        Table(
            caption: words("administration.part.moves"), captionHidden: true,
            columns: [
                .init(words("administration.name")), .init(kind.field("from")), .init(kind.field("to")),
                .init(kind.field("by")), .init(kind.field("asks")), .init(kind.field("needs")),
                .init(kind.field("does")),
            ],
            rows: procedure.moves.map { move in
                let asks = move.asks.map { ask in
                    kind.word("ask", ask.word.rawValue)
                        + (ask.required ? "" : words("administration.kinds.optional"))
                }
                let itself = move.automatic ? words("administration.kinds.automatic") : ""
                return [
                    "\(words(move.text))", "\(list(move.from.map(stage)))",
                    "\(move.to.map(stage) ?? words("administration.kinds.stays"))",
                    "\(list(move.by.map(party)))\(itself)",
                    "\(list(asks))", "\(list(move.needs.map { kind.token($0.token, "guard") }))",
                    "\(list(move.does.map { kind.token($0.token, "effect") }))",
                ]
            }
        ).html
    }

    private func party(_ party: Party) -> String {
        switch party {
        case .resident: words("administration.party.resident")
        case .system: words("administration.party.system")
        case .role(let name): city.roles[name].map { words($0.text) } ?? name
        }
    }

    private var limits: HTML {
        Table(
            caption: words("administration.part.limits"), captionHidden: true,
            columns: [
                .init(words("administration.name")), .init(kind.field("span")), .init(kind.field("runs")),
                .init(kind.field("pauses")), .init(kind.field("atWarning")), .init(kind.field("atExpiry")),
            ],
            rows: procedure.limits.map { limit in
                let byUrgency: [HTML] = limit.spanByUrgency.sorted { $0.key < $1.key }.map { urgency, span in
                    "<div>\(words("administration.urgency.\(urgency)")): \(kind.span(span))</div>"
                }
                let warn = limit.warnAtPercent.map { "\($0) %" }
                let warning = [warn, limit.atWarning.map(move)].compactMap(\.self).joined(separator: " · ")
                return [
                    "\(words(limit.text))\(subject(of: limit))", "\(kind.span(limit.span))\(byUrgency)",
                    "\(list(limit.runs.map(stage)))", "\(list(limit.pauses.map(stage)))", "\(warning)",
                    "\(limit.atExpiry.map(move))",
                ]
            }
        ).html
    }

    /// What it counts for, where that is not the matter itself.
    private func subject(of limit: TimeLimit) -> HTML {
        if limit.subject == .matter { return "" }
        return
            "<div class=\"muted\">\(kind.field("for")): \(kind.word("subject", limit.subject.rawValue))</div>"
    }

    private func move(_ name: String) -> String { procedure.move(name).map { words($0.text) } ?? name }
}

/// The words of a pack's vocabulary in the reader's language.
struct KindWords {
    let words: Words

    /// A property: `holder`, `span.urgent`.
    func field(_ name: String) -> String {
        if name.hasPrefix("span."), let urgency = name.split(separator: ".").last {
            return "\(words("administration.field.span")) · \(words("administration.urgency.\(urgency)"))"
        }
        for part in ["sampling", "script", "returns"] where name.hasPrefix("\(part).") {
            return "\(words("administration.field.\(part)")) · \(name.dropFirst(part.count + 1))"
        }
        let key = "administration.field.\(name)"
        return words.holds(key) ? words(key) : name
    }

    /// One word of a vocabulary: a guard, an effect, an input.
    func word(_ vocabulary: String, _ word: String) -> String {
        let key = "administration.\(vocabulary).\(word)"
        return words.holds(key) ? words(key) : word
    }

    /// A word with its numbers, as a pack's content keeps it: `attempts:3:24`.
    func token(_ token: String, _ vocabulary: String) -> String {
        let parts = token.split(separator: ":").map(String.init)
        guard let first = parts.first else { return token }
        let text = word(vocabulary, first)
        guard parts.count > 1 else { return text }
        let details = parts.dropFirst().map(detail)
        return words(
            "administration.token",
            ["word": text, "details": details.joined(separator: words("administration.comma"))])
    }

    /// What a word takes: whom it is for, what is asked for, which route or grade; a number as it is.
    private func detail(_ text: String) -> String {
        let vocabulary = ["audience", "proposal", "route", "grade"].first { vocabulary in
            words.holds("administration.\(vocabulary).\(text)")
        }
        return vocabulary.map { word($0, text) } ?? text
    }

    /// The value of a property as it is kept.
    func value(_ value: String, of field: String) -> String {
        let vocabulary: String? =
            switch field {
            case "asks": "ask"
            case "needs": "guard"
            case "does": "effect"
            case "holder": "holder"
            case "closes": "outcome"
            case "sight": "sight"
            case "powers": "power"
            case "for": "subject"
            case "leaf", "automatic", "first", "public": "answer"
            case "day": "day"
            default: nil
            }
        if value.isEmpty { return words("administration.pack.nothing") }
        guard let vocabulary else { return value }
        return value.split(separator: " ").map { part in
            let optional = part.hasSuffix("?")
            let text = token(String(optional ? part.dropLast() : part), vocabulary)
            return optional ? text + words("administration.kinds.optional") : text
        }.joined(separator: words("administration.comma"))
    }

    /// `5 working days`.
    func span(_ span: Span) -> String {
        let text = span.description
        let count = Int(text.prefix { $0.isNumber }) ?? 0
        let unit = String(text.drop { $0.isNumber })
        let key = "administration.span.\(unit)"
        return words.holds("\(key).other") ? words.plural(key, count) : text
    }
}
