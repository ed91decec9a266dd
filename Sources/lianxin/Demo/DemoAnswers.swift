import Core

/// What the people of the demo write into the forms of their moves.
struct DemoAnswers {
    let city: City
    let people: DemoPeople
    let texts: DemoTexts
    /// The leaf that the words are about.
    let category: String
    let now: Moment

    /// Required answers, and those that people like to give.
    func inputs(for move: Move, on matter: Matter, _ dice: inout Dice) -> [InputWord: String] {
        var inputs: [InputWord: String] = [:]
        for ask in move.asks where ask.required || isLiked(ask.word, move, &dice) {
            if let value = answer(ask.word, move, matter, &dice) { inputs[ask.word] = value }
        }
        if let name = inputs[.party], inputs[.partyKind] != nil {
            inputs[.partyKind] = texts.kind(ofParty: name)
        }
        if inputs[.solved] != nil, dice.hits(50) {
            let isContent = inputs[.solved] == "yes" && inputs[.satisfied] == "yes"
            inputs[.why] = texts.sentence(isContent ? .praise : .complaint, about: category, &dice)
        }
        return inputs
    }

    private func isLiked(_ word: InputWord, _ move: Move, _ dice: inout Dice) -> Bool {
        switch word {
        case .urgency, .way: true
        case .route, .grade: move.does.contains(.dispatch) && dice.hits(9)
        case .until: dice.hits(50)
        case .reason, .note: move.to == nil && dice.hits(40)
        default: false
        }
    }

    private func answer(_ word: InputWord, _ move: Move, _ matter: Matter, _ dice: inout Dice) -> String? {
        switch word {
        case .category: category
        case .unit: unit(for: move, matter, &dice)?.text
        case .solved: dice.hits(88) ? "yes" : "no"
        case .satisfied: dice.hits(91) ? "yes" : "no"
        case .accepts: dice.hits(85) ? "yes" : "no"
        case .attempt: dice.pick(CallBackResult.allCases)?.rawValue
        case .route: dice.pick([Route.individual, .individual, .common, .legacy])?.rawValue
        case .grade: dice.pick([Grade.complex, .complex, .ordinary, .special, .deep])?.rawValue
        case .urgency: dice.hits(90) ? nil : Urgency.urgent.rawValue
        case .way: dice.pick([ContactWay.phone, .phone, .phone, .visit, .sms, .link])?.rawValue
        case .sharpness: String(2 + dice.below(4))
        case .session: dice.pick(SessionKind.allCases)?.rawValue
        case .reviewOn: day(20 + dice.below(40))
        case .until: until(move, matter, &dice)
        case .part: part(move, matter, &dice)?.text
        case .party: party(move, matter, &dice)
        case .partyKind: PartyKind.other.rawValue
        case .matter, .files, .why: nil
        case .cause: dice.pick(city.returnReasons(at: now))?.code
        case .checks: checks(matter, &dice)
        case .reason, .answer, .explanation, .note, .text, .task, .demand, .plan, .position, .agreement:
            words(word, move, &dice)
        }
    }

    /// A visit keeps nearly everything; now and then a leaflet is forgotten.
    private func checks(_ matter: Matter, _ dice: inout Dice) -> String {
        let items = city.procedures[matter.kind]?.checklist ?? []
        var answers: [String] = []
        for item in items { answers.append("\(item.name):\(dice.hits(96) ? "yes" : "no")") }
        return answers.joined(separator: " ")
    }

    func day(_ days: Int) -> String { city.calendar.date(of: now).adding(days: days).description }

    /// A day that somebody asks for, gives or promises.
    private func until(_ move: Move, _ matter: Matter, _ dice: inout Dice) -> String {
        if move.does.contains(.contract) { return day(20 + dice.below(20)) }
        let some = 2 + dice.below(5)
        guard move.does.contains(.propose(.extension)), let due = matter.clocks.first?.due, due > now else {
            return day(some)
        }
        return city.calendar.date(of: due).adding(days: some).description
    }

