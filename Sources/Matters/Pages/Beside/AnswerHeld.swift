import Core
import Markup
import Web

/// Why whoever should answer may not yet: each thing that is still missing, by its name.
struct AnswerHeld: Component {
    let telling: Telling
    let matter: Matter
    /// What the reader may do now.
    let moves: [Move]

    private var words: Words { telling.words }

    /// Nothing for whoever may answer, or never does.
    var html: HTML {
        let roles = Set((telling.visit.officer?.posts ?? []).filter(isHolder).map { Party.role($0.role) })
        let procedure = telling.city.procedures[matter.kind]
        let answers = procedure?.moves(from: matter.stage).filter { move in
            move.does.contains(.answer) && !roles.isDisjoint(with: move.by)
        }
        guard let answer = answers?.first, !moves.contains(where: { $0.does.contains(.answer) }) else {
            return .empty
        }
        var gates: [GuardWord] = []
        for gate in answer.needs.map(\.word) where !gates.contains(gate) { gates.append(gate) }
        let items: [HTML] = gates.compactMap { gate in
            reason(of: gate).map { "<li>\($0)\(links(to: gate))</li>" }
        }
        guard !items.isEmpty else { return .empty }
        return Notice(
            .warning, "<p>\(words("matters.side.held", ["move": words(answer.text)]))</p><ul>\(items)</ul>"
        ).html
    }

    /// What this officer can do about it.
    private func links(to gate: GuardWord) -> HTML {
        let agreeing: Set<EffectWord> =
            matter.side.agreedAt == nil ? [.nameParty, .holdSession, .agree] : [.accept]
        let bringing: [GuardWord: Set<EffectWord>] = [
            .partsAnswered: [.insistPart, .dropPart], .contacted: [.contact], .partiesAtLeast: [.nameParty],
            .wayKept: Set(WayDemand.missing(of: matter).flatMap(\.broughtBy)), .acceptedByAll: agreeing,
        ]
        let effects = bringing[gate] ?? []
        let links: [HTML] = moves.filter { $0.isOne(of: effects) }.map { move in
            " · \(Link(words(move.text), to: MattersPath.move(matter.number, move)))"
        }
        return links.isEmpty ? .empty : #"<span class="screen-only">\#(links)</span>"#
    }

    private func isHolder(_ post: Post) -> Bool {
        switch telling.city.roles[post.role]?.sight {
        case .unit: post.unit == matter.lead
        case .area: post.area.contains(matter.area)
        case nil: false
        }
    }

    /// What of this matter shuts a gate, in words; nil where the gate says it all or is open.
    func reason(of gate: GuardWord) -> String? {
        let side = matter.side
        switch gate {
        case .partsAnswered:
            let units = side.unsettled.map { telling.unit($0.unit) }
            return units.isEmpty ? nil : words("matters.side.held.parts", ["units": joined(units)])
        case .wayKept:
            let missing = WayDemand.missing(of: matter).map { words("matters.side.way.\($0.rawValue)") }
            return missing.isEmpty ? nil : words("matters.side.held.way", ["what": joined(missing)])
        case .partiesAtLeast: return side.parties.count < 2 ? words("matters.side.held.two") : nil
        case .contacted: return side.contactedAt == nil ? words("matters.side.held.contacted") : nil
        case .acceptedByAll:
            if side.agreedAt == nil { return words("matters.side.held.agreement") }
            let parties = side.parties.filter { $0.accepts != true }.map(\.name)
            return parties.isEmpty ? nil : words("matters.side.held.parties", ["parties": joined(parties)])
        case .satisfied, .unsatisfied, .categorised, .dispatched, .answered, .attempts, .anotherPerson,
            .outsideLead, .returnsBelow, .returnWithin, .roundsAtLeast, .reopensBelow, .closedWithin,
            .notWithin, .reviewDue,
            .scopeProposed, .routeIs, .gradeIs, .returnsAtLeast, .urgesAtLeast, .late, .supervised,
            .notSupervised, .keyed, .extensionsBelow, .suspensionsBelow, .proposed, .notRuled, .raised,
            .checkFailed, .partOpen, .partRefused, .notProposed, .raisedHere, .leaderCalled,
            .agreed, .checkDue, .limitRuns, .held, .joined, .notAsked:
            return nil
        }
    }

    private func joined(_ texts: [String]) -> String {
        texts.joined(separator: words("matters.list.between"))
    }
}
