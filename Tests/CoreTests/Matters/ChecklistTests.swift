import Core
import Testing

@Suite("The checklist of a visit")
struct ChecklistTests {
    private static let items = ["greeting", "cloth", "card"].map {
        CheckItem(name: $0, text: LocalText(zh: $0, en: $0))
    }

    /// A kind whose answer after a visit asks the checklist.
    private static func procedure(_ items: [CheckItem] = items, asking: Bool = true) -> Procedure {
        let plain = Town.request()
        let moves = plain.moves.map { move in
            guard move.name == "answer", asking else { return move }
            return Move(
                name: move.name, text: move.text, told: move.told, from: move.from, to: move.to, by: move.by,
                asks: move.asks + [Move.Ask(.checks)], needs: move.needs, does: move.does + [.keepChecks])
        }
        return Procedure(
            kind: plain.kind, version: plain.version, name: plain.name, prefix: plain.prefix,
            stages: plain.stages, moves: moves, limits: plain.limits, checklist: items)
    }

    private func led() throws -> Story {
        try Story.handled(in: Town.city(procedures: [Self.procedure()]))
    }

    @Test("is kept item by item with the answer that ends the visit, what was missed too")
    func kept() throws {
        var story = try led()
        try story.when("answer", [.answer: "好了", .checks: "card:yes greeting:yes cloth:no"], by: .roads)
        #expect(story.last.contains(.checked(kept: ["greeting", "card"], missed: ["cloth"])))
        #expect(story.matter.isOpen)
    }

    @Test(
        "is answered whole or not at all",
        arguments: [
            "", "greeting:yes", "greeting:yes cloth:no", "greeting:yes  cloth:yes",
        ])
    func whole(_ given: String) throws {
        let story = try led()
        #expect(story.refusal("answer", [.answer: "好了", .checks: given], by: .roads) == .missing(.checks))
    }

    @Test(
        "takes nothing that it does not ask",
        arguments: [
            "greeting:yes cloth:no card:maybe", "greeting:yes cloth:no card:yes beer:no", "greeting",
            "greeting:yes cloth:yes card:yes card:no", "greeting:yes:no cloth:yes card:yes", "都做到了",
            ":yes cloth:yes card:yes",
        ])
    func unknown(_ given: String) throws {
        let story = try led()
        #expect(
            story.refusal("answer", [.answer: "好了", .checks: given], by: .roads)
                == .invalid(.checks, .unknown))
    }

    @Test("cannot be gone round by a pack")
    func pack() {
        func problems(_ procedure: Procedure) -> [String] {
            complaints(
                about: procedure, roles: Set(Town.city.roles.keys), revealers: ["handler"], templates: []
            ).map(\.problem)
        }
        let base = problems(Town.request())
        #expect(problems(Self.procedure()) == base)
        #expect(problems(Self.procedure(asking: false)).contains { $0.contains("without the checklist") })
        #expect(problems(Self.procedure([])).contains { $0.contains("has no checklist") })
        #expect(problems(Self.procedure(Self.items + Self.items)).contains { $0.contains("stands twice") })
        let unnamed = [CheckItem(name: "card", text: LocalText(zh: "", en: " "))]
        #expect(problems(Self.procedure(unnamed)).contains { $0.contains("has no name") })
    }
}
