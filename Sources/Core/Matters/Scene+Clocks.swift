/// Limits start, pause, go on and end with the stage; what is started says when it is due, once and for all.
extension Scene {
    /// The clock facts of an event that leads to `stage` and states `facts`.
    func clockFacts(moving matter: Matter, to stage: String, facts: [Fact]) -> [Fact] {
        var urgency = matter.urgency
        var review: Moment?
        for fact in facts {
            if case .classified(_, _, let given?) = fact { urgency = given }
            if case .archived(_, let day) = fact {
                review = CivilDate(day).map { city.calendar.start(of: $0) }
            }
        }
        var clocks: [Fact] = []
        for limit in procedure.limits {
            let place = place(of: limit, in: stage)
            if let clock = matter.clock(limit.name) {
                clocks += change(clock, of: limit, place, Hurry(before: matter.urgency, after: urgency))
            } else if place == .runs {
                clocks.append(started(limit, urgency: urgency, promised: review))
            }
        }
        // A limit that the procedure no longer knows counts for nobody.
        clocks += matter.clocks.filter { procedure.limit($0.limit) == nil }.map {
            .clockStopped(limit: $0.limit)
        }
        return clocks
    }

    /// The clock facts of a new matter. `target` is a time promised elsewhere, which the first limit keeps.
    func clockFacts(entering stage: String, urgency: Urgency, target: Moment?) -> [Fact] {
        procedure.limits.enumerated().filter { place(of: $1, in: stage) == .runs }.map { index, limit in
            started(limit, urgency: urgency, promised: index == 0 ? target : nil)
        }
    }

    private enum Place { case runs, pauses, ends }

    private struct Hurry {
        let before: Urgency
        let after: Urgency
    }

    /// Two moments of a clock that move together.
    private struct Marks {
        var due: Moment
        var warn: Moment?

        func moved(_ move: (Moment) -> Moment) -> Marks { Marks(due: move(due), warn: warn.map(move)) }
    }

    /// Nothing counts any more for what has ended, whatever the limit says.
    private func place(of limit: TimeLimit, in stage: String) -> Place {
        if procedure.stage(stage)?.closes != nil { return .ends }
        if limit.runs.contains(stage) { return .runs }
        return limit.pauses.contains(stage) ? .pauses : .ends
    }

    private func started(_ limit: TimeLimit, urgency: Urgency, promised: Moment?) -> Fact {
        var marks = marks(of: limit, from: now, urgency: urgency)
        if let promised {
            let due = max(promised, now)
            marks = Marks(due: due, warn: warning(of: limit, from: now, to: due, urgency: urgency))
        }
        return .clockStarted(limit: limit.name, from: now, due: marks.due, warn: marks.warn)
    }

    private func change(_ clock: Matter.Clock, of limit: TimeLimit, _ place: Place, _ hurry: Hurry) -> [Fact]
    {
        var facts: [Fact] = []
        var expired = clock.expired
        // It passed before anybody rang: leaving the stage in time is not the same as leaving it late.
        if place != .runs, clock.pausedAt == nil, !expired, clock.due <= now {
            facts.append(.clockExpired(limit: limit.name))
            let atExpiry = limit.atExpiry.flatMap { procedure.move($0) }
            if atExpiry?.does.contains(.markOverdue) == true { facts.append(.limitPassed(limit: limit.name)) }
            expired = true
        }
        if place == .ends { return facts + [.clockStopped(limit: limit.name)] }
        if expired { return facts }
        let isHurried = limit.span(for: hurry.after) != limit.span(for: hurry.before)
        var marks = Marks(due: clock.due, warn: clock.warn)
        if isHurried { marks = hurried(clock, of: limit, hurry) }
        if let paused = clock.pausedAt, isHurried || place == .runs {
            marks = marks.moved { later($0, by: paused, like: limit.span(for: hurry.after)) }
        }
        if isHurried || (clock.pausedAt != nil && place == .runs) {
            facts.append(.clockStarted(limit: limit.name, from: clock.from, due: marks.due, warn: marks.warn))
        }
        if place == .pauses, isHurried || clock.pausedAt == nil {
            facts.append(.clockPaused(limit: limit.name))
        }
        return facts
    }

