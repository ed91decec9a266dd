import Core

/// What goes on beside a matter's way, for officers who see the matter. Whatever does not go on is absent.
struct BesideAnswer: Encodable, Sendable {
    let parts: [PartAnswer]?
    let proposals: [ProposalAnswer]?
    let extensions: [ExtensionAnswer]?
    let supervision: SupervisionAnswer?
    /// How many supervision orders there were.
    let supervisions: Int?
    let raised: [RaiseAnswer]?
    let leadership: LeadershipAnswer?
    let promise: PromiseAnswer?
    let parties: [PartyAnswer]?
    let agreedAt: Timestamp?
    let check: CheckAnswer?
    let keyedAt: Timestamp?
    let guidedAt: Timestamp?
    let contactedAt: Timestamp?
    /// What its route and grade still ask for: `promise`, `leader`, `part`, `person`, `archive`.
    let missing: [String]?
    /// Whether it counts in the assessment of the unit no more.
    let excluded: Bool

    struct PartAnswer: Encodable, Sendable {
        let unit: CodedAnswer
        /// `open`, `answered` or `refused`.
        let state: String
        let since: Timestamp
        let until: String?
        let due: Timestamp?
    }

    struct ProposalAnswer: Encodable, Sendable {
        /// `extension`, `suspension` or `exclusion`.
        let kind: String
        let at: Timestamp
        let by: Int64?
        let unit: CodedAnswer?
        let reason: String
        let until: String?
        let due: Timestamp?
    }

    struct ExtensionAnswer: Encodable, Sendable {
        let limit: String
        let from: Timestamp
        let to: Timestamp
        let at: Timestamp
    }

    struct SupervisionAnswer: Encodable, Sendable {
        let unit: CodedAnswer
        /// `order`, `notice` or `accountability`.
        let level: String
        let since: Timestamp
        let levelSince: Timestamp
        let cause: String?
        let answeredAt: Timestamp?
        let due: Timestamp?
    }

    struct RaiseAnswer: Encodable, Sendable {
        let unit: CodedAnswer
        let at: Timestamp
        let takenAt: Timestamp?
    }

    struct LeadershipAnswer: Encodable, Sendable {
        let sharpness: Int?
        let calledAt: Timestamp?
        let by: Int64?
        let until: String?
        let at: Timestamp?
        let visits: Int
    }

    struct PromiseAnswer: Encodable, Sendable {
        let by: Int64?
        let until: String
        let at: Timestamp
    }

    struct PartyAnswer: Encodable, Sendable {
        let name: String
        let kind: String
        /// Absent until it says so.
        let accepts: Bool?
    }

    struct CheckAnswer: Encodable, Sendable {
        let on: String
        let sampled: Bool
        let attempts: Int
        let due: Timestamp?
    }

