import Core
import Web

extension Story {
    /// A fact in words; nothing for what the title says already, or what this reader is not shown.
    func lines(_ fact: Fact) -> [Line] {
        switch audience {
        case .office: officeLines(fact)
        case .resident: residentLines(fact)
        }
    }

    /// Never notes, reasons of returns, other matters, or what is between units.
    private func residentLines(_ fact: Fact) -> [Line] {
        switch fact {
        case .raised(let raised): [.quote(label: words("matters.story.yourWords"), text: raised.text)]
        case .dispatched(let unit): [unitLine("matters.story.dispatched", unit)]
        case .answered(let text, let unit): [answer(text, unit)]
        case .rated(let solved, let satisfied, let why): rating(solved, satisfied, why)
        case .added(let text): [.quote(label: words("matters.story.added"), text: text)]
        case .scopeProposed(let text): [.quote(label: words("matters.story.explanation"), text: text)]
        case .archived(let text, let day): archive(text, day)
        // How it ended is what the move's own words and the stage say.
        case .closed, .categorised, .classified, .takenBack, .escalated, .asked, .attempted, .urged, .noted,
            .attached, .undone, .proposalDropped, .merged, .joined, .joinedTo, .left, .reopened,
            .contactRevealed, .limitPassed,
            .told, .reasoned, .checked,
            .clockStarted, .clockPaused, .clockStopped, .clockWarned, .clockExpired:
            []
        case .part, .proposal, .extended, .suspended, .supervision, .raise, .leader, .mediation, .check,
            .contacted, .heard, .keyed, .guided, .ruled, .excluded:
            besideLines(fact)
        }
    }

    private func officeLines(_ fact: Fact) -> [Line] {
        switch fact {
        case .raised(let raised):
            [
                .sentence(
                    words(
                        "matters.story.channel",
                        ["channel": words("matters.channel.\(raised.channel.rawValue)")])),
                .quote(label: words("matters.story.theirWords"), text: raised.text),
            ]
        case .categorised(let code):
            [.sentence(words("matters.story.categorised", ["name": telling.category(code)]))]
        case .classified(let route, let grade, let urgency): classified(route, grade, urgency)
        case .dispatched(let unit): [unitLine("matters.story.dispatched", unit)]
        case .takenBack(let unit, let reason, let cause):
            [
                unit.map { unitLine("matters.story.takenBack", $0) },
                cause.map { .sentence(telling.returnReason($0)) },
            ].compactMap(\.self) + [why(reason)]
        case .escalated(let unit): [unitLine("matters.story.escalated", unit)]
        case .answered(let text, let unit): [answer(text, unit)]
        case .asked: [.sentence(words("matters.story.asked"))]
        case .rated(let solved, let satisfied, let why): rating(solved, satisfied, why)
        case .attempted(let result): [.sentence(words("matters.attempt.\(result.rawValue)"))]
        case .urged: []
        case .added(let text): [.quote(label: words("matters.story.added"), text: text)]
        case .attached, .undone: []
        case .noted(let text): [.quote(label: words("matters.story.note"), text: text)]
        case .checked(let kept, let missed): checks(kept, missed)
        case .scopeProposed(let text): [.quote(label: words("matters.story.explanation"), text: text)]
        case .proposalDropped: [.sentence(words("matters.story.proposalDropped"))]
        case .merged(let number): [.sentence(words("matters.story.merged", ["number": number]))]
        case .joined(let number): [.sentence(words("matters.story.joined", ["number": number]))]
        case .joinedTo(let number): [.sentence(words("matters.story.joinedTo", ["number": number]))]
        case .left(let number): [.sentence(words("matters.story.left", ["number": number]))]
        case .archived(let text, let day): archive(text, day)
        case .reopened: [.sentence(words("matters.story.reopened"))]
        case .contactRevealed(let reason): [.sentence(words("matters.story.contactRevealed")), why(reason)]
        case .limitPassed(let limit):
            [.sentence(words("matters.story.limitPassed", ["limit": name(of: limit)]))]
        case .reasoned(let reason): [why(reason)]
        case .closed(let outcome): [outcomeLine(outcome)]
        case .told, .clockStarted, .clockPaused, .clockStopped, .clockWarned, .clockExpired: asides(fact)
        case .part, .proposal, .extended, .suspended, .supervision, .raise, .leader, .mediation, .check,
            .contacted, .heard, .keyed, .guided, .ruled, .excluded:
            besideLines(fact)
        }
    }

