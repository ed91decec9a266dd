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
    private static let setAside: Int64 = 3_600_000

    public init(desk: Desk, logger: Logger) {
        self.desk = desk
        self.logger = logger
    }

    /// Makes all timers that are due at `now`.
    ///
    /// - Returns: How many this server made.
    @discardableResult
    public func tick(at now: Moment) async throws -> Int {
        var made = 0
        while !Task.isCancelled {
            let due = try await due(at: now)
            if due.isEmpty { break }
            let done = try await ring(due, at: now)
            made += done
            // Another server may be ahead with the same timers: one more look finds what it left.
            if done == 0 && due.count < Self.batch { break }
        }
        return made
    }

    /// Along the index of due times. Servers start at different places, to get in each other's way less.
    private func due(at now: Moment) async throws -> [DueTimer] {
        try await desk.database.read { try TimerStore(connection: $0).due(at: now, limit: Self.batch) }
            .shuffled()
    }

    private func ring(_ due: [DueTimer], at now: Moment) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            var made = 0
            for (index, timer) in due.enumerated() {
                if index >= Self.width, try await group.next() == true { made += 1 }
                group.addTask { try await ring(timer, at: now) }
            }
            for try await done in group where done { made += 1 }
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
            logger.critical(
                "A timer could not be made", metadata: ["matter": "\(timer.matter)", "error": "\(error)"])
            try await desk.database.write { connection in
                try TimerStore(connection: connection).put(off: timer, to: now + Self.setAside)
            }
            return false
        }
    }
}
