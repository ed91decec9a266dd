import Core

/// `notices.yaml`: when messages leave, what gathers them, what their letters are called. A pack may have
/// none: then everything leaves at once.
extension PackReader {
    private static let noticesFile = "notices" + ".yaml"

    /// Read after the templates, which it names.
    mutating func readNotices() -> NoticeRules {
        let (file, usual) = (Self.noticesFile, NoticeRules.usual)
        let knows = ["window", "quiet", "urgent", "needed", "subjects", "digest", "stop"]
        guard folder.has(file), let block = block(file, what: "the file", knows: knows) else { return usual }
        let minutes = block.has("window") ? block.number("window", &complaints) : 0
        if let minutes, !(0...1440).contains(minutes) {
            complaints.add(
                file, block.line(of: "window"), "the window is \(minutes) minutes",
                "Write minutes from 0 to 1440")
        }
        let digest = block.local("digest", required: false, &complaints)
        let stop = block.local("stop", required: false, &complaints)
        checkBlanks(of: digest, "digest", ["count"], block)
        checkBlanks(of: stop, "stop", ["number", "link"], block)
        if let stop, !stop.zh.contains("{link}") || !stop.en.contains("{link}") {
            complaints.add(
                file, block.line(of: "stop"), "\"stop\" has no link in both languages", "Write {link} in it")
        }
        return NoticeRules(
            window: Int64(minutes ?? 0) * 60_000, quiet: quiet(of: block),
            urgent: usual.urgent.union(templates("urgent", of: block)),
            needed: usual.needed.union(templates("needed", of: block)), subjects: subjects(of: block),
            digest: digest ?? usual.digest, stop: stop ?? usual.stop)
    }

    /// `quiet: {from: "21:30", to: "07:30"}`.
    private mutating func quiet(of block: Block) -> NoticeRules.Quiet? {
        guard let value = block.value("quiet"),
            let part = Block(
                value, file: block.file, what: "the quiet hours", knows: ["from", "to"], &complaints)
        else { return nil }
        let from = minute("from", of: part)
        let to = minute("to", of: part)
        guard let from, let to else { return nil }
        if from == to {
            complaints.add(
                part.file, part.line(of: "to"), "the quiet hours end when they begin",
                "Write another time, or leave `quiet` out")
        }
        return NoticeRules.Quiet(from: from, to: to)
    }

    private mutating func minute(_ name: String, of block: Block) -> Int? {
        guard let text = block.requiredText(name, &complaints) else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        if parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(Substring(parts[0])), let minute = Int(Substring(parts[1])), hour < 24,
            minute < 60
        {
            return hour * 60 + minute
        }
        complaints.add(
            block.file, block.line(of: name), "\"\(text)\" is no time of day",
            "Write it in quotes with four digits: \"21:30\"")
        return nil
    }

    private mutating func templates(_ name: String, of block: Block) -> Set<String> {
        let words = block.words(name, &complaints)
        for word in words where !templateLines.isEmpty && templateLines[word.text] == nil {
            complaints.add(
                block.file, word.line, "\"\(name)\" names \"\(word.text)\", which is no template",
                oneOf(templateLines.keys.sorted(), insteadOf: word.text))
        }
        return Set(words.map(\.text))
    }

    private mutating func subjects(of block: Block) -> [String: LocalText] {
        var subjects: [String: LocalText] = [:]
        let general = ["usual", "general", "digest"]
        for entry in block.entries("subjects", &complaints) {
            let isKnown = general.contains(entry.key) || templateLines[entry.key] != nil
            if !templateLines.isEmpty, !isKnown {
                complaints.add(
                    block.file, entry.line, "a subject is given to \"\(entry.key)\", which is no template",
                    oneOf(general + templateLines.keys.sorted(), insteadOf: entry.key))
            }
            let what = "the subject of \"\(entry.key)\""
            guard
                let part = Block(
                    entry.value, line: entry.line, file: block.file, what: what, knows: ["zh", "en"],
                    &complaints)
            else { continue }
            let zh = part.requiredText("zh", &complaints)
            let en = part.requiredText("en", &complaints)
            let text = LocalText(zh: zh ?? "", en: en ?? "")
            checkBlanks(of: text, entry.key, ["city", "number", "count"], part)
            subjects[entry.key] = text
        }
        return subjects
    }

    private mutating func checkBlanks(
        of text: LocalText?, _ name: String, _ blanks: [String], _ block: Block
    ) {
        for part in [text?.zh, text?.en] {
            for blank in blanksOf(part ?? "") where !blanks.contains(blank) {
                complaints.add(
                    block.file, block.line(of: name),
                    "\"\(name)\" has the blank {\(blank)}, which nothing fills",
                    "Use \(blanks.map { "{\($0)}" }.joined(separator: ", "))")
            }
        }
    }
}
