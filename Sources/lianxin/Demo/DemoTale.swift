import Core

/// A matter that stands in every demo near the end of its year: which moves are made, and when. So that each
/// list of an office has something in it however small the demo is.
struct DemoTale: Sendable {
    let name: String
    let kind: String
    /// How long before the end of the year it is raised, in days.
    let daysAgo: Double
    /// Whether it happens where a grid station works, so that the whole chain can have it (M43).
    let inGrid: Bool
    let steps: [Step]

    /// One move, so many hours after the one before. A value `+14` is the day two weeks later.
    struct Step: Sendable {
        let move: String
        let hours: Double
        let inputs: [InputWord: String]
    }

    /// As the input `unit`: another one than the catalogue names.
    static let other = "other"
    /// As the input `matter`: an open one of the same kind that was raised shortly before.
    static let before = "before"

    /// When it is raised: in the morning of that day.
    func start(before end: Moment, in city: City) -> Moment {
        let even = end + Int64(-daysAgo * 86_400_000)
        return min(even, city.calendar.start(of: city.calendar.date(of: even)) + 34_200_000)
    }

    private init(
        _ name: String, _ kind: String, _ daysAgo: Double, inGrid: Bool = false, _ steps: [[Step]]
    ) {
        self.name = name
        self.kind = kind
        self.daysAgo = daysAgo
        self.inGrid = inGrid
        self.steps = steps.flatMap(\.self)
    }

    private init(_ name: String, _ daysAgo: Double, _ steps: [[Step]]) {
        self.init(name, "request", daysAgo, steps)
    }
}

private func step(_ move: String, _ hours: Double = 2, _ inputs: [InputWord: String] = [:]) -> [DemoTale.Step]
{
    [DemoTale.Step(move: move, hours: hours, inputs: inputs)]
}

/// Given to the catalogue's unit and accepted.
private func given(_ inputs: [InputWord: String] = [:]) -> [DemoTale.Step] {
    step("dispatch", 1, inputs) + step("accept", 2)
}

private func rated(_ isContent: Bool, _ hours: Double = 20) -> [DemoTale.Step] {
    let word = isContent ? "yes" : "no"
    return step("rate", hours, [.solved: word, .satisfied: word])
}

private func answered(_ isContent: Bool, _ hours: Double = 24) -> [DemoTale.Step] {
    step("answer", hours) + rated(isContent)
}

/// A dispute up to the first talk.
private func talked() -> [DemoTale.Step] {
    step("dispatch", 2) + step("nameParty") + step("nameParty", 1) + step("takePosition", 20)
        + step("takePosition", 1) + step("holdSession", 24)
}

private func accepted(_ word: String, _ hours: Double = 3) -> [DemoTale.Step] {
    step("acceptAgreement", hours, [.accepts: word])
}

extension DemoTale {
    /// Every tale. The order does not matter.
    static let all: [DemoTale] =
        joint + decisions + waiting + raised + people + pressure + called + disputes + hazards

    /// Joint handling (M25).
    private static let joint: [DemoTale] = [
        DemoTale(
            "one part answered, one open", 2,
            [
                given([.grade: "complex"]), step("givePart"), step("givePart", 1), step("answerPart", 8),
            ]),
        DemoTale(
            "a part refused", 3, [given([.grade: "complex"]), step("givePart"), step("refusePart", 18)]),
        DemoTale(
            "a refusal that did not hold", 9,
            [
                given([.grade: "complex"]), step("givePart"), step("refusePart", 18), step("insistPart", 4),
                step("answerPart", 30), answered(true),
            ]),
        DemoTale(
            "a part taken back", 8,
            [
                given([.grade: "complex"]), step("givePart"), step("refusePart", 18), step("dropPart", 4),
                step("givePart", 1), step("answerPart", 20), answered(false),
            ]),
        DemoTale(
            "a part past its day", 8, [given([.grade: "complex"]), step("givePart", 3, [.until: "+3"])]),
        DemoTale(
            "a repair with another unit", "repair", 1,
            [
                step("dispatch", 1), step("accept", 1), step("givePart", 1),
            ]),
    ]

