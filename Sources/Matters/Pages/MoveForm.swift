import Core
import Desk
import Markup
import Web

/// The form of one move, made from what the move asks.
struct MoveForm: Component {
    let telling: Telling
    let move: Move
    let matter: Matter
    /// Where it is sent to.
    let action: String
    var answers = FormAnswers()
    var errors: [FieldError] = []
    var isResident = false
    /// A key under which a resident's form is done once, also when it waited for the network.
    var once: String?
    /// Whether it is the one thing to do next, and not something that may be done beside it.
    var isMain = true
    /// The version that the reader saw.
    var version: Int?
    /// For officers: what fills the blanks of replies.
    var record: MatterRecord?

    var words: Words { telling.words }

    /// Whether it ends the matter: then the button says so by its looks.
    private var weight: Weight {
        let closes = move.to.flatMap { telling.city.procedures[matter.kind]?.stage($0)?.closes }
        return closes != nil ? .danger : isMain ? .primary : .secondary
    }

    var html: HTML {
        let fields: [HTML] = move.asks.map(field)
        let form = Form(
            post: action, csrf: telling.visit.csrf,
            draft: isResident ? nil : "\(matter.number)-\(move.name)", label: words(move.text),
            files: move.asks.contains { $0.word == .files },
            content: """
                \(Hidden(name: "version", value: String(version ?? matter.version)))\
                \(once.map { Hidden(name: "once", value: $0) })\(fields)
                \(Button(words(move.text), weight: weight))
                """)
        guard let record, !isResident else { return form.html }
        return """
            <div class="move" data-people="\(MattersPath.people(matter.number))" \
            data-suggested="\(words("matters.mention.suggested", ["names": "{names}"]))">
            \(replies(record))
            \(form)
            </div>
            """
    }

    /// Ready-made beginnings are written for residents; what colleagues answer each other has none.
    private func replies(_ record: MatterRecord) -> HTML? {
        guard BesidePlace(move) == nil else { return nil }
        return ReplyChoice(
            telling: telling, move: move, matter: matter, record: record, action: action
        ).html
    }

    func label(_ ask: Move.Ask) -> String {
        let own = "matters.ask.resident.\(ask.word.rawValue)"
        let key = isResident && words.holds(own) ? own : besideKey("ask", ask.word)
        let label = words(key ?? "matters.ask.\(ask.word.rawValue)")
        return ask.required ? label : label + words("web.form.optional")
    }

    private func field(_ ask: Move.Ask) -> HTML {
        let name = ask.word.rawValue
        let value = answers[name]
        let error = errors.message(for: name)
        switch ask.word {
        case .category:
            return Select(
                name: name, label: label(ask), groups: telling.categoryGroups,
                chosen: answers.given(name) ?? matter.category, none: words("matters.choose"), error: error
            ).html
        case .unit: return unitField(ask, error)
        case .reason, .answer, .explanation, .why, .note, .text, .task, .demand, .plan, .position, .agreement:
            return TextArea(
                name: name, label: label(ask), value: value, hint: hint(ask.word), error: error,
                rows: ask.word.maximumLength > 1000 ? 6 : 3, limit: ask.word.maximumLength,
                limitNote: words("web.form.limit", ["count": ask.word.maximumLength])
            ).html
        case .solved, .satisfied:
            let choices = ["yes", "no"].map { Choice(value: $0, label: words("matters.\(name).\($0)")) }
            return Radios(
                name: name, legend: label(ask), choices: choices, chosen: value, error: error, inline: true
            ).html
        case .attempt: return few(telling.choices(CallBackResult.self, "attempt"), ask, error)
        case .route: return few(telling.choices(Route.self, "route"), ask, error)
        case .grade: return few(telling.choices(Grade.self, "grade"), ask, error)
        case .urgency: return few(telling.choices(Urgency.self, "urgency"), ask, error)
        case .matter:
            return TextField(
                name: name, label: label(ask), value: value, hint: hint(ask.word), error: error, limit: 64
            ).html
        case .files: return FileFields(telling: telling, move: move, label: label(ask), error: error).html
        case .part: return partField(ask, error)
        case .party: return partyField(ask, error)
        case .partyKind: return few(telling.choices(PartyKind.self, "partyKind"), ask, error)
        case .session: return few(telling.choices(SessionKind.self, "session"), ask, error)
        case .way: return few(telling.choices(ContactWay.self, "way"), ask, error)
        case .sharpness:
            let choices = (1...5).map { Choice(value: String($0), label: words("matters.sharpness.\($0)")) }
            return few(choices, ask, error)
        case .accepts:
            let choices = ["yes", "no"].map { Choice(value: $0, label: words("matters.\(name).\($0)")) }
            return Radios(
                name: name, legend: label(ask), choices: choices, chosen: value, error: error, inline: true
            ).html
        case .checks: return checklist(ask, error)
        case .cause:
            return Select(
                name: name, label: label(ask), choices: telling.returnReasons, chosen: answers.given(name),
                none: words("matters.choose"), error: error
            ).html
        case .reviewOn, .until:
            return TextField(
                name: name, label: label(ask), value: value, hint: hint(ask.word), error: error, kind: .date
            ).html
        }
    }

