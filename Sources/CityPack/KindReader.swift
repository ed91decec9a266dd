import Core

/// Reads one kind of matter (`kinds/request.yaml`) into a `Procedure`, remembering the line of everything.
struct KindReader {
    let file: String
    var complaints: Complaints
    /// Lines by `stage/solved`, `move/finish`, `move/finish/to`.
    var lines: [String: Int] = [:]
    /// What could not be read whole, so that nothing more is said of it.
    var broken: Set<String> = []

    init(file: String, complaints: Complaints) {
        self.file = file
        self.complaints = complaints
    }

    /// The procedure as far as it could be read; nil when the file is none.
    mutating func read(_ yaml: Yaml) -> Procedure? {
        let knows = ["kind", "version", "name", "prefix", "stages", "moves", "limits", "checklist"]
        guard let block = Block(yaml, file: file, what: "the kind", knows: knows, &complaints) else {
            return nil
        }
        for name in knows where block.has(name) { lines["/" + name] = block.line(of: name) }
        let kind = block.requiredText("kind", &complaints) ?? ""
        let version = block.requiredNumber("version", &complaints) ?? 1
        let name = block.local("name", &complaints)
        let prefix = block.requiredText("prefix", &complaints)
        let stages = readStages(block)
        let moves = readMoves(block, stages: stages)
        let limits = readLimits(block)
        if name == nil || prefix == nil { broken.insert("") }
        let expected = file.split(separator: "/").last.map { String($0.prefix { $0 != "." }) } ?? ""
        if kind != expected, !kind.isEmpty {
            complaints.add(
                file, block.line(of: "kind"), "the kind is \"\(kind)\" but the file is named \"\(expected)\"",
                "Give both the same name")
        }
        return Procedure(
            kind: kind, version: version, name: name ?? LocalText(zh: "", en: ""), prefix: prefix ?? "",
            stages: stages, moves: moves, limits: limits, checklist: readChecklist(block))
    }

    /// The items of a visit, in the order in which they are asked.
    private mutating func readChecklist(_ block: Block) -> [CheckItem] {
        block.entries("checklist", &complaints).compactMap { entry in
            checkName(entry.key, of: "item", line: entry.line)
            let item = Block(
                entry.value, line: entry.line, file: file, what: "the item \"\(entry.key)\"",
                knows: ["name"], &complaints)
            return item.flatMap { $0.local("name", &complaints) }.map {
                CheckItem(name: entry.key, text: $0)
            }
        }
    }

    /// The line of a complaint of the procedure's check.
    func line(of complaint: ProcedureComplaint) -> Int {
        let subject = complaint.subject.path
        if let property = complaint.property, let line = lines["\(subject)/\(property)"] { return line }
        return lines[subject] ?? 1
    }

    /// Runs `body`, and marks the subject as broken when it complained.
    mutating func reading<Value>(_ subject: String, _ body: (inout KindReader) -> Value) -> Value {
        let before = complaints.all.count
        let value = body(&self)
        if complaints.all.count > before { broken.insert(subject) }
        return value
    }

    mutating func remember(_ subject: String, _ block: Block, _ names: [String]) {
        lines[subject] = block.line
        for name in names where block.has(name) { lines["\(subject)/\(name)"] = block.line(of: name) }
    }

