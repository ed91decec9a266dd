public import Core
public import Logging
import Storage

/// Brings what became of a matter to all that were joined to it: each gets the answer, a notice and the two
/// questions of its own. Picks up after a stop where it was, and several servers may do it at once: whether
/// one still waits is looked at under its lock.
public struct AnswerSharing: Sendable {
    private let desk: Desk
    private let logger: Logger
    /// How many main ones, and how many members of one, are looked up at a time.
    private static let mains = 16
    private static let batch = 64

    public init(desk: Desk, logger: Logger) {
        self.desk = desk
        self.logger = logger
    }

    /// Looks after all that wait for something that has come.
    ///
    /// - Returns: How many matters this server moved.
    @discardableResult
    public func tick(at now: Moment) async throws -> Int {
        var (made, last): (Int, Int64) = (0, 0)
        while !Task.isCancelled {
            let after = last
            let due = try await desk.database.read {
                try JoinStore(connection: $0).due(after: after, limit: Self.mains)
            }
            for main in due { made += try await follow(main, at: now) }
            guard let end = due.last else { break }
            last = end
        }
        return made
    }

    private func follow(_ main: Int64, at now: Moment) async throws -> Int {
        var (made, last): (Int, Int64) = (0, 0)
        while !Task.isCancelled {
            let after = last
            let waiting = try await desk.database.read {
                try JoinStore(connection: $0).waiting(for: main, after: after, limit: Self.batch)
            }
            guard let end = waiting.last else { break }
            for member in waiting where try await move(member, at: now) { made += 1 }
            last = end
        }
        try await settle(main)
        return made
    }

    /// A matter that cannot be read is told to the operator; the others go on.
    private func move(_ member: Int64, at now: Moment) async throws -> Bool {
        do {
            return try await desk.database.write { connection in
                try DeskTransaction(connection, desk).followMain(member, at: now)
            }
        } catch let fault as Fault where fault.code != .corrupt && fault.code != .constraint {
            throw fault
        } catch {
            logger.critical(
                "A matter could not be given the answer it waits for",
                metadata: ["matter": "\(member)", "reason": "\(error)"])
            return false
        }
    }

    /// Nothing is due any more where nobody waits, or where there is nothing for them yet.
    private func settle(_ main: Int64) async throws {
        try await desk.database.write { connection in
            let store = JoinStore(connection: connection)
            let kept = try MatterStore(connection: connection, city: desk.city).kept(.id(main), locked: true)
            let isWaiting = try !store.waiting(for: main, after: 0, limit: 1).isEmpty
            let isQuiet = kept.map { JoinedCourse(of: $0.matter) == .wait } ?? true
            if isQuiet || !isWaiting { try store.clearDue(main) }
        }
    }
}
