/// A day that a text promises something for: `将于3月底前完成`, `预计下周三`, `15个工作日内`.
public struct PromisedDay: Hashable, Sendable {
    public let day: CivilDate
    /// Where the day stands, in scalars of the text.
    public let place: Range<Int>

    /// Characters of a text that are looked at.
    public static let longest = 6000
    /// Days further away are no promise that anybody will check.
    public static let mostDays = 5 * 366

    /// The promises of a text that was written on a day, in their order. A day is one only where a word of
    /// promise stands in the same clause, and no word of a rule (应当在30日内申请 promises nothing).
    public static func all(
        in text: String, on written: CivilDate, promises: [String], rules: [String],
        calendar: WorkingCalendar
    ) -> [PromisedDay] {
        let scalars = text.unicodeScalars.prefix(longest).map(narrow)
        let (promises, rules) = (promises.map(scalarsOf), rules.map(scalarsOf))
        var days: [PromisedDay] = []
        for clause in clauses(of: scalars) {
            let part = scalars[clause]
            guard promises.contains(where: part.holds), !rules.contains(where: part.holds) else { continue }
            let reader = DayReader(scalars: scalars, end: clause.upperBound)
            var index = clause.lowerBound
            while index < clause.upperBound {
                if let (day, end) = reader.day(at: index, written: written, calendar: calendar) {
                    let distance = day.daysSince1970 - written.daysSince1970
                    if (1...mostDays).contains(distance) {
                        days.append(PromisedDay(day: day, place: index..<end))
                    }
                    index = end
                } else {
                    index += 1
                }
            }
        }
        return days
    }

    private static func scalarsOf(_ text: String) -> [Unicode.Scalar] { text.unicodeScalars.map(narrow) }

    private static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xFF10...0xFF19: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        default: scalar
        }
    }

    private static let ends: Set<Unicode.Scalar> = Set("，。；！？,;!?\n".unicodeScalars)

    private static func clauses(of scalars: [Unicode.Scalar]) -> [Range<Int>] {
        var (clauses, start): ([Range<Int>], Int) = ([], 0)
        for index in 0...scalars.count where index == scalars.count || ends.contains(scalars[index]) {
            if start < index { clauses.append(start..<index) }
            start = index + 1
        }
        return clauses
    }
}

extension ArraySlice<Unicode.Scalar> {
    fileprivate func holds(_ wanted: [Unicode.Scalar]) -> Bool {
        !wanted.isEmpty && indices.contains { self[$0...].starts(with: wanted) }
    }
}

/// Reads days as Chinese texts write them.
private struct DayReader {
    let scalars: [Unicode.Scalar]
    /// Nothing behind it is read.
    let end: Int

    /// The day that is written here, and where it ends.
    func day(
        at start: Int, written: CivilDate, calendar: WorkingCalendar
    ) -> (CivilDate, Int)? {
        // Not in the middle of a number.
        if start > 0, number(at: start) != nil, number(at: start - 1) != nil { return nil }
        return within(at: start, written, calendar) ?? week(at: start, written) ?? month(at: start, written)
            ?? year(at: start, written)
    }

    // MARK: Words

    /// Where one of these words ends, the longest first.
    private func after(_ words: [String], at index: Int) -> Int? {
        for word in words {
            let wanted = Array(word.unicodeScalars)
            if index + wanted.count <= end, scalars[index..<index + wanted.count].elementsEqual(wanted) {
                return index + wanted.count
            }
        }
        return nil
    }

    /// A whole number up to 9999, in digits or Chinese numerals up to 99.
    private func number(at start: Int) -> (value: Int, end: Int)? {
        var (index, value, count) = (start, 0, 0)
        while index < end, (48...57).contains(scalars[index].value), count < 5 {
            value = value * 10 + Int(scalars[index].value - 48)
            (index, count) = (index + 1, count + 1)
        }
        if count > 0 { return count <= 4 ? (value, index) : nil }
        var (tens, ones): (Int?, Int?) = (nil, nil)
        while index < end, index - start < 3 {
            if scalars[index] == "十", tens == nil {
                (tens, ones) = (ones ?? 1, nil)
            } else if let digit = Self.digits[scalars[index]], ones == nil {
                ones = digit
            } else {
                break
            }
            index += 1
        }
        if index == start { return nil }
        return ((tens ?? 0) * 10 + (ones ?? 0), index)
    }

