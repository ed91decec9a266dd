/// Limits start, pause, go on and end with the stage; what is started says when it is due, once and for all.
extension Scene {
    /// The clock facts of an event that leads to `stage` and states `facts`.
    func clockFacts(moving matter: Matter, to stage: String, facts: [Fact]) -> [Fact] {
        let before = LimitTerms(of: matter)
        let terms = Terms(before: before, after: before.after(facts))
        var review: Moment?
        for fact in facts {
            switch fact {
            case .archived(_, let day), .suspended(_, let day):
                review = CivilDate(day).map { city.calendar.start(of: $0) }
            default: break
            }
        }
        var clocks = extended(matter, facts, terms)
        let moved = Set(MoveOutlook.changes(clocks).map(\.limit))
        for limit in procedure.limits where limit.subject == .matter && !moved.contains(limit.name) {
            let place = place(of: limit, in: stage)
            if let clock = matter.clock(limit.name) {
                clocks += change(clock, of: limit, place, terms)
            } else if place == .runs {
                clocks.append(started(limit, terms: terms.after, promised: review))
            }
        }
        clocks += sideClockFacts(moving: matter, to: stage, facts: facts, terms)
        // A limit that the procedure no longer knows counts for nobody.
        clocks += matter.clocks.filter { procedure.limit($0.limit) == nil }.map {
            .clockStopped(limit: $0.limit)
        }
        return clocks
    }

    /// The clock facts of a new matter. `target` is a time promised elsewhere, which the first limit keeps.
    func clockFacts(entering stage: String, terms: LimitTerms, target: Moment?) -> [Fact] {
        procedure.limits.enumerated().filter {
            $1.subject == .matter && place(of: $1, in: stage) == .runs
        }.map { index, limit in
            started(limit, terms: terms, promised: index == 0 ? target : nil)
        }
    }

    enum Place { case runs, pauses, ends }

    /// What decides the length of a limit, before an event and by it.
    struct Terms {
        let before: LimitTerms
        let after: LimitTerms
    }

    /// Two moments of a clock that move together.
    private struct Marks {
        var due: Moment
        var warn: Moment?

        func moved(_ move: (Moment) -> Moment) -> Marks { Marks(due: move(due), warn: warn.map(move)) }
    }

    /// Nothing counts any more for what has ended, whatever the limit says.
    func place(of limit: TimeLimit, in stage: String) -> Place {
        if limit.subject == .check { return .runs }
        if procedure.stage(stage)?.closes != nil { return .ends }
        if limit.runs.contains(stage) { return .runs }
        if limit.pauses.contains(stage) { return .pauses }
        return limit.runs.isEmpty && limit.subject != .matter ? .runs : .ends
    }

    /// The length of a limit whose clock begins at `start`: the rule in force on that day is the one that
    /// counts for it, whatever comes later.
    private func span(of limit: TimeLimit, from start: Moment, _ terms: LimitTerms) -> Span {
        city.span(of: limit, kind: procedure.kind, terms: terms, at: start)
    }

    /// - Parameters:
    ///   - name: The clock's, where it is not the limit's.
    ///   - base: From when the time counts, where that is not now.
    func started(
        _ limit: TimeLimit, as name: String? = nil, terms: LimitTerms, promised: Moment?, base: Moment? = nil
    ) -> Fact {
        let span = span(of: limit, from: base ?? now, terms)
        var marks = marks(of: limit, span, from: base ?? now)
        if let promised {
            let due = max(promised, now)
            marks = Marks(due: due, warn: warning(of: limit, like: span, from: now, to: due))
        }
        return .clockStarted(limit: name ?? limit.name, from: now, due: marks.due, warn: marks.warn)
    }

