extension Procedure {
    /// Whether the program makes this move because of the matter another one waits for, and takes from there
    /// what it asks.
    func followsMain(_ move: Move) -> Bool {
        JoinedMove.allCases.contains { self.move($0) == move }
    }

    /// The stages in which a matter waits for another one.
    var waitingStages: [Stage] { stages.filter { $0.holder == .main } }
}

extension ProcedureCheck {
    /// What waits for another matter gets its answer, can be taken out again, and never stands there for
    /// nothing (M56).
    mutating func checkJoining() {
        for move in procedure.moves { checkJoining(move) }
        for stage in procedure.waitingStages where stage.closes == nil {
            for sort in Procedure.JoinedMove.allCases {
                if procedure.move(sort)?.from.contains(stage.name) == true { continue }
                complain(
                    .stage(stage.name), "holder", .path,
                    "a matter waits in \"\(stage.name)\" for another one, but no move of the system there "
                        + "does \(sort.effect.word.rawValue)",
                    "Add a move `by: [system]` from \"\(stage.name)\" that does \(sort.effect.word.rawValue)")
            }
            let byPeople = procedure.moves(from: stage.name).contains { move in
                move.does.contains(.leave) && move.by.contains { if case .role = $0 { true } else { false } }
            }
            if !byPeople {
                complain(
                    .stage(stage.name), "holder", .path,
                    "nobody can take a matter out of \"\(stage.name)\" again that was joined by mistake",
                    "Add a move `by: [role]` that asks a reason and does leave")
            }
        }
    }

    private mutating func checkJoining(_ move: Move) {
        let subject = ProcedureComplaint.Subject.move(move.name)
        let waiting = procedure.waitingStages.map(\.name)
        let leadsToWait = move.to.map { waiting.contains($0) } ?? false
        if move.does.contains(.join) != leadsToWait {
            complain(
                subject, "to", .rule,
                leadsToWait
                    ? "the move \"\(move.name)\" lets a matter wait for another one, but does not say which"
                    : "the move \"\(move.name)\" joins, but does not lead to a stage held by main",
                leadsToWait
                    ? "Add `join` to `does`" : "Let it lead to a stage with `holder: main`")
        }
        let ends: [Effect] = [.leave, .shareAnswer]
        let leaves = move.does.contains { ends.contains($0) }
        if leaves, !move.from.allSatisfy(waiting.contains) || move.to == nil || leadsToWait {
            complain(
                subject, "from", .rule,
                "the move \"\(move.name)\" ends the waiting for another matter, but does not lead out of it",
                "Let it start in stages held by main only, and lead to another")
        }
        if move.does.contains(.shareAnswer), move.by != [.system] {
            complain(
                subject, "by", .rule,
                "the move \"\(move.name)\" gives the answer of another matter, but people may make it",
                "Write `by: [system]`: the program makes it when that one is answered")
        }
        let goesOut = move.to != nil && !leadsToWait && outcome(of: move.to) != .withdrawn
        if goesOut, !leaves, let from = move.from.first(where: waiting.contains) {
            complain(
                subject, "from", .rule,
                "the move \"\(move.name)\" leads out of \"\(from)\", where a matter waits for another one",
                "Take \"\(from)\" out of `from`, or add `leave` to `does`")
        }
    }
}
