public import Core
import Desk
import Storage

/// Dry runs, made a piece at a time beside the pages.
extension RulesDesk {
    /// The most days that one run looks at.
    static let mostDays = 366
    /// Matters looked at in one transaction.
    private static let step = 500

    /// Asks for a dry run of some drafts over the matters of some days, both included.
    public func ask(
        _ changes: [Int64], days: ClosedRange<CivilDate>, by person: Int64, at now: Moment
    ) async throws -> Int64 {
        guard !changes.isEmpty else { throw RulesRefusal.missing("changes") }
        let length = days.upperBound.daysSince1970 - days.lowerBound.daysSince1970
        guard length < Self.mostDays else { throw RulesRefusal.invalid("days") }
        let start = city.calendar.start(of: days.lowerBound) + -1
        return try await desk.database.write { connection in
            let known = try RuleStore(connection: connection).changes(changes)
            guard known.count == Set(changes).count else { throw RulesRefusal.invalid("changes") }
            return try RunStore(connection: connection).add(
                known.map(\.id), days: days, from: start, by: person, at: now)
        }
    }

    /// Works on what was asked for, for a bounded time: call it every few seconds. Several servers may.
    ///
    /// - Returns: Whether there may be more to do.
    @discardableResult
    public func work(at now: Moment, steps: Int = 20) async throws -> Bool {
        for _ in 0..<steps where try await !workOnce(at: now) { return false }
        return true
    }

    private func workOnce(at now: Moment) async throws -> Bool {
        let (city, today) = (city, day(of: now))
        return try await desk.database.write { connection in
            let store = RunStore(connection: connection)
            guard let run = try store.next() else { return false }
            let changes = try RuleStore(connection: connection).changes(run.changes)
            guard changes.count == run.changes.count else {
                try store.void(run.id, at: now)
                return true
            }
            // As if the changes had always held: both catalogues are read as of today.
            let tried = city.dispatch.applying(changes.map(\.change.always))
            let end = city.calendar.start(of: run.days.upperBound.adding(days: 1))
            let matters = try store.matters(after: run, before: end, limit: Self.step)
            var elsewhere: [(pair: RunStore.Pair, matter: Int64)] = []
            for matter in matters {
                guard let category = matter.category else { continue }
                let old = city.dispatch.unit(for: category, at: matter.area, on: today, in: city.catalogue)
                let new = tried.unit(for: category, at: matter.area, on: today, in: city.catalogue)
                if old != new {
                    elsewhere.append((.init(old: old?.text ?? "", new: new?.text ?? ""), matter.id))
                }
            }
            try store.advance(
                run, over: matters, elsewhere: elsewhere, isDone: matters.count < Self.step, at: now)
            return true
        }
    }
}
