public import Core
public import Desk
import Storage
import Synchronization

/// Who handles what: the pack's dispatch catalogue, and what people decided about it since.
public struct RulesDesk: Sendable {
    public let desk: Desk
    public let book: RuleBook
    /// The catalogue and the limits as the pack has them.
    let pack: Pack
    private let seen: Seen

    struct Pack: Sendable {
        let dispatch: DispatchCatalogue
        let limits: LimitTable
        let procedures: [Procedure]
    }

    /// - Parameter pack: The city as its pack has it: decisions are laid over it.
    public init(desk: Desk, pack: City, book: RuleBook) {
        self.desk = desk
        self.book = book
        // The rules bring limits of their own; they are made anew with every catalogue.
        let made = Set(pack.dispatch.limits(for: Array(pack.procedures.values)))
        self.pack = Pack(
            dispatch: pack.dispatch, limits: LimitTable(pack.limits.rules.filter { !made.contains($0) }),
            procedures: Array(pack.procedures.values))
        seen = Seen()
    }

    var city: City { desk.city }

    func day(of moment: Moment) -> CivilDate { city.calendar.date(of: moment) }

    // MARK: The catalogue in force

    /// Lets the desk see the catalogue as it is now. Run it at start and every few seconds on each server: it
    /// looks at one row where nothing changed.
    public func renew(at now: Moment) async throws {
        let today = day(of: now)
        let known = seen.state
        let found = try await desk.database.read { connection -> (RuleStore.Mark, [RuleRecord]?) in
            let store = RuleStore(connection: connection)
            let mark = try store.mark()
            return (mark, mark == known?.mark ? nil : try store.approved())
        }
        if found.1 == nil, known?.day == today { return }
        let changes = found.1?.map(\.change) ?? known?.changes ?? []
        seen.state = Seen.State(mark: found.0, day: today, changes: changes)
        let dispatch = pack.dispatch.applying(usable(changes)).asOf(today)
        desk.renew(
            dispatch: dispatch,
            limits: LimitTable(pack.limits.rules + dispatch.limits(for: pack.procedures)))
    }

    /// At start: decisions that the pack says by now are settled, so that later packs count again.
    public func bringUpToDate(at now: Moment) async throws {
        let (pack, today) = (pack.dispatch, day(of: now))
        try await desk.database.write { connection in
            let store = RuleStore(connection: connection)
            let approved = try store.approved()
            for (cell, records) in Dictionary(grouping: approved, by: \.change.cell) {
                let after = pack.applying(records.map(\.change)).rules(of: cell)
                let coming: (DispatchCatalogue.Rule) -> Bool = { $0.until.map { today <= $0 } ?? true }
                guard
                    after.filter(coming).map(\.content) == pack.rules(of: cell).filter(coming).map(\.content)
                else { continue }
                for record in records {
                    _ = try store.move(
                        record, to: .settled, act: RuleAct(act: .settled, person: nil, why: "", at: now))
                }
            }
        }
        try await renew(at: now)
    }

    /// A change for a place, class or unit that the pack has no more does nothing.
    private func usable(_ changes: [RuleChange]) -> [RuleChange] {
        let city = city
        return changes.filter { change in
            let isKnown = change.cell.category.map { city.catalogue[$0] != nil } ?? true
            let hasUnit = change.gift.map { city.units[$0.unit] != nil } ?? true
            return isKnown && hasUnit && city.areas[change.cell.area] != nil
        }
    }

    // MARK: Changing it

    /// What somebody wants to change, as a draft.
    ///
    /// - Throws: `RulesRefusal` with the field that is wrong.
    public func draft(
        _ change: RuleChange, reason: String, by person: Int64, proposal: Int64? = nil, at now: Moment
    ) async throws -> Int64 {
        let reason = try RulesRefusal.text(reason, field: "reason", limit: 500)
        if let problem = change.problem(in: city, today: day(of: now)) {
            throw RulesRefusal.problem(problem)
        }
        return try await desk.database.write { connection in
            try RuleStore(connection: connection).add(
                change, reason: reason, by: person, proposal: proposal, at: now)
        }
    }

    func record(_ id: Int64) async throws -> RuleRecord {
        guard let record = try await desk.database.read({ try RuleStore(connection: $0).change(id) }) else {
            throw RulesRefusal.notFound
        }
        return record
    }

    /// Hands a draft in. Where the city needs no second person, it counts at once.
    public func submit(_ id: Int64, by person: Int64, at now: Moment) async throws {
        let record = try await record(id)
        guard record.state == .draft else { throw RulesRefusal.notNow }
        if book.needsApproval {
            try await move(record, to: .waiting, RuleAct(act: .asked, person: person, why: "", at: now))
        } else {
            try await putInForce(record, by: person, why: "", at: now)
        }
    }

    /// A second person says yes: it counts from its day on, and never for days before.
    public func approve(_ id: Int64, by person: Int64, why: String = "", at now: Moment) async throws {
        let record = try await record(id)
        guard record.state == .waiting else { throw RulesRefusal.notNow }
        if book.needsApproval, record.author == person { throw RulesRefusal.anotherPerson }
        try await putInForce(record, by: person, why: String(why.prefix(500)), at: now)
    }

    private func putInForce(_ record: RuleRecord, by person: Int64, why: String, at now: Moment) async throws
    {
        let today = day(of: now)
        var change = record.change
        if let from = change.from, from < today {
            change = RuleChange(cell: change.cell, from: today, until: change.until, gift: change.gift)
        }
        if let problem = change.problem(in: city, today: today) { throw RulesRefusal.problem(problem) }
        try await move(
            record, to: .approved, RuleAct(act: .approved, person: person, why: why, at: now),
            from: change.from)
        try await renew(at: now)
    }

    /// Says no, with a reason; or takes one's own draft back.
    public func decline(_ id: Int64, by person: Int64, why: String, at now: Moment) async throws {
        let record = try await record(id)
        guard record.state.isOpen else { throw RulesRefusal.notNow }
        let why = try RulesRefusal.text(why, field: "why", limit: 500)
        let isOwn = record.author == person
        try await move(
            record, to: isOwn ? .dropped : .declined,
            RuleAct(act: isOwn ? .dropped : .declined, person: person, why: why, at: now))
    }

    private func move(
        _ record: RuleRecord, to state: RuleRecord.State, _ act: RuleAct, from: CivilDate? = nil
    ) async throws {
        let moved = try await desk.database.write {
            try RuleStore(connection: $0).move(record, to: state, act: act, from: from)
        }
        guard moved else { throw RulesRefusal.overtaken }
    }
}

/// What this server saw last. Lock: the state, which every request may renew.
private final class Seen: Sendable {
    struct State {
        let mark: RuleStore.Mark
        let day: CivilDate
        let changes: [RuleChange]
    }

    private let kept = Mutex<State?>(nil)
    var state: State? {
        get { kept.withLock { $0 } }
        set { kept.withLock { $0 = newValue } }
    }
}

extension DispatchCatalogue.Rule {
    /// Who has it and when, without what it rests on.
    fileprivate var content: [String] {
        [
            unit.text, assistants.map(\.text).joined(separator: " "), until?.description ?? "",
            limit?.description ?? "",
        ]
    }
}