    /// Names become part of forms, links and the log: lower case first, then letters and digits.
    mutating func checkName(_ name: String, of noun: String, line: Int) {
        let isName = name.first.map { $0.isASCII && $0.isLowercase } ?? false
        if !isName || !name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) || name.count > 40 {
            complaints.add(
                file, line, "the \(noun) \"\(name)\" has a name that cannot stand in links and logs",
                "Write up to 40 letters and digits, the first a small letter: callingBack")
        }
    }

    // MARK: Stages

    private mutating func readStages(_ block: Block) -> [Stage] {
        guard block.required("stages", &complaints) != nil else { return [] }
        return block.entries("stages", &complaints).compactMap { entry in
            lines["stage/\(entry.key)"] = entry.line
            return reading("stage/\(entry.key)") { $0.readStage(entry) }
        }
    }

    private mutating func readStage(_ entry: Yaml.Entry) -> Stage? {
        let knows = ["name", "told", "holder", "closes"]
        let what = "the stage \"\(entry.key)\""
        guard
            let block = Block(
                entry.value, line: entry.line, file: file, what: what, knows: knows, &complaints)
        else {
            return nil
        }
        remember("stage/\(entry.key)", block, knows)
        checkName(entry.key, of: "stage", line: entry.line)
        if ["open", "all"].contains(entry.key) {
            complaints.add(
                file, entry.line,
                "a stage cannot be named \"\(entry.key)\": the word stands for many stages in `from`",
                "Choose another name")
        }
        let holder: Stage.Holder? = word(block, "holder", required: true)
        let closes: Outcome? = word(block, "closes", required: false)
        return Stage(
            name: entry.key, text: block.local("name", &complaints) ?? LocalText(zh: "", en: ""),
            told: block.local("told", &complaints) ?? LocalText(zh: "", en: ""),
            holder: holder ?? (closes == nil ? .desk : .nobody), closes: closes)
    }

    /// One word of a closed vocabulary.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ block: Block, _ name: String, required: Bool
    ) -> Word? where Word.RawValue == String {
        let text = required ? block.requiredText(name, &complaints) : block.text(name, &complaints)
        guard let text else { return nil }
        if let word = Word(rawValue: text) { return word }
        complaints.add(
            file, block.line(of: name),
            "\"\(name)\" of \(block.what) is \"\(text)\", which is no word for it",
            oneOf(Word.allCases.map(\.rawValue), insteadOf: text))
        return nil
    }

    // MARK: Limits

    private mutating func readLimits(_ block: Block) -> [TimeLimit] {
        block.entries("limits", &complaints).compactMap { entry in
            lines["limit/\(entry.key)"] = entry.line
            return reading("limit/\(entry.key)") { $0.readLimit(entry) }
        }
    }

    private mutating func readLimit(_ entry: Yaml.Entry) -> TimeLimit? {
        let knows = [
            "name", "time", "urgent", "emergency", "runs", "pauses", "warn", "atWarning", "atExpiry",
            "for",
        ]
        let what = "the limit \"\(entry.key)\""
        guard
            let block = Block(
                entry.value, line: entry.line, file: file, what: what, knows: knows, &complaints)
        else {
            return nil
        }
        remember("limit/\(entry.key)", block, knows)
        checkName(entry.key, of: "limit", line: entry.line)
        let subject: TimeLimit.Subject = word(block, "for", required: false) ?? .matter
        if subject == .matter { _ = block.required("runs", &complaints) }
        let time = block.required("time", &complaints).flatMap { _ in span(block, "time") }
        var byUrgency: [Urgency: Span] = [:]
        if let urgent = span(block, "urgent") { byUrgency[.urgent] = urgent }
        if let emergency = span(block, "emergency") { byUrgency[.emergency] = emergency }
        return TimeLimit(
            name: entry.key, text: block.local("name", &complaints) ?? LocalText(zh: "", en: ""),
            span: time ?? .workingDays(1), runs: block.words("runs", &complaints).map(\.text),
            pauses: block.words("pauses", &complaints).map(\.text),
            warnAtPercent: block.number("warn", &complaints),
            atWarning: block.text("atWarning", &complaints), atExpiry: block.text("atExpiry", &complaints),
            spanByUrgency: byUrgency, subject: subject)
    }

    private mutating func span(_ block: Block, _ name: String) -> Span? {
        guard let text = block.text(name, &complaints) else { return nil }
        if let span = Span(text) { return span }
        let isZero =
            text.hasPrefix("-") || text.prefix { $0.isNumber }.allSatisfy { $0 == "0" } && text.first == "0"
        complaints.add(
            file, block.line(of: name),
            "\"\(name)\" of \(block.what) is \"\(text)\", "
                + "\(isZero ? "which is no time at all" : "which is no time")",
            "Write a number above zero with its unit: 30m, 2h, 15d on the clock; 4wh, 5wd in working time")
        return nil
    }
}
