import Core

/// `lines.csv`: the lines of the city, what they are from which day on; and `backstops.csv`: who leads what
/// two of them refused. A pack may have neither.
extension PackReader {
    private static let linesFile = "lines" + ".csv"

    mutating func readLines() -> LineRules {
        LineRules(entries: readLineEntries(), backstops: readBackstops())
    }

    private mutating func readLineEntries() -> [LineEntry] {
        let columns = ["code", "number", "name_zh", "name_en", "owner", "emergency", "mode", "from"]
        guard folder.has(Self.linesFile),
            let table = Table(
                Self.linesFile, columns: columns,
                optional: ["batch", "accept_minutes", "contact"], in: folder,
                &complaints)
        else { return [] }
        var seen: Set<[String]> = []
        return table.rows.compactMap { row in
            let entry = lineEntry(row, in: table)
            if let entry, !seen.insert([entry.code, entry.from.description]).inserted {
                complaints.add(
                    table.file, row.line, "the line \"\(entry.code)\" begins twice on \(entry.from)",
                    "Keep one of the rows, or give the later one a later day")
            }
            return entry
        }
    }

    private mutating func lineEntry(_ row: Table.Row, in table: Table) -> LineEntry? {
        let name = table.name(row, &complaints)
        let isEmergency = yes("emergency", row, in: table)
        let mayKnow = yes("contact", row, in: table)
        let minutes = minutes(row, in: table)
        let owner = lineUnit("owner", row, in: table)
        let from = lineDay(row, in: table)
        guard let code = table.required("code", row, &complaints),
            let number = table.required("number", row, &complaints),
            let mode = table.required("mode", row, &complaints)
        else { return nil }
        if !LineEntry.isCode(code) {
            complaints.add(
                table.file, row.line, "\"\(code)\" cannot name a line",
                "Write up to 32 letters, digits and hyphens")
        }
        let digits = LineEntry.digits(number)
        if digits == nil {
            complaints.add(
                table.file, row.line, "\"\(number)\" is no number to dial", "Write 3 to 15 digits")
        }
        let known = LineMode(rawValue: mode)
        if known == nil {
            complaints.add(
                table.file, row.line, "\"\(mode)\" is no mode of a line",
                oneOf(LineMode.allCases.map(\.rawValue), insteadOf: mode))
        }
        guard let digits, let known, let owner, let from else { return nil }
        let batch = row["batch"]
        return LineEntry(
            code: code, number: digits, name: name, owner: owner, isEmergency: isEmergency, mode: known,
            from: from, batch: batch.isEmpty ? nil : batch, acceptMinutes: minutes, mayKnowContact: mayKnow)
    }

    private mutating func readBackstops() -> [AreaCode: UnitCode] {
        guard folder.has("backstops.csv"),
            let table = Table("backstops.csv", columns: ["area", "unit"], in: folder, &complaints)
        else { return [:] }
        var backstops: [AreaCode: UnitCode] = [:]
        for row in table.rows {
            guard let area = table.area("area", row, &complaints),
                let unit = lineUnit("unit", row, in: table)
            else { continue }
            if !rows.areas.isEmpty, !rows.areas.contains(where: { $0.code == area }) {
                complaints.add(
                    table.file, row.line, "the area \"\(area.text)\" is not in areas.csv",
                    "Write a code of areas.csv")
            }
            backstops[area] = unit
        }
        if let area = rows.area, backstops[area] == nil {
            complaints.add(
                table.file, 1, "nobody leads for the whole city",
                "Add a row with the area of the city, \(area.text)")
        }
        return backstops
    }

    // MARK: Fields

    private mutating func yes(_ column: String, _ row: Table.Row, in table: Table) -> Bool {
        let text = row[column]
        if text == "yes" { return true }
        if !text.isEmpty, text != "no" {
            complaints.add(table.file, row.line, "\"\(column)\" is \"\(text)\"", "Write yes or no")
        }
        return false
    }

    private mutating func minutes(_ row: Table.Row, in table: Table) -> Int {
        let text = row["accept_minutes"]
        if text.isEmpty { return 30 }
        if let number = Int(text), LineEntry.minutes.contains(number) { return number }
        complaints.add(
            table.file, row.line, "\"\(text)\" is no time to accept",
            "Write minutes from 1 to 1440, or leave it empty for 30")
        return 30
    }

    private mutating func lineUnit(_ column: String, _ row: Table.Row, in table: Table) -> UnitCode? {
        guard let text = table.required(column, row, &complaints) else { return nil }
        let known = rows.units.map(\.code.text)
        if !known.isEmpty, !known.contains(text) {
            complaints.add(
                table.file, row.line, "the unit \"\(text)\" is not in units.csv",
                oneOf(known.sorted(), insteadOf: text))
        }
        return UnitCode(text)
    }

    private mutating func lineDay(_ row: Table.Row, in table: Table) -> CivilDate? {
        guard let text = table.required("from", row, &complaints) else { return nil }
        if let day = CivilDate(text) { return day }
        complaints.add(
            table.file, row.line, "\"\(text)\" is no day", "Write year, month and day: 2026-03-01")
        return nil
    }
}
