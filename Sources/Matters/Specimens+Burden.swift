import Core

/// A kind on paper in which everything that goes on beside a matter's way can.
enum SpecimenBurden {
    static let kind = "burden"

    static let procedure = Procedure(
        kind: kind, version: 1, name: SpecimenTown.text("难事", "Burden"), prefix: "BU",
        stages: [
            SpecimenTown.stage("sorted", "已分类", .desk), SpecimenTown.stage("working", "办理中", .lead),
            SpecimenTown.stage("resting", "挂账", .lead), SpecimenTown.stage("asking", "请评价", .resident),
            SpecimenTown.stage("done", "已办结", .nobody, .solved),
        ], moves: way + joint + decisions + pressure + people + resident, limits: limits)

    private static let all = ["sorted", "working", "resting", "asking"]
    private static let hand = Party.role("hand")

    private static func move(
        _ name: String, _ zh: String, from: [String] = ["working"], to: String? = nil, by party: Party = hand,
        _ asks: [InputWord], _ does: [Effect], needs: [Guard] = []
    ) -> Move {
        SpecimenTown.move(name, zh, from, to: to, by: party, asks, does, needs: needs)
    }

    private static let way = [
        move(
            "sort", "分类", from: ["sorted", "working"], by: .role("desk"), [.category, .route, .grade],
            [.categorise, .classify]),
        move("give", "派单", from: ["sorted"], to: "working", by: .role("desk"), [.unit], [.dispatch]),
        move(
            "tell", "答复", to: "asking", [.answer], [.answer, .ask],
            needs: [.partsAnswered, .wayKept, .contacted]),
        move("back", "退回", to: "sorted", [.reason], [.takeBack], needs: [.notRuled]),
        move("write", "备注", from: all, [.note], [.note]),
        move(
            "hear", "记录意见", from: ["asking"], by: .role("desk"), [.solved, .satisfied, .why, .way],
            [.opinion, .revisit(days: 30)]),
        move("call", "未接通", from: ["asking"], by: .role("desk"), [.attempt, .way], [.attempt]),
        move("wake", "恢复办理", from: ["resting"], to: "working", [], []),
        Move(
            name: "end", text: SpecimenTown.text("结束", "End"), told: SpecimenTown.text("已结束", "Ended"),
            from: ["asking"], to: "done", by: [.system], needs: [.satisfied], automatic: true),
    ]

    private static let joint = [
        move("invite", "请协办", [.part, .task, .until], [.givePart]),
        move("reply", "答复部分", [.answer], [.answerPart]),
        move("decline", "不认领", [.reason], [.refusePart]),
        move("insist", "仍由其办", [.part, .reason], [.insistPart]),
        move("drop", "收回部分", [.part, .reason], [.dropPart]),
    ]

    private static let decisions = [
        move("moreTime", "申请延期", [.until, .reason], [.propose(.extension)]),
        move("yesTime", "批准延期", by: .role("desk"), [.reason], [.grant(.extension)]),
        move("noTime", "不批准延期", by: .role("desk"), [.reason], [.deny(.extension)]),
        move("rest", "申请挂账", [.reviewOn, .reason], [.propose(.suspension)]),
        move("yesRest", "批准挂账", to: "resting", by: .role("desk"), [.reason], [.grant(.suspension)]),
        move("noCount", "申请不计考核", from: all, [.reason], [.propose(.exclusion)]),
        move("yesNoCount", "批准不计考核", from: all, by: .role("desk"), [.reason], [.grant(.exclusion)]),
    ]

