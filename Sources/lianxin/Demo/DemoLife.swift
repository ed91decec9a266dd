import Core
import Desk

/// Lets one matter live through its year: who does what with it, when, and what they say.
///
/// It knows no kind and no stage: it asks which moves are possible and chooses among them by what they do.
struct DemoLife {
    let desk: Desk
    let people: DemoPeople
    let texts: DemoTexts
    let end: Moment
    private var city: City { desk.city }
    private static let mostMoves = 70
    private static let minute: Int64 = 60_000
    private static let hour: Int64 = 3_600_000

    /// Files a matter and lets the people work on it until it ends or the year does.
    func live(_ plan: DemoPlan, in transaction: DeskTransaction) throws {
        var dice = plan.dice
        let receipt = try transaction.file(
            desk.prepare(plan.filing, as: plan.identity, by: plan.filer, at: plan.at), at: plan.at)
        if let tale = plan.tale {
            try tell(tale, of: receipt.id, plan, in: transaction, &dice)
        } else {
            var now = plan.at
            for _ in 0..<Self.mostMoves {
                guard let matter = try transaction.matter(receipt.id) else { return }
                now = after(now, matter, &dice)
                if now >= end { break }
                try transaction.catchUp(receipt.id, to: now)
                guard let current = try transaction.matter(receipt.id) else { return }
                guard try step(current, plan, at: now, in: transaction, &dice) else { break }
            }
        }
        try transaction.catchUp(receipt.id, to: end)
    }

    /// How long the next one to act takes. People mind the clock that runs, and nine in ten times are in
    /// time.
    private func after(_ now: Moment, _ matter: Matter, _ dice: inout Dice) -> Moment {
        let holder = city.procedures[matter.kind]?.stage(matter.stage)?.holder ?? .nobody
        let luck = dice.share()
        if let day = matter.reviewOn.flatMap({ CivilDate($0) }), dice.hits(90) {
            return max(now, city.calendar.start(of: day)) + Self.hour
        }
        switch holder {
        case .desk, .lead:
            let usual = holder == .desk ? 6 * Self.hour : 96 * Self.hour
            let left = matter.nextClock.map { max($0.due - now, Self.hour) } ?? usual
            let most = Double(dice.hits(8) ? usual + left : min(usual, left))
            return now + 5 * Self.minute + Int64(luck * luck * 0.9 * most)
        case .resident, .main: return now + Self.hour + Int64(luck * 9 * 24 * Double(Self.hour))
        case .nobody:
            if let day = matter.side.check.flatMap({ CivilDate($0.on) }) {
                let from = max(now, city.calendar.start(of: day) + 9 * Self.hour)
                return from + Int64(luck * 6 * 24 * Double(Self.hour))
            }
            return now + Int64(luck * 20 * 24 * Double(Self.hour))
        }
    }

    /// - Returns: False when nobody wants to do anything more.
    private func step(
        _ matter: Matter, _ plan: DemoPlan, at now: Moment, in transaction: DeskTransaction,
        _ dice: inout Dice
    ) throws -> Bool {
        let isOwed = matter.side.check != nil || !matter.side.proposals.isEmpty
        if !matter.isOpen, !isOwed, !dice.hits(matter.rounds > 0 ? 12 : 2) { return false }
        let taste = DemoTaste(matter: matter, city: city, now: now)
        var options: [(actor: Actor, move: Move, weight: Double)] = []
        for actor in [Actor.resident] + people.candidates(for: matter, &dice) {
            for move in possibleMoves(on: matter, by: actor, in: city, at: now) {
                let weight = taste.weight(of: move, by: actor)
                if weight > 0 { options.append((actor, move, weight)) }
            }
        }
        // Where nothing is to be done but what could be done any day, mostly nothing is done.
        if matter.isOpen, options.reduce(0, { $0 + $1.weight }) < 1.5, !dice.hits(15) { return true }
        guard let chosen = draw(options, &dice) else { return false }
        let inputs = answers(plan, at: now).inputs(for: chosen.move, on: matter, &dice)
        do {
            try transaction.perform(
                Order(chosen.move.name, inputs), on: .id(matter.id), by: chosen.actor, at: now)
        } catch is Refusal {
            // Chance chose something that is not possible with these inputs; the next step chooses anew.
        }
        return true
    }

    private func answers(_ plan: DemoPlan, at now: Moment) -> DemoAnswers {
        DemoAnswers(city: city, people: people, texts: texts, category: plan.category, now: now)
    }

    private func draw(
        _ options: [(actor: Actor, move: Move, weight: Double)], _ dice: inout Dice
    ) -> (actor: Actor, move: Move, weight: Double)? {
        var left = dice.share() * options.reduce(0) { $0 + $1.weight }
        for option in options {
            left -= option.weight
            if left <= 0 { return option }
        }
        return options.last
    }
}

extension DemoLife {
    /// Makes the moves of a tale, each by somebody who may make it. What cannot be done ends it there: the
    /// kinds of another city need not know the tale.
    private func tell(
        _ tale: DemoTale, of id: Int64, _ plan: DemoPlan, in transaction: DeskTransaction, _ dice: inout Dice
    ) throws {
        var now = plan.at
        for step in tale.steps {
            now = min(now + Int64(step.hours * 3_600_000), end + -60_000)
            try transaction.catchUp(id, to: now)
            guard let matter = try transaction.matter(id),
                let move = city.procedures[matter.kind]?.move(step.move),
                let actor = people.somebody(for: move, on: matter, in: city, at: now)
            else { return }
            let answers = answers(plan, at: now)
            var inputs = answers.inputs(for: move, on: matter, &dice).filter {
                ![.urgency, .route, .grade].contains($0.key)
            }
            if inputs[.unit] != nil { inputs[.unit] = unit(for: step, on: matter, answers, &dice)?.text }
            for (word, value) in step.inputs where word != .unit {
                inputs[word] = value.hasPrefix("+") ? Int(value.dropFirst()).map(answers.day) : value
            }
            if step.inputs[.matter] == DemoTale.before {
                inputs[.matter] = try number(before: id, like: matter, in: transaction)
            }
            do {
                try transaction.perform(Order(move.name, inputs), on: .id(id), by: actor, at: now)
            } catch is Refusal {
                return
            }
        }
    }

    /// An open matter of the same kind that was raised shortly before.
    private func number(before id: Int64, like matter: Matter, in transaction: DeskTransaction) throws
        -> String?
    {
        for other in stride(from: id - 1, to: max(0, id - 50), by: -1) {
            if let one = try transaction.matter(other), one.kind == matter.kind,
                city.procedures[one.kind]?.stage(one.stage)?.closes == nil
            {
                return one.number
            }
        }
        return nil
    }

    /// The catalogue's unit, or another one where the tale says so.
    private func unit(
        for step: DemoTale.Step, on matter: Matter, _ answers: DemoAnswers, _ dice: inout Dice
    ) -> UnitCode? {
        guard let category = matter.category else { return city.desk }
        let right = city.dispatch.unit(for: category, at: matter.area, in: city.catalogue)
        guard step.inputs[.unit] == DemoTale.other else { return right }
        var other = answers.assistant(for: matter, &dice)
        // The draw does not know the unit that had it before.
        for _ in 0..<8 where other == right { other = answers.assistant(for: matter, &dice) }
        return other
    }
}
