/// What stays the same while one order is decided.
struct Scene {
    let city: City
    let procedure: Procedure
    let now: Moment

    /// The event of one move whose guards hold.
    func event(
        of move: Move, on matter: Matter, by doer: Doer, inputs: [InputWord: String], limit: String? = nil,
        attachments: [Attachment] = []
    ) throws(Refusal) -> Event {
        var facts: [Fact] = []
        for effect in move.does {
            facts += self.facts(of: effect, on: matter, by: doer, inputs: inputs, limit: limit)
        }
        if let reason = inputs[.reason], !move.does.contains(where: \.keepsReason) {
            facts.append(.reasoned(reason: reason))
        }
        facts += attachments.map { .attached($0) }
        let to = move.to ?? matter.stage
        let closes = procedure.stage(to)?.closes
        if to != matter.stage, let closes { facts.append(.closed(outcome: closes)) }
        // Whatever a procedure forgets: what stands where work goes on is open, and what has ended stays
        // ended.
        facts.removeAll { $0 == .reopened }
        if !matter.isOpen, closes == nil, to != matter.stage { facts.insert(.reopened, at: 0) }
        facts += clockFacts(moving: matter, to: to, facts: facts)
        let event = Event(
            sequence: matter.version + 1, at: now, by: doer, move: move.name, from: matter.stage, to: to,
            facts: facts)
        try LoopLaw.check(event, on: matter, held: procedure.stage(to)?.holder)
        return event
    }

    /// The event of a move that nobody orders, when it can happen: it asks for nothing, speaks for nobody,
    /// its guards hold, and the law allows it.
    func unordered(_ move: Move, on matter: Matter, by name: String, limit: String? = nil) -> Event? {
        guard move.from.contains(matter.stage), !move.speaksForResident, !move.reveals,
            !move.asks.contains(where: \.required),
            move.needs.allSatisfy({ holds($0, for: move, on: matter, by: .system(name), in: city, at: now) }),
            move.does.allSatisfy({ lacks($0, on: matter, by: .system(name), in: city) == nil })
        else { return nil }
        return try? event(of: move, on: matter, by: .system(name), inputs: [:], limit: limit)
    }

    /// Makes the automatic moves that hold now, the first of the file first, until none does.
    ///
    /// Each follows at most once from one order, so that a circle of them ends. One that the law forbids
    /// does not happen: what a person rightly did is not refused for what a procedure wrongly adds to it.
    func follow(_ matter: inout Matter, _ events: inout [Event]) {
        var left = procedure.moves.filter(\.automatic)
        while true {
            var next: Event?
            let index = left.firstIndex { move in
                next = unordered(move, on: matter, by: "procedure")
                return next != nil
            }
            guard let index, let next else { return }
            left.remove(at: index)
            matter.apply(next)
            events.append(next)
        }
    }

    private func facts(
        of effect: Effect, on matter: Matter, by doer: Doer, inputs: [InputWord: String], limit: String?
    ) -> [Fact] {
        switch effect {
        case .categorise: return inputs[.category].map { [.categorised(category: $0)] } ?? []
        case .classify: return classified(inputs)
        case .dispatch: return inputs[.unit].map { [.dispatched(unit: UnitCode($0))] } ?? []
        case .takeBack:
            return [.takenBack(unit: matter.lead, reason: inputs[.reason] ?? "", cause: inputs[.cause])]
        case .escalate: return above(matter).map { [.escalated(to: $0)] } ?? []
        case .answer: return inputs[.answer].map { [.answered(text: $0, unit: unit(of: doer))] } ?? []
        case .ask: return [.asked]
        case .opinion:
            guard let solved = inputs[.solved], let satisfied = inputs[.satisfied] else { return [] }
            return [.rated(solved: solved == "yes", satisfied: satisfied == "yes", why: inputs[.why])]
                + heard(inputs)
        case .attempt:
            let result = inputs[.attempt].flatMap(CallBackResult.init)
            return result.map { [.attempted(result: $0)] + heard(inputs) } ?? []
        case .urge: return [.urged]
        case .add: return inputs[.text].map { [.added(text: $0)] } ?? []
        case .note: return inputs[.note].map { [.noted(text: $0)] } ?? []
        case .proposeScope: return inputs[.explanation].map { [.scopeProposed(explanation: $0)] } ?? []
        case .dropProposal: return [.proposalDropped]
        case .merge: return inputs[.matter].map { [.merged(into: $0)] } ?? []
        case .join:
            let joined: [Fact] = inputs[.matter].map { [.joinedTo(number: $0)] } ?? []
            return joined + (inputs[.category].map { [.categorised(category: $0)] } ?? [])
        case .leave: return matter.joinedTo.map { [.left(number: $0)] } ?? []
        case .shareAnswer:
            let unit = inputs[.unit].map { UnitCode($0) }
            let given: [Fact] = unit.map { [.dispatched(unit: $0)] } ?? []
            return inputs[.answer].map { given + [.answered(text: $0, unit: unit)] } ?? []
        case .archive:
            guard let explanation = inputs[.explanation], let day = inputs[.reviewOn] else { return [] }
            return [.archived(explanation: explanation, reviewOn: day)]
        case .reopen: return [.reopened]
        case .revealContact: return inputs[.reason].map { [.contactRevealed(reason: $0)] } ?? []
        case .keepChecks:
            return inputs[.checks].flatMap { procedure.answers(to: $0) }.map {
                [.checked(kept: $0.kept, missed: $0.missed)]
            } ?? []
        case .markOverdue: return limit.map { [.limitPassed(limit: $0)] } ?? []
        case .tell(let audience, let template): return [.told(audience: audience, template: template)]
        case .givePart, .answerPart, .refusePart, .insistPart, .dropPart, .propose, .grant, .deny, .supervise,
            .answerSupervision, .liftSupervision, .raiseSupervision, .takeRaise, .handDown, .claim,
            .callLeader, .contract, .leaderVisit, .nameParty, .takePosition, .holdSession, .agree, .accept,
            .contact, .key, .guide, .rule, .sample, .revisit, .recheck, .tryCheck, .dropCheck:
            return sideFacts(of: effect, on: matter, by: doer, inputs: inputs)
        }
    }

    private func heard(_ inputs: [InputWord: String]) -> [Fact] {
        inputs[.way].flatMap(ContactWay.init).map { [.heard(way: $0)] } ?? []
    }

    private func classified(_ inputs: [InputWord: String]) -> [Fact] {
        let route = inputs[.route].flatMap(Route.init)
        let grade = inputs[.grade].flatMap(Grade.init)
        let urgency = inputs[.urgency].flatMap(Urgency.init)
        if route == nil, grade == nil, urgency == nil { return [] }
        return [.classified(route: route, grade: grade, urgency: urgency)]
    }

    /// The unit one level above those that have it (M43): levels are never skipped.
    private func above(_ matter: Matter) -> UnitCode? {
        let above = (matter.raisedTo ?? matter.lead).flatMap { city.units[$0]?.parent }
        // Where units stand above each other in a circle, it is not raised to somebody who has it.
        return above.flatMap { up in
            up == matter.lead || matter.side.raised.contains { $0.unit == up } ? nil : up
        }
    }

    private func unit(of doer: Doer) -> UnitCode? {
        if case .officer(_, let unit) = doer { unit } else { nil }
    }
}