    /// The clock of a limit that was extended: from its old beginning to the new end.
    private func extended(_ matter: Matter, _ facts: [Fact], _ terms: Terms) -> [Fact] {
        facts.compactMap { fact in
            guard case .extended(let name, _, let due) = fact, let clock = matter.clock(name),
                let limit = procedure.limit(name)
            else { return nil }
            let span = span(of: limit, from: clock.from, terms.after)
            let warn = warning(of: limit, like: span, from: clock.from, to: due).map { max($0, now) }
            return .clockStarted(limit: name, from: clock.from, due: due, warn: warn)
        }
    }

    func change(_ clock: Matter.Clock, of limit: TimeLimit, _ place: Place, _ terms: Terms) -> [Fact] {
        var facts: [Fact] = []
        var expired = clock.expired
        // It passed before anybody rang: leaving the stage in time is not the same as leaving it late.
        if place != .runs, clock.pausedAt == nil, !expired, clock.due <= now {
            facts.append(.clockExpired(limit: clock.limit))
            let atExpiry = limit.atExpiry.flatMap { procedure.move($0) }
            if atExpiry?.does.contains(.markOverdue) == true {
                facts.append(.limitPassed(limit: clock.limit))
            }
            expired = true
        }
        if place == .ends { return facts + [.clockStopped(limit: clock.limit)] }
        if expired { return facts }
        let before = span(of: limit, from: clock.from, terms.before)
        let after = span(of: limit, from: clock.from, terms.after)
        let isChanged = after != before
        var marks = Marks(due: clock.due, warn: clock.warn)
        if isChanged { marks = changed(clock, of: limit, from: before, to: after) }
        if let paused = clock.pausedAt, isChanged || place == .runs {
            marks = marks.moved { later($0, by: paused, like: after) }
        }
        if isChanged || (clock.pausedAt != nil && place == .runs) {
            facts.append(
                .clockStarted(limit: clock.limit, from: clock.from, due: marks.due, warn: marks.warn))
        }
        if place == .pauses, isChanged || clock.pausedAt == nil {
            facts.append(.clockPaused(limit: clock.limit))
        }
        return facts
    }

    /// A matter whose limit became another one, by its class, grade or urgency, is due as if that had been so
    /// from the start of the clock; what its pauses added stays added, and a time promised elsewhere that is
    /// earlier stays promised.
    private func changed(_ clock: Matter.Clock, of limit: TimeLimit, from old: Span, to new: Span) -> Marks {
        let before = marks(of: limit, old, from: clock.from).due
        var after = marks(of: limit, new, from: clock.from)
        // Once warned is warned.
        if clock.warn == nil { after.warn = nil }
        if clock.due < before { return after.moved { min($0, clock.due) } }
        switch new {
        case .calendar: return after.moved { $0 + (clock.due - before) }
        case .workingHours, .workingDays:
            let added = city.calendar.elapsed(from: before, to: clock.due)
            return added > 0 ? after.moved { city.calendar.add(.workingHours(added), to: $0) } : after
        }
    }

    /// A moment moved by a pause that ends now, in the limit's own measure: what was left of it when the
    /// clock paused is left of it now, and what lay behind by then lies as far behind.
    private func later(_ moment: Moment, by paused: Moment, like span: Span) -> Moment {
        switch span {
        case .calendar: return moment + (now - paused)
        case .workingHours, .workingDays:
            let stood = city.calendar.elapsed(from: paused, to: now)
            return stood > 0 ? city.calendar.add(.workingHours(stood), to: moment) : moment
        }
    }

    private func marks(of limit: TimeLimit, _ span: Span, from start: Moment) -> Marks {
        let due = city.calendar.add(span, to: start)
        return Marks(due: due, warn: warning(of: limit, like: span, from: start, to: due))
    }

    /// The moment at which the warning's share of the time between two moments has gone by, in the measure
    /// of `span`.
    private func warning(of limit: TimeLimit, like span: Span, from start: Moment, to due: Moment) -> Moment?
    {
        guard let percent = limit.warnAtPercent, limit.atWarning != nil, due > start else { return nil }
        switch span {
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
