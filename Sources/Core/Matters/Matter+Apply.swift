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
        // What leaves the archive has no review day any more.
        if event.to != event.from { reviewOn = nil }
        for fact in event.facts { apply(fact, of: event) }
    }

    private mutating func apply(_ fact: Fact, of event: Event) {
        switch fact {
        case .categorised(let category): self.category = category
        case .classified(let route, let grade, let urgency):
            if let route { self.route = route }
            if let grade { self.grade = grade }
            if let urgency { self.urgency = urgency }
        case .dispatched(let unit):
            (lead, leadSince, raisedTo) = (unit, event.at, nil)
            startRound()
        case .takenBack:
            (lead, leadSince, raisedTo) = (nil, nil, nil)
            returns += 1
            startRound()
        case .escalated(let unit): raisedTo = unit
        case .answered(_, let unit):
            startRound()
            var by: Int64?
            if case .officer(let id, _) = event.by { by = id }
            answer = Answer(at: event.at, unit: unit, by: by)
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
        case .archived(_, let day): reviewOn = day
        case .reopened:
            reopens += 1
            (outcome, closedAt, mergedInto) = (nil, nil, nil)
            startRound()
        case .limitPassed: overdue = true
        case .closed(let outcome):
            self.outcome = outcome
            if closedAt == nil { closedAt = event.at }
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
        case .added, .noted, .attached, .undone, .contactRevealed, .told, .reasoned, .raised: break
        }
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
