/// One step of the way from a beginning to its due moment, in the order of time.
public enum CalendarStep: Hashable, Sendable {
    /// The clock was started.
    case starts(WallTime)
    /// It was started while the offices are closed: counting begins when they open.
    case waits(from: WallTime, until: WallTime)
    /// In a period of working days the day it starts on is not counted.
    case startDayNotCounted(CivilDate)
    /// Working time that counts, breaks left out; `milliseconds` is what it adds.
    case works(from: WallTime, to: WallTime, milliseconds: Int64)
    /// Working days that count, first and last included.
    case counts(first: CivilDate, last: CivilDate, days: Int)
    /// A break between opening hours.
    case pauses(from: WallTime, to: WallTime)
    /// Days of rest of the plain week.
    case weekend(first: CivilDate, last: CivilDate)
    /// Days off of a named holiday.
    case holiday(LocalText, first: CivilDate, last: CivilDate)
    /// Days of rest that are worked in exchange for a holiday, and count.
    case makeUp(first: CivilDate, last: CivilDate)
    /// A long middle part, summed up.
    case stretch(first: CivilDate, last: CivilDate, workingDays: Int, daysOff: Int)
    /// From here on the official lists are not known; the plain week is assumed.
    case beyondTable(coversUntil: CivilDate)
    /// Plain time, day and night.
    case runs(milliseconds: Int64)
    case due(WallTime)
}

/// A moment as the clock on the office wall shows it.
public struct WallTime: Hashable, Sendable {
    public let moment: Moment
    public let date: CivilDate
    /// Minutes after midnight, 0…1440: a day that ends at midnight ends at 24:00.
    public let minute: Int
}

extension WorkingCalendar {
    /// How `add(span, to: start)` comes to its result, in at most 20 steps.
    ///
    /// Up to a quarter of a year is told run by run; what lies between the first and the last weeks of
    /// anything longer is summed up in one step, so that the length of the span does not matter.
    public func explain(_ span: Span, from start: Moment) -> [CalendarStep] {
        let due = add(span, to: start)
        if case .calendar(let length) = span {
            return [.starts(wall(start)), .runs(milliseconds: length), .due(wall(due))]
        }
        let path = Path(calendar: self, span: span, start: start, due: due)
        for limit in stride(from: 12, to: 2, by: -1) {
            let steps = path.steps(runLimit: limit)
            if steps.count <= 20 { return steps }
        }
        return path.steps(runLimit: 2)
    }

    /// What the office clock shows at this moment.
    public func wall(_ moment: Moment) -> WallTime {
        let (day, time) = split(moment)
        return WallTime(moment: moment, date: CivilDate(daysSince1970: day), minute: Int(time / 60_000))
    }

    /// A time of a working day; unlike `wall`, midnight at its end is 24:00.
    private func wall(day: Int, time: Int64) -> WallTime {
        WallTime(
            moment: join(day: day, time: time), date: CivilDate(daysSince1970: day),
            minute: Int(time / 60_000))
    }

    /// Days of one sort that follow each other.
    private struct Run {
        let sort: Sort
        let first: Int
        var last: Int

        enum Sort: Hashable {
            case plain, makeUp, weekend
            case holiday(LocalText)
        }
    }

    private func sort(of day: Int) -> Run.Sort {
        let date = CivilDate(daysSince1970: day)
        if let name = offDays[date] { return .holiday(name) }
        if workDays.contains(date) { return .makeUp }
        return isWorking(day: day) ? .plain : .weekend
    }

    private func runs(_ days: ClosedRange<Int>) -> [Run] {
        var runs: [Run] = []
        for day in days {
            let sort = sort(of: day)
            if let last = runs.last, last.sort == sort {
                runs[runs.count - 1].last = day
            } else {
                runs.append(Run(sort: sort, first: day, last: day))
            }
        }
        return runs
    }

    /// The way from one start to one due moment.
    private struct Path {
        let calendar: WorkingCalendar
        let span: Span
        let start: Moment
        let due: Moment
        /// Local days of both ends.
        let days: ClosedRange<Int>

        init(calendar: WorkingCalendar, span: Span, start: Moment, due: Moment) {
            self.calendar = calendar
            self.span = span
            self.start = start
            self.due = due
            let first = calendar.split(start).day
            days = first...max(first, calendar.split(due + -1).day)
        }

