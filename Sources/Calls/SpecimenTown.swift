import Core
import Desk
import Storage
import Web

/// The town and the calls of the specimens.
enum SpecimenTown {
    static let hostile = #""><script>alert(1)</script>{x}"#
    static let long = String(repeating: "长", count: 300)

    static let area: AreaCode = {
        guard let area = AreaCode("9901") else { preconditionFailure("the specimens' area") }
        return area
    }()

    static let city: City = {
        guard let hours = DayHours("09:00-17:00"), let from = CivilDate("2026-01-01"),
            let through = CivilDate("2027-12-31"),
            let calendar = try? WorkingCalendar(hours: [hours], from: from, through: through)
        else { preconditionFailure("the specimens' calendar") }
        let name = text("样城", "Sample")
        return City(
            name: name, version: 1, areas: AreaTree([Area(code: area, name: name)]), area: area,
            units: [Unit(code: UnitCode("W"), name: text(long, hostile), area: area, parent: nil)],
            roles: [],
            catalogue: Catalogue([
                .init(code: "water", name: text("用水", "Water"), parent: nil, isLeaf: true),
                .init(code: "odd", name: text(hostile, long), parent: nil, isLeaf: true),
            ]), dispatch: DispatchCatalogue([]), procedures: [], firstKind: "request", calendar: calendar,
            templates: [], desk: UnitCode("W"))
    }()

    static func text(_ zh: String, _ en: String) -> LocalText { LocalText(zh: zh, en: en) }

    static let taker = officer([.takeCalls, .revealContact])
    static let leader = officer([.figures, .manageChannels, .takeCalls])

    private static func officer(_ powers: Set<Role.Power>) -> Officer {
        Officer(
            personID: 1, name: text("周晓岚", "Zhou Xiaolan"), login: "zhou", posts: [], powers: powers,
            sessionID: "s")
    }

    static func telling(_ visit: Visit) -> CallsTelling {
        CallsTelling(
            visit: visit, city: city, names: [1: text("周晓岚", "Zhou Xiaolan"), 2: text(hostile, long)])
    }

    static let origin = CallOrigin(
        code: "lamps", name: text("路灯热线", "Lamp line"), number: "12319", mode: "merged")

    /// A call some minutes ago that has come so far.
    static func record(
        _ now: Moment, _ state: Call.State, id: Int64 = 1, result: CallResult? = nil, odd: Bool = false
    ) -> CallRecord {
        let from = now + -600_000
        var events = [
            CallEvent(.ringing, at: from, caller: odd ? nil : "19900001234", called: odd ? hostile : "12319")
        ]
        if state == .talking || state == .over {
            events.append(CallEvent(.answered, at: from + 8000, agent: "zhou"))
        }
        if state == .over {
            events.append(
                CallEvent(.ended, at: from + 188_000, recording: "https://recordings.example.org/1.ogg"))
        }
        if state == .abandoned { events.append(CallEvent(.abandoned, at: from + 40_000)) }
        var detail = CallDetail()
        if result != nil {
            (detail.text, detail.category) = (odd ? hostile + long : "水表走得太快。", odd ? "gone" : "water")
            (detail.answer, detail.articleTitle) = (odd ? hostile : "可以申请校表。", "校表怎么办")
        }
        return CallRecord(
            id: id, call: Call(events), person: 1,
            taker: state == .ringing ? nil : odd ? "a:\(hostile)" : "p1",
            origin: odd ? nil : origin, result: result, resultAt: result == nil ? nil : now, detail: detail,
            number: result == .filed ? "QS2026110200017" : nil)
    }

    static func seat(_ code: String = "water", _ name: LocalText = text("用水专家", "Water expert")) -> ExpertSeat
    {
        guard let duty = DutyTimes("workdays 09:00-12:00; sat 09:00-12:00") else {
            preconditionFailure("the specimens' times")
        }
        return ExpertSeat(
            code: code, name: name, categories: ["water", "odd"], unit: UnitCode("W"), login: "zhou",
            phone: "027-87654321", duty: duty)
    }

    /// A matter as a list has it.
    static func matter(_ now: Moment, _ title: String) -> MatterRecord? {
        let then = SQLValue.integer((now + -86_400_000).milliseconds)
        let cells: [(String, SQLValue)] = [
            ("id", .integer(17)), ("number", .text("QS2026110200017")), ("kind", .text("plea")),
            ("stage", .text("handling")), ("outcome", .null), ("holder", .text("lead")),
            ("title", .text(title)), ("text", .text(title)), ("more", .null), ("channel", .text("hotline")),
            ("caller", .text("resident")), ("area", .text(area.text)), ("place", .null), ("latitude", .null),
            ("longitude", .null), ("category", .text("water")), ("lead", .text("W")), ("raised_to", .null),
            ("urgency", .text("ordinary")), ("raised_at", then), ("changed_at", then), ("closed_at", .null),
            ("due_at", .integer(.max)), ("soon_at", .null), ("target_at", .null), ("overdue", .integer(0)),
            ("version", .integer(1)), ("source", .null), ("source_id", .null), ("route", .null),
            ("grade", .null), ("supervision", .integer(0)), ("excluded", .integer(0)),
            ("urges", .integer(0)), ("sharers", .null),
        ]
        return try? MatterRecord(row: Row(columns: cells.map(\.0), values: cells.map(\.1)))
    }

    static func back(_ now: Moment, id: Int64, late: Bool, odd: Bool = false, done: Bool = false)
        -> CallBackTask
    {
        CallBackTask(
            id: id, call: 1, seat: odd ? "gone" : "water", category: odd ? "gone" : "water",
            caller: odd ? nil : "19900001234", name: odd ? hostile : "测试甲",
            text: odd ? hostile + long : "怎么校表？",
            madeAt: now + -7_200_000, madeBy: 1, dueAt: now + (late ? -60_000 : 3_600_000),
            tries: odd ? 2 : 0,
            doneAt: done ? now : nil, doneBy: done ? 2 : nil, result: done ? hostile : nil)
    }

    /// The figures of a day in the past.
    static func report(_ now: Moment) -> CallReport {
        let start = city.calendar.start(of: city.calendar.date(of: now).adding(days: -1))
        let day = SimulatedDay(calls: 300, from: start, takers: ["1", "2", "3"], called: [], seed: 5)
        var share = CallShare()
        for item in day.items {
            share.add(
                CallShare(
                    of: CountedCall(
                        Call(item.events), taker: item.taker.map { $0 == "3" ? "a:\(hostile)" : "p\($0)" },
                        result: item.result, resultAt: item.resultAt), in: city.calendar))
        }
        return CallReport(cells: share.cells, times: share.times)
    }
}
