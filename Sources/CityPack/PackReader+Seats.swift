import Core

/// `seats.csv`: who sits where for questions that need somebody of the field (M04). A pack may have none.
extension PackReader {
    private static let seatsFile = "seats" + ".csv"

    /// Read after units, people and classes, which it names.
    mutating func readSeats() -> [ExpertSeat] {
        let columns = ["code", "name_zh", "name_en", "categories", "unit", "duty"]
        guard folder.has(Self.seatsFile),
            let table = Table(
                Self.seatsFile, columns: columns, optional: ["login", "phone"], in: folder, &complaints)
        else { return [] }
        var seen: Set<String> = []
        return table.rows.compactMap { row in
            guard let seat = seat(row, in: table) else { return nil }
            if !seen.insert(seat.code).inserted {
                complaints.add(
                    table.file, row.line, "the seat \"\(seat.code)\" stands twice", "Remove one of them")
            }
            return seat
        }
    }

    private mutating func seat(_ row: Table.Row, in table: Table) -> ExpertSeat? {
        let name = table.name(row, &complaints)
        let code = table.required("code", row, &complaints)
        let unit = table.required("unit", row, &complaints)
        let categories = seatCategories(row, in: table)
        let duty = table.required("duty", row, &complaints)
        complainOfSeat(unit: unit, login: row["login"], row, in: table)
        guard let code, let unit, let duty else { return nil }
        guard let times = DutyTimes(duty) else {
            complaints.add(
                table.file, row.line, "\"\(duty)\" are no times on duty",
                "Write days and hours: workdays 09:00-12:00 13:30-17:00; sat 09:00-12:00")
            return nil
        }
        return ExpertSeat(
            code: code, name: name, categories: categories, unit: UnitCode(unit),
            login: row["login"].isEmpty ? nil : row["login"],
            phone: row["phone"].isEmpty ? nil : row["phone"], duty: times)
    }

    private mutating func seatCategories(_ row: Table.Row, in table: Table) -> [String] {
        let codes = row["categories"].split(separator: " ").map(String.init)
        if codes.isEmpty {
            complaints.add(
                table.file, row.line, "the seat is for no class", "Write codes of catalogue.yaml, with spaces"
            )
        }
        let known = rows.categories.map(\.code)
        for code in codes where !known.isEmpty && !known.contains(code) {
            complaints.add(
                table.file, row.line, "the class \"\(code)\" is not in catalogue.yaml",
                oneOf(known.sorted(), insteadOf: code))
        }
        return codes
    }

    private mutating func complainOfSeat(
        unit: String?, login: String, _ row: Table.Row, in table: Table
    ) {
        let units = rows.units.map(\.code.text)
        if let unit, !units.isEmpty, !units.contains(unit) {
            complaints.add(
                table.file, row.line, "the unit \"\(unit)\" is not in units.csv",
                oneOf(units.sorted(), insteadOf: unit))
        }
        let logins = Set(people.map(\.login))
        if !login.isEmpty, !logins.isEmpty, !logins.contains(login) {
            complaints.add(
                table.file, row.line, "nobody in posts.csv signs in as \"\(login)\"",
                oneOf(logins.sorted(), insteadOf: login))
        }
    }
}
