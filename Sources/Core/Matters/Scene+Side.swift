/// What effects beside the main way make true.
extension Scene {
    func sideFacts(
        of effect: Effect, on matter: Matter, by doer: Doer, inputs: [InputWord: String]
    ) -> [Fact] {
        switch effect {
        case .givePart, .answerPart, .refusePart, .insistPart, .dropPart:
            return partFact(of: effect, by: doer, inputs: inputs).map { [.part($0)] } ?? []
        case .propose, .grant, .deny: return proposalFacts(of: effect, on: matter, inputs: inputs)
        case .supervise, .answerSupervision, .liftSupervision, .raiseSupervision:
            return supervisionFact(of: effect, on: matter, inputs: inputs).map { [.supervision($0)] } ?? []
        case .takeRaise: return matter.side.raised.last.map { [.raise(.taken(unit: $0.unit))] } ?? []
        case .handDown:
            guard let unit = matter.side.raised.last?.unit, let text = inputs[.answer] else { return [] }
            return [.raise(.handedDown(unit: unit, text: text))]
        case .claim, .callLeader, .contract, .leaderVisit:
            return leaderFact(of: effect, inputs: inputs).map { [.leader($0)] } ?? []
        case .nameParty, .takePosition, .holdSession, .agree, .accept:
            return mediationFact(of: effect, inputs: inputs).map { [.mediation($0)] } ?? []
        case .contact:
            return inputs[.way].flatMap(ContactWay.init).map { [.contacted(way: $0, note: inputs[.note])] }
                ?? []
        case .key: return inputs[.reason].map { [.keyed(reason: $0)] } ?? []
        case .guide: return inputs[.note].map { [.guided(text: $0)] } ?? []
        case .rule: return inputs[.unit].map { [.ruled(unit: UnitCode($0))] } ?? []
        case .sample, .revisit, .recheck, .tryCheck, .dropCheck:
            return checkFact(of: effect, on: matter, inputs: inputs).map { [.check($0)] } ?? []
        case .categorise, .classify, .dispatch, .takeBack, .escalate, .answer, .ask, .opinion, .attempt,
            .urge,
            .add, .note, .proposeScope, .dropProposal, .merge, .join, .leave, .shareAnswer, .archive, .reopen,
            .revealContact, .keepChecks,
            .markOverdue,
            .tell:
            return []
        }
    }

    private func partFact(of effect: Effect, by doer: Doer, inputs: [InputWord: String]) -> PartFact? {
        var own: UnitCode?
        if case .officer(_, let unit) = doer { own = unit }
        let named = inputs[.part].map { UnitCode($0) }
        switch effect {
        case .givePart:
            guard let named, let task = inputs[.task] else { return nil }
            return .given(unit: named, task: task, until: inputs[.until])
        case .answerPart:
            guard let own, let text = inputs[.answer] else { return nil }
            return .answered(unit: own, text: text)
        case .refusePart:
            guard let own, let reason = inputs[.reason] else { return nil }
            return .refused(unit: own, reason: reason)
        case .insistPart:
            guard let named, let reason = inputs[.reason] else { return nil }
            return .insisted(unit: named, reason: reason)
        case .dropPart:
            guard let named, let reason = inputs[.reason] else { return nil }
            return .dropped(unit: named, reason: reason)
        default: return nil
        }
    }

    private func proposalFacts(of effect: Effect, on matter: Matter, inputs: [InputWord: String]) -> [Fact] {
        switch effect {
        case .propose(let kind):
            guard let reason = inputs[.reason] else { return [] }
            return [.proposal(.made(kind, reason: reason, until: inputs[.until] ?? inputs[.reviewOn]))]
        case .grant(let kind):
            guard let asked = matter.side.proposal(kind) else { return [] }
            return [.proposal(.granted(kind, reason: inputs[.reason]))] + granted(asked, on: matter)
        case .deny(let kind):
            guard let reason = inputs[.reason] else { return [] }
            return [.proposal(.denied(kind, reason: reason))]
        default: return []
        }
    }

