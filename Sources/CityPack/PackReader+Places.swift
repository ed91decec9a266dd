import Core

/// The files that list places, units, people and who handles what.
extension PackReader {
    mutating func readAreas() {
        let columns = ["code", "name_zh", "name_en", "latitude", "longitude"]
        guard let table = Table("areas.csv", columns: columns, in: folder, &complaints) else { return }
        for row in table.rows {
            let name = table.name(row, &complaints)
            let position = position(row, in: table)
            guard let code = table.area("code", row, &complaints) else { continue }
            rows.areas.append(Area(code: code, name: name, position: position))
            places.areas.append(row.line)
        }
    }

    /// Both degrees or neither.
    private mutating func position(_ row: Table.Row, in table: Table) -> Position? {
        let (latitude, longitude) = (row["latitude"], row["longitude"])
        if latitude.isEmpty, longitude.isEmpty { return nil }
        if let latitude = Double(latitude), let longitude = Double(longitude),
            let position = Position(latitude: latitude, longitude: longitude)
        {
            return position
        }
        complaints.add(
            table.file, row.line, "\"\(latitude)\", \"\(longitude)\" is no place on earth",
            "Write degrees with a point: latitude −90…90, longitude −180…180, or leave both empty")
        return nil
    }

    mutating func readUnits() {
        let columns = ["code", "name_zh", "name_en", "area", "parent"]
        guard let table = Table("units.csv", columns: columns, in: folder, &complaints) else { return }
        for row in table.rows {
            let name = table.name(row, &complaints)
            let parent = row["parent"]
            guard let code = table.required("code", row, &complaints), checkCode(code, row, in: table),
                let area = table.area("area", row, &complaints)
            else { continue }
            rows.units.append(
                Unit(
                    code: UnitCode(code), name: name, area: area,
                    parent: parent.isEmpty ? nil : UnitCode(parent)))
            places.units.append(row.line)
        }
    }

    /// Codes stand in links and in the log.
    private mutating func checkCode(_ code: String, _ row: Table.Row, in table: Table) -> Bool {
        let isCode =
            code.count <= 32
            && code.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        if !isCode {
            complaints.add(
                table.file, row.line, "\"\(code)\" cannot be a code",
                "Write up to 32 letters, digits, - _ . without spaces")
        }
        return isCode
    }

    mutating func readPosts() {
        let columns = ["login", "name_zh", "name_en", "role", "unit", "area"]
        guard let table = Table("posts.csv", columns: columns, in: folder, &complaints) else { return }
        var names: [String: LocalText] = [:]
        var seen: Set<String> = []
        for row in table.rows {
            let name = table.name(row, &complaints)
            guard let login = table.required("login", row, &complaints), checkCode(login, row, in: table),
                let role = table.required("role", row, &complaints),
                let unit = table.required("unit", row, &complaints),
                let area = table.area("area", row, &complaints)
            else { continue }
            if let other = names[login], other != name {
                complaints.add(
                    table.file, row.line, "the login \"\(login)\" has the names \(other.zh) and \(name.zh)",
                    "Give each person a login of their own")
            }
            names[login] = name
            if !seen.insert("\(login) \(role) \(unit) \(area)").inserted {
                complaints.add(
                    table.file, row.line, "\"\(login)\" has this post twice", "Remove one of the rows")
            }
            let post = Post(role: role, unit: UnitCode(unit), area: area)
            people.append(PostRow(login: login, name: name, post: post, line: row.line))
            rows.posts.append(post)
            places.posts.append(row.line)
        }
    }

    // MARK: Roles, catalogue, templates

    mutating func readRoles() {
        let file = "roles.yaml"
        guard let block = block(file, what: "the file", knows: ["roles"]) else { return }
        _ = block.required("roles", &complaints)
        for entry in block.entries("roles", &complaints) {
            let what = "the role \"\(entry.key)\""
            guard
                let role = Block(
                    entry.value, line: entry.line, file: file, what: what,
                    knows: ["name", "sight", "powers"], &complaints)
            else { continue }
            if ["resident", "system"].contains(entry.key) {
                complaints.add(file, entry.line, "\(what) has a name that is taken", "Choose another name")
            }
            let sight = role.requiredText("sight", &complaints).flatMap { text -> Role.Sight? in
                known(text, of: what, "sight", role.line(of: "sight"), file: file)
            }
            let powers = role.words("powers", &complaints).compactMap { word -> Role.Power? in
                known(word.text, of: what, "powers", word.line, file: file)
            }
            rows.roles.append(
                Role(
                    name: entry.key, text: role.local("name", &complaints) ?? LocalText(zh: "", en: ""),
                    sight: sight ?? .unit, powers: Set(powers)))
            places.roles.append(entry.line)
        }
    }

    private mutating func known<Word: RawRepresentable & CaseIterable>(
        _ text: String, of what: String, _ property: String, _ line: Int, file: String
    ) -> Word? where Word.RawValue == String {
        if let word = Word(rawValue: text) { return word }
        complaints.add(
            file, line, "\"\(property)\" of \(what) is \"\(text)\", which is no word for it",
            oneOf(Word.allCases.map(\.rawValue), insteadOf: text))
        return nil
    }

    mutating func readCatalogue() {
        guard let block = block("catalogue.yaml", what: "the file", knows: ["categories"]) else { return }
        _ = block.required("categories", &complaints)
        readCategories(block.entries("categories", &complaints), under: nil)
    }

    private mutating func readCategories(_ entries: [Yaml.Entry], under parent: String?) {
        let file = "catalogue.yaml"
        for entry in entries {
            let what = "the category \"\(entry.key)\""
            guard
                let block = Block(
                    entry.value, line: entry.line, file: file, what: what,
                    knows: ["name", "children", "open"], &complaints)
            else { continue }
            if entry.key == "*" || entry.key.contains(where: \.isWhitespace) {
                complaints.add(file, entry.line, "\(what) has no usable code", "Write letters and digits")
            }
            let children = block.entries("children", &complaints)
            rows.categories.append(
                Catalogue.Category(
                    code: entry.key, name: block.local("name", &complaints) ?? LocalText(zh: "", en: ""),
                    parent: parent, isLeaf: children.isEmpty, isOpen: block.truth("open", &complaints)))
            places.categories.append(entry.line)
            readCategories(children, under: entry.key)
        }
    }

    mutating func readTemplates() {
        let file = "templates.yaml"
        guard let block = block(file, what: "the file", knows: ["templates"]) else { return }
        _ = block.required("templates", &complaints)
        let blanks = ["number", "unit", "due", "link", "code", "area", "category", "list", "end"]
        for entry in block.entries("templates", &complaints) {
            let what = "the template \"\(entry.key)\""
            templateLines[entry.key] = entry.line
            guard
                let texts = Block(
                    entry.value, line: entry.line, file: file, what: what, knows: ["zh", "en"], &complaints)
            else { continue }
            let zh = texts.requiredText("zh", &complaints) ?? ""
            let en = texts.requiredText("en", &complaints) ?? ""
            for (language, text) in [("zh", zh), ("en", en)] {
                for blank in blanksOf(text) where !blanks.contains(blank) {
                    complaints.add(
                        file, texts.line(of: language),
                        "\(what) has the blank {\(blank)}, which nothing fills",
                        "Use \(blanks.map { "{\($0)}" }.joined(separator: ", "))")
                }
            }
            templates.append(Template(name: entry.key, text: LocalText(zh: zh, en: en)))
        }
    }

    /// The words in braces.
    func blanksOf(_ text: String) -> [String] {
        text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().map { part in
            String(part.prefix { $0 != "}" })
        }
    }
}
