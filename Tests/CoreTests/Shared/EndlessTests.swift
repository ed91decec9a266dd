import Core
import Testing

/// Cities that no check would let in, put together by hand: whatever they say, every question is answered.
@Suite("A city that makes no sense")
struct EndlessTests {
    private func units(_ parents: [(code: String, parent: String?)]) -> [Unit] {
        parents.map {
            Unit(
                code: UnitCode($0.code), name: Town.same($0.code), area: Town.area("110101"),
                parent: $0.parent.map { UnitCode($0) })
        }
    }

    private func city(_ units: [Unit], _ procedures: [Procedure]) -> City {
        City(
            name: Town.same("环"), version: 1, areas: Town.areas, area: Town.area("1101"), units: units,
            roles: Town.roles, catalogue: Town.catalogue, dispatch: Town.dispatch, procedures: procedures,
            firstKind: "request", calendar: Town.calendar, templates: [], desk: UnitCode("CENTRE"))
    }

    @Test("has each circle of its units told, of one, of two and of three, whatever leads into it")
    func circlesAreTold() {
        var rows = CityRows()
        rows.units = units([
            ("CENTRE", nil), ("SELF", "SELF"), ("LEFT", "RIGHT"), ("RIGHT", "LEFT"), ("BELOW", "LEFT"),
            ("ONE", "TWO"), ("TWO", "THREE"), ("THREE", "ONE"), ("FINE", "CENTRE"),
        ])
        let circles = complaints(about: rows).filter { $0.problem.contains("above themselves") }
        #expect(circles.map(\.subject) == [.unit(1), .unit(2), .unit(5)])
    }

    @Test("raises a matter along a circle of units one level at a time, and never to one that has it")
    func escalation() throws {
        let circle = units([("CENTRE", nil), ("ROADS", "COUNTY"), ("COUNTY", "ABOVE"), ("ABOVE", "ROADS")])
        var story = try Story.handled(in: city(circle, [Town.request(), Town.criticism()]))
        var above: [String] = []
        for _ in 0..<7 {
            try story.when("escalate", by: .supervisor)
            above.append(try #require(story.matter.raisedTo).text)
        }
        #expect(above == ["COUNTY", "ABOVE", "ABOVE", "ABOVE", "ABOVE", "ABOVE", "ABOVE"])
        #expect(story.matter.lead == UnitCode("ROADS"), "whoever has to do the work keeps it")
    }

    @Test(
        "lets a limit of nothing or less run out when it begins, once",
        arguments: [
            Span.calendar(0), .calendar(-day), .calendar(.min), .workingHours(0), .workingHours(.min),
        ])
    func limitOfZero(span: Span) throws {
        let limit = TimeLimit(
            name: "odd", text: Town.same("怪"), span: span, runs: ["received"], warnAtPercent: 50,
            atWarning: "remind", atExpiry: "overdue")
        let request = Town.request()
        var story = try Story(
            in: city(Town.units, [Procedure("request", request.stages, request.moves, [limit])]))
        let clock = try #require(story.matter.clock("odd"))
        #expect(clock.from == Town.start && clock.due == Town.start && clock.warn == nil)
        #expect(try story.ring(.warning, "odd", at: Town.start).isEmpty)
        #expect(try story.ring(.expiry, "odd", at: Town.start).map(\.move) == [nil, "overdue"])
        #expect(try story.ring(.expiry, "odd", at: Town.start + day).isEmpty)
    }

    @Test("ends a limit of no working days with the day, and one of less than none as well")
    func noWorkingDays() throws {
        for days in [0, -1, .min] {
            let limit = TimeLimit(
                name: "odd", text: Town.same("怪"), span: .workingDays(days), runs: ["received"],
                atExpiry: "overdue")
            let request = Town.request()
            let story = try Story(
                in: city(Town.units, [Procedure("request", request.stages, request.moves, [limit])]))
            // Received at nine, closed at half past five.
            #expect(story.matter.clock("odd")?.due == Town.start + 17 * hour / 2)
        }
    }

    /// A calendar in which nobody ever works cannot be made (`WorkingCalendarTests`). This is the next to it:
    /// one minute on one day in two hundred years; afterwards one minute a week.
    @Test("answers at once where offices open for a single minute")
    func leastCalendar() throws {
        let from = try CalendarSpecimens.date("2000-01-01")
        let through = from.adding(days: 73_049)
        let only = try CalendarSpecimens.date("2100-01-03")
        let off = (0..<73_050).map { from.adding(days: $0) }.filter { $0.weekday == .sunday && $0 != only }
        let calendar = try WorkingCalendar(
            hours: [DayHours(opens: 0, closes: 1)], workingWeekdays: [.sunday],
            offDays: Dictionary(uniqueKeysWithValues: off.map { ($0, CalendarSpecimens.nationalDay) }),
            from: from, through: through)
        #expect(calendar.isWorkingDay(only) && calendar.dayLength == 60_000)
        let start = calendar.start(of: from)
        #expect(calendar.add(.workingHours(1), to: start) == calendar.start(of: only) + 1)
        #expect(calendar.add(.workingDays(1), to: start) == calendar.start(of: only) + 60_000)
        // The second minute comes on the first Sunday after the table, which ends on a Wednesday.
        let due = calendar.add(.workingHours(60_001), to: start)
        #expect(calendar.date(of: due) == (try CalendarSpecimens.date("2200-01-05")))
        #expect(calendar.elapsed(from: start, to: due) == 60_001)
        let steps = calendar.explain(.workingHours(60_000 * 1000), from: start)
        #expect(steps.count <= 20)
        #expect(calendar.add(.workingHours(.max), to: start).milliseconds == .max)
    }
}
