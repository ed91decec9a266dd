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

    private struct Due: Sendable {
        let matter: Int64
        let limit: String
        let mark: TimerMark
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
    private func due(at now: Moment) async throws -> [Due] {
        try await desk.database.read { connection in
            let rows = try connection.rows(
                """
                SELECT matter_id, time_limit, mark FROM timers WHERE due_at <= \(now)
                ORDER BY due_at LIMIT \(literal: Self.batch)
                """)
            return try rows.map { row in
                Due(
                    matter: try row.get("matter_id"), limit: try row.get("time_limit"),
                    mark: TimerMark(rawValue: try row.get("mark")) ?? .expiry)
            }
        }.shuffled()
    }

    private func ring(_ due: [Due], at now: Moment) async throws -> Int {
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

    private func ring(_ timer: Due, at now: Moment) async throws -> Bool {
        do {
            return try await desk.database.write { connection in
                try DeskTransaction(connection, desk).ring(timer.limit, timer.mark, of: timer.matter, at: now)
            }
        } catch let fault as Fault where fault.code != .corrupt {
            throw fault
        } catch {
            logger.critical(
                "A timer could not be made", metadata: ["matter": "\(timer.matter)", "error": "\(error)"])
            try await desk.database.write { connection in
                try connection.run(
                    """
                    UPDATE timers SET due_at = \(now + Self.setAside) WHERE matter_id = \(timer.matter)
                        AND time_limit = \(timer.limit) AND mark = \(timer.mark.rawValue)
                    """)
            }
            return false
        }
    }
}
