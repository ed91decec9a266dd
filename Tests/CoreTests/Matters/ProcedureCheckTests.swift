import Core
import Testing

/// A procedure that may run, with parts that a test replaces.
private struct Draft {
    var prefix = "PL"
    var version = 1
    var stages: [Stage] = [
        Draft.stage("received", .desk), Draft.stage("handling", .lead), Draft.stage("asking", .resident),
        Draft.stage("review", .desk), Draft.stage("calling", .desk), Draft.stage("solved", .nobody, .solved),
        Draft.stage("withdrawn", .nobody, .withdrawn), Draft.stage("outside", .nobody, .notInScope),
        Draft.stage("unreachable", .nobody, .unreachable), Draft.stage("merged", .nobody, .merged),
        Draft.stage("elsewhere", .nobody, .elsewhere),
    ]
    var moves: [Move] = [
        Draft.move("dispatch", ["received"], "handling", [.role("clerk")], asks: [.unit], does: [.dispatch]),
        Draft.move(
            "answer", ["handling"], "asking", [.role("handler")], asks: [.answer], does: [.answer, .ask]),
        Draft.move("rate", ["asking"], nil, [.resident], asks: [.solved, .satisfied], does: [.opinion]),
        Draft.move("close", ["asking"], "solved", [.system], needs: [.satisfied], automatic: true),
        Draft.move("redo", ["asking"], "handling", [.system], needs: [.unsatisfied], automatic: true),
        Draft.move("withdraw", ["received", "handling"], "withdrawn", [.resident]),
        Draft.move(
            "propose", ["received"], "review", [.role("clerk")], asks: [.explanation], does: [.proposeScope]),
        Draft.move(
            "confirm", ["review"], "outside", [.role("clerk")],
            needs: [.scopeProposed, .anotherPerson(than: "propose")]),
        Draft.move("call", ["asking"], "calling", [.system]),
        Draft.move(
            "giveUp", ["calling"], "unreachable", [.role("clerk")],
            needs: [.outsideLead, .attempts(atLeast: 2, hoursApart: 4)]),
        Draft.move("merge", ["received"], "merged", [.role("clerk")], asks: [.matter], does: [.merge]),
        Draft.move("late", ["received", "handling"], nil, [.system], does: [.markOverdue]),
    ]
    var limits: [TimeLimit] = [
        Draft.limit("whole", ["received", "handling"], atExpiry: "late"),
        Draft.limit("word", ["asking"], atExpiry: "call"),
    ]

    static func text(_ name: String) -> LocalText { LocalText(zh: name, en: name) }

    static func stage(_ name: String, _ holder: Stage.Holder, _ closes: Outcome? = nil) -> Stage {
        Stage(name: name, text: text(name), told: text(name), holder: holder, closes: closes)
    }

    static func move(
        _ name: String, _ from: [String], _ to: String?, _ by: [Party], asks: [InputWord] = [],
        needs: [Guard] = [], does: [Effect] = [], automatic: Bool = false
    ) -> Move {
        Move(
            name: name, text: text(name), told: nil, from: from, to: to, by: by,
            asks: asks.map { Move.Ask($0) },
            needs: needs, does: does, automatic: automatic)
    }

    static func limit(
        _ name: String, _ runs: [String], span: Span = .workingDays(5), warn: Int? = nil,
        atWarning: String? = nil, atExpiry: String?
    ) -> TimeLimit {
        TimeLimit(
            name: name, text: text(name), span: span, runs: runs, warnAtPercent: warn, atWarning: atWarning,
            atExpiry: atExpiry)
    }

    /// Puts a move in the place of the one of its name, or behind the others.
    mutating func put(_ move: Move) {
        if let index = moves.firstIndex(where: { $0.name == move.name }) {
            moves[index] = move
        } else {
            moves.append(move)
        }
    }

    mutating func put(_ stage: Stage) {
        if let index = stages.firstIndex(where: { $0.name == stage.name }) {
            stages[index] = stage
        } else {
            stages.append(stage)
        }
    }

    var found: [ProcedureComplaint] {
        let procedure = Procedure(
            kind: "plea", version: version, name: Draft.text("plea"), prefix: prefix, stages: stages,
            moves: moves,
            limits: limits)
        return complaints(
            about: procedure, roles: ["clerk", "handler"], revealers: ["clerk"], templates: ["asked"])
    }
}

