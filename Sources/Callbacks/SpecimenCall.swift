import Core
import Desk
import Storage

/// A matter on paper, lived by real moves, that somebody calls about.
struct SpecimenCall {
    private(set) var matter: Matter
    private(set) var events: [Event]
    /// Moves that were refused, for a test to notice.
    private(set) var refused: [String] = []
    private let id: Int64
    private let raised: Fact.Raised
    private let now: Moment

    /// - Parameter now: The moment that the pages are shown at; the matter was raised twenty days before.
    init?(_ text: String, id: Int64 = 17, at now: Moment) {
        self.id = id
        raised = Fact.Raised(
            number: "QS20261102000\(id)", kind: "plea", text: text, title: String(text.prefix(300)),
            channel: .web,
            caller: .resident, area: SpecimenCalls.area, place: nil, urgency: .ordinary, reachable: true)
        let start = now + -20 * 24 * SpecimenCalls.hour
        guard let events = try? raise(raised, by: .resident, in: SpecimenCalls.city, at: start),
            let first = events.first, var matter = Matter(from: first)
        else { return nil }
        for event in events.dropFirst() { matter.apply(event) }
        (self.matter, self.events, self.now) = (matter, events, now)
    }

    /// Makes a move some hours before the pages are shown.
    func after(
        _ move: String, _ inputs: [InputWord: String] = [:], by post: Post, hoursAgo: Int64
    ) -> Self {
        var call = self
        let actor = Actor.officer(id: post.unit == SpecimenCalls.roads ? 2 : 1, posts: [post])
        let moment = now + -hoursAgo * SpecimenCalls.hour
        guard
            let made = try? decide(
                Order(move, inputs), on: matter, by: actor, in: SpecimenCalls.city, at: moment)
        else {
            call.refused.append(move)
            return call
        }
        for event in made { call.matter.apply(event) }
        call.events += made
        return call
    }

    /// Given to a unit and answered four days ago.
    func answered(_ answer: String) -> Self {
        after(
            "give", [.category: "lamp", .unit: SpecimenCalls.roads.text], by: SpecimenCalls.caller,
            hoursAgo: 400
        ).after("tell", [.answer: answer], by: SpecimenCalls.hand, hoursAgo: 96)
    }

    func subject(_ contact: [String]) -> CallSubject? {
        record.map { CallSubject(record: $0, matter: matter, events: events, contact: contact) }
    }

    /// What of this sort is owed to it, as a row of a list.
    func row(_ what: Set<Duty.What> = [.callBack, .check]) -> DutyRow? {
        let duty = duties(of: matter, in: SpecimenCalls.city).first { what.contains($0.what) }
        guard let duty, let record else { return nil }
        return DutyRow(duty: duty, role: duty.roles.first ?? "", matter: record)
    }

    /// The row that a database would hold of it.
    var record: MatterRecord? {
        let cells: [(String, SQLValue)] = [
            ("id", .integer(id)), ("number", .text(matter.number)), ("kind", .text(matter.kind)),
            ("stage", .text(matter.stage)), ("outcome", text(matter.outcome?.rawValue)),
            ("holder", .text("desk")), ("title", .text(raised.title)), ("text", .text(raised.text)),
            ("more", .null), ("channel", .text(matter.channel.rawValue)),
            ("caller", .text(raised.caller.rawValue)), ("area", .text(matter.area.text)), ("place", .null),
            ("latitude", .null), ("longitude", .null), ("category", text(matter.category)),
            ("lead", text(matter.lead?.text)), ("raised_to", .null),
            ("urgency", .text(matter.urgency.rawValue)),
            ("raised_at", .integer(matter.raisedAt.milliseconds)),
            ("changed_at", .integer(matter.changedAt.milliseconds)),
            ("closed_at", matter.closedAt.map { .integer($0.milliseconds) } ?? .null),
            ("due_at", .integer(matter.nextClock?.due.milliseconds ?? .max)), ("soon_at", .null),
            ("target_at", .null), ("overdue", .integer(0)), ("version", .integer(Int64(matter.version))),
            ("source", .null), ("source_id", .null), ("route", .null), ("grade", .null),
            ("supervision", .integer(0)), ("excluded", .integer(matter.side.excluded ? 1 : 0)),
            ("urges", .integer(0)), ("sharers", .null),
        ]
        return try? MatterRecord(row: Row(columns: cells.map(\.0), values: cells.map(\.1)))
    }

    private func text(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }
}

