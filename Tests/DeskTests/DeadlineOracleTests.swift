import Core
import Foundation
import Testing

/// The three witnesses of the deadlines: a walk over every minute, the lists of the State Council, and what a
/// city said of its own cases.
@Suite("Deadlines") struct DeadlineOracleTests {
    static let walker = Result {
        try MinuteWalker(
            calendar: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appending(path: "../../Cities/demo/calendar").standardizedFileURL)
    }

    private var calendar: WorkingCalendar { DeskTown.city.calendar }

    /// 100,000 cases with 19 equalities each. The walk over 4.7 million minutes is made once and kept as
    /// counts; the next test goes again without them.
    @Test("are what a walk over every minute of 2019 to 2026 finds, in 100,000 random cases")
    func walked() throws {
        let walker = try Self.walker.get()
        var cases = OracleCases(walker: walker, seed: 311)
        var wrong: [String] = []
        var sorts: [String: Int] = [:]
        for _ in 0..<100_000 {
            let (start, span) = (cases.moment(), cases.span())
            sorts[span.sort, default: 0] += 1
            wrong += Self.differences(calendar, walker, span, start, cases.moment())
        }
        #expect(wrong.isEmpty, "\(wrong.count), first: \(wrong.prefix(3))")
        #expect(sorts.count == 3 && sorts.values.allSatisfy { $0 > 20_000 }, "\(sorts)")
    }

    private static func differences(
        _ calendar: WorkingCalendar, _ walker: MinuteWalker, _ span: Span, _ start: Moment, _ other: Moment
    ) -> [String] {
        let due = calendar.add(span, to: start)
        let (first, last) = (min(start, other), max(start, other))
        var wrong: [String] = []
        func compare<T: Equatable>(_ what: String, _ ours: T, _ theirs: T) {
            if ours != theirs { wrong.append("\(span) from \(start): \(what) \(ours), walked \(theirs)") }
        }
        compare("due", due, walker.add(span, to: start))
        compare("elapsed", calendar.elapsed(from: start, to: due), walker.elapsed(from: start, to: due))
        compare("between", calendar.elapsed(from: start, to: other), walker.elapsed(from: start, to: other))
        compare(
            "days", calendar.workingDays(from: first, to: last), walker.workingDays(from: first, to: last))
        compare(
            "back", calendar.workingDays(from: last, to: first), -walker.workingDays(from: first, to: last))
        compare("open", calendar.isOpen(at: start), walker.isOpen(at: start))
        // Stopped at any time and resumed at once, nothing is won and nothing lost.
        let stop = max(start, min(other, due + -1))
        if start < due, let rest = calendar.remaining(of: span, from: start, at: stop) {
            compare("rest", calendar.add(rest, to: stop), due)
        } else if start < due {
            wrong.append("\(span) from \(start): nothing left at \(stop)")
        }
        return wrong
    }

    @Test("are what a walk finds that asks each minute anew, from awkward minutes")
    func walkedAgain() throws {
        let walker = try Self.walker.get()
        var cases = OracleCases(walker: walker, seed: 7)
        var wrong: [String] = []
        for _ in 0..<300 {
            let start = cases.wholeMinute()
            let minutes = cases.number(1...1300)
            let span = Span.workingHours(Int64(minutes) * MinuteWalker.minute)
            if calendar.add(span, to: start) != walker.walk(minutes, from: start) {
                wrong.append("\(span) from \(start)")
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count), first: \(wrong.prefix(3))")
    }

    /// Stopped, resumed, made urgent and ordinary by moves, up to sixteen times at moments drawn by chance;
    /// also where the program's own clock went back between.
    @Test("keep what was left through pauses and haste: the open minutes outside the pauses, in 4,000 lives")
    func pauses() throws {
        let walker = try Self.walker.get()
        var cases = OracleCases(walker: walker, seed: 22)
        var wrong: [String] = []
        var (steps, expired) = (0, 0)
        for _ in 0..<4000 {
            let span = cases.span()
            var urgent = cases.span()
            while urgent.sort != span.sort { urgent = cases.span() }
            var life = try PausedLife(span: span, urgent: urgent, from: cases.moment(), walker: walker)
            while let step = try life.step(&cases) {
                steps += 1
                if !step.isRight { wrong.append("\(span), \(urgent): \(step)") }
            }
            if life.expired { expired += 1 }
        }
        #expect(wrong.isEmpty, "\(wrong.count) of \(steps), first: \(wrong.prefix(3))")
        #expect(steps > 20_000 && expired > 500, "\(steps) steps, \(expired) ran out")
    }
}

/// Starts and spans by chance, awkward ones as often as plain ones.
struct OracleCases {
    private var state: UInt64
    private let days: Int
    /// Days on and around which something is out of the ordinary.
    private let awkward: [Int]
    private static let edges: [Int64] = [0, 540, 720, 810, 1050, 1439, 1440].map { $0 * MinuteWalker.minute }

    init(walker: MinuteWalker, seed: UInt64) {
        state = seed
        days = walker.dates.count { $0 < "2027" }
        let ends = walker.dates.indices.filter {
            ["12-31", "01-01", "02-28", "02-29"].contains(walker.dates[$0].suffix(5))
        }
        awkward = (walker.named + ends).flatMap { [$0 - 1, $0, $0 + 1] }.filter { [days] in (0..<days) ~= $0 }
    }

    /// Numerical Recipes' congruence, its low bits left out: every run tries the same cases.
    mutating func number(_ range: ClosedRange<Int>) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return range.lowerBound + Int(state >> 24) % range.count
    }

    private func at(_ day: Int, _ time: Int64) -> Moment {
        Moment(milliseconds: MinuteWalker.origin + Int64(day) * MinuteWalker.day + time)
    }

    private mutating func day() -> Int {
        number(0...1) == 0 ? number(0...days - 1) : awkward[number(0...awkward.count - 1)]
    }

    /// Somewhere from 2019 to 2026: any millisecond, or one at or beside midnight, opening, lunch, closing.
    mutating func moment() -> Moment {
        let day = day()
        if number(0...1) == 0 { return at(day, Int64(number(0...86_399_999))) }
        let edge = Self.edges[number(0...Self.edges.count - 1)]
        return max(at(0, 0), at(day, edge + Int64(number(-1...1))))
    }

    mutating func wholeMinute() -> Moment {
        let edge = Self.edges[number(0...Self.edges.count - 1)] / MinuteWalker.minute
        let minute = max(0, min(1439, Int(edge) + number(-2...2)))
        return at(day(), Int64(minute) * MinuteWalker.minute)
    }

    /// Up to a third of a year; whole hours, half days and whole days as often as odd milliseconds.
    mutating func span() -> Span {
        let hour = 3_600_000
        switch number(0...3) {
        case 0: return .workingDays(number(0...80))
        case 1: return .calendar(Int64(number(1...120 * 24 * hour)))
        case 2: return .workingHours(Int64(number(1...80 * 7 * hour)))
        default:
            let units = [1, 60_000, hour, 3 * hour, 4 * hour, 7 * hour]
            return .workingHours(Int64(units[number(0...5)] * number(1...60)))
        }
    }
}

extension Span {
    fileprivate var sort: String {
        switch self {
        case .workingHours: "hours"
        case .workingDays: "days"
        case .calendar: "plain"
        }
    }
}
