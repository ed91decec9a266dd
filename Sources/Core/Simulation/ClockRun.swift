/// One time that a limit counted for a matter: from its beginning until the matter left the stages in which
/// it counts.
public struct ClockRun: Hashable, Sendable {
    /// The clock's name: the limit's, or `limit@whose` for a part or a decision.
    public let limit: String
    public let from: Moment
    /// When it was due at the end, with everything that pauses and extensions added.
    public internal(set) var due: Moment
    /// When the matter last left the stages in which it counts; nil while it stands in one.
    public internal(set) var left: Moment?
    /// It ran out, and the procedure calls that overdue. A limit whose end only leads on, such as the week
    /// in which a resident may answer, never passes.
    public internal(set) var passed = false

    /// Milliseconds after the due time until the matter left, or until `end` while it stands there; 0 where
    /// nothing passed.
    public func delay(until end: Moment) -> Int64 {
        passed ? max(0, min(left ?? end, end) - due) : 0
    }
}

/// Collects the runs of a matter's clocks from the facts of its events, recorded or worked out anew.
struct ClockTrace {
    private(set) var runs: [ClockRun] = []
    /// The last run of each clock that did not stop.
    private var open: [String: Int] = [:]

    /// Takes the facts of an event after which the matter stands in a stage.
    ///
    /// - Parameter counts: Whether a clock counts where the matter stands now.
    mutating func take(_ facts: [Fact], at now: Moment, counts: (String) -> Bool) {
        for fact in facts { take(fact, at: now) }
        for (limit, index) in open {
            if counts(limit) {
                runs[index].left = nil
            } else if runs[index].left == nil {
                runs[index].left = now
            }
        }
    }

    private mutating func take(_ fact: Fact, at now: Moment) {
        switch fact {
        case .clockStarted(let limit, let from, let due, _):
            let index = open[limit]
            if let index, runs[index].from == from {
                runs[index].due = due
            } else {
                if let index, runs[index].left == nil { runs[index].left = now }
                open[limit] = runs.count
                runs.append(ClockRun(limit: limit, from: from, due: due))
            }
        case .limitPassed(let limit):
            if let index = open[limit] { runs[index].passed = true }
        case .clockStopped(let limit):
            guard let index = open.removeValue(forKey: limit) else { return }
            if runs[index].left == nil { runs[index].left = now }
        default: break
        }
    }
}

extension Fact {
    /// Whether it says something of a clock, so that a replay works it out anew.
    var isOfClocks: Bool {
        switch self {
        case .clockStarted, .clockPaused, .clockStopped, .clockWarned, .clockExpired, .limitPassed: true
        default: false
        }
    }
}
