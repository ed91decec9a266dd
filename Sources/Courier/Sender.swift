public import Core
public import Logging
public import Storage

/// Sends what waits. Any number of servers may do so on one database: a sending is taken by one of them, for
/// two minutes; if that server ends meanwhile, another takes it then.
public struct Sender: Sendable {
    let database: any Database
    let transport: Transport
    let mail: MailServer?
    /// What the city calls itself in letters.
    let mailName: String?
    let topics: [String: SendingTopic]
    let logger: Logger
    let jitter: @Sendable () -> Double
    /// Whether time stands still during a tick: for tests on a busy machine.
    var isTimeStill = false
    /// How many are taken at a time.
    static let batch = 50
    /// How many attempts are under way at once, and to one receiver.
    static let attemptsAtOnce = 8
    static let attemptsAtOncePerReceiver = 2

    /// - Parameters:
    ///   - mail: Without one, letters wait.
    ///   - jitter: A number from 0 up to 1, another one at each call.
    public init(
        database: any Database, transport: Transport, mail: MailServer? = nil, mailName: String? = nil,
        topics: [SendingTopic], logger: Logger,
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.database = database
        self.transport = transport
        self.mail = mail
        self.mailName = mailName
        self.topics = Dictionary(topics.map { ($0.name, $0) }) { _, last in last }
        self.logger = logger
        self.jitter = jitter
    }

    /// Sends what is due, and what becomes due while it sends, until nothing is left.
    ///
    /// - Returns: How many attempts were made.
    @discardableResult
    public func tick(at now: Moment) async throws -> Int {
        let clock = SenderClock(start: now, isStill: isTimeStill)
        var lanes = Lanes()
        var attempts = 0
        var problem: (any Error)?
        try await withThrowingTaskGroup(of: Step.self) { group in
            var isWaking = false
            while true {
                if problem == nil, !Task.isCancelled {
                    do { try await fill(&lanes, clock) } catch { problem = error }
                }
                while problem == nil, !Task.isCancelled, let sending = lanes.next() {
                    attempts += 1
                    group.addTask { .ended(sending, isSlow: await attempt(sending, clock)) }
                }
                if lanes.underWay == 0 { break }
                if !isWaking {
                    isWaking = true
                    // What comes in meanwhile does not wait for a slow receiver.
                    group.addTask {
                        try? await Task.sleep(for: .milliseconds(500))
                        return .awake
                    }
                }
                switch try await group.next() {
                case .ended(let sending, let isSlow)?: lanes.end(sending, isSlow: isSlow)
                case .awake?: isWaking = false
                case nil: break
                }
                try await release(&lanes, clock)
            }
            group.cancelAll()
        }
        if let problem { throw problem }
        return attempts
    }

    private enum Step: Sendable {
        case ended(Sending, isSlow: Bool)
        case awake
    }

    /// Takes more, where there is room.
    private func fill(_ lanes: inout Lanes, _ clock: SenderClock) async throws {
        guard lanes.hasRoom else { return }
        let now = clock.now
        let busy = lanes.busyEndpoints
        let taken = try await database.write { connection in
            try SendingStore(connection).take(Self.batch, passing: busy, now: now)
        }
        for sending in taken { lanes.add(sending, at: now) }
    }

    /// Puts back what need not be held any longer.
    private func release(_ lanes: inout Lanes, _ clock: SenderClock) async throws {
        let now = clock.now
        let back = lanes.surplus(at: now, everything: Task.isCancelled)
        if back.isEmpty { return }
        try await database.write { try SendingStore($0).release(back, due: now + Lanes.rest) }
    }
}

/// The time of a tick: the moment it was begun at, and how long it has taken since.
struct SenderClock: Sendable {
    let start: Moment
    let isStill: Bool
    private let began = ContinuousClock.now

    init(start: Moment, isStill: Bool = false) {
        self.start = start
        self.isStill = isStill
    }

    var now: Moment { isStill ? start : start + Self.milliseconds(ContinuousClock.now - began) }

    static func milliseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
