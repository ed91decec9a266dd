import Core

/// The way a matter goes from where it stands to its good end, found from what the moves do – never from what
/// they are called.
enum Way {
    /// The stages still ahead, the nearest first; empty for one that has ended. Where the way depends on what
    /// somebody decides, the move that leads on and stands first in the file is taken.
    static func ahead(of stage: String, in procedure: Procedure) -> [Stage] {
        var way: [Stage] = []
        var passed: Set<String> = [stage]
        var here = stage
        while way.count < 12, let next = next(after: here, in: procedure), passed.insert(next.name).inserted {
            way.append(next)
            if next.closes != nil { break }
            here = next.name
        }
        return way
    }

    private static func next(after name: String, in procedure: Procedure) -> Stage? {
        guard let stage = procedure.stage(name), stage.closes == nil else { return nil }
        let moves = procedure.moves(from: name)
        // Where the resident's word is asked for, a yes ends it well.
        if moves.contains(where: { $0.does.contains(.opinion) }) {
            return procedure.stages.first { $0.closes == .solved }
        }
        return moves.first { leadsOn($0, in: procedure) }.flatMap(\.to).flatMap { procedure.stage($0) }
    }

    /// Whether a move is a step forward made by people at work: not an end, not aside, not back.
    private static func leadsOn(_ move: Move, in procedure: Procedure) -> Bool {
        guard let to = move.to, let target = procedure.stage(to), target.closes == nil, !move.automatic,
            !move.by.contains(.resident), move.by != [.system]
        else { return false }
        return !move.does.contains { [.takeBack, .archive, .proposeScope, .reopen].contains($0) }
    }
}