@Suite("The check of a procedure")
struct ProcedureCheckTests {
    private var draft = Draft()

    @Test("says nothing of a procedure that may run")
    func silent() {
        #expect(draft.found.isEmpty)
    }

    /// Ends without their gate, and what is said of each.
    private static let ends: [(Move, ProcedureComplaint.Subject, String, String)] = [
        (
            Draft.move("close", ["asking"], "solved", [.system], needs: [.answered], automatic: true),
            .move("close"), "needs", "only the resident can say it is solved"
        ),
        (
            Draft.move("withdraw", ["received"], "withdrawn", [.resident, .role("clerk")]),
            .move("withdraw"),
            "by", "others than the resident"
        ),
        (
            Draft.move(
                "confirm", ["review"], "outside", [.role("clerk")],
                needs: [.anotherPerson(than: "propose")]),
            .move("confirm"), "needs", "it has to be proposed"
        ),
        (
            Draft.move(
                "confirm", ["review"], "outside", [.role("clerk")],
                needs: [.scopeProposed, .anotherPerson(than: "dispatch")]), .move("confirm"), "needs",
            "one person proposes, another decides"
        ),
        (
            Draft.move(
                "confirm", ["review"], "outside", [.system],
                needs: [.scopeProposed, .anotherPerson(than: "propose")], automatic: true),
            .move("confirm"),
            "by", "only a person of the desk"
        ),
        (
            Draft.move(
                "giveUp", ["calling"], "unreachable", [.role("clerk")],
                needs: [.attempts(atLeast: 1, hoursApart: 4)]), .move("giveUp"), "needs",
            "at least two attempts"
        ),
        (
            Draft.move("merge", ["received"], "merged", [.role("clerk")]), .move("merge"), "does",
            "joins it to no other matter"
        ),
        (
            Draft.move(
                "merge", ["received"], "review", [.role("clerk")], asks: [.matter], does: [.merge]),
            .move("merge"), "to", "does not lead to a merged end"
        ),
        (
            Draft.move("leave", ["received"], "elsewhere", [.role("clerk")]), .move("leave"), "to",
            "only imported matters"
        ),
    ]