/// The town that those matters live in: one kind whose residents are called back and asked again later.
enum SpecimenCalls {
    static let hour: Int64 = 3_600_000
    static let roads = UnitCode("ROADS")
    static let centre = UnitCode("CENTRE")
    static let caller = Post(role: "caller", unit: centre, area: area)
    static let hand = Post(role: "hand", unit: roads, area: area)

    static let area: AreaCode = {
        guard let area = AreaCode("9901") else { preconditionFailure("the specimens' area") }
        return area
    }()

    static let city: City = {
        guard let hours = DayHours("09:00-17:00"), let from = CivilDate("2026-01-01"),
            let through = CivilDate("2027-12-31"),
            let calendar = try? WorkingCalendar(hours: [hours], from: from, through: through)
        else { preconditionFailure("the specimens' city") }
        return City(
            name: text("样城", "Sample"), version: 1,
            areas: AreaTree([Area(code: area, name: text("样城", "Sample"))]), area: area,
            units: [
                Unit(code: centre, name: text("热线中心", "Hotline Centre"), area: area, parent: nil),
                Unit(code: roads, name: text("路政处", "Roads Office"), area: area, parent: centre),
            ],
            roles: [
                Role(
                    name: "caller", text: text("回访员", "Caller"), sight: .area, powers: [.revealContact]),
                Role(name: "hand", text: text("承办人", "Handler"), sight: .unit),
            ],
            catalogue: Catalogue([.init(code: "lamp", name: text("路灯", "Lamps"), parent: nil, isLeaf: true)]),
            dispatch: DispatchCatalogue([.init(category: nil, area: area, unit: roads)]),
            procedures: [procedure], firstKind: "plea", calendar: calendar, templates: [], desk: centre)
    }()

    private static let procedure = Procedure(
        kind: "plea", version: 1, name: text("诉求", "Request"), prefix: "QS",
        stages: [
            stage("fresh", .desk), stage("working", .lead), stage("asking", .desk),
            stage("done", .nobody, .solved), stage("lost", .nobody, .unreachable),
        ], moves: work + calls + checks, limits: [])

    private static let work = [
        move("give", ["fresh"], to: "working", [.category, .unit], does: [.categorise, .dispatch]),
        move("tell", ["working"], to: "asking", by: "hand", [.answer], does: [.answer, .ask]),
        move("end", ["asking"], to: "done", by: nil, needs: [.satisfied], does: [.revisit(days: 1)]),
        move("redo", ["asking"], to: "working", by: nil, needs: [.unsatisfied], does: []),
    ]

    private static let calls = [
        move("show", ["asking", "done"], [.reason], does: [.revealContact]),
        move(
            "hear", ["asking"], [.solved, .satisfied], [.why, .way], needs: [.outsideLead], does: [.opinion]),
        move("call", ["asking"], [.attempt], needs: [.outsideLead], does: [.attempt]),
        move(
            "giveUp", ["asking"], to: "lost", needs: [.outsideLead, .attempts(atLeast: 3, hoursApart: 4)],
            does: []),
    ]

    private static let checks = [
        move("exclude", ["working"], by: "hand", [.reason], does: [.propose(.exclusion)]),
        move("grant", ["working"], [.reason], does: [.grant(.exclusion)]),
        move(
            "recheck", ["done"], [.solved, .satisfied], [.why, .way], needs: [.outsideLead],
            does: [.recheck]),
        move("tryCheck", ["done"], [.attempt], needs: [.outsideLead], does: [.tryCheck]),
        move("dropCheck", ["done"], [.reason], needs: [.outsideLead], does: [.dropCheck]),
    ]

    private static func stage(_ name: String, _ holder: Stage.Holder, _ closes: Outcome? = nil) -> Stage {
        Stage(name: name, text: text(name, name), told: text(name, name), holder: holder, closes: closes)
    }

    /// By nobody means by itself.
    private static func move(
        _ name: String, _ from: [String], to: String? = nil, by role: String? = "caller",
        _ asks: [InputWord] = [], _ free: [InputWord] = [], needs: [Guard] = [], does: [Effect]
    ) -> Move {
        Move(
            name: name, text: text("无法联系，结束", "Cannot be reached, end it"), told: nil, from: from, to: to,
            by: [role.map { .role($0) } ?? .system],
            asks: asks.map { .init($0) } + free.map { .init($0, required: false) }, needs: needs, does: does,
            automatic: role == nil)
    }

    private static func text(_ zh: String, _ en: String) -> LocalText { LocalText(zh: zh, en: en) }
}
