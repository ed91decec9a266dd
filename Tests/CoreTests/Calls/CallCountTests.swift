import Core
import Testing

@Suite("What is counted of calls")
struct CallCountTests {
    /// Thursday 2026-03-05, 09:59:50 by the city's clock.
    static func start(_ calendar: WorkingCalendar) throws -> Moment {
        let date = try #require(CivilDate("2026-03-05"))
        return calendar.start(of: date) + (9 * 3600 + 59 * 60 + 50) * 1000
    }

    static func counted(
        _ calendar: WorkingCalendar, from: Int64 = 0, waits: Int64? = 12, talks: Int64 = 90,
        taker: String = "p1",
        result: CallResult? = .answered, wraps: Int64 = 20
    ) throws -> CountedCall {
        let start = try start(calendar) + from * 1000
        var events = [CallEvent(.ringing, at: start)]
        guard let waits else {
            return CountedCall(Call(events + [CallEvent(.abandoned, at: start + 30_000)]))
        }
        events.append(CallEvent(.answered, at: start + waits * 1000))
        let end = start + (waits + talks) * 1000
        events.append(CallEvent(.ended, at: end))
        return CountedCall(Call(events), taker: taker, result: result, resultAt: end + wraps * 1000)
    }

    static func amount(_ share: CallShare, _ figure: CallFigure, hour: Int, taker: String = "") throws
        -> Int64
    {
        let day = try #require(CivilDate("2026-03-05")).daysSince1970
        return share.cells[CallCell(day: day, hour: hour, taker: taker, figure: figure)] ?? 0
    }

    @Test("stands in the hour in which a call came; the time on the line in the hours it filled")
    func hours() throws {
        let calendar = try CalendarSpecimens.official()
        // Came 09:59:50, answered 10:00:02, over 10:01:32, wrapped up 10:01:52.
        let share = CallShare(of: try Self.counted(calendar), in: calendar)
        for (figure, amount): (CallFigure, Int64) in [
            (.arrived, 1), (.answered, 1), (.inTime, 1), (.abandoned, 0), (.waiting, 12_000),
            (.talking, 90_000), (.talked, 1), (.wrapping, 20_000), (.wrapped, 1), (.busy, 0),
            (.result(.answered), 1), (.result(.filed), 0),
        ] {
            #expect(try Self.amount(share, figure, hour: 9) == amount, "\(figure)")
            #expect(try Self.amount(share, figure, hour: 9, taker: "p1") == amount, "\(figure) of p1")
        }
        #expect(try Self.amount(share, .busy, hour: 10) == 90_000)
        #expect(try Self.amount(share, .busy, hour: 10, taker: "p1") == 90_000)
        #expect(share.times.values.reduce(0, +) == 2)
    }

    @Test("divides a long call among its hours to the millisecond")
    func longCall() throws {
        let calendar = try CalendarSpecimens.official()
        // From 10:00:02 for two hours and 30 seconds.
        let share = CallShare(of: try Self.counted(calendar, talks: 7230), in: calendar)
        #expect(try Self.amount(share, .busy, hour: 10) == 3_598_000)
        #expect(try Self.amount(share, .busy, hour: 11) == 3_600_000)
        #expect(try Self.amount(share, .busy, hour: 12) == 32_000)
    }

    @Test("takes fifteen seconds as in time, and one millisecond more as late")
    func limit() throws {
        let calendar = try CalendarSpecimens.official()
        let start = try Self.start(calendar)
        func inTime(_ milliseconds: Int64) throws -> Int64 {
            let call = Call([
                CallEvent(.ringing, at: start), CallEvent(.answered, at: start + milliseconds),
            ])
            return try Self.amount(CallShare(of: CountedCall(call), in: calendar), .inTime, hour: 9)
        }
        #expect(try inTime(15_000) == 1)
        #expect(try inTime(15_001) == 0)
    }

    @Test("is always that of the calls as they are, however they came to be so")
    func changes() throws {
        let calendar = try CalendarSpecimens.official()
        let start = try Self.start(calendar)
        var dice = Chance(seed: 3)
        var (kept, calls) = (CallShare(), [Int: CountedCall]())
        for step in 0..<400 {
            let id = Int(dice.next() % 20)
            let before = calls[id]
            var call = before ?? CountedCall(Call())
            let at = start + Int64(id * 400_000) + Int64(dice.next() % 900_000)
            call.call.apply(
                CallEvent(dice.pick(CallEvent.What.allCases), at: at, agent: dice.pick(["1", "2"])))
            if step.isMultiple(of: 3) { call.taker = dice.pick(["p1", "p2"]) }
            if step.isMultiple(of: 5) {
                (call.result, call.resultAt) = (dice.pick(CallResult.allCases), at)
            }
            let old = before.map { CallShare(of: $0, in: calendar) } ?? CallShare()
            kept.add(CallShare(of: call, in: calendar).change(from: old))
            calls[id] = call
        }
        var whole = CallShare()
        for call in calls.values { whole.add(CallShare(of: call, in: calendar)) }
        #expect(kept.cells.filter { $0.value != 0 } == whole.cells.filter { $0.value != 0 })
        #expect(kept.times.filter { $0.value != 0 } == whole.times.filter { $0.value != 0 })
        #expect(!whole.cells.isEmpty)
    }