    /// What one asks for and another decides.
    private static let decisions: [DemoTale] = [
        DemoTale("more time is asked for", 4, [given(), step("proposeExtension", 60, [.until: "+9"])]),
        DemoTale(
            "more time, twice", 12,
            [
                given(), step("proposeExtension", 60, [.until: "+8"]), step("grantExtension", 6),
                step("proposeExtension", 120, [.until: "+14"]), step("grantSecondExtension", 8),
            ]),
        DemoTale(
            "no more time", 4,
            [
                given(), step("proposeExtension", 40, [.until: "+12"]), step("denyExtension", 5),
            ]),
        DemoTale("it asks to stand still", 3, [given(), step("proposeSuspension", 20, [.reviewOn: "+30"])]),
        DemoTale(
            "it may not stand still", 4,
            [
                given(), step("proposeSuspension", 20, [.reviewOn: "+30"]), step("denySuspension", 6),
            ]),
        DemoTale("not to be counted, asked", 9, [given(), answered(false), step("proposeExclusion", 12)]),
        DemoTale(
            "not to be counted, granted", 12,
            [
                given(), answered(false), step("proposeExclusion", 12), step("grantExclusion", 20),
                answered(true, 30),
            ]),
        DemoTale(
            "not to be counted, denied", 11,
            [
                given(), answered(false), step("proposeExclusion", 12), step("denyExclusion", 20),
            ]),
    ]

    /// What waits for its day.
    private static let waiting: [DemoTale] = [
        DemoTale(
            "it stands still", 20,
            [
                given(), step("proposeSuspension", 20, [.reviewOn: "+45"]), step("grantSuspension", 6),
            ]),
        DemoTale(
            "it stood still, and went on by itself", 25,
            [
                given(), step("proposeSuspension", 20, [.reviewOn: "+10"]), step("grantSuspension", 6),
                answered(true, 24 * 11),
            ]),
        DemoTale(
            "a repair that waits for parts", "repair", 2,
            [
                step("dispatch", 1), step("arrive", 1), step("proposeSuspension", 1, [.reviewOn: "+12"]),
                step("grantSuspension", 1),
            ]),
        DemoTale("kept in the archive", 30, [given(), step("archive", 30, [.reviewOn: "+70"])]),
        DemoTale(
            "kept, and taken up again", 30,
            [
                given(), step("archive", 30, [.reviewOn: "+12"]), step("dispatch", 24 * 13), step("accept"),
                answered(true),
            ]),
    ]

    /// Levels and who has it (M43).
    private static let raised: [DemoTale] = [
        DemoTale("raised, not yet taken", 1.5, [given(), step("escalate", 6)]),
        DemoTale("raised and taken", 4, [given(), step("escalate", 20), step("takeRaise", 6)]),
        DemoTale(
            "handed down again", 6,
            [
                given(), step("escalate", 20), step("takeRaise", 6), step("handDown", 20), answered(true),
            ]),
        DemoTale(
            "up the whole chain", "dispute", 10, inGrid: true,
            [
                talked(), step("escalate", 10), step("takeRaise", 5), step("escalate", 20),
                step("takeRaise", 5),
                step("escalate", 20), step("takeRaise", 5), step("handDown", 20),
            ]),
        DemoTale(
            "two units will not have it", 2,
            [
                step("dispatch", 2), step("return", 6), step("dispatch", 2, [.unit: other]),
                step("returnAgain", 8),
            ]),
        DemoTale(
            "ruled, and being worked on", 4,
            [
                step("dispatch", 2), step("return", 6), step("dispatch", 2, [.unit: other]),
                step("returnAgain", 8),
                step("arbitrate", 10), step("accept", 3),
            ]),
        DemoTale(
            "ruled and solved", 14,
            [
                step("dispatch", 2), step("return", 6), step("dispatch", 2, [.unit: other]),
                step("returnAgain", 8),
                step("arbitrate", 10), step("accept", 3), answered(true),
            ]),
        DemoTale("the same as another", 1, [step("merge", 3, [.matter: before])]),
        DemoTale("out of scope", 5, [step("proposeScope", 3), step("confirmScope", 20)]),
        DemoTale("perhaps out of scope", 1, [step("proposeScope", 3)]),
    ]

    /// Somebody who stands for it (M22, M57).
    private static let people: [DemoTale] = [
        DemoTale(
            "a promise that runs", 2, [given([.route: "individual"]), step("claim", 3, [.until: "+5"])]),
        DemoTale(
            "a promise kept", 8,
            [
                given([.route: "individual"]), step("claim", 3, [.until: "+5"]), step("contact", 2),
                answered(true),
            ]),
        DemoTale(
            "a promise past its day", 6, [given([.route: "individual"]), step("claim", 3, [.until: "+3"])]),
        DemoTale("a plan for one case", 3, [given([.grade: "special"]), step("claim", 3, [.until: "+9"])]),
        DemoTale(
            "a leader is wanted", 2,
            [
                given([.route: "legacy", .grade: "deep"]), step("callLeader", 8, [.sharpness: "4"]),
            ]),
        DemoTale(
            "a leader has it", 20,
            [
                given([.route: "legacy", .grade: "deep"]), step("callLeader", 8, [.sharpness: "5"]),
                step("contract", 20, [.until: "+40"]), step("leaderVisit", 48), step("leaderVisit", 120),
            ]),
        DemoTale(
            "a leader solved it", 30,
            [
                given([.route: "legacy", .grade: "deep"]), step("callLeader", 8, [.sharpness: "3"]),
                step("contract", 20, [.until: "+25"]), step("leaderVisit", 72), answered(true, 96),
            ]),
    ]