    @Test("wants the gate of every end", arguments: ends)
    func gates(_ move: Move, _ subject: ProcedureComplaint.Subject, _ property: String, _ words: String) {
        var draft = draft
        draft.put(move)
        let found = draft.found
        #expect(
            found.contains {
                $0.subject == subject && $0.property == property && $0.problem.contains(words)
            })
    }

    @Test("keeps the resident's word out of the hands of the unit that did the work")
    func word() {
        for (effect, input) in [(Effect.opinion, [InputWord.solved, .satisfied]), (.attempt, [.attempt])] {
            var draft = draft
            draft.put(Draft.move("record", ["asking"], nil, [.role("clerk")], asks: input, does: [effect]))
            #expect(draft.found.map(\.property) == ["needs"])
            draft.put(
                Draft.move(
                    "record", ["asking"], nil, [.role("clerk")], asks: input, needs: [.outsideLead],
                    does: [effect]))
            #expect(draft.found.isEmpty)
        }
    }

    @Test("names every name that leads nowhere, and then follows no ways")
    func references() {
        var draft = draft
        draft.put(
            Draft.move(
                "lost", ["nowhere"], "nirgends", [.role("mayor")], needs: [.anotherPerson(than: "nobody")],
                does: [.tell(.resident, template: "unknown")]))
        draft.put(Draft.stage("island", .desk))
        draft.limits.append(Draft.limit("odd", ["void"], atExpiry: "never"))
        let references = draft.found.filter { $0.aspect == .reference }
        #expect(
            references.map(\.property) == ["from", "to", "by", "needs", "does", "runs", "atExpiry"])
        #expect(!draft.found.contains { $0.aspect == .path })
    }

    @Test("finds stages without a way in and without a way out")
    func ways() {
        var island = draft
        island.put(Draft.stage("island", .desk))
        let problems = island.found.map(\.problem)
        #expect(problems.contains("no way leads to the stage \"island\""))
        #expect(problems.contains { $0.contains("\"island\" is a dead end") })

        var trap = draft
        trap.put(Draft.stage("trap", .desk))
        trap.put(Draft.move("fall", ["received"], "trap", [.role("clerk")]))
        trap.put(Draft.move("withdraw", ["received", "handling", "trap"], "withdrawn", [.resident]))
        #expect(trap.found.map(\.subject) == [.stage("trap")], "withdrawing alone is no way out")
    }

    @Test("finds circles of moves that follow by themselves, of one stage and of three")
    func circles() {
        var one = draft
        one.put(Draft.move("again", ["asking"], "asking", [.system], needs: [.answered], automatic: true))
        #expect(one.found.contains { $0.problem.contains("asking → asking") })

        var three = draft
        three.put(Draft.move("a", ["handling"], "review", [.system], needs: [.answered], automatic: true))
        three.put(Draft.move("b", ["review"], "asking", [.system], needs: [.answered], automatic: true))
        let circles = three.found.filter { $0.problem.contains("in a circle") }
        #expect(circles.count == 1)
        #expect(circles.first?.problem.contains("handling → review → asking → handling") == true)
    }

    @Test("wants a unit and a time for what a unit holds")
    func leads() {
        var bare = draft
        bare.put(Draft.move("dispatch", ["received"], "handling", [.role("clerk")]))
        #expect(
            bare.found.contains {
                $0.subject == .move("dispatch") && $0.problem.contains("before one was given it")
            })

        var timeless = draft
        timeless.limits[0] = Draft.limit("whole", ["received"], atExpiry: "late")
        #expect(timeless.found.map(\.subject) == [.stage("handling")])

        // Taken back, it has no unit any more, whichever way it came.
        var back = draft
        back.put(
            Draft.move(
                "return", ["handling"], "review", [.role("handler")], asks: [.reason], does: [.takeBack]))
        back.put(Draft.move("again", ["review"], "handling", [.role("clerk")]))
        #expect(back.found.map(\.subject) == [.move("again")])
        back.put(Draft.move("again", ["review"], "handling", [.role("clerk")], needs: [.dispatched]))
        #expect(back.found.isEmpty)
    }

    @Test("refuses limits that never end, end in nothing, or contradict themselves")
    func limits() {
        let limits: [(TimeLimit, String)] = [
            (Draft.limit("odd", ["received"], span: .workingDays(0), atExpiry: "late"), "time"),
            (Draft.limit("odd", ["received"], span: .calendar(-1), atExpiry: "late"), "time"),
            (Draft.limit("odd", ["received"], atExpiry: nil), "atExpiry"),
            (Draft.limit("odd", [], atExpiry: "late"), "runs"),
            (Draft.limit("odd", ["received", "solved"], atExpiry: "late"), "runs"),
            (Draft.limit("odd", ["received"], warn: 0, atWarning: "late", atExpiry: "late"), "warn"),
            (Draft.limit("odd", ["received"], warn: 100, atWarning: "late", atExpiry: "late"), "warn"),
            (Draft.limit("odd", ["received"], warn: 80, atExpiry: "late"), "atWarning"),
            (Draft.limit("odd", ["received"], atWarning: "late", atExpiry: "late"), "warn"),
            (Draft.limit("odd", ["review"], atExpiry: "late"), "atExpiry"),
            (Draft.limit("odd", ["received"], atExpiry: "propose"), "atExpiry"),
        ]
        for (limit, property) in limits {
            var draft = draft
            draft.limits.append(limit)
            let found = draft.found
            #expect(
                found.contains { $0.subject == .limit("odd") && $0.property == property },
                "\(property): \(found)")
        }
    }

    @Test("refuses a limit that runs and pauses in one stage")
    func pauses() {
        var draft = draft
        draft.limits[0] = TimeLimit(
            name: "whole", text: Draft.text("w"), span: .workingDays(5), runs: ["received", "handling"],
            pauses: ["handling"], atExpiry: "late")
        #expect(draft.found.map(\.property) == ["pauses"])
    }

    @Test("lets nothing happen to what is closed but to be opened again")
    func closed() {
        var out = draft
        out.put(Draft.move("sneak", ["solved"], "received", [.role("clerk")]))
        #expect(out.found.map(\.property) == ["does"])
        out.put(Draft.move("sneak", ["solved"], "received", [.resident], does: [.reopen]))
        #expect(out.found.isEmpty)
        out.put(Draft.move("sneak", ["solved", "asking"], "received", [.resident], does: [.reopen]))
        #expect(out.found.map(\.property) == ["does"])

        var rated = draft
        rated.put(
            Draft.move(
                "rate", ["asking", "solved"], nil, [.resident], asks: [.solved, .satisfied], does: [.opinion])
        )
        #expect(rated.found.map(\.property) == ["from"])
    }

    @Test("refuses guards whose number always or never holds")
    func numbers() {
        let guards: [Guard] = [
            .attempts(atLeast: 0, hoursApart: 1), .attempts(atLeast: 2, hoursApart: -1), .returnsBelow(0),
            .roundsAtLeast(0), .reopensBelow(-1), .closedWithin(days: 0), .notWithin(hours: 0),
        ]
        for need in guards {
            var draft = draft
            draft.put(Draft.move("wait", ["received"], "review", [.role("clerk")], needs: [need]))
            #expect(draft.found.map(\.property) == ["needs"], "\(need)")
        }
    }

    @Test("wants texts in both languages, a prefix of letters, and every name once")
    func wording() {
        var draft = draft
        draft.prefix = "pl1"
        draft.version = 0
        draft.put(
            Stage(name: "review", text: LocalText(zh: "复核", en: " "), told: Draft.text("x"), holder: .desk))
        draft.moves.append(draft.moves[0])
        draft.limits.append(draft.limits[0])
        draft.stages.append(draft.stages[0])
        let found = draft.found.filter { $0.aspect == .wording }
        #expect(
            found.map(\.subject) == [
                .procedure, .procedure, .stage("review"), .stage("received"), .move("dispatch"),
                .limit("whole"),
            ])
    }

    @Test("refuses a move that nobody, or nothing, ever makes")
    func unused() {
        var draft = draft
        draft.put(Draft.move("ghost", ["received"], nil, [.system]))
        draft.put(Draft.move("orphan", ["received"], nil, []))
        draft.put(Draft.move("rootless", [], "review", [.role("clerk")]))
        #expect(
            draft.found.map(\.subject) == [.move("orphan"), .move("rootless"), .move("ghost")])
    }

    @Test("lets the program give a class and a unit where people give them too, and nothing else")
    func suggested() {
        func dispatch(_ by: [Party], _ asks: [InputWord], automatic: Bool = false) -> [ProcedureComplaint] {
            var draft = draft
            draft.put(
                Draft.move(
                    "dispatch", ["received"], "handling", by, asks: asks, does: [.dispatch],
                    automatic: automatic))
            return draft.found.filter { $0.problem.contains("has no answers to give") }
        }
        let clerk = Party.role("clerk")
        #expect(dispatch([clerk, .system], [.unit]).isEmpty)
        #expect(dispatch([clerk, .system], [.category, .unit]).isEmpty)
        #expect(dispatch([clerk], [.unit, .explanation]).isEmpty, "the program has no part in it")
        for found in [
            dispatch([.system], [.unit]), dispatch([clerk, .system], [.unit, .explanation]),
            dispatch([clerk, .system], [.unit], automatic: true),
        ] {
            #expect(found.map(\.subject) == [.move("dispatch")])
            #expect(found.allSatisfy { $0.property == "asks" && $0.aspect == .rule })
        }
        var timed = draft
        timed.put(
            Draft.move(
                "dispatch", ["received"], "handling", [clerk, .system], asks: [.unit], does: [.dispatch]))
        timed.limits.append(Draft.limit("soon", ["received"], atExpiry: "dispatch"))
        #expect(timed.found.contains { $0.problem.contains("has no answers to give") }, "a timer knows none")
    }

    @Test("refuses a procedure without stages, and one that begins at its end")
    func beginnings() {
        var empty = Draft()
        (empty.stages, empty.moves, empty.limits) = ([], [], [])
        #expect(empty.found.map(\.property) == ["stages"])
        var ended = draft
        ended.stages.insert(Draft.stage("over", .nobody, .merged), at: 0)
        #expect(ended.found.contains { $0.subject == .stage("over") && $0.property == "closes" })
    }
}
