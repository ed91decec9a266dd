import Core
import Storage

/// What a move means for the other matter it names.
extension DeskTransaction {
    private var joins: JoinStore { JoinStore(connection: connection) }

    /// The other matter of a merge or join, locked until the end: nobody answers or ends it meanwhile.
    func target(_ number: String, of matter: Matter, for actor: Actor) throws -> Order.Target? {
        if number == matter.number { return nil }
        guard let kept = try store.kept(.number(number), locked: true) else { return nil }
        return Order.Target(
            kept.matter, isInSight: isInSight(kept.matter, of: actor, in: desk.city),
            isSameResident: try isSameResident(matter.id, kept.matter.id))
    }

    /// By the same telephone number or mail address; who left neither is nobody's equal.
    private func isSameResident(_ one: Int64, _ other: Int64) throws -> Bool {
        let (left, right) = (try store.contact(of: one), try store.contact(of: other))
        if let phone = left.phone, phone == right.phone { return true }
        return left.email != nil && left.email?.lowercased() == right.email?.lowercased()
    }

    /// Writes what a matter is joined to, and wakes those that wait for it where there is something for them.
    func keepJoins(_ events: [Event], of matter: Matter, before: Matter) throws {
        try joins.keep(KeptJoin(of: matter), of: matter, before: KeptJoin(of: before))
        if matter.isOpen != before.isOpen { try joins.setOpen(matter.isOpen, matter.id) }
        let isNews = events.contains { $0.facts.contains(where: \.wakesJoined) }
        if isNews, JoinedCourse(of: matter) != .wait { try joins.setDue(matter.id) }
    }

    /// An urge of a resident whose matter waits for another one is felt there.
    func passOnUrges(_ events: [Event], of matter: Matter, at now: Moment) throws {
        guard let number = matter.joinedTo else { return }
        for event in events where event.facts.contains(.urged) {
            guard let main = try store.kept(.number(number), locked: true) else { continue }
            let felt = urged(by: event, on: main.matter, in: desk.city, at: now)
            if !felt.isEmpty { _ = try keep(felt, on: main, now: now) }
        }
    }

    // MARK: What becomes of those that wait

    /// Gives one that waits what there is for it: the answer, another matter to wait for, or its own way.
    ///
    /// - Returns: False where it waits on, or does not wait any more.
    func followMain(_ member: Int64, at now: Moment) throws -> Bool {
        guard let kept = try store.kept(.id(member), locked: true), let own = kept.matter.joinedTo else {
            return false
        }
        guard let (main, course) = try course(for: own) else {
            return try make(.leave, on: kept.matter, at: now)
        }
        switch course {
        case .wait:
            if main.number == own { return false }
            return try make(.joinOn, on: kept.matter, [.matter: main.number], at: now)
        case .share(let unit):
            guard let text = try answer(of: main) else { return try make(.leave, on: kept.matter, at: now) }
            var inputs: [InputWord: String] = [.answer: text]
            inputs[.unit] = unit.flatMap { desk.city.units[$0] == nil ? nil : $0.text }
            return try make(.share, on: kept.matter, inputs, at: now)
        case .joinOn, .succeed:
            // It ended without an answer, and nothing took its place yet: this one does.
            guard try make(.leave, on: kept.matter, at: now) else { return false }
            try joins.setHeir(kept.matter.number, of: main, at: now)
            return true
        }
    }

    /// The matter that counts for those that wait for `number`, and what it has for them: what ended without
    /// an answer points to what took its place. Nil where that leads nowhere.
    private func course(for number: String) throws -> (main: Matter, course: JoinedCourse)? {
        var (next, seen): (String, Set<String>) = (number, [])
        while seen.insert(next).inserted, seen.count <= 8 {
            guard let main = try store.kept(.number(next), locked: true)?.matter else { return nil }
            let course = JoinedCourse(of: main)
            switch course {
            case .wait, .share: return (main, course)
            case .joinOn(let other): next = other
            case .succeed:
                guard let heir = try joins.heir(of: main.id) else { return (main, course) }
                next = heir
            }
        }
        return nil
    }

    /// The words of the answer that stands.
    private func answer(of main: Matter) throws -> String? {
        let story = try EventLog.events(of: main.id, in: connection).map(EventPayload.decode)
        return story.standing.flatMap(\.facts).reversed().lazy.compactMap { fact in
            if case .answered(let text, _) = fact { text } else { nil }
        }.first
    }

    /// Makes a move of the program, found by what it does; what the law refuses goes its own way instead.
    private func make(
        _ sort: Procedure.JoinedMove, on matter: Matter, _ inputs: [InputWord: String] = [:], at now: Moment
    ) throws -> Bool {
        let system = Actor.system("joins")
        do {
            guard let move = desk.city.procedures[matter.kind]?.move(sort) else {
                throw Refusal.unknownMove(sort.word)
            }
            try perform(Order(move.name, inputs), on: .id(matter.id), by: system, at: now)
            return true
        } catch let refusal as Refusal {
            if sort == .leave { throw refusal }
            return try make(.leave, on: matter, at: now)
        }
    }
}

extension Fact {
    /// Whether what others wait for may have come.
    fileprivate var wakesJoined: Bool {
        switch self {
        case .answered, .closed, .merged, .joinedTo: true
        default: false
        }
    }
}