    /// Key orders and supervision (M07, M57).
    private static let pressure: [DemoTale] = [
        DemoTale("a key order without guidance", 1, [given(), step("key", 2)]),
        DemoTale("a key order that is late", 8, [given(), step("key", 2), step("guide", 5)]),
        DemoTale("a key order with guidance", 3, [given(), step("key", 2), step("guide", 5)]),
        DemoTale("late: an order is out", 8.5, [given()]),
        DemoTale("late: in the notice", 11, [given(), step("raiseSupervision", 24 * 9 - 8)]),
        DemoTale("late: up to accountability by itself", 35, [given()]),
        DemoTale("late: the order was answered", 10, [given(), step("answerSupervision", 24 * 8)]),
        DemoTale(
            "late: the order was ended", 14,
            [
                given(), step("answerSupervision", 24 * 8), step("liftSupervision", 20), step("contact", 20),
            ]),
        DemoTale("pressed by hand", 3, [given(), step("supervise", 30)]),
        DemoTale("urged three times", 5, [given(), step("urge", 25), step("urge", 26), step("urge", 26)]),
    ]

    /// Call-backs and what comes afterwards (M82).
    private static let called: [DemoTale] = [
        DemoTale(
            "called in vain", 12,
            [
                given(), step("answer", 10), step("tryCall", 24 * 8, [.attempt: "noAnswer"]),
                step("tryCall", 25, [.attempt: "switchedOff"]),
            ]),
        DemoTale(
            "could not be reached", 20,
            [
                given(), step("answer", 10), step("tryCall", 24 * 8, [.attempt: "noAnswer"]),
                step("tryCall", 25, [.attempt: "switchedOff"]), step("tryCall", 25, [.attempt: "noAnswer"]),
                step("giveUp", 5),
            ]),
        DemoTale(
            "said no on the telephone", 14,
            [
                given(), step("answer", 10),
                step("recordOpinion", 24 * 8, [.solved: "no", .satisfied: "no", .way: "phone"]),
            ]),
        DemoTale(
            "a criticism to be asked about again", "criticism", 70,
            [
                step("dispatch", 5), step("answer", 60), rated(true, 24 * 31), step("tryCheck", 24 * 32),
            ]),
        DemoTale(
            "it came back, and was opened again", 9,
            [
                given(), answered(true), step("reopen", 60), step("dispatch", 3),
            ]),
        DemoTale(
            "a check that nobody could answer", "criticism", 85,
            [
                step("dispatch", 5), step("answer", 60), rated(true, 24 * 31), step("tryCheck", 24 * 32),
                step("tryCheck", 26), step("dropCheck", 5),
            ]),
        DemoTale(
            "a criticism that does not hold", "criticism", 75,
            [
                step("dispatch", 5), step("answer", 60), rated(true, 24 * 31),
                step("recheck", 24 * 33, [.solved: "no", .satisfied: "no", .way: "visit"]),
            ]),
        DemoTale(
            "a criticism a month after its answer", "criticism", 20,
            [step("dispatch", 5), step("answer", 60)]),
    ]

    /// Disputes (M66, M73).
    private static let disputes: [DemoTale] = [
        DemoTale(
            "settled, and it holds", "dispute", 50, inGrid: true,
            [
                talked(), step("agree", 20), accepted("yes"), accepted("yes"), answered(true),
                step("recheck", 24 * 32, [.solved: "yes", .satisfied: "yes", .way: "visit"]),
            ]),
        DemoTale(
            "one side does not accept", "dispute", 8,
            [
                talked(), step("agree", 20), accepted("yes"), accepted("no"),
            ]),
        DemoTale("talks go on", "dispute", 3, [talked()]),
        DemoTale(
            "for the courts", "dispute", 15, [talked(), step("proposeScope", 60), step("confirmScope", 20)]),
    ]

    /// Hazards (M124).
    private static let hazards: [DemoTale] = [
        DemoTale("a hazard being put right", "hazard", 1, [step("dispatch", 2)]),
        DemoTale(
            "a hazard to be looked at again", "hazard", 1.5, [step("dispatch", 2), step("putRight", 20)]),
        DemoTale(
            "a hazard not yet right", "hazard", 3,
            [
                step("dispatch", 2), step("putRight", 20), step("failRecheck", 10),
            ]),
        DemoTale(
            "a hazard for the household to confirm", "hazard", 3,
            [
                step("dispatch", 2), step("putRight", 20), step("answer", 10),
            ]),
        DemoTale(
            "a hazard gone", "hazard", 6, [step("dispatch", 2), step("putRight", 20), answered(true, 10)]),
    ]
}
