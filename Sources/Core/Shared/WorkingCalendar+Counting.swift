let millisecondsPerDay: Int64 = 86_400_000

extension WorkingCalendar {
    /// The moment when `span`, begun at `start`, is used up.
    ///
    /// Working time ends at the earliest moment at which enough has passed: a full day from 09:00 ends at
    /// 17:30 of the same day, not next morning. Spans of nothing or less end where they start, but for
    /// `.workingDays(0)`, the rest of a day: that ends at the next close of business.
    public func add(_ span: Span, to start: Moment) -> Moment {
        switch span {
        case .calendar(let length): length > 0 ? start + length : start
        case .workingHours(let length): length > 0 ? add(workingTime: length, to: start) : start
        case .workingDays(let days): add(workingDays: days, to: start)
        }
    }

    /// Working milliseconds from `start` to `end`; negative when `end` is earlier.
    public func elapsed(from start: Moment, to end: Moment) -> Int64 {
        workingTime(at: end) - workingTime(at: start)
    }

    /// Working days after the day of `start`, up to and including the day of `end`; negative backwards.
    public func workingDays(from start: Moment, to end: Moment) -> Int {
        workingDays(before: split(end).day + 1) - workingDays(before: split(start).day + 1)
    }

    /// What is left of `span`, begun at `start`, when the clock is stopped at `moment`; nil once it is due.
    /// Resuming is `add(rest, to: moment of resuming)`.
    ///
    /// A working day on which the clock is stopped counts as used, so that stopping and resuming within one
    /// day wins nothing. On its last day a period of working days leaves `.workingDays(0)`.
    public func remaining(of span: Span, from start: Moment, at moment: Moment) -> Span? {
        guard moment < add(span, to: start) else { return nil }
        let moment = max(start, moment)
        switch span {
        case .calendar(let length): return .calendar(length - (moment - start))
        case .workingHours(let length): return .workingHours(length - elapsed(from: start, to: moment))
        case .workingDays(let days): return .workingDays(max(0, days - workingDays(from: start, to: moment)))
        }
    }

    /// Whether offices work on this day.
    public func isWorkingDay(_ date: CivilDate) -> Bool { isWorking(day: date.daysSince1970) }

    /// Whether offices are open at this moment; the moment of closing no longer is.
    public func isOpen(at moment: Moment) -> Bool {
        let (day, time) = split(moment)
        return isWorking(day: day) && hours.contains { $0.start <= time && time < $0.end }
    }

    /// The local date of a moment.
    public func date(of moment: Moment) -> CivilDate { CivilDate(daysSince1970: split(moment).day) }

    /// The first moment of a local date.
    public func start(of date: CivilDate) -> Moment { join(day: date.daysSince1970, time: 0) }
}

// MARK: - Counting days

extension WorkingCalendar {
    func isWorking(day: Int) -> Bool { workingDays(before: day + 1) > workingDays(before: day) }

    /// Working days from the table's first day to `day`, itself not included; negative before the table.
    func workingDays(before day: Int) -> Int {
        if day < firstDay { return plainDays(before: day) - plainDays(before: firstDay) }
        if day > endDay { return covered + plainDays(before: day) - plainDays(before: endDay) }
        return Int(workedBefore[day - firstDay])
    }

    /// The working day that has exactly `count` working days before it.
    func workingDay(after count: Int) -> Int {
        if count < 0 { return plainDay(after: count + plainDays(before: firstDay)) }
        if count >= covered { return plainDay(after: count - covered + plainDays(before: endDay)) }
        var low = 0
        var high = workedBefore.count - 1
        // Invariant: workedBefore[low] <= count < workedBefore[high].
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(workedBefore[middle]) <= count { low = middle } else { high = middle }
        }
        return firstDay + low
    }

    /// Working days of the table.
    private var covered: Int { Int(workedBefore[workedBefore.count - 1]) }

    /// Days of the plain week before `day`, counted from a Monday.
    private func plainDays(before day: Int) -> Int {
        let sinceMonday = day + 3
        let rest = floorRemainder(sinceMonday, 7)
        return floorDivide(sinceMonday, 7) * weekOffsets.count + weekOffsets.count { $0 < rest }
    }

    private func plainDay(after count: Int) -> Int {
        let week = floorDivide(count, weekOffsets.count)
        return week * 7 + weekOffsets[floorRemainder(count, weekOffsets.count)] - 3
    }
}

// MARK: - Counting time

extension WorkingCalendar {
    /// The local day of a moment and the milliseconds since its midnight.
    ///
    /// Moments further away than 140 million years are taken for that, so that no sum can overflow.
    func split(_ moment: Moment) -> (day: Int, time: Int64) {
        let limit: Int64 = 4_400_000_000_000_000_000
        let local = min(max(moment.milliseconds, -limit), limit) + Int64(zoneOffsetMinutes) * 60_000
        return (Int(floorDivide(local, millisecondsPerDay)), floorRemainder(local, millisecondsPerDay))
    }

    /// The moment `time` milliseconds after the local midnight of `day`, or the end of time.
    func join(day: Int, time: Int64) -> Moment {
        let (midnight, overflow) = Int64(day).multipliedReportingOverflow(by: millisecondsPerDay)
        if overflow { return Moment(milliseconds: day > 0 ? .max : .min) }
        return Moment(milliseconds: midnight) + (time - Int64(zoneOffsetMinutes) * 60_000)
    }

    /// Working milliseconds from the table's beginning to `moment`.
    private func workingTime(at moment: Moment) -> Int64 {
        let (day, time) = split(moment)
        return Int64(workingDays(before: day)) * dayLength + (isWorking(day: day) ? worked(until: time) : 0)
    }

    /// Working milliseconds of a working day before `time`.
    func worked(until time: Int64) -> Int64 {
        hours.reduce(0) { $0 + max(0, min(time, $1.end) - $1.start) }
    }

    /// The earliest time of a working day at which `length` (1…`dayLength`) has been worked.
    private func time(afterWorking length: Int64) -> Int64 {
        var rest = length
        for stretch in hours {
            if rest <= stretch.length { return stretch.start + rest }
            rest -= stretch.length
        }
        return closing
    }

    /// Milliseconds from midnight to close of business.
    var closing: Int64 { hours[hours.count - 1].end }

    private func add(workingTime length: Int64, to start: Moment) -> Moment {
        let (day, time) = split(start)
        let done = isWorking(day: day) ? worked(until: time) : 0
        // Less one, so that a day worked to its end is that day's evening and not the next day's nothing.
        let (whole, rest) = (length - 1).quotientAndRemainder(dividingBy: dayLength)
        let carry = (rest + done) / dayLength
        let last = workingDay(after: workingDays(before: day) + Int(whole + carry))
        return join(day: last, time: self.time(afterWorking: (rest + done) % dayLength + 1))
    }

    private func add(workingDays count: Int, to start: Moment) -> Moment {
        let (day, time) = split(start)
        if count <= 0, isWorking(day: day), time < closing { return join(day: day, time: closing) }
        // Beyond the cap every sum is at the end of time anyway; below it none overflows.
        let ahead = min(max(count, 1), 1 << 40) - 1
        return join(day: workingDay(after: workingDays(before: day + 1) + ahead), time: closing)
    }
}

extension DayHours {
    /// Milliseconds from midnight to opening.
    var start: Int64 { Int64(opens) * 60_000 }
    /// Milliseconds from midnight to closing.
    var end: Int64 { Int64(closes) * 60_000 }
}