    @Test("makes a report: means, the ninety-fifth of a hundred, the peak, who was there, what was in use")
    func report() throws {
        let calendar = try CalendarSpecimens.official()
        var share = CallShare()
        // Twenty calls between 09:59:50 and 10:09:20: waits 1 … 20 s, 60 s each; one missed at 10:10:10.
        for index in 1...20 {
            let call = try Self.counted(
                calendar, from: Int64((index - 1) * 30), waits: Int64(index), talks: 60,
                taker: index.isMultiple(of: 2) ? "p1" : "p2", result: index <= 10 ? .answered : .filed,
                wraps: 10)
            share.add(CallShare(of: call, in: calendar))
        }
        share.add(CallShare(of: try Self.counted(calendar, from: 620, waits: nil), in: calendar))
        let report = CallReport(cells: share.cells, times: share.times)
        let total = report.total
        #expect(total[.arrived] == 21 && total[.answered] == 20 && total[.abandoned] == 1)
        #expect(total[.inTime] == 15)
        // (1 + 2 + … + 20) / 20 = 10.5 s.
        #expect(total.mean(.waiting, per: .answered) == 10_500)
        #expect(total.mean(.talking, per: .talked) == 60_000)
        #expect(total.mean(.wrapping, per: .wrapped) == 10_000)
        // The nineteenth of twenty.
        #expect(report.seconds(.waiting, percent: 95) == 19)
        #expect(report.seconds(.waiting, percent: 50) == 10)
        #expect(report.seconds(.waiting, percent: 100) == 20)
        #expect(report.seconds(.talking, percent: 95) == 60)
        #expect(total.concerns == 20)
        let peak = try #require(report.peakHour)
        // One call came before ten.
        #expect(peak.hour == 10 && peak.sums[.arrived] == 20)
        #expect(report.peakDay?.sums[.arrived] == 21)
        // The first began at 09:59:51 and ran into the next hour: 51 s of 20 minutes lie in it.
        #expect(peak.operators == 2)
        #expect(peak.sums[.busy] == 20 * 60_000 - 9000)
        // 1191 s of two hours: 16.54 of a hundred.
        #expect(peak.percentInUse == 17)
        #expect(peak.capacity(mean: 60_000) == 120)
        #expect(peak.isAlarming(above: 16) && !peak.isAlarming(above: 17))
        #expect(report.takers.map(\.taker) == ["p1", "p2"])
        #expect(report.takers.map { $0.sums[.answered] } == [10, 10])
    }

    @Test("tells of an hour with calls and nobody there, and of none without calls")
    func nobody() {
        let empty = CallHourLoad(day: 1, hour: 3, sums: CallSums(), operators: 0)
        let missed = CallHourLoad(day: 1, hour: 3, sums: CallSums([.arrived: 1]), operators: 0)
        #expect(!empty.isAlarming(above: 85) && missed.isAlarming(above: 85))
        #expect(missed.percentInUse == nil)
    }
}

@Suite("The worst 24 hours")
struct CallWindowTests {
    private static func moment(_ hours: Double) -> Moment { Moment(milliseconds: Int64(hours * 3_600_000)) }

    @Test("are found wherever they begin, not only at midnight")
    func acrossMidnight() throws {
        // Two days with one good call an hour; three missed in the evening of the first, three in the morning
        // of the second. By calendar days: 3 of 27 missed each. From 20:30 on: 6 of 30.
        var calls = (0..<48).map { (arrived: Self.moment(Double($0)), connected: true) }
        calls += [20.6, 21.6, 22.6, 25.6, 26.6, 27.6].map { (Self.moment($0), false) }
        let worst = try #require(
            CallWindow.worst(
                of: calls, from: Self.moment(0), until: Self.moment(24), over: Self.moment(48)))
        #expect(worst.arrived == 30 && worst.connected == 24)
        #expect(worst.from > Self.moment(3.6) && worst.from <= Self.moment(20.6))
        #expect(worst.rate(asOf: Self.moment(48))?.text() == "80.00%")
    }

    @Test("need 24 hours that are over, and a call in them")
    func none() {
        let one = [(arrived: Self.moment(1), connected: false)]
        #expect(
            CallWindow.worst(of: one, from: Self.moment(0), until: Self.moment(24), over: Self.moment(23.9))
                == nil)
        #expect(
            CallWindow.worst(of: [], from: Self.moment(0), until: Self.moment(24), over: Self.moment(48))
                == nil)
        #expect(
            CallWindow.worst(of: one, from: Self.moment(0), until: Self.moment(24), over: Self.moment(24))
                == CallWindow(from: Self.moment(0), arrived: 1, connected: 0))
    }

    @Test("are the same as when every single moment is tried")
    func everyMoment() {
        var dice = Chance(seed: 11)
        for _ in 0..<300 {
            let length = Int64.random(in: 1...12, using: &dice)
            let calls = (0..<Int.random(in: 0...14, using: &dice)).map { _ in
                (
                    arrived: Moment(milliseconds: Int64.random(in: 0...40, using: &dice)),
                    connected: dice.next().isMultiple(of: 2)
                )
            }
            let (until, end) = (
                Int64.random(in: 1...30, using: &dice), Int64.random(in: 5...50, using: &dice)
            )
            var best: CallWindow?
            for begin in 0..<until where begin + length <= end {
                let inside = calls.filter {
                    $0.arrived.milliseconds >= begin && $0.arrived.milliseconds < begin + length
                }
                if inside.isEmpty { continue }
                let window = CallWindow(
                    from: Moment(milliseconds: begin), arrived: inside.count,
                    connected: inside.count { $0.connected })
                if best.map({ window.isWorse(than: $0) }) ?? true { best = window }
            }
            let found = CallWindow.worst(
                of: calls, from: Moment(milliseconds: 0), until: Moment(milliseconds: until),
                over: Moment(milliseconds: end), length: length)
            #expect(found?.arrived == best?.arrived && found?.connected == best?.connected)
        }
    }
}
