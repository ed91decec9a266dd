import Core

extension KindReader {
    mutating func readMoves(_ block: Block, stages: [Stage]) -> [Move] {
        guard block.required("moves", &complaints) != nil else { return [] }
        return block.entries("moves", &complaints).compactMap { entry in
            lines["move/\(entry.key)"] = entry.line
            return reading("move/\(entry.key)") { $0.readMove(entry, stages: stages) }
        }
    }

    private mutating func readMove(_ entry: Yaml.Entry, stages: [Stage]) -> Move? {
        let knows = ["name", "told", "from", "to", "by", "asks", "needs", "does", "automatic"]
        let what = "the move \"\(entry.key)\""
        guard
            let block = Block(
                entry.value, line: entry.line, file: file, what: what, knows: knows, &complaints)
        else {
            return nil
        }
        remember("move/\(entry.key)", block, knows)
        checkName(entry.key, of: "move", line: entry.line)
        _ = block.required("by", &complaints)
        let by = block.words("by", &complaints).map { word -> Party in
            switch word.text {
            case "resident": .resident
            case "system": .system
            default: .role(word.text)
            }
        }
        return Move(
            name: entry.key, text: block.local("name", &complaints) ?? LocalText(zh: "", en: ""),
            told: block.local("told", required: false, &complaints), from: starts(block, stages: stages),
            to: block.text("to", &complaints), by: by, asks: readAsks(block), needs: readNeeds(block),
            does: readDoes(block), automatic: block.truth("automatic", &complaints))
    }

    /// `open`, `all`, or a list of stages.
    private mutating func starts(_ block: Block, stages: [Stage]) -> [String] {
        guard let value = block.required("from", &complaints) else { return [] }
        if case .text(let text) = value.content {
            switch text {
            case "open": return stages.filter { $0.closes == nil }.map(\.name)
            case "all": return stages.map(\.name)
            default:
                complaints.add(
                    file, value.line, "\"from\" of \(block.what) is \"\(text)\", not a list",
                    "Write `from: [\(text)]`, or `open` for every stage that does not close, or `all`")
                return []
            }
        }
        return block.words("from", &complaints).map(\.text)
    }

    private mutating func readAsks(_ block: Block) -> [Move.Ask] {
        block.words("asks", &complaints).compactMap { item in
            let isOptional = item.text.hasSuffix("?")
            let name = isOptional ? String(item.text.dropLast()) : item.text
            if let word = InputWord(rawValue: name) { return Move.Ask(word, required: !isOptional) }
            complaints.add(
                file, item.line, "\(block.what) asks \"\(name)\", which is no input",
                oneOf(InputWord.allCases.map(\.rawValue), insteadOf: name))
            return nil
        }
    }

    // MARK: Guards

    private mutating func readNeeds(_ block: Block) -> [Guard] {
        block.list("needs", &complaints).compactMap { item in
            switch item.content {
            case .text(let name): readNeed(name, nil, line: item.line, of: block)
            case .map(let entries) where entries.count == 1:
                readNeed(entries[0].key, entries[0].value, line: entries[0].line, of: block)
            case .map, .list, .nothing: complain(of: item, in: "needs", of: block)
            }
        }
    }

    private mutating func complain<Value>(of item: Yaml, in name: String, of block: Block) -> Value? {
        complaints.add(
            file, item.line, "\"\(name)\" of \(block.what) has \(item.noun) where a word belongs",
            "Write words, and those with a value in braces: [one, {other: 3}]")
        return nil
    }

    private mutating func readNeed(_ name: String, _ value: Yaml?, line: Int, of block: Block) -> Guard? {
        guard let word = GuardWord(rawValue: name) else {
            complaints.add(
                file, line, "\(block.what) needs \"\(name)\", which is no guard",
                oneOf(GuardWord.allCases.map(\.rawValue), insteadOf: name))
            return nil
        }
        switch word {
        case .satisfied: return plain(.satisfied, value, line)
        case .unsatisfied: return plain(.unsatisfied, value, line)
        case .categorised: return plain(.categorised, value, line)
        case .dispatched: return plain(.dispatched, value, line)
        case .answered: return plain(.answered, value, line)
        case .outsideLead: return plain(.outsideLead, value, line)
        case .reviewDue: return plain(.reviewDue, value, line)
        case .scopeProposed: return plain(.scopeProposed, value, line)
        case .attempts: return attempts(value, line: line, of: block)
        case .anotherPerson:
            guard case .text(let move)? = value?.content else {
                complaints.add(
                    file, line, "the guard \"anotherPerson\" does not say which move somebody else made",
                    "Write {anotherPerson: move}")
                return nil
            }
            return .anotherPerson(than: move)
        case .returnsBelow: return count(value, word, line).map { .returnsBelow($0) }
        case .roundsAtLeast: return count(value, word, line).map { .roundsAtLeast($0) }
        case .reopensBelow: return count(value, word, line).map { .reopensBelow($0) }
        case .closedWithin: return count(value, word, line).map { .closedWithin(days: $0) }
        case .notWithin: return count(value, word, line).map { .notWithin(hours: $0) }
        }
    }

