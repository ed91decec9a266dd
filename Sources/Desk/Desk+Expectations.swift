public import Core
public import Storage

extension Desk {
    /// How the estimates are made; see Documentation/expectations.md for what was measured.
    enum ExpectationRules {
        /// What was raised earlier no longer counts: a year and a half.
        static let window: Int64 = 548 * 86_400_000
        /// Of a larger city only the newest matters count.
        static let most = 400_000
        static let recency = Recency(days: 60)
        /// Estimates younger than this are left as they are.
        static let life: Int64 = 6 * 3_600_000
        /// A server that stopped in the middle holds the others up no longer than this.
        static let claim: Int64 = 15 * 60_000
        static let page = 2000
    }

    /// When an open matter may be finished, going by similar ones. Nil for one that has ended, and where
    /// there is too little to go by.
    ///
    /// Never earlier than `now`: a matter that has waited is compared with those that had waited as long.
    public func expectation(of record: MatterRecord, at now: Moment) async throws -> Expectation? {
        guard record.isOpen else { return nil }
        let alike = PastMatter.Alike(
            kind: record.kind, category: record.category, area: record.area, urgency: record.urgency)
        let groups = alike.groups(in: city.catalogue)
        return try await database.read { connection in
            let known = try ExpectationStore(connection: connection).curves(of: groups)
            let lasted = max(0, now - record.raisedAt)
            return Expectation(known.expected(groups, lasted: lasted), from: record.raisedAt)
        }
    }

    /// How often what was expected came true: all together first, then by group.
    public func expectationHits(limit: Int) async throws -> [ExpectationHits] {
        try await database.read { try ExpectationStore(connection: $0).hits(limit: limit) }
    }

    /// How often what was expected in one group came true; nil for all together.
    public func expectationHits(of group: SimilarGroup?) async throws -> ExpectationHits? {
        try await database.read { try ExpectationStore(connection: $0).hits(of: group) }
    }

    /// When the estimates were made last, and from what.
    public func expectationState() async throws -> ExpectationState {
        try await database.read { try ExpectationStore(connection: $0).state() }
    }

    // MARK: What is done again and again

    /// Counts what has come true by now, and makes the estimates anew where they are old: once, however many
    /// servers ask.
    ///
    /// - Parameter isDue: True makes them anew in any case, unless another server is at it.
    @discardableResult
    public func refreshExpectations(at now: Moment, isDue: Bool = false) async throws -> ExpectationRound {
        var round = ExpectationRound()
        for mark in [ExpectationMark.half, .most] {
            var settled = 0
            repeat {
                settled = try await database.write { connection in
                    try ExpectationStore(connection: connection).settle(mark, at: now, limit: 500)
                }
                round.settled += settled
            } while settled > 0 && !Task.isCancelled
        }
        let old = isDue ? now : now + -ExpectationRules.life
        let isMine = try await database.write { connection in
            try ExpectationStore(connection: connection).claim(
                olderThan: old, until: now + ExpectationRules.claim, at: now)
        }
        guard isMine else { return round }
        let (known, count) = try await learned(at: now)
        try await database.write { connection in
            try ExpectationStore(connection: connection).replace(known.telling, from: count, at: now)
        }
        round.fitted = count
        return round
    }

    /// What the matters of the window teach, as they stood at a moment. Read in pages, so that no reader
    /// holds the past in view for long.
    func learned(at now: Moment) async throws -> (Expectations, count: Int) {
        var lengths: [PastMatter.Alike: Survival] = [:]
        var place = PastPlace(raisedAt: now + 1, id: .min)
        var count = 0
        while count < ExpectationRules.most {
            let page = try await database.read { [place] connection in
                try ExpectationStore(connection: connection).past(
                    since: now + -ExpectationRules.window, before: place, limit: ExpectationRules.page)
            }
            for matter in page {
                let (lasted, finished) = matter.length(at: now)
                let weight = ExpectationRules.recency.weight(age: now - matter.raisedAt)
                lengths[matter.alike, default: Survival()].add(
                    lasted: lasted, finished: finished, weight: weight)
            }
            count += page.count
            guard page.count == ExpectationRules.page, let last = page.last else { break }
            place = PastPlace(raisedAt: last.raisedAt, id: last.id)
        }
        var known = Expectations()
        for (alike, curve) in lengths { known.merge(curve, into: alike.groups(in: city.catalogue)) }
        return (known, count)
    }

    /// Makes up for months in which the job did not run, such as those of an import: estimates as they
    /// would have been at the beginning of each thirty days, and what they would have said of the matters
    /// raised in them. Then does the job of today.
    @discardableResult
    public func rehearseExpectations(months: Int, at now: Moment) async throws -> ExpectationRound {
        let month: Int64 = 30 * 86_400_000
        for back in stride(from: max(0, min(months, 18)), to: 0, by: -1) {
            let start = now + -Int64(back) * month
            let known = try await learned(at: start).0
            var place = PastPlace(raisedAt: start + month, id: .min)
            while !Task.isCancelled {
                let page = try await database.read { [place] connection in
                    try ExpectationStore(connection: connection).past(
                        since: start, before: place, limit: ExpectationRules.page)
                }
                guard let last = page.last else { break }
                place = PastPlace(raisedAt: last.raisedAt, id: last.id)
                try await database.write { [city] connection in
                    let store = ExpectationStore(connection: connection)
                    for matter in page {
                        let expected = known.expected(matter.alike.groups(in: city.catalogue))
                        guard let expectation = Expectation(expected, from: matter.raisedAt) else { continue }
                        try store.promise(expectation, of: matter.id, at: matter.raisedAt)
                    }
                }
            }
        }
        return try await refreshExpectations(at: now, isDue: true)
    }

    // MARK: What was expected

    /// Follows the log: keeps what is expected of a matter at the moment its category is known first, so
    /// that it can be counted later whether it came true.
    ///
    /// Only estimates made before that moment speak: what was learned later would know the answer. So
    /// nothing is kept of matters from before the first estimates, nor when the follower is made anew.
    public var expectationFollower: Follower {
        Follower(
            name: "expectations",
            follow: { [city] events, connection in
                let store = ExpectationStore(connection: connection)
                guard let fitted = try store.fittedAt() else { return }
                var begun: [Int64: (category: String, at: Moment)] = [:]
                for event in events where event.at >= fitted && begun[event.matterID] == nil {
                    if let category = try Event(event).categoryGiven {
                        begun[event.matterID] = (category, event.at)
                    }
                }
                try Desk.promise(begun, in: city, store)
            })
    }

    private static func promise(
        _ begun: [Int64: (category: String, at: Moment)], in city: City, _ store: ExpectationStore
    ) throws {
        let matters = try store.matters(begun.keys.sorted())
        for matter in matters {
            guard let (category, at) = begun[matter.id] else { continue }
            var alike = matter.alike
            alike.category = category
            let groups = alike.groups(in: city.catalogue)
            let expected = try store.curves(of: groups).expected(groups, lasted: max(0, at - matter.raisedAt))
            guard let expectation = Expectation(expected, from: matter.raisedAt) else { continue }
            try store.promise(expectation, of: matter.id, at: at)
        }
    }
}

extension Event {
    /// The category that this event gives the matter. None for what ended elsewhere before it came here.
    fileprivate var categoryGiven: String? {
        for fact in facts {
            if case .categorised(let category) = fact { return category }
            if case .raised(let raised) = fact, raised.endedAt == nil, let category = raised.category {
                return category
            }
        }
        return nil
    }
}
