public import Core
import Desk
import Storage

/// What the program decides by itself, and whether it may go on.
extension TriageDesk {
    /// Whether the program decides by itself now, and why not.
    struct Standing: Sendable {
        /// What the pack says; nil where the city wants none of it.
        let rules: TriageRules.Automatic?
        /// The last time somebody, or the program, turned it on or off; nil for never.
        let last: DecisionStore.Switch?
        /// What audits found lately.
        let right: Int
        let looked: Int

        var isOn: Bool { rules != nil && last?.isOn != false }
        /// The program stopped itself: everybody at the desk is told.
        var hasStoppedItself: Bool { rules != nil && last.map { !$0.isOn && $0.person == nil } ?? false }
    }

    func standing(at now: Moment) async throws -> Standing {
        let since = now + -Int64(rules.audit.days) * 86_400_000
        return try await desk.database.read { [rules] connection in
            let store = DecisionStore(connection: connection)
            let last = try store.switches(limit: 1).first
            // After it was turned on again only what was looked at since counts.
            let from = max(since, last.map { $0.isOn ? $0.at : since } ?? since)
            let looked = try store.looked(since: from)
            return Standing(rules: rules.automatic, last: last, right: looked.right, looked: looked.of)
        }
    }

    /// Turns it on or off, for a reason that is kept.
    func turn(_ isOn: Bool, reason: String, by person: Int64, at now: Moment) async throws {
        guard rules.automatic != nil else { throw TriageRefusal.notAllowed }
        let why = reason.filter { !$0.isNewline }
        guard !why.allSatisfy(\.isWhitespace) else { throw TriageRefusal.missing("reason") }
        guard why.count <= 500 else { throw TriageRefusal.invalid("reason") }
        try await desk.database.write { connection in
            let store = DecisionStore(connection: connection)
            let wasOn = try store.switches(limit: 1).first?.isOn ?? true
            if wasOn == isOn { throw TriageRefusal.alreadyDone }
            try store.turn(.init(at: now, isOn: isOn, person: person, why: why))
        }
    }

    /// Stops by itself where too few of what was looked at are right.
    ///
    /// - Returns: Whether it stopped now.
    @discardableResult
    func heedAudits(at now: Moment) async throws -> Bool {
        let standing = try await standing(at: now)
        guard standing.isOn, rules.audit.isTooLow(right: standing.right, of: standing.looked) else {
            return false
        }
        try await desk.database.write { connection in
            let store = DecisionStore(connection: connection)
            if try store.switches(limit: 1).first?.isOn == false { return }
            try store.turn(
                .init(
                    at: now, isOn: false, person: nil, why: Self.byItself, right: standing.right,
                    looked: standing.looked))
        }
        return true
    }

    // MARK: Deciding

    /// How many new matters are looked at in one go.
    private static let atOnce = 50

    /// What the server does every few seconds: decides what is new, learns, makes models.
    public func tick(at now: Moment) async throws {
        try await decideNew(at: now)
        try await makeAskedModel(at: now)
        try await keepLearning(at: now)
    }

    /// Looks at what is new, and registers and dispatches what is sure enough. Several servers may call it:
    /// a matter is decided once.
    ///
    /// - Returns: How many it dispatched.
    @discardableResult
    public func decideNew(at now: Moment) async throws -> Int {
        guard let automatic = rules.automatic else { return 0 }
        let waiting = try await desk.database.read { connection in
            try ExampleStore(connection: connection).waiting(limit: Self.atOnce)
        }
        if waiting.isEmpty { return 0 }
        guard try await standing(at: now).isOn, let ready = try await shelf.model().ready,
            ready.source == .matters
        else {
            try await desk.database.write { try ExampleStore(connection: $0).settle(waiting) }
            return 0
        }
        let adviser = adviser(.ready(ready), at: now)
        var done = 0
        for id in waiting where try await decide(id, automatic, adviser, ready, at: now) { done += 1 }
        try await desk.database.write { try ExampleStore(connection: $0).settle(waiting) }
        return done
    }

    private func decide(
        _ id: Int64, _ automatic: TriageRules.Automatic, _ adviser: Adviser, _ ready: ModelState.Ready,
        at now: Moment
    ) async throws -> Bool {
        let actor = Actor.system(Self.program)
        guard let dossier = try await desk.dossier(.id(id), for: actor) else { return false }
        let matter = dossier.matter
        guard automatic.kinds.contains(matter.kind), matter.lead == nil, matter.returns == 0,
            matter.reopens == 0, matter.urgency != .emergency,
            let way = city.triageWay(
                kind: matter.kind, stage: matter.stage, isCategorised: matter.category != nil,
                by: actor.parties),
            let best = adviser.best(for: dossier.record), let unit = best.unit,
            let probability = best.probability, probability >= automatic.confidence,
            city.catalogue[best.category]?.isLeaf == true,
            !automatic.isForPeople(best.category, in: city.catalogue),
            matter.category == nil || matter.category == best.category
        else { return false }
        let day = day(of: now)
        let decision = DecisionRecord(
            matterID: id, number: matter.number, at: now, isAutomatic: true, person: nil,
            version: ready.version, place: 1, category: best.category,
            probability: Int((probability * 1000).rounded(.down)), unit: unit, rule: best.rule?.text,
            threshold: automatic.confidenceThousandths, area: matter.area,
            isDrawn: AuditDraw.isDrawn(matter.number, on: day, sharePercent: rules.audit.sharePercent))
        do {
            try await perform(
                way, on: matter, category: best.category, unit: unit, by: actor, at: now
            ) { connection in
                try DecisionStore(connection: connection).add(decision, day: day)
            }
            return true
        } catch is TriageRefusal {
            // Somebody was faster, or the kind asks for more: people decide.
            return false
        } catch let fault as Fault where fault.code == .constraint {
            // Another server decided it.
            return false
        }
    }
}
