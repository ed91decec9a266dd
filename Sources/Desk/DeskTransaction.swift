public import Core
public import Storage

/// Filings and moves inside one transaction. Nothing here waits.
///
/// Not `Sendable`: it lives as long as the transaction, on its thread.
public struct DeskTransaction {
    public let connection: any Connection
    let desk: Desk
    let store: MatterStore
    let timers: TimerStore
    private var city: City { desk.city }

    init(_ connection: any Connection, _ desk: Desk) {
        self.connection = connection
        self.desk = desk
        store = MatterStore(connection: connection, city: desk.city)
        timers = TimerStore(connection: connection)
    }

    /// Stores a prepared filing.
    ///
    /// - Throws: `FilingRefusal.known` where the same matter of the same source is here already.
    public func file(_ filing: PreparedFiling, at now: Moment) throws -> Receipt {
        if let source = filing.raised.source, let id = filing.raised.sourceID,
            let number = try store.number(ofSource: source, id)
        {
            throw FilingRefusal.known(number: number)
        }
        let id = filing.identity.id
        let head = try EventLog.append(
            filing.written, to: id, after: 0, previous: Chain.start, in: connection)
        try store.insert(filing, head: head.hash)
        try store.keepContact(filing.contact, of: id)
        try timers.set(for: filing.matter, replacing: false)
        try keepDuties(of: filing.matter, before: nil)
        try SearchStore(connection).add(terms: filing.terms, of: id)
        try name(filing.events, of: filing.matter)
        try post(filing.events, of: filing.matter, contact: filing.contact, now: now)
        return Receipt(
            id: id, number: filing.identity.number, token: desk.links.token(of: filing.identity.number),
            version: filing.matter.version, stage: filing.matter.stage)
    }

    /// Makes a move on a matter that the actor can see.
    @discardableResult
    public func perform(
        _ order: Order, on reference: MatterReference, by actor: Actor, at now: Moment,
        once key: RequestKey? = nil
    ) throws -> Performed {
        var performed = try once(key, at: now) { try make(order, on: reference, by: actor, at: now) }
        // What was shown once is shown again under the same key only as long as it may be.
        if performed.reveals, let kept = try store.kept(.id(performed.id), locked: false),
            mayKnowContact(actor, of: kept.matter, in: city)
        {
            let contact = try store.contact(of: performed.id)
            performed.contact = RevealedContact(
                name: contact.name, phone: contact.phone, email: contact.email)
        }
        return performed
    }

    private func make(
        _ order: Order, on reference: MatterReference, by actor: Actor, at now: Moment
    ) throws -> Performed {
        guard let kept = try store.kept(reference, locked: true), sees(actor, kept.matter) else {
            throw MatterNotFound()
        }
        var order = order
        if let number = order.inputs[.matter]?.trimmed {
            order.target = try target(number, of: kept.matter, for: actor)
        }
        let events = try decide(order, on: kept.matter, by: actor, in: city, at: now)
        let matter = try keep(events, on: kept, now: now)
        try join(events, from: matter, now: now)
        try passOnUrges(events, of: matter, at: now)
        return try performed(matter, events)
    }

    /// Makes what a due timer brings about.
    ///
    /// - Returns: False when the timer is gone or no longer counts.
    func ring(_ limit: String, _ mark: TimerMark, of id: Int64, at now: Moment) throws -> Bool {
        guard let kept = try store.kept(.id(id), locked: true) else { return false }
        guard try timers.take(limit, mark, of: id, at: now) else { return false }
        let events = try decide(timer: mark, of: limit, on: kept.matter, in: city, at: now)
        if events.isEmpty { return false }
        _ = try keep(events, on: kept, now: now)
        return true
    }

    /// Does `work` once for a key: again with the same content gives the same answer.
    func once<Answer: Codable>(_ key: RequestKey?, at now: Moment, _ work: () throws -> Answer) throws
        -> Answer
    {
        guard let key else { return try work() }
        switch try IdempotencyKeys.look(owner: key.owner, key: key.key, request: key.content, in: connection)
        {
        case .same(let answer, _): return try StoredJSON.value(Answer.self, answer)
        case .other: throw KeyUsedOtherwise()
        case .new:
            let answer = try work()
            try IdempotencyKeys.keep(
                owner: key.owner, key: key.key, request: key.content, answer: try StoredJSON.text(answer),
                status: 200,
                now: now, in: connection)
            return answer
        }
    }

