extension Matter {
    /// A new matter from its first event; nil if that does not raise one.
    public init?(from event: Event) {
        guard event.sequence == 1, case .raised(let raised)? = event.facts.first else { return nil }
        self.init(
            number: raised.number, kind: raised.kind, stage: event.to, version: 0, channel: raised.channel,
            area: raised.area, raisedAt: event.at, changedAt: event.at, reachable: raised.reachable,
            urgency: raised.urgency, category: raised.category)
        apply(event)
        if outcome == .elsewhere, let ended = raised.endedAt { closedAt = ended }
    }

    /// Folds the next event. Events are applied in the order of their sequence.
    public mutating func apply(_ event: Event) {
        version = event.sequence
        changedAt = event.at
        stage = event.to
        if let move = event.move {
            var by: Int64?
            if case .officer(let id, _) = event.by { by = id }
            lastMoves[move] = LastMove(at: event.at, by: by)
        }
        // What leaves the archive has no review day any more, and is not one of those that wait (M22 d).
        if event.to != event.from, reviewOn != nil {
            reviewOn = nil
            if route == .notYet { route = nil }
        }
        for fact in event.facts { apply(fact, of: event) }
    }

    private mutating func apply(_ fact: Fact, of event: Event) {
        switch fact {
        case .categorised(let category): self.category = category
        case .classified(let route, let grade, let urgency): classify(route, grade, urgency)
        case .dispatched(let unit): pass(to: unit, at: event.at)
        case .takenBack:
            returns += 1
            pass(to: nil, at: event.at)
        case .escalated(let unit):
            raisedTo = unit
            changeSide { $0.raised.append(SideWork.Raise(unit: unit, at: event.at)) }
        case .answered(_, let unit): takeAnswer(of: unit, event)
        case .asked:
            askedAt = event.at
            attempts = []
            // Asked again, a yes has to be said again; a no stands until there is a new answer.
            if opinion?.isContent == true { opinion = nil }
        case .rated(let solved, let satisfied, _):
            let said = Opinion(solved: solved, satisfied: satisfied, at: event.at)
            if !said.isContent, opinion?.isContent != false { rounds += 1 }
            opinion = said
        case .attempted: attempts.append(event.at)
        case .urged: urges += 1
        case .scopeProposed:
            (scopeProposed, scopeProposer) = (true, nil)
            if case .officer(let id, _) = event.by { scopeProposer = id }
        case .proposalDropped: (scopeProposed, scopeProposer) = (false, nil)
        case .merged(let into): mergedInto = into
        case .joined(let from): joined.append(from)
        case .joinedTo(let number): wait(for: number)
        case .left: joinedTo = nil
        case .archived(_, let day): (reviewOn, route) = (day, .notYet)
        case .suspended(_, let day):
            reviewOn = day
            changeSide { $0.suspensions += 1 }
        case .reopened: reopen()
        // What passed for an assistant, or for whoever decides, is not the lead's delay.
        case .limitPassed(let limit): overdue = overdue || !limit.contains("@")
        case .closed(let outcome):
            self.outcome = outcome
            if closedAt == nil { closedAt = event.at }
            joinedTo = nil
            endSide()
        case .clockStarted, .clockPaused, .clockStopped, .clockWarned, .clockExpired:
            applyClock(fact, of: event)
        case .part, .proposal, .extended, .supervision, .raise, .leader, .mediation, .check, .contacted,
            .keyed, .guided, .ruled:
            applyBeside(fact, of: event)
        case .heard, .excluded, .checked, .added, .noted, .attached, .undone, .contactRevealed, .told,
            .reasoned, .raised:
            break
        }
    }

    private mutating func classify(_ route: Route?, _ grade: Grade?, _ urgency: Urgency?) {
        self.route = route ?? self.route
        self.grade = grade ?? self.grade
        self.urgency = urgency ?? self.urgency
    }

    /// No unit works on it for itself while another one works on the problem.
    private mutating func wait(for number: String) {
        pass(to: nil, at: changedAt)
        (joinedTo, sharedFrom) = (number, nil)
    }

    /// What was said of an earlier answer does not hold for this one.
    private mutating func takeAnswer(of unit: UnitCode?, _ event: Event) {
        share()
        startRound()
        var by: Int64?
        if case .officer(let id, _) = event.by { by = id }
        answer = Answer(at: event.at, unit: unit, by: by)
        endWaiting()
    }

    /// The answer that came is the one it waited for.
    private mutating func share() {
        if let joinedTo { (self.joinedTo, sharedFrom) = (nil, joinedTo) }
    }

    private mutating func reopen() {
        reopens += 1
        (outcome, closedAt, mergedInto) = (nil, nil, nil)
        changeSide { ($0.check, $0.checkFailed) = (nil, false) }
        startRound()
    }

    private mutating func applyClock(_ fact: Fact, of event: Event) {
        switch fact {
        case .clockStarted(let limit, let from, let due, let warn):
            clocks.removeAll { $0.limit == limit }
            clocks.append(
                Clock(limit: limit, from: from, due: due, warn: warn, pausedAt: nil, expired: false))
        case .clockPaused(let limit): change(limit) { $0.pausedAt = event.at }
        case .clockStopped(let limit): clocks.removeAll { $0.limit == limit }
        case .clockWarned(let limit): change(limit) { $0.warn = nil }
        case .clockExpired(let limit):
            change(limit) {
                $0.expired = true; $0.warn = nil
            }
        default: break
        }
    }

    private mutating func applyBeside(_ fact: Fact, of event: Event) {
        switch fact {
        case .part(let fact): apply(fact, at: event.at)
        case .proposal(let fact): apply(fact, of: event)
        case .extended(let limit, let from, let to):
            changeSide {
                $0.extensions.append(SideWork.Extension(limit: limit, from: from, to: to, at: event.at))
            }
        case .supervision(let fact): apply(fact, of: event)
        case .raise(let fact): apply(fact, at: event.at)
        case .leader(let fact): apply(fact, of: event)
        case .mediation(let fact): apply(fact, at: event.at)
        case .check(let fact): apply(fact, at: event.at)
        case .contacted: changeSide { $0.contactedAt = event.at }
        case .keyed: changeSide { ($0.keyedAt, $0.guidedAt) = (event.at, nil) }
        case .guided: changeSide { $0.guidedAt = event.at }
        case .ruled(let unit): changeSide { $0.ruledFor = unit }
        default: break
        }
    }

    /// Another unit leads, or none: what the last one had going on is over. A supervision order stands.
    private mutating func pass(to unit: UnitCode?, at now: Moment) {
        (lead, leadSince) = (unit, unit == nil ? nil : now)
        endSideOfUnit()
        if let unit {
            if side.supervision != nil { changeSide { $0.supervision?.passes(to: unit, at: now) } }
        } else {
            changeSide { $0.ruledFor = nil }
        }
        startRound()
    }

    /// A new answer, unit or opening begins anew: what was said of the old answer does not hold for the
    /// next, and a proposal that it is out of scope is overtaken.
    private mutating func startRound() {
        (answer, opinion, askedAt, attempts) = (nil, nil, nil, [])
        (scopeProposed, scopeProposer) = (false, nil)
    }

    private mutating func change(_ limit: String, _ body: (inout Clock) -> Void) {
        guard let index = clocks.firstIndex(where: { $0.limit == limit }) else { return }
        body(&clocks[index])
    }
}
