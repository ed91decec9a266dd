/// Lets the clocks of a matter's story run again: what happened stays, when it was due is worked out anew.
///
/// The limits, the calendar and the rules of pausing are those of the city that is given; the work is done by
/// the same code that decides when a matter is due while it is alive. With the city in which it happened the
/// result is what the log says. What followed from being late (a reminder, a supervision order) stays as it
/// happened, and so do the moments of all moves, those of timers among them.
public struct ClockReplay {
    private let city: City
    private let procedure: Procedure
    private let end: Moment
    private var matter: Matter
    private var trace = ClockTrace()

    /// What the log says of a story's clocks until a moment.
    ///
    /// - Parameter city: The one in which it happened; it says in which stages a limit counts.
    public static func recorded(_ story: [Event], in city: City, until end: Moment) -> [ClockRun] {
        var trace = ClockTrace()
        let standing = story.standing
        guard case .raised(let raised)? = standing.first?.facts.first else { return [] }
        let procedure = city.procedures[raised.kind]
        for event in standing where event.at <= end {
            trace.take(event.facts, at: event.at) { clock in
                procedure?.counts(clock, in: event.to) ?? true
            }
        }
        return trace.runs
    }

    /// What the clocks of a story would have said in a city until a moment; nil for a kind of matter that
    /// the city does not know, and for what no event raised.
    public static func replayed(_ story: [Event], in city: City, until end: Moment) -> [ClockRun]? {
        let standing = story.standing
        guard let first = standing.first, first.at <= end,
            var replay = ClockReplay(first, in: city, until: end)
        else { return nil }
        for event in standing.dropFirst() {
            if event.at > end { break }
            replay.take(event)
        }
        replay.ring(until: end)
        return replay.trace.runs
    }

    private init?(_ first: Event, in city: City, until end: Moment) {
        guard case .raised(let raised)? = first.facts.first, let procedure = city.procedures[raised.kind]
        else { return nil }
        let scene = Scene(city: city, procedure: procedure, now: first.at)
        var facts = first.facts.filter { !$0.isOfClocks }
        if raised.endedAt == nil {
            let terms = LimitTerms(
                category: raised.category, urgency: raised.urgency, grade: nil, area: raised.area)
            facts += scene.clockFacts(entering: first.to, terms: terms, target: raised.targetAt)
        }
        let event = first.with(facts)
        guard let matter = Matter(from: event) else { return nil }
        (self.city, self.procedure, self.end, self.matter) = (city, procedure, end, matter)
        trace.take(facts, at: event.at) { procedure.counts($0, in: event.to) }
    }

    private mutating func take(_ event: Event) {
        ring(until: event.at)
        var facts = event.facts.filter { !$0.isOfClocks }.map(unshortened)
        // What nobody moved changes no clock: another matter joined to it, a bell.
        if event.move != nil {
            let scene = Scene(city: city, procedure: procedure, now: event.at)
            facts += scene.clockFacts(moving: matter, to: event.to, facts: facts)
        }
        keep(event.with(facts))
    }

    /// An extension until a day never makes a time shorter that is longer here than it was.
    private func unshortened(_ fact: Fact) -> Fact {
        guard case .extended(let limit, let from, let to) = fact, let clock = matter.clock(limit) else {
            return fact
        }
        return .extended(limit: limit, from: from, to: max(to, clock.due))
    }

    /// Lets every clock run out that is due until a moment, the earliest first.
    private mutating func ring(until moment: Moment) {
        while let clock = matter.clocks.filter({ $0.pausedAt == nil && !$0.expired && $0.due <= moment })
            .min(by: { ($0.due, $0.limit) < ($1.due, $1.limit) })
        {
            let at = max(clock.due, matter.changedAt)
            let rung = try? decide(timer: .expiry, of: clock.limit, on: matter, in: city, at: at)
            let passed = Fact.limitPassed(limit: clock.limit)
            let isPassed = rung?.contains { $0.facts.contains(passed) } ?? false
            keep(
                Event(
                    sequence: matter.version, at: at, by: .system("timekeeper"), move: nil,
                    from: matter.stage, to: matter.stage,
                    facts: [.clockExpired(limit: clock.limit)] + (isPassed ? [passed] : [])))
        }
    }

    private mutating func keep(_ event: Event) {
        matter.apply(event)
        trace.take(event.facts, at: event.at) { procedure.counts($0, in: event.to) }
    }
}

extension Event {
    fileprivate func with(_ facts: [Fact]) -> Event {
        Event(sequence: sequence, at: at, by: by, move: move, from: from, to: to, facts: facts)
    }
}

extension Procedure {
    /// Whether a clock counts while a matter stands in a stage.
    fileprivate func counts(_ clock: String, in stage: String) -> Bool {
        guard let limit = limit(clock) else { return false }
        if limit.runs.isEmpty { return limit.subject != .matter }
        return limit.runs.contains(stage)
    }
}
