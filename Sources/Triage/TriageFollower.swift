import Core
import Desk
public import Storage

extension TriageDesk {
    /// Follows the log: what people confirmed, what came in new, and how matters came to their units.
    public var follower: Follower {
        let (city, hasAutomatic) = (desk.city, rules.automatic != nil)
        return Follower(
            name: "triage",
            reset: { connection in
                try ExampleStore(connection: connection).empty()
                try DispatchStore(connection: connection).empty()
            },
            follow: { events, connection in
                var batch = FollowedMatters(city: city, hasAutomatic: hasAutomatic, connection: connection)
                try batch.take(events)
            })
    }
}

/// Some events on their way.
private struct FollowedMatters {
    let city: City
    let hasAutomatic: Bool
    let connection: any Connection

    init(city: City, hasAutomatic: Bool, connection: any Connection) {
        self.city = city
        self.hasAutomatic = hasAutomatic
        self.connection = connection
    }

    mutating func take(_ events: [LoggedEvent]) throws {
        let examples = ExampleStore(connection: connection)
        let decisions = DecisionStore(connection: connection)
        let dispatches = DispatchStore(connection: connection)
        // Later events come with a later batch; what is kept then is kept again.
        let stories = try EventLog.stories(through: events, in: connection)
        let ids = stories.keys.sorted()
        let before = try dispatches.lines(of: ids)
        var serial = try examples.lastSerial()
        var changes: [DispatchStore.Cell: DispatchStore.Sum] = [:]
        for id in ids {
            let story = try (stories[id] ?? []).map { try Event($0) }.standing
            guard let begun = story.first, case .raised(let raised)? = begun.facts.first else { continue }
            // What another system ended says nothing about how it was dispatched here.
            if raised.endedAt != nil { continue }
            let isChecked =
                story.contains { $0.by == .system(TriageDesk.program) }
                ? try decisions.decisions(of: id).contains { $0.audit?.isRight == true } : false
            if let said = TriageConfirmation(story, program: TriageDesk.program, isChecked: isChecked),
                try examples.put(said, of: id, serial: serial + 1, at: story.last?.at ?? begun.at)
            {
                serial += 1
            }
            if hasAutomatic, isNew(story) { try examples.expect(id, at: begun.at) }
            guard let first = FirstDispatch(story, program: TriageDesk.program) else { continue }
            let line = DispatchStore.Line(
                first, of: id, number: raised.number, month: month(of: first.at))
            if before[id] == line { continue }
            try dispatches.put(line)
            if let old = before[id] { count(old, -1, &changes) }
            count(line, 1, &changes)
        }
        for (cell, sum) in changes.sorted(by: { $0.key.order < $1.key.order })
        where sum != DispatchStore.Sum() {
            try dispatches.add(sum, to: cell)
        }
    }

    private func isNew(_ story: [Event]) -> Bool {
        guard let last = story.last, case .raised(let raised)? = story.first?.facts.first else {
            return false
        }
        let moved = story.contains { event in
            event.facts.contains { fact in
                switch fact {
                case .dispatched, .answered, .closed, .takenBack: true
                default: false
                }
            }
        }
        return !moved && city.procedures[raised.kind]?.stage(last.to)?.holder == .desk
    }

    private func month(of moment: Moment) -> Int {
        let date = city.calendar.date(of: moment)
        return date.year * 100 + date.month
    }

    private func count(
        _ line: DispatchStore.Line, _ sign: Int, _ changes: inout [DispatchStore.Cell: DispatchStore.Sum]
    ) {
        let sum = line.sum
        let signed = DispatchStore.Sum(
            dispatched: sign * sum.dispatched, right: sign * sum.right, wrong: sign * sum.wrong,
            owned: sign * sum.owned, hops: sign * sum.hops, waited: Int64(sign) * sum.waited)
        for area in line.areas {
            for dimension in DispatchStore.Dimension.allCases {
                let cell = DispatchStore.Cell(
                    month: line.month, area: area, dimension: dimension, name: line.name(dimension))
                changes[cell, default: DispatchStore.Sum()] = changes[cell, default: .init()] + signed
            }
        }
    }
}

extension DispatchStore.Cell {
    /// Rows are always written in the same order, so that two writers never wait for each other.
    fileprivate var order: String { "\(area) \(dimension.rawValue) \(month) \(name)" }
}
