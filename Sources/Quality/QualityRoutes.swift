import Core
import Desk
import Hummingbird
import Markup
import Web

/// The pages of the quality checks.
struct QualityRoutes: Sendable {
    let desk: QualityDesk
    /// The names of people at work.
    let names: @Sendable ([Int64]) async throws -> [Int64: LocalText]

    static let perPage = 25
    private static let list = "quality"

    var city: City { desk.city }

    func add(to site: Site) {
        site.officers.get("/quality") { _, context in try await queue(context).page }
        site.officers.get("/quality/figures") { _, context in try await figures(context).page }
        site.officers.get("/quality/words") { _, context in
            try context.require(.figures)
            return QualityWordsPage(
                telling: telling(context.visit), words: try await desk.words(),
                mayLookAgain: context.officer.may(.manageRules)
            ).page
        }
        site.officers.post("/quality/again") { _, context in
            try context.require(.manageRules)
            try await desk.lookAgain()
            return Redirect(to: QualityPath.words, notice: "quality.lookingAgain")
        }
        site.officers.get("/quality/findings/:id") { _, context in
            let id = try context.number("id")
            return try await page(of: id, context).page
        }
        site.officers.post("/quality/findings/:id/confirm") { _, context in
            try await decide(.confirmed, context)
        }
        site.officers.post("/quality/findings/:id/dismiss") { _, context in
            try await decide(.dismissed, context)
        }
        addChecking(to: site)
    }

    func telling(_ visit: Visit) -> QualityTelling { QualityTelling(visit: visit, city: city) }

    private func sight(_ officer: Officer) throws -> QualitySight {
        let sight = QualitySight(officer, in: city)
        if sight.home == nil { throw WebRefusal.forbidden }
        return sight
    }

    // MARK: The queue

    private func question(_ choice: QualityChoice, _ sight: QualitySight) throws -> FindingStore.Question {
        guard let place = sight.place(area: choice.area?.text, unit: choice.unit?.text) else {
            throw WebRefusal.notFound
        }
        var question = FindingStore.Question(place: place, state: choice.state, check: choice.check)
        if let from = choice.from { question.from = city.calendar.start(of: from) }
        if let until = choice.until { question.until = city.calendar.start(of: until.adding(days: 1)) }
        return question
    }

    private func queue(_ context: OfficerContext) async throws -> QualityPage {
        let (sight, choice) = (try sight(context.officer), QualityChoice(context.query))
        var question = try question(choice, sight)
        let asked = try context.page(of: Self.list, size: Self.perPage)
        if let after = asked.after, after.count == 2, let at = Int64(after[0]), let id = Int64(after[1]) {
            question.after = (Moment(milliseconds: at), id)
        }
        question.limit = asked.size + 1
        let rows = try await desk.list(question)
        var next: String?
        if rows.count > asked.size, let last = rows.dropLast().last {
            next = context.cursor(after: [String(last.at.milliseconds), String(last.id)], of: Self.list)
        }
        return QualityPage(
            telling: telling(context.visit), sight: sight, choice: choice, place: question.place,
            rows: rows.prefix(asked.size).filter(sight.sees),
            sizes: try await desk.sizes(question.place, choice.state), next: next,
            isFirst: question.after == nil, maySeeFigures: context.officer.may(.figures))
    }

    // MARK: One finding

    private func finding(_ id: Int64, _ context: OfficerContext) async throws -> (FindingRow, Desk.Dossier) {
        let sight = try sight(context.officer)
        guard let finding = try await desk.finding(id), sight.sees(finding),
            let dossier = try await desk.desk.dossier(.id(finding.matterID), for: context.officer.actor)
        else { throw WebRefusal.notFound }
        return (finding, dossier)
    }

    func page(
        of id: Int64, _ context: OfficerContext, _ refusal: QualityRefusal? = nil
    ) async throws -> FindingPage {
        let (finding, dossier) = try await finding(id, context)
        let sight = try sight(context.officer)
        let isOpen = finding.state == .open
        let moves = MovesBeside(dossier.matter, by: context.officer.actor, in: city, at: context.now)
        let answers = context.answers
        return FindingPage(
            telling: telling(context.visit), finding: finding, texts: FoundTexts(dossier, finding, in: city),
            choice: QualityChoice(refusal == nil ? context.query : answers),
            mayDecide: isOpen && sight.mayDecide(finding), maySupervise: moves.supervise != nil,
            mayNote: moves.note != nil,
            decider: try await decider(of: finding),
            refusal: refusal,
            given: refusal == nil ? [:] : ["note": answers["note"], "reason": answers["reason"]])
    }

    private func decider(of finding: FindingRow) async throws -> LocalText? {
        guard let person = finding.person else { return nil }
        return try await names([person])[person]
    }

