import Core

/// `dispatch.csv`: who handles what, where, and from which day until which.
extension PackReader {
    mutating func readDispatch() {
        let file = "dispatch" + ".csv"
        guard
            let table = Table(
                file, columns: ["category", "area", "unit"],
                optional: ["co_units", "from", "until", "limit", "source"], in: folder, &complaints)
        else { return }
        for row in table.rows {
            let (from, until) = (ruleDay("from", row, in: table), ruleDay("until", row, in: table))
            let limit = ruleLimit(row, in: table)
            guard let category = table.required("category", row, &complaints),
                let area = table.area("area", row, &complaints),
                let unit = table.required("unit", row, &complaints)
            else { continue }
            let assistants = row["co_units"].split(whereSeparator: { " ;|".contains($0) })
            rows.rules.append(
                DispatchCatalogue.Rule(
                    category: category == "*" ? nil : category, area: area, unit: UnitCode(unit),
                    assistants: assistants.map { UnitCode(String($0)) }, from: from, until: until,
                    limit: limit, source: row["source"].isEmpty ? nil : row["source"]))
            places.rules.append(row.line)
        }
    }

    private mutating func ruleDay(_ column: String, _ row: Table.Row, in table: Table) -> CivilDate? {
        let text = row[column]
        if text.isEmpty { return nil }
        if let day = CivilDate(text) { return day }
        complaints.add(
            table.file, row.line, "\"\(column)\" is \"\(text)\", which is no day",
            "Write it as 2026-07-01, or leave it empty")
        return nil
    }

    private mutating func ruleLimit(_ row: Table.Row, in table: Table) -> Span? {
        let text = row["limit"]
        if text.isEmpty { return nil }
        if let span = Span(text) { return span }
        complaints.add(
            table.file, row.line, "the limit is \"\(text)\", which is no time",
            "Write days or hours: 5wd for five working days, 24h, 15d; or leave it empty")
        return nil
    }
}
