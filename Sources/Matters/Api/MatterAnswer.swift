import Core
import Desk

/// A matter as a list shows it.
struct MatterSummary: Encodable, Sendable {
    let number: String
    let version: Int
    let kind: NamedAnswer
    let stage: NamedAnswer
    /// `open` or `closed`.
    let status: String
    let outcome: String?
    /// Who has to do the next thing.
    let holder: String
    let title: String
    let channel: String
    let caller: String
    let area: CodedAnswer
    let place: String?
    let position: PositionAnswer?
    let category: CodedAnswer?
    let unit: CodedAnswer?
    let raisedTo: CodedAnswer?
    let urgency: String
    let raisedAt: Timestamp
    let changedAt: Timestamp
    let closedAt: Timestamp?
    let dueAt: Timestamp?
    let targetAt: Timestamp?
    let overdue: Bool
    /// How far the supervision order that is out has come: `order`, `notice`, `accountability`.
    let supervision: String?
    let source: String?
    let sourceID: String?

    init(_ record: MatterRecord, in city: City) {
        number = record.number
        version = record.version
        kind = city.kindAnswer(record.kind)
        stage = city.stageAnswer(record.stage, of: record.kind)
        status = record.isOpen ? "open" : "closed"
        outcome = record.outcome?.rawValue
        holder = record.holder.rawValue
        title = record.title
        channel = record.channel.rawValue
        caller = record.caller.rawValue
        area = city.areaAnswer(record.area)
        place = record.place
        position = record.position.map(PositionAnswer.init)
        category = city.categoryAnswer(record.category)
        unit = city.unitAnswer(record.lead)
        raisedTo = city.unitAnswer(record.raisedTo)
        urgency = record.urgency.rawValue
        raisedAt = Timestamp(record.raisedAt)
        changedAt = Timestamp(record.changedAt)
        closedAt = Timestamp(record.closedAt)
        dueAt = Timestamp(record.dueAt)
        targetAt = Timestamp(record.targetAt)
        overdue = record.isOverdue
        supervision = record.supervision?.name
        source = record.source
        sourceID = record.sourceID
    }
}

/// A page of a list.
struct MatterListAnswer: Encodable, Sendable {
    let matters: [MatterSummary]
    /// The path of the next page; absent on the last.
    let next: String?
    /// Looking ended before the page was full: more may come after `next`.
    let cut: Bool
}

/// A matter with all that an officer may see of it.
struct MatterAnswer: Encodable, Sendable {
    let summary: MatterSummary
    let details: Details

    /// What a list leaves out.
    struct Details: Encodable, Sendable {
        let text: String
        let more: String?
        let contact: ContactAnswer
        let rounds: Int
        let returns: Int
        let urges: Int
        let reopens: Int
        let route: String?
        let grade: String?
        let reviewOn: String?
        let mergedInto: String?
        let joined: [String]
        let beside: BesideAnswer
        let expected: ExpectedAnswer?
        let clocks: [ClockAnswer]
        let story: [StoryAnswer]
        let moves: [MoveAnswer]
    }

    init(
        _ dossier: Desk.Dossier, moves: [Move], expected: Expectation?, in city: City, at now: Moment
    ) {
        let (record, matter) = (dossier.record, dossier.matter)
        summary = MatterSummary(record, in: city)
        details = Details(
            text: record.text, more: record.more, contact: ContactAnswer(dossier.contact),
            rounds: matter.rounds,
            returns: matter.returns, urges: matter.urges, reopens: matter.reopens,
            route: matter.route?.rawValue,
            grade: matter.grade?.rawValue, reviewOn: matter.reviewOn, mergedInto: matter.mergedInto,
            joined: matter.joined, beside: BesideAnswer(matter, in: city),
            expected: expected.map { ExpectedAnswer($0, in: city) },
            clocks: matter.clocks.map { ClockAnswer($0, in: city, kind: matter.kind) },
            story: dossier.events.map { [undone = dossier.events.undone] event in
                StoryAnswer(event, of: matter.kind, in: city, takenBack: undone.contains(event.sequence))
            },
            moves: moves.map { MoveAnswer($0, in: city, at: now) })
    }

    /// Both in one object.
    func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        try details.encode(to: encoder)
    }
}

/// Who raised it, masked unless a move revealed it.
struct ContactAnswer: Encodable, Sendable {
    let name: String?
    let phone: String?
    let email: String?

    init(_ contact: MaskedContact) { (name, phone, email) = (contact.name, contact.phone, contact.email) }
    init(_ contact: RevealedContact) { (name, phone, email) = (contact.name, contact.phone, contact.email) }
}

/// What became of a filing.
struct ReceiptAnswer: Encodable, Sendable {
    let number: String
    let version: Int
    let stage: String
    /// The private link, for the resident alone.
    let link: String?
    /// Its secret part, for `/tracks/{token}`.
    let token: String?
}

/// What became of a move.
struct PerformedAnswer: Encodable, Sendable {
    let number: String
    let version: Int
    let stage: String
    let status: String
    let outcome: String?
    let contact: ContactAnswer?
    /// What the checks ask about the answer that the move gave; absent where they ask nothing.
    var warnings: [AnswerWarning]?

    init(_ performed: Performed) {
        number = performed.number
        version = performed.version
        stage = performed.stage
        status = performed.outcome == nil ? "open" : "closed"
        outcome = performed.outcome?.rawValue
        contact = performed.contact.map(ContactAnswer.init)
    }
}

/// One matter of a bulk order: what became of it, or why not.
struct BulkResult: Encodable, Sendable {
    let number: String
    /// Whether the move was made.
    let done: Bool
    let result: PerformedAnswer?
    let problem: BulkProblem?
}

/// Why the move was not made on one matter.
struct BulkProblem: Encodable, Sendable {
    /// The status that this order would have had alone.
    let status: Int
    let code: String
    let detail: String
    let field: String?
}

struct BulkAnswer: Encodable, Sendable {
    /// In the order of the numbers that were given.
    let results: [BulkResult]
}
