import Core
import Courier
import Desk
import Storage
import Testing
import Web

@testable import Operation

/// A small city whose operator looks on.
struct OperationTown {
    let desk: Desk
    let operation: OperationDesk
    let server: WebServer
    let clock = MovableClock()

    init(_ database: any Database, followers: [String] = ["operation"]) async throws {
        try await Migrator(
            StorageSchema.migrations + DeskSchema.migrations + CourierSchema.migrations
                + OperationSchema.migrations
        ).migrate(database, now: TownCity.start)
        desk = Desk(
            database: database, city: TownCity.city, secret: Array(repeating: UInt8(5), count: 32),
            address: "https://12345.example.org")
        operation = OperationDesk(
            database: database,
            facts: OperationDesk.Facts(
                version: "1.2.3", startedAt: TownCity.start, databaseName: "sqlite:town.sqlite",
                databasePath: nil, filesFolder: "."), followers: followers, topics: ["webhook"],
            settings: [SettingLine(key: "port", value: "8080", origin: "default", place: nil)],
            // A busy machine is not what these tests are about.
            patience: .seconds(60))
        let (clock, operation) = (clock, operation)
        server = WebServer(
            features: [.operation(operation)], gatekeeper: TownGate(),
            surroundings: Surroundings(
                now: { clock.now },
                randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }),
            settings: try WebSettings(
                baseURL: "https://12345.example.org", secret: Array(repeating: 3, count: 32)),
            ready: { await operation.health(at: clock.now) }, observer: operation.watch)
    }

    var now: Moment { clock.now }

    func browser(_ name: String) -> WebClient {
        let client = WebClient(server)
        client.setCookie("__Host-lx_s", name)
        return client
    }

    func file(_ text: String) async throws {
        clock.move(60_000)
        var filing = Filing(text: text, channel: .web)
        filing.area = TownCity.area(TownCity.village)
        _ = try await desk.file(filing, by: .resident, at: now)
        try await settle()
    }

    /// Waits until no running transaction of the server, whosever, stands before the log.
    private func settle() async throws {
        try await FollowerRunner.settled([], on: desk.database)
    }
}
