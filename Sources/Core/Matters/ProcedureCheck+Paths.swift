/// The ways through a procedure: what follows by itself, what a timer does, and whether every way has an end.
extension ProcedureCheck {
    // MARK: Automatic moves

    mutating func checkAutomatic(_ move: Move) {
        let subject = ProcedureComplaint.Subject.move(move.name)
        if move.by != [.system] {
            complain(
                subject, "by", .rule, "the move \"\(move.name)\" follows by itself, but is given to people",
                "Write `by: [system]`, or take out `automatic`")
        }
        if !move.asks.isEmpty {
            complain(
                subject, "asks", .rule, "the move \"\(move.name)\" follows by itself, but asks somebody",
                "Take out `asks`")
        }
        if move.needs.isEmpty {
            complain(
                subject, "needs", .rule,
                "the move \"\(move.name)\" follows by itself and needs nothing: no matter could ever stand "
                    + "where it starts",
                "Say in `needs` when it follows")
        }
        if move.to == nil, !(move.does.contains(.supervise) && move.needs.contains(.notSupervised)) {
            complain(
                subject, "to", .path,
                "the move \"\(move.name)\" follows by itself and stays: it would follow for ever",
                "Say in `to` where it leads; one that does supervise and needs notSupervised may stay")
        }
    }

    /// Moves that follow by themselves must come to rest.
    private mutating func checkCycles() {
        var next: [String: [(move: String, to: String)]] = [:]
        for move in procedure.moves where move.automatic {
            guard let to = move.to else { continue }
            for from in move.from { next[from, default: []].append((move.name, to)) }
        }
        var told: Set<Set<String>> = []
        for stage in procedure.stages.map(\.name) {
            guard let circle = circle(from: stage, next), told.insert(Set(circle.stages)).inserted else {
                continue
            }
            complain(
                .move(circle.moves[0]), "automatic", .path,
                "moves that follow by themselves run in a circle: "
                    + "\((circle.stages + [stage]).joined(separator: " → "))",
                "Let a person or a timer make one of: \(circle.moves.joined(separator: ", "))")
        }
    }

    /// The shortest circle back to a stage.
    private func circle(
        from start: String, _ next: [String: [(move: String, to: String)]]
    ) -> (stages: [String], moves: [String])? {
        var ways: [(at: String, stages: [String], moves: [String])] = [(start, [start], [])]
        var seen: Set<String> = []
        while !ways.isEmpty {
            let way = ways.removeFirst()
            for step in next[way.at] ?? [] {
                if step.to == start { return (way.stages, way.moves + [step.move]) }
                if seen.insert(step.to).inserted {
                    ways.append((step.to, way.stages + [step.to], way.moves + [step.move]))
                }
            }
        }
        return nil
    }

    // MARK: Limits

    mutating func check(_ limit: TimeLimit) {
        let subject = ProcedureComplaint.Subject.limit(limit.name)
        let what = "the limit \"\(limit.name)\""
        let spans =
            [("time", limit.span)]
            + Urgency.allCases.compactMap { urgency in
                limit.spanByUrgency[urgency].map { (urgency.rawValue, $0) }
            }
        for (property, span) in spans where !span.isPositive {
            complain(
                subject, property, .rule, "\(what) has \"\(property)\" \(span), which is no time at all",
                "Write a time above zero: 2h, 15d, 4wh, 5wd")
        }
        if limit.runs.isEmpty, limit.subject == .matter {
            complain(subject, "runs", .rule, "\(what) runs in no stage", "Name the stages in which it counts")
        }
        for stage in limit.runs where limit.pauses.contains(stage) {
            complain(
                subject, "pauses", .rule, "\(what) both runs and pauses in \"\(stage)\"",
                "Keep it in one of the two")
        }
        for (property, stages) in [("runs", limit.runs), ("pauses", limit.pauses)] {
            for stage in stages where outcome(of: stage) != nil {
                complain(
                    subject, property, .rule, "\(what) counts in \"\(stage)\", which is closed", "Take it out"
                )
            }
        }
        if let warn = limit.warnAtPercent, !(1...99).contains(warn) {
            complain(
                subject, "warn", .rule, "\(what) warns at \(warn) percent of its time",
                "Write a number from 1 to 99")
        }
        if limit.warnAtPercent != nil, limit.atWarning == nil {
            complain(
                subject, "atWarning", .rule, "\(what) warns, but nothing happens then",
                "Name a move in `atWarning`")
        }
        if limit.atWarning != nil, limit.warnAtPercent == nil {
            complain(
                subject, "warn", .rule, "\(what) has `atWarning`, but never warns",
                "Say in `warn` at which percent")
        }
        if limit.atExpiry == nil {
            complain(
                subject, "atExpiry", .rule, "\(what) runs out into nothing",
                "Name the move that is made then in `atExpiry`")
        }
        for (property, name) in [("atWarning", limit.atWarning), ("atExpiry", limit.atExpiry)] {
            if let name, let move = procedure.move(name) { check(move, of: limit, property) }
        }
    }

    private mutating func check(_ move: Move, of limit: TimeLimit, _ property: String) {
        let subject = ProcedureComplaint.Subject.limit(limit.name)
        let missing = counts(limit).filter { !move.from.contains($0) }
        if !missing.isEmpty {
            complain(
                subject, property, .rule,
                "the limit \"\(limit.name)\" has \(property) \"\(move.name)\", which does not start in "
                    + missing.map { "\"\($0)\"" }.joined(separator: ", "),
                "Add what is missing to `from` of the move, or take it out of `runs`")
        }
        if !move.by.contains(.system) {
            complain(
                subject, property, .rule,
                "the limit \"\(limit.name)\" has \(property) \"\(move.name)\", which the system may not make",
                "Add `system` to `by` of the move")
        }
    }

