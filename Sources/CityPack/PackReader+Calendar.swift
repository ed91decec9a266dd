import Core

/// The working calendar: `calendar/hours.yaml` for the plain week, and one table of days for each year.
extension PackReader {
    mutating func readCalendar() -> WorkingCalendar? {
        let week = readWeek()
        let files = folder.files(in: "calendar", ending: ".csv")
        guard !files.isEmpty else {
            complaints.add(
                "calendar", 0, "the calendar has no year",
                "Add a file such as calendar/2026.csv with the official list")
            return nil
        }
        var days = Days()
        let years = files.compactMap { readYear($0, &days) }.sorted()
        for (year, next) in zip(years, years.dropFirst()) where next != year + 1 {
            complaints.add(
                "calendar/\(next).csv", 0, "the calendar jumps from \(year) to \(next)",
                "Add the years between")
        }
        guard let week, let first = years.first, let last = years.last,
            let from = CivilDate(year: first, month: 1, day: 1),
            let through = CivilDate(year: last, month: 12, day: 31)
        else { return nil }
        do {
            let calendar = try WorkingCalendar(
                zoneOffsetMinutes: week.zone, hours: week.hours, workingWeekdays: week.weekdays,
                offDays: days.off,
                workDays: days.work, from: from, through: through)
            for year in years where !calendar.works(in: year) {
                complaints.add(
                    "calendar/\(year).csv", 0, "no day of \(year) is worked: nothing would ever be due in it",
                    "Take days off out until the offices open")
            }
            return calendar
        } catch {
            complain(of: error, in: days)
            return nil
        }
    }

    private struct Days {
        var off: [CivilDate: LocalText] = [:]
        var work: Set<CivilDate> = []
        var places: [CivilDate: (file: String, line: Int)] = [:]
    }

    private struct Week {
        let zone: Int
        let weekdays: Set<Weekday>
        let hours: [DayHours]
    }

    private mutating func complain(of error: CalendarError, in days: Days) {
        let file = "calendar/hours.yaml"
        func add(_ problem: String, _ remedy: String) { complaints.add(file, 1, problem, remedy) }
        switch error {
        case .zone(let minutes):
            add("the zone is \(minutes) minutes off", "Write hours and minutes: \"+08:00\"")
        case .noHours: add("there are no opening hours", "Write `hours: [\"09:00-12:00\", \"13:00-17:00\"]`")
        case .hoursInverted(let hours):
            add("the hours \(hours) close before they open", "Write the earlier time first")
        case .hoursOverlap(let one, let other):
            add("the hours \(one) and \(other) overlap", "Take one of them out")
        case .noWorkingDay:
            add(
                "no day is worked",
                "Name at least one weekday in `weekdays`, and leave one that is no holiday in the tables")
        case .offAndWork(let day), .dayOutsideTable(let day):
            let place = days.places[day] ?? (file, 1)
            complaints.add(
                place.file, place.line, "the day \(day) is off and worked at once", "Keep one of the rows")
        case .tableInverted(let from, let through), .tableTooLong(let from, let through):
            add("the calendar runs from \(from) to \(through)", "Remove the years that do not belong")
        }
    }

    // MARK: A year

    private mutating func readYear(_ file: String, _ days: inout Days) -> Int? {
        let name = file.split(separator: "/").last.map { String($0.prefix { $0 != "." }) } ?? ""
        guard let year = Int(name), (1900...9999).contains(year) else {
            complaints.add(file, 0, "the file is not named for a year", "Name it like calendar/2026.csv")
            return nil
        }
        let columns = ["date", "name_zh", "name_en", "off"]
        guard let table = Table(file, columns: columns, in: folder, &complaints) else { return year }
        for row in table.rows { readDay(row, in: table, year: year, &days) }
        return year
    }

    private mutating func readDay(_ row: Table.Row, in table: Table, year: Int, _ days: inout Days) {
        let name = table.name(row, &complaints)
        guard let date = CivilDate(row["date"]) else {
            return complaints.add(
                table.file, row.line, "\"\(row["date"])\" is no day", "Write it as 2026-01-31")
        }
        guard date.year == year else {
            return complaints.add(
                table.file, row.line, "the day \(date) does not lie in \(year)",
                "Move it to calendar/\(date.year).csv")
        }
        if let other = days.places[date] {
            return complaints.add(
                table.file, row.line, "the day \(date) stands in line \(other.line) already",
                "Keep one of the rows")
        }
        days.places[date] = (table.file, row.line)
        switch row["off"] {
        case "yes", "true", "1": days.off[date] = name
        case "no", "false", "0": days.work.insert(date)
        default:
            complaints.add(
                table.file, row.line, "\"off\" is \"\(row["off"])\"",
                "Write yes for a holiday, no for a day that is worked in exchange")
        }
    }

    // MARK: The week

    private mutating func readWeek() -> Week? {
        let file = "calendar/hours.yaml"
        guard let block = block(file, what: "the week", knows: ["zone", "weekdays", "hours"]) else {
            return nil
        }
        let zoneText = block.requiredText("zone", &complaints)
        let zone = zoneText.flatMap(minutes)
        if let zoneText, zone == nil {
            complaints.add(
                file, block.line(of: "zone"), "\"\(zoneText)\" is no distance from UTC",
                "Write it as \"+08:00\"")
        }
        _ = block.required("weekdays", &complaints)
        _ = block.required("hours", &complaints)
        let weekdays = block.words("weekdays", &complaints).compactMap { word -> Weekday? in
            if let day = Int(word.text).flatMap(Weekday.init) { return day }
            if let day = Weekday.allCases.first(where: {
                "\($0)".hasPrefix(word.text.lowercased()) && word.text.count > 2
            }) {
                return day
            }
            complaints.add(
                file, word.line, "\"\(word.text)\" is no weekday", "Write monday to sunday, or 1 to 7")
            return nil
        }
        let hours = block.words("hours", &complaints).compactMap { word -> DayHours? in
            if let hours = DayHours(word.text) { return hours }
            complaints.add(
                file, word.line, "\"\(word.text)\" are no opening hours", "Write them as \"09:00-12:00\"")
            return nil
        }
        guard let zone else { return nil }
        return Week(zone: zone, weekdays: Set(weekdays), hours: hours)
    }

    /// Reads `+08:00`, `-03:30` or plain minutes.
    private func minutes(_ text: String) -> Int? {
        if let plain = Int(text) { return abs(plain) <= 18 * 60 ? plain : nil }
        guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let hours = Int(parts[0]), let minutes = Int(parts[1]),
            (0...18).contains(hours),
            (0...59).contains(minutes)
        else { return nil }
        return (sign == "-" ? -1 : 1) * (hours * 60 + minutes)
    }
}

extension WorkingCalendar {
    /// Whether the offices open at all in a year.
    fileprivate func works(in year: Int) -> Bool {
        guard let first = CivilDate(year: year, month: 1, day: 1) else { return true }
        return (0..<365).contains { isWorkingDay(first.adding(days: $0)) }
    }
}