    /// The catalogue's unit; now and then its neighbour, as happens in every city.
    private func unit(for move: Move, _ matter: Matter, _ dice: inout Dice) -> UnitCode? {
        guard let category = matter.category else { return city.desk }
        let right = city.dispatch.unit(for: category, at: matter.area, in: city.catalogue)
        return dice.hits(9) ? right.flatMap { city.units[$0]?.parent } ?? right : right
    }

    private func part(_ move: Move, _ matter: Matter, _ dice: inout Dice) -> UnitCode? {
        let parts = matter.side.parts
        if move.does.contains(.givePart) { return assistant(for: matter, &dice) }
        if move.does.contains(.insistPart) { return parts.first { $0.state == .refused }?.unit }
        return (parts.first { $0.state == .refused } ?? parts.first { $0.state == .open })?.unit
    }

    /// Somebody else who could help: the town, the county or a bureau.
    func assistant(for matter: Matter, _ dice: inout Dice) -> UnitCode? {
        let known = Set(matter.side.parts.map(\.unit))
        let fitting = people.units.filter { code in
            guard let unit = city.units[code], code != matter.lead, !known.contains(code) else {
                return false
            }
            return unit.area.level <= .town && unit.area.contains(matter.area) && unit.parent != nil
        }
        return dice.pick(fitting)
    }

    private func party(_ move: Move, _ matter: Matter, _ dice: inout Dice) -> String? {
        let parties = matter.side.parties
        if move.does.contains(.nameParty) { return texts.party(besides: parties.map(\.name), &dice)?.name }
        if move.does.contains(.accept) { return (parties.first { $0.accepts == nil } ?? parties.first)?.name }
        return dice.pick(parties)?.name
    }
}

extension DemoAnswers {
    /// A sentence for an input, by what the move does.
    private func words(_ word: InputWord, _ move: Move, _ dice: inout Dice) -> String {
        if let occasion = occasion(word, move) { return texts.beside(occasion, &dice) }
        switch word {
        case .answer: return texts.sentence(.answer, about: category, &dice)
        case .explanation: return texts.sentence(.explanation, about: category, &dice)
        case .text: return texts.sentence(.addition, about: category, &dice)
        case .reason where move.does.contains(.takeBack):
            return texts.sentence(.returnReason, about: category, &dice)
        default: return texts.sentence(.note, about: category, &dice)
        }
    }

    /// The list of phrases that fits; nil for what is said on the main way.
    private func occasion(_ word: InputWord, _ move: Move) -> String? {
        switch word {
        case .task: return "task"
        case .demand: return "demand"
        case .plan: return "plan"
        case .position: return "position"
        case .agreement: return "agreement"
        case .note where move.to != nil && !move.does.contains(.answer): return "putRight"
        case .reason
        where move.to != nil && move.asks.count <= 2 && move.needs.contains { $0.word == .anotherPerson }:
            return "notYet"
        default:
            return move.does.lazy.compactMap {
                Self.occasions[$0.word.rawValue + "." + word.rawValue] ?? decision($0)
            }
            .first
        }
    }

    private func decision(_ effect: Effect) -> String? {
        switch effect {
        case .propose(let kind): kind.rawValue
        case .grant: "grant"
        case .deny: "deny"
        default: nil
        }
    }

    /// By effect and input.
    private static let occasions = [
        "answerPart.answer": "partAnswer", "answerSupervision.answer": "supervisionAnswer",
        "handDown.answer": "handDown", "refusePart.reason": "partRefusal", "insistPart.reason": "insist",
        "dropPart.reason": "drop", "liftSupervision.reason": "lift", "raiseSupervision.reason": "press",
        "escalate.reason": "raise", "key.reason": "key", "callLeader.reason": "leader",
        "rule.reason": "ruling",
        "dropCheck.reason": "recheckEnd", "guide.note": "guidance", "leaderVisit.note": "visit",
        "holdSession.note": "session", "contact.note": "contactNote",
    ]
}
