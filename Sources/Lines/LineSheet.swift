import Core

/// The register as a sheet, in the columns of the city pack's `lines.csv`.
enum LineSheet {
    static let columns = [
        "code", "number", "name_zh", "name_en", "owner", "emergency", "mode", "from", "batch",
        "accept_minutes", "contact",
    ]
    /// The most rows of one sheet.
    static let most = 2000

    static func text(_ entries: [LineEntry]) -> String {
        let rows = entries.map { entry in
            [
                entry.code, entry.number, entry.name.zh, entry.name.en, entry.owner.text,
                entry.isEmergency ? "yes" : "no", entry.mode.rawValue, entry.from.description,
                entry.batch ?? "", String(entry.acceptMinutes), entry.mayKnowContact ? "yes" : "no",
            ].map(cell).joined(separator: ",")
        }
        return "\u{FEFF}" + ([columns.joined(separator: ",")] + rows).joined(separator: "\r\n") + "\r\n"
    }

    /// A row that was not understood, and its column.
    struct Problem: Hashable, Sendable {
        let line: Int
        let column: String
    }

    /// Reads a sheet. With a single problem nothing of it is to be taken.
    static func read(_ text: String, in city: City) -> (entries: [LineEntry], problems: [Problem]) {
        var (head, entries, problems): ([String]?, [LineEntry], [Problem]) = (nil, [], [])
        for result in CSVReader.records(in: Array(text.utf8), skipsComments: true) {
            guard case .success(let record) = result else {
                if case .failure(let problem) = result {
                    problems.append(Problem(line: problem.line, column: "row"))
                }
                continue
            }
            guard let names = head else {
                head = record.fields.map { String($0.filter { !$0.isWhitespace }) }
                continue
            }
            var fields: [String: String] = [:]
            for (name, field) in zip(names, record.fields) { fields[name] = plain(field) }
            switch entry(fields, in: city) {
            case .success(let entry): entries.append(entry)
            case .failure(let wrong): problems.append(Problem(line: record.line, column: wrong.column))
            }
            if entries.count > most {
                problems.append(Problem(line: record.line, column: "row"))
                break
            }
        }
        if entries.isEmpty, problems.isEmpty { problems.append(Problem(line: 1, column: "row")) }
        return (entries, problems)
    }

    /// The column that cannot be right.
    struct Wrong: Error, Hashable, Sendable {
        let column: String
    }

    /// An entry from its fields, of a sheet or of a form.
    static func entry(_ fields: [String: String], in city: City) -> Result<LineEntry, Wrong> {
        func text(_ name: String) -> String { fields[name] ?? "" }
        func yes(_ name: String) -> Bool { ["yes", "1", "true", "是"].contains(text(name)) }
        guard LineEntry.isCode(text("code")) else { return .failure(Wrong(column: "code")) }
        guard let number = LineEntry.digits(text("number")) else { return .failure(Wrong(column: "number")) }
        for name in ["name_zh", "name_en"] where !isName(text(name)) {
            return .failure(Wrong(column: name))
        }
        let owner = UnitCode(text("owner"))
        guard city.units[owner] != nil else { return .failure(Wrong(column: "owner")) }
        guard let mode = LineMode(rawValue: text("mode")) else { return .failure(Wrong(column: "mode")) }
        guard let from = CivilDate(text("from")) else { return .failure(Wrong(column: "from")) }
        let minutes = text("accept_minutes").isEmpty ? 30 : Int(text("accept_minutes"))
        guard let minutes, LineEntry.minutes.contains(minutes) else {
            return .failure(Wrong(column: "accept_minutes"))
        }
        let batch = text("batch")
        guard batch.count <= 60, !batch.unicodeScalars.contains(where: { $0.value < 32 }) else {
            return .failure(Wrong(column: "batch"))
        }
        return .success(
            LineEntry(
                code: text("code"), number: number, name: LocalText(zh: text("name_zh"), en: text("name_en")),
                owner: owner, isEmergency: yes("emergency"), mode: mode, from: from,
                batch: batch.isEmpty ? nil : batch, acceptMinutes: minutes, mayKnowContact: yes("contact")))
    }

    private static func isName(_ text: String) -> Bool {
        (1...100).contains(text.count) && text.utf8.count <= 3200
            && !text.unicodeScalars.contains { $0.value < 32 }
    }

    /// A cell as it was before it was made safe for spreadsheets.
    private static func plain(_ field: String) -> String {
        var field = field[...]
        while let first = field.first, first.isWhitespace { field.removeFirst() }
        while let last = field.last, last.isWhitespace { field.removeLast() }
        return String(field.hasPrefix("'") ? field.dropFirst() : field)
    }

    /// A cell that no spreadsheet takes for a formula, quoted.
    static func cell(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r\0＝＋－＠".unicodeScalars.contains($0) }
        let inner = text.replacing("\"", with: "\"\"")
        return isFormula == true ? "\"'\(inner)\"" : "\"\(inner)\""
    }
}
