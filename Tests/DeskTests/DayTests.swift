import Core
@testable import Desk
import Foundation
import Storage
import Synchronization
import Testing

@Suite("The day of somebody at the desk") struct DayTests {
    /// Matters of every urgency, filed hours apart, some of them late at `now`.
    private static let now = DeskTown.start + 5 * DeskTown.hour

    private func filed(_ town: DeskTown) async throws -> [MatterRecord] {
        for hours in 0..<6 {
            for urgency in Urgency.allCases {
                var filing = DeskTown.filing("第 \(hours) 小时来的 \(urgency.rawValue)")
                filing.urgency = urgency
                let at = DeskTown.start + Int64(hours) * DeskTown.hour / 2
                _ = try await town.desk.file(filing, by: DeskTown.clerk, at: at)
            }
        }
        return try await town.desk.list(MatterFilter(), in: .city, limit: 100).matters
    }

    private func part(_ record: MatterRecord) -> DayPart {
        let end = DeskTown.city.calendar.start(of: DeskTown.city.calendar.date(of: Self.now).adding(days: 1))
        guard let due = record.dueAt else { return .next }
        return due <= Self.now ? .late : due < end ? .today : .next
    }

    @Test(
        "stands in order of lateness, urgency and time, and comes page by page", arguments: TestEngine.present
    )
    func day(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let all = try await filed(town)
            let expected = all.sorted { left, right in
                (part(left).rawValue, -left.urgency.rank, left.dueAt ?? .distantFuture, left.id)
                    < (part(right).rawValue, -right.urgency.rank, right.dueAt ?? .distantFuture, right.id)
            }
            #expect(Set(expected.map(part)).count > 1, "the day has one part only")
            let whole = try await town.desk.day(
                of: DeskTown.clerk.posts, in: .city, after: nil, limit: 500, at: Self.now)
            #expect(whole.lines.map(\.record.number) == expected.map(\.number))
            #expect(whole.lines.map(\.part) == expected.map(part))
            #expect(whole.next == nil)
            for scope in [Scope.city, .area(DeskTown.village), .area(DeskTown.area("980101"))] {
                #expect(try await town.desk.cameIn(in: scope, at: Self.now) == all.count)
                let later = Self.now + 2 * DeskTown.day
                #expect(try await town.desk.cameIn(in: scope, at: later) == 0)
            }
            #expect(try await town.desk.cameIn(in: .unit(DeskTown.unit), at: Self.now) == 0)
            var (seen, place): ([String], DayPlace?) = ([], nil)
            repeat {
                // Time goes on from page to page; the day that was begun does not change its order.
                let page = try await town.desk.day(
                    of: DeskTown.clerk.posts, in: .city, after: place, limit: 4,
                    at: Self.now + Int64(seen.count) * DeskTown.hour)
                #expect(page.lines.count <= 4)
                seen += page.lines.map(\.record.number)
                place = page.next
            } while place != nil && seen.count < 100
            #expect(seen == expected.map(\.number))
        }
    }

    @Test(
        "tells what residents sent back, and holds only what is theirs to do", arguments: TestEngine.present)
    func sentBack(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let back = try await town.answered().number
            try await town.move(
                "rate", [.solved: "no", .satisfied: "no", .why: "还是脏"], on: back, by: .resident)
            let fresh = try await town.dispatched().number
            let unit = Scope.unit(DeskTown.unit)
            let day = try await town.desk.day(
                of: DeskTown.handler.posts, in: unit, after: nil, limit: 50, at: DeskTown.start)
            #expect(
                Dictionary(uniqueKeysWithValues: day.lines.map { ($0.record.number, $0.rounds) })
                    == [back: 1, fresh: 0])
            // A clerk has nothing to do with matters that a unit handles.
            let clerk = try await town.desk.day(
                of: DeskTown.clerk.posts, in: .city, after: nil, limit: 50, at: DeskTown.start)
            #expect(clerk.lines.isEmpty)
            let nobody = try await town.desk.day(
                of: [], in: .city, after: nil, limit: 50, at: DeskTown.start)
            #expect(nobody.lines.isEmpty)
        }
    }

    @Test("gives a list by due time, page by page, with every filter", arguments: TestEngine.present)
    func byDue(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            _ = try await filed(town)
            let withdrawn = try await town.file().number
            try await town.move("withdraw", on: withdrawn, by: .resident)
            let all = try await town.desk.list(MatterFilter(), in: .city, limit: 100).matters
            let expected = all.filter(\.isOpen).sorted {
                ($0.dueAt ?? .distantFuture, $0.id) < ($1.dueAt ?? .distantFuture, $1.id)
            }
            var (seen, place): ([String], DuePlace?) = ([], nil)
            repeat {
                let page = try await town.desk.list(
                    MatterFilter(), in: .city, order: .due, after: place, limit: 5)
                seen += page.matters.map(\.number)
                place = page.next
            } while place != nil && seen.count < 100
            #expect(seen == expected.map(\.number))
            var urgent = MatterFilter()
            (urgent.urgency, urgent.isOverdue, urgent.channel) = (.urgent, false, .web)
            let some = try await town.desk.list(urgent, in: .city, order: .due, after: nil, limit: 50)
            #expect(some.matters.map(\.number) == expected.filter { $0.urgency == .urgent }.map(\.number))
            // Closed matters are due no more: they stand newest first.
            var closed = MatterFilter()
            closed.isOpen = false
            let ended = try await town.desk.list(closed, in: .city, order: .due, after: nil, limit: 5)
            #expect(ended.matters.map(\.number) == [withdrawn])
            let few = try await town.desk.count(MatterFilter(), in: .city, most: 7)
            #expect(few == MatterCount(count: 7, isMore: true))
            let one = try await town.desk.count(closed, in: .city, most: 7)
            #expect(one == MatterCount(count: 1, isMore: false))
        }
    }

    @Test("reads along an index, in every scope", arguments: TestEngine.present)
    func plans(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let scopes: [Scope] = [
                .city, .area(DeskTown.area("980101")), .area(DeskTown.area("980101001")),
                .area(DeskTown.village), .unit(DeskTown.unit),
            ]
            let place = DayPlace(begun: DeskTown.start, part: .late, rank: 0, due: 5, id: 5)
            for scope in scopes {
                let plans = try await town.database.read { connection in
                    let store = ListStore(connection: connection)
                    var arms = WorkbenchStore.arms(
                        due: 1..<100, of: ["received"], in: scope, after: place, limit: 10)
                    let ranges = store.due(
                        MatterFilter(), stages: ["received"], in: scope, after: DuePlace(due: 1, id: 1))
                    arms += ranges.map { ListStore.arm($0.head, .due, 10) }
                    return try arms.map { try plan($0, in: connection) }
                }
                for plan in plans {
                    #expect(plan.contains("matters_desk"), "\(scope): \(plan)")
                    #expect(!plan.contains("SCAN matters") && !plan.contains("Seq Scan"), "\(scope): \(plan)")
                }
            }
        }
    }

    /// How the engine would answer; on PostgreSQL without walking, if there is any other way.
    private func plan(_ sql: SQL, in connection: any Connection) throws -> String {
        let isLite = connection.dialect == .sqlite
        if !isLite { try connection.run("SET LOCAL enable_seqscan = off") }
        let rows = try connection.rows((isLite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + sql)
        return rows.map { row in
            row.values.map { if case .text(let text) = $0 { text } else { "" } }.joined()
        }.joined(separator: "\n")
    }

    @Test("finds numbers by their beginning, only within sight", arguments: TestEngine.present)
    func numbers(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let one = try await town.file().number
            let two = try await town.file().number
            let posts = DeskTown.clerk.posts
            func found(_ text: String, _ posts: [Post]) async throws -> [String] {
                try await town.desk.numbered(text, or: [text], seenBy: posts, limit: 10).map(\.number)
            }
            #expect(try await found(one, posts) == [one])
            #expect(try await Set(found(String(one.prefix(10)), posts)) == [one, two])
            #expect(try await found("QS", posts).isEmpty)
            #expect(try await found("' OR 1=1", posts).isEmpty)
            #expect(try await found(one, []).isEmpty)
            #expect(try await found(one, DeskTown.handler.posts).isEmpty)
        }
    }
}

