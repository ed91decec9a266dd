import Core
import Desk
import Markup
import Web

/// One move of an officer on a page of its own, made from what the move asks.
struct MovePage {
    let telling: Telling
    let file: MatterFile
    let move: Move
    var answers = FormAnswers()
    var errors: [FieldError] = []
    var status: Int?
    var names: [Int64: String] = [:]

    var page: Page {
        let words = telling.words
        let path = MattersPath.matter(file.matter.number)
        return Page(
            title: "\(words(move.text)) \(file.matter.number)",
            status: status ?? (errors.isEmpty ? 200 : 422),
            scripts: [.desk, .matter, .upload], help: "matter"
        ) {
            """
            <p><a href="\(path)">\(words("matters.move.back", ["number": file.matter.number]))</a></p>
            <h1>\(words(move.text))</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(MatterNews(words: words, matter: file.matter))
            <p class="lead"><bdi>\(file.record.title)</bdi></p>
            \(Recall(telling: telling, file: file, move: move))
            \(MoveForm(
                telling: telling, move: move, matter: file.matter,
                action: MattersPath.move(file.matter.number, move),
                answers: answers, errors: errors, record: file.record))
            \(Outlook(telling: telling, matter: file.matter, move: move))
            \(beside)
            \(DeskTools(telling: telling, number: file.matter.number))
            """
        }
    }
}

extension MovePage {
    /// What goes on where the move belongs, to be read beside its form.
    private var beside: HTML? {
        let beside = Beside(telling: telling, file: file, moves: [], names: names)
        guard let place = BesidePlace(move), beside.places.contains(place) else { return nil }
        return #"<div class="matter">\#(beside.panel(place))</div>"#
    }
}

/// What a move will cause if it is made now.
struct Outlook: Component {
    let telling: Telling
    let matter: Matter
    let move: Move
    /// One quiet line instead of a list.
    var isShort = false

    private var words: Words { telling.words }

    var html: HTML {
        guard let outlook = preview(move, on: matter, in: telling.city, at: telling.now) else {
            return .empty
        }
        let lines = lines(outlook)
        if isShort { return #"<p class="hint">\#(lines.joined(separator: " · "))</p>"# }
        let items: [HTML] = lines.map { "<li>\($0)</li>" }
        return """
            <div class="outlook"><p class="muted">\(words("matters.outlook"))</p>
            <ul>\(items)\(told)</ul></div>
            """
    }

    private func lines(_ outlook: MoveOutlook) -> [String] {
        var lines: [String] = []
        let stage = telling.stage(outlook.stage, of: matter.kind)
        if outlook.stage != matter.stage {
            lines.append(words(isShort ? "matters.outlook.to" : "matters.move.leads", ["stage": stage]))
        } else if !isShort {
            lines.append(words("matters.outlook.stays", ["stage": stage]))
        }
        lines += outlook.clocks.compactMap { clock($0, outlook.open) }
        if !outlook.told.isEmpty {
            let who = outlook.told.map { words("matters.audience.\($0.rawValue)") }
            lines.append(
                words("matters.outlook.told", ["who": who.joined(separator: words("matters.list.between"))]))
        }
        if isShort, lines.isEmpty { lines.append(words("matters.move.internal")) }
        return lines
    }

    private func clock(_ change: MoveOutlook.ClockChange, _ open: [InputWord]) -> String? {
        let name = telling.city.procedures[matter.kind]?.limit(change.limit).map { words($0.text) }
        let limit = name ?? change.limit
        switch change {
        case .runs(_, let due):
            let text = words(
                "matters.outlook.runs", ["limit": limit, "due": words.near(due, now: telling.now)])
            return open.isEmpty ? text : text + words("matters.outlook.open")
        case .pauses: return words("matters.outlook.pauses", ["limit": limit])
        case .ends: return isShort ? nil : words("matters.outlook.ends", ["limit": limit])
        }
    }

    /// Whether the resident reads about it.
    private var told: HTML {
        move.told.map { "<li>\(words("matters.move.told", ["text": words($0)]))</li>" }
            ?? "<li>\(words("matters.move.internal"))</li>"
    }
}

/// What was said last about the very thing that is to be done now: the answer that did not content the
/// resident, the reason why a unit returned it.
struct Recall: Component {
    let telling: Telling
    let file: MatterFile
    let move: Move

    private var words: Words { telling.words }

    var html: HTML {
        if move.does.contains(.answer) { return refused ?? .empty }
        if move.does.contains(.dispatch) { return returned ?? .empty }
        return .empty
    }

    private var refused: HTML? {
        let standing = file.events.standing
        guard let no = standing.lastIndex(where: { $0.facts.contains(where: \.isNo) }) else { return nil }
        let answer = standing[..<no].last { $0.facts.contains(where: \.isAnswer) }
        // A newer answer stands already.
        guard !standing[no...].contains(where: { $0.facts.contains(where: \.isAnswer) }) else { return nil }
        var parts: [HTML] = []
        for case .rated(let solved, _, let why) in standing[no].facts {
            let key = solved ? "matters.round.unsatisfied" : "matters.round.unsolved"
            parts.append("<p><strong>\(words(key))</strong> · \(telling.time(standing[no].at))</p>")
            if let why { parts.append(quote(why)) }
        }
        for case .answered(let text, _) in answer?.facts ?? [] {
            parts.append(Fold(words("matters.recall.answer"), quote(text)).html)
        }
        return Notice(.warning, "<p>\(words("matters.recall.no"))</p>\(parts)").html
    }

    private var returned: HTML? {
        for event in file.events.standing.reversed() {
            for fact in event.facts {
                if case .dispatched = fact { return nil }
                if case .takenBack(let unit, let reason, let cause) = fact {
                    let who = telling.unit(unit) ?? ""
                    return Notice(
                        .warning,
                        """
                        <p>\(words("matters.recall.returned", ["unit": who]))
                        \(cause.map { telling.returnReason($0) })</p>\(quote(reason))
                        """
                    ).html
                }
            }
        }
        return nil
    }

    private func quote(_ text: String) -> HTML {
        #"<blockquote class="story" dir="auto">\#(text)</blockquote>"#
    }
}

extension Fact {
    fileprivate var isNo: Bool {
        if case .rated(let solved, let satisfied, _) = self { !(solved && satisfied) } else { false }
    }

    fileprivate var isAnswer: Bool { if case .answered = self { true } else { false } }
}
