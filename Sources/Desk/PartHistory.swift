import Core

/// Every part that a matter ever gave to an assisting unit, folded from its events (M25).
struct PartHistory: Equatable {
    private(set) var parts: [UnitCode: Past] = [:]

    struct Past: Hashable {
        var state: String
        var since: Moment
        var due: Moment?
        var settledAt: Moment?
    }

    init() {}

    mutating func put(_ past: Past, of unit: UnitCode) { parts[unit] = past }

    init(story: [Event]) {
        let standing = story.standing
        guard let first = standing.first, var matter = Matter(from: first) else { return }
        for event in standing.dropFirst() {
            let before = matter
            matter.apply(event)
            add(event, before: before, after: matter)
        }
    }

    /// What one event changes.
    mutating func add(_ event: Event, before: Matter, after: Matter) {
        for part in after.side.parts {
            let due = after.due(ofPart: part.unit)
            let was = before.side.part(of: part.unit)
            let isAnew = was?.since != part.since
            if was == part, due == before.due(ofPart: part.unit) { continue }
            var past = Past(
                state: part.state.rawValue, since: part.since,
                // The clock ends with the answer; when it was due stays.
                due: due ?? (isAnew ? nil : parts[part.unit]?.due ?? before.due(ofPart: part.unit)))
            if part.state == .answered {
                past.settledAt = was?.state == .answered ? parts[part.unit]?.settledAt ?? event.at : event.at
            }
            parts[part.unit] = past
        }
        for part in before.side.parts where after.side.part(of: part.unit) == nil && part.state != .answered {
            let due = parts[part.unit]?.due ?? before.due(ofPart: part.unit)
            parts[part.unit] = Past(
                state: event.drops(part.unit) ? "dropped" : "ended", since: part.since, due: due,
                settledAt: event.at)
        }
    }
}

extension Event {
    fileprivate func drops(_ unit: UnitCode) -> Bool {
        facts.contains { if case .part(.dropped(unit, _)) = $0 { true } else { false } }
    }
}

extension Matter {
    /// When the clock of an assistant's part runs out. Its name ends with the unit's code; clocks of
    /// decisions end with what is decided instead.
    fileprivate func due(ofPart unit: UnitCode) -> Moment? {
        guard ProposalKind(rawValue: unit.text) == nil else { return nil }
        return clocks.first { $0.limit.hasSuffix("@\(unit.text)") }?.due
    }
}