    /// The stages in which a limit can run out. One for what goes on beside that names none counts in every
    /// open stage; the check afterwards where it is made.
    private func counts(_ limit: TimeLimit) -> [String] {
        if !limit.runs.isEmpty || limit.subject == .matter { return limit.runs }
        if limit.subject == .check {
            return procedure.moves.filter { $0.does.contains(.recheck) }.flatMap(\.from)
        }
        return procedure.stages.filter { $0.closes == nil && !limit.pauses.contains($0.name) }.map(\.name)
    }

    // MARK: Ways

    mutating func checkPaths() {
        guard let first = procedure.first else {
            complain(
                .procedure, "stages", .path, "the kind has no stage",
                "Write at least where it begins and how it ends")
            return
        }
        if first.closes != nil {
            complain(
                .stage(first.name), "closes", .path,
                "the first stage \"\(first.name)\" is closed: nothing could happen",
                "Write the stage in which a new matter stands first")
        }
        checkReach(from: first)
        checkDeadEnds()
        checkCycles()
        checkLeads(from: first)
        checkUnused()
    }

    private mutating func checkReach(from first: Stage) {
        var reached: Set<String> = [first.name]
        var open = [first.name]
        while let stage = open.popLast() {
            for move in procedure.moves(from: stage) {
                if let to = move.to, reached.insert(to).inserted { open.append(to) }
            }
        }
        for stage in procedure.stages where !reached.contains(stage.name) && stage.closes != .elsewhere {
            complain(
                .stage(stage.name), nil, .path, "no way leads to the stage \"\(stage.name)\"",
                "Let a move lead there, or remove it")
        }
    }

    /// Withdrawing and merging are always open to somebody; a stage needs an end of its own beside them.
    private mutating func checkDeadEnds() {
        var ending: Set<String> = []
        for stage in procedure.stages {
            switch stage.closes {
            case .solved, .notInScope, .unreachable: ending.insert(stage.name)
            case .withdrawn, .merged, .elsewhere, nil: break
            }
        }
        var grew = true
        while grew {
            let before = ending.count
            for move in procedure.moves {
                if let to = move.to, ending.contains(to) {
                    ending.formUnion(move.from.filter { outcome(of: $0) == nil })
                }
            }
            grew = ending.count > before
        }
        for stage in procedure.stages where stage.closes == nil && !ending.contains(stage.name) {
            complain(
                .stage(stage.name), nil, .path,
                "the stage \"\(stage.name)\" is a dead end: no moves lead from it to an end but "
                    + "withdrawing or merging",
                "Add a move that leads on")
        }
    }

    /// What a unit holds has been given to it, and has a time (M135).
    ///
    /// Every way into such a stage is looked at, so behind it a lead is taken for sure: one mistake is told
    /// once.
    private mutating func checkLeads(from first: Stage) {
        if first.holder == .lead {
            complain(
                .stage(first.name), "holder", .path,
                "a unit holds the first stage \"\(first.name)\", before one was given the matter",
                "Let the desk hold it, and dispatch from there")
        }
        let held = Set(procedure.stages.filter { $0.holder == .lead }.map(\.name))
        var sure = Dictionary(
            procedure.stages.map { ($0.name, $0.name != first.name) }, uniquingKeysWith: { $1 })
        var changed = true
        while changed {
            changed = false
            for move in procedure.moves {
                guard let to = move.to, sure[to] == true, !held.contains(to) else { continue }
                for from in move.from where !hasLead(after: move, from: from, sure) {
                    sure[to] = false
                    changed = true
                }
            }
        }
        for move in procedure.moves {
            guard let to = move.to, held.contains(to) else { continue }
            guard let from = move.from.first(where: { !hasLead(after: move, from: $0, sure) }) else {
                continue
            }
            complain(
                .move(move.name), "to", .path,
                "the move \"\(move.name)\" leads from \"\(from)\" to \"\(to)\", which a unit holds, before "
                    + "one was given it",
                "Add `dispatch` to `does`, or `dispatched` to `needs`")
        }
        for stage in procedure.stages where stage.holder == .lead {
            if !procedure.limits.contains(where: { $0.runs.contains(stage.name) }) {
                complain(
                    .stage(stage.name), nil, .path,
                    "a unit holds the stage \"\(stage.name)\", but no limit runs there: nothing says until "
                        + "when",
                    "Add the stage to `runs` of a limit")
            }
        }
    }

    private func hasLead(after move: Move, from stage: String, _ sure: [String: Bool]) -> Bool {
        if move.does.contains(.dispatch) { return true }
        if move.does.contains(.shareAnswer), move.asks.contains(.init(.unit)) { return true }
        if move.does.contains(.takeBack) || move.does.contains(.join) { return false }
        return move.needs.contains(.dispatched) || sure[stage] == true
    }

    /// A move for the system alone that neither follows by itself nor hangs on a limit is never made.
    private mutating func checkUnused() {
        let timed = Set(procedure.limits.flatMap { [$0.atWarning, $0.atExpiry].compactMap(\.self) })
        for move in procedure.moves
        where move.by == [.system] && !move.automatic && !timed.contains(move.name)
            && !procedure.followsMain(move)
        {
            complain(
                .move(move.name), "by", .path, "nothing ever makes the move \"\(move.name)\"",
                "Name it in a limit, write `automatic: true`, or give it to a role")
        }
    }
}
