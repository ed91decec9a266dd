/// The clocks of what goes on beside: each begins when its thing does, and ends with it.
extension Scene {
    func sideClockFacts(moving matter: Matter, to stage: String, facts: [Fact], _ terms: Terms) -> [Fact] {
        let limits = procedure.limits.filter { $0.subject != .matter }
        if limits.isEmpty { return [] }
        var after = matter
        after.apply(
            Event(
                sequence: matter.version + 1, at: now, by: .system("clocks"), move: nil, from: matter.stage,
                to: stage, facts: facts))
        return limits.flatMap { clockFacts(of: $0, from: matter, to: after, stage, terms) }
    }

    private func clockFacts(
        of limit: TimeLimit, from matter: Matter, to after: Matter, _ stage: String, _ terms: Terms
    ) -> [Fact] {
        var facts: [Fact] = []
        let place = place(of: limit, in: stage)
        let wanted = place == .ends ? [] : subjects(of: limit, in: after)
        var left = matter.clocks.filter { procedure.limit($0.limit)?.name == limit.name }
        for subject in wanted {
            let index = left.firstIndex { $0.limit == subject.clock && $0.from >= subject.since }
            guard let index else {
                if place == .runs {
                    facts.append(
                        started(
                            limit, as: subject.clock, terms: terms.after, promised: subject.promised,
                            base: subject.base))
                }
                continue
            }
            // What was promised by a person is not moved by a rule.
            let own =
                subject.promised == nil && subject.base == nil
                ? terms : Terms(before: terms.after, after: terms.after)
            facts += change(left.remove(at: index), of: limit, place, own)
        }
        // One that began anew ended first.
        return left.flatMap { change($0, of: limit, .ends, terms) } + facts
    }

    /// Something that a limit counts for.
    private struct Subject {
        let clock: String
        let since: Moment
        var promised: Moment?
        var base: Moment?
    }

    private func subjects(of limit: TimeLimit, in matter: Matter) -> [Subject] {
        let (name, side) = (limit.name, matter.side)
        func end(_ day: String?) -> Moment? {
            day.flatMap { CivilDate($0) }.map { city.calendar.end(of: $0) }
        }
        func one(_ since: Moment?, promised: Moment? = nil, base: Moment? = nil) -> [Subject] {
            since.map { [Subject(clock: name, since: $0, promised: promised, base: base)] } ?? []
        }
        switch limit.subject {
        case .matter: return []
        case .part:
            return side.parts.filter { $0.state == .open }.map {
                Subject(clock: "\(name)@\($0.unit.text)", since: $0.since, promised: end($0.until))
            }
        case .decision:
            return side.proposals.map { Subject(clock: "\(name)@\($0.kind.rawValue)", since: $0.at) }
        case .supervision:
            return one(side.supervision.flatMap { $0.answeredAt == nil ? $0.levelSince : nil })
        case .raise: return one(side.raised.last.flatMap { $0.takenAt == nil ? $0.at : nil })
        case .contact: return one(side.contactedAt == nil ? matter.leadSince : nil)
        case .promise: return one(side.promise?.at, promised: end(side.promise?.until))
        case .leaderCall: return one(side.leadership.flatMap { $0.by == nil ? $0.calledAt : nil })
        case .leadership:
            return one(side.leadership?.at, promised: end(side.leadership?.until))
        case .guidance: return one(side.guidedAt == nil ? side.keyedAt : nil)
        case .check:
            let day = side.check.flatMap { CivilDate($0.on) }.map { city.calendar.start(of: $0) }
            return one(side.check?.at, base: day)
        }
    }
}
