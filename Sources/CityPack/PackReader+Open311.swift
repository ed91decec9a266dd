import Core

/// `open311.yaml`: what the city says to programs that speak Open311. A pack without it offers every leaf of
/// its catalogue.
extension PackReader {
    /// Read after the catalogue, whose leaves it names.
    mutating func readOpen311() -> Open311Book {
        let file = "open311.yaml"
        let plain = Open311Book.plain
        guard folder.has(file) else { return plain }
        let knows = [
            "jurisdiction", "contact", "keyService", "changeset", "charset", "answer", "undecided",
            "leaveOut",
            "services",
        ]
        guard let block = block(file, what: "Open311", knows: knows) else { return plain }
        let contact = block.local("contact", &complaints)
        let keyService = block.local("keyService", &complaints)
        let changeset = date("changeset", of: block)
        var undecided: Open311Book.Service?
        if let value = block.required("undecided", &complaints) { undecided = self.undecided(value, file) }
        var leftOut: Set<String> = []
        for word in block.words("leaveOut", &complaints) where isLeaf(word.text, file, word.line) {
            leftOut.insert(word.text)
        }
        var services: [String: Open311Book.Service] = [:]
        for entry in block.entries("services", &complaints) where isLeaf(entry.key, file, entry.line) {
            services[entry.key] = service(entry, file)
        }
        let answer = block.text("answer", &complaints) ?? "id"
        if answer != "id", answer != "token" {
            complaints.add(file, block.line(of: "answer"), "\"answer\" is \"\(answer)\"", "Write id or token")
        }
        guard let contact, let keyService, let changeset, let undecided else { return plain }
        return Open311Book(
            jurisdiction: block.text("jurisdiction", &complaints), contact: contact, keyService: keyService,
            changeset: changeset, saysCharset: !block.has("charset") || block.truth("charset", &complaints),
            answersToken: answer == "token", undecided: undecided, leftOut: leftOut, services: services)
    }

    private mutating func isLeaf(_ code: String, _ file: String, _ line: Int) -> Bool {
        let leaves = rows.categories.filter(\.isLeaf).map(\.code)
        if leaves.isEmpty || leaves.contains(code) { return true }
        complaints.add(
            file, line, "\"\(code)\" is no leaf of catalogue.yaml", oneOf(leaves, insteadOf: code))
        return false
    }

    private mutating func undecided(_ value: Yaml, _ file: String) -> Open311Book.Service? {
        guard
            let block = Block(
                value, file: file, what: "\"undecided\"", knows: ["code", "name", "description", "keywords"],
                &complaints)
        else { return nil }
        let name = block.local("name", &complaints)
        guard let code = block.requiredText("code", &complaints) else { return nil }
        if !isCode(code) || rows.categories.contains(where: { $0.code == code }) {
            complaints.add(
                file, block.line(of: "code"), "\"\(code)\" cannot be the code of the undecided",
                "Write letters, digits, - or _, and nothing of catalogue.yaml")
        }
        return Open311Book.Service(
            code: code, name: name, description: block.local("description", required: false, &complaints),
            keywords: block.words("keywords", &complaints).map(\.text))
    }

    private mutating func service(_ entry: Yaml.Entry, _ file: String) -> Open311Book.Service? {
        let what = "the service \"\(entry.key)\""
        guard
            let block = Block(
                entry.value, line: entry.line, file: file, what: what,
                knows: ["description", "keywords", "attributes"], &complaints)
        else { return nil }
        var attributes: [Open311Book.Attribute] = []
        for item in block.list("attributes", &complaints) {
            guard let attribute = attribute(item, of: what, file) else { continue }
            if attributes.contains(where: { $0.code == attribute.code }) {
                complaints.add(
                    file, item.line, "\(what) has the attribute \"\(attribute.code)\" twice",
                    "Give each its own code")
            }
            attributes.append(attribute)
        }
        return Open311Book.Service(
            code: entry.key, description: block.local("description", required: false, &complaints),
            keywords: block.words("keywords", &complaints).map(\.text), attributes: attributes)
    }

    private mutating func attribute(
        _ yaml: Yaml, of service: String, _ file: String
    ) -> Open311Book.Attribute? {
        let knows = ["code", "datatype", "required", "variable", "description", "hint", "values"]
        guard
            let block = Block(
                yaml, file: file, what: "an attribute of \(service)", knows: knows, &complaints)
        else { return nil }
        let description = block.local("description", &complaints)
        guard let code = block.requiredText("code", &complaints),
            let word = block.requiredText("datatype", &complaints)
        else { return nil }
        if !isCode(code) {
            complaints.add(
                file, block.line(of: "code"), "\"\(code)\" is no code of an attribute",
                "Write letters, digits, - or _")
        }
        guard let datatype = Open311Book.Datatype(rawValue: word) else {
            let all = Open311Book.Datatype.allCases.map(\.rawValue)
            complaints.add(
                file, block.line(of: "datatype"), "\"\(word)\" is no datatype", oneOf(all, insteadOf: word))
            return nil
        }
        var values: [Open311Book.Value] = []
        for entry in block.entries("values", &complaints) {
            if let value = value(entry, file) { values.append(value) }
        }
        if datatype.isList == values.isEmpty {
            complaints.add(
                file, block.line(of: "values"),
                datatype.isList ? "the list \"\(code)\" offers nothing" : "\"\(code)\" is no list",
                datatype.isList ? "Add `values:`" : "Remove `values:` or write a list's datatype")
        }
        guard let description else { return nil }
        return Open311Book.Attribute(
            code: code, datatype: datatype, isRequired: block.truth("required", &complaints),
            isVariable: !block.has("variable") || block.truth("variable", &complaints),
            description: description, hint: block.local("hint", required: false, &complaints), values: values)
    }

    private mutating func value(_ entry: Yaml.Entry, _ file: String) -> Open311Book.Value? {
        guard
            let block = Block(
                entry.value, line: entry.line, file: file, what: "the value \"\(entry.key)\"",
                knows: Language.allCases.map(\.rawValue), &complaints),
            let zh = block.requiredText("zh", &complaints), let en = block.requiredText("en", &complaints)
        else { return nil }
        return Open311Book.Value(key: entry.key, name: LocalText(zh: zh, en: en))
    }

    private func isCode(_ text: String) -> Bool {
        (1...60).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
                    || $0 == 95
            }
    }
}
