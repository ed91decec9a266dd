import Core
import Desk
import Foundation
import Logging
import Matters
import Operation
import SQLiteStorage
import Storage
import Synchronization
import Testing

@Suite("The daily backup")
struct BackupScheduleTests {
    /// 2026-03-02 in the city's zone, at these minutes after midnight.
    private func at(_ minutes: Int, day: Int = 0) -> Moment {
        TownCity.city.calendar.start(of: TownCity.city.calendar.date(of: TownCity.start))
            + Int64(day * 1440 + minutes) * 60_000
    }

    private static let steps =
        StorageSchema.migrations + DeskSchema.migrations + MattersSchema.migrations
        + OperationSchema.migrations

    /// A schedule at 03:00 on a fresh database, whose copies are made by `engine`.
    private func with(
        _ kind: TestEngine, _ engine: some BackupEngine,
        _ body: (BackupSchedule, any Database, String, TurnedClock) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lx-backup-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(
            at: folder.appending(path: "city"), withIntermediateDirectories: true)
        try await kind.withDatabase { database in
            try await Migrator(Self.steps).migrate(database, now: TownCity.start)
            let hand = TurnedClock(at(0))
            let maker = BackupMaker(
                into: BackupFolder("\(folder.path)/backups"), engine: engine, shelf: "\(folder.path)/shelf",
                pack: "\(folder.path)/city", city: TownCity.city, steps: Migrator(Self.steps), program: "test"
            )
            let schedule = BackupSchedule(
                maker, in: database, at: try #require(BackupHour("03:00")), keeping: .standard,
                clock: { hand.now }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            try await body(schedule, database, "\(folder.path)/backups", hand)
        }
    }

    @Test("is made once after its hour, and again the next day", arguments: TestEngine.present)
    func daily(kind: TestEngine) async throws {
        try await with(kind, StillEngine()) { schedule, database, folder, hand in
            // Before the hour, yesterday's is missed and made up for.
            for (minutes, made) in [(60, true), (61, false), (179, false), (180, true), (900, false)] {
                hand.now = at(minutes)
                #expect(try await schedule.tick(at: hand.now) == made, "\(minutes)")
            }
            hand.now = at(200, day: 5)
            #expect(try await schedule.tick(at: hand.now))
            let rows = try await Backups.newest(in: database)
            #expect(rows.map(\.state) == [.good, .good, .good])
            #expect(try await Backups.lastGood(in: database)?.id == rows.first?.id)
            // The first of two of one day goes.
            #expect(BackupFolder(folder).all().count == 2)
        }
    }

    @Test(
        "that fails leaves nothing, is told, and is tried again after an hour", arguments: TestEngine.present)
    func failure(kind: TestEngine) async throws {
        let engine = StillEngine(failing: 1)
        try await with(kind, engine) { schedule, database, folder, hand in
            hand.now = at(200)
            #expect(try await schedule.tick(at: hand.now))
            let failed = try #require(try await Backups.newest(in: database).first)
            #expect(failed.state == .failed && failed.problem?.contains("full") == true)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [".lock"])
            hand.now = at(230)
            #expect(try await schedule.tick(at: hand.now) == false)
            hand.now = at(261)
            #expect(try await schedule.tick(at: hand.now))
            let good = try #require(try await Backups.newest(in: database).first)
            #expect(good.state == .good && good.attempts == 2)
        }
    }

    @Test(
        "is made by one of two servers, and taken over from one that is gone", arguments: TestEngine.present)
    func oneOfTwo(kind: TestEngine) async throws {
        let engine = StillEngine(holding: true)
        try await with(kind, engine) { schedule, database, _, hand in
            hand.now = at(200)
            let first = Task { [now = hand.now] in try await schedule.tick(at: now) }
            await engine.gate.reached()
            let second = try await schedule.tick(at: hand.now)
            #expect(!second)
            hand.now = at(206)
            // The other has given no sign for six minutes; its folder is still held, which is told.
            let third = try await schedule.tick(at: hand.now)
            let meanwhile = try await Backups.newest(in: database)
            #expect(third && meanwhile.first?.state == .failed)
            engine.gate.open()
            let made = try await first.value
            let after = try await Backups.newest(in: database)
            #expect(made && after.first?.state == .good)
        }
    }

    @Test(
        "that finds something wrong stays, is doubtful, and removes no other", arguments: TestEngine.present)
    func doubtful(kind: TestEngine) async throws {
        let engine = StillEngine(complaint: "matter 20260001, event 3: it is missing")
        try await with(kind, engine) { schedule, database, folder, hand in
            for day in 0..<9 {
                hand.now = at(200, day: day)
                #expect(try await schedule.tick(at: hand.now))
            }
            let rows = try await Backups.newest(in: database)
            #expect(rows.count == 9 && rows.allSatisfy { $0.state == .doubtful })
            #expect(rows.first?.problem?.contains("event 3") == true)
            #expect(BackupFolder(folder).all().count == 9)
            #expect(try await Backups.lastGood(in: database) == nil)
        }
    }

    @Test("that nobody could look at is doubtful, and removes no other")
    func untried() async throws {
        try await with(.sqlite, StillEngine(tries: 9)) { schedule, database, folder, hand in
            for day in 0..<9 {
                hand.now = at(200, day: day)
                try await schedule.tick(at: hand.now)
            }
            let before = BackupFolder(folder).all()
            #expect(before.allSatisfy { $0.isGood })
            for day in 9..<12 {
                hand.now = at(200, day: day)
                try await schedule.tick(at: hand.now)
            }
            let after = BackupFolder(folder).all()
            #expect(after.count == before.count + 3)
            #expect(after.last { $0.isGood }?.name == before.last?.name)
            let newest = try await Backups.newest(in: database).first
            #expect(newest?.state == .doubtful && newest?.problem == "there is no room to look at it")
        }
    }

    @Test("keeps what the rule keeps")
    func keeping() async throws {
        try await with(.sqlite, StillEngine()) { schedule, _, folder, hand in
            for day in 0..<40 {
                hand.now = at(200, day: day)
                try await schedule.tick(at: hand.now)
            }
            let kept = BackupFolder(folder).all()
            #expect((8...13).contains(kept.count), "\(kept.map(\.name))")
            #expect(kept.suffix(7).map { $0.begun } == (33..<40).map { at(200, day: $0) })
        }
    }
}

/// A clock that a test turns.
private final class TurnedClock: Sendable {
    private let moment: Mutex<Moment>
    init(_ now: Moment) { moment = Mutex(now) }
    var now: Moment {
        get { moment.withLock { $0 } }
        set { moment.withLock { $0 = newValue } }
    }
}

/// Lets one in and says so, then waits to be opened.
private final class Gate: Sendable {
    private struct State {
        var arrived = false
        var isOpen = false
        var watchers: [CheckedContinuation<Void, Never>] = []
        var waiting: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())