    private mutating func plain(_ need: Guard, _ value: Yaml?, _ line: Int) -> Guard? {
        if value == nil { return need }
        complaints.add(
            file, line, "the guard \"\(need.word.rawValue)\" takes no value",
            "Write the word alone, without braces")
        return nil
    }

    private mutating func count(_ value: Yaml?, _ word: GuardWord, _ line: Int) -> Int? {
        if case .text(let text)? = value?.content, let number = Int(text), number > 0 { return number }
        complaints.add(
            file, line, "the guard \"\(word.rawValue)\" has no whole number above zero",
            "Write {\(word.rawValue): 3}")
        return nil
    }

    private mutating func attempts(_ value: Yaml?, line: Int, of block: Block) -> Guard? {
        let empty = Yaml(line: line, content: .nothing)
        guard
            let inner = Block(
                value ?? empty, file: file, what: "\"attempts\" of \(block.what)",
                knows: ["atLeast", "hoursApart"],
                &complaints),
            let atLeast = inner.requiredNumber("atLeast", &complaints),
            let hours = inner.requiredNumber("hoursApart", &complaints)
        else { return nil }
        return .attempts(atLeast: atLeast, hoursApart: hours)
    }

    // MARK: Effects

    private mutating func readDoes(_ block: Block) -> [Effect] {
        block.list("does", &complaints).flatMap { item -> [Effect] in
            switch item.content {
            case .text(let name): return effect(name, line: item.line, of: block).map { [$0] } ?? []
            case .map(let entries) where entries.count == 1 && entries[0].key == "tell":
                return tells(entries[0].value, of: block)
            case .map(let entries) where entries.count == 1:
                complaints.add(
                    file, item.line, "the effect \"\(entries[0].key)\" takes no value",
                    "Write the word alone; only tell has a value: {tell: {resident: template}}")
                return []
            case .map, .list, .nothing: return complain(of: item, in: "does", of: block) ?? []
            }
        }
    }

    private mutating func tells(_ value: Yaml, of block: Block) -> [Effect] {
        let audiences = Audience.allCases.map(\.rawValue)
        let what = "\"tell\" of \(block.what)"
        guard let inner = Block(value, file: file, what: what, knows: audiences, &complaints) else {
            return []
        }
        return Audience.allCases.compactMap { audience in
            inner.text(audience.rawValue, &complaints).map { .tell(audience, template: $0) }
        }
    }

    private mutating func effect(_ name: String, line: Int, of block: Block) -> Effect? {
        guard let word = EffectWord(rawValue: name) else {
            complaints.add(
                file, line, "\(block.what) does \"\(name)\", which is no effect",
                oneOf(EffectWord.allCases.map(\.rawValue), insteadOf: name))
            return nil
        }
        switch word {
        case .categorise: return .categorise
        case .classify: return .classify
        case .dispatch: return .dispatch
        case .takeBack: return .takeBack
        case .escalate: return .escalate
        case .answer: return .answer
        case .ask: return .ask
        case .opinion: return .opinion
        case .attempt: return .attempt
        case .urge: return .urge
        case .add: return .add
        case .note: return .note
        case .proposeScope: return .proposeScope
        case .dropProposal: return .dropProposal
        case .merge: return .merge
        case .archive: return .archive
        case .reopen: return .reopen
        case .revealContact: return .revealContact
        case .markOverdue: return .markOverdue
        case .tell:
            complaints.add(
                file, line, "the effect \"tell\" does not say whom, and with which template",
                "Write {tell: {resident: template}}")
            return nil
        }
    }
}
