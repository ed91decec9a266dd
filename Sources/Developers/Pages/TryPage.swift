import Core
import Markup
import Web

/// Choosing a call, filling it in, and sending it from the browser.
///
/// Without script the page shows the command for a shell, and a link where the call only reads.
struct TryPage {
    let visit: Visit
    let reference: Reference
    /// The chosen operation; nil while none is chosen.
    let attempt: Attempt?

    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("developers.try"), wide: true, scripts: [.attempt], help: "developers.try") {
            """
            <h1>\(words("developers.try"))</h1>
            <p class="lead">\(words("developers.try.lead"))</p>
            \(chooser)
            \(attempt.map(form) ?? .empty)
            """
        }
    }

    private var chooser: HTML {
        let groups = reference.tags.map { tag in
            let key = "developers.tag.\(tag)"
            return Select.Group(
                words.holds(key) ? words(key) : tag,
                reference.operations.filter { $0.tag == tag }.map {
                    Choice(
                        value: $0.identifier,
                        label: "\($0.method.uppercased()) \($0.path.replacing("/api/v1", with: "")) · "
                            + words($0.summary))
                })
        }
        return Form(
            get: DevelopersPath.attempt, id: "choose", classes: "search",
            label: words("developers.try.which"),
            content: """
                \(Select(
                    name: "operation", label: words("developers.try.which"), groups: groups,
                    chosen: attempt?.operation.identifier))
                \(Button(words("developers.try.choose"), weight: .secondary))
                """
        ).html
    }

    private func form(_ attempt: Attempt) -> HTML {
        let operation = attempt.operation
        let may = operation.reads || visit.settings.demo
        let types = attempt.fields.map { "\($0.name)=\(kind($0.sort))" }.joined(separator: " ")
        return """
            <section class="panel" id="attempt" data-method="\(operation.method.uppercased())" \
            data-path="\(operation.path)" data-types="\(types)" \
            data-failed="\(words("developers.try.failed"))" \
            data-badjson="\(words("developers.try.badJSON"))" \
            data-session="\(visit.officer == nil ? "" : visit.csrf)">
            <h2>\(words(operation.summary))</h2>
            <p class="call"><span class="method \(operation.method)">\(operation.method.uppercased())</span> \
            <code>\(operation.path)</code> \
            \(Link(words("developers.try.described"), to: DevelopersPath.operation(operation.identifier)))</p>
            \(may ? .empty : Notice(.warning, "<p>\(words("developers.try.onlyDemo"))</p>").html)
            \(Form(
                get: DevelopersPath.attempt, label: words(operation.summary),
                content: """
                    \(Hidden(name: "operation", value: operation.identifier))
                    \(attempt.fields.map(field))
                    \(who(operation))
                    <div class="cluster">\(sendButton(may))\
                    \(Button(words("developers.try.command"), weight: .secondary))</div>
                    """))
            \(outcome(attempt))
            </section>
            """
    }

    private func sendButton(_ may: Bool) -> HTML {
        guard may else { return .empty }
        let text = words("developers.try.send")
        return #"<button type="button" class="button primary" id="send" hidden>\#(text)</button>"#
    }

    /// As whom it is sent. The token has no name: it is never part of an address.
    private func who(_ operation: Operation) -> HTML {
        guard operation.scopes != nil else { return "<p class=\"muted\">\(words("developers.try.open"))</p>" }
        let session: HTML =
            visit.officer.map { "<p>\(words("developers.try.session", ["name": words($0.name)]))</p>" }
            ?? .empty
        return """
            \(session)<div class="field" id="token-field" hidden>
            <label for="token">\(words("developers.try.token"))</label>
            <p class="hint" id="token-hint">\(words("developers.try.token.hint"))</p>
            <input type="password" id="token" autocomplete="off" aria-describedby="token-hint"></div>
            """
    }

    private func field(_ field: Attempt.Field) -> HTML {
        let answered = visit.query.has(field.name)
        let value = answered ? visit.query[field.name] : field.sample
        let label =
            field.label
            + (field.required ? "" : words("web.form.optional"))
        let hint = field.summary.map { words($0) }
        switch field.sort {
        case .text: return TextField(name: field.name, label: label, value: value, hint: hint).html
        case .number:
            return TextField(name: field.name, label: label, value: value, hint: hint, kind: .number).html
        case .flag:
            return choice(field, label, hint, ["true", "false"], value)
        case .oneOf(let values): return choice(field, label, hint, values, value)
        case .json:
            return TextArea(
                name: field.name, label: label, value: value,
                hint: hint ?? words("developers.try.json", ["sample": #"{"a":"b"}"#]),
                rows: 3
            ).html
        }
    }

    private func choice(
        _ field: Attempt.Field, _ label: String, _ hint: String?, _ values: [String], _ chosen: String
    ) -> HTML {
        Select(
            name: field.name, label: label, choices: values.map { Choice(value: $0, label: $0) },
            chosen: chosen, none: words("developers.try.none"), hint: hint
        ).html
    }

    /// The command for a shell; with a plain link where nothing is changed.
    private func outcome(_ attempt: Attempt) -> HTML {
        let operation = attempt.operation
        var values: [String: String] = [:]
        for field in attempt.fields {
            values[field.name] = visit.query.has(field.name) ? visit.query[field.name] : field.sample
        }
        let base = visit.settings.baseURL
        let command = operation.command(base, values: values, body: attempt.body(values))
        let address = operation.address("", values: values)
        let link: HTML =
            operation.reads && !address.contains("…")
            ? "<p id=\"plain\">\(Link(words("developers.try.plain"), to: address))</p>" : .empty
        return """
            <div id="outcome" role="status" tabindex="-1" hidden>
            <h3>\(words("developers.try.answer"))</h3>
            <p><strong id="outcome-status"></strong> <span id="outcome-time" class="muted"></span></p>
            <details><summary>\(words("developers.try.headers"))</summary>\
            <pre class="code" tabindex="0" id="outcome-headers"></pre></details>
            <pre class="code" tabindex="0" id="outcome-body"></pre></div>
            \(link)
            <div id="command">\(Code(command, label: words("developers.example.request")))</div>
            """
    }

    private func kind(_ sort: Attempt.Sort) -> String {
        switch sort {
        case .text, .oneOf: "text"
        case .number, .flag, .json: "json"
        }
    }
}
