extension CalendarStep {
    /// The step as one sentence for a reader.
    public func sentence(_ language: Language) -> String {
        switch language {
        case .zh: chinese
        case .en: english
        }
    }

    private var chinese: String {
        switch self {
        case .starts(let time): "\(time.chinese)开始计时。"
        case .waits(_, let until): "当时不在工作时间，自\(until.chinese)起算。"
        case .startDayNotCounted(let date): "开始当日（\(date.chinese)）不计入。"
        case .works(let from, let to, let length):
            "\(from.chinese)至\(to.chinese)，计\(length.chineseLength)。"
        case .counts(let first, let last, let days): "\(chineseDays(first, last))，计\(days)个工作日。"
        case .pauses(let from, let to): "\(from.clock)至\(to.clock)休息，不计。"
        case .weekend(let first, let last): "\(chineseDays(first, last))为休息日，不计。"
        case .holiday(let name, let first, let last): "\(chineseDays(first, last))为\(name.zh)假期，不计。"
        case .makeUp(let first, let last): "\(chineseDays(first, last))为调休上班日，照常计时。"
        case .stretch(let first, let last, let workingDays, let daysOff):
            "\(chineseDays(first, last))共\(workingDays)个工作日，另有\(daysOff)天休息日和假期不计。"
        case .beyondTable(let date): "\(date.chinese)以后的放假安排尚未公布，按一般周末推算。"
        case .runs(let length): "连续计时\(length.chineseLength)，昼夜不停。"
        case .due(let time): "\(time.chinese)到期。"
        }
    }

    private var english: String {
        switch self {
        case .starts(let time): "The clock starts on \(time.english)."
        case .waits(_, let until): "The offices were closed then: counting begins on \(until.english)."
        case .startDayNotCounted(let date): "The starting day (\(date.english)) does not count."
        case .works(let from, let to, let length):
            "\(from.english) to \(to.english) counts \(length.englishLength)."
        case .counts(let first, let last, 1): "\(englishDays(first, last)) counts 1 working day."
        case .counts(let first, let last, let days):
            "\(englishDays(first, last)) count \(days) working days."
        case .pauses(let from, let to): "\(from.clock) to \(to.clock) is a break and does not count."
        case .weekend(let first, let last):
            "\(englishDays(first, last)) \(first == last ? "is a day" : "are days") of rest, not counted."
        case .holiday(let name, let first, let last):
            "\(englishDays(first, last)) \(first == last ? "is" : "are") off for \(name.en), not counted."
        case .makeUp(let first, let last):
            "\(englishDays(first, last)) \(first == last ? "is" : "are") worked in exchange for a holiday."
        case .stretch(let first, let last, let workingDays, let daysOff):
            "\(englishDays(first, last)): \(workingDays) working days; \(daysOff) days off do not count."
        case .beyondTable(let date):
            "Holidays after \(date.english) are not announced yet: plain weekends are assumed."
        case .runs(let length): "Plain time runs for \(length.englishLength), day and night."
        case .due(let time): "It is due on \(time.english)."
        }
    }

    private func chineseDays(_ first: CivilDate, _ last: CivilDate) -> String {
        first == last ? first.chinese : "\(first.chinese)至\(last.chinese)"
    }

    private func englishDays(_ first: CivilDate, _ last: CivilDate) -> String {
        first == last ? first.english : "\(first.english) to \(last.english)"
    }
}

extension CalendarWarning {
    /// The warning as one sentence for whoever keeps the city pack.
    public func sentence(_ language: Language) -> String {
        switch (language, daysLeft >= 0) {
        case (.zh, true): "工作日历只到\(coversUntil.chinese)，还剩\(daysLeft)天，请补充下一年的放假安排。"
        case (.zh, false): "工作日历已于\(coversUntil.chinese)用完，现按一般周末推算，请补充放假安排。"
        case (.en, true):
            "The calendar ends on \(coversUntil.english), in \(daysLeft) days: add next year's holidays."
        case (.en, false):
            "The calendar ended on \(coversUntil.english): plain weekends are assumed. Add the holidays."
        }
    }
}

extension CivilDate {
    /// `2026年9月25日（星期五）`.
    fileprivate var chinese: String {
        let weekdays = ["一", "二", "三", "四", "五", "六", "日"]
        return "\(year)年\(month)月\(day)日（星期\(weekdays[weekday.rawValue - 1])）"
    }

    /// `Fri 25 Sep 2026`.
    fileprivate var english: String {
        let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(weekdays[weekday.rawValue - 1]) \(day) \(months[month - 1]) \(year)"
    }
}

extension WallTime {
    /// `17:30`.
    fileprivate var clock: String { "\(padded(minute / 60, 2)):\(padded(minute % 60, 2))" }
    fileprivate var chinese: String { "\(date.chinese)\(clock)" }
    fileprivate var english: String { "\(date.english), \(clock)" }
}

extension Int64 {
    /// Hours, minutes and seconds that are not zero; a negative length is none.
    private var parts: [(count: Int64, zh: String, en: String)] {
        let seconds = (Swift.max(0, self) + 500) / 1000
        let all: [(Int64, String, String)] = [
            (seconds / 3600, "小时", "h"), (seconds / 60 % 60, "分钟", "min"), (seconds % 60, "秒", "s"),
        ]
        let kept = all.filter { $0.0 > 0 }
        return kept.isEmpty ? [(0, "秒", "s")] : kept
    }

    fileprivate var chineseLength: String { parts.map { "\($0.count)\($0.zh)" }.joined() }
    fileprivate var englishLength: String { parts.map { "\($0.count) \($0.en)" }.joined(separator: " ") }
}
