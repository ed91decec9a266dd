public import Core
public import Courier
public import Desk
public import Storage

/// The lines of the city: what each is, what is handed over between them, the number-one window, and what is
/// heard beside the main way.
public struct LinesDesk: Sendable {
    public let desk: Desk
    let rules: LineRules
    let keys: KeyRing
    /// Our address, as others call it, without a slash at its end.
    let address: String
    let randomBytes: @Sendable (Int) -> [UInt8]
    /// Who signs in by a name, for the roster.
    let person: @Sendable (_ login: String) async throws -> LinesPerson?
    /// The posts that somebody holds now.
    let posts: @Sendable (_ person: Int64) async throws -> [Post]

    public init(
        desk: Desk, rules: LineRules, keys: KeyRing, address: String,
        randomBytes: @escaping @Sendable (Int) -> [UInt8],
        person: @escaping @Sendable (_ login: String) async throws -> LinesPerson?,
        posts: @escaping @Sendable (_ person: Int64) async throws -> [Post]
    ) {
        self.desk = desk
        self.rules = rules
        self.keys = keys
        self.address = address
        self.randomBytes = randomBytes
        self.person = person
        self.posts = posts
    }

    var city: City { desk.city }

    func day(of moment: Moment) -> CivilDate { city.calendar.date(of: moment) }

    // MARK: The register

    /// Puts the pack's lines into the register where they are not there. Run it at start.
    public func bringUpToDate() async throws {
        let entries = rules.entries
        try await desk.database.write { connection in
            let store = RegisterStore(connection: connection)
            for entry in entries {
                try store.add(entry, reason: nil, person: nil, now: Moment(milliseconds: 0))
            }
        }
    }

    func written() async throws -> [RegisterStore.Written] {
        try await desk.database.read { try RegisterStore(connection: $0).all() }
    }

    /// The register as it stands.
    public func register() async throws -> LineRegister { LineRegister(try await written().map(\.entry)) }

    /// Writes entries down; none that stands is altered.
    func add(_ entries: [LineEntry], reason: String, by person: Int64, at now: Moment) async throws {
        let reason = try LinesRefusal.text(reason, field: "reason", limit: 500)
        for entry in entries where city.units[entry.owner] == nil {
            throw LinesRefusal.invalid("owner")
        }
        try await desk.database.write { connection in
            let store = RegisterStore(connection: connection)
            for entry in entries { try store.add(entry, reason: reason, person: person, now: now) }
        }
    }

    /// The line that a number belongs to, however it is written: what came by it is labelled with it.
    public func origin(of number: String, at now: Moment) async throws -> LineOrigin? {
        guard let line = try await register().line(ofNumber: number, on: day(of: now)) else { return nil }
        return LineOrigin(code: line.code, number: line.number, mode: line.mode)
    }

    /// Keeps by which line a matter came, in the transaction that files it.
    public static func note(
        _ origin: LineOrigin, of matter: Int64, at now: Moment, in connection: any Connection
    ) throws {
        try RegisterStore(connection: connection).note(origin, of: matter, now: now)
    }

    // MARK: Partners

    /// The lines that matters can be handed to with one key; emergency lines first.
    public func partners(at now: Moment) async throws -> [LinePartner] {
        let endpoints = try await endpoints()
        return try await register().lines(on: day(of: now)).filter(\.takesTransfers).map { line in
            LinePartner(line: line, isConnected: endpoints[line.code] != nil)
        }.sorted {
            ($0.line.isEmergency ? 0 : 1, $0.line.number) < ($1.line.isEmergency ? 0 : 1, $1.line.number)
        }
    }

    /// The addresses that lines are told at, by their codes.
    private func endpoints() async throws -> [String: Int64] {
        try await desk.database.read { try Self.endpoints(in: $0) }
    }

    static func endpoints(in connection: any Connection) throws -> [String: Int64] {
        let all = try EndpointStore(connection).all(topic).filter {
            $0.state == .active || $0.state == .paused
        }
        return Dictionary(all.map { ($0.filter, $0.id) }, uniquingKeysWith: { newest, _ in newest })
    }

    static let topic = "line"

    /// What becomes of what was sent to lines; for the program's list of topics.
    public static let sendingTopic = SendingTopic(
        topic,
        settled: { sending, _, connection, now in
            let store = TransferStore(connection: connection)
            guard sending.message.hasSuffix(handedOver) else { return }
            switch sending.state {
            case .sent: try store.deliver(sending.reference)
            case .failed, .stopped: try store.giveUp(sending.reference, now: now)
            case .waiting: break
            }
        })

    /// The end of the name of the message that hands a matter over.
    static let handedOver = "-handed"
}

/// Somebody who may be put on the roster.
public struct LinesPerson: Hashable, Sendable {
    public let id: Int64
    public let name: LocalText
    public let posts: [Post]

    public init(id: Int64, name: LocalText, posts: [Post]) {
        self.id = id
        self.name = name
        self.posts = posts
    }
}

/// A line that takes matters over.
public struct LinePartner: Hashable, Sendable {
    public let line: LineEntry
    /// Whether its system is told by itself; else somebody has to ring, and keeps what they say.
    public let isConnected: Bool

    public init(line: LineEntry, isConnected: Bool) {
        self.line = line
        self.isConnected = isConnected
    }

    public var code: String { line.code }
}