    /// What of the checklist was kept, and by its names what was not.
    private func checks(_ kept: [String], _ missed: [String]) -> [Line] {
        let all = kept.count + missed.count
        let line = words("matters.story.checked", ["kept": kept.count, "all": all])
        if missed.isEmpty { return [.sentence(line)] }
        let items = telling.city.procedures.values.flatMap(\.checklist)
        let names = missed.map { name in items.first { $0.name == name }.map { words($0.text) } ?? name }
        let list = names.joined(separator: words("matters.list.between"))
        return [.sentence(line), .sentence(words("matters.story.notKept", ["items": list]))]
    }

    /// What the program did beside it.
    private func asides(_ fact: Fact) -> [Line] {
        switch fact {
        // Without a contact nobody was told.
        case .told(.resident, _) where !file.isReachable: []
        case .told(let audience, _):
            [
                .aside(
                    words("matters.story.told", ["audience": words("matters.audience.\(audience.rawValue)")]))
            ]
        case .clockStarted(let limit, _, let due, _):
            [.aside(words("matters.story.clockStarted", ["limit": name(of: limit), "due": due]))]
        case .clockPaused(let limit): [.aside(words("matters.story.clockPaused", ["limit": name(of: limit)]))]
        case .clockStopped(let limit):
            [.aside(words("matters.story.clockStopped", ["limit": name(of: limit)]))]
        case .clockWarned(let limit): [.aside(words("matters.story.clockWarned", ["limit": name(of: limit)]))]
        case .clockExpired(let limit):
            [.aside(words("matters.story.clockExpired", ["limit": name(of: limit)]))]
        case .raised, .categorised, .classified, .dispatched, .takenBack, .escalated, .answered, .asked,
            .rated,
            .attempted, .urged, .added, .noted, .attached, .undone, .scopeProposed, .proposalDropped, .merged,
            .joined, .joinedTo, .left, .archived,
            .reopened, .contactRevealed, .limitPassed, .reasoned, .closed, .part, .proposal, .extended,
            .suspended, .supervision, .raise, .leader, .mediation, .check, .contacted, .heard, .keyed,
            .guided,
            .ruled, .excluded, .checked:
            []
        }
    }

    private func name(of limit: String) -> String {
        let text = telling.city.procedures[file.matter.kind]?.limit(limit).map { words($0.text) } ?? limit
        return whose(limit).map { "\(text) · \($0)" } ?? text
    }

    private func unitLine(_ key: String, _ unit: UnitCode) -> Line {
        .sentence(words(key, ["unit": telling.unit(unit)]))
    }

    private func why(_ reason: String) -> Line { .quote(label: words("matters.story.reason"), text: reason) }

    private func answer(_ text: String, _ unit: UnitCode?) -> Line {
        let label = telling.unit(unit).map { words("matters.story.answerOf", ["unit": $0]) }
        return .quote(label: label ?? words("matters.story.answer"), text: text)
    }

    private func rating(_ solved: Bool, _ satisfied: Bool, _ why: String?) -> [Line] {
        let line = Line.sentence(
            words("matters.story.solved.\(solved ? "yes" : "no")") + words("matters.story.between")
                + words("matters.story.satisfied.\(satisfied ? "yes" : "no")"))
        let key = audience == .resident ? "matters.story.yourWhy" : "matters.story.why"
        return [line] + (why.map { [.quote(label: words(key), text: $0)] } ?? [])
    }

    private func archive(_ text: String, _ day: String) -> [Line] {
        [
            .quote(label: words("matters.story.explanation"), text: text),
            .sentence(words("matters.story.reviewOn", ["day": day])),
        ]
    }

    private func classified(_ route: Route?, _ grade: Grade?, _ urgency: Urgency?) -> [Line] {
        [
            route.map { words("matters.route.\($0.rawValue)") },
            grade.map { words("matters.grade.\($0.rawValue)") },
            urgency.map { words("matters.urgency.\($0.rawValue)") },
        ].compactMap(\.self).map { .sentence($0) }
    }

    private func outcomeLine(_ outcome: Outcome) -> Line {
        .sentence(words("matters.story.closed", ["outcome": words("matters.outcome.\(outcome.rawValue)")]))
    }
}
