@testable import Administration
import Core
import Directory
import Storage
import Testing

@Suite("A page of the traces")
struct TracePageTests {
    private static let actions = ["signIn", "reset", "useToken"]

    /// Lines of which several are of one moment, and some stand where a clock was set back.
    private func fill(_ database: any Database) async throws {
        try await database.write { connection in
            for line in 1...90 {
                try connection.run(
                    """
                    INSERT INTO access_log (at, actor, action, subject)
                    VALUES (\(Self.at(line)), \("officer:\(line % 4)"), \(Self.actions[line % 3]),
                        \("person:\(line % 5)"))
                    """)
                try connection.run(
                    """
                    INSERT INTO reveals (event_id, matter_id, person_id, unit, at, reason)
                    VALUES (\(line), 1, \(line % 4), 'ROADS', \(Self.at(line)), 'x')
                    """)
            }
        }
    }

    private static func at(_ line: Int) -> Moment {
        Moment(milliseconds: Int64(line / 4) - (line % 10 == 0 ? 5 : 0))
    }

    private static func fits(_ line: Int, _ filter: AuditStore.Filter, reveals: Bool) -> Bool {
        let person = filter.person.map { Int($0) }
        if reveals {
            if let person, line % 4 != person { return false }
        } else {
            if let person, line % 4 != person, line % 5 != person { return false }
            if !filter.actions.isEmpty, !filter.actions.contains(actions[line % 3]) { return false }
        }
        return filter.from.map { at(line) >= $0 } ?? true && filter.before.map { at(line) < $0 } ?? true
    }

    private static let filters: [AuditStore.Filter] = [
        AuditStore.Filter(), AuditStore.Filter(person: 3), AuditStore.Filter(actions: ["signIn", "reset"]),
        AuditStore.Filter(person: 2, actions: ["useToken"]),
        AuditStore.Filter(from: Moment(milliseconds: 3), before: Moment(milliseconds: 12)),
        AuditStore.Filter(
            person: 1, actions: ["signIn", "useToken"], from: Moment(milliseconds: 2),
            before: Moment(milliseconds: 20)),
    ]

    private func lines(_ filter: AuditStore.Filter, reveals: Bool) -> [Int64] {
        let fitting = (1...90).filter { Self.fits($0, filter, reveals: reveals) }
        return fitting.sorted { (Self.at($0), $0) > (Self.at($1), $1) }.map { Int64($0) }
    }

    @Test("goes on where the one before ended, whatever is looked for", arguments: TestEngine.present)
    func pages(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await Migrator(AdministrationTown.migrations).migrate(database, now: TownCity.start)
            try await fill(database)
            for filter in Self.filters {
                for reveals in [false, true] {
                    var (seen, place): ([Int64], AuditStore.Place?) = ([], nil)
                    while true {
                        let before = place
                        let page = try await database.read { connection -> [AuditStore.Place] in
                            let store = AuditStore(connection: connection)
                            if reveals {
                                return try store.reveals(filter, before: before, limit: 3).map {
                                    AuditStore.Place(at: $0.at, id: $0.event)
                                }
                            }
                            return try store.entries(filter, before: before, limit: 3).map {
                                AuditStore.Place(at: $0.at, id: $0.id)
                            }
                        }
                        seen += page.map(\.id)
                        guard page.count == 3, let last = page.last else { break }
                        place = AuditStore.Place(last.text)
                        #expect(place == last)
                    }
                    #expect(seen == lines(filter, reveals: reveals), "\(filter) \(reveals)")
                    #expect(seen.count > 3)
                }
            }
        }
    }
}
