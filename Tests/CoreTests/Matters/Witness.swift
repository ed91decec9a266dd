import Core
import Foundation

/// Reads a matter's log as somebody who knows the law of the loop but not the program: it never looks at what
/// `Matter` folded when it can see the facts themselves.
struct Witness {
    let city: City
    private(set) var complaints: [String] = []

    init(_ city: City) { self.city = city }

    private mutating func demand(_ holds: Bool, _ what: String) {
        if !holds { complaints.append(what) }
    }

    /// Looks at the events that one order or timer brought about.
    mutating func see(_ events: [Event], of log: [Event], before: Matter, after: Matter) {
        var state = before
        for (offset, event) in events.enumerated() {
            let past = log.prefix(log.count - events.count + offset)
            demand(event.sequence == state.version + 1, "a gap before event \(event.sequence)")
            demand(event.at >= state.changedAt, "time ran backwards")
            demand(event.from == state.stage, "event \(event.sequence) starts elsewhere")
            seeOpinion(event, on: state)
            let old = state
            state.apply(event)
            seeStand(state)
            seeClocks(event, old, state)
            for case .closed(let outcome) in event.facts {
                seeEnd(outcome, event, past: past.standing, state)
            }
        }
        demand(state == after, "the story kept another state")
        seeNo(events, after)
    }

    /// Nobody of those who did the work speaks for the resident.
    private mutating func seeOpinion(_ event: Event, on matter: Matter) {
        for fact in event.facts {
            switch fact {
            case .rated, .attempted: break
            default: continue
            }
            guard case .officer(let id, _) = event.by else {
                demand(event.by == .resident, "\(event.by) spoke for the resident")
                continue
            }
            let units = Actor.everybody.first { $0.officerID == id }?.posts.map(\.unit) ?? []
            demand(matter.answer?.by != id, "the answerer spoke for the resident")
            demand(matter.lead.map { !units.contains($0) } ?? true, "the lead spoke for the resident")
            demand(
                matter.lead == nil || matter.answer?.unit.map { !units.contains($0) } ?? true,
                "the answering unit spoke")
        }
    }

    private mutating func seeStand(_ matter: Matter) {
        guard let stage = city.procedures[matter.kind]?.stage(matter.stage) else {
            demand(false, "no stage \(matter.stage)")
            return
        }
        demand(stage.closes == matter.outcome, "\(stage.name) is open or closed against its outcome")
        demand(matter.isOpen == (matter.closedAt == nil), "closed without a time, or open with one")
        if stage.holder == .lead { demand(matter.lead != nil, "held by a lead that is not there") }
        if stage.holder == .lead { demand(!matter.clocks.isEmpty, "held by the lead without a clock") }
        let limits = city.procedures[matter.kind]?.limits ?? []
        if !matter.isOpen {
            let rest = matter.clocks.filter { clock in
                limits.first { $0.name == clock.limit }?.subject != .check
            }
            demand(rest.isEmpty, "a clock runs on after the end")
        }
        if matter.outcome == .solved { demand(matter.opinion?.isContent == true, "solved and not content") }
        demand(Set(matter.clocks.map(\.limit)).count == matter.clocks.count, "two clocks of one limit")
        demand(matter.clocks.allSatisfy { $0.due >= $0.from }, "due before it began")
        demand(
            matter.clocks.allSatisfy { $0.warn.map { [due = $0.due] in $0 <= due } ?? true }, "warns too late"
        )
    }

    /// What was left when a clock paused is left when it goes on.
    private mutating func seeClocks(_ event: Event, _ old: Matter, _ new: Matter) {
        for clock in old.clocks {
            guard let paused = clock.pausedAt, let now = new.clock(clock.limit), now.pausedAt == nil,
                LimitTerms(of: old) == LimitTerms(of: new),
                let limit = city.procedures[old.kind]?.limit(clock.limit)
            else { continue }
            switch city.span(of: limit, kind: old.kind, terms: LimitTerms(of: old), at: clock.from) {
            case .calendar: demand(now.due - event.at == clock.due - paused, "a pause changed what was left")
            case .workingHours, .workingDays:
                let left = max(0, city.calendar.elapsed(from: paused, to: clock.due))
                demand(
                    city.calendar.elapsed(from: event.at, to: now.due) == left,
                    "a pause changed what was left")
            }
        }
    }

