import Core

/// `assessments.yaml`: what the daily check looks for, the days of the month, the formulas with the days from
/// which they count. A pack may have none: then the usual rules hold.
extension PackReader {
    private static let assessmentsFile = "assessments" + ".yaml"
    private static let monthNames = ["collect", "analyse", "diagnosis", "submit", "meeting"]

    mutating func readAssessments() -> AssessmentRules {
        let (file, usual) = (Self.assessmentsFile, AssessmentRules.usual)
        let knows = ["sinkingDays", "atLeast", "commenters", "month", "formulas"]
        guard folder.has(file), let block = block(file, what: "the file", knows: knows) else { return usual }
        let sinking = number("sinkingDays", of: block, within: 3...365) ?? usual.sinkingDays
        let atLeast = number("atLeast", of: block, within: 1...10_000) ?? usual.atLeast
        let commenters = commenters(of: block)
        let month = month(of: block) ?? usual.month
        let formulas = formulas(of: block)
        return AssessmentRules(
            sinkingDays: sinking, atLeast: atLeast, commenters: commenters, month: month,
            formulas: formulas.isEmpty ? usual.formulas : formulas)
    }

    private mutating func number(
        _ name: String, of block: Block, within range: ClosedRange<Int>
    ) -> Int? {
        guard let number = block.requiredNumber(name, &complaints) else { return nil }
        if range.contains(number) { return number }
        complaints.add(
            block.file, block.line(of: name), "\"\(name)\" of \(block.what) is \(number)",
            "Write a number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    private mutating func commenters(of block: Block) -> Set<String> {
        let known = Set(rows.roles.map(\.name))
        let words = block.words("commenters", &complaints)
        if words.isEmpty {
            complaints.add(
                block.file, block.line(of: "commenters"), "nobody comments in the month's meeting",
                "Write roles of roles.yaml: commenters: [leader]")
        }
        for word in words where !known.isEmpty && !known.contains(word.text) {
            complaints.add(
                block.file, word.line, "the role \"\(word.text)\" is not in roles.yaml",
                oneOf(known.sorted(), insteadOf: word.text))
        }
        return Set(words.map(\.text))
    }

    // MARK: The month

    private mutating func month(of block: Block) -> AssessmentRules.Month? {
        guard let value = block.required("month", &complaints),
            let month = Block(
                value, file: block.file, what: "the month", knows: Self.monthNames, &complaints)
        else { return nil }
        let collect = days("collect", of: month)
        let analyse = days("analyse", of: month)
        let diagnosis = number("diagnosis", of: month, within: 1...28)
        let submit = number("submit", of: month, within: 1...28)
        let meeting = number("meeting", of: month, within: 1...28)
        guard let collect, let analyse, let diagnosis, let submit, let meeting else { return nil }
        if analyse.lowerBound <= collect.upperBound || diagnosis <= analyse.upperBound {
            complaints.add(
                month.file, month.line, "the days of the month do not follow each other",
                "Collect first, analyse after that, and diagnose after both")
        }
        if meeting < submit {
            complaints.add(
                month.file, month.line(of: "meeting"), "the meeting is before the last day to hand in",
                "Write a later day")
        }
        return AssessmentRules.Month(
            collect: collect, analyse: analyse, diagnosis: diagnosis, submit: submit, meeting: meeting)
    }

    /// `1-5`, or one day.
    private mutating func days(_ name: String, of block: Block) -> ClosedRange<Int>? {
        guard let text = block.requiredText(name, &complaints) else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        if let first = parts[0], let last = parts.count == 1 ? first : parts[1], parts.count <= 2,
            first >= 1, first <= last, last <= 28
        {
            return first...last
        }
        complaints.add(
            block.file, block.line(of: name), "\"\(text)\" are no days of a month",
            "Write the first and the last: \(name): 1-5, none behind the 28th")
        return nil
    }

    // MARK: Formulas

    private mutating func formulas(of block: Block) -> [Formula] {
        _ = block.required("formulas", &complaints)
        var formulas: [Formula] = []
        for item in block.list("formulas", &complaints) {
            guard
                let part = Block(
                    item, file: block.file, what: "the formula",
                    knows: ["version", "from", "weights", "deductions"], &complaints)
            else { continue }
            let version = part.requiredNumber("version", &complaints)
            let from = date("from", of: part)
            let weights = weights(of: part)
            let deductions = deductions(of: part)
            guard let version, let from else { continue }
            if let last = formulas.last, version <= last.version || from <= last.from {
                complaints.add(
                    part.file, part.line, "version \(version) does not come after version \(last.version)",
                    "Give each formula a higher version and a later day than the one before")
            }
            formulas.append(
                Formula(version: version, from: from, weights: weights, deductions: deductions))
        }
        return formulas
    }

    private mutating func weights(of part: Block) -> [Formula.Weight] {
        _ = part.required("weights", &complaints)
        var weights: [Formula.Weight] = []
        for entry in part.entries("weights", &complaints) {
            guard let measure = Measure(rawValue: entry.key) else {
                complaints.add(
                    part.file, entry.line, "\"\(entry.key)\" is nothing that a unit is measured by",
                    oneOf(Measure.allCases.map(\.rawValue), insteadOf: entry.key))
                continue
            }
            guard case .text(let text) = entry.value.content, let percent = Int(text),
                (1...100).contains(percent)
            else {
                complaints.add(
                    part.file, entry.line, "\"\(entry.key)\" has no weight", "Write a number from 1 to 100")
                continue
            }
            weights.append(Formula.Weight(measure, percent: percent))
        }
        let sum = weights.reduce(0) { $0 + $1.percent }
        if sum != 100 {
            complaints.add(
                part.file, part.line(of: "weights"), "the weights make \(sum) together", "Make them 100")
        }
        return weights
    }

    private mutating func deductions(of part: Block) -> [Formula.Deduction] {
        part.entries("deductions", &complaints).compactMap { entry in
            guard let figure = Figure(rawValue: entry.key), figure != .openChange else {
                complaints.add(
                    part.file, entry.line, "\"\(entry.key)\" is nothing that is counted",
                    oneOf(
                        Figure.allCases.filter { $0 != .openChange }.map(\.rawValue), insteadOf: entry.key))
                return nil
            }
            guard
                let block = Block(
                    entry.value, line: entry.line, file: part.file,
                    what: "the deduction \"\(entry.key)\"", knows: ["each", "atMost"], &complaints)
            else { return nil }
            let each = points("each", of: block)
            let most = points("atMost", of: block)
            guard let each, let most else { return nil }
            if most < each {
                complaints.add(
                    block.file, block.line(of: "atMost"), "\(block.what) takes off less in all than for one",
                    "Write a larger \"atMost\"")
            }
            return Formula.Deduction(figure, each: each, atMost: most)
        }
    }

    /// Points with up to two digits behind the point, as hundredths.
    private mutating func points(_ name: String, of block: Block) -> Int? {
        guard let text = block.requiredText(name, &complaints) else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let whole = Int(parts[0]).flatMap { (0...100).contains($0) ? $0 : nil }
        let digits = parts.count == 2 ? String(parts[1]) : ""
        let isPlain = parts.count <= 2 && digits.count <= 2 && text.allSatisfy { $0 == "." || $0.isNumber }
        let part = Int((digits + "00").prefix(2))
        if let whole, isPlain, let part, whole * 100 + part > 0 { return whole * 100 + part }
        complaints.add(
            block.file, block.line(of: name), "\"\(text)\" of \(block.what) are no points",
            "Write points such as 0.5, from 0.01 to 100")
        return nil
    }
}
