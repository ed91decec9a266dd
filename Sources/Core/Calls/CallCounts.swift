/// What is counted of calls, by hour of the day they came in unless it says otherwise. Times in milliseconds.
public enum CallFigure: Hashable, Sendable {
    case arrived, answered
    /// Answered within the fifteen seconds of GB/T 33358.
    case inTime
    case abandoned
    /// How long those waited who were answered.
    case waiting
    /// How long was spoken with those whose line is closed, and how many they are.
    case talking, talked
    /// From the end of the line until the taker said what came of it, and how many said so.
    case wrapping, wrapped
    /// Time on the line that fell into this hour, whenever the call came.
    case busy
    /// What came of calls.
    case result(CallResult)

    /// The name under which it is kept.
    public var name: String {
        switch self {
        case .arrived: "arrived"
        case .answered: "answered"
        case .inTime: "inTime"
        case .abandoned: "abandoned"
        case .waiting: "waiting"
        case .talking: "talking"
        case .talked: "talked"
        case .wrapping: "wrapping"
        case .wrapped: "wrapped"
        case .busy: "busy"
        case .result(let result): "result:\(result.rawValue)"
        }
    }

    public static let all: [CallFigure] =
        [
            .arrived, .answered, .inTime, .abandoned, .waiting, .talking, .talked, .wrapping, .wrapped, .busy,
        ] + CallResult.allCases.map { .result($0) }

    public init?(name: String) {
        guard let figure = Self.all.first(where: { $0.name == name }) else { return nil }
        self = figure
    }
}

/// A call with what came of it, as counters see it.
public struct CountedCall: Hashable, Sendable {
    public var call: Call
    /// Who took it, under one name for each; nil while nobody did.
    public var taker: String?
    public var result: CallResult?
    public var resultAt: Moment?

    public init(_ call: Call, taker: String? = nil, result: CallResult? = nil, resultAt: Moment? = nil) {
        self.call = call
        self.taker = taker
        self.result = result
        self.resultAt = resultAt
    }
}

/// Where something is counted.
public struct CallCell: Hashable, Sendable {
    /// Days since 1970, by the city's clock.
    public let day: Int
    /// 0…23.
    public let hour: Int
    /// Empty for all takers together.
    public let taker: String
    public let figure: CallFigure

    public init(day: Int, hour: Int, taker: String, figure: CallFigure) {
        self.day = day
        self.hour = hour
        self.taker = taker
        self.figure = figure
    }
}

/// How long something took, for percentiles: so many calls of a day took so many whole seconds.
public struct CallTime: Hashable, Sendable {
    public enum What: String, CaseIterable, Sendable {
        case waiting, talking
    }

    public let day: Int
    public let what: What
    /// Begun seconds count whole; an hour and more is one.
    public let seconds: Int

    public static let most = 3600

    public init(day: Int, what: What, seconds: Int) {
        (self.day, self.what, self.seconds) = (day, what, seconds)
    }

    init(day: Int, what: What, milliseconds: Int64) {
        self.day = day
        self.what = what
        seconds = Int(min(Int64(Self.most), (max(0, milliseconds) + 999) / 1000))
    }
}

/// What one call adds to the counters. A call that changes takes away what it had added and adds anew, so the
/// counters are always those of the calls as they are.
public struct CallShare: Hashable, Sendable {
    public private(set) var cells: [CallCell: Int64] = [:]
    public private(set) var times: [CallTime: Int64] = [:]

    /// Answered within so many milliseconds is in time (GB/T 33358).
    public static let inTime: Int64 = 15_000

    /// Of nothing.
    public init() {}

    public init(of counted: CountedCall, in calendar: WorkingCalendar) {
        let call = counted.call
        guard let arrived = call.arrivedAt else { return }
        let hour = CallHour(arrived, calendar)
        func add(_ figure: CallFigure, _ amount: Int64 = 1) { self.add(figure, amount, hour, counted.taker) }
        add(.arrived)
        if call.state == .abandoned { add(.abandoned) }
        if let waited = call.waited {
            add(.answered)
            if waited <= Self.inTime { add(.inTime) }
            add(.waiting, waited)
            times[CallTime(day: hour.day, what: .waiting, milliseconds: waited), default: 0] += 1
        }
        if let talked = call.talked {
            add(.talked)
            add(.talking, talked)
            times[CallTime(day: hour.day, what: .talking, milliseconds: talked), default: 0] += 1
            spread(call, counted.taker, calendar)
        }
        if let result = counted.result {
            add(.result(result))
            if let ended = call.endedAt, let at = counted.resultAt {
                add(.wrapped)
                add(.wrapping, max(0, at - ended))
            }
        }
    }

    private mutating func add(_ figure: CallFigure, _ amount: Int64, _ hour: CallHour, _ taker: String?) {
        for name in Set(["", taker ?? ""]) {
            cells[CallCell(day: hour.day, hour: hour.hour, taker: name, figure: figure), default: 0] += amount
        }
    }

    /// The time on the line, to each hour what fell into it; at most a day of it.
    private mutating func spread(_ call: Call, _ taker: String?, _ calendar: WorkingCalendar) {
        guard let from = call.answeredAt, let until = call.endedAt else { return }
        var begin = from
        for _ in 0..<25 where begin < until {
            let hour = CallHour(begin, calendar)
            let end = min(until, hour.end(calendar))
            add(.busy, end - begin, hour, taker)
            begin = end
        }
    }

    /// What must be added to the counters when a call that added `before` adds this.
    public func change(from before: CallShare) -> CallShare {
        var change = self
        for (cell, amount) in before.cells { change.cells[cell, default: 0] -= amount }
        for (time, amount) in before.times { change.times[time, default: 0] -= amount }
        change.cells = change.cells.filter { $0.value != 0 }
        change.times = change.times.filter { $0.value != 0 }
        return change
    }

    public mutating func add(_ other: CallShare) {
        for (cell, amount) in other.cells { cells[cell, default: 0] += amount }
        for (time, amount) in other.times { times[time, default: 0] += amount }
    }
}

/// An hour of the city's clock.
struct CallHour: Hashable {
    let day: Int
    let hour: Int

    init(_ moment: Moment, _ calendar: WorkingCalendar) {
        let date = calendar.date(of: moment)
        day = date.daysSince1970
        hour = min(23, Int((moment - calendar.start(of: date)) / 3_600_000))
    }

    func end(_ calendar: WorkingCalendar) -> Moment {
        calendar.start(of: CivilDate(daysSince1970: day)) + Int64(hour + 1) * 3_600_000
    }
}
