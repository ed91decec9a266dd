/// When the daily backup is due, by the city's clock.
public struct BackupHour: Sendable, Hashable, CustomStringConvertible {
    /// Minutes after midnight, 0…1439.
    public let minutes: Int

    /// Reads `03:00`.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == 58,
            [0, 1, 3, 4].allSatisfy({ (48...57).contains(bytes[$0]) })
        else { return nil }
        let hour = Int(bytes[0] - 48) * 10 + Int(bytes[1] - 48)
        let minute = Int(bytes[3] - 48) * 10 + Int(bytes[4] - 48)
        guard hour < 24, minute < 60 else { return nil }
        minutes = hour * 60 + minute
    }

    public var description: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// The day whose backup should be there by now: today's once the hour has come, else yesterday's. A
    /// server that was down makes up for the last one it missed, not for each.
    public func day(at now: Moment, in calendar: WorkingCalendar) -> CivilDate {
        let today = calendar.date(of: now)
        let due = calendar.start(of: today) + Int64(minutes) * 60_000
        return now >= due ? today : today.adding(days: -1)
    }
}
