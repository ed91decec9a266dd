public import Core
public import Logging
import Storage

/// Makes what is due: each timer once, however many servers run, and those of a stop afterwards.
public struct Timekeeper: Sendable {
    private let desk: Desk
    private let logger: Logger
    /// How many timers are looked up at a time, and how many are made at once.
    private static let batch = 256
    private static let width = 16
    /// A timer whose matter cannot be read is tried again after an hour; the others go on.
    private static let delay: Int64 = 3_600_000

    public init(desk: Desk, logger: Logger) {
        self.desk = desk
        self.logger = logger
    }

    /// Makes all timers that are due at `now`.
    ///
    /// What is due again after it was made would be made without end: it is set aside instead. Only a limit
    /// that is used up when it begins can be.
    ///
    /// - Returns: How many this server made.
    @discardableResult
    public func tick(at now: Moment) async throws -> Int {
        var made: Set<DueTimer.Key> = []
        while !Task.isCancelled {
            let due = try await due(at: now)
            if due.isEmpty { break }
            let (again, fresh) = (due.filter { made.contains($0.key) }, due.filter { !made.contains($0.key) })
            for timer in again {
                try await setAside(timer, at: now, because: "A timer was due again as soon as it was made")
            }
            let done = try await ring(fresh, at: now)
            made.formUnion(done)
            // Another server may be ahead with the same timers: one more look finds what it left.
            if done.isEmpty && due.count < Self.batch { break }
        }
        return made.count
    }

    /// Along the index of due times. Servers start at different places, to get in each other's way less; what
    /// is due of one matter stays in the order of time, so that its story does not depend on chance.
    private func due(at now: Moment) async throws -> [DueTimer] {
        let due = try await desk.database.read {
            try TimerStore(connection: $0).due(at: now, limit: Self.batch)
        }
        return Dictionary(grouping: due, by: \.matter).values.shuffled().flatMap { timers in
            timers.sorted { ($0.dueAt, $0.limit, $0.mark.rawValue) < ($1.dueAt, $1.limit, $1.mark.rawValue) }
        }
    }

    /// Several matters at once, the timers of one after each other.
    ///
    /// - Returns: Those that this server made.
    private func ring(_ due: [DueTimer], at now: Moment) async throws -> [DueTimer.Key] {
        var matters: [[DueTimer]] = []
        for timer in due {
            if matters.last?.first?.matter == timer.matter {
                matters[matters.count - 1].append(timer)
            } else {
                matters.append([timer])
            }
        }
        return try await withThrowingTaskGroup(of: [DueTimer.Key].self) { group in
            var made: [DueTimer.Key] = []
            for (index, timers) in matters.enumerated() {
                if index >= Self.width, let done = try await group.next() { made += done }
                group.addTask {
                    var done: [DueTimer.Key] = []
                    for timer in timers where try await ring(timer, at: now) { done.append(timer.key) }
                    return done
                }
            }
            for try await done in group { made += done }
            return made
        }
    }

    private func ring(_ timer: DueTimer, at now: Moment) async throws -> Bool {
        do {
            return try await desk.database.write { connection in
                try DeskTransaction(connection, desk).ring(timer.limit, timer.mark, of: timer.matter, at: now)
            }
        } catch let fault as Fault where fault.code != .corrupt && fault.code != .constraint {
            throw fault
        } catch {
            try await setAside(timer, at: now, because: "A timer could not be made: \(error)")
            return false
        }
    }

    private func setAside(_ timer: DueTimer, at now: Moment, because reason: String) async throws {
        logger.critical(
            "A timer is set aside for an hour",
            metadata: ["matter": "\(timer.matter)", "limit": "\(timer.limit)", "reason": "\(reason)"])
        try await desk.database.write { connection in
            try TimerStore(connection: connection).put(off: timer, to: now + Self.delay)
        }
    }
}
