/// Finds the moves by which a matter follows a hand-over: by what they do and ask, never by their names.
public struct HandOver: Sendable {
    public let city: City
    public let now: Moment
    /// As many moves in a row are tried.
    private static let longest = 3

    public init(city: City, now: Moment) {
        self.city = city
        self.now = now
    }

    /// An order and who gives it.
    public struct Step: Sendable {
        public let order: Order
        public let actor: Actor
    }

    /// Somebody of a unit: what comes from its line is done in its name.
    public func somebody(of unit: UnitCode) -> Actor {
        let area = city.units[unit]?.area ?? city.area
        let roles = city.roles.values.filter { $0.sight == .unit }.map(\.name).sorted()
        return .officer(id: 0, posts: roles.map { Post(role: $0, unit: unit, area: area) })
    }

    /// The desk itself, for what follows without a person.
    public var desk: Actor {
        let roles = city.roles.values.filter { $0.sight == .area }.map(\.name).sorted()
        return .officer(id: 0, posts: roles.map { Post(role: $0, unit: city.desk, area: city.area) })
    }

    /// What gives the matter to a unit; empty when that leads already, nil when it cannot be.
    public func give(
        _ matter: Matter, to unit: UnitCode, by actor: Actor, reason: String, urgency: Urgency? = nil
    ) -> [Step]? {
        if matter.lead == unit { return [] }
        var inputs: [InputWord: String] = [.unit: unit.text, .reason: reason]
        inputs[.category] = matter.category
        inputs[.urgency] = urgency?.rawValue
        return steps(matter, by: actor, inputs) { $0.does.contains(.dispatch) }
    }

    /// What brings it back to the desk from the unit that leads; nil when it stays with the unit.
    public func takeBack(_ matter: Matter, reason: String) -> [Step]? {
        guard let lead = matter.lead else { return [] }
        return steps(matter, by: somebody(of: lead), [.reason: reason]) { $0.does.contains(.takeBack) }
    }

    /// What says that the unit that leads has it in hand; empty where nothing needs to be said.
    public func accept(_ matter: Matter) -> [Step] {
        guard let lead = matter.lead, let procedure = city.procedures[matter.kind] else { return [] }
        return steps(matter, by: somebody(of: lead), [:]) { move in
            guard let to = move.to, to != matter.stage else { return false }
            let isTold = move.does.allSatisfy { if case .tell = $0 { true } else { false } }
            return isTold && procedure.stage(to)?.holder == .lead
                && procedure.stage(matter.stage)?.holder == .lead
        } ?? []
    }

    /// What gives the unit's answer to the resident and asks them; nil when it cannot be now.
    public func answer(_ matter: Matter, text: String) -> [Step]? {
        guard let lead = matter.lead else { return nil }
        return steps(matter, by: somebody(of: lead), [.answer: text]) { $0.does.contains(.answer) }
    }

    /// A word among colleagues by the unit that leads, or the desk; nil where the kind has none.
    public func note(_ matter: Matter, text: String) -> [Step]? {
        let shown = String(text.prefix(InputWord.note.maximumLength))
        let actors = [matter.lead.map { somebody(of: $0) }, desk].compactMap(\.self)
        for actor in actors {
            let steps = steps(matter, by: actor, [.note: shown], longest: 1) { $0.does == [.note] }
            if let steps { return steps }
        }
        return nil
    }

    /// What shows who raised it, with the reason kept.
    public func reveal(_ matter: Matter, by actor: Actor, reason: String) -> Step? {
        steps(matter, by: actor, [.reason: reason], longest: 1) { $0.does.contains(.revealContact) }?.first
    }

    /// What makes a leader take it until it ends: by a move that also keeps the unit from sending it back,
    /// where the kind has one.
    public func contract(_ matter: Matter, by leader: Actor, plan: String, until: CivilDate) -> [Step]? {
        var inputs: [InputWord: String] = [
            .plan: plan, .until: until.description,
            .reason: String(plan.prefix(InputWord.reason.maximumLength)),
        ]
        inputs[.unit] = matter.lead?.text
        let ruled = steps(matter, by: leader, inputs, longest: 1) {
            $0.does.contains(.contract) && $0.does.contains(.rule)
        }
        return ruled ?? steps(matter, by: leader, inputs, longest: 1) { $0.does.contains(.contract) }
    }

    /// What a matter is after some steps.
    public func matter(_ matter: Matter, after steps: [Step]) -> Matter {
        var matter = matter
        for step in steps {
            for event in (try? decide(step.order, on: matter, by: step.actor, in: city, at: now)) ?? [] {
                matter.apply(event)
            }
        }
        return matter
    }

    /// The fewest moves that end with the wanted one, with nothing given but these inputs.
    private func steps(
        _ matter: Matter, by actor: Actor, _ inputs: [InputWord: String], longest: Int = Self.longest,
        _ isWanted: (Move) -> Bool
    ) -> [Step]? {
        var reached: [(matter: Matter, steps: [Step])] = [(matter, [])]
        for _ in 0..<longest {
            var next: [(matter: Matter, steps: [Step])] = []
            for (matter, steps) in reached {
                let moves = possibleMoves(on: matter, by: actor, in: city, at: now).filter { move in
                    move.asks.allSatisfy { !$0.required || inputs[$0.word] != nil }
                }
                for move in moves.filter(isWanted) + moves.filter({ isHarmless($0, matter) && !isWanted($0) })
                {
                    let asked = Set(move.asks.map(\.word))
                    let order = Order(move.name, inputs.filter { asked.contains($0.key) })
                    guard let events = try? decide(order, on: matter, by: actor, in: city, at: now) else {
                        continue
                    }
                    let taken = steps + [Step(order: order, actor: actor)]
                    if isWanted(move) { return taken }
                    var after = matter
                    for event in events { after.apply(event) }
                    next.append((after, taken))
                }
            }
            reached = next
        }
        return nil
    }

    /// A move on the way: it goes on to another open stage, and does nothing but sort and tell.
    private func isHarmless(_ move: Move, _ matter: Matter) -> Bool {
        guard let to = move.to, to != matter.stage,
            let stage = city.procedures[matter.kind]?.stage(to), stage.closes == nil,
            stage.holder == .desk || stage.holder == .lead
        else { return false }
        return move.does.allSatisfy { effect in
            switch effect {
            case .categorise, .classify, .tell: true
            default: false
            }
        }
    }
}