    init(_ matter: Matter, in city: City) {
        let side = matter.side
        func coded(_ unit: UnitCode) -> CodedAnswer {
            CodedAnswer(code: unit.text, name: city.units[unit]?.name)
        }
        func due(_ subject: TimeLimit.Subject, _ whose: String? = nil) -> Timestamp? {
            let limit = city.procedures[matter.kind]?.limits.first { $0.subject == subject }?.name
            return Timestamp(
                limit.flatMap { name in matter.clock(whose.map { "\(name)@\($0)" } ?? name) }?.due)
        }
        parts = Self.some(side.parts) {
            PartAnswer(
                unit: coded($0.unit), state: $0.state.rawValue, since: Timestamp($0.since), until: $0.until,
                due: due(.part, $0.unit.text))
        }
        proposals = Self.some(side.proposals) {
            ProposalAnswer(
                kind: $0.kind.rawValue, at: Timestamp($0.at), by: $0.by, unit: city.unitAnswer($0.unit),
                reason: $0.reason, until: $0.until, due: due(.decision, $0.kind.rawValue))
        }
        extensions = Self.some(side.extensions) {
            ExtensionAnswer(
                limit: $0.limit, from: Timestamp($0.from), to: Timestamp($0.to), at: Timestamp($0.at))
        }
        supervision = side.supervision.map {
            SupervisionAnswer(
                unit: coded($0.unit), level: $0.level.name, since: Timestamp($0.since),
                levelSince: Timestamp($0.levelSince), cause: $0.cause, answeredAt: Timestamp($0.answeredAt),
                due: due(.supervision))
        }
        supervisions = side.supervisions > 0 ? side.supervisions : nil
        raised = Self.some(side.raised) {
            RaiseAnswer(unit: coded($0.unit), at: Timestamp($0.at), takenAt: Timestamp($0.takenAt))
        }
        leadership = side.leadership.map(LeadershipAnswer.init)
        promise = side.promise.map { PromiseAnswer(by: $0.by, until: $0.until, at: Timestamp($0.at)) }
        parties = Self.some(side.parties) {
            PartyAnswer(name: $0.name, kind: $0.kind.rawValue, accepts: $0.accepts)
        }
        agreedAt = Timestamp(side.agreedAt)
        check = side.check.map {
            CheckAnswer(on: $0.on, sampled: $0.sampled, attempts: $0.attempts.count, due: due(.check))
        }
        (keyedAt, guidedAt) = (Timestamp(side.keyedAt), Timestamp(side.guidedAt))
        contactedAt = Timestamp(side.contactedAt)
        missing = matter.isOpen ? Self.some(WayDemand.missing(of: matter)) { $0.rawValue } : nil
        excluded = side.excluded
    }

    private static func some<From, To>(_ all: [From], _ answer: (From) -> To) -> [To]? {
        all.isEmpty ? nil : all.map(answer)
    }
}

extension BesideAnswer.LeadershipAnswer {
    init(_ led: SideWork.Leadership) {
        (sharpness, calledAt, by) = (led.sharpness, Timestamp(led.calledAt), led.by)
        (until, at, visits) = (led.until, Timestamp(led.at), led.visits)
    }
}

/// What goes on beside, as the resident may read it: units, days, how it presses. Never names of people,
/// never what colleagues wrote.
struct TrackBesideAnswer: Encodable, Sendable {
    /// The units that help.
    let helpers: [CodedAnswer]?
    /// The unit above that was asked, or has taken it up.
    let raisedTo: CodedAnswer?
    let extensions: [Extension]?
    /// Since when, with why and until when somebody looks again.
    let suspended: Suspended?
    /// Whether it is under supervision.
    let supervised: Bool
    /// The day somebody promised.
    let promised: String?
    /// The unit of the leader who has it.
    let led: CodedAnswer?
    /// From when on the resident is asked once more.
    let checkOn: String?
    let urges: Int

    struct Extension: Encodable, Sendable {
        let from: Timestamp
        let to: Timestamp
    }

    struct Suspended: Encodable, Sendable {
        let reason: String
        let reviewOn: String
    }

    init(_ matter: Matter, _ events: [Event], in city: City) {
        let side = matter.side
        let helping = side.parts.filter { $0.state != .refused }.compactMap { city.unitAnswer($0.unit) }
        helpers = helping.isEmpty ? nil : helping
        raisedTo = city.unitAnswer(side.raised.last?.unit)
        extensions =
            side.extensions.isEmpty
            ? nil : side.extensions.map { Extension(from: Timestamp($0.from), to: Timestamp($0.to)) }
        let stand = matter.isOpen ? BesideStory(events).stands.last { $0.day == matter.reviewOn } : nil
        suspended = stand.map { Suspended(reason: $0.said.text ?? "", reviewOn: $0.day) }
        supervised = side.supervision != nil
        promised = side.promise?.until
        let contract = events.standing.last { event in
            event.facts.contains { if case .leader(.contracted) = $0 { true } else { false } }
        }
        var unit: UnitCode?
        if side.leadership?.by != nil, case .officer(_, let its)? = contract?.by { unit = its }
        led = city.unitAnswer(unit)
        checkOn = side.check.flatMap { $0.sampled ? nil : $0.on }
        urges = matter.urges
    }
}
