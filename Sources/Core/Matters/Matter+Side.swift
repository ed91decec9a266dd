/// How facts beside the main way change what goes on there.
extension Matter {
    /// What goes on beside its way from stage to stage.
    public var side: SideWork { work ?? SideWork() }

    /// Everybody beside the lead who works on it or is asked for something: they see it too.
    public var sharers: [UnitCode] {
        var units: [UnitCode] = []
        guard let work else { return units }
        let all =
            work.raised.map(\.unit) + work.parts.map(\.unit) + work.helped
            + (work.supervision.map { [$0.unit] } ?? [])
        for unit in all where unit != lead && !units.contains(unit) { units.append(unit) }
        return units
    }

    mutating func changeSide(_ body: (inout SideWork) -> Void) {
        var side = self.side
        body(&side)
        work = side == SideWork() ? nil : side
    }

    mutating func apply(_ fact: PartFact, at now: Moment) {
        changeSide { side in
            func set(_ unit: UnitCode, _ state: SideWork.Part.State) {
                guard let index = side.parts.firstIndex(where: { $0.unit == unit }) else { return }
                side.parts[index].state = state
            }
            switch fact {
            case .given(let unit, _, let until):
                side.parts.removeAll { $0.unit == unit }
                side.parts.append(SideWork.Part(unit: unit, since: now, until: until, state: .open))
            case .answered(let unit, _): set(unit, .answered)
            case .refused(let unit, _): set(unit, .refused)
            case .insisted(let unit, _): set(unit, .open)
            case .dropped(let unit, _): side.parts.removeAll { $0.unit == unit }
            }
        }
    }

    mutating func apply(_ fact: ProposalFact, of event: Event) {
        changeSide { side in
            switch fact {
            case .made(let kind, let reason, let until):
                side.proposals.removeAll { $0.kind == kind }
                var (by, unit): (Int64?, UnitCode?)
                if case .officer(let id, let its) = event.by { (by, unit) = (id, its) }
                side.proposals.append(
                    SideWork.Proposal(
                        kind: kind, at: event.at, by: by, unit: unit, reason: reason, until: until))
            case .granted(let kind, _):
                side.proposals.removeAll { $0.kind == kind }
                if kind == .exclusion { side.excluded = true }
            case .denied(let kind, _): side.proposals.removeAll { $0.kind == kind }
            }
        }
    }

    mutating func apply(_ fact: SupervisionFact, of event: Event) {
        changeSide { side in
            switch fact {
            case .ordered(let unit, _):
                side.supervision = SideWork.Supervision(
                    unit: unit, since: event.at, level: .order, levelSince: event.at, cause: event.move)
                side.supervisions += 1
            case .answered: side.supervision?.answeredAt = event.at
            case .raised(let level, _):
                side.supervision?.level = level
                side.supervision?.levelSince = event.at
                side.supervision?.answeredAt = nil
            case .lifted: side.supervision = nil
            }
        }
    }

    mutating func apply(_ fact: RaiseFact, at now: Moment) {
        changeSide { side in
            switch fact {
            case .taken(let unit):
                if let index = side.raised.lastIndex(where: { $0.unit == unit }) {
                    side.raised[index].takenAt = now
                }
            case .handedDown:
                if !side.raised.isEmpty { side.raised.removeLast() }
            }
        }
        raisedTo = side.raised.last?.unit
    }

    mutating func apply(_ fact: LeaderFact, of event: Event) {
        var by: Int64?
        if case .officer(let id, _) = event.by { by = id }
        changeSide { side in
            switch fact {
            case .claimed(let until): side.promise = SideWork.Promise(by: by, until: until, at: event.at)
            case .called(let sharpness, _):
                side.leadership = side.leadership ?? SideWork.Leadership()
                side.leadership?.sharpness = sharpness
                side.leadership?.calledAt = event.at
            case .contracted(_, let until):
                side.leadership = side.leadership ?? SideWork.Leadership()
                side.leadership?.by = by
                side.leadership?.until = until
                side.leadership?.at = event.at
            case .visited: side.leadership?.visits += 1
            }
        }
    }

    mutating func apply(_ fact: MediationFact, at now: Moment) {
        changeSide { side in
            switch fact {
            case .named(let party, let kind): side.parties.append(SideWork.Party(name: party, kind: kind))
            case .position: break
            case .session: side.sessions += 1
            case .agreed:
                side.agreedAt = now
                for index in side.parties.indices { side.parties[index].accepts = nil }
            case .accepted(let party, let yes):
                guard let index = side.parties.firstIndex(where: { $0.name == party }) else { return }
                side.parties[index].accepts = yes
            }
        }
    }

    mutating func apply(_ fact: CheckFact, at now: Moment) {
        changeSide { side in
            switch fact {
            case .due(let day, let sampled):
                side.check = SideWork.Check(on: day, sampled: sampled, at: now)
            case .made(let solved, let satisfied, _):
                side.check = nil
                side.checkFailed = !(solved && satisfied)
            case .attempted: side.check?.attempts.append(now)
            case .dropped: side.check = nil
            }
        }
    }

    /// Another unit has it, or none: what the last one had going on is over.
    mutating func endSideOfUnit() {
        raisedTo = nil
        guard work != nil else { return }
        changeSide { side in
            for part in side.parts where part.state == .answered && !side.helped.contains(part.unit) {
                side.helped.append(part.unit)
            }
            side.parts = []
            side.proposals.removeAll { $0.kind != .exclusion }
            side.raised = []
            side.promise = nil
            side.contactedAt = nil
        }
    }

    /// There is an answer: more time, or standing still, is not waited for any more.
    mutating func endWaiting() {
        guard work?.proposals.isEmpty == false else { return }
        changeSide { $0.proposals.removeAll { $0.kind != .exclusion } }
    }

    /// It ended: nobody owes anything any more but the check afterwards.
    mutating func endSide() {
        endSideOfUnit()
        guard work != nil else { return }
        changeSide { side in
            side.supervision = nil
            side.keyedAt = nil
        }
    }
}

extension SideWork.Supervision {
    /// An order stands whoever leads: the next unit has to answer it, in a time of its own.
    mutating func passes(to next: UnitCode, at now: Moment) {
        if unit == next { return }
        (unit, levelSince, answeredAt) = (next, now, nil)
    }
}
