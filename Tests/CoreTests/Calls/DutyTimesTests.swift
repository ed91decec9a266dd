import Core
import Testing

@Suite("Times on duty")
struct DutyTimesTests {
    @Test("hold by days of the week, by hours, and by the city's working days")
    func reading() throws {
        let calendar = try CalendarSpecimens.official()
        let office = try #require(DutyTimes("workdays 09:00-12:00 14:00-17:30;  sat 09:00-12:00"))
        #expect(office.description == "workdays 09:00-12:00 14:00-17:30; sat 09:00-12:00")
        for (text, isOn) in [
            // A Thursday.
            ("2026-03-05 08:59", false), ("2026-03-05 09:00", true), ("2026-03-05 11:59", true),
            ("2026-03-05 12:00", false), ("2026-03-05 17:29", true), ("2026-03-05 17:30", false),
            // Saturday, Sunday.
            ("2026-03-07 10:00", true), ("2026-03-07 14:30", false), ("2026-03-08 10:00", false),
        ] {
            #expect(
                office.isOn(at: try CalendarSpecimens.moment(text, calendar), in: calendar) == isOn, "\(text)"
            )
        }
    }

    @Test("tell when somebody is there next")
    func next() throws {
        let calendar = try CalendarSpecimens.official()
        let office = try #require(DutyTimes("mon-fri 09:00-12:00"))
        func moment(_ text: String) throws -> Moment { try CalendarSpecimens.moment(text, calendar) }
        #expect(try office.next(from: moment("2026-03-05 10:00"), in: calendar) == moment("2026-03-05 10:00"))
        #expect(try office.next(from: moment("2026-03-05 12:00"), in: calendar) == moment("2026-03-06 09:00"))
        // From Friday noon to Monday morning.
        #expect(try office.next(from: moment("2026-03-06 12:00"), in: calendar) == moment("2026-03-09 09:00"))
        let always = try #require(DutyTimes("daily 24h"))
        #expect(always.isOn(at: try moment("2026-03-08 00:01"), in: calendar))
        #expect(always.isOn(at: try moment("2026-03-08 23:59"), in: calendar))
    }

    @Test(
        "are refused when they cannot be read",
        arguments: [
            "", "workdays", "09:00-12:00", "noday 09:00-12:00", "fri-mon 09:00-12:00", "mon 12:00-09:00",
            "mon 9-12", "mon 09:00-12:00 11:00-13:00", "mon- 09:00-12:00", "mon,, 09:00-12:00",
            "mon 09:00-25:00", ";",
        ])
    func refused(_ text: String) { #expect(DutyTimes(text) == nil) }
}

@Suite("A simulated day")
struct SimulatedDayTests {
    private static func day(_ count: Int, seed: UInt64 = 1) -> SimulatedDay {
        SimulatedDay(
            calls: count, from: Moment(milliseconds: 1_772_553_600_000),
            takers: (1...40).map { "t\($0)" }, called: ["12345", "12319"], seed: seed)
    }

    @Test("has exactly so many calls, each with a name of its own, and is the same for the same seed")
    func exact() {
        let day = Self.day(3500)
        #expect(day.items.count == 3500)
        #expect(Set(day.items.map(\.id)).count == 3500)
        #expect(Self.day(3500).items.map(\.events) == day.items.map(\.events))
        #expect(Self.day(3500, seed: 2).items.map(\.events) != day.items.map(\.events))
        #expect(Self.day(0).items.isEmpty)
    }

    @Test("lets nobody speak with two callers at once")
    func oneAtATime() {
        var busy: [String: Moment] = [:]
        for item in Self.day(3500).items.sorted(by: {
            Call($0.events).answeredAt ?? Moment(milliseconds: 0) < Call($1.events).answeredAt
                ?? Moment(milliseconds: 0)
        }) {
            let call = Call(item.events)
            guard let taker = item.taker, let answered = call.answeredAt, let done = item.resultAt else {
                #expect(call.state == .abandoned)
                continue
            }
            #expect(answered >= busy[taker] ?? answered, "\(item.id)")
            busy[taker] = done
        }
    }
}
