public import Core

/// A moment as a calendar and a clock of the city show it (proleptic Gregorian calendar).
public struct CivilTime: Hashable, Sendable {
    public let year: Int
    /// 1 … 12.
    public let month: Int
    /// 1 … 31.
    public let day: Int
    /// 0 … 23.
    public let hour: Int
    public let minute: Int
    public let second: Int
    /// Days since 1970-01-01 in the city.
    public let dayNumber: Int64

    /// - Parameter offset: milliseconds that the city's clocks are ahead of UTC.
    public init(_ moment: Moment, offset: Int64 = Words.zoneOffset) {
        let local = (moment + offset).milliseconds
        let days = floorDivide(local, 86_400_000)
        let seconds = Int((local - days * 86_400_000) / 1000)
        dayNumber = days
        hour = seconds / 3600
        minute = seconds / 60 % 60
        second = seconds % 60
        let date = CivilDate(daysSince1970: Int(days))
        year = date.year
        month = date.month
        day = date.day
    }
}

extension Moment {
    /// RFC 3339 with the city's offset, to the second: 2026-11-22T09:30:00+08:00.
    public var iso: String {
        let time = CivilTime(self)
        let date = "\(padded(time.year, 4))-\(padded(time.month))-\(padded(time.day))"
        return "\(date)T\(padded(time.hour)):\(padded(time.minute)):\(padded(time.second))+08:00"
    }
}