        func steps(runLimit: Int) -> [CalendarStep] {
            var steps: [CalendarStep] = [.starts(calendar.wall(start))]
            var from = days.lowerBound
            if case .workingDays = span {
                steps.append(.startDayNotCounted(CivilDate(daysSince1970: from)))
                from += 1
            } else if let wait = wait() {
                steps.append(wait)
            }
            if from <= days.upperBound { steps += middle(from...days.upperBound, runLimit: runLimit) }
            if days.upperBound >= calendar.endDay {
                steps.append(.beyondTable(coversUntil: calendar.coversUntil))
            }
            return steps + [.due(dueOnTheWall())]
        }

        private func middle(_ range: ClosedRange<Int>, runLimit: Int) -> [CalendarStep] {
            let window = 45
            let short = range.count <= 2 * window
            let head = calendar.runs(
                range.lowerBound...(short ? range.upperBound : range.lowerBound + window - 1))
            if short && head.count <= runLimit { return head.flatMap(tell) }
            let tail = short ? head : calendar.runs((range.upperBound - window + 1)...range.upperBound)
            let first = head.prefix(runLimit / 2)
            let last = tail.suffix(runLimit / 2)
            let gap = (first.last?.last ?? range.lowerBound) + 1...(last.first?.first ?? range.upperBound) - 1
            let worked =
                calendar.workingDays(before: gap.upperBound + 1)
                - calendar.workingDays(before: gap.lowerBound)
            let stretch = CalendarStep.stretch(
                first: CivilDate(daysSince1970: gap.lowerBound),
                last: CivilDate(daysSince1970: gap.upperBound),
                workingDays: worked, daysOff: gap.count - worked)
            return first.flatMap(tell) + [stretch] + last.flatMap(tell)
        }

        private func tell(_ run: Run) -> [CalendarStep] {
            let first = CivilDate(daysSince1970: run.first)
            let last = CivilDate(daysSince1970: run.last)
            switch run.sort {
            case .weekend: return [.weekend(first: first, last: last)]
            case .holiday(let name): return [.holiday(name, first: first, last: last)]
            case .makeUp: return [.makeUp(first: first, last: last)] + counted(run.first...run.last)
            case .plain: return counted(run.first...run.last)
            }
        }

        private func counted(_ range: ClosedRange<Int>) -> [CalendarStep] {
            if case .workingDays = span {
                let first = CivilDate(daysSince1970: range.lowerBound)
                let last = CivilDate(daysSince1970: range.upperBound)
                return [.counts(first: first, last: last, days: range.count)]
            }
            return worked(range)
        }

        /// First and last day of the whole way are told apart, with their breaks; whole days together.
        private func worked(_ range: ClosedRange<Int>) -> [CalendarStep] {
            var steps: [CalendarStep] = []
            var whole = range
            if range.contains(days.lowerBound) {
                steps += partial(day: days.lowerBound)
                if range.count == 1 { return steps }
                whole = range.lowerBound + 1...range.upperBound
            }
            let endsHere = whole.contains(days.upperBound)
            if endsHere && whole.count == 1 { return steps + partial(day: days.upperBound) }
            let end = endsHere ? whole.upperBound - 1 : whole.upperBound
            steps.append(
                .works(
                    from: calendar.wall(day: whole.lowerBound, time: calendar.hours[0].start),
                    to: calendar.wall(day: end, time: calendar.closing),
                    milliseconds: Int64(end - whole.lowerBound + 1) * calendar.dayLength))
            return endsHere ? steps + partial(day: days.upperBound) : steps
        }

        /// The opening hours of one day as far as they lie between start and due, breaks between them.
        private func partial(day: Int) -> [CalendarStep] {
            var steps: [CalendarStep] = []
            var previous: WallTime?
            for stretch in calendar.hours {
                let from = max(start, calendar.join(day: day, time: stretch.start))
                let to = min(due, calendar.join(day: day, time: stretch.end))
                guard from < to else { continue }
                let opening =
                    from == start ? calendar.wall(from) : calendar.wall(day: day, time: stretch.start)
                let closing = to == due ? dueOnTheWall() : calendar.wall(day: day, time: stretch.end)
                if let previous { steps.append(.pauses(from: previous, to: opening)) }
                steps.append(.works(from: opening, to: closing, milliseconds: to - from))
                previous = closing
            }
            return steps
        }

        /// The wait for the offices to open, when they were closed at the start.
        private func wait() -> CalendarStep? {
            guard !calendar.isOpen(at: start) else { return nil }
            let opening = calendar.add(.workingHours(1), to: start) + -1
            return .waits(from: calendar.wall(start), until: calendar.wall(opening))
        }

        /// A due moment at midnight belongs to the evening that reached it.
        private func dueOnTheWall() -> WallTime {
            let (day, time) = calendar.split(due + -1)
            return due == start ? calendar.wall(due) : calendar.wall(day: day, time: time + 1)
        }
    }
}
