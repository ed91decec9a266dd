import Core
import Testing

@Suite("The reason of a return")
struct CauseTests {
    private static func reason(_ code: String, from: String? = nil, until: String? = nil) -> RuleBook.Reason {
        .init(
            code: code, name: LocalText(zh: code, en: code), from: from.flatMap { CivilDate($0) },
            until: until.flatMap { CivilDate($0) })
    }

    private static let reasons = [
        reason("duty"), reason("old", until: "2026-03-01"), reason("coming", from: "2027-01-01"),
        reason("spring", from: "2026-03-02", until: "2026-03-02"),
    ]

    /// A kind whose return asks for a reason of the list.
    private static func city(_ reasons: [RuleBook.Reason] = reasons) -> City {
        let plain = Town.request()
        let moves = plain.moves.map { move in
            guard move.name == "giveBack" else { return move }
            return Move(
                name: move.name, text: move.text, told: move.told, from: move.from, to: move.to, by: move.by,
                asks: [Move.Ask(.cause)] + move.asks, needs: move.needs, does: move.does)
        }
        let kind = Procedure(
            kind: plain.kind, version: plain.version, name: plain.name, prefix: plain.prefix,
            stages: plain.stages, moves: moves, limits: plain.limits)
        return Town.city(procedures: [kind], returnReasons: reasons)
    }

    @Test("is one of the city's list and stands in the story beside the unit's own words")
    func kept() throws {
        var story = try Story.handled(in: Self.city())
        try story.when("giveBack", [.cause: "duty", .reason: "归水务"], by: .roads)
        #expect(story.last.contains(.takenBack(unit: UnitCode("ROADS"), reason: "归水务", cause: "duty")))
    }

    @Test("is refused when it is missing, unknown, over, or not yet there")
    func refused() throws {
        let story = try Story.handled(in: Self.city())
        #expect(story.refusal("giveBack", [.reason: "归水务"], by: .roads) == .missing(.cause))
        for code in ["", " "] {
            #expect(story.refusal("giveBack", [.cause: code, .reason: "x"], by: .roads) == .missing(.cause))
        }
        for code in ["nothing", "Duty", "other", "old", "coming"] {
            let refusal = story.refusal("giveBack", [.cause: code, .reason: "归水务"], by: .roads)
            #expect(refusal == .invalid(.cause, .unknown), "\(code)")
        }
        #expect(story.refusal("giveBack", [.cause: "duty"], by: .roads) == .missing(.reason))
        #expect(story.refusal("giveBack", [.cause: "spring", .reason: "x"], by: .roads) == nil)
    }

    @Test("is not taken by a move that does not ask for it")
    func notAsked() throws {
        let story = try Story.handled()
        let refusal = story.refusal("giveBack", [.cause: "duty", .reason: "x"], by: .roads)
        #expect(refusal == .invalid(.cause, .notAllowed))
    }

    @Test("is found for a machine's words: the one they begin with, else the first that can be chosen")
    func machines() {
        let city = Self.city()
        #expect(city.returnReason(for: "spring: wrong place", at: Town.start)?.code == "spring")
        #expect(city.returnReason(for: "old words", at: Town.start)?.code == "duty")
        #expect(Self.city([]).returnReason(for: "duty", at: Town.start) == nil)
        #expect(city.nameOfReturnReason("old") != nil && city.nameOfReturnReason("nothing") == nil)
    }
}
