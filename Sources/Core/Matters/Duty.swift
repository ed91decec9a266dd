/// What somebody owes a matter beside its way from stage to stage, until when: a part, a decision, an answer
/// to a supervision order, a call. "Every matter has an owner" (件件有着落) is the sum of the stage it stands in
/// and these.
public struct Duty: Hashable, Sendable, Codable {
    public let what: What
    /// The unit that owes it: an assistant, the lead, the level above; the city's desk where nobody else
    /// does.
    public let unit: UnitCode
    /// The person who promised it, where it is not a unit's.
    public let person: Int64?
    /// The roles whose holders can do it, from the kind's moves; sorted.
    public let roles: [String]
    /// Since when it waits.
    public let since: Moment
    /// Not to be done before; the same as `since` for most.
    public let notBefore: Moment
    /// Nil where the kind sets no limit.
    public let due: Moment?

    /// A duty as somebody kept it; what is owed now says `duties(of:in:)`.
    public init(
        what: What, unit: UnitCode, person: Int64?, roles: [String], since: Moment, notBefore: Moment,
        due: Moment?
    ) {
        self.what = what
        self.unit = unit
        self.person = person
        self.roles = roles
        self.since = since
        self.notBefore = notBefore
        self.due = due
    }

    public enum What: String, CaseIterable, Hashable, Sendable, Codable {
        /// An assistant answers its part.
        case part
        /// An assistant refused: whoever gave the part decides.
        case refusedPart
        /// Somebody asked for more time, to stand still, not to count: another decides.
        case `extension`, suspension, exclusion
        /// Two units will not have it: the level above says who.
        case arbitration
        /// The unit answers a supervision order.
        case supervision
        /// The order was answered: whoever supervises ends it or presses on.
        case supervisionCheck
        /// A key order waits for guidance (M07).
        case guidance
        /// It was raised: the level above takes it up, and then answers (M43).
        case raise, handDown
        /// A leader is asked for (M57), or has it under contract.
        case leaderCall, leadership
        /// A person promised a day (M22 a).
        case promise
        /// The resident is to be called back.
        case callBack
        /// The visit or call afterwards (M82), or a sample.
        case check
        /// It waits in the pending archive, or stands still with approval, until its review day.
        case pending, suspended
        /// The parties have not all accepted what was agreed (M73).
        case agreement
    }
}

/// What is owed to a matter now beside the work of its stage; empty for most. Pure: the same matter, the same
/// duties, none twice.
public func duties(of matter: Matter, in city: City) -> [Duty] {
    guard let procedure = city.procedures[matter.kind] else { return [] }
    let book = DutyBook(matter: matter, procedure: procedure, city: city)
    // What nobody can do where it stands now comes up again where somebody can.
    return (book.ofSide() + book.ofStage()).filter { !$0.roles.isEmpty || $0.person != nil }
}

/// Writes the duties of one matter.
private struct DutyBook {
    let matter: Matter
    let procedure: Procedure
    let city: City
    private var side: SideWork { matter.side }

    func ofSide() -> [Duty] {
        var duties: [Duty] = []
        for part in side.parts where part.state != .answered {
            let isOpen = part.state == .open
            duties.append(
                duty(
                    isOpen ? .part : .refusedPart, doing: isOpen ? [.answerPart] : [.insistPart, .dropPart],
                    unit: isOpen ? part.unit : holder, since: part.since,
                    due: isOpen ? due(of: .part, whose: part.unit.text) : nil))
        }
        for proposal in side.proposals {
            duties.append(
                duty(
                    proposal.kind.duty, doing: [.grant(proposal.kind)], unit: city.desk, since: proposal.at,
                    due: due(of: .decision, whose: proposal.kind.rawValue)))
        }
        if let order = side.supervision {
            let isAnswered = order.answeredAt != nil
            duties.append(
                duty(
                    isAnswered ? .supervisionCheck : .supervision,
                    doing: [isAnswered ? .liftSupervision : .answerSupervision],
                    unit: isAnswered ? city.desk : order.unit, since: order.answeredAt ?? order.levelSince,
                    due: due(of: .supervision)))
        }
        if let keyed = side.keyedAt, side.guidedAt == nil {
            duties.append(
                duty(.guidance, doing: [.guide], unit: city.desk, since: keyed, due: due(of: .guidance)))
        }
        if let raise = side.raised.last {
            let isTaken = raise.takenAt != nil
            duties.append(
                duty(
                    isTaken ? .handDown : .raise, doing: [isTaken ? .handDown : .takeRaise], unit: raise.unit,
                    since: raise.takenAt ?? raise.at, due: due(of: .raise)))
        }
        return duties + ofPeople() + ofAfterwards()
    }

