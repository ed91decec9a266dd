public import Core

extension Words {
    /// A day as people say it: 2026年11月22日, 22 Nov 2026.
    public func date(_ moment: Moment) -> String {
        let time = CivilTime(moment)
        return self(
            "web.time.date", ["year": String(time.year), "month": month(time), "day": String(time.day)])
    }

    /// A day and the time on it: 2026年11月22日 09:30.
    public func dateTime(_ moment: Moment) -> String { "\(date(moment)) \(clock(moment))" }

    /// The time on a day: 09:30.
    public func clock(_ moment: Moment) -> String {
        let time = CivilTime(moment)
        return "\(padded(time.hour)):\(padded(time.minute))"
    }

    /// A moment seen from now: today with its time, yesterday, tomorrow, this year without the year.
    public func near(_ moment: Moment, now: Moment) -> String {
        let time = CivilTime(moment)
        let today = CivilTime(now)
        switch time.dayNumber - today.dayNumber {
        case 0: return self("web.time.today", ["time": clock(moment)])
        case -1: return self("web.time.yesterday", ["time": clock(moment)])
        case 1: return self("web.time.tomorrow", ["time": clock(moment)])
        default:
            guard time.year == today.year else { return dateTime(moment) }
            return self(
                "web.time.monthDay",
                ["month": month(time), "day": String(time.day), "time": clock(moment)])
        }
    }

    /// How far from now: 3小时前, in 2 days.
    public func relative(_ moment: Moment, now: Moment) -> String {
        let distance = moment - now
        guard distance.magnitude >= 60_000 else { return self("web.time.now") }
        let span = span(Int64(clamping: distance.magnitude))
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
}
