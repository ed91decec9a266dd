import Core
import Foundation
import Storage
import Synchronization

/// A thread with its connection: one job at a time, each in a transaction of its own.
final class PostgresWorker {
    private let address: PostgresAddress
    private let meter: DatabaseMeter
    private let lobby: Lobby
    private var connection: PostgresConnection? {
        didSet {
            if oldValue != nil, connection == nil { lobby.count(-1) }
        }
    }
    private var failures = 0
    /// Why the last attempt failed.
    private var failure: Fault?
    private var nextAttempt = ContinuousClock.now

    /// How often a closure runs when other transactions stand in its way.
    private static let repetitions = 5

    init(_ address: PostgresAddress, _ meter: DatabaseMeter, _ lobby: Lobby) {
        self.address = address
        self.meter = meter
        self.lobby = lobby
    }

    /// Works until the queue is closed and empty.
    func work(off queue: JobQueue<Job>) {
        while let jobs = queue.take(1) {
            for job in jobs where !leaves(job, to: queue) { serve(job) }
        }
        connection = nil
    }

    /// Where this one gets no connection and others have one, it leaves the job to them and rests: a server
    /// that gives us fewer connections than we have threads refuses nobody.
    private func leaves(_ job: Job, to queue: JobQueue<Job>) -> Bool {
        guard connection == nil, (try? connected()) == nil, lobby.isPeopled else { return false }
        guard queue.offer(job) == .taken else { return false }
        Thread.sleep(forTimeInterval: max(0.001, (nextAttempt - .now) / .seconds(1)))
        return true
    }

    private func serve(_ job: Job) {
        for round in 1...Self.repetitions {
            do {
                let answer = try transaction(job)
                return answer()
            } catch {
                let again = connection?.mayRepeat == true && round < Self.repetitions
                leave()
                guard again else { return job.refuse(error) }
                // The others finish sooner when this one stands back a little.
                Thread.sleep(forTimeInterval: Double(round) * 0.005)
            }
        }
    }

    private func transaction(_ job: Job) throws -> @Sendable () -> Void {
        let connection = try begun(writes: job.writes)
        let answer = try job.run(on: connection)
        try connection.commit()
        if job.writes { meter.committed(jobs: 1) }
        return answer
    }

    /// A connection with a transaction open. One that broke while it lay idle is replaced once, unnoticed:
    /// nothing was under way on it.
    private func begun(writes: Bool) throws(Fault) -> PostgresConnection {
        let kept = connection != nil
        let first = try connected()
        do {
            try first.begin(writes: writes)
            return first
        } catch {
            guard kept, first.isBroken else { throw error }
        }
        connection = nil
        let second = try connected()
        try second.begin(writes: writes)
        return second
    }

    /// After a failure: undoes what is open, or lets go of a connection that is lost.
    private func leave() {
        connection?.rollback()
        if connection?.isBroken == true { connection = nil }
    }

    /// While the server is away, attempts are made further and further apart, up to two seconds.
    private func connected() throws(Fault) -> PostgresConnection {
        if let connection { return connection }
        guard ContinuousClock.now >= nextAttempt else {
            throw failure ?? Fault.unreachable("a new connection is tried in a moment")
        }
        lobby.count(1)
        do {
            let fresh = try PostgresConnection(address)
            failures = 0
            connection = fresh
            return fresh
        } catch {
            lobby.count(-1)
            failure = error
            failures += 1
            let pause = min(2_000, 50 << min(failures, 6))
            nextAttempt = ContinuousClock.now + .milliseconds(pause)
            throw error
        }
    }
}

/// How many of a database's threads have a connection, or are about to.
///
/// Atomic: the number.
final class Lobby: Sendable {
    private let connections = Atomic<Int>(0)

    var isPeopled: Bool { connections.load(ordering: .relaxed) > 0 }

    func count(_ change: Int) { connections.add(change, ordering: .relaxed) }
}
