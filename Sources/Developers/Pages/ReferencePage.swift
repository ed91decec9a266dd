import Core
import Markup
import Web

/// The whole description of the API, rendered from the operations themselves.
struct ReferencePage {
    let visit: Visit
    let reference: Reference

    private var words: Words { visit.words }
    private var asked: String { visit.query["q"] }

    var page: Page {
        let found = reference.found(asked, words)
        return Page(title: words("developers.reference"), personal: false, wide: true, help: "developers.api")
        {
            """
            <h1>\(words("developers.reference"))</h1>
            <p class="lead">\(words("developers.reference.lead"))</p>
            <p class="cluster">\(Link(words("developers.machine"), to: "/openapi.json"))\
            \(Link(words("developers.title"), to: DevelopersPath.home))</p>
            \(Search(visit: visit, asked: asked).html)
            \(found.isEmpty ? nothing : body(found))
            """
        }
    }

    private var nothing: HTML {
        EmptyState(
            title: words("developers.nothing"), text: words("developers.nothing.why"),
            action: "\(ButtonLink(words("developers.all"), to: DevelopersPath.reference, weight: .secondary))"
        ).html
    }

    private func body(_ found: [Operation]) -> HTML {
        let groups: [HTML] = reference.tags.compactMap { tag in
            let own = found.filter { $0.tag == tag }
            guard !own.isEmpty else { return nil }
            let views: [HTML] = own.map {
                OperationView(operation: $0, reference: reference, visit: visit).html
            }
            return #"<h2 id="tag-\#(tag)">\#(title(tag))</h2>\#(views)"#
        }
        let shapes: [HTML] = Array(shapesUsed(found)).sorted().compactMap { name in
            reference.shapes[name].map { shape(name, $0) }
        }
        let heading: HTML = shapes.isEmpty ? .empty : #"<h2 id="shapes">\#(words("developers.shapes"))</h2>"#
        return """
            <div class="columns reference"><div>\(groups)\(heading)\(shapes)</div>
            <aside>\(contents(found))</aside></div>
            """
    }

    /// A slice's name is a word of its own where we have one.
    private func title(_ tag: String) -> String {
        words.holds("developers.tag.\(tag)") ? words("developers.tag.\(tag)") : tag
    }

    private func contents(_ found: [Operation]) -> HTML {
        let lines: [HTML] = found.map { operation in
            """
            <li><a href="#\(operation.identifier)">\(words(operation.summary))</a></li>
            """
        }
        return """
            <nav class="contents" aria-label="\(words("developers.contents"))">
            <h2>\(words("developers.contents"))</h2><ul>\(lines)\
            <li><a href="#shapes">\(words("developers.shapes"))</a></li></ul></nav>
            """
    }

    private func shape(_ name: String, _ schema: Schema) -> HTML {
        let table = ShapeTable(
            rows: schema.rows(), caption: words("developers.shape", ["name": name]),
            linked: Set(reference.shapes.keys), words: words, asked: false)
        return """
            <section class="panel" id="shape-\(name)"><h3><code>\(name)</code></h3>\(table.html)</section>
            """
    }

    private func shapesUsed(_ found: [Operation]) -> Set<String> {
        var shapes: [String: Schema] = [:]
        for operation in found {
            for case let schema? in [operation.request] + operation.responses.values {
                schema.collectShapes(into: &shapes)
            }
        }
        return Set(shapes.keys)
    }
}

/// One operation: what it is for, what it takes, what it answers, how it refuses, how it is called.
struct OperationView {
    let operation: Operation
    let reference: Reference
    let visit: Visit

    private var words: Words { visit.words }

    var html: HTML {
        """
        <section class="panel operation" id="\(operation.identifier)">
        <h3>\(words(operation.summary))</h3>
        <p class="call"><span class="method \(operation.method)">\(operation.method.uppercased())</span> \
        <code>\(operation.path)</code></p>
        <p>\(words("developers.access")): \(Access(operation.scopes, words).html) \
        \(Link(words("developers.tryIt"), to: DevelopersPath.attempt(operation.identifier)))</p>
        \(parameters)\(request)\(answer)\(refusals)
        </section>
        """
    }

    private var parameters: HTML {
        guard !operation.parameters.isEmpty else { return .empty }
        let cells: [[HTML]] = operation.parameters.map { parameter in
            let row = SchemaRow(
                path: parameter.name, sort: parameter.schema.sort(expanding: true),
                required: parameter.required)
            let need = words(
                parameter.required ? "developers.shape.required" : "developers.shape.optional")
            return [
                "<code>\(parameter.name)</code>", "\(words("developers.place.\(parameter.place.rawValue)"))",
                "\(words(parameter.summary)) <span class=\"muted\">\(shortSort(row))</span>", "\(need)",
            ]
        }
        return Table(
            caption: words("developers.parameters"),
            columns: [
                .init(words("developers.shape.field")), .init(words("developers.place")),
                .init(words("developers.what")), .init(words("developers.shape.need")),
            ], rows: cells
        ).html
    }

    /// A choice or a bound that helps whoever fills it in; nothing for plain texts.
    private func shortSort(_ row: SchemaRow) -> HTML {
        switch row.sort {
        case .oneOf(let values): "\(values.map { "<code>\($0)</code> " as HTML })"
        case .wholeBetween(let least, let most):
            "\(words("developers.sort.wholeBetween", ["least": least, "most": most]))"
        case .flag: "<code>true</code> <code>false</code>"
        case .time: "\(words("developers.sort.time"))"
        case .text, .limited, .pattern, .whole, .number, .numberBetween, .list, .fields, .map, .shape: .empty
        }
    }

    private var request: HTML {
        let command = Code(
            operation.command(visit.settings.baseURL), label: words("developers.example.request"))
        guard let schema = operation.request else { return command.html }
        let table = ShapeTable(
            rows: schema.rows(expanding: true), caption: words("developers.body"),
            linked: Set(reference.shapes.keys), words: words, asked: true)
        return "\(table.html)\(command)"
    }

    private var answer: HTML {
        guard let (status, schema) = operation.answer else { return .empty }
        guard let schema else {
            return "<p>\(words("developers.answer.empty", ["status": String(status)]))</p>"
        }
        let own = operation.answerExample
        let example = own ?? schema.sample(shapes: reference.shapes).written
        let label = words(
            own == nil ? "developers.example.shape" : "developers.example.answer", ["status": String(status)])
        let table = ShapeTable(
            rows: schema.bare.rows(), caption: words("developers.answer"),
            linked: Set(reference.shapes.keys), words: words, asked: false)
        return """
            \(Code(JSONValue.spread(example), label: label))
            <details><summary>\(words("developers.answer"))</summary>\(table.html)</details>
            """
    }

    private var refusals: HTML {
        guard !operation.refusals.isEmpty else { return .empty }
        let lines: [HTML] = operation.refusals.sorted().map { status in
            "<li><strong>\(status)</strong> \(words("developers.status.\(status)"))</li>"
        }
        return """
            <details><summary>\(words("developers.refusals"))</summary><ul>\(lines)</ul>
            <p>\(Link(words("developers.refusals.more"), to: DevelopersPath.guide("errors")))</p></details>
            """
    }
}
