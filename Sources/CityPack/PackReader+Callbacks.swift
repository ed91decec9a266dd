import Core

/// `sampling:` and `scripts:` of city.yaml: which share of closed matters is looked at again, and what is
/// said when residents are called back. A city may have neither.
extension PackReader {
    /// Read after the catalogue, whose codes it names.
    mutating func readSampling(_ city: Block?) -> Sampling {
        guard let city, let value = city.value("sampling"),
            let block = Block(
                value, file: city.file, what: "the sampling", knows: ["share", "categories"], &complaints)
        else { return Sampling() }
        let share = block.requiredText("share", &complaints).flatMap {
            percent($0, of: "\"share\" of the sampling", block.line(of: "share"), in: city.file)
        }
        let known = Set(rows.categories.map(\.code))
        var shares: [String: Int] = [:]
        for entry in block.entries("categories", &complaints) {
            let what = "the share of \"\(entry.key)\""
            if !known.isEmpty, !known.contains(entry.key) {
                complaints.add(
                    city.file, entry.line,
                    "the sampling names the category \"\(entry.key)\", which does not exist",
                    "Write codes of catalogue.yaml in quotes")
            }
            guard case .text(let text) = entry.value.content else {
                complaints.add(
                    city.file, entry.line, "\(what) is \(entry.value.noun)", "Write a number from 0 to 100")
                continue
            }
            shares[entry.key] = percent(text, of: what, entry.line, in: city.file)
        }
        return Sampling(share: share ?? 0, shares: shares)
    }

    private mutating func percent(_ text: String, of what: String, _ line: Int, in file: String) -> Int? {
        if let number = Int(text), (0...100).contains(number) { return number }
        complaints.add(
            file, line, "\(what) is \"\(text)\", no percentage", "Write a whole number from 0 to 100")
        return nil
    }

    /// Read after the kinds, which it names.
    mutating func readScripts(_ city: Block?) -> [String: CallScript] {
        guard let city else { return [:] }
        let kinds = rows.procedures.map(\.kind)
        var scripts: [String: CallScript] = [:]
        for entry in city.entries("scripts", &complaints) {
            let what = "the script for \"\(entry.key)\""
            if !kinds.contains(entry.key) {
                complaints.add(
                    city.file, entry.line, "\(what) is for no kind of matter",
                    oneOf(kinds, insteadOf: entry.key))
            }
            guard
                let block = Block(
                    entry.value, line: entry.line, file: city.file, what: what,
                    knows: Language.allCases.map(\.rawValue),
                    &complaints),
                let zh = block.requiredText("zh", &complaints), let en = block.requiredText("en", &complaints)
            else { continue }
            complain(of: [("zh", zh), ("en", en)], in: block)
            scripts[entry.key] = CallScript(LocalText(zh: zh, en: en))
        }
        return scripts
    }

    private mutating func complain(of texts: [(language: String, text: String)], in block: Block) {
        for (language, text) in texts {
            for blank in blanksOf(text) where !CallScript.blanks.contains(blank) {
                complaints.add(
                    block.file, block.line(of: language),
                    "\(block.what) has the blank {\(blank)}, which nothing fills",
                    "Use \(CallScript.blanks.map { "{\($0)}" }.joined(separator: ", "))")
            }
            if text.count > CallScript.maximumLength {
                complaints.add(
                    block.file, block.line(of: language),
                    "\(block.what) is longer than \(CallScript.maximumLength) characters",
                    "Shorten it: nobody reads more aloud")
            }
        }
    }
}
