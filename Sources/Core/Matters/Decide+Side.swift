/// What an effect works on has to be there, whatever guards its move has.
func lacks(_ effect: Effect, on matter: Matter, by actor: Actor, in city: City) -> GuardWord? {
    let side = matter.side
    switch effect {
    case .givePart, .claim, .contract: return matter.lead == nil ? .dispatched : nil
    case .answer: return side.unsettled.isEmpty ? side.isAgreed ? nil : .acceptedByAll : .partsAnswered
    case .answerPart, .refusePart: return side.parts.contains { $0.state == .open } ? nil : .partOpen
    case .insistPart: return side.parts.contains { $0.state == .refused } ? nil : .partRefused
    case .dropPart: return side.unsettled.isEmpty ? .partOpen : nil
    case .propose(let kind): return cannotPropose(kind, on: matter, in: city)
    case .grant(let kind), .deny(let kind):
        guard let asked = side.proposal(kind) else { return .proposed }
        if let by = asked.by, by == actor.officerID { return .anotherPerson }
        if kind == .exclusion, !isOutside(actor, of: matter) { return .outsideLead }
        return kind == .extension && effect == .grant(kind) ? limitRuns(matter, city) : nil
    case .supervise: return side.supervision == nil ? nil : .notSupervised
    case .answerSupervision:
        return side.supervision.map { $0.answeredAt == nil } ?? false ? nil : .supervised
    case .liftSupervision:
        guard let supervision = side.supervision else { return .supervised }
        return actor.works(in: supervision.unit) ? .outsideLead : nil
    case .raiseSupervision:
        return side.supervision.map { $0.level < .accountability } ?? false ? nil : .supervised
    case .takeRaise: return side.raised.last.map { $0.takenAt == nil } ?? false ? nil : .raisedHere
    case .handDown: return side.raised.isEmpty ? .raised : nil
    case .callLeader: return side.leadership?.by == nil ? nil : .leaderCalled
    case .leaderVisit: return side.leadership?.by == nil ? .leaderCalled : nil
    case .takePosition: return side.parties.isEmpty ? .partiesAtLeast : nil
    case .agree: return side.parties.count < 2 ? .partiesAtLeast : nil
    case .accept: return side.agreedAt == nil ? .agreed : nil
    case .recheck, .tryCheck, .dropCheck: return side.check == nil ? .checkDue : nil
    case .nameParty, .holdSession, .contact, .key, .guide, .rule, .sample, .revisit, .categorise, .classify,
        .dispatch, .takeBack, .escalate, .ask, .opinion, .attempt, .urge, .add, .note, .proposeScope,
        .dropProposal, .merge, .archive, .reopen, .revealContact, .markOverdue, .tell, .keepChecks:
        return nil
    case .join: return cannotJoin(matter)
    case .leave, .shareAnswer: return matter.joinedTo == nil ? .joined : nil
    }
}

/// Who has the answer already, or a quarrel of their own, does not wait for another one's.
private func cannotJoin(_ matter: Matter) -> GuardWord? {
    if matter.isAnswered { return .notAsked }
    return matter.side.isAgreed ? nil : .acceptedByAll
}

private func cannotPropose(_ kind: ProposalKind, on matter: Matter, in city: City) -> GuardWord? {
    if matter.side.proposal(kind) != nil { return .notProposed }
    switch kind {
    case .extension: return limitRuns(matter, city)
    case .suspension: return nil
    case .exclusion:
        if matter.side.excluded { return .notProposed }
        // There has to be something that counts against the unit.
        return matter.rounds > 0 || matter.overdue ? nil : .unsatisfied
    }
}

/// The limit that is extended is the whole one, which a kind writes first.
private func limitRuns(_ matter: Matter, _ city: City) -> GuardWord? {
    let limit = city.procedures[matter.kind]?.limits.first?.name
    return limit.flatMap { matter.clock($0) } == nil ? .limitRuns : nil
}

/// The unit that alone can do this; nil where any that holds the matter may.
func unitBound(to move: Move, on matter: Matter) -> Set<UnitCode>? {
    var bound: Set<UnitCode>?
    for effect in move.does {
        switch effect {
        case .answerPart, .refusePart:
            bound = Set(matter.side.parts.filter { $0.state == .open }.map(\.unit))
        case .answerSupervision: bound = Set(matter.side.supervision.map { [$0.unit] } ?? [])
        case .takeRaise, .handDown: bound = Set(matter.side.raised.last.map { [$0.unit] } ?? [])
        default: break
        }
    }
    return bound
}

