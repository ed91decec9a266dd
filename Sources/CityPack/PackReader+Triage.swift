import Core

/// `triage.yaml`: how sure a suggestion must be to be followed by itself, what people always decide, how that
/// is audited, when models are made. A pack may have none: then nothing is done by itself.
extension PackReader {
    private static let triageFile = "triage" + ".yaml"

    /// Read after kinds and classes, which it names.
    mutating func readTriage() -> TriageRules {
        let (file, usual) = (Self.triageFile, TriageRules.usual)
        guard folder.has(file),
            let block = block(file, what: "the file", knows: ["automatic", "audit", "training"])
        else { return usual }
        return TriageRules(
            automatic: automatic(of: block), audit: audit(of: block) ?? usual.audit,
            training: training(of: block) ?? usual.training)
    }

    private mutating func automatic(of block: Block) -> TriageRules.Automatic? {
        guard let value = block.required("automatic", &complaints) else { return nil }
        if case .text("off") = value.content { return nil }
        guard
            let part = Block(
                value, file: block.file, what: "automatic dispatch",
                knows: ["confidence", "kinds", "never"], &complaints)
        else { return nil }
        let confidence = confidence(of: part)
        let kinds = kinds(of: part)
        let known = rows.categories.map(\.code)
        let never = part.words("never", &complaints)
        for word in never where !known.isEmpty && !known.contains(word.text) {
            complaints.add(
                part.file, word.line, "the class \"\(word.text)\" is not in catalogue.yaml",
                oneOf(known.sorted(), insteadOf: word.text))
        }
        guard let confidence else { return nil }
        return TriageRules.Automatic(
            confidenceThousandths: confidence, kinds: kinds, never: Set(never.map(\.text)))
    }

    /// Kinds that there are, and that the program could register and dispatch at all.
    private mutating func kinds(of part: Block) -> Set<String> {
        let words = part.words("kinds", &complaints)
        if words.isEmpty {
            complaints.add(
                part.file, part.line(of: "kinds"), "automatic dispatch is for no kind",
                "Write kinds: [request], or automatic: off")
        }
        let procedures = rows.procedures
        for word in words where !procedures.isEmpty {
            guard let procedure = procedures.first(where: { $0.kind == word.text }) else {
                complaints.add(
                    part.file, word.line, "there is no kind \"\(word.text)\"",
                    oneOf(procedures.map(\.kind).sorted(), insteadOf: word.text))
                continue
            }
            if let first = procedure.first, procedure.triageWay(from: first.name) == nil {
                complaints.add(
                    part.file, word.line,
                    "the program may not bring a matter of the kind \"\(word.text)\" to a unit",
                    "Add `system` to `by` of the moves that give it a class and a unit, or take it out")
            }
        }
        return Set(words.map(\.text))
    }

    /// `0.95`, as thousandths.
    private mutating func confidence(of part: Block) -> Int? {
        guard let text = part.requiredText("confidence", &complaints) else { return nil }
        if text.hasPrefix("0."), let digits = Int(text.dropFirst(2)), text.utf8.count <= 5,
            text.dropFirst(2).allSatisfy(\.isNumber)
        {
            var thousandths = digits
            for _ in text.utf8.count..<5 { thousandths *= 10 }
            if (500...999).contains(thousandths) { return thousandths }
        }
        complaints.add(
            part.file, part.line(of: "confidence"), "\"\(text)\" is no confidence",
            "Write a number from 0.5 to 0.999, such as \"0.95\"")
        return nil
    }

    private mutating func audit(of block: Block) -> TriageRules.Audit? {
        guard let value = block.required("audit", &complaints),
            let part = Block(
                value, file: block.file, what: "the audit", knows: ["share", "floor", "atLeast", "days"],
                &complaints)
        else { return nil }
        let share = triageNumber("share", of: part, within: 1...100)
        let floor = triageNumber("floor", of: part, within: 1...100)
        let atLeast = triageNumber("atLeast", of: part, within: 1...10_000)
        let days = triageNumber("days", of: part, within: 1...366)
        guard let share, let floor, let atLeast, let days else { return nil }
        return TriageRules.Audit(sharePercent: share, floorPercent: floor, atLeast: atLeast, days: days)
    }

    private mutating func training(of block: Block) -> TriageRules.Training? {
        guard let value = block.required("training", &complaints),
            let part = Block(
                value, file: block.file, what: "the training", knows: ["everyDays", "fewest", "most"],
                &complaints)
        else { return nil }
        let days = triageNumber("everyDays", of: part, within: 1...366)
        let fewest = triageNumber("fewest", of: part, within: 4...1_000_000)
        let most = triageNumber("most", of: part, within: 4...1_000_000)
        guard let days, let fewest, let most else { return nil }
        if most < fewest {
            complaints.add(
                part.file, part.line(of: "most"),
                "a model learns from fewer matters than it takes to make one",
                "Write a larger \"most\"")
        }
        return TriageRules.Training(everyDays: days, fewest: fewest, most: most)
    }

    private mutating func triageNumber(
        _ name: String, of block: Block, within range: ClosedRange<Int>
    ) -> Int? {
        guard let number = block.requiredNumber(name, &complaints) else { return nil }
        if range.contains(number) { return number }
        complaints.add(
            block.file, block.line(of: name), "\"\(name)\" of \(block.what) is \(number)",
            "Write a number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }
}
