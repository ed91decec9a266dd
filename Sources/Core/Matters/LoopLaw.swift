/// What no procedure can allow. Checked for each event beside the procedure's own guards, on the matter as it
/// would stand afterwards: what the event itself says about the answer counts too.
enum LoopLaw {
    /// How many call-backs "could not be reached" takes at the very least, an hour apart.
    static let fewestAttempts = 2
    static let hoursBetweenAttempts = 1
    /// How long whoever left no way to be called has to speak up by the private link, in hours: seven days.
    static let hoursOfSilence = 7 * 24

    /// Throws unless the event may happen to the matter; `held` is the holder of the stage it leads to.
    static func check(_ event: Event, on matter: Matter, held: Stage.Holder?) throws(Refusal) {
        try checkOpinion(event, on: matter)
        try checkBeside(event, on: matter)
        try checkAnswer(event, on: matter)
        var after = matter
        after.apply(event)
        for case .closed(let outcome) in event.facts {
            guard mayEnd(as: outcome, after, by: event), isSettled(matter, for: outcome) else {
                throw .againstTheLoop(outcome)
            }
        }
        if let outcome = after.outcome, !mayRest(as: outcome, after) { throw .againstTheLoop(outcome) }
        // Whoever waits for another matter stands where that is told, and nobody else does.
        if event.from != event.to || matter.joinedTo != after.joinedTo,
            (held == .main) != (after.joinedTo != nil)
        {
            throw .gateShut(.joined)
        }
        // Nobody would see it there.
        if held == .lead, after.lead == nil, event.from != event.to || matter.lead != nil {
            throw .gateShut(.dispatched)
        }
    }

    /// An opinion is about an answer; and a no of the resident stands until there is a new one, unless the
    /// resident takes it back in person.
    private static func checkOpinion(_ event: Event, on matter: Matter) throws(Refusal) {
        guard event.facts.contains(where: { if case .rated = $0 { true } else { false } }) else { return }
        // Nobody gives the answer and the resident's opinion of it in one breath.
        let answers = event.facts.contains { if case .answered = $0 { true } else { false } }
        if matter.answer == nil || answers { throw .gateShut(.answered) }
        if let said = matter.opinion, !said.isContent, event.by != .resident { throw .gateShut(.answered) }
    }

    /// What waits for another one's answer gets that one, and no other.
    private static func checkAnswer(_ event: Event, on matter: Matter) throws(Refusal) {
        guard matter.joinedTo != nil else { return }
        for case .answered in event.facts {
            if case .system = event.by { continue }
            throw .gateShut(.notAsked)
        }
    }

    /// One public answer, and none over the head of an assistant; nobody decides what they asked for; the
    /// unit under supervision does not end it (M25, M57).
    private static func checkBeside(_ event: Event, on matter: Matter) throws(Refusal) {
        let side = matter.side
        for fact in event.facts {
            switch fact {
            case .answered where !side.unsettled.isEmpty: throw .gateShut(.partsAnswered)
            // Asked too early, the resident's yes could not end it, and nothing would bring it back.
            case .answered where !side.isAgreed: throw .gateShut(.acceptedByAll)
            case .proposal(.granted(let kind, _)), .proposal(.denied(let kind, _)):
                guard let asked = side.proposal(kind), case .officer(let id, _) = event.by else {
                    throw .gateShut(.proposed)
                }
                if asked.by == id { throw .gateShut(.anotherPerson) }
            case .supervision(.lifted):
                if case .officer(_, let unit) = event.by, unit == side.supervision?.unit {
                    throw .gateShut(.outsideLead)
                }
            default: break
            }
        }
    }

    private static func mayEnd(as outcome: Outcome, _ matter: Matter, by event: Event) -> Bool {
        switch outcome {
        case .solved: matter.answer != nil && matter.opinion?.isContent == true
        case .withdrawn: event.by == .resident
        case .notInScope: isSecondPerson(event.by, on: matter)
        case .unreachable:
            matter.answer != nil && matter.asked && matter.opinion == nil
                && tried(matter, fewestAttempts, hoursApart: hoursBetweenAttempts, at: event.at)
        case .merged: event.facts.contains { if case .merged = $0 { true } else { false } }
        case .elsewhere: false
        }
    }

    /// No part is with anybody, and who quarrelled has accepted what was agreed (M73). What the resident
    /// takes back, or what goes on elsewhere, need not wait for that.
    private static func isSettled(_ matter: Matter, for outcome: Outcome) -> Bool {
        let side = matter.side
        switch outcome {
        case .solved, .unreachable:
            return side.unsettled.isEmpty && side.isAgreed
        case .notInScope: return side.unsettled.isEmpty
        case .withdrawn, .merged, .elsewhere: return true
        }
    }

    /// What must go on to hold while it stays closed: nobody says no to it.
    private static func mayRest(as outcome: Outcome, _ matter: Matter) -> Bool {
        switch outcome {
        case .solved: matter.answer != nil && matter.opinion?.isContent == true
        case .unreachable: matter.opinion?.isContent != false
        case .withdrawn, .notInScope, .merged, .elsewhere: true
        }
    }

    private static func isSecondPerson(_ doer: Doer, on matter: Matter) -> Bool {
        guard matter.scopeProposed, let proposer = matter.scopeProposer, case .officer(let id, _) = doer
        else {
            return false
        }
        return proposer != id
    }

    /// Whether the resident had their chance since they were last asked: by calls, or, where nobody can be
    /// called, by the time that as many calls would have taken, and seven days at least.
    static func tried(_ matter: Matter, _ count: Int, hoursApart: Int, at now: Moment) -> Bool {
        if matter.reachable { return spaced(matter.attempts, hoursApart: hoursApart) >= count }
        guard let asked = matter.askedAt else { return false }
        let hours = Int64(max(count * hoursApart, hoursOfSilence))
        return now - asked >= hours * 3_600_000
    }

    /// How many attempts count when one too soon after the last that counted does not.
    static func spaced(_ attempts: [Moment], hoursApart: Int) -> Int {
        var count = 0
        var last: Moment?
        for attempt in attempts where last.map({ attempt - $0 >= Int64(hoursApart) * 3_600_000 }) ?? true {
            count += 1
            last = attempt
        }
        return count
    }
}