    /// What becomes true when it is granted.
    private func granted(_ asked: SideWork.Proposal, on matter: Matter) -> [Fact] {
        switch asked.kind {
        case .extension:
            guard let limit = procedure.limits.first?.name, let clock = matter.clock(limit),
                let day = asked.until.flatMap({ CivilDate($0) })
            else { return [] }
            // A day that was near when it was asked for may be over: the limit is never made shorter.
            return [.extended(limit: limit, from: clock.due, to: max(clock.due, city.calendar.end(of: day)))]
        case .suspension:
            guard let day = asked.until else { return [] }
            return [.suspended(reason: asked.reason, reviewOn: day)]
        case .exclusion: return [.excluded(reason: asked.reason)]
        }
    }

    private func supervisionFact(
        of effect: Effect, on matter: Matter, inputs: [InputWord: String]
    ) -> SupervisionFact? {
        switch effect {
        case .supervise: return .ordered(unit: matter.lead ?? city.desk, demand: inputs[.demand])
        case .answerSupervision: return inputs[.answer].map { .answered(text: $0) }
        case .liftSupervision: return inputs[.reason].map { .lifted(reason: $0) }
        case .raiseSupervision:
            return matter.side.supervision.map { .raised(to: $0.level.above, reason: inputs[.reason]) }
        default: return nil
        }
    }

    private func leaderFact(of effect: Effect, inputs: [InputWord: String]) -> LeaderFact? {
        switch effect {
        case .claim: return inputs[.until].map { .claimed(until: $0) }
        case .callLeader:
            guard let sharpness = inputs[.sharpness].flatMap({ Int($0) }), let reason = inputs[.reason]
            else { return nil }
            return .called(sharpness: sharpness, reason: reason)
        case .contract:
            guard let plan = inputs[.plan], let until = inputs[.until] else { return nil }
            return .contracted(plan: plan, until: until)
        case .leaderVisit: return inputs[.note].map { .visited(text: $0) }
        default: return nil
        }
    }

    private func mediationFact(of effect: Effect, inputs: [InputWord: String]) -> MediationFact? {
        switch effect {
        case .nameParty:
            guard let party = inputs[.party], let kind = inputs[.partyKind].flatMap(PartyKind.init)
            else { return nil }
            return .named(party: party, kind: kind)
        case .takePosition:
            guard let party = inputs[.party], let text = inputs[.position] else { return nil }
            return .position(party: party, text: text)
        case .holdSession:
            guard let kind = inputs[.session].flatMap(SessionKind.init), let text = inputs[.note]
            else { return nil }
            return .session(kind, text: text)
        case .agree: return inputs[.agreement].map { .agreed(text: $0) }
        case .accept:
            guard let party = inputs[.party], let accepts = inputs[.accepts] else { return nil }
            return .accepted(party: party, yes: accepts == "yes")
        default: return nil
        }
    }

    private func checkFact(of effect: Effect, on matter: Matter, inputs: [InputWord: String]) -> CheckFact? {
        let today = city.calendar.date(of: now)
        switch effect {
        case .sample:
            guard city.sampling.draws(matter.number, category: matter.category, in: city.catalogue)
            else { return nil }
            return .due(on: today.adding(days: 1).description, sampled: true)
        case .revisit(let days): return .due(on: today.adding(days: days).description, sampled: false)
        case .recheck:
            guard let solved = inputs[.solved], let satisfied = inputs[.satisfied] else { return nil }
            return .made(solved: solved == "yes", satisfied: satisfied == "yes", why: inputs[.why])
        case .tryCheck: return inputs[.attempt].flatMap(CallBackResult.init).map { .attempted(result: $0) }
        case .dropCheck: return .dropped
        default: return nil
        }
    }
}
