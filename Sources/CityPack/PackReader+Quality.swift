import Core

/// `quality.yaml`: the words and measures by which answers are looked at. A pack may have none: then nothing
/// is found by words.
extension PackReader {
    private static let qualityFile = "quality" + ".yaml"

    /// Read after the kinds and the catalogue, which it names.
    mutating func readQuality() -> QualityRules {
        let file = Self.qualityFile
        let knows = ["filing", "answers", "repeats", "promises", "rushed"]
        guard folder.has(file), let block = block(file, what: "the file", knows: knows) else { return .none }
        var rules = QualityRules()
        if let filing = part("filing", of: block, knows: Self.filingNames) {
            rules.filing = self.filing(filing)
        }
        let answerNames = ["ownLetters", "ownPerHundred", "stock", "elsewhere", "touchPercent", "unsolved"]
        if let answers = part("answers", of: block, knows: answerNames) {
            rules.ownLetters = measure("ownLetters", of: answers, 0...200) ?? rules.ownLetters
            rules.ownPerHundred = measure("ownPerHundred", of: answers, 0...50) ?? rules.ownPerHundred
            rules.touchPercent = measure("touchPercent", of: answers, 0...90) ?? rules.touchPercent
            rules.stock = phrases("stock", of: answers)
            rules.elsewhere = phrases("elsewhere", of: answers)
            rules.unsolved = phrases("unsolved", of: answers)
        }
        if let repeats = part("repeats", of: block, knows: ["times", "days"]) {
            rules.repeats = measure("times", of: repeats, 2...50) ?? rules.repeats
            rules.repeatDays = measure("days", of: repeats, 1...365) ?? rules.repeatDays
        }
        if let promises = part("promises", of: block, knows: ["words", "conditions"]) {
            rules.promises = phrases("words", of: promises)
            rules.conditions = phrases("conditions", of: promises)
        }
        let rushedNames = ["minutes", "answers", "withinMinutes", "beforeLimitHours"]
        if let rushed = part("rushed", of: block, knows: rushedNames) {
            rules.quickMinutes = measure("minutes", of: rushed, 0...1440) ?? rules.quickMinutes
            rules.burstAnswers = measure("answers", of: rushed, 3...50) ?? rules.burstAnswers
            rules.burstMinutes = measure("withinMinutes", of: rushed, 1...240) ?? rules.burstMinutes
            rules.burstHours = measure("beforeLimitHours", of: rushed, 1...240) ?? rules.burstHours
        }
        return rules
    }

    private mutating func part(_ name: String, of block: Block, knows: [String]) -> Block? {
        guard let value = block.value(name) else { return nil }
        return Block(
            value, line: block.line(of: name), file: block.file, what: "\"\(name)\"", knows: knows,
            &complaints)
    }

    private mutating func measure(
        _ name: String, of block: Block, _ range: ClosedRange<Int>
    ) -> Int? {
        guard let number = block.number(name, &complaints) else { return nil }
        if range.contains(number) { return number }
        complaints.add(
            block.file, block.line(of: name), "\"\(name)\" of \(block.what) is \(number)",
            "Write a number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    /// Phrases that begin with a letter; one written twice is complained of.
    private mutating func phrases(_ name: String, of block: Block) -> [String] {
        var seen: Set<String> = []
        for (text, line) in block.words(name, &complaints) {
            if !isPhrase(text) {
                complaints.add(
                    block.file, line, "\"\(text)\" in \"\(name)\" of \(block.what) is no phrase",
                    "Write two letters or more, a `*` only between or behind them")
            } else if !seen.insert(text).inserted {
                complaints.add(
                    block.file, line, "\"\(text)\" stands twice in \"\(name)\" of \(block.what)",
                    "Leave one of them out")
            }
        }
        return seen.sorted()
    }

    private func isPhrase(_ text: String) -> Bool {
        text.first != "*" && text.count <= 40 && text.unicodeScalars.contains { $0.properties.isAlphabetic }
    }

    // MARK: How matters were filed

    private static let filingNames = [
        "margin", "direct", "inquiryKinds", "inquiryCategories", "complaintKinds", "complaint", "inquiry",
    ]

    private mutating func filing(_ block: Block) -> QualityRules.Filing {
        var filing = QualityRules.Filing()
        filing.margin = measure("margin", of: block, 1...50) ?? filing.margin
        filing.direct = block.truth("direct", &complaints)
        let kinds = rows.procedures.map(\.kind)
        let codes = rows.categories.map(\.code)
        filing.inquiryKinds = known("inquiryKinds", of: block, among: kinds, "kind of matter")
        filing.complaintKinds = known("complaintKinds", of: block, among: kinds, "kind of matter")
        filing.inquiryCategories = known("inquiryCategories", of: block, among: codes, "class")
        filing.complaint = weights("complaint", of: block)
        filing.inquiry = weights("inquiry", of: block)
        return filing
    }

    private mutating func known(
        _ name: String, of block: Block, among names: [String], _ noun: String
    ) -> Set<String> {
        let words = block.words(name, &complaints)
        // Where the others could not be read, nothing is missed in them.
        for (text, line) in words where !names.isEmpty && !names.contains(text) {
            complaints.add(
                block.file, line, "\"\(text)\" in \"\(name)\" of \(block.what) is no \(noun)",
                oneOf(names, insteadOf: text))
        }
        return Set(words.map(\.text))
    }

    private mutating func weights(_ name: String, of block: Block) -> [String: Int] {
        var weights: [String: Int] = [:]
        for entry in block.entries(name, &complaints) {
            guard case .text(let text) = entry.value.content, let weight = Int(text),
                (1...9).contains(weight), isPhrase(entry.key)
            else {
                complaints.add(
                    block.file, entry.line, "\"\(entry.key)\" in \"\(name)\" of \(block.what) has no weight",
                    "Write the phrase, a colon, and a number from 1 to 9")
                continue
            }
            weights[entry.key] = weight
        }
        return weights
    }
}
