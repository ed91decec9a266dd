public import Core

extension Words {
    /// A day as people say it: 2026年11月22日, 22 Nov 2026.
    public func date(_ moment: Moment) -> String {
        let time = CivilTime(moment)
        return self(
            "web.time.date", ["year": String(time.year), "month": month(time), "day": String(time.day)])
    }

    /// A day and the time on it: 2026年11月22日 09:30, 22 Nov 2026, 09:30.
    public func dateTime(_ moment: Moment) -> String {
        self("web.time.dateTime", ["date": date(moment), "time": clock(moment)])
    }

    /// The time on a day: 09:30.
    public func clock(_ moment: Moment) -> String {
        let time = CivilTime(moment)
        return "\(padded(time.hour)):\(padded(time.minute))"
    }

    /// A moment seen from now, as people say it: today, yesterday and tomorrow with the time, Wednesday 09:30
    /// in this week, 上周五 or Fri 20 Nov in the weeks beside it, this year without the year.
    public func near(_ moment: Moment, now: Moment) -> String {
        let time = CivilTime(moment)
        let today = CivilTime(now)
        let values: [String: any WordValue] = [
            "time": clock(moment), "month": month(time), "day": String(time.day),
        ]
        switch time.dayNumber - today.dayNumber {
        case 0: return self("web.time.today", values)
        case -1: return self("web.time.yesterday", values)
        case 1: return self("web.time.tomorrow", values)
        case -6...6:
            // Weeks begin on Monday; day 0 was a Thursday.
            let weeks = floorDivide(time.dayNumber + 3, 7) - floorDivide(today.dayNumber + 3, 7)
            let key = weeks == 0 ? "thisWeek" : weeks < 0 ? "lastWeek" : "nextWeek"
            let day = weeks == 0 ? weekday(time) : weekdayBeside(time)
            return self("web.time.\(key)", ["weekday": day, "time": clock(moment)])
        default:
            guard time.year == today.year else { return dateTime(moment) }
            return self("web.time.monthDay", values)
        }
    }

    /// How far from now, in one unit: 3小时前, in 2 days. Longer than two months in months, then in years.
    public func relative(_ moment: Moment, now: Moment) -> String {
        let distance = moment - now
        let minutes = distance.magnitude / 60_000
        guard minutes > 0 else { return self("web.time.now") }
        let units: [(name: String, minutes: UInt64)] = [
            ("year", 525_600), ("month", 43_800), ("day", 1440), ("hour", 60), ("minute", 1),
        ]
        // A month is said from the second on: "40 days" is closer than "a month".
        let unit = units.first { minutes >= $0.minutes * ($0.name == "month" ? 2 : 1) } ?? ("minute", 1)
        let span = plural("web.time.\(unit.name)", Int(clamping: minutes / unit.minutes))
        return self(distance < 0 ? "web.time.ago" : "web.time.in", ["span": span])
    }

    /// A span in its two largest units: 2天3小时, 2 days 3 hours. Under a minute it counts as none.
    public func span(_ milliseconds: Int64) -> String {
        let minutes = Int(clamping: milliseconds.magnitude / 60_000)
        let units = [
            ("day", minutes / 1440), ("hour", minutes / 60 % 24), ("minute", minutes % 60),
        ]
        guard let first = units.firstIndex(where: { $0.1 > 0 }) else {
            return plural("web.time.minute", 0)
        }
        // After two weeks nobody counts hours; a smaller unit only directly after its larger one.
        let last = units[first].1 >= 14 && first == 0 ? first : min(first + 1, units.count - 1)
        return units[first...last].filter { $0.1 > 0 }.map { plural("web.time.\($0.0)", $0.1) }
            .joined(separator: self("web.time.between"))
    }

    private func month(_ time: CivilTime) -> String {
        switch language {
        case .zh: String(time.month)
        case .en: self("web.time.month.\(time.month)")
        }
    }

    /// A day of the week before or after: Chinese says which week it is, English needs the date.
    private func weekdayBeside(_ time: CivilTime) -> String {
        switch language {
        case .zh: weekday(time)
        case .en: "\(weekday(time)), \(time.day) \(month(time))"
        }
    }

    /// 周三, Wednesday.
    private func weekday(_ time: CivilTime) -> String {
        let days = time.dayNumber + 3
        return self("web.time.weekday.\(days - floorDivide(days, 7) * 7 + 1)")
    }
}