@Suite("News of the log") struct NewsTests {
    @Test("tell each matter once, with what became of it", arguments: TestEngine.present)
    func news(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let start = try await town.desk.logEnd()
            let number = try await town.dispatched().number
            let first = try await settled(town, after: start)
            #expect(first.map(\.record.number) == [number])
            #expect(first.first?.isNew == true && first.first?.givenTo == [DeskTown.unit])
            let middle = try await town.desk.logEnd()
            try await town.move("return", [.reason: "不归我们"], on: number, by: DeskTown.handler)
            let second = try await settled(town, after: middle)
            #expect(second.first?.takenFrom == [DeskTown.unit] && second.first?.isNew == false)
            #expect(second.first?.position ?? start > middle)
            let later = try await town.desk.logEnd()
            #expect(try await town.desk.news(after: later, limit: 10).news.isEmpty)
            let cut = try await town.desk.news(after: start, limit: 2)
            #expect(cut.isMore && cut.position < later)
            _ = try await town.ring(at: DeskTown.start + 40 * DeskTown.day)
            let late = try await settled(town, after: later)
            #expect(late.contains { $0.ranOut })
        }
    }

    /// News once the log is settled: on PostgreSQL other tests' transactions may hold it up.
    private func settled(_ town: DeskTown, after place: LogPosition) async throws -> [Desk.News] {
        // Read only when everything is settled: before, a part of the story may be all there is.
        try await allSettled(town)
        return try await town.desk.news(after: place, limit: 100).news
    }

    private func allSettled(_ town: DeskTown) async throws {
        for _ in 0..<3_000 {
            let left = try await town.count("SELECT count(*) FROM events")
            let read = try await town.database.read { connection in
                try EventLog.settled(after: .beginning, limit: 1000, in: connection).count
            }
            if read == left { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("the log was never settled")
    }

    @Test("are not missed when an earlier transaction commits late")
    func late() async throws {
        guard TestEngine.present.contains(.postgres) else { return }
        try await TestEngine.postgres.withPlace { place in
            let slow = try place.open()
            let fast = try place.open()
            let town = try await DeskTown.settled(in: fast)
            let number = try await town.file().number
            let other = try await town.file().number
            // Else the filing itself may be the news.
            try await allSettled(town)
            let begun = try await town.desk.logEnd()
            let gate = Gate()
            let desk = Desk(
                database: slow, city: DeskTown.city, secret: DeskTown.secret, address: DeskTown.address)
            async let held: Void = desk.batch { transaction in
                _ = try transaction.perform(
                    Order("register", [.category: DeskTown.category]), on: .number(number),
                    by: DeskTown.clerk, at: DeskTown.start)
                gate.wait()
            }
            try await gate.whenWaiting()
            try await town.move("register", [.category: DeskTown.category], on: other, by: DeskTown.clerk)
            let before = try await town.desk.news(after: begun, limit: 10)
            #expect(!before.news.contains { $0.record.number == other }, "read past a running transaction")
            gate.open()
            try await held
            var heard: Set<String> = []
            var position = before.position
            for _ in 0..<3_000 where heard.count < 2 {
                let found = try await town.desk.news(after: position, limit: 10)
                heard.formUnion(found.news.map(\.record.number))
                position = found.position
                if heard.count < 2 { try await Task.sleep(for: .milliseconds(20)) }
            }
            #expect(heard.isSuperset(of: [number, other]))
            await slow.close()
            await fast.close()
        }
    }
}

/// Holds a transaction open until it may end.
private final class Gate: Sendable {
    private let isWaiting = Mutex(false)
    private let mayGo = DispatchSemaphore(value: 0)

    func wait() {
        isWaiting.withLock { $0 = true }
        _ = mayGo.wait(timeout: .now() + 300)
    }

    func open() { mayGo.signal() }

    func whenWaiting() async throws {
        while !isWaiting.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(10)) }
    }
}
