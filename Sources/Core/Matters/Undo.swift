/// Why a step is not taken back.
public enum UndoRefusal: String, Error, CaseIterable, Hashable, Sendable {
    /// The last step is no move of a person: it was taken back already, or followed by itself.
    case nothingToUndo
    /// Somebody else made the last step.
    case notYours
    /// It was made longer ago than `Undo.withinMilliseconds`.
    case tooLate
    /// What it brought about stays: it spoke to or for the resident, ended or opened the matter, tied it to
    /// another, showed a contact, or brought files.
    case stays
    /// The resident was told already.
    case told
    /// The matter is not what it was when the button was shown.
    case outOfDate
}

/// Taking back one's own last step: the event stays in the log, another says that it does not count, and the
/// matter is folded anew without it.
public enum Undo {
    /// Ten minutes.
    public static let withinMilliseconds: Int64 = 10 * 60_000

    /// The event that takes back the last one.
    public static func event(
        of story: [Event], _ matter: Matter, by actor: Actor, at now: Moment
    ) throws(UndoRefusal) -> Event {
        if let refusal = undoable(story, matter, by: actor, at: now) { throw refusal }
        guard let last = story.last else { throw .nothingToUndo }
        return Event(
            sequence: last.sequence + 1, at: max(now, last.at), by: last.by, move: nil, from: last.to,
            to: last.from ?? last.to, facts: [.undone(sequence: last.sequence)])
    }
}

/// Whether the last step of a story can be taken back by somebody now; nil when it can.
///
/// It must be their own move, no older than `Undo.withinMilliseconds`, and nothing may have followed. What
/// the law of the loop counts – answers, opinions, call-backs, endings and openings – is never taken back.
public func undoable(
    _ story: [Event], _ matter: Matter, by actor: Actor, at now: Moment
) -> UndoRefusal? {
    guard let last = story.last, last.sequence > 1, last.move != nil, last.from != nil,
        case .officer(let doer, _) = last.by
    else { return .nothingToUndo }
    guard last.sequence == matter.version else { return .outOfDate }
    guard actor.officerID == doer else { return .notYours }
    guard now - last.at <= Undo.withinMilliseconds else { return .tooLate }
    return last.facts.contains(where: \.stays) ? .stays : nil
}

extension Fact {
    /// Whether an event that says this is never taken back.
    fileprivate var stays: Bool {
        switch self {
        case .raised, .answered, .asked, .rated, .attempted, .urged, .attached, .undone, .merged, .joined,
            .joinedTo, .left, .reopened, .contactRevealed, .limitPassed, .closed, .clockWarned, .clockExpired,
            .part, .proposal,
            .extended, .suspended, .supervision, .raise, .mediation, .check, .contacted, .heard, .guided,
            .ruled, .excluded, .checked:
            true
        case .categorised, .classified, .dispatched, .takenBack, .escalated, .added, .noted, .scopeProposed,
            .proposalDropped, .archived, .told, .reasoned, .clockStarted, .clockPaused, .clockStopped,
            .leader,
            .keyed:
            false
        }
    }
}

extension Sequence where Element == Event {
    /// The sequences of events that were taken back.
    public var undone: Set<Int> {
        var undone: Set<Int> = []
        for event in self {
            for case .undone(let sequence) in event.facts { undone.insert(sequence) }
        }
        return undone
    }

    /// The events that count: neither those taken back nor the taking back itself.
    public var standing: [Event] {
        let undone = self.undone
        return filter { event in
            !undone.contains(event.sequence)
                && !event.facts.contains { if case .undone = $0 { true } else { false } }
        }
    }
}

extension Matter {
    /// A matter folded from its whole story, without what was taken back; nil if the story does not begin by
    /// raising one. Version and time of change are those of the last event, taken back or not.
    public init?(story: [Event]) {
        guard let last = story.last else { return nil }
        let standing = story.standing
        guard let first = standing.first, var matter = Matter(from: first) else { return nil }
        for event in standing.dropFirst() { matter.apply(event) }
        matter.version = last.sequence
        matter.changedAt = last.at
        self = matter
    }
}
