import Core

/// A matter with one limit that its resident stops and starts again, and makes urgent or ordinary; and the
/// same limit counted by a walk.
struct PausedLife {
    /// After a move: when the clock is due, and when a walk says so.
    struct Step: CustomStringConvertible {
        let move: String
        let now: Moment
        let due: Moment?
        let walked: Moment
        var isRight: Bool { walked > now ? due == walked : due.map { $0 <= now } ?? false }
        var description: String {
            "\(move) at \(now.milliseconds): due \(due?.milliseconds ?? 0), walked \(walked.milliseconds)"
        }
    }

    private(set) var matter: Matter
    private(set) var expired = false
    private let city: City
    private let span: Span
    private let walker: MinuteWalker
    /// The whole of the limit, ordinary and urgent, in the milliseconds that count for it.
    private let whole: (ordinary: Int64, urgent: Int64)
    /// What of it is used up.
    private var used: Int64 = 0
    private var isRunning = true
    private var steps = 0

    /// - Parameter urgent: The limit while the matter is urgent; of the same sort as `span`.
    init(span: Span, urgent: Span, from start: Moment, walker: MinuteWalker) throws {
        self.span = span
        self.walker = walker
        city = Self.city(span, urgent: urgent)
        func length(_ span: Span) -> Int64 {
            switch span {
            case .calendar(let length), .workingHours(let length): length
            case .workingDays: walker.elapsed(from: start, to: walker.add(span, to: start))
            }
        }
        whole = (length(span), length(urgent))
        matter = try Self.matter(in: city, at: start)
    }

    static func matter(in city: City, at start: Moment, target: Moment? = nil) throws -> Matter {
        let raised = Fact.Raised(
            number: "ZT1", kind: "clocked", text: "路灯不亮。", title: "路灯不亮", channel: .web, caller: .resident,
            area: city.area, reachable: true, targetAt: target)
        let events = try raise(raised, by: .system("test"), in: city, at: start)
        guard let first = events.first, var matter = Matter(from: first) else { throw NoMatter() }
        for event in events.dropFirst() { matter.apply(event) }
        return matter
    }

    struct NoMatter: Error {}
    /// It ran out before it was due, or did not where it was.
    struct RanOutOtherwise: Error {}

    /// Makes one move some time after the last. Nil once the limit ran out, or enough was done.
    mutating func step(_ cases: inout OracleCases) throws -> Step? {
        guard steps < 16, let due = matter.clock("limit")?.due else { return nil }
        steps += 1
        let before = matter.changedAt
        let end = isRunning ? due : before + 20 * MinuteWalker.day
        let now = max(before, draw(&cases, from: before, towards: end))
        for event in try decide(timer: .expiry, of: "limit", on: matter, in: city, at: now) {
            matter.apply(event)
        }
        expired = matter.clock("limit")?.expired == true
        guard expired == (isRunning && now >= due) else { throw RanOutOtherwise() }
        if expired { return nil }
        let isHurry = cases.number(0...2) == 0
        let move = isHurry ? "hurry" : isRunning ? "stop" : "go"
        let urgency: Urgency = matter.urgency == .urgent ? .ordinary : .urgent
        let order = Order(move, isHurry ? [.urgency: urgency.rawValue] : [:])
        // Also by a program whose clock went back.
        let clock = cases.number(0...9) == 0 ? now + -3_600_000 : now
        for event in try decide(order, on: matter, by: .resident, in: city, at: clock) {
            matter.apply(event)
        }
        if isRunning { used += count(from: before, to: matter.changedAt) }
        if !isHurry { isRunning.toggle() }
        // A clock that stands still says when it would have been due when it stopped.
        let told = matter.clock("limit")?.pausedAt ?? matter.changedAt
        return Step(move: move, now: told, due: matter.clock("limit")?.due, walked: walked(from: told))
    }

    /// The end of what is left, counted from a moment; that moment when nothing is.
    private func walked(from now: Moment) -> Moment {
        let left = (matter.urgency == .urgent ? whole.urgent : whole.ordinary) - used
        if left <= 0 { return now }
        switch span {
        case .calendar: return now + left
        case .workingHours, .workingDays: return walker.advance(left, from: now)
        }
    }

    private func count(from start: Moment, to end: Moment) -> Int64 {
        switch span {
        case .calendar: end - start
        case .workingHours, .workingDays: walker.elapsed(from: start, to: end)
        }
    }

    /// Mostly before the end, at times at it, just beside it, or at once.
    private func draw(_ cases: inout OracleCases, from start: Moment, towards end: Moment) -> Moment {
        let way = Int(max(1, end - start))
        switch cases.number(0...15) {
        case 0: return start
        case 1: return end + Int64(cases.number(-1...1))
        default: return start + Int64(cases.number(0...way / 3))
        }
    }

    /// The demo's city with one kind: worked on or waiting, with one limit or none. One that circles goes
    /// from work to waiting when the limit runs out, and back by itself.
    static func city(_ span: Span?, urgent: Span? = nil, circling: Bool = false) -> City {
        let place = DeskTown.city
        let text = LocalText(zh: "钟", en: "Clock")
        func stage(_ name: String, closes: Outcome? = nil) -> Stage {
            Stage(name: name, text: text, told: text, holder: closes == nil ? .desk : .nobody, closes: closes)
        }
        func move(
            _ name: String, _ from: [String], _ to: String?, _ by: Party, asks: [Move.Ask] = [],
            _ does: [Effect] = [], automatic: Bool = false
        ) -> Move {
            Move(
                name: name, text: text, told: nil, from: from, to: to, by: [by], asks: asks, does: does,
                automatic: automatic)
        }
        var moves = [
            move("stop", ["working"], "waiting", .resident), move("go", ["waiting"], "working", .resident),
            move("end", ["working", "waiting"], "ended", .resident),
            move("late", ["working"], nil, .system, [.markOverdue]),
            move(
                "hurry", ["working", "waiting"], nil, .resident, asks: [Move.Ask(.urgency)], [.classify]),
        ]
        if circling {
            moves.append(move("halt", ["working"], "waiting", .system))
            moves.append(move("again", ["waiting"], "working", .system, automatic: true))
        }
        let limits = span.map {
            TimeLimit(
                name: "limit", text: text, span: $0, runs: ["working"], pauses: circling ? [] : ["waiting"],
                atExpiry: circling ? "halt" : "late", spanByUrgency: urgent.map { [.urgent: $0] } ?? [:])
        }
        let procedure = Procedure(
            kind: "clocked", version: 1, name: text, prefix: "ZT",
            stages: [stage("working"), stage("waiting"), stage("ended", closes: .withdrawn)],
            moves: moves, limits: limits.map { [$0] } ?? [])
        return City(
            name: place.name, version: 1, areas: place.areas, area: place.area,
            units: Array(place.units.values), roles: Array(place.roles.values), catalogue: place.catalogue,
            dispatch: place.dispatch, procedures: [procedure], firstKind: "clocked",
            calendar: place.calendar, templates: [], desk: place.desk)
    }
}