    private static let pressure = [
        move("press", "督办", from: all, by: .role("desk"), [.demand], [.supervise]),
        move("explain", "答复督办", from: all, [.answer], [.answerSupervision]),
        move("harder", "升级督办", from: all, by: .role("desk"), [.reason], [.raiseSupervision]),
        move("enough", "解除督办", from: all, by: .role("desk"), [.reason], [.liftSupervision]),
        move("lift", "上报", [.reason], [.escalate]),
        move("takeUp", "接手", by: .role("desk"), [], [.takeRaise]),
        move("handDown", "批回", by: .role("desk"), [.answer], [.handDown]),
        move("mark", "列为重点", from: all, by: .role("desk"), [.reason], [.key]),
        move("advise", "指导", from: all, by: .role("desk"), [.note], [.guide], needs: [.keyed]),
        Move(
            name: "pressed", text: SpecimenTown.text("多次催办", "Urged often"), told: nil, from: all, to: nil,
            by: [.system], needs: [.urgesAtLeast(3), .notSupervised], does: [.supervise], automatic: true),
    ]

    private static let people = [
        move("claim", "认领", [.until], [.claim]),
        move("sharp", "请领导包案", by: .role("desk"), [.sharpness, .reason], [.callLeader]),
        move("lead", "包案", by: .role("desk"), [.plan, .until], [.contract]),
        move("walk", "走访", by: .role("desk"), [.note], [.leaderVisit]),
        move("name", "登记当事方", [.party, .partyKind], [.nameParty]),
        move("claims", "记录诉求", [.party, .position], [.takePosition]),
        move("sit", "开会", [.session, .note], [.holdSession]),
        move("settle", "写下协议", [.agreement], [.agree]),
        move("sign", "记录态度", [.party, .accepts], [.accept]),
        move("speak", "联系群众", from: all, [.way, .note], [.contact]),
        move("check", "回访", from: ["done"], by: .role("desk"), [.solved, .satisfied, .why], [.recheck]),
        move("tryCheck", "回访未通", from: ["done"], by: .role("desk"), [.attempt], [.tryCheck]),
    ]

    private static let resident = [
        move("urge", "催办", from: ["working"], by: .resident, [], [.urge, .tell(.lead, template: "urged")]),
        move(
            "rate", "评价", from: ["asking"], by: .resident, [.solved, .satisfied, .why],
            [.opinion, .revisit(days: 30)]),
    ]

    private static let limits =
        [
            TimeLimit(
                name: "whole", text: SpecimenTown.text("办理时限", "Time to handle"), span: .workingDays(5),
                runs: ["sorted", "working"], pauses: ["asking", "resting"], warnAtPercent: 80)
        ]
        + [
            ("part", "协办时限", TimeLimit.Subject.part), ("decision", "审批时限", .decision),
            ("order", "督办时限", .supervision), ("raise", "接手时限", .raise), ("contact", "联系时限", .contact),
            ("promise", "承诺", .promise), ("leader", "包案时限", .leaderCall), ("contract", "化解时限", .leadership),
            ("guide", "指导时限", .guidance), ("check", "回访时限", .check),
        ].map { name, zh, subject in
            TimeLimit(
                name: name, text: SpecimenTown.text(zh, "Limit \(name)"), span: .workingDays(2), runs: [],
                warnAtPercent: 80, subject: subject)
        }
}

extension SpecimenLife {
    /// Everything that can go on beside, by name: each state of each panel, with what people really write.
    static func beside(_ city: City) -> [(name: String, life: SpecimenLife)] {
        let day: Int64 = 86_400_000
        guard
            let start = SpecimenLife(
                city, text: "院墙倒了，三家说法不一。\(hostile)", place: hostile, age: 6 * day, kind: SpecimenBurden.kind)
        else { return [] }
        let working = start.after("give", [.unit: "H"])
        let hands = SpecimenTown.handlers
        let joint = working.after("sort", [.category: "c1", .route: "individual", .grade: "complex"])
            .after("invite", [.part: "A1", .task: hostile, .until: "2026-11-25"], by: hands)
            .after("invite", [.part: "A2", .task: "量一量"], by: hands)
            .after("invite", [.part: "L", .task: long], by: hands)
            .after("decline", [.reason: hostile], by: SpecimenTown.branch("A1"))
            .after("reply", [.answer: hostile], by: SpecimenTown.branch("A2"))
        let many = (1...12).reduce(working) { life, number in
            life.after("invite", [.part: "A\(number)", .task: "看现场"], by: hands)
        }
        let asked = working.after("moreTime", [.until: "2026-12-20", .reason: hostile], by: hands)
            .after("rest", [.reviewOn: "2026-12-31", .reason: hostile], by: hands)
        let given = working.after("moreTime", [.until: "2026-12-20", .reason: hostile], by: hands)
            .after("yesTime", [.reason: hostile], id: 2)
        let resting = asked.after("noTime", [.reason: hostile], id: 2).after(
            "yesRest", [.reason: "路修好再说"], id: 2)
        let pressed = working.after("press", [.demand: hostile], id: 2)
        let harder = pressed.after("explain", [.answer: hostile], by: hands)
            .after("harder", [.reason: hostile], id: 2).after("harder", id: 2)
        return [
            ("joint", joint), ("twelve parts", many), ("decisions", asked), ("extended", given),
            ("suspended", resting), ("supervised", pressed), ("accountable", harder),
            (
                "lifted",
                pressed.after("explain", [.answer: "已办"], by: hands).after("enough", [.reason: "好"], id: 2)
            ),
        ] + beside(of: working, hands)
    }

