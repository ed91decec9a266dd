/// The figures of calls in a span of days, from counters alone.
public struct CallReport: Sendable {
    /// Of all takers together, by hour; and of each taker.
    public let total: CallSums
    public let days: [(day: Int, sums: CallSums)]
    public let hours: [CallHourLoad]
    public let takers: [(taker: String, sums: CallSums)]
    /// Seconds that the caller waited, and that was spoken: so many calls each.
    private let times: [CallTime.What: [Int: Int64]]

    public init(cells: [CallCell: Int64], times: [CallTime: Int64]) {
        var (total, days, takers) = (CallSums(), [Int: CallSums](), [String: CallSums]())
        var hours: [[Int]: (CallSums, Set<String>)] = [:]
        for (cell, amount) in cells where amount != 0 {
            if cell.taker.isEmpty {
                total.add(cell.figure, amount)
                days[cell.day, default: CallSums()].add(cell.figure, amount)
                hours[[cell.day, cell.hour], default: (CallSums(), [])].0.add(cell.figure, amount)
            } else {
                takers[cell.taker, default: CallSums()].add(cell.figure, amount)
                // On duty is who spoke with somebody in this hour.
                if cell.figure == .busy || cell.figure == .answered {
                    hours[[cell.day, cell.hour], default: (CallSums(), [])].1.insert(cell.taker)
                }
            }
        }
        self.total = total
        self.days = days.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
        self.hours = hours.map {
            CallHourLoad(day: $0.key[0], hour: $0.key[1], sums: $0.value.0, operators: $0.value.1.count)
        }.sorted { ($0.day, $0.hour) < ($1.day, $1.hour) }
        self.takers = takers.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
        var sums: [CallTime.What: [Int: Int64]] = [:]
        for (time, amount) in times { sums[time.what, default: [:]][time.seconds, default: 0] += amount }
        self.times = sums
    }

    /// The seconds that so many of a hundred took at most (nearest rank); nil where nothing was counted.
    public func seconds(_ what: CallTime.What, percent: Int) -> Int? {
        let counts = (times[what] ?? [:]).filter { $0.value > 0 }.sorted { $0.key < $1.key }
        let all = counts.reduce(0) { $0 + $1.value }
        guard all > 0 else { return nil }
        let rank = max(1, (all * Int64(percent) + 99) / 100)
        var sum: Int64 = 0
        for (seconds, count) in counts {
            sum += count
            if sum >= rank { return seconds }
        }
        return counts.last?.key
    }

    /// The day on which most calls came; of two alike the earlier.
    public var peakDay: (day: Int, sums: CallSums)? {
        days.max { ($0.sums[.arrived], -$0.day) < ($1.sums[.arrived], -$1.day) }
    }

    /// The hour in which most calls came; of two alike the earlier.
    public var peakHour: CallHourLoad? {
        hours.max { left, right in
            let (mine, theirs) = (left.sums[.arrived], right.sums[.arrived])
            return mine != theirs ? mine < theirs : (left.day, left.hour) > (right.day, right.hour)
        }
    }
}

/// Sums by figure.
public struct CallSums: Hashable, Sendable {
    private var sums: [CallFigure: Int64] = [:]

    public init(_ sums: [CallFigure: Int64] = [:]) { self.sums = sums }

    public subscript(figure: CallFigure) -> Int64 { sums[figure] ?? 0 }

    public mutating func add(_ figure: CallFigure, _ amount: Int64) { sums[figure, default: 0] += amount }

    /// One figure of another, as a share.
    public func rate(_ part: CallFigure, of whole: CallFigure, asOf now: Moment) -> Rate? {
        Rate(numerator: Int(max(0, self[part])), denominator: Int(max(0, self[whole])), asOf: now)
    }

    /// Milliseconds a call on the average, rounded down; nil where there is none.
    public func mean(_ figure: CallFigure, per count: CallFigure) -> Int64? {
        self[count] > 0 ? self[figure] / self[count] : nil
    }

    /// What came of calls with a concern: those that were wrapped up.
    public var concerns: Int64 {
        CallResult.allCases.filter(\.isConcern).reduce(0) { $0 + self[.result($1)] }
    }
}

/// Load against capacity in one hour (M10).
public struct CallHourLoad: Hashable, Sendable {
    public let day: Int
    public let hour: Int
    public let sums: CallSums
    /// How many spoke with somebody in this hour.
    public let operators: Int

    public init(day: Int, hour: Int, sums: CallSums, operators: Int) {
        self.day = day
        self.hour = hour
        self.sums = sums
        self.operators = operators
    }

    /// How much of the operators' time was spent on the line: of a hundred, rounded half up; nil where nobody
    /// was there.
    public var percentInUse: Int? {
        guard operators > 0 else { return nil }
        let all = Int64(operators) * 3_600_000
        return Int((sums[.busy] * 200 + all) / (2 * all))
    }

    /// How many calls these operators could have taken, at so many milliseconds each.
    public func capacity(mean: Int64) -> Int64? {
        mean > 0 ? Int64(operators) * 3_600_000 / mean : nil
    }

    /// Whether somebody should be told: more of the time in use than set, or calls and nobody to take them.
    public func isAlarming(above percent: Int) -> Bool {
        if operators == 0 { return sums[.arrived] > 0 }
        return (percentInUse ?? 0) > percent
    }
}
