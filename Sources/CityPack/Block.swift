import Core

/// A block of named values with a fixed set of names. What is missing, unknown or of the wrong sort becomes a
/// complaint with its line.
struct Block {
    let file: String
    /// What it describes, for sentences: `the move "finish"`.
    let what: String
    let line: Int
    private let entries: [Yaml.Entry]

    /// Nil with a complaint when `yaml` is no block. Names outside `knows` are complained of. `line` is
    /// where its name stands, if it has one.
    init?(
        _ yaml: Yaml, line: Int? = nil, file: String, what: String, knows: [String],
        _ complaints: inout Complaints
    ) {
        guard case .map(let entries) = yaml.content else {
            complaints.add(
                file, yaml.line, "\(what) is \(yaml.noun), not a block of named values",
                "Write under it: \(knows.joined(separator: ", "))")
            return nil
        }
        self.init(entries, line: line ?? yaml.line, file: file, what: what, knows: knows, &complaints)
    }

    private init(
        _ entries: [Yaml.Entry], line: Int, file: String, what: String, knows: [String],
        _ complaints: inout Complaints
    ) {
        self.file = file
        self.what = what
        self.line = line
        self.entries = entries
        for entry in entries where !knows.contains(entry.key) {
            var remedy = oneOf(knows, insteadOf: entry.key)
            // `{en: Yes, and no}` reads as a second name without a value.
            if case .nothing = entry.value.content, entry.key.contains(" ") {
                remedy = "Put the text before it in quotes: its comma ended it"
            }
            complaints.add(file, entry.line, "\(what) has \"\(entry.key)\", which means nothing here", remedy)
        }
    }

    /// The value of a name; nil where it is absent or empty.
    func value(_ name: String) -> Yaml? {
        guard let value = entries.first(where: { $0.key == name })?.value else { return nil }
        if case .nothing = value.content { return nil }
        return value
    }

    func has(_ name: String) -> Bool { entries.contains { $0.key == name } }

    /// Where a name stands, or the block.
    func line(of name: String) -> Int { entries.first { $0.key == name }?.line ?? line }

    /// The value of a name that must be there.
    func required(_ name: String, _ complaints: inout Complaints) -> Yaml? {
        if let value = value(name) { return value }
        complaints.add(file, line(of: name), "\(what) has no \"\(name)\"", "Add `\(name):`")
        return nil
    }

    func text(_ name: String, _ complaints: inout Complaints) -> String? {
        value(name).flatMap { text($0, as: name, &complaints) }
    }

    func requiredText(_ name: String, _ complaints: inout Complaints) -> String? {
        required(name, &complaints).flatMap { text($0, as: name, &complaints) }
    }

    private func text(_ value: Yaml, as name: String, _ complaints: inout Complaints) -> String? {
        guard case .text(let text) = value.content else {
            complaints.add(
                file, value.line, "\"\(name)\" of \(what) is \(value.noun), not a text", "Write one text")
            return nil
        }
        return text
    }

    /// A whole number; nil with a complaint for anything else.
    func number(_ name: String, _ complaints: inout Complaints) -> Int? {
        guard let text = text(name, &complaints) else { return nil }
        guard let number = Int(text) else {
            complaints.add(
                file, line(of: name), "\"\(name)\" of \(what) is \"\(text)\", no whole number",
                "Write digits only")
            return nil
        }
        return number
    }

    func requiredNumber(_ name: String, _ complaints: inout Complaints) -> Int? {
        guard required(name, &complaints) != nil else { return nil }
        return number(name, &complaints)
    }

    func truth(_ name: String, _ complaints: inout Complaints) -> Bool {
        guard let text = text(name, &complaints) else { return false }
        if text != "true", text != "false" {
            complaints.add(
                file, line(of: name), "\"\(name)\" of \(what) is \"\(text)\"", "Write true or false")
        }
        return text == "true"
    }

    /// A text in both languages: `{zh: 诉求, en: Request}`. What is missing is complained of here.
    func local(_ name: String, required isRequired: Bool = true, _ complaints: inout Complaints) -> LocalText?
    {
        guard let value = isRequired ? required(name, &complaints) : value(name) else { return nil }
        let part = "\"\(name)\" of \(what)"
        guard
            let block = Block(
                value, file: file, what: part, knows: Language.allCases.map(\.rawValue), &complaints)
        else { return nil }
        let zh = block.requiredText("zh", &complaints)
        let en = block.requiredText("en", &complaints)
        return LocalText(zh: zh ?? "", en: en ?? "")
    }

    /// A list of words with their lines: `[clerk, dispatcher]`. Empty where the name is absent.
    func words(_ name: String, _ complaints: inout Complaints) -> [(text: String, line: Int)] {
        list(name, &complaints).compactMap { item in
            guard case .text(let text) = item.content else {
                complaints.add(
                    file, item.line, "\"\(name)\" of \(what) has \(item.noun) where a word belongs",
                    "Write a list of words: \(name): [one, two]")
                return nil
            }
            return (text, item.line)
        }
    }

    func list(_ name: String, _ complaints: inout Complaints) -> [Yaml] {
        guard let value = value(name) else { return [] }
        guard case .list(let items) = value.content else {
            complaints.add(
                file, value.line, "\"\(name)\" of \(what) is \(value.noun), not a list",
                "Write it in brackets: \(name): [one, two]")
            return []
        }
        return items
    }

    /// The entries of a block below, in the order of the file.
    func entries(_ name: String, _ complaints: inout Complaints) -> [Yaml.Entry] {
        guard let value = value(name) else { return [] }
        guard case .map(let entries) = value.content else {
            complaints.add(
                file, value.line, "\"\(name)\" of \(what) is \(value.noun), not a block of named values",
                "Write `\(name):` and below it, indented, each name with a colon")
            return []
        }
        return entries
    }
}