    private static func beside(
        of working: SpecimenLife, _ hands: [Post]
    ) -> [(name: String, life: SpecimenLife)] {
        let raised = working.after("write", [.note: hostile], by: hands).after(
            "lift", [.reason: hostile], by: hands)
        let led = working.after("sharp", [.sharpness: "5", .reason: hostile])
        let contracted = led.after("lead", [.plan: long, .until: "2026-12-24"])
            .after("walk", [.note: hostile])
        let name = String(repeating: "很长的名字", count: 12)
        let parties = (1...18).reduce(working) { life, number in
            life.after("name", [.party: "第\(number)户", .partyKind: "resident"], by: hands)
        }.after("name", [.party: name, .partyKind: "builder"], by: hands)
            .after("name", [.party: hostile.prefix(60).description, .partyKind: "owner"], by: hands)
        let agreed = parties.after("claims", [.party: name, .position: hostile], by: hands)
            .after("sit", [.session: "site", .note: hostile], by: hands)
            .after("settle", [.agreement: hostile], by: hands)
            .after("sign", [.party: name, .accepts: "no"], by: hands)
            .after("sign", [.party: "第1户", .accepts: "yes"], by: hands)
        let keyed = working.after("mark", [.reason: hostile])
        let claimed = working.after("sort", [.category: "c1", .route: "individual"]).after(
            "claim", [.until: "2026-12-01"], by: hands
        )
        .after("speak", [.way: "phone", .note: hostile], by: hands)
        let asking = claimed.after("tell", [.answer: hostile], by: hands)
        let called = asking.after("call", [.attempt: "noAnswer", .way: "phone"], id: 2)
            .after("call", [.attempt: "refused", .way: "phone"], id: 2)
        let done = asking.after("rate", [.solved: "yes", .satisfied: "yes"], by: nil)
        let counted = asking.after("rate", [.solved: "no", .satisfied: "no", .why: hostile], by: nil)
            .after("noCount", [.reason: hostile], by: hands).after("yesNoCount", [.reason: hostile], id: 2)
        return [
            ("raised", raised), ("taken up", raised.after("takeUp", id: 2)),
            ("handed down", raised.after("takeUp", id: 2).after("handDown", [.answer: hostile], id: 2)),
            ("leader asked for", led), ("leader", contracted), ("dispute", agreed), ("key order", keyed),
            ("guided", keyed.after("advise", [.note: hostile])), ("claimed", claimed), ("called", called),
            ("to be checked", done),
            (
                "checked",
                done.after("tryCheck", [.attempt: "noAnswer"], id: 2)
                    .after("check", [.solved: "no", .satisfied: "no", .why: hostile], id: 2)
            ),
            ("urged thrice", (1...3).reduce(working) { life, _ in life.after("urge", by: nil) }),
            ("does not count", counted),
        ]
    }

    private static let long = String(repeating: "先看现场，再定办法。", count: 60)
}
