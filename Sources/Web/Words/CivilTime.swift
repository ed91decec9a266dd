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
        let days = local.flooredQuotient(86_400_000)
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

extension Int64 {
    /// The quotient rounded down, also below zero.
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

extension Moment {
    /// RFC 3339 with the city's offset, to the second: 2026-11-22T09:30:00+08:00.
    public var iso: String {
        let time = CivilTime(self)
        let date = "\(pad(time.year, 4))-\(pad(time.month))-\(pad(time.day))"
        return "\(date)T\(pad(time.hour)):\(pad(time.minute)):\(pad(time.second))+08:00"
    }
}

/// The number with zeros before it.
func pad(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
