/// A time during which a matter stood with one unit that had to act.
public struct WorkVisit: Hashable, Sendable {
    public let unit: UnitCode
    public let arrived: Moment
    /// Nil while it stands there.
    public let left: Moment?

    public init(unit: UnitCode, arrived: Moment, left: Moment?) {
        self.unit = unit
        self.arrived = arrived
        self.left = left
    }
}

/// Reads from stories with which unit a matter stood when.
///
/// Time with the resident is nobody's work, and neither is a stage that ends by itself on a day, such as the
/// archive until its review or the month before a return visit.
public struct VisitReader: Sendable {
    private enum Worker { case desk, lead }

    private let desk: UnitCode
    private let workers: [String: [String: Worker]]

    public init(_ city: City) {
        desk = city.desk
        workers = city.procedures.mapValues { procedure in
            var workers: [String: Worker] = [:]
            for stage in procedure.stages where !procedure.endsByItself(stage.name) {
                switch stage.holder {
                case .desk: workers[stage.name] = .desk
                case .lead: workers[stage.name] = .lead
                case .resident, .main, .nobody: break
                }
            }
            return workers
        }
    }

    /// The visits of a story, in order; stages one after the other with the same unit are one visit. Visits
    /// without length are left out. Empty for a kind of matter that the city does not know.
    ///
    /// - Parameter standing: The events that count.
    public func visits(of standing: [Event]) -> [WorkVisit] {
        guard case .raised(let raised)? = standing.first?.facts.first, let workers = workers[raised.kind]
        else { return [] }
        var visits: [WorkVisit] = []
        var lead: UnitCode?
        var holder: (unit: UnitCode, since: Moment)?
        for event in standing {
            for fact in event.facts {
                if case .dispatched(let unit) = fact { lead = unit }
                if case .takenBack = fact { lead = nil }
                if case .joinedTo = fact { lead = nil }
            }
            let unit: UnitCode? =
                switch workers[event.to] {
                case .desk: desk
                case .lead: lead
                case nil: nil
                }
            if unit == holder?.unit { continue }
            if let holder, holder.since < event.at {
                visits.append(WorkVisit(unit: holder.unit, arrived: holder.since, left: event.at))
            }
            holder = unit.map { ($0, event.at) }
        }
        if let holder { visits.append(WorkVisit(unit: holder.unit, arrived: holder.since, left: nil)) }
        return visits
    }
}

extension Procedure {
    /// Whether a stage ends by a timer that leads to another one.
    fileprivate func endsByItself(_ stage: String) -> Bool {
        limits.contains { limit in
            guard limit.subject == .matter, limit.runs.contains(stage),
                let move = limit.atExpiry.flatMap({ move($0) }), move.from.contains(stage)
            else { return false }
            return move.to.map { $0 != stage } ?? false
        }
    }
}

/// Moves the moments of one story, so that its visits end when a simulation says.
public struct Retiming: Sendable {
    /// Old and new moments, in order; between two of them time goes evenly, behind the last one it is
    /// shifted.
    private var marks: [(old: Moment, new: Moment)] = []

    /// - Parameter left: When each visit ends; the times between visits keep their length.
    public init(_ visits: [WorkVisit], left: [Moment]) {
        for (visit, left) in zip(visits, left) {
            let arrived = self(visit.arrived)
            marks.append((visit.arrived, arrived))
            if let old = visit.left { marks.append((old, max(left, arrived))) }
        }
    }

    public func callAsFunction(_ moment: Moment) -> Moment {
        guard let next = marks.firstIndex(where: { moment < $0.old }) else {
            return marks.last.map { moment + ($0.new - $0.old) } ?? moment
        }
        guard next > 0 else { return moment }
        let (start, end) = (marks[next - 1], marks[next])
        let (old, new) = (end.old - start.old, end.new - start.new)
        if old == new { return moment + (start.new - start.old) }
        let product = (moment - start.old).multipliedFullWidth(by: new)
        return start.new + old.dividingFullWidth(product).quotient
    }

    /// The same story at its new moments.
    public func callAsFunction(_ story: [Event]) -> [Event] {
        story.map { event in
            Event(
                sequence: event.sequence, at: self(event.at), by: event.by, move: event.move,
                from: event.from, to: event.to, facts: event.facts)
        }
    }
}
