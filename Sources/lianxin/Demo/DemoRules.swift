import CityPack
import Core
import Desk
import Directory
import Rules
import Web

/// The dispatch rules at work: matters that two units sent back until the level above ruled, what became of
/// the rulings, changes in every state, and a dry run with its rows.
enum DemoRules {
    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 86_400_000
    /// Places in which units disagree.
    private static let disputes = 4

    /// A class at a place that one unit has by the catalogue, and another one says is its own.
    private struct Dispute {
        let rule: DispatchCatalogue.Rule
        let category: String
        let rival: UnitCode
    }

    /// Brings in what was sent back and ruled.
    static func fill(_ town: Town, _ directory: Directory, seed: UInt64, end: Moment) async throws {
        let people = try await DemoPeople(of: town, directory)
        let texts = try DemoTexts(pack: town.pack)
        var dice = Dice(seed: seed ^ 0x5EED)
        for (index, dispute) in disputes(in: town.desk.city).enumerated() {
            // The last of each speaks for the catalogue; the others against it.
            for round in 0..<3 {
                let at = end + -day * Int64(5 + index * 6 + round * 3)
                try await toss(
                    dispute, to: round == 2 ? dispute.rule.unit : dispute.rival, town, people, texts, &dice,
                    at: at)
            }
        }
    }

    private static func disputes(in city: City) -> [Dispute] {
        var found: [Dispute] = []
        for rule in city.dispatch.rules where rule.area.level == .county {
            guard let code = rule.category, let category = city.catalogue[code], category.isLeaf,
                !found.contains(where: {
                    $0.rule.area == rule.area && $0.category.prefix(2) == code.prefix(2)
                }),
                let decision = city.dispatch.decision(for: code, at: rule.area, in: city.catalogue),
                let rival = decision.lost.first(where: { $0.unit != rule.unit && !$0.isBackstop })
            else { continue }
            found.append(Dispute(rule: rule, category: code, rival: rival.unit))
            if found.count == disputes { break }
        }
        return found
    }

    /// Given to one, sent back, given to the other, sent back again, ruled.
    private static func toss(
        _ dispute: Dispute, to ruled: UnitCode, _ town: Town, _ people: DemoPeople, _ texts: DemoTexts,
        _ dice: inout Dice, at: Moment
    ) async throws {
        let city = town.desk.city
        guard let clerk = people.anyone(in: dispute.rule.area, &dice) else { return }
        let composed = texts.compose(in: dispute.rule.area, of: city, &dice)
        var filing = Filing(text: composed.text, channel: .hotline)
        filing.area = dispute.rule.area
        filing.contact = texts.contact(&dice)
        let receipt = try await town.desk.file(filing, by: clerk, at: at)
        let reasons = city.returnReasons(at: at)
        let steps: [(effect: Effect, unit: UnitCode?)] = [
            (.categorise, nil), (.dispatch, dispute.rule.unit), (.takeBack, nil), (.dispatch, dispute.rival),
            (.takeBack, nil), (.rule, ruled),
        ]
        var now = at
        for step in steps {
            now = now + (2 + Int64(dice.below(3))) * hour
            let cause = dice.pick(reasons)?.code ?? ""
            let reason = "请转给真正负责的单位。"
            let ruling = "按三定方案和现场情况，由该单位办理。"
            try await make(
                step.effect, on: receipt.id, town, people,
                [
                    .category: dispute.category, .unit: step.unit?.text ?? "",
                    .reason: step.effect == .rule ? ruling : reason, .cause: cause,
                ], at: now)
        }
    }

    /// Makes the first move with an effect that somebody can make now.
    private static func make(
        _ effect: Effect, on id: Int64, _ town: Town, _ people: DemoPeople, _ inputs: [InputWord: String],
        at now: Moment
    ) async throws {
        guard let matter = try await town.desk.dossier(.id(id), for: .system("demo"))?.matter else { return }
        let city = town.desk.city
        let moves = city.procedures[matter.kind]?.moves ?? []
        for move in moves where move.from.contains(matter.stage) && move.does.contains(effect) {
            let needed = move.asks.filter(\.required).map(\.word)
            guard needed.allSatisfy({ inputs[$0]?.isEmpty == false }),
                let actor = people.somebody(for: move, on: matter, in: city, at: now)
            else { continue }
            let given = Dictionary(
                uniqueKeysWithValues: needed.compactMap { word in inputs[word].map { (word, $0) } })
            _ = try await town.desk.perform(Order(move.name, given), on: .id(id), by: actor, at: now)
            return
        }
    }

    // MARK: What people made of it

    /// Changes in every state, decisions on proposals, and a dry run. Run it when the log was followed.
    static func decide(_ town: Town, _ directory: Directory, end: Moment) async throws {
        let holders = try await keepers(town, directory)
        guard let author = holders.first, let second = holders.last, author != second else { return }
        let (city, rules) = (town.desk.city, town.rules)
        let today = city.calendar.date(of: end)
        var drafts: [Int64] = []
        for (index, dispute) in disputes(in: city).enumerated() {
            let change = RuleChange(
                cell: dispute.rule.cell, from: today.adding(days: 7 * index),
                gift: .init(
                    unit: dispute.rival, assistants: [dispute.rule.unit],
                    limit: index == 1 ? .workingDays(5) : nil,
                    source: index == 1 ? "市政府专题会议纪要" : nil))
            guard change.problem(in: city, today: today) == nil else { continue }
            let id = try await rules.draft(
                change, reason: "两个单位对这类事项多次互退，按裁定明确承办单位。", by: author, at: end + -hour)
            drafts.append(id)
            // One stays a draft, one waits, one counts, one was declined.
            if index == 0 { continue }
            try await rules.submit(id, by: author, at: end + -hour + 600_000)
            if index == 2 { try await rules.approve(id, by: second, at: end + -hour + 1_200_000) }
            if index == 3 {
                try await rules.decline(
                    id, by: second, why: "先看两个月的裁定再定。", at: end + -hour + 1_200_000)
            }
        }
        try await answer(rules, by: second, today, end: end)
        if !drafts.isEmpty {
            let tried = Array(drafts.prefix(2))
            let days = today.adding(days: -60)...today
            _ = try await rules.ask(tried, days: days, by: author, at: end)
            while try await rules.work(at: end) {}
        }
    }

    /// One proposal becomes a draft, one is declined; the others wait.
    private static func answer(_ rules: RulesDesk, by person: Int64, _ today: CivilDate, end: Moment)
        async throws
    {
        let waiting = try await rules.waitingProposals(limit: 4)
        if waiting.count > 2 {
            _ = try await rules.accept(
                waiting[0], from: today.adding(days: 3), reason: "裁定一致，写进规则。", by: person, at: end)
            try await rules.refuse(waiting[1], why: "两件裁定情况特殊，不作为通例。", by: person, at: end)
        }
    }

    /// People of the pack who look after the rules of the whole city.
    private static func keepers(_ town: Town, _ directory: Directory) async throws -> [Int64] {
        let city = town.pack.city
        var found: [Int64] = []
        for row in town.pack.people where row.post.area == city.area {
            guard city.roles[row.post.role]?.powers.contains(.manageRules) == true,
                let person = try await directory.person(login: row.login), !found.contains(person.id)
            else { continue }
            found.append(person.id)
            if found.count == 2 { break }
        }
        return found
    }
}

extension DispatchCatalogue.Rule {
    fileprivate var isBackstop: Bool { category == nil }
}
