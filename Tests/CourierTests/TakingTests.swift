import Core
import Storage
import Testing

@testable import Courier

@Suite("What is taken to be sent") struct TakingTests {
    private let start = Moment(milliseconds: 1_790_000_000_000)

    private func endpoint(_ name: String, _ database: any Database) async throws -> Int64 {
        let start = start
        return try await database.write { connection in
            try EndpointStore(connection).add(
                topic: "test", name: name, url: "https://example.org", secret: "x", filter: "", now: start)
        }
    }

    /// Puts some in, each due a millisecond after the one before.
    private func put(_ names: [String], for endpoint: Int64?, _ database: any Database) async throws {
        let start = start
        try await database.write { connection in
            for (index, name) in names.enumerated() {
                try SendingStore(connection).add(
                    topic: "test", message: name, reference: "r", endpoint: endpoint,
                    payload: .request(.init(body: "{}")), now: start, due: start + Int64(index))
            }
        }
    }

    private func set(_ state: Endpoint.State, of id: Int64, _ database: any Database) async throws {
        let start = start
        _ = try await database.write { connection in
            try EndpointStore(connection).set(state, reason: nil, of: id, now: start)
        }
    }

    private func take(
        _ limit: Int, passing busy: [Int64] = [], _ database: any Database
    ) async throws -> [Sending] {
        let now = start + 60_000
        return try await database.write { try SendingStore($0).take(limit, passing: busy, now: now) }
    }

    @Test(
        "is nothing of a paused endpoint until it goes on, and holds up nobody meanwhile",
        arguments: TestEngine.present)
    func paused(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await Migrator(CourierSchema.migrations).migrate(database, now: start)
            let (held, other) = (
                try await endpoint("held", database), try await endpoint("other", database)
            )
            try await put((1...200).map { "h\($0)" }, for: held, database)
            try await set(.paused, of: held, database)
            try await put(["o1", "o2"], for: other, database)
            try await put(["n1"], for: nil, database)
            #expect(Set(try await take(50, database).map(\.message)) == ["o1", "o2", "n1"])
            // What comes meanwhile waits with the rest, each for its own time.
            try await put(["late"], for: held, database)
            #expect(try await take(50, database).isEmpty)
            try await set(.active, of: held, database)
            let first = try await take(50, database)
            #expect(Set(first.map(\.message)) == Set((1...49).map { "h\($0)" } + ["late"]))
            #expect(first.allSatisfy { $0.attempts == 1 })
            let rest = try await take(500, database)
            #expect(Set(rest.map(\.message)) == Set((50...200).map { "h\($0)" }))
            #expect(try await take(50, database).isEmpty)
        }
    }

    @Test("is what waited for an endpoint that was deleted while paused", arguments: TestEngine.present)
    func deleted(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await Migrator(CourierSchema.migrations).migrate(database, now: start)
            let held = try await endpoint("held", database)
            try await put(["h1"], for: held, database)
            try await put(["lost"], for: 4711, database)
            try await set(.paused, of: held, database)
            #expect(try await take(50, database).map(\.message) == ["lost"])
            try await set(.deleted, of: held, database)
            #expect(try await take(50, database).map(\.message) == ["h1"])
        }
    }

    @Test(
        "is of each receiver its oldest, and of all of them no more than asked",
        arguments: TestEngine.present)
    func shares(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await Migrator(CourierSchema.migrations).migrate(database, now: start)
            var receivers: [Int64] = []
            for name in ["a", "b", "c"] {
                let id = try await endpoint(name, database)
                try await put((1...100).map { "\(name)\($0)" }, for: id, database)
                receivers.append(id)
            }
            let taken = try await take(50, passing: [receivers[0]], database)
            #expect(taken.count == 50 && taken.map(\.id) == taken.map(\.id).sorted())
            let counts = Dictionary(grouping: taken, by: \.endpointID).mapValues(\.count)
            #expect(counts == [receivers[1]: 25, receivers[2]: 25])
            #expect(Set(taken.prefix(25).map(\.message)) == Set((1...25).map { "b\($0)" }))
            let all = try await take(31, database)
            #expect(all.count == 31 && Set(all.compactMap(\.endpointID)) == Set(receivers))
            #expect(Set(all.map(\.id)).isDisjoint(with: taken.map(\.id)))
        }
    }
}
