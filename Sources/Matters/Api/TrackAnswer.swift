import Core
import Desk

/// A matter as the resident sees it behind the private link: what happened, who has it now, what comes next.
struct TrackAnswer: Encodable, Sendable {
    let number: String
    let version: Int
    let kind: NamedAnswer
    let stage: StageAnswer
    let status: String
    let outcome: String?
    let title: String
    let text: String
    let more: String?
    let place: String?
    /// The unit that has it now.
    let unit: CodedAnswer?
    let raisedAt: Timestamp
    let changedAt: Timestamp
    let closedAt: Timestamp?
    let dueAt: Timestamp?
    /// When it may be finished, going by similar matters; absent where there is too little to go by.
    let expected: ExpectedAnswer?
    let beside: TrackBesideAnswer
    let steps: [StepAnswer]
    let moves: [MoveAnswer]

    /// Where it stands, with what the resident reads about it.
    struct StageAnswer: Encodable, Sendable {
        let name: String
        let text: LocalText?
        let told: LocalText?
    }

    /// A step the resident may see. Never who in the office made it.
    struct StepAnswer: Encodable, Sendable {
        let sequence: Int
        let at: Timestamp
        /// `resident` or `office`.
        let by: String
        /// What the resident reads about the move; absent for the filing itself.
        let text: LocalText?
        let facts: [FactAnswer]
        /// True where the office took the step back; else absent.
        let takenBack: Bool?
    }

    init(
        _ dossier: Desk.Dossier, moves: [Move], expected: Expectation?, in city: City, at now: Moment
    ) {
        let record = dossier.record
        let procedure = city.procedures[record.kind]
        let current = procedure?.stage(record.stage)
        number = record.number
        version = record.version
        kind = city.kindAnswer(record.kind)
        stage = StageAnswer(name: record.stage, text: current?.text, told: current?.told)
        status = record.isOpen ? "open" : "closed"
        outcome = record.outcome?.rawValue
        title = record.title
        text = record.text
        more = record.more
        place = record.place
        unit = city.unitAnswer(record.lead)
        raisedAt = Timestamp(record.raisedAt)
        changedAt = Timestamp(record.changedAt)
        closedAt = Timestamp(record.closedAt)
        dueAt = Timestamp(record.dueAt)
        self.expected = expected.map { ExpectedAnswer($0, in: city) }
        beside = TrackBesideAnswer(dossier.matter, dossier.events, in: city)
        steps = dossier.events.compactMap { [undone = dossier.events.undone] event in
            StepAnswer(event, procedure, in: city, takenBack: undone.contains(event.sequence))
        }
        self.moves = moves.map { MoveAnswer($0, in: city, at: now) }
    }
}

extension TrackAnswer.StepAnswer {
    /// Nil for what is not the resident's: moves of which they are told nothing, and matters that joined
    /// this one.
    init?(_ event: Event, _ procedure: Procedure?, in city: City, takenBack isUndone: Bool) {
        takenBack = isUndone ? true : nil
        if let name = event.move {
            guard let told = procedure?.move(name)?.told else { return nil }
            text = told
        } else {
            guard event.sequence == 1 else { return nil }
            text = nil
        }
        sequence = event.sequence
        at = Timestamp(event.at)
        switch event.by {
        case .resident: by = "resident"
        case .officer, .system: by = "office"
        }
        facts = event.facts.compactMap { FactAnswer(forResident: $0, in: city) }
    }
}
