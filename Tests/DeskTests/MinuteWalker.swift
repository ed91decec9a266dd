import Core
import Foundation

/// Office time counted the long way, for `WorkingCalendar` to be compared with.
///
/// It shares nothing with it: it reads the files of official days itself, knows the weekday of one day and
/// counts on from there, and asks of every single minute of nine years whether it is open. What it answers
/// with are the counts that this walk left behind; `walk` goes once more without them.
struct MinuteWalker {
    /// 2019-01-01 00:00 in the city (UTC+8), a Tuesday.
    static let origin: Int64 = 1_546_272_000_000
    static let years = 2019...2027
    /// Opening to closing, in minutes of the day.
    static let stretches = [(9 * 60, 12 * 60), (13 * 60 + 30, 17 * 60 + 30)]
    static let closing: Int64 = (17 * 60 + 30) * 60_000
    static let minute: Int64 = 60_000
    static let day: Int64 = 1440 * minute

    /// `YYYY-MM-DD` of each day since the origin, and whether offices work on it.
    private(set) var dates: [String] = []
    private(set) var works: [Bool] = []
    /// Days that the official lists name, counted from the origin.
    private(set) var named: [Int] = []
    /// Open minutes before each minute since the origin; one more than there are minutes.
    private var openBefore: [Int] = [0]
    /// Each open minute, counted from the origin.
    private var open: [Int] = []

    /// Walks through all nine years. `calendar` is the folder of the files of official days.
    init(calendar: URL) throws {
        var official: [String: Bool] = [:]
        for year in 2019...2026 {
            let text = try String(contentsOf: calendar.appending(path: "\(year).csv"), encoding: .utf8)
            for line in text.split(separator: "\n") where !line.hasPrefix("#") && !line.hasPrefix("date") {
                let fields = line.split(separator: ",")
                if let date = fields.first { official[String(date)] = fields.last == "no" }
            }
        }
        layOutDays(official)
        walkAll()
    }

    private mutating func layOutDays(_ official: [String: Bool]) {
        var weekday = 1
        for year in Self.years {
            let february = year % 4 == 0 ? 29 : 28
            for (month, length) in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
                for day in 1...length {
                    let date = "\(year)-\(Self.two(month + 1))-\(Self.two(day))"
                    if official[date] != nil { named.append(dates.count) }
                    dates.append(date)
                    works.append(official[date] ?? (weekday < 5))
                    weekday = (weekday + 1) % 7
                }
            }
        }
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private mutating func walkAll() {
        let minutes = works.count * 1440
        openBefore.reserveCapacity(minutes + 1)
        open.reserveCapacity(minutes / 4)
        for minute in 0..<minutes {
            if isOpen(minute) { open.append(minute) }
            openBefore.append(open.count)
        }
    }

    private func isOpen(_ minute: Int) -> Bool {
        guard works[minute / 1440] else { return false }
        let time = minute % 1440
        for (opens, closes) in Self.stretches where opens <= time && time < closes { return true }
        return false
    }
}

// MARK: - What it answers

extension MinuteWalker {
    func isOpen(at moment: Moment) -> Bool { isOpen(Int(since(moment) / Self.minute)) }

    /// Open milliseconds from one moment to another.
    func elapsed(from start: Moment, to end: Moment) -> Int64 { worked(before: end) - worked(before: start) }

    /// The earliest moment at which `length` open milliseconds have gone by; more than none.
    func advance(_ length: Int64, from start: Moment) -> Moment {
        let last = worked(before: start) + length - 1
        return at(Int64(open[Int(last / Self.minute)]) * Self.minute + last % Self.minute + 1)
    }

    /// The close of business of the `count`th working day after the day of `start`. None: of the day that
    /// is not over yet.
    func advance(workingDays count: Int, from start: Moment) -> Moment {
        var day = Int(since(start) / Self.day)
        var left = count
        if count == 0 {
            left = 1
            if works[day], since(start) % Self.day < Self.closing {
                return at(Int64(day) * Self.day + Self.closing)
            }
        }
        while left > 0 {
            day += 1
            if works[day] { left -= 1 }
        }
        return at(Int64(day) * Self.day + Self.closing)
    }

    /// Working days after the day of `start`, up to and including that of `end`, which is not earlier.
    func workingDays(from start: Moment, to end: Moment) -> Int {
        var (day, last, count) = (Int(since(start) / Self.day), Int(since(end) / Self.day), 0)
        while day < last {
            day += 1
            if works[day] { count += 1 }
        }
        return count
    }

    func add(_ span: Span, to start: Moment) -> Moment {
        switch span {
        case .calendar(let length): at(since(start) + length)
        case .workingHours(let length): advance(length, from: start)
        case .workingDays(let count): advance(workingDays: count, from: start)
        }
    }

    /// `advance` in whole minutes, asking every minute on the way, without any count made before.
    func walk(_ minutes: Int, from start: Moment) -> Moment {
        var (left, minute) = (minutes, Int(since(start) / Self.minute))
        while left > 0 {
            if isOpen(minute) { left -= 1 }
            minute += 1
        }
        return at(Int64(minute) * Self.minute)
    }

    func at(_ milliseconds: Int64) -> Moment { Moment(milliseconds: Self.origin + milliseconds) }

    private func since(_ moment: Moment) -> Int64 { moment.milliseconds - Self.origin }

    private func worked(before moment: Moment) -> Int64 {
        let minute = Int(since(moment) / Self.minute)
        let rest = isOpen(minute) ? since(moment) % Self.minute : 0
        return Int64(openBefore[minute]) * Self.minute + rest
    }
}