    private mutating func seeEnd(_ outcome: Outcome, _ event: Event, past: [Event], _ after: Matter) {
        switch outcome {
        case .solved: demand(isContent(past), "solved though the resident did not say so last")
        case .withdrawn: demand(event.by == .resident, "withdrawn by \(event.by)")
        case .notInScope:
            let proposer = past.last {
                $0.facts.contains { if case .scopeProposed = $0 { true } else { false } }
            }?.by
            guard case .officer(let first, _)? = proposer, case .officer(let second, _) = event.by else {
                return demand(false, "out of scope without two people")
            }
            demand(first != second, "one person proposed and confirmed")
        case .unreachable: demand(wasTried(past, event, after), "given up too soon")
        case .merged:
            demand(after.mergedInto != nil && after.mergedInto != after.number, "merged into nothing")
        case .elsewhere: demand(false, "a move led elsewhere")
        }
    }

    private func isContent(_ past: [Event]) -> Bool {
        for fact in past.flatMap(\.facts).reversed() {
            switch fact {
            case .rated(let solved, let satisfied, _): return solved && satisfied
            case .answered, .asked, .dispatched, .takenBack, .reopened: return false
            default: continue
            }
        }
        return false
    }

    /// Three calls a day apart (two for a criticism) since the last asking, and no opinion since the last
    /// answer; or, where nobody can be called, seven days.
    private func wasTried(_ past: [Event], _ event: Event, _ matter: Matter) -> Bool {
        guard let asked = past.lastIndex(where: { $0.facts.contains(.asked) }),
            let answered = past.lastIndex(where: {
                $0.facts.contains { if case .answered = $0 { true } else { false } }
            })
        else { return false }
        let since = past[min(asked, answered)...]
        for case .rated(let solved, let satisfied, _) in since.flatMap(\.facts) where !(solved && satisfied) {
            return false
        }
        if !matter.reachable { return event.at - past[asked].at >= 7 * day }
        var count = 0
        var last: Moment?
        for call in past[asked...] {
            guard call.facts.contains(where: { if case .attempted = $0 { true } else { false } }) else {
                continue
            }
            if let last, call.at - last < 24 * hour { continue }
            (count, last) = (count + 1, call.at)
        }
        return count >= (matter.kind == "request" ? 3 : 2)
    }

    /// After a no the matter is open, and somebody who can do something has it.
    private mutating func seeNo(_ events: [Event], _ after: Matter) {
        for case .rated(let solved, let satisfied, _) in events.flatMap(\.facts) where !(solved && satisfied)
        {
            let holder = city.procedures[after.kind]?.stage(after.stage)?.holder
            demand(after.isOpen, "closed by a no")
            demand(holder == .lead || holder == .desk, "a no left it with \(String(describing: holder))")
        }
    }

    /// The log alone makes the matter again, and so does the log that was written and read.
    mutating func seeWhole(_ story: Story) {
        demand(story.log.map(\.sequence) == Array(1...story.log.count), "sequences are not 1, 2, 3 …")
        demand(story.log.last?.sequence == story.matter.version, "the version is not the last event's")
        demand(
            story.log.compactMap { Doer($0.by.text) } == story.log.map(\.by), "a doer was written otherwise")
        demand(folded(story.log) == story.matter, "folding the log makes another matter")
        do {
            let facts = try JSONDecoder().decode(
                [[Fact]].self, from: JSONEncoder().encode(story.log.map(\.facts)))
            demand(facts == story.log.map(\.facts), "facts were written otherwise")
            let matter = try JSONDecoder().decode(Matter.self, from: JSONEncoder().encode(story.matter))
            demand(matter == story.matter, "the matter was written otherwise")
        } catch {
            demand(false, "cannot be written and read: \(error)")
        }
    }

    private func folded(_ log: [Event]) -> Matter? {
        Matter(story: log)
    }

    /// Taking a step back leaves the matter as it was before it, but for its version and the time.
    mutating func seeUndo(_ story: Story, before: Matter) {
        var after = story.matter
        demand(after.version == before.version + 2, "an undo is not one event")
        after.restore(version: before.version, changedAt: before.changedAt)
        demand(after == before, "an undo left another matter")
        seeStand(story.matter)
    }
}

extension Matter {
    /// The same matter with the version and time of another: what an undo may change.
    fileprivate mutating func restore(version: Int, changedAt: Moment) {
        guard let data = try? JSONEncoder().encode(self),
            var fields = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any]
        else { return }
        fields["version"] = version
        fields["changedAt"] = changedAt.milliseconds
        guard let changed = try? JSONSerialization.data(withJSONObject: fields),
            let matter = try? JSONDecoder().decode(Matter.self, from: changed)
        else { return }
        self = matter
    }
}
