import Core

/// An event of a matter's story in the shape the API promises.
struct StoryAnswer: Encodable, Sendable {
    let sequence: Int
    let at: Timestamp
    let by: DoerAnswer
    /// Absent where nobody's move is behind it: the first event, a matter that joined this one.
    let move: NamedAnswer?
    let from: String?
    let to: String
    let facts: [FactAnswer]
    /// True where whoever made it took it back; else absent.
    let takenBack: Bool?

    init(_ event: Event, of kind: String, in city: City, takenBack isUndone: Bool = false) {
        takenBack = isUndone ? true : nil
        sequence = event.sequence
        at = Timestamp(event.at)
        by = DoerAnswer(event.by, in: city)
        move = event.move.map { NamedAnswer(name: $0, text: city.procedures[kind]?.move($0)?.text) }
        from = event.from
        to = event.to
        facts = event.facts.map { FactAnswer($0, in: city) }
    }
}

/// Who did it.
struct DoerAnswer: Encodable, Sendable {
    /// `resident`, `officer` or `system`.
    let sort: String
    let officer: Int64?
    let unit: CodedAnswer?
    /// Which part of the program.
    let system: String?

    init(_ doer: Doer, in city: City) {
        switch doer {
        case .resident: (sort, officer, unit, system) = ("resident", nil, nil, nil)
        case .officer(let id, let code):
            (sort, officer, unit, system) = ("officer", id, city.unitAnswer(code), nil)
        case .system(let name): (sort, officer, unit, system) = ("system", nil, nil, name)
        }
    }
}

/// Something that became true, told by its name and the few fields that belong to it; the others are absent.
struct FactAnswer: Encodable, Sendable {
    let fact: String
    var text: String?
    var unit: CodedAnswer?
    var category: CodedAnswer?
    var reason: String?
    /// Which of the city's reasons for sending back it was.
    var cause: CodedAnswer?
    var solved: Bool?
    var satisfied: Bool?
    var why: String?
    var result: String?
    var matter: String?
    var reviewOn: String?
    var limit: String?
    var due: Timestamp?
    var audience: String?
    var template: String?
    var outcome: String?
    var route: String?
    var grade: String?
    var urgency: String?
    var channel: String?
    /// A day, `YYYY-MM-DD`.
    var day: String?
    /// A word or name that belongs to it: what is decided, by which way, which level, which party.
    var value: String?
    /// The time that was changed.
    var was: Timestamp?

    private init(_ fact: String, _ fill: (inout FactAnswer) -> Void = { _ in }) {
        self.fact = fact
        fill(&self)
    }

    init(_ fact: Fact, in city: City) {
        switch fact {
        case .raised(let raised): self.init("raised") { $0.channel = raised.channel.rawValue }
        case .categorised(let category):
            self.init("categorised") { $0.category = city.categoryAnswer(category) }
        case .classified(let route, let grade, let urgency):
            self.init("classified") {
                ($0.route, $0.grade, $0.urgency) = (route?.rawValue, grade?.rawValue, urgency?.rawValue)
            }
        case .dispatched(let unit): self.init("dispatched") { $0.unit = city.unitAnswer(unit) }
        case .takenBack(let unit, let reason, let cause):
            self.init("takenBack") {
                ($0.unit, $0.reason) = (city.unitAnswer(unit), reason)
                $0.cause = cause.map { CodedAnswer(code: $0, name: city.nameOfReturnReason($0)) }
            }
        case .escalated(let unit): self.init("escalated") { $0.unit = city.unitAnswer(unit) }
        case .answered(let text, let unit):
            self.init("answered") { ($0.text, $0.unit) = (text, city.unitAnswer(unit)) }
        case .asked: self.init("asked")
        case .rated(let solved, let satisfied, let why):
            self.init("rated") { ($0.solved, $0.satisfied, $0.why) = (solved, satisfied, why) }
        case .attempted(let result): self.init("attempted") { $0.result = result.rawValue }
        case .urged: self.init("urged")
        case .added(let text): self.init("added") { $0.text = text }
        case .attached(let file):
            self.init("attached") { $0.text = file.name }
        case .undone: self.init("undone")
        case .noted(let text): self.init("noted") { $0.text = text }
        case .checked(let kept, let missed):
            self.init("checked") {
                ($0.text, $0.value) = (kept.joined(separator: " "), missed.joined(separator: " "))
            }
        case .scopeProposed(let explanation): self.init("scopeProposed") { $0.text = explanation }
        case .proposalDropped: self.init("proposalDropped")
        case .merged(let number): self.init("merged") { $0.matter = number }
        case .joined(let number): self.init("joined") { $0.matter = number }
        case .joinedTo(let number): self.init("joinedTo") { $0.matter = number }
        case .left(let number): self.init("left") { $0.matter = number }
        case .archived(let explanation, let day):
            self.init("archived") { ($0.text, $0.reviewOn) = (explanation, day) }
        case .reopened: self.init("reopened")
        case .contactRevealed(let reason): self.init("contactRevealed") { $0.reason = reason }
        case .limitPassed(let limit): self.init("limitPassed") { $0.limit = limit }
        case .told(let audience, let template):
            self.init("told") { ($0.audience, $0.template) = (audience.rawValue, template) }
        case .reasoned(let reason): self.init("reasoned") { $0.reason = reason }
        case .closed(let outcome): self.init("closed") { $0.outcome = outcome.rawValue }
        case .clockStarted(let limit, _, let due, _):
            self.init("clockStarted") { ($0.limit, $0.due) = (limit, Timestamp(due)) }
        case .clockPaused(let limit): self.init("clockPaused") { $0.limit = limit }
        case .clockStopped(let limit): self.init("clockStopped") { $0.limit = limit }
        case .clockWarned(let limit): self.init("clockWarned") { $0.limit = limit }
        case .clockExpired(let limit): self.init("clockExpired") { $0.limit = limit }
        case .part, .proposal, .extended, .suspended, .supervision, .raise, .leader, .mediation, .check,
            .contacted, .heard, .keyed, .guided, .ruled, .excluded:
            self.init(beside: fact, in: city)
        }
    }

    /// What goes on beside the main way, named by its word.
    private init(beside fact: Fact, in city: City) {
        guard let side = fact.sideWord else {
            self.init("unknown")
            return
        }
        self.init(side.word) {
            ($0.text, $0.unit, $0.day) = (side.text, city.unitAnswer(side.unit), side.day)
            ($0.value, $0.was, $0.due) = (
                side.value, side.from.map(Timestamp.init), side.to.map(Timestamp.init)
            )
        }
    }

    /// The fact as the resident may read it; nil for what stays inside: reasons, notes, the other matter's
    /// number.
    init?(forResident fact: Fact, in city: City) {
        switch fact {
        case .raised, .dispatched, .answered, .asked, .rated, .urged, .added, .scopeProposed, .archived,
            .reopened, .closed:
            self.init(fact, in: city)
        case .escalated, .categorised, .classified, .takenBack, .attempted, .noted, .attached, .undone,
            .proposalDropped, .merged,
            .joined, .joinedTo, .left,
            .contactRevealed, .limitPassed, .told, .reasoned, .clockStarted, .clockPaused, .clockStopped,
            .clockWarned,
            .clockExpired, .checked:
            return nil
        case .part, .proposal, .extended, .suspended, .supervision, .raise, .leader, .mediation, .check,
            .contacted, .heard, .keyed, .guided, .ruled, .excluded:
            guard let side = fact.sideWord, side.isForResident else { return nil }
            self.init(beside: fact, in: city)
            if !side.textIsForResident { text = nil }
        }
    }
}
