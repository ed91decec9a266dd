extension WorkingCalendar {
    /// When a day that was promised is over: at close of business, or at midnight where the offices are
    /// closed all day.
    public func end(of date: CivilDate) -> Moment {
        guard isWorkingDay(date), let closes = hours.map(\.closes).max() else {
            return start(of: date.adding(days: 1))
        }
        return start(of: date) + Int64(closes) * 60_000
    }
}