    func keep(_ events: [Event], on kept: MatterStore.Kept, now: Moment) throws -> Matter {
        var matter = kept.matter
        var parts = PartHistory()
        for event in events {
            let before = matter
            matter.apply(event)
            parts.add(event, before: before, after: matter)
        }
        let head = try append(events, of: matter.id, after: kept.matter.version, kept.head)
        try store.update(matter, head: head)
        if matter.clocks != kept.matter.clocks { try timers.set(for: matter, replacing: true) }
        try keepDuties(of: matter, before: kept.matter)
        try PartStore(connection: connection).keep(parts, of: matter.id)
        try keepJoins(events, of: matter, before: kept.matter)
        try keepMore(events, of: kept)
        try name(events, of: matter)
        try post(events, of: matter, contact: nil, now: now)
        return matter
    }

    /// Writes what is owed now where it is not what was owed before.
    func keepDuties(of matter: Matter, before: Matter?) throws {
        let (old, new) = (
            before.map { KeptDuty.all(of: $0, in: city) } ?? [], KeptDuty.all(of: matter, in: city)
        )
        if old != new { try DutyStore(connection: connection).replace(new, of: matter.id) }
    }

    private func keepMore(_ events: [Event], of kept: MatterStore.Kept) throws {
        let added = events.flatMap(\.facts).compactMap { if case .added(let text) = $0 { text } else { nil } }
        if added.isEmpty { return }
        let more = ([kept.more].compactMap(\.self) + added).joined(separator: "\n")
        try store.setMore(more, of: kept.matter.id)
        let words = kept.words + "\n" + added.joined(separator: "\n")
        try SearchStore(connection).replace(
            kept.terms, by: SearchTerms.of(words, raisedAt: kept.matter.raisedAt), of: kept.matter.id)
    }

    /// The other side of a merge, in the same transaction; rows are locked in the order of their moves, and
    /// PostgreSQL ends a deadlock by running the whole closure again.
    private func join(_ events: [Event], from matter: Matter, now: Moment) throws {
        for event in events {
            for case .merged(let number) in event.facts {
                guard let target = try store.kept(.number(number), locked: true), target.matter.isOpen else {
                    throw Refusal.invalid(.matter, .closed)
                }
                _ = try keep(
                    [joined(matter.number, to: target.matter, by: event.by, at: now)], on: target, now: now)
            }
        }
    }

    private func performed(_ matter: Matter, _ events: [Event]) throws -> Performed {
        let reveals = events.contains {
            $0.facts.contains { if case .contactRevealed = $0 { true } else { false } }
        }
        return Performed(
            id: matter.id, number: matter.number, version: matter.version, stage: matter.stage,
            outcome: matter.outcome, reveals: reveals, contact: nil)
    }

    private func sees(_ actor: Actor, _ matter: Matter) -> Bool {
        isInSight(matter, of: actor, in: city)
    }

    @discardableResult
    func append(_ events: [Event], of id: Int64, after version: Int, _ head: [UInt8]) throws
        -> [UInt8]
    {
        try EventLog.append(
            events.map(EventPayload.encode), to: id, after: version, previous: head, in: connection
        ).hash
    }

    private func post(_ events: [Event], of matter: Matter, contact: Filing.Contact?, now: Moment) throws {
        try Notices(connection: connection, desk: desk).post(
            events, of: matter, contact: contact ?? store.contact(of: matter.id), now: now)
    }
}

extension DeskTransaction {
    /// Makes the timers of one matter that are due up to `now`, each at its own time: how the demo's year
    /// passes.
    public func catchUp(_ id: Int64, to now: Moment) throws {
        while let timer = try timers.next(of: id, until: now) {
            _ = try ring(timer.limit, timer.mark, of: id, at: timer.dueAt)
        }
    }

    /// A matter as decisions see it now.
    public func matter(_ id: Int64) throws -> Matter? {
        try MatterStore(connection: connection, city: desk.city).kept(.id(id), locked: false)?.matter
    }
}

/// Whether somebody may see a matter at all. A person whose posts were all taken away sees none.
func isInSight(_ matter: Matter, of actor: Actor, in city: City) -> Bool {
    switch actor {
    case .resident, .system: true
    case .officer(_, let posts): posts.contains { reaches($0, matter, in: city) }
    }
}
