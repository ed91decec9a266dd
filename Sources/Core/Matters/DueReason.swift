/// Why a clock of a matter is due when it is: the rule that counts, and all that moved the time since.
public struct DueReason: Hashable, Sendable {
    public let limit: TimeLimit
    /// The rule of the city's own table; nil where the limit of the kind counts.
    public let rule: LimitRule?
    /// How long it may take.
    public let span: Span
    /// When the clock began.
    public let from: Moment
    /// How the calendar comes from there to `planned`.
    public let steps: [CalendarStep]
    /// When it would be due if nothing had happened in between.
    public let planned: Moment
    /// When it is due.
    public let due: Moment
    /// When the clock stood still; the last one may still last.
    public let pauses: [Pause]
    /// The times it was moved by a decision, the latest last.
    public let extensions: [Extension]
    /// Whether the rule, the pauses and the extensions do not make up the time: it was promised elsewhere, is
    /// the day of a review, or was counted by a rule that has changed since.
    public let isOtherwise: Bool

    public struct Pause: Hashable, Sendable {
        public let from: Moment
        /// Nil while it lasts.
        public internal(set) var until: Moment?
    }

    public struct Extension: Hashable, Sendable {
        public let old: Moment
        public let new: Moment
    }

    /// Nil for a clock whose limit the procedure no longer knows.
    ///
    /// - Parameter story: All events of the matter, those that were taken back among them.
    public init?(of clock: Matter.Clock, on matter: Matter, story: [Event], in city: City) {
        guard let limit = city.procedures[matter.kind]?.limit(clock.limit) else { return nil }
        let terms = LimitTerms(of: matter)
        let calendar = city.calendar
        let rule = city.limitRule(of: limit, kind: matter.kind, terms: terms, at: clock.from)
        let span = rule?.span ?? limit.span(for: terms.urgency)
        let past = Past(of: clock, in: story.standing)
        let planned = calendar.add(span, to: clock.from)
        self.limit = limit
        self.rule = rule
        self.span = span
        from = clock.from
        steps = calendar.explain(span, from: clock.from)
        self.planned = planned
        due = clock.due
        pauses = past.pauses
        extensions = past.extensions
        var (expected, since) = (planned, clock.from)
        if let last = past.extensions.last { (expected, since) = (last.new, past.extendedAt ?? clock.from) }
        let later = past.pauses.filter { ($0.until ?? since) > since }
            .map { Pause(from: max($0.from, since), until: $0.until) }
        expected = calendar.moved(expected, by: later, like: span)
        isOtherwise = !calendar.isSame(expected, clock.due, like: span)
    }

    /// What the story says of one clock since it began.
    private struct Past {
        var pauses: [Pause] = []
        var extensions: [Extension] = []
        var extendedAt: Moment?

        init(of clock: Matter.Clock, in story: [Event]) {
            for event in story {
                for fact in event.facts { take(fact, of: clock, at: event.at) }
            }
            join()
        }

        private init() {}

        private mutating func take(_ fact: Fact, of clock: Matter.Clock, at moment: Moment) {
            if case .clockStarted(clock.limit, let from, _, _) = fact {
                if from != clock.from || moment == from { self = Past() }
                goOn(at: moment)
            }
            if case .clockPaused(clock.limit) = fact { pauses.append(Pause(from: moment, until: nil)) }
            if case .clockStopped(clock.limit) = fact { self = Past() }
            if case .extended(clock.limit, let old, let new) = fact {
                extensions.append(Extension(old: old, new: new))
                extendedAt = moment
            }
        }

        private mutating func goOn(at moment: Moment) {
            if let last = pauses.indices.last, pauses[last].until == nil { pauses[last].until = moment }
        }

        /// A pause in which the time was counted anew is one pause.
        private mutating func join() {
            var joined: [Pause] = []
            for pause in pauses {
                if let last = joined.indices.last, joined[last].until == pause.from {
                    joined[last].until = pause.until
                } else {
                    joined.append(pause)
                }
            }
            pauses = joined
        }
    }
}

/// How much of its time a clock has used up, as a colour says it.
public enum ClockColour: String, CaseIterable, Hashable, Sendable {
    /// Below 80 %.
    case calm
    /// From 80 % on.
    case soon
    /// From 100 % on.
    case late

    /// The share of the time, in percent, from which on a clock is soon due.
    public static let soonAtPercent: Int64 = 80
}

extension City {
    /// The moment from which on a clock is soon due: 80 % of the time between its beginning and its end, in
    /// the measure of its limit – working time where that counts working time.
    public func soon(_ clock: Matter.Clock, of matter: Matter) -> Moment {
        let span = procedures[matter.kind]?.limit(clock.limit).map { limit in
            self.span(of: limit, kind: matter.kind, terms: LimitTerms(of: matter), at: clock.from)
        }
        let percent = ClockColour.soonAtPercent
        guard clock.due > clock.from else { return clock.due }
        let length = calendar.elapsed(from: clock.from, to: clock.due)
        if let span, span.countsWorkingTime, length >= 100 {
            // In two parts, so that no length overflows.
            let part = length / 100 * percent + length % 100 * percent / 100
            return min(clock.due, calendar.add(.workingHours(part), to: clock.from))
        }
        let plain = clock.due - clock.from
        return clock.from + (plain / 100 * percent + plain % 100 * percent / 100)
    }

    /// The colour of a clock that runs.
    public func colour(of clock: Matter.Clock, of matter: Matter, at now: Moment) -> ClockColour {
        if clock.expired || clock.due <= now { return .late }
        return soon(clock, of: matter) <= now ? .soon : .calm
    }
}

extension Span {
    /// Whether it counts only while the offices are open.
    fileprivate var countsWorkingTime: Bool {
        switch self {
        case .workingHours, .workingDays: true
        case .calendar: false
        }
    }
}

extension WorkingCalendar {
    /// The moment as much later as pauses lasted, in the measure of a span.
    fileprivate func moved(_ moment: Moment, by pauses: [DueReason.Pause], like span: Span) -> Moment {
        if span.countsWorkingTime {
            let added = pauses.reduce(Int64(0)) { sum, pause in
                sum + (pause.until.map { elapsed(from: pause.from, to: $0) } ?? 0)
            }
            return added > 0 ? add(.workingHours(added), to: moment) : moment
        }
        return moment + pauses.reduce(0) { sum, pause in sum + (pause.until.map { $0 - pause.from } ?? 0) }
    }

    /// Whether two moments are the same in the measure of a span: the end of a day and the next morning are
    /// the same working time.
    fileprivate func isSame(_ one: Moment, _ other: Moment, like span: Span) -> Bool {
        one == other || (span.countsWorkingTime && elapsed(from: one, to: other) == 0)
    }
}
