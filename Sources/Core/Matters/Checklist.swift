/// One thing that is kept at every visit to a home (六个一、两到位, M12): shoe covers, an opinion card.
public struct CheckItem: Hashable, Sendable {
    /// Its name in answers and in the log.
    public let name: String
    public let text: LocalText

    public init(name: String, text: LocalText) {
        self.name = name
        self.text = text
    }
}

extension Procedure {
    /// What an answer to `checks` says of every item of the checklist; nil where an item is left out, named
    /// twice, or none of them.
    func answers(to text: String) -> (kept: [String], missed: [String])? {
        var said: [String: Bool] = [:]
        for part in text.split(separator: " ") {
            let pair = part.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard pair.count == 2, let kept = ["yes": true, "no": false][pair[1]],
                said.updateValue(kept, forKey: pair[0]) == nil
            else { return nil }
        }
        let names = checklist.map(\.name)
        guard !names.isEmpty, Set(said.keys) == Set(names) else { return nil }
        return (names.filter { said[$0] == true }, names.filter { said[$0] == false })
    }

    /// Whether an answer is well written, but leaves items out.
    func leavesOut(_ text: String) -> Bool {
        let names = Set(checklist.map(\.name))
        let said = text.split(separator: " ").map { $0.split(separator: ":") }
        return Set(said.compactMap { $0.first.map(String.init) }).isStrictSubset(of: names)
            && said.allSatisfy { $0.count == 2 && ($0[1] == "yes" || $0[1] == "no") }
    }
}

extension ProcedureCheck {
    /// A checklist that nobody is asked, or that an answer of the unit goes round, is kept by nobody.
    mutating func checkChecklist() {
        let asking = procedure.moves.filter { move in move.asks.contains { $0.word == .checks } }
        if procedure.checklist.isEmpty {
            for move in asking {
                complain(
                    .move(move.name), "asks", .rule,
                    "the move \"\(move.name)\" asks \"checks\", but the kind has no checklist",
                    "Add `checklist:` with the items of a visit")
            }
            return
        }
        for item in procedure.checklist where item.text.zh.trimmed.isEmpty || item.text.en.trimmed.isEmpty {
            complain(
                .procedure, "checklist", .wording, "the item \"\(item.name)\" of the checklist has no name",
                "Write its name in both languages")
        }
        for name in doubled(procedure.checklist.map(\.name)) {
            complain(
                .procedure, "checklist", .wording, "the item \"\(name)\" stands twice in the checklist",
                "Give each item a name of its own")
        }
        let held = Set(procedure.stages.filter { $0.holder == .lead }.map(\.name))
        for move in procedure.moves
        where move.does.contains(.answer) && !held.isDisjoint(with: move.from) && !asking.contains(move) {
            complain(
                .move(move.name), "asks", .rule,
                "the move \"\(move.name)\" answers after a visit without the checklist",
                "Add checks to `asks` and keepChecks to `does`")
        }
    }
}
