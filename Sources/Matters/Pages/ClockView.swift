import Core
import Desk
import Markup
import Web

/// The clock of a row: until when its next step is due.
struct RowClock: Component {
    let telling: Telling
    let record: MatterRecord

    var html: HTML {
        let words = telling.words
        guard record.isOpen else {
            let closed = record.closedAt ?? record.changedAt
            return Clock(
                .done, stateText: words("matters.clock.done"), text: words.near(closed, now: telling.now),
                dateTime: closed.iso
            ).html
        }
        guard let due = record.dueAt else {
            return Clock(
                .paused, stateText: words("matters.clock.paused"),
                text: words.near(record.changedAt, now: telling.now), dateTime: record.changedAt.iso
            ).html
        }
        let isLate = due <= telling.now
        let state: Clock.State = isLate ? .late : due - telling.now < 86_400_000 ? .soon : .calm
        let key = isLate ? "late" : state == .soon ? "soon" : "until"
        let far = words(
            isLate ? "matters.clock.ago" : "matters.clock.ahead", ["span": words.span(due - telling.now)])
        let clock = Clock(
            state, stateText: words("matters.clock.\(key)"), text: words.near(due, now: telling.now),
            dateTime: due.iso)
        return #"\#(clock) <span class="muted">\#(far)</span>"#
    }
}

extension Telling {
    /// A clock that runs.
    func clock(due: Moment, soon: Bool, expired: Bool) -> Clock {
        let near = words.near(due, now: now)
        if expired || due <= now {
            let text = words("matters.clock.lateBy", ["time": near, "span": words.span(now - due)])
            return Clock(.late, stateText: words("matters.clock.late"), text: text, dateTime: due.iso)
        }
        let text = words("matters.clock.left", ["time": near, "span": words.span(due - now)])
        return Clock(
            soon ? .soon : .calm, stateText: words(soon ? "matters.clock.soon" : "matters.clock.until"),
            text: text,
            dateTime: due.iso)
    }

    func clock(_ clock: Matter.Clock, of matter: Matter) -> Clock {
        if let paused = clock.pausedAt {
            return Clock(
                .paused, stateText: words("matters.clock.paused"),
                text: words("matters.clock.since", ["time": words.near(paused, now: now)]),
                dateTime: paused.iso)
        }
        let warns = city.procedures[matter.kind]?.limit(clock.limit)?.warnAtPercent != nil
        let soon = warns ? clock.warn.map { $0 <= now } ?? true : clock.due - now < 86_400_000
        return self.clock(due: clock.due, soon: soon, expired: clock.expired)
    }

    /// "Why this date": how the time was counted, step by step.
    func why(_ clock: Matter.Clock, of matter: Matter) -> HTML {
        guard let limit = city.procedures[matter.kind]?.limit(clock.limit) else { return .empty }
        let span = limit.span(for: matter.urgency)
        let steps: [HTML] = city.calendar.explain(span, from: clock.from).map {
            "<li>\($0.sentence(words.language))</li>"
        }
        let plain = city.calendar.add(span, to: clock.from)
        let shifted: HTML? =
            plain == clock.due
            ? nil : "<p>\(words("matters.clock.shifted", ["due": clock.due]))</p>"
        return """
            <details><summary>\(words("matters.clock.why"))</summary>
            <p>\(words("matters.clock.limit", ["name": words(limit.text)]))</p>
            <ol>\(steps)</ol>\(shifted)
            </details>
            """
    }
}
