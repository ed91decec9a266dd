import Core

/// `stations.csv`: where repairers set out from. A pack may have none.
extension PackReader {
    mutating func readStations() -> StationBook {
        let file = "stations.csv"
        let columns = [
            "code", "name_zh", "name_en", "unit", "categories", "latitude", "longitude", "areas", "phone",
            "duty", "emergency",
        ]
        guard folder.has(file), let table = Table(file, columns: columns, in: folder, &complaints) else {
            return StationBook()
        }
        var stations: [Station] = []
        var lines: [String: Int] = [:]
        for row in table.rows {
            guard let station = station(row, table) else { continue }
            if let first = lines[station.code] {
                complaints.add(
                    file, row.line, "the station \"\(station.code)\" stands in line \(first) already",
                    "Give each station a code of its own")
            }
            lines[station.code] = row.line
            stations.append(station)
        }
        return StationBook(stations)
    }

    private mutating func station(_ row: Table.Row, _ table: Table) -> Station? {
        let code = table.required("code", row, &complaints)
        if let code, !Self.isCode(code) {
            complaints.add(
                table.file, row.line, "\"\(code)\" cannot stand in an address",
                "Write letters, digits and hyphens, at most 40")
        }
        let name = table.name(row, &complaints)
        let unit = table.required("unit", row, &complaints)
        let known = Set(rows.units.map(\.code.text))
        if let unit, !known.isEmpty, !known.contains(unit) {
            complaints.add(
                table.file, row.line, "the unit \"\(unit)\" is not in units.csv",
                oneOf(known.sorted(), insteadOf: unit))
        }
        let categories = stationCategories(row, table)
        let areas = stationAreas(row, table)
        let position = stationPosition(row, table)
        let duty = stationDuty(row, table)
        let phone = table.required("phone", row, &complaints)
        let emergency = row["emergency"]
        if emergency != "yes", emergency != "no" {
            complaints.add(
                table.file, row.line, "\"emergency\" is \"\(emergency)\"", "Write yes or no")
        }
        guard let code, let unit, let position, let duty, let phone else { return nil }
        return Station(
            code: code, name: name, unit: UnitCode(unit), categories: categories, position: position,
            areas: areas, phone: phone, duty: duty, takesEmergencies: emergency == "yes")
    }

    private static func isCode(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }

    /// Codes with blanks between them.
    private mutating func stationCategories(_ row: Table.Row, _ table: Table) -> [String] {
        let known = Set(rows.categories.map(\.code))
        let codes = row["categories"].split(separator: " ").map(String.init)
        if codes.isEmpty {
            complaints.add(
                table.file, row.line, "the station repairs nothing",
                "Write codes of catalogue.yaml with blanks between them")
        }
        for code in codes where !known.isEmpty && !known.contains(code) {
            complaints.add(
                table.file, row.line, "the category \"\(code)\" is not in catalogue.yaml",
                oneOf(known.sorted(), insteadOf: code))
        }
        return codes
    }

    private mutating func stationAreas(_ row: Table.Row, _ table: Table) -> [AreaCode] {
        let known = Set(rows.areas.map(\.code))
        let texts = row["areas"].split(separator: " ").map(String.init)
        if texts.isEmpty {
            complaints.add(
                table.file, row.line, "the station serves no place", "Write codes of areas.csv")
        }
        return texts.compactMap { text in
            guard let code = AreaCode(text), known.isEmpty || known.contains(code) else {
                complaints.add(
                    table.file, row.line, "the area \"\(text)\" is not in areas.csv",
                    "Write codes of areas.csv with blanks between them")
                return nil
            }
            return code
        }
    }

    private mutating func stationPosition(_ row: Table.Row, _ table: Table) -> Position? {
        if let latitude = Double(row["latitude"]), let longitude = Double(row["longitude"]),
            let position = Position(latitude: latitude, longitude: longitude)
        {
            return position
        }
        complaints.add(
            table.file, row.line, "the station lies nowhere",
            "Write its latitude and longitude as WGS-84 degrees: 30.60200 and 110.20400")
        return nil
    }

    /// `24h`, or the hours of working days.
    private mutating func stationDuty(_ row: Table.Row, _ table: Table) -> Station.Duty? {
        let text = row["duty"]
        if text == "24h" { return .always }
        if let hours = DayHours(text) { return .working(hours) }
        complaints.add(
            table.file, row.line, "\"\(text)\" are no hours of duty",
            "Write 24h, or the hours of working days: 08:00-18:00")
        return nil
    }
}
