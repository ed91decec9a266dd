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
        guard let word = GuardWord(rawValue: name), !GuardWord.implied.contains(word) else {
            complaints.add(
                file, line, "\(block.what) needs \"\(name)\", which is no guard",
                oneOf(GuardWord.written.map(\.rawValue), insteadOf: name))
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
        case .returnWithin: return span(value, word, line).map { .returnWithin($0) }
        case .roundsAtLeast: return count(value, word, line).map { .roundsAtLeast($0) }
        case .reopensBelow: return count(value, word, line).map { .reopensBelow($0) }
        case .closedWithin: return count(value, word, line).map { .closedWithin(days: $0) }
        case .notWithin: return count(value, word, line).map { .notWithin(hours: $0) }
        case .returnsAtLeast: return count(value, word, line).map { .returnsAtLeast($0) }
        case .urgesAtLeast: return count(value, word, line).map { .urgesAtLeast($0) }
        case .extensionsBelow: return count(value, word, line).map { .extensionsBelow($0) }
        case .suspensionsBelow: return count(value, word, line).map { .suspensionsBelow($0) }
        case .partiesAtLeast: return count(value, word, line).map { .partiesAtLeast($0) }
        case .routeIs: return named(value, word, line).map { .routeIs($0) }
        case .gradeIs: return named(value, word, line).map { .gradeIs($0) }
        case .proposed: return named(value, word, line).map { .proposed($0) }
        case .partsAnswered: return plain(.partsAnswered, value, line)
        case .wayKept: return plain(.wayKept, value, line)
        case .late: return plain(.late, value, line)
        case .supervised: return plain(.supervised, value, line)
        case .notSupervised: return plain(.notSupervised, value, line)
        case .keyed: return plain(.keyed, value, line)
        case .notRuled: return plain(.notRuled, value, line)
        case .raised: return plain(.raised, value, line)
        case .contacted: return plain(.contacted, value, line)
        case .acceptedByAll: return plain(.acceptedByAll, value, line)
        case .checkFailed: return plain(.checkFailed, value, line)
        case .partOpen, .partRefused, .notProposed, .raisedHere, .leaderCalled, .agreed, .checkDue,
            .limitRuns,
            .held, .joined, .notAsked:
            return nil
        }
    }

    /// A guard with a word of a closed vocabulary: `{routeIs: legacy}`.
    private mutating func named<Word: RawRepresentable & CaseIterable>(
        _ value: Yaml?, _ word: GuardWord, _ line: Int
    ) -> Word? where Word.RawValue == String {
        guard case .text(let text)? = value?.content else {
            complaints.add(
                file, line, "the guard \"\(word.rawValue)\" does not say which",
                "Write {\(word.rawValue): \(Word.allCases.first?.rawValue ?? "")}")
            return nil
        }
        return self.value(text, line: line, of: "the guard \"\(word.rawValue)\"")
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

    private mutating func span(_ value: Yaml?, _ word: GuardWord, _ line: Int) -> Span? {
        if case .text(let text)? = value?.content, let span = Span(text) { return span }
        complaints.add(
            file, line, "the guard \"\(word.rawValue)\" has no length of time",
            "Write {\(word.rawValue): 1wd} for one working day, or 24h")
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
            case .map(let entries)
            where entries.count == 1 && Self.valued.keys.contains { $0.rawValue == entries[0].key }:
                return valuedEffect(entries[0], of: block).map { [$0] } ?? []
            case .map(let entries) where entries.count == 1:
                complaints.add(
                    file, item.line, "the effect \"\(entries[0].key)\" takes no value",
                    "Write the word alone; only tell has a value: {tell: {resident: template}}")
                return []
            case .map, .list, .nothing: return complain(of: item, in: "does", of: block) ?? []
            }
        }
    }

    /// `{propose: extension}`, `{revisit: 30}`.
    private mutating func valuedEffect(_ entry: Yaml.Entry, of block: Block) -> Effect? {
        guard case .text(let text) = entry.value.content else {
            return complain(of: entry.value, in: "does", of: block)
        }
        if entry.key == EffectWord.revisit.rawValue {
            if let days = Int(text), (1...3660).contains(days) { return .revisit(days: days) }
            complaints.add(
                file, entry.line, "the effect \"revisit\" has no number of days from 1 to 3660",
                "Write {revisit: 30}")
            return nil
        }
        guard let kind = proposal(text, line: entry.line, of: "the effect \"\(entry.key)\"") else {
            return nil
        }
        switch EffectWord(rawValue: entry.key) {
        case .propose: return .propose(kind)
        case .grant: return .grant(kind)
        default: return .deny(kind)
        }
    }

    private mutating func proposal(_ text: String, line: Int, of what: String) -> ProposalKind? {
        value(text, line: line, of: what)
    }

    /// One word of a closed vocabulary, given to a guard or an effect.
    mutating func value<Word: RawRepresentable & CaseIterable>(_ text: String, line: Int, of what: String)
        -> Word?
    where Word.RawValue == String {
        if let word = Word(rawValue: text) { return word }
        complaints.add(
            file, line, "\(what) has \"\(text)\", which is no word for it",
            oneOf(Word.allCases.map(\.rawValue), insteadOf: text))
        return nil
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
        if let plain = Effect.plain[word] { return plain }
        if let valued = Self.valued[word] {
            complaints.add(
                file, line, "the effect \"\(name)\" stands alone, but takes a value", "Write \(valued)")
        } else {
            complaints.add(
                file, line, "the effect \"tell\" does not say whom", "Write {tell: {resident: template}}")
        }
        return nil
    }

    /// How the effects with a value are written.
    private static let valued: [EffectWord: String] = [
        .propose: "{propose: extension}", .grant: "{grant: extension}", .deny: "{deny: extension}",
        .revisit: "{revisit: 30}",
    ]
}