    /// Every item with a yes or a no, so that none is passed over.
    private func checklist(_ ask: Move.Ask, _ error: String?) -> HTML {
        let items = telling.city.procedures[matter.kind]?.checklist ?? []
        let asked: [HTML] = items.map { item in
            let name = "checks-\(item.name)"
            let choices = ["yes", "no"].map { Choice(value: $0, label: words("matters.checks.\($0)")) }
            return Radios(
                name: name, legend: words(item.text), choices: choices, chosen: answers.given(name),
                error: answers.given(name) == nil ? error : nil, inline: true
            ).html
        }
        return #"<section class="panel" id="checks"><h2>\#(label(ask))</h2>\#(asked)</section>"#
    }

    func few(_ choices: [Choice], _ ask: Move.Ask, _ error: String?) -> HTML {
        let name = ask.word.rawValue
        if ask.required {
            return Radios(
                name: name, legend: label(ask), choices: choices, chosen: answers.given(name),
                hint: hint(ask.word), error: error
            ).html
        }
        return Select(
            name: name, label: label(ask), choices: choices, chosen: answers.given(name),
            none: words("matters.unchanged"), error: error
        ).html
    }

    /// The unit that the dispatch catalogue names stands chosen, and it says why.
    private func unitField(_ ask: Move.Ask, _ error: String?) -> HTML {
        let suggested = matter.category.flatMap { category in
            telling.city.dispatch.unit(for: category, at: matter.area, in: telling.city.catalogue)
        }
        let why = suggested.map { unit in
            words(
                "matters.suggestion",
                [
                    "unit": telling.unit(unit), "area": telling.area(matter.area),
                    "category": matter.category.map { telling.category($0) } ?? "",
                ])
        }
        return Select(
            name: ask.word.rawValue, label: label(ask), groups: telling.unitGroups,
            chosen: answers.given(ask.word.rawValue) ?? suggested?.text, none: words("matters.choose"),
            hint: why,
            error: error
        ).html
    }

    private func hint(_ word: InputWord) -> String? {
        if isResident {
            let key = "matters.hint.resident.\(word.rawValue)"
            return words.holds(key) ? words(key) : nil
        }
        let key = besideKey("hint", word) ?? "matters.hint.\(word.rawValue)"
        return words.holds(key) ? words(key) : nil
    }
}

/// Which move is the next thing to do, from what the moves do – never from what they are called.
enum MoveOrder {
    /// The moves in the order in which they stand on a page; the first is the main one when it leads on.
    static func sorted(_ moves: [Move], in procedure: Procedure?) -> [Move] {
        moves.enumerated().sorted { left, right in
            (weight(left.element, procedure), left.offset) < (weight(right.element, procedure), right.offset)
        }.map(\.element)
    }

    /// The move that is offered first and largest; nil when nothing leads on.
    static func main(_ moves: [Move], in procedure: Procedure?) -> Move? {
        sorted(moves, in: procedure).first { weight($0, procedure) < 60 }
    }

    /// What else may be done, what ends the matter last.
    static func others(_ moves: [Move], than main: Move?, in procedure: Procedure?) -> [Move] {
        let rest = sorted(moves, in: procedure).filter { $0 != main }
        return rest.filter { !ends($0, in: procedure) } + rest.filter { ends($0, in: procedure) }
    }

    /// Whether it ends the matter.
    static func ends(_ move: Move, in procedure: Procedure?) -> Bool {
        move.to.flatMap { procedure?.stage($0)?.closes } != nil
    }

    private static func weight(_ move: Move, _ procedure: Procedure?) -> Int {
        if move.does.contains(.opinion) { return 0 }
        if move.does.contains(.attempt) { return 10 }
        if move.does.contains(.reopen) { return 15 }
        if ends(move, in: procedure) { return move.does.contains(.merge) ? 70 : 50 }
        // Beside the way; what somebody waits for there stands first among the rest.
        if BesidePlace(move) != nil { return move.isOwed ? 61 : move.isDecision ? 62 : 75 }
        guard move.to != nil else { return move.does.contains(.urge) ? 60 : 80 }
        // Aside from the way: possible, and never what is to be done next.
        if move.does.contains(where: { [.takeBack, .archive, .proposeScope].contains($0) }) { return 65 }
        // So is what gives it to another unit than the one that has it.
        if move.does.contains(.dispatch), let procedure,
            move.from.allSatisfy({ procedure.stage($0)?.holder == .lead })
        {
            return 65
        }
        return 20
    }
}