    /// A matter that became more or less urgent is due as if it had been so from the start of the clock;
    /// what its pauses added stays added, and a time promised elsewhere that is earlier stays promised.
    private func hurried(_ clock: Matter.Clock, of limit: TimeLimit, _ hurry: Hurry) -> Marks {
        let before = marks(of: limit, from: clock.from, urgency: hurry.before).due
        var after = marks(of: limit, from: clock.from, urgency: hurry.after)
        // Once warned is warned.
        if clock.warn == nil { after.warn = nil }
        if clock.due < before { return after.moved { min($0, clock.due) } }
        switch limit.span(for: hurry.after) {
        case .calendar: return after.moved { $0 + (clock.due - before) }
        case .workingHours, .workingDays:
            let added = city.calendar.elapsed(from: before, to: clock.due)
            return added > 0 ? after.moved { city.calendar.add(.workingHours(added), to: $0) } : after
        }
    }

    /// What was left until `moment` when the clock paused is counted on from now, in the limit's own measure.
    private func later(_ moment: Moment, by paused: Moment, like span: Span) -> Moment {
        switch span {
        case .calendar: return moment + (now - paused)
        case .workingHours, .workingDays:
            let left = city.calendar.elapsed(from: paused, to: moment)
            return left > 0 ? city.calendar.add(.workingHours(left), to: now) : now
        }
    }

    private func marks(of limit: TimeLimit, from start: Moment, urgency: Urgency) -> Marks {
        let due = city.calendar.add(limit.span(for: urgency), to: start)
        return Marks(due: due, warn: warning(of: limit, from: start, to: due, urgency: urgency))
    }

    /// The moment at which the warning's share of the time between two moments has gone by.
    private func warning(of limit: TimeLimit, from start: Moment, to due: Moment, urgency: Urgency) -> Moment?
    {
        guard let percent = limit.warnAtPercent, limit.atWarning != nil, due > start else { return nil }
        switch limit.span(for: urgency) {
        case .calendar: return start + (due - start) / 100 * Int64(percent)
        case .workingHours, .workingDays:
            let length = city.calendar.elapsed(from: start, to: due) / 100 * Int64(percent)
            return length > 0 ? city.calendar.add(.workingHours(length), to: start) : start
        }
    }
}

/// What a timer does when it is due.
public enum TimerMark: String, Sendable, CaseIterable, Codable {
    case warning, expiry
}

/// Decides what a due timer brings about: the fact that the clock warned or ran out, and then the limit's
/// named move where it can be made. Empty when the clock it belonged to no longer counts.
public func decide(
    timer mark: TimerMark, of limitName: String, on matter: Matter, in city: City, at now: Moment
) throws(Refusal) -> [Event] {
    let now = max(now, matter.changedAt)
    guard let procedure = city.procedures[matter.kind], let limit = procedure.limit(limitName),
        let clock = matter.clock(limitName), clock.pausedAt == nil
    else { return [] }
    let moveName: String?
    let fact: Fact
    switch mark {
    case .warning:
        guard let warn = clock.warn, warn <= now else { return [] }
        (moveName, fact) = (limit.atWarning, .clockWarned(limit: limitName))
    case .expiry:
        guard !clock.expired, clock.due <= now else { return [] }
        (moveName, fact) = (limit.atExpiry, .clockExpired(limit: limitName))
    }
    let passed = Event(
        sequence: matter.version + 1, at: now, by: .system("timekeeper"), move: nil, from: matter.stage,
        to: matter.stage, facts: [fact])
    var (events, after) = ([passed], matter)
    after.apply(passed)
    let scene = Scene(city: city, procedure: procedure, now: now)
    if let move = moveName.flatMap({ procedure.move($0) }),
        let made = scene.unordered(move, on: after, by: "timekeeper", limit: limitName)
    {
        events.append(made)
        after.apply(made)
        scene.follow(&after, &events)
    }
    return events
}
