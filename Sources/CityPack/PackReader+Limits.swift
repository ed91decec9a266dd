import Core

/// `limits.csv`: how long things may take for a class, an urgency, a grade or a place, and for a time. A
/// city that needs no more than the limits of its kinds has no such file.
extension PackReader {
    mutating func readLimits() {
        let file = "limits.csv"
        let optional = ["category", "urgency", "grade", "area", "from", "until", "source"]
        guard folder.has(file),
            let table = Table(
                file, columns: ["kind", "limit", "time"], optional: optional, in: folder, &complaints)
        else { return }
        for row in table.rows {
            let urgency: Urgency? = word("urgency", row, in: table)
            let grade: Grade? = word("grade", row, in: table)
            let area = any("area", row) ? nil : table.area("area", row, &complaints)
            let (from, until) = (day("from", row, in: table), day("until", row, in: table))
            guard let kind = table.required("kind", row, &complaints),
                let limit = table.required("limit", row, &complaints),
                let span = time(row, in: table)
            else { continue }
            rows.limits.append(
                LimitRule(
                    kind: kind, limit: limit, category: any("category", row) ? nil : row["category"],
                    urgency: urgency, grade: grade, area: area, span: span, from: from, until: until,
                    source: row["source"].isEmpty ? nil : row["source"]))
            places.limits.append(row.line)
        }
    }

    private func any(_ column: String, _ row: Table.Row) -> Bool { ["", "*"].contains(row[column]) }

    private mutating func word<Word: RawRepresentable & CaseIterable>(
        _ column: String, _ row: Table.Row, in table: Table
    ) -> Word? where Word.RawValue == String {
        if any(column, row) { return nil }
        if let word = Word(rawValue: row[column]) { return word }
        complaints.add(
            table.file, row.line, "\"\(column)\" is \"\(row[column])\", which is no word for it",
            oneOf(Word.allCases.map(\.rawValue), insteadOf: row[column]))
        return nil
    }

    private mutating func day(_ column: String, _ row: Table.Row, in table: Table) -> CivilDate? {
        let text = row[column]
        if text.isEmpty { return nil }
        if let day = CivilDate(text) { return day }
        complaints.add(
            table.file, row.line, "\"\(column)\" is \"\(text)\", which is no day",
            "Write it as 2026-07-01, or leave it empty")
        return nil
    }

    private mutating func time(_ row: Table.Row, in table: Table) -> Span? {
        guard let text = table.required("time", row, &complaints) else { return nil }
        if let span = Span(text) { return span }
        let isNothing = text.hasPrefix("-") || text.allSatisfy { !("1"..."9").contains($0) }
        complaints.add(
            table.file, row.line,
            isNothing ? "the time is \"\(text)\", which is no time at all" : "\"\(text)\" is no time",
            "Write a whole number above zero with its unit: 30m, 24h, 7d, 4wh (working hours), 15wd "
                + "(working days)")
        return nil
    }
}