    private func ofPeople() -> [Duty] {
        var duties: [Duty] = []
        // What ended is no more a leader's to see to; the contract stays on record.
        if let led = side.leadership, matter.isOpen {
            if let at = led.at {
                duties.append(
                    duty(
                        .leadership, doing: [.leaderVisit], unit: holder, person: led.by, since: at,
                        due: due(of: .leadership) ?? led.until.flatMap(end)))
            } else if let called = led.calledAt {
                duties.append(
                    duty(
                        .leaderCall, doing: [.contract], unit: city.desk, since: called,
                        due: due(of: .leaderCall)))
            }
        }
        if let promise = side.promise, matter.answer == nil {
            duties.append(
                duty(
                    .promise, doing: [.answer], unit: holder, person: promise.by, since: promise.at,
                    due: due(of: .promise) ?? end(promise.until)))
        }
        if let agreed = side.agreedAt, !side.isAcceptedByAll, matter.isOpen {
            duties.append(duty(.agreement, doing: [.accept], unit: holder, since: agreed, due: nil))
        }
        return duties
    }

    private func ofAfterwards() -> [Duty] {
        guard let check = side.check else { return [] }
        let day = CivilDate(check.on).map { city.calendar.start(of: $0) } ?? check.at
        return [
            duty(
                .check, doing: [.recheck], unit: city.desk, since: check.at,
                notBefore: max(day, check.attempts.last.map { $0 + Self.pause } ?? day), due: due(of: .check))
        ]
    }

    /// What the stage itself makes a duty that has a list of its own.
    func ofStage() -> [Duty] {
        guard let stage = procedure.stage(matter.stage), stage.closes == nil else { return [] }
        var duties: [Duty] = []
        let here = procedure.moves(from: matter.stage)
        if let review = matter.reviewOn.flatMap({ CivilDate($0) }) {
            let isArchived = matter.route == .notYet
            duties.append(
                Duty(
                    what: isArchived ? .pending : .suspended, unit: holder, person: nil,
                    roles: roles(of: here.filter { $0.to != nil }), since: matter.changedAt,
                    notBefore: matter.changedAt, due: city.calendar.start(of: review)))
        }
        if here.contains(where: { $0.does.contains(.rule) }) {
            duties.append(
                duty(
                    .arbitration, doing: [.rule], unit: city.desk, since: matter.changedAt,
                    due: matter.nextClock?.due))
        }
        let calls = here.filter { $0.does.contains(.opinion) && $0.by.contains { $0 != .resident } }
        if !calls.isEmpty, let asked = matter.askedAt {
            let next = matter.attempts.last.map { $0 + Self.pause } ?? asked
            duties.append(
                Duty(
                    what: .callBack, unit: city.desk, person: nil, roles: roles(of: calls), since: asked,
                    notBefore: next, due: stageClock(since: asked)))
        }
        return duties
    }

    /// When the clock of this stage runs out: of those that count now, one that began with it.
    private func stageClock(since begun: Moment) -> Moment? {
        let clocks = matter.clocks.filter {
            $0.pausedAt == nil && !$0.limit.contains("@") && $0.from >= begun
        }
        return clocks.map(\.due).min()
    }

    /// Between two attempts to reach somebody: four hours.
    private static let pause: Int64 = 4 * 3_600_000

    private var holder: UnitCode { matter.lead ?? city.desk }

    private func end(_ day: String) -> Moment? { CivilDate(day).map { city.calendar.end(of: $0) } }

    private func duty(
        _ what: Duty.What, doing effects: [Effect], unit: UnitCode, person: Int64? = nil, since: Moment,
        notBefore: Moment? = nil, due: Moment?
    ) -> Duty {
        let moves = procedure.moves.filter { move in
            move.from.contains(matter.stage) && move.does.contains { effects.contains($0) }
        }
        return Duty(
            what: what, unit: unit, person: person, roles: roles(of: moves), since: since,
            notBefore: notBefore ?? since, due: due)
    }

    private func roles(of moves: [Move]) -> [String] {
        var roles: Set<String> = []
        for move in moves { for case .role(let role) in move.by { roles.insert(role) } }
        return roles.sorted()
    }

    /// When the clock of a subject runs out.
    private func due(of subject: TimeLimit.Subject, whose: String? = nil) -> Moment? {
        guard let limit = procedure.limits.first(where: { $0.subject == subject }) else { return nil }
        return matter.clock(whose.map { "\(limit.name)@\($0)" } ?? limit.name)?.due
    }
}

extension ProposalKind {
    /// What whoever decides owes.
    public var duty: Duty.What {
        switch self {
        case .extension: .extension
        case .suspension: .suspension
        case .exclusion: .exclusion
        }
    }
}
