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
        let isSoon = record.soonAt.map { $0 <= telling.now } ?? (due - telling.now < 86_400_000)
        let state: Clock.State = isLate ? .late : isSoon ? .soon : .calm
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
        let colour = city.colour(of: clock, of: matter, at: now)
        return self.clock(due: clock.due, soon: colour == .soon, expired: colour == .late)
    }
}