    private static let digits: [Unicode.Scalar: Int] = [
        "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]

    // MARK: Shapes

    /// `15个工作日内`, `三个月内`, `两周内`.
    private func within(
        at start: Int, _ written: CivilDate, _ calendar: WorkingCalendar
    ) -> (CivilDate, Int)? {
        guard let (count, rest) = number(at: start), (1...400).contains(count) else { return nil }
        func inside(_ units: [String]) -> Int? {
            after(units, at: rest).flatMap { after(["以内", "之内", "内"], at: $0) }
        }
        if let end = inside(["个工作日", "工作日"]) {
            let noon = calendar.start(of: written) + 12 * 3_600_000
            return (calendar.date(of: calendar.add(.workingDays(count), to: noon)), end)
        }
        if let end = inside(["日", "天"]) { return (written.adding(days: count), end) }
        if let end = inside(["个星期", "星期", "周"]) { return (written.adding(days: count * 7), end) }
        if let end = inside(["个月"]) { return (written.adding(days: count * 31), end) }
        return nil
    }

    /// `本周内`, `下周三`.
    private func week(at start: Int, _ written: CivilDate) -> (CivilDate, Int)? {
        let monday = written.adding(days: 1 - written.weekday.rawValue)
        let first: CivilDate
        let rest: Int
        if let end = after(["本周", "这周"], at: start) {
            (first, rest) = (monday, end)
        } else if let end = after(["下个星期", "下星期", "下周"], at: start) {
            (first, rest) = (monday.adding(days: 7), end)
        } else {
            return nil
        }
        if let (day, end) = number(at: rest), (1...6).contains(day), after(["个", "年"], at: end) == nil {
            return (first.adding(days: day - 1), end)
        }
        return (first.adding(days: 6), after(["末", "内", "日"], at: rest) ?? rest)
    }

    /// `本月底`, `下个月中旬`, `月底前`.
    private func month(at start: Int, _ written: CivilDate) -> (CivilDate, Int)? {
        let shift: Int
        let rest: Int
        if let end = after(["本月", "这个月", "当月"], at: start) {
            (shift, rest) = (0, end)
        } else if let end = after(["下个月", "下月"], at: start) {
            (shift, rest) = (1, end)
        } else if let end = after(["月底", "月末"], at: start), start == 0 || number(at: start - 1) == nil {
            return (last(month: written.month, year: written.year), end)
        } else {
            return nil
        }
        let month = (written.month + shift - 1) % 12 + 1
        let year = written.year + (written.month + shift - 1) / 12
        return part(at: rest, month: month, year: year)
    }

    /// `2026年3月底`, `今年年底`, `5月20日`, `年内`, `第三季度`.
    private func year(at start: Int, _ written: CivilDate) -> (CivilDate, Int)? {
        var (year, rest): (Int?, Int) = (nil, start)
        if let (value, end) = number(at: start), (1990...2999).contains(value),
            let end = after(["年"], at: end)
        {
            (year, rest) = (value, end)
        } else if let end = after(["今年", "本年度", "本年"], at: start) {
            (year, rest) = (written.year, end)
        } else if let end = after(["明年"], at: start) {
            (year, rest) = (written.year + 1, end)
        }
        if let found = season(at: rest, year: year ?? written.year) { return found }
        if let (value, end) = number(at: rest), (1...12).contains(value), let end = after(["月"], at: end) {
            return part(at: end, month: value, year: year ?? guess(value, written))
        }
        if let end = after(["年底", "年末", "年内", "底", "末", "内"], at: rest), year != nil || isWhole(rest, end) {
            return (last(month: 12, year: year ?? written.year), end)
        }
        return nil
    }

    /// Whether a year's end is named without the year: `年底`, not the last letter of something else.
    private func isWhole(_ start: Int, _ end: Int) -> Bool {
        end - start == 2 && scalars[start] == "年" && (start == 0 || number(at: start - 1) == nil)
    }

    private func season(at start: Int, year: Int) -> (CivilDate, Int)? {
        if let end = after(["上半年"], at: start) { return (last(month: 6, year: year), end) }
        if let end = after(["下半年"], at: start) { return (last(month: 12, year: year), end) }
        let from = after(["第"], at: start) ?? start
        guard let (value, rest) = number(at: from), (1...4).contains(value),
            let end = after(["季度"], at: rest)
        else { return nil }
        return (last(month: value * 3, year: year), end)
    }

    /// A month without its year is the next one, or it went by: of a month long ago the next year's is meant.
    private func guess(_ month: Int, _ written: CivilDate) -> Int {
        written.month - month >= 7 ? written.year + 1 : written.year
    }

    /// What of a month is meant; without more its last day.
    private func part(at start: Int, month: Int, year: Int) -> (CivilDate, Int)? {
        if let (value, rest) = number(at: start), let end = after(["日", "号"], at: rest) {
            return CivilDate(year: year, month: month, day: value).map { ($0, end) }
        }
        if let end = after(["份上旬", "上旬", "初"], at: start) {
            return CivilDate(year: year, month: month, day: 10).map { ($0, end) }
        }
        if let end = after(["份中旬", "中旬", "中"], at: start) {
            return CivilDate(year: year, month: month, day: 20).map { ($0, end) }
        }
        let end = after(["份底", "底", "末", "下旬", "份内", "份", "内"], at: start) ?? start
        return (last(month: month, year: year), end)
    }

    private func last(month: Int, year: Int) -> CivilDate {
        CivilDate(year: year, month: month, day: CivilDate.length(ofMonth: month, year: year))
            ?? CivilDate(daysSince1970: 0)
    }
}
