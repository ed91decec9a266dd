public import Core
public import Desk
public import Storage

/// The stations of the city and what they have to do (M11, M12, M14).
public struct StationsDesk: Sendable {
    let desk: Desk
    let book: StationBook

    public init(desk: Desk, book: StationBook) {
        self.desk = desk
        self.book = book
    }

    var city: City { desk.city }

    /// Follows the log: each matter that a station can see to, as its visits.
    public var follower: Follower {
        let (city, book) = (desk.city, book)
        return Follower(
            name: "stations", reset: { try StationStore(connection: $0).empty() },
            follow: { events, connection in
                if book.stations.isEmpty { return }
                // Later events come with a later batch; what is kept then is kept again.
                let stories = try EventLog.stories(through: events, in: connection)
                for (id, story) in stories.sorted(by: { $0.key < $1.key }) {
                    let orders = book.orders(try story.map { try Event($0) }, in: city)
                    try StationStore(connection: connection).replace(orders, of: id)
                }
            })
    }

    // MARK: Choosing

    /// The stations that could see to a matter now, the one that should be sent first.
    func choices(for matter: Matter, at position: Position?, _ now: Moment) -> [StationChoice] {
        guard let category = matter.category else { return [] }
        let call = StationBook.Call(
            category: category, area: matter.area, position: position,
            isEmergency: matter.urgency == .emergency)
        return book.choices(for: call, in: city, at: now)
    }

    /// Sends another station than the one that was chosen, for a reason that is kept.
    func change(
        _ matter: Int64, round: Int, to station: Station, reason: String, person: Int64, at now: Moment
    ) async throws -> Bool {
        try await desk.database.write { connection in
            try StationStore(connection: connection).change(
                matter, round: round, to: station.code, reason: reason, person: person, at: now)
        }
    }

    // MARK: Reading

    func open(at station: String) async throws -> [StationStore.Visit] {
        try await desk.database.read { try StationStore(connection: $0).open(at: station, limit: 200) }
    }

    func openCounts() async throws -> [String: (all: Int, emergencies: Int)] {
        try await desk.database.read { try StationStore(connection: $0).openCounts() }
    }

    /// Where it is to be repaired, if the resident said so on the map.
    func position(of matter: Int64) async throws -> Position? {
        try await desk.database.read { try StationStore(connection: $0).position(of: matter) }
    }

    func visits(of matter: Int64) async throws -> [StationStore.Visit] {
        try await desk.database.read { try StationStore(connection: $0).visits(of: matter) }
    }

    /// The most visits of one report.
    static let mostVisits = 20_000

    /// Of some stations, in some days.
    func report(
        from first: CivilDate, through last: CivilDate, stations: Set<String>
    ) async throws -> StationReport {
        let (start, end) = (city.calendar.start(of: first), city.calendar.start(of: last.adding(days: 1)))
        let visits = try await desk.database.read { connection in
            try StationStore(connection: connection).sent(
                from: start, until: end, limit: Self.mostVisits + 1)
        }
        let seen = visits.prefix(Self.mostVisits).filter { stations.contains($0.station) }
        return StationReport(seen, isCut: visits.count > Self.mostVisits)
    }

    /// Whether holders of some posts see what a station does: those whose place it serves, and its unit.
    func sees(_ posts: [Post], _ station: Station) -> Bool {
        posts.contains { post in
            switch city.roles[post.role]?.sight {
            case .area: station.areas.contains { post.area.contains($0) || $0.contains(post.area) }
            case .unit: post.unit == station.unit
            case nil: false
            }
        }
    }
}

/// How stations and repairers did in some days.
struct StationReport: Sendable {
    /// The figures of one station, or of one repairer.
    struct Line: Sendable {
        var visits = 0
        var done = 0
        var emergencies = 0
        /// Emergencies with somebody there within ten minutes of the report (M14).
        var inTime = 0
        /// Milliseconds, in order.
        var untilReceived: [Int64] = []
        var untilArrived: [Int64] = []
        /// By item: how often it was kept, of how many.
        var items: [String: (kept: Int, of: Int)] = [:]

        static func mean(_ values: [Int64]) -> Int64? {
            values.isEmpty ? nil : values.reduce(0, +) / Int64(values.count)
        }

        /// Nine of ten took no longer.
        static func ninth(_ values: [Int64]) -> Int64? {
            values.isEmpty ? nil : values.sorted()[(values.count * 9 + 9) / 10 - 1]
        }

        var compliance: (kept: Int, of: Int) {
            items.values.reduce((0, 0)) { ($0.0 + $1.kept, $0.1 + $1.of) }
        }
    }

    /// Minutes within which somebody should be at an emergency.
    static let emergencyMinutes: Int64 = 10

    private(set) var stations: [String: Line] = [:]
    private(set) var repairers: [Int64: Line] = [:]
    private(set) var total = Line()
    let isCut: Bool

    init(_ visits: [StationStore.Visit], isCut: Bool) {
        self.isCut = isCut
        for visit in visits {
            Self.add(visit, to: &total)
            Self.add(visit, to: &stations[visit.station, default: Line()])
            if let repairer = visit.repairer { Self.add(visit, to: &repairers[repairer, default: Line()]) }
        }
    }

    private static func add(_ visit: StationStore.Visit, to line: inout Line) {
        line.visits += 1
        if visit.endedAt != nil, visit.repairer != nil { line.done += 1 }
        if visit.isEmergency {
            line.emergencies += 1
            let minutes = visit.arrivedAt.map { ($0 - visit.reportedAt) / 60_000 }
            if let minutes, minutes <= emergencyMinutes { line.inTime += 1 }
        }
        if let received = visit.receivedAt { line.untilReceived.append(received - visit.reportedAt) }
        if let arrived = visit.arrivedAt { line.untilArrived.append(arrived - visit.reportedAt) }
        for item in visit.kept {
            let before = line.items[item] ?? (0, 0)
            line.items[item] = (before.kept + 1, before.of + 1)
        }
        for item in visit.missed {
            let before = line.items[item] ?? (0, 0)
            line.items[item] = (before.kept, before.of + 1)
        }
    }
}
