import Core
import Desk
import Language
import Storage

/// What waits at the desk, with what is suggested for it.
extension TriageDesk {
    /// A page of the queue.
    struct Queue: Sendable {
        let scope: Scope
        let advices: [Advice]
        /// Where the next page begins.
        let next: DuePlace?
        let model: ModelState
        /// How many wait in all.
        let waiting: Int
    }

    /// The scopes in which somebody can bring matters to units, with the parties they do it as.
    func scopes(of posts: [Post]) -> [Scope] {
        let fitting = posts.filter { !city.triageStages(by: [.role($0.role)]).isEmpty }
        return city.scopes(of: fitting).filter { if case .unit = $0 { false } else { true } }
    }

    private func parties(of posts: [Post], in scope: Scope) -> Set<Party> {
        Set(posts.filter { city.scopes(of: [$0]) == [scope] }.map { .role($0.role) })
    }

    /// The soonest due first.
    func queue(
        of posts: [Post], in scope: Scope, after place: DuePlace?, limit: Int, at now: Moment
    ) async throws -> Queue {
        let parties = parties(of: posts, in: scope)
        let stages = city.triageStages(by: parties)
        var found: [MatterRecord] = []
        // Behind the first end of a stage that was cut there may be more of it.
        var end: DuePlace?
        for stage in stages {
            var filter = MatterFilter()
            filter.stage = stage
            let page = try await desk.list(
                filter, in: scope, order: .due, after: place, limit: limit + 1)
            found += page.matters
            guard page.isCut, let next = page.next else { continue }
            end = [end, next].compactMap(\.self).min { ($0.due, $0.id) < ($1.due, $1.id) }
        }
        if let end {
            found.removeAll { record in
                let own = DuePlace(record)
                return (end.due, end.id) < (own.due, own.id)
            }
        }
        found.sort {
            ($0.dueAt ?? .never, $0.id) < ($1.dueAt ?? .never, $1.id)
        }
        let shown = found.prefix(limit)
        let waiting = try await desk.tallies(of: scope)
        let state = try await shelf.model()
        // What has no way for this reader, such as a kind dispatched by others, is left to the full list.
        let mine = shown.filter { record in
            city.triageWay(
                kind: record.kind, stage: record.stage, isCategorised: record.category != nil, by: parties)
                != nil
        }
        return Queue(
            scope: scope, advices: try await advices(for: mine, state, at: now),
            next: found.count > limit ? shown.last.map { DuePlace($0) } : end, model: state,
            waiting: stages.reduce(0) { $0 + (waiting["stage:\($1)"] ?? 0) })
    }

    func advices(
        for records: [MatterRecord], _ state: ModelState, at now: Moment
    ) async throws -> [Advice] {
        let adviser = adviser(state, at: now)
        let ids = records.map(\.id)
        let lines = try await desk.database.read { try DispatchStore(connection: $0).lines(of: ids) }
        return records.map { adviser.advice(for: $0, refused: lines[$0.id]?.refused ?? []) }
    }

    /// What a person takes of a suggestion, or instead of it.
    struct Choice: Sendable {
        let category: String
        let unit: UnitCode
        /// Which of the suggestions it was, from 1; 0 for another.
        let place: Int
        /// The version of the matter that was shown.
        let version: Int?
    }

    /// What was done, for the sentence on the next page.
    struct Dispatched: Sendable {
        let number: String
        let category: String
        let unit: UnitCode
    }

    /// Registers and dispatches a matter in one transaction: both or neither.
    ///
    /// - Throws: `TriageRefusal`; `MatterNotFound` for what this person may not see.
    func confirm(_ number: String, _ choice: Choice, by actor: Actor, at now: Moment) async throws
        -> Dispatched
    {
        guard let dossier = try await desk.dossier(.number(number), for: actor) else {
            throw MatterNotFound()
        }
        let matter = dossier.matter
        let version = choice.version
        if let version, version != matter.version { throw TriageRefusal.outOfDate }
        guard
            let way = city.triageWay(
                kind: matter.kind, stage: matter.stage, isCategorised: matter.category != nil,
                by: actor.parties)
        else { throw TriageRefusal.notWaiting }
        if way.asksCategory, city.catalogue[choice.category]?.isLeaf != true {
            throw TriageRefusal.invalid("category")
        }
        guard city.units[choice.unit] != nil else { throw TriageRefusal.invalid("unit") }
        let category = way.asksCategory ? choice.category : matter.category ?? choice.category
        let shown = try await suggestion(category, for: dossier.record, at: now)
        let decision = DecisionRecord(
            matterID: matter.id, number: number, at: now, isAutomatic: false, person: actor.officerID,
            version: shown.version, place: choice.place, category: category,
            probability: Int(((shown.probability ?? 0) * 1000).rounded()), unit: choice.unit,
            rule: shown.rule?.text, threshold: nil, area: matter.area, isDrawn: false)
        let day = day(of: now)
        try await perform(way, on: matter, category: category, unit: choice.unit, by: actor, at: now) {
            connection in
            try DecisionStore(connection: connection).add(decision, day: day)
        }
        return Dispatched(number: number, category: category, unit: choice.unit)
    }

    private func suggestion(
        _ category: String, for record: MatterRecord, at now: Moment
    ) async throws -> (probability: Double?, rule: DispatchCatalogue.Cell?, version: Int?) {
        let state = try await shelf.model()
        let adviser = adviser(state, at: now)
        let advice = adviser.advice(for: record, refused: [])
        let known = advice.suggestions.first { $0.category == category }
        let rule = city.dispatch.decision(
            for: category, at: advice.area, on: adviser.day, in: city.catalogue)
        return (known?.probability, known?.rule ?? rule?.rule.cell, state.ready?.version)
    }

    /// Makes the moves of a way, and what belongs to them, in one transaction.
    func perform(
        _ way: TriageWay, on matter: Matter, category: String, unit: UnitCode, by actor: Actor,
        at now: Moment, with more: @escaping @Sendable (any Connection) throws -> Void
    ) async throws {
        do {
            try await desk.batch { transaction in
                var version = matter.version
                if let register = way.register {
                    version =
                        try transaction.perform(
                            Order(register.name, [.category: category], expecting: version),
                            on: .id(matter.id), by: actor, at: now
                        ).version
                }
                var inputs: [InputWord: String] = [.unit: unit.text]
                if way.register == nil, way.asksCategory { inputs[.category] = category }
                try transaction.perform(
                    Order(way.dispatch.name, inputs, expecting: version), on: .id(matter.id), by: actor,
                    at: now)
                try more(transaction.connection)
            }
        } catch let refusal as Refusal {
            throw TriageRefusal(refusal)
        }
    }
}

extension Moment {
    /// Later than anything that is due.
    static let never = Moment(milliseconds: .max)
}
