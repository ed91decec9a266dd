import Core

/// Calendars and numbers that the calendar's suites share.
enum CalendarSpecimens {
    static let officeHours = [DayHours(opens: 540, closes: 720), DayHours(opens: 810, closes: 1050)]
    static let springFestival = LocalText(zh: "春节", en: "Spring Festival")
    static let nationalDay = LocalText(zh: "国庆节", en: "National Day")

    /// 2025 and 2026 with the days off and in exchange of Spring Festival and National Day 2026 as announced.
    static func official(hours: [DayHours] = officeHours, zone: Int = 480) throws -> WorkingCalendar {
        var off: [CivilDate: LocalText] = [:]
        for day in 15...23 { off[try date("2026-02-\(day)")] = springFestival }
        for day in 1...7 { off[try date("2026-10-0\(day)")] = nationalDay }
        let work = try ["2026-02-14", "2026-02-28", "2026-09-20", "2026-10-10"].map(date)
        return try WorkingCalendar(
            zoneOffsetMinutes: zone, hours: hours, offDays: off, workDays: Set(work),
            from: try date("2025-01-01"), through: try date("2026-12-31"))
    }

    static func date(_ text: String) throws -> CivilDate {
        guard let date = CivilDate(text) else { throw NoSuchDate(text: text) }
        return date
    }

    /// `2026-02-14 17:29` on the wall of `calendar`.
    static func moment(_ text: String, _ calendar: WorkingCalendar) throws -> Moment {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let hours = DayHours("00:00-\(parts[1])") else {
            throw NoSuchDate(text: text)
        }
        return calendar.start(of: try date(String(parts[0]))) + Int64(hours.closes) * 60_000
    }

    struct NoSuchDate: Error { let text: String }
}
