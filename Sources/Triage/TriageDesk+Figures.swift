import Core
import Desk
import Storage

/// Right at first, hops, and the time to the right unit.
extension TriageDesk {
    /// The areas whose figures somebody may read: each of their posts', no smaller than a town.
    func figureAreas(of posts: [Post]) -> [AreaCode] {
        var areas: [AreaCode] = []
        for post in posts {
            guard let role = city.roles[post.role], role.powers.contains(.figures) else { continue }
            let code = post.area.contains(city.area) ? city.area : post.area
            guard code.level <= .town, !areas.contains(code) else { continue }
            areas.append(code)
        }
        return areas.sorted { $0.level < $1.level }
    }

    /// The figures of some months.
    struct Figures: Sendable {
        let area: AreaCode
        /// `202611`, the newest last.
        let months: [Int]
        let total: [(month: Int, sum: DispatchStore.Sum)]
        /// The lines of the month that is shown, the most first.
        let lines: [(name: String, sum: DispatchStore.Sum)]
    }

    func figures(
        _ dimension: DispatchStore.Dimension, month: Int, in area: AreaCode, at now: Moment
    ) async throws -> Figures {
        let today = day(of: now)
        let months = Self.months(until: today.year * 100 + today.month, count: 12)
        let (total, lines) = try await desk.database.read { connection in
            let store = DispatchStore(connection: connection)
            return (
                try store.sums(.all, in: area, from: months.first ?? 0, through: months.last ?? 0),
                try store.sums(dimension, in: area, from: month, through: month)
            )
        }
        return Figures(
            area: area, months: months, total: total.map { ($0.month, $0.sum) },
            lines: lines.filter { $0.sum.dispatched > 0 }.map { ($0.name, $0.sum) }.sorted {
                ($1.1.dispatched, $0.0) < ($0.1.dispatched, $1.0)
            })
    }

    /// The matters that a figure counts and this person sees.
    func counted(
        _ dimension: DispatchStore.Dimension, _ name: String, month: Int, state: FirstDispatch.State?,
        in area: AreaCode, before id: Int64?, limit: Int, seenBy posts: [Post]
    ) async throws -> [(line: DispatchStore.Line, record: MatterRecord?)] {
        let lines = try await desk.database.read { connection in
            try DispatchStore(connection: connection).matters(
                dimension, name, month: month, state: state, in: area, before: id, limit: limit)
        }
        let records = try await desk.records(lines.map(\.matter), seenBy: posts)
        let byID = Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return lines.map { ($0, byID[$0.matter]) }
    }

    /// How often which suggestion was taken in the last days.
    func taken(days: Int, at now: Moment) async throws -> [DecisionStore.Taken] {
        let today = day(of: now)
        return try await desk.database.read { connection in
            try DecisionStore(connection: connection).counts(
                from: today.adding(days: -days), through: today)
        }
    }

    static func months(until last: Int, count: Int) -> [Int] {
        (0..<count).reversed().map { back in
            let total = (last / 100) * 12 + (last % 100) - 1 - back
            return (total / 12) * 100 + total % 12 + 1
        }
    }
}
