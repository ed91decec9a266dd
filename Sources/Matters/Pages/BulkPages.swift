import Core
import Desk
import Markup
import Web

/// Which of the ticked matters the move could be made on, and what would be refused, before anything is done.
struct BulkPreviewPage {
    let telling: Telling
    let move: Move
    let lines: [Line]
    /// The question of the list in which they were ticked.
    var list = ""
    var answers = FormAnswers()
    var errors: [FieldError] = []

    /// One ticked matter.
    struct Line: Sendable {
        let number: String
        let title: String
        let version: Int
        /// Why it would be refused; nil when it can be done.
        let refusal: String?
    }

    private var words: Words { telling.words }
    private var possible: [Line] { lines.filter { $0.refusal == nil } }

    var page: Page {
        Page(
            title: words("matters.bulk.title"), status: errors.isEmpty ? 200 : 422, wide: true,
            scripts: [.desk], help: "several"
        ) {
            """
            <h1>\(words("matters.bulk.heading", ["move": words(move.text)]))</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            <p class="lead">\
            \(words("matters.bulk.count", ["possible": possible.count, "all": lines.count]))</p>
            \(Table(
                caption: words("matters.bulk.table"), captionHidden: true,
                columns: [
                    .init(words("matters.bulk.number")), .init(words("matters.list.title")),
                    .init(words("matters.bulk.outcome")),
                ],
                rows: lines.map(row)))
            \(form)
            <p>\(Link(words("matters.bulk.back"), to: MattersPath.list + list))</p>
            """
        }
    }

    private func row(_ line: Line) -> [HTML] {
        [
            "\(Link(line.number, to: MattersPath.matter(line.number)))", "<bdi>\(line.title)</bdi>",
            line.refusal.map { "\(Tag(words("matters.bulk.no"), tone: .bad)) \($0)" }
                ?? "\(Tag(words("matters.bulk.yes"), tone: .good))",
        ]
    }

    private var form: HTML? {
        guard !possible.isEmpty else { return nil }
        let hidden: [HTML] = possible.map { line in
            """
            \(Hidden(name: "number", value: line.number))\
            \(Hidden(name: "version-\(line.number)", value: String(line.version)))
            """
        }
        let fields: [HTML] = move.asks.map(field)
        return Form(
            post: MattersPath.bulk, csrf: telling.visit.csrf, classes: "panel", label: words(move.text),
            content: """
                \(Hidden(name: "move", value: move.name))\(Hidden(name: "step", value: "do"))\
                \(Hidden(name: "list", value: list))\(hidden)\
                \(fields)
                \(Button(words("matters.bulk.do", ["move": words(move.text), "count": possible.count])))
                """
        ).html
    }

    private func field(_ ask: Move.Ask) -> HTML {
        let name = ask.word.rawValue
        let label = words("matters.ask.\(name)") + (ask.required ? "" : words("web.form.optional"))
        if ask.word == .unit {
            return Select(
                name: name, label: label, groups: telling.unitGroups, chosen: answers.given(name),
                none: words("matters.choose"), error: errors.message(for: name)
            ).html
        }
        if ask.word == .cause {
            return Select(
                name: name, label: label, choices: telling.returnReasons, chosen: answers.given(name),
                none: words("matters.choose"), error: errors.message(for: name)
            ).html
        }
        guard BulkMove.inputs.contains(ask.word) else { return .empty }
        return TextArea(
            name: name, label: label, value: answers[name], error: errors.message(for: name), rows: 3,
            limit: ask.word.maximumLength,
            limitNote: words("web.form.limit", ["count": ask.word.maximumLength])
        ).html
    }
}

/// Which moves can be made on several matters at once.
enum BulkMove {
    /// The inputs that mean the same for each of them.
    static let inputs: Set<InputWord> = [.reason, .cause, .unit, .note, .matter]

    /// Nobody speaks for residents, shows contacts or ends matters by the dozen.
    static func isSuitable(_ move: Move, in procedure: Procedure) -> Bool {
        !move.automatic && !move.speaksForResident && !move.does.contains(.revealContact)
            && !MoveOrder.ends(move, in: procedure)
            && move.asks.allSatisfy { !$0.required || inputs.contains($0.word) }
    }

    /// The moves of all kinds that holders of the posts may make, each name once.
    static func moves(of posts: [Post], in city: City) -> [Move] {
        let parties = Set(posts.map { Party.role($0.role) })
        var seen: Set<String> = []
        return city.procedures.values.sorted { $0.kind < $1.kind }.flatMap { procedure in
            procedure.moves.filter { isSuitable($0, in: procedure) && !parties.isDisjoint(with: $0.by) }
        }.filter { seen.insert($0.name).inserted }
    }
}

/// What became of each.
struct BulkResultPage {
    let telling: Telling
    let move: Move
    let results: [Result]
    /// The question of the list in which they were ticked.
    var list = ""

    /// One matter: done, or why not.
    struct Result: Sendable {
        let number: String
        let refusal: String?
        /// The version it has now; nil where nothing was done.
        var version: Int?
        var canBeUndone = false
    }

    var page: Page {
        let words = telling.words
        let done = results.count { $0.refusal == nil }
        return Page(title: words("matters.bulk.doneTitle"), wide: true, scripts: [.desk], help: "several") {
            """
            <h1>\(words("matters.bulk.doneTitle"))</h1>
            <p class="lead">\(words("matters.bulk.doneCount", [
                "move": words(move.text), "done": done, "all": results.count,
            ]))</p>
            \(Table(
                caption: words("matters.bulk.table"), captionHidden: true,
                columns: [.init(words("matters.bulk.number")), .init(words("matters.bulk.outcome"))],
                rows: results.map(row)))
            <p class="cluster">\(ButtonLink(words("matters.bulk.back"), to: MattersPath.list + list))
            \(ButtonLink(words("matters.bench.title"), to: MattersPath.workbench))</p>
            """
        }
    }

    private func row(_ result: Result) -> [HTML] {
        let words = telling.words
        let outcome: HTML =
            result.refusal.map { "\(Tag(words("matters.bulk.no"), tone: .bad)) \($0)" }
            ?? "\(Tag(words("matters.bulk.done"), tone: .good))\(undo(result))"
        return ["\(Link(result.number, to: MattersPath.matter(result.number)))", outcome]
    }

    /// Taking back what was just done, one by one.
    private func undo(_ result: Result) -> HTML? {
        guard result.canBeUndone, let version = result.version else { return nil }
        return Form(
            post: MattersPath.undo(result.number), csrf: telling.visit.csrf, classes: "undo-one",
            content: """
                \(Hidden(name: "version", value: String(version)))\
                \(Button(telling.words("matters.bulk.undo", ["number": result.number]), weight: .secondary))
                """
        ).html
    }
}
