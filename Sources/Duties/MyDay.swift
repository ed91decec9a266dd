import Core
import Desk

/// Everything one person owes, sorted by when: the page they take along.
struct MyDay: Sendable {
    /// In the order in which they stand.
    enum Part: String, CaseIterable, Sendable {
        case late, today, week, later
    }

    let items: [Part: [DutyItem]]
    /// Stages of the workbench hold more than is shown here.
    let hasMoreAtWork: Bool
    /// How much of each was read at most.
    static let most = 200
    static let mostAtWork = 25

    var isEmpty: Bool { items.values.allSatisfy(\.isEmpty) }

    func items(_ part: Part) -> [DutyItem] { items[part] ?? [] }

    init(_ all: [DutyItem], hasMoreAtWork: Bool, calendar: WorkingCalendar, at now: Moment) {
        let today = calendar.date(of: now)
        let tomorrow = calendar.start(of: today.adding(days: 1))
        // The week ends on Sunday.
        let monday = today.adding(days: 8 - today.weekday.rawValue)
        let nextWeek = calendar.start(of: monday)
        var items: [Part: [DutyItem]] = [:]
        for item in all.sorted(by: DutyItem.sooner) {
            let part: Part
            if let due = item.due {
                part = due <= now ? .late : due < tomorrow ? .today : due < nextWeek ? .week : .later
            } else {
                part = .later
            }
            items[part, default: []].append(item)
        }
        self.items = items
        self.hasMoreAtWork = hasMoreAtWork
    }
}

/// Reads days and ledgers from the Desk.
struct DutiesReader: Sendable {
    let desk: Desk

    /// What somebody with these posts owes: duties beside the way, and the first of what waits at their
    /// stages.
    func day(of person: Int64, posts: [Post], at now: Moment) async throws -> MyDay {
        let rows = try await desk.duties(of: person, posts: posts, at: now, limit: MyDay.most)
        let sides = try await desk.sides(of: rows.map(\.matter))
        var items = rows.map { DutyItem($0, side: sides[$0.matter.id], person: person) }
        let known = Set(
            items.filter { $0.what == .duty(.callBack) || $0.what == .duty(.arbitration) }.map(\.id))
        var hasMore = false
        var seen: Set<Int64> = []
        for scope in desk.city.scopes(of: posts) {
            let page = try await desk.day(
                of: posts, in: scope, after: nil, limit: MyDay.mostAtWork, at: now)
            hasMore = hasMore || page.next != nil
            for line in page.lines
            where seen.insert(line.record.id).inserted && !known.contains(line.record.id) {
                items.append(DutyItem(line.record))
            }
        }
        return MyDay(items, hasMoreAtWork: hasMore, calendar: desk.city.calendar, at: now)
    }

    /// A page of a ledger in a scope.
    func page(
        _ ledger: Ledger, in scope: Scope, after cursor: [String]?, limit: Int, at now: Moment
    ) async throws -> LedgerPageRows {
        switch ledger.content {
        case .duties(let what):
            let page = try await desk.duties(
                DutyFilter(what: what), in: scope, after: cursor.flatMap(DutyPlace.init(cursor:)),
                limit: limit)
            let sides = try await desk.sides(of: page.rows.map(\.matter))
            let items = page.rows.map { DutyItem($0, side: sides[$0.matter.id]) }
            return LedgerPageRows(items: ledger.sorted(items), next: page.next?.cursor)
        case .matters(let filter):
            let page = try await desk.list(
                filter, in: scope, after: cursor?.first.flatMap { Int64($0) }, limit: limit)
            return LedgerPageRows(
                items: page.matters.map { DutyItem($0, what: .matter) },
                next: page.next.map { [String($0)] }, isCut: page.isCut)
        case .still(let days):
            let since = now + -Int64(days) * 86_400_000
            let records = try await desk.still(since: since, in: scope, limit: limit)
            return LedgerPageRows(
                items: records.map { DutyItem($0) }, next: nil, isCut: records.count >= limit)
        case .late: return try await late(in: scope, at: now)
        }
    }

    /// All sorts of things past their time together (M135), no more than can be read on paper.
    private func late(in scope: Scope, at now: Moment) async throws -> LedgerPageRows {
        let page = try await desk.duties(DutyFilter(dueBefore: now), in: scope, limit: MyDay.most)
        var filter = MatterFilter()
        (filter.isOpen, filter.isOverdue) = (true, true)
        let matters = try await desk.list(filter, in: scope, order: .due, after: nil, limit: MyDay.most)
        let sides = try await desk.sides(of: page.rows.map(\.matter))
        let items =
            page.rows.map { DutyItem($0, side: sides[$0.matter.id]) } + matters.matters.map { DutyItem($0) }
        return LedgerPageRows(
            items: items.sorted(by: DutyItem.sooner), next: nil,
            isCut: page.next != nil || matters.next != nil)
    }
}

/// What stands on one page of a ledger.
struct LedgerPageRows: Sendable {
    let items: [DutyItem]
    /// Where the next page starts.
    let next: [String]?
    /// More is past its time than is shown.
    var isCut = false
}

extension Ledger {
    /// Within a page: the hardest supervision first, the sharpest contradiction first (M57), those without a
    /// leader before those with one.
    fileprivate func sorted(_ items: [DutyItem]) -> [DutyItem] {
        switch self {
        case .supervision: items.stable { -($0.level?.rawValue ?? 0) }
        case .leaders: items.stable { ($0.what == .duty(.leaderCall) ? 0 : 10) - ($0.sharpness ?? 0) }
        default: items
        }
    }
}

extension Array where Element == DutyItem {
    /// In the order of a number, and as they stood where that is equal.
    fileprivate func stable(by number: (DutyItem) -> Int) -> [DutyItem] {
        enumerated().sorted { (number($0.element), $0.offset) < (number($1.element), $1.offset) }.map(
            \.element)
    }
}

extension DutyPlace {
    var cursor: [String] { [String(due), String(matter), what, unit] }

    init?(cursor: [String]) {
        guard cursor.count == 4, let due = Int64(cursor[0]), let matter = Int64(cursor[1]) else { return nil }
        self.init(due: due, matter: matter, what: cursor[2], unit: cursor[3])
    }
}