    func pass() async {
        await withCheckedContinuation { continuation in
            let (watchers, goOn) = state.withLock { state in
                state.arrived = true
                if !state.isOpen { state.waiting.append(continuation) }
                defer { state.watchers = [] }
                return (state.watchers, state.isOpen)
            }
            for watcher in watchers { watcher.resume() }
            if goOn { continuation.resume() }
        }
    }

    func reached() async {
        await withCheckedContinuation { continuation in
            let there = state.withLock { state in
                if !state.arrived { state.watchers.append(continuation) }
                return state.arrived
            }
            if there { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for one in waiting { one.resume() }
    }
}

/// An engine that copies a sentence.
private final class StillEngine: BackupEngine {
    let name = "sqlite"
    let fileName = "database.sqlite"
    let gate = Gate()
    private let failures: Mutex<Int>
    private let holding: Bool
    private let complaint: String?
    private let tries: Mutex<Int>

    init(failing: Int = 0, holding: Bool = false, complaint: String? = nil, tries: Int = .max) {
        failures = Mutex(failing)
        self.tries = Mutex(tries)
        self.holding = holding
        self.complaint = complaint
    }

    func size() async throws -> Int64? { nil }

    func copy(to path: String) async throws {
        if holding { await gate.pass() }
        let fails = failures.withLock { left in
            left -= 1
            return left >= 0
        }
        if fails { throw Fault(.full, "The disk is full.", remedy: "Make room.") }
        try Data("everything".utf8).write(to: URL(fileURLWithPath: path))
    }

    func tried(
        _ path: String, in folder: String, _ look: @escaping @Sendable (any Database) async throws -> [String]
    ) async throws -> [String] {
        let mayTry = tries.withLock { left in
            left -= 1
            return left >= 0
        }
        guard mayTry else { throw BackupUntried("there is no room to look at it") }
        return complaint.map { [$0] } ?? []
    }

    func restore(_ path: String) async throws {}
}
