import Core
import Desk
@testable import Published
import Storage
import Testing

@Suite("What is published, counted")
struct CountingTests {
    /// A database that notes of every statement whether it was read or written.
    private struct SortedDatabase: Database {
        let watched: WatchedDatabase

        var dialect: Dialect { watched.dialect }

        func write<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
            watched.watch("write")
            defer { watched.watch(nil) }
            return try await watched.write(work)
        }

        func read<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
            watched.watch("read")
            defer { watched.watch(nil) }
            return try await watched.read(work)
        }

        func close() async { await watched.close() }
    }

    @Test("keeps nobody from writing while it counts", arguments: TestEngine.present)
    func reading(engine: TestEngine) async throws {
        try await engine.withDatabase { inner in
            try await Migrator(
                StorageSchema.migrations + DeskSchema.migrations + PublishedSchema.migrations
            ).migrate(inner, now: TownCity.start)
            let database = SortedDatabase(watched: WatchedDatabase(inner))
            let desk = Desk(
                database: database, city: TownCity.city, secret: Array(repeating: 5, count: 32),
                address: "https://12345.example.org")
            let published = PublishedDesk(desk: desk)
            try await published.tick(at: TownCity.start)
            let sent = database.watched.sent.map { ($0.request, $0.sql.prepared { _ in "?" }.text) }
            let counting = sent.filter { $0.1.contains("FROM public_matters") }
            #expect(!counting.isEmpty && counting.allSatisfy { $0.0 == "read" })
            #expect(sent.contains { $0.0 == "write" && $0.1.contains("INTO published_figures") })
            let kept = try #require(try await published.figures())
            #expect(kept.raised == 0 && kept.at == TownCity.start)
        }
    }
}