    private func decide(_ state: QualityState, _ context: OfficerContext) async throws -> Response {
        let id = try context.number("id")
        let (finding, dossier) = try await finding(id, context)
        guard try sight(context.officer).mayDecide(finding) else { throw WebRefusal.forbidden }
        do {
            let also = try also(state, dossier.matter, context)
            let reason = context.answers["reason"]
            if state == .dismissed, !(1...500).contains(reason.count) { throw QualityRefusal.reason }
            let made = try await desk.decide(
                finding, state, note: state == .dismissed ? reason : context.answers.given("note"),
                also: also, by: context.officer.personID, as: context.officer.actor, at: context.now)
            if !made { throw QualityRefusal.decided }
        } catch let refusal as QualityRefusal where refusal != .decided {
            return try await page(of: id, context, refusal).page.answer(context.visit)
        }
        let next = try await next(after: finding, context)
        return Redirect(to: next, notice: "quality.\(state.rawValue)").answer(context.visit)
    }

    private func also(
        _ state: QualityState, _ matter: Matter, _ context: OfficerContext
    ) throws -> QualityDesk.Also? {
        let note = context.answers["note"]
        if note.count > 1000 { throw QualityRefusal.also }
        guard state == .confirmed else { return nil }
        let moves = MovesBeside(matter, by: context.officer.actor, in: city, at: context.now)
        switch context.answers["also"] {
        case "supervise":
            guard let move = moves.supervise, !note.isEmpty else { throw QualityRefusal.also }
            return .supervise(move: move.name, inputs: moves.inputs(of: move, saying: note))
        case "note":
            guard let move = moves.note, !note.isEmpty else { throw QualityRefusal.also }
            return .note(move: move.name, text: note)
        default: return nil
        }
    }

    /// The next one of the list they came from, or the list.
    private func next(after finding: FindingRow, _ context: OfficerContext) async throws -> String {
        let choice = QualityChoice(context.answers).with { $0.state = .open }
        guard var question = try? question(choice, try sight(context.officer)) else {
            return QualityPath.home
        }
        question.after = (finding.at, finding.id)
        question.limit = 1
        guard let row = try await desk.list(question).first else { return choice.path }
        return QualityPath.finding(row.id) + choice.query
    }

    // MARK: Figures

    private func figures(_ context: OfficerContext) async throws -> QualityFiguresPage {
        try context.require(.figures)
        let sight = try sight(context.officer)
        let today = city.calendar.date(of: context.now)
        let through = min(CivilDate(context.query["until"]) ?? today, today)
        let asked = min(CivilDate(context.query["from"]) ?? through.adding(days: -29), through)
        let from = max(asked, through.adding(days: -366))
        let counts = try await desk.counts(from: from, through: through)
        return QualityFiguresPage(
            telling: telling(context.visit), from: from, through: through,
            counts: counts.filter { sight.sees($0.key) })
    }

    // MARK: On a matter

    func panel(of matter: Matter, _ visit: Visit) async throws -> HTML? {
        guard let officer = visit.officer else { return nil }
        let sight = QualitySight(officer, in: city)
        let rows = try await desk.findings(of: matter.id).filter { $0.state != .dismissed && sight.sees($0) }
        let mayAnswer = possibleMoves(on: matter, by: officer.actor, in: city, at: visit.now)
            .contains { $0.does.contains(.answer) }
        if rows.isEmpty && !mayAnswer { return nil }
        return QualityPanel(
            telling: telling(visit), number: matter.number, rows: rows, mayAnswer: mayAnswer
        ).html
    }
}

/// The moves by which something is done beside a confirmation, found by what they do.
struct MovesBeside {
    let supervise: Move?
    let note: Move?

    init(_ matter: Matter, by actor: Actor, in city: City, at now: Moment) {
        let moves = possibleMoves(on: matter, by: actor, in: city, at: now)
        supervise = moves.first { move in
            move.does.contains(.supervise)
                && move.asks.allSatisfy { !$0.required || Self.said.contains($0.word) }
        }
        note = moves.first { move in
            move.to == nil && move.does.contains(.note)
                && move.asks.allSatisfy { !$0.required || $0.word == .note }
        }
    }

    /// Inputs that one sentence can fill.
    private static let said: Set<InputWord> = [.demand, .reason]

    func inputs(of move: Move, saying text: String) -> [InputWord: String] {
        var inputs: [InputWord: String] = [:]
        for ask in move.asks where Self.said.contains(ask.word) { inputs[ask.word] = text }
        return inputs
    }
}

/// The question and the answer that a finding is about.
struct FoundTexts {
    let question: String
    /// Nil where it is about a promise or an end without an answer.
    let answer: String?

    init(_ dossier: Desk.Dossier, _ finding: FindingRow, in city: City) {
        let scene = AnswerScene(story: dossier.events, sequence: finding.sequence, in: city)
        question = scene?.question ?? dossier.record.text
        answer = scene?.answer
    }

    init(question: String, answer: String?) { (self.question, self.answer) = (question, answer) }
}
