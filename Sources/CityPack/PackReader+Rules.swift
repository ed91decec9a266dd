import Core

/// `rules.yaml`: whether a change of the dispatch catalogue needs a second person, why units send back, what
/// counts as tossed about. A pack may have none: then the usual holds.
extension PackReader {
    private static let rulesFile = "rules" + ".yaml"

    mutating func readRuleBook() -> RuleBook {
        let (file, usual) = (Self.rulesFile, RuleBook.usual)
        guard folder.has(file),
            let block = block(
                file, what: "the file", knows: ["approval", "reasons", "tossedFrom", "rulings"])
        else {
            complainOfReturns([], line: 0)
            return usual
        }
        let tossed = ruleNumber("tossedFrom", of: block, within: 3...20) ?? usual.tossedFrom
        let rulings = ruleNumber("rulings", of: block, within: 1...100) ?? usual.rulings
        let reasons = readReasons(block)
        complainOfReturns(reasons, line: block.line(of: "reasons"))
        return RuleBook(
            needsApproval: block.has("approval") ? block.truth("approval", &complaints) : usual.needsApproval,
            reasons: reasons, tossedFrom: tossed, rulings: rulings)
    }

    /// A move that asks for a reason of the list must find one on every day.
    private mutating func complainOfReturns(_ reasons: [RuleBook.Reason], line: Int) {
        let asking = rows.procedures.lazy.flatMap { kind in
            kind.moves.filter { move in move.asks.contains { $0.word == .cause } }
                .map { "\(kind.kind)/\($0.name)" }
        }
        guard let move = asking.first, !reasons.contains(where: { $0.from == nil && $0.until == nil }) else {
            return
        }
        complaints.add(
            Self.rulesFile, line, "the move \(move) asks for a reason, but none of the list always holds",
            "Write at least one reason without a first and a last day")
    }

    private mutating func ruleNumber(_ name: String, of block: Block, within range: ClosedRange<Int>) -> Int?
    {
        guard block.has(name), let number = block.requiredNumber(name, &complaints) else { return nil }
        if range.contains(number) { return number }
        complaints.add(
            block.file, block.line(of: name), "\"\(name)\" of \(block.what) is \(number)",
            "Write a number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    private mutating func reasonDay(_ name: String, of block: Block) -> CivilDate? {
        guard block.has(name), let text = block.text(name, &complaints) else { return nil }
        if let day = CivilDate(text) { return day }
        complaints.add(
            block.file, block.line(of: name), "\"\(name)\" of \(block.what) is \"\(text)\"",
            "Write a day as 2026-03-01")
        return nil
    }

    private mutating func readReasons(_ block: Block) -> [RuleBook.Reason] {
        var reasons: [RuleBook.Reason] = []
        for entry in block.entries("reasons", &complaints) {
            let what = "the reason \"\(entry.key)\""
            guard
                let texts = Block(
                    entry.value, line: entry.line, file: block.file, what: what,
                    knows: ["zh", "en", "from", "until"],
                    &complaints),
                let zh = texts.requiredText("zh", &complaints), let en = texts.requiredText("en", &complaints)
            else { continue }
            let isCode = entry.key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            if !isCode || entry.key == RuleBook.other || entry.key.count > 32 {
                complaints.add(
                    block.file, entry.line, "\(what) has no usable code",
                    "Write up to 32 letters and digits, not \"\(RuleBook.other)\"")
            }
            // A word that another begins with would swallow it.
            if let known = reasons.first(where: { zh.hasPrefix($0.name.zh) || en.hasPrefix($0.name.en) }) {
                complaints.add(
                    block.file, entry.line, "\(what) begins with the words of \"\(known.code)\"",
                    "Put the longer one first, or choose other words")
            }
            let (from, until) = (reasonDay("from", of: texts), reasonDay("until", of: texts))
            if let from, let until, until < from {
                complaints.add(
                    block.file, entry.line, "\(what) ends before it begins",
                    "Write a last day that is not before \(from)")
            }
            reasons.append(
                RuleBook.Reason(
                    code: entry.key, name: LocalText(zh: zh, en: en), from: from, until: until))
        }
        return reasons
    }
}
