import Core

/// `cards.yaml`: who serves residents where, and what their contact cards say (M18, M32).
extension PackReader {
    private static let cardsFile = "cards.yaml"

    /// The city's contacts; none where the pack has no such file.
    mutating func readCards() -> ContactBook {
        let file = PackReader.cardsFile
        let knows = ["version", "since", "roles", "contacts", "keyVillages"]
        guard folder.has(file), let block = block(file, what: "the file", knows: knows) else { return .none }
        let version = block.requiredNumber("version", &complaints) ?? 1
        if version < 1 {
            complaints.add(
                file, block.line(of: "version"), "the version is \(version)", "Count versions from 1")
        }
        let since = date("since", of: block)
        let roles = block.entries("roles", &complaints).compactMap { servingRole($0) }
        let contacts = block.list("contacts", &complaints).compactMap { contact($0, roles, since) }
        complainOfDoubles(contacts)
        let known = Set(rows.areas.map(\.code))
        let keys = block.words("keyVillages", &complaints).compactMap { word -> AreaCode? in
            guard let code = AreaCode(word.text), known.contains(code), code.level == .village else {
                complaints.add(
                    file, word.line, "the key village \"\(word.text)\" is no village of areas.csv",
                    "Write its 12 digits in quotes")
                return nil
            }
            return code
        }
        return ContactBook(
            version: version, since: since, roles: roles, contacts: contacts.map(\.contact),
            keyVillages: Set(keys))
    }

    private mutating func servingRole(_ entry: Yaml.Entry) -> ServingRole? {
        let file = PackReader.cardsFile
        let what = "the role \"\(entry.key)\""
        let knows = ["name", "level", "promise", "policies", "procedures"]
        guard
            let block = Block(
                entry.value, line: entry.line, file: file, what: what, knows: knows, &complaints)
        else { return nil }
        let levels: [String: AreaLevel] = [
            "town": .town, "village": .village, "grid": .grid, "building": .building,
        ]
        let word = block.requiredText("level", &complaints)
        let level = word.flatMap { levels[$0] }
        if let word, level == nil {
            complaints.add(
                file, block.line(of: "level"), "\"\(word)\" is no level that \(what) can serve",
                oneOf(levels.keys.sorted(), insteadOf: word))
        }
        let name = block.local("name", &complaints)
        let promise = block.local("promise", &complaints)
        let policies = locals("policies", of: block)
        let procedures = locals("procedures", of: block)
        guard let level, let name, let promise else { return nil }
        return ServingRole(
            name: entry.key, text: name, level: level, promise: promise, policies: policies,
            procedures: procedures)
    }

    private mutating func contact(
        _ yaml: Yaml, _ roles: [ServingRole], _ since: CivilDate?
    ) -> (contact: Contact, line: Int)? {
        let file = PackReader.cardsFile
        let knows = ["area", "role", "name", "phone", "public", "topLeader", "since"]
        guard let block = Block(yaml, file: file, what: "a contact", knows: knows, &complaints) else {
            return nil
        }
        guard let area = block.requiredText("area", &complaints),
            let role = block.requiredText("role", &complaints), let name = block.local("name", &complaints),
            let phone = block.requiredText("phone", &complaints)
        else { return nil }
        guard let code = AreaCode(area), rows.areas.contains(where: { $0.code == code }) else {
            complaints.add(
                file, block.line(of: "area"), "the area \"\(area)\" of a contact is not in areas.csv",
                "Write its digits in quotes")
            return nil
        }
        guard let serving = roles.first(where: { $0.name == role }) else {
            complaints.add(
                file, block.line(of: "role"), "the role \"\(role)\" of a contact is not described above",
                oneOf(roles.map(\.name), insteadOf: role))
            return nil
        }
        if code.level != serving.level {
            complaints.add(
                file, block.line(of: "area"),
                "\"\(role)\" serves the level \(serving.level), but \(code) is a \(code.level)",
                "Write an area of the right level, or another role")
        }
        if phone.count > 20 || !phone.contains(where: \.isNumber)
            || !phone.allSatisfy({ $0.isASCII && ($0.isNumber || "+- ".contains($0)) })
        {
            complaints.add(
                file, block.line(of: "phone"), "\"\(phone)\" is no telephone number",
                "Write digits in quotes; spaces, hyphens and a plus sign are allowed")
        }
        let own = block.has("since") ? date("since", of: block) : since
        let contact = Contact(
            area: code, role: role, name: name, phone: phone,
            isPublic: block.truth("public", &complaints),
            isTopLeader: block.truth("topLeader", &complaints),
            since: own ?? CivilDate(daysSince1970: 0))
        return (contact, block.line)
    }

    /// A household has exactly one of each role (M19).
    private mutating func complainOfDoubles(_ contacts: [(contact: Contact, line: Int)]) {
        var first: [String: Int] = [:]
        for (contact, line) in contacts {
            let key = "\(contact.role) \(contact.area)"
            if let earlier = first[key] {
                complaints.add(
                    PackReader.cardsFile, line,
                    "\(contact.area) has two contacts of the role \"\(contact.role)\" (see line \(earlier))",
                    "Keep one, so that residents know whom to call")
            } else {
                first[key] = line
            }
        }
    }

    /// A list of texts in both languages.
    mutating func locals(_ name: String, of block: Block) -> [LocalText] {
        block.list(name, &complaints).compactMap { item in
            guard
                let texts = Block(
                    item, file: block.file, what: "\"\(name)\" of \(block.what)", knows: ["zh", "en"],
                    &complaints),
                let zh = texts.requiredText("zh", &complaints), let en = texts.requiredText("en", &complaints)
            else { return nil }
            return LocalText(zh: zh, en: en)
        }
    }

    /// A day that must be there: `"2026-03-01"`.
    mutating func date(_ name: String, of block: Block) -> CivilDate? {
        guard let text = block.requiredText(name, &complaints) else { return nil }
        if let date = CivilDate(text) { return date }
        complaints.add(
            block.file, block.line(of: name), "\"\(text)\" is no day", "Write year-month-day: \"2026-03-01\"")
        return nil
    }
}
