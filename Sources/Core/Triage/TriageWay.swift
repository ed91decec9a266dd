/// The moves by which a matter at the desk gets to a unit, found by what they do and never by their names.
public struct TriageWay: Hashable, Sendable {
    /// Gives it its category first; nil where it has one, or the other move asks for it.
    public let register: Move?
    public let dispatch: Move

    /// Whether a category has to be given on the way.
    public var asksCategory: Bool { register != nil || dispatch.asks(.category) }
}

extension Move {
    fileprivate func asks(_ word: InputWord) -> Bool { asks.contains { $0.word == word } }

    fileprivate func requires(only words: Set<InputWord>) -> Bool {
        asks.allSatisfy { !$0.required || words.contains($0.word) }
    }
}

extension Actor {
    /// As which parties it may make moves.
    public var parties: Set<Party> {
        switch self {
        case .resident: [.resident]
        case .officer(_, let posts): Set(posts.map { .role($0.role) })
        case .system: [.system]
        }
    }
}

extension Procedure {
    /// The way from a stage of the desk to a unit, for some parties; nil where they have none from there.
    ///
    /// - Parameter isCategorised: Whether the matter has a category already.
    public func triageWay(
        from stage: String, isCategorised: Bool = false, by parties: Set<Party> = [.system]
    ) -> TriageWay? {
        guard self.stage(stage)?.holder == .desk else { return nil }
        if let dispatch = dispatching(from: stage, by: parties, isCategorised: isCategorised) {
            return TriageWay(register: nil, dispatch: dispatch)
        }
        for move in moves(from: stage) where isRegistering(move, by: parties) {
            guard let next = move.to,
                let dispatch = dispatching(from: next, by: parties, isCategorised: true)
            else { continue }
            return TriageWay(register: move, dispatch: dispatch)
        }
        return nil
    }

    private func isRegistering(_ move: Move, by parties: Set<Party>) -> Bool {
        !move.automatic && !parties.isDisjoint(with: move.by) && move.does.contains(.categorise)
            && !move.does.contains(.answer) && !move.does.contains(.dispatch)
            && move.asks(.category) && move.requires(only: [.category])
            && move.to.flatMap { stage($0) }?.holder == .desk
    }

    private func dispatching(from stage: String, by parties: Set<Party>, isCategorised: Bool) -> Move? {
        moves(from: stage).first { move in
            !move.automatic && !parties.isDisjoint(with: move.by)
                && move.does.contains(.dispatch) && !move.does.contains(.rule)
                && move.asks(.unit) && move.requires(only: [.unit, .category])
                && (isCategorised || move.asks(.category))
                && move.to.flatMap { self.stage($0) }?.holder == .lead
        }
    }
}

extension City {
    /// The way from where a matter stands to a unit, for somebody; nil where they have none from there.
    ///
    /// - Parameter isCategorised: Whether it has a category already.
    public func triageWay(
        kind: String, stage: String, isCategorised: Bool, by parties: Set<Party>
    ) -> TriageWay? {
        procedures[kind]?.triageWay(from: stage, isCategorised: isCategorised, by: parties)
    }

    /// The stages, of whatever kind, from which somebody can bring a matter to a unit.
    public func triageStages(by parties: Set<Party>) -> [String] {
        var stages: Set<String> = []
        for procedure in procedures.values {
            for stage in procedure.stages
            where [true, false].contains(where: { isCategorised in
                triageWay(
                    kind: procedure.kind, stage: stage.name, isCategorised: isCategorised, by: parties) != nil
            }) {
                stages.insert(stage.name)
            }
        }
        return stages.sorted()
    }

    /// The move that gives a matter which a unit has to another one, with another category: how a wrong
    /// dispatch is put right.
    public func triageCorrection(kind: String, stage: String, by parties: Set<Party>) -> Move? {
        guard let procedure = procedures[kind], procedure.stage(stage)?.holder == .lead else { return nil }
        return procedure.moves(from: stage).first { move in
            !move.automatic && !parties.isDisjoint(with: move.by)
                && move.does.contains(.dispatch) && move.does.contains(.categorise)
                && move.asks(.unit) && move.asks(.category)
                && move.requires(only: [.unit, .category, .reason])
        }
    }
}