/// Whether a post lets make the move: its area, the lead's own work, the work that is with its unit alone;
/// and whoever assists may write to colleagues and ask who raised it. Who raised it is shown by no move, on
/// whatever road it is asked for, to a role without the power to see it.
func mayAct(_ post: Post, _ move: Move, on matter: Matter, in city: City) -> Bool {
    guard let role = city.roles[post.role] else { return false }
    if move.reveals, !role.powers.contains(.revealContact) { return false }
    if let bound = unitBound(to: move, on: matter) { return bound.contains(post.unit) }
    switch role.sight {
    case .area: return post.area.contains(matter.area)
    case .unit:
        if post.unit == matter.lead || post.unit == matter.raisedTo { return true }
        return matter.sharers.contains(post.unit)
            && move.to == nil
            && move.does.allSatisfy { effect in
                switch effect {
                case .note, .revealContact, .tell: true
                default: false
                }
            }
    }
}

/// Whether somebody may be shown who raised a matter: they see it by a post whose role has the power.
public func mayKnowContact(_ actor: Actor, of matter: Matter, in city: City) -> Bool {
    actor.posts.contains { post in
        city.roles[post.role]?.powers.contains(.revealContact) == true && reaches(post, matter, in: city)
    }
}

/// What is asked beside the main way, checked against what goes on there.
func checkSide(
    _ value: String, as word: InputWord, for move: Move, on matter: Matter, in city: City, at now: Moment
)
    throws(Refusal)
{
    let side = matter.side
    switch word {
    case .part: try checkPart(UnitCode(value), for: move, side, on: matter, in: city)
    case .until:
        guard let day = CivilDate(value) else { throw .invalid(word, .notADay) }
        let end = city.calendar.end(of: day)
        guard end > now, day.daysSince1970 <= city.calendar.date(of: now).daysSince1970 + 3660 else {
            throw .invalid(word, .past)
        }
        if move.does.contains(.propose(.extension)), let limit = city.procedures[matter.kind]?.limits.first,
            let clock = matter.clock(limit.name), end <= clock.due
        {
            throw .invalid(word, .past)
        }
    case .sharpness:
        guard let number = Int(value), (1...5).contains(number), String(number) == value else {
            throw .invalid(word, .unknown)
        }
    case .party: try checkParty(value, for: move, side)
    case .partyKind:
        guard PartyKind(rawValue: value) != nil else { throw .invalid(word, .unknown) }
    case .session:
        guard SessionKind(rawValue: value) != nil else { throw .invalid(word, .unknown) }
    case .way:
        guard ContactWay(rawValue: value) != nil else { throw .invalid(word, .unknown) }
    case .accepts:
        guard value == "yes" || value == "no" else { throw .invalid(word, .unknown) }
    default: break
    }
}

/// How many units may assist, and how many parties a dispute may have: nobody can keep more apart.
enum SideLimits {
    static let parts = 12
    static let parties = 20
}

private func checkPart(
    _ unit: UnitCode, for move: Move, _ side: SideWork, on matter: Matter, in city: City
) throws(Refusal) {
    if move.does.contains(.givePart) {
        guard city.units[unit] != nil else { throw .invalid(.part, .unknown) }
        if unit == matter.lead { throw .invalid(.part, .itself) }
        if side.unsettled.contains(where: { $0.unit == unit }) { throw .invalid(.part, .notAllowed) }
        if side.part(of: unit) == nil, side.parts.count >= SideLimits.parts {
            throw .invalid(.part, .tooMany)
        }
    } else if move.does.contains(.insistPart) {
        guard side.part(of: unit)?.state == .refused else { throw .invalid(.part, .unknown) }
    } else {
        guard side.unsettled.contains(where: { $0.unit == unit }) else { throw .invalid(.part, .unknown) }
    }
}

private func checkParty(_ name: String, for move: Move, _ side: SideWork) throws(Refusal) {
    let known = side.parties.contains { $0.name == name }
    if move.does.contains(.nameParty) {
        if known { throw .invalid(.party, .notAllowed) }
        if side.parties.count >= SideLimits.parties { throw .invalid(.party, .tooMany) }
    } else if !known {
        throw .invalid(.party, .unknown)
    }
}
