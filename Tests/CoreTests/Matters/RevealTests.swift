import Core
import Testing

@Suite("Who raised a matter")
struct RevealTests {
    /// A role as a city pack could write it.
    struct Shape: Sendable, CustomTestStringConvertible {
        let sight: Role.Sight
        let powers: Set<Role.Power>
        let isNamed: Bool

        var testDescription: String {
            "\(isNamed ? "named" : "not named"), \(sight.rawValue), "
                + powers.map(\.rawValue).sorted().joined(separator: " ")
        }

        /// Every sight, with no power, each alone, all, and all but the one; named by the move or not.
        static let all: [Shape] = Role.Sight.allCases.flatMap { sight in
            let every = Set(Role.Power.allCases)
            let sets = [[], every, every.subtracting([.revealContact])] + every.map { [$0] as Set }
            return sets.flatMap { powers in
                [true, false].map { Shape(sight: sight, powers: powers, isNamed: $0) }
            }
        }
    }

    /// A town whose handler has the shape, and whose `reveal` is by whom it says.
    private func city(_ shape: Shape, by parties: [Party]? = nil) -> City {
        let reveal = Move(
            name: "reveal", text: Town.same("reveal"), told: nil, from: ["handling"], to: nil,
            by: parties ?? [.role(shape.isNamed ? "handler" : "clerk")], asks: [Move.Ask(.reason)], needs: [],
            does: [.revealContact], automatic: false)
        let base = Town.city(procedures: [Town.request(adding: [reveal], without: ["reveal"])])
        let roles =
            base.roles.values.filter { $0.name != "handler" } + [
                Role(name: "handler", text: Town.same("承办人"), sight: shape.sight, powers: shape.powers)
            ]
        return City(
            name: base.name, version: base.version, areas: base.areas, area: base.area,
            units: Array(base.units.values), roles: roles, catalogue: base.catalogue,
            dispatch: base.dispatch, procedures: Array(base.procedures.values), firstKind: base.firstKind,
            calendar: base.calendar, templates: [], desk: base.desk)
    }

    private func story(in city: City) throws -> Story {
        var story = try Story(in: city)
        try story.when("categorise", [.category: "roads.lamp"], by: .clerk)
        try story.when("dispatch", [.unit: "ROADS"], by: .dispatcher)
        return story
    }

    @Test(
        "is shown to whom the move names, who has the matter and whose role has the power",
        arguments: Shape.all)
    func everyRole(shape: Shape) throws {
        let story = try story(in: city(shape))
        for (unit, area) in [
            ("ROADS", "110101"), ("WATER", "110101"), ("AFAR", "110102"), ("CENTRE", "1101"),
            ("ROADS", "110102"),
        ] {
            let post = Post(role: "handler", unit: UnitCode(unit), area: Town.area(area))
            let actor = Actor.officer(id: 50, posts: [post])
            let has = shape.sight == .unit ? unit == "ROADS" : area != "110102"
            let may = shape.isNamed && has && shape.powers.contains(.revealContact)
            let refusal = story.refusal("reveal", [.reason: "上门"], by: actor)
            #expect((refusal == nil) == may, "\(unit) \(area)")
            if !may { #expect(refusal == .notYours(move: "reveal")) }
            let possible = possibleMoves(on: story.matter, by: actor, in: story.city, at: story.now)
            #expect(possible.contains { $0.reveals } == may, "\(unit) \(area)")
            let knows = mayKnowContact(actor, of: story.matter, in: story.city)
            #expect(knows == (has && shape.powers.contains(.revealContact)), "\(unit) \(area)")
        }
    }

    @Test("is shown by no other post than the one with the power")
    func twoPosts() throws {
        let story = try story(in: city(Shape(sight: .unit, powers: [.revealContact], isNamed: false)))
        // One post is named by the move and lacks the power, the other has it and is not named.
        let actor = Actor.officer(
            id: 51,
            posts: [
                Post(role: "clerk", unit: UnitCode("CENTRE"), area: Town.area("1101")),
                Post(role: "handler", unit: UnitCode("ROADS"), area: Town.area("110101")),
            ])
        #expect(story.refusal("reveal", [.reason: "上门"], by: actor) != nil)
    }

    @Test("is shown to no program and by no link, whatever a procedure says")
    func nobodyElse() throws {
        let shape = Shape(sight: .unit, powers: Set(Role.Power.allCases), isNamed: true)
        let story = try story(in: city(shape, by: [.resident, .system, .role("handler")]))
        for actor in [Actor.resident, .timekeeper, .system("import"), .officer(id: 9, posts: [])] {
            #expect(story.refusal("reveal", [.reason: "上门"], by: actor) != nil)
            let possible = possibleMoves(on: story.matter, by: actor, in: story.city, at: story.now)
            #expect(!possible.contains { $0.reveals })
            #expect(!mayKnowContact(actor, of: story.matter, in: story.city))
        }
    }

    @Test("is promised to nobody by a procedure whose roles may not see it")
    func complaint() {
        func told(_ parties: [Party], automatic: Bool = false) -> [String] {
            let move = Move(
                name: "reveal", text: Town.same("reveal"), told: nil, from: ["handling"], to: nil,
                by: parties,
                asks: [Move.Ask(.reason)], needs: [], does: [.revealContact], automatic: automatic)
            let roles = Set(Town.roles.map(\.name))
            return complaints(
                about: Town.request(adding: [move], without: ["reveal"]), roles: roles,
                revealers: ["handler"],
                templates: ["new", "answered", "raised", "soon"]
            ).filter { $0.subject == .move("reveal") && $0.property == "by" }.map(\.problem)
        }
        #expect(told([.role("handler")]) == [])
        #expect(told([.role("handler"), .role("clerk")]).contains { $0.contains("the role \"clerk\"") })
        #expect(told([.role("handler"), .resident]).contains { $0.contains("only people at work") })
        #expect(told([.role("handler"), .system]).contains { $0.contains("only people at work") })
    }
}
