/// Which backups stay: the newest of each of the last days, weeks and months that have one.
public struct BackupKeeping: Sendable, Hashable, CustomStringConvertible {
    public let daily: Int
    public let weekly: Int
    public let monthly: Int

    /// A week of days, a month of weeks, a year of months.
    public static let standard = BackupKeeping(daily: 7, weekly: 4, monthly: 12)

    private init(daily: Int, weekly: Int, monthly: Int) {
        self.daily = daily
        self.weekly = weekly
        self.monthly = monthly
    }

    /// Reads `daily=7,weekly=4,monthly=12`; what is not named is 0.
    ///
    /// Nil for another word, a number out of 0…1000, a word twice, or nothing that would stay.
    public init?(_ text: some StringProtocol) {
        var numbers: [String: Int] = [:]
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, let number = Int(sides[1]), (0...1000).contains(number),
                ["daily", "weekly", "monthly"].contains(sides[0]),
                numbers.updateValue(number, forKey: String(sides[0])) == nil
            else { return nil }
        }
        self.init(
            daily: numbers["daily"] ?? 0, weekly: numbers["weekly"] ?? 0, monthly: numbers["monthly"] ?? 0)
        if daily + weekly + monthly == 0 { return nil }
    }

    public var description: String { "daily=\(daily),weekly=\(weekly),monthly=\(monthly)" }

    /// Which of these stay, by their places in the list. The newest always stays.
    ///
    /// - Parameter days: The local day of each backup, oldest first.
    public func kept(of days: [CivilDate]) -> Set<Int> {
        guard let last = days.indices.last else { return [] }
        var kept: Set = [last]
        kept.formUnion(newest(daily, days) { $0.daysSince1970 })
        // 1970-01-01 was a Thursday; weeks begin on Monday.
        kept.formUnion(newest(weekly, days) { ($0.daysSince1970 + 3) / 7 })
        kept.formUnion(newest(monthly, days) { $0.year * 12 + $0.month })
        return kept
    }

    /// The newest of each of the last `count` spans that have any.
    private func newest(_ count: Int, _ days: [CivilDate], _ span: (CivilDate) -> Int) -> [Int] {
        var found: [Int] = []
        var spans: Set<Int> = []
        for index in days.indices.reversed() where spans.count < count {
            if spans.insert(span(days[index])).inserted { found.append(index) }
        }
        return found
    }
}
