import Foundation
import Testing

extension Journeys {
    @Test(
        "whose PostgreSQL is restarted at once under load lose nothing, say so, and go on by themselves",
        .enabled(if: JourneyEngine.present.contains(.postgres)))
    func restarted() async throws {
        try await JourneyEngine.sqlite.withPlace { outside in
            try await PostgresCluster.with { cluster in
                let place = JourneyPlace(engine: .postgres, folder: outside.folder, database: cluster.address)
                try await place.succeed("init")
                try await Server.with(place) { server in
                    let (port, token) = (server.port, try await place.token("jia.guohui"))
                    async let work = together(6) { side in
                        Filer(port: port, token: token, name: "第\(side)边").work(150)
                    }
                    for _ in 0..<2 {
                        try await Task.sleep(for: .milliseconds(500))
                        try await cluster.control("restart", "-m", "immediate", "-w")
                    }
                    try await Self.kept(await work, 900, place)
                    try await server.client(token).get("/readyz").expect(200)
                }
                #expect(try await place.run("verify").code == 0)
            }
        }
    }

    @Test(
        "whose way to PostgreSQL falls silent answer in bounded time, and go on by themselves",
        .enabled(if: JourneyEngine.present.contains(.postgres)))
    func silent() async throws {
        try await JourneyEngine.sqlite.withPlace { outside in
            try await PostgresCluster.with { cluster in
                let relay = try await Relay(to: cluster.socket, in: outside.folder)
                let near = JourneyPlace(engine: .postgres, folder: outside.folder, database: cluster.address)
                let place = JourneyPlace(
                    engine: .postgres, folder: outside.folder, database: cluster.address(port: relay.port))
                try await near.succeed("init")
                try await Server.with(place) { server in
                    let (port, token) = (server.port, try await near.token("jia.guohui"))
                    // Every connection of the pool has been used.
                    let warm = await together(8) { side in
                        Filer(port: port, token: token, name: "第1\(side)边").work(3)
                    }
                    #expect(warm.flatMap(\.wrong).isEmpty)
                    relay.freeze()
                    async let work = together(8) { side in
                        Filer(port: port, token: token, name: "第2\(side)边").work(3)
                    }
                    try await Task.sleep(for: .seconds(18))
                    relay.thaw()
                    let filers = await work
                    try await Self.kept(warm + filers, 48, near)
                    let slowest = filers.map(\.longest).sorted()
                    // A statement of the program's own that was under way is given 40 s, and keeps its
                    // connection; who waits behind it is answered when the way is open again.
                    #expect(slowest[5] < .seconds(17) && slowest[7] < .seconds(40), "\(slowest)")
                    Note.said("a silent PostgreSQL: the slowest answer after \(slowest[7].milliseconds) ms")
                }
                await relay.end()
                #expect(try await near.run("verify").code == 0)
            }
        }
    }

    /// Somebody was told to wait; in the end everybody has a number, and each is there once.
    private static func kept(_ filers: [Filer], _ count: Int, _ place: JourneyPlace) async throws {
        #expect(filers.flatMap(\.wrong).isEmpty, "\(filers.flatMap(\.wrong).prefix(3))")
        #expect(filers.map(\.refusals).reduce(0, +) > 0, "nobody noticed")
        let told = Set(filers.flatMap(\.numbers))
        #expect(told.count == count)
        let kept = try await place.sql("SELECT number FROM matters").split(separator: "\n").map(String.init)
        #expect(Set(kept) == told && kept.count == told.count)
    }
}
