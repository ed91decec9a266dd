import Foundation
import Testing

extension Journeys {
    @Test(
        "whose database server throws them out again and again say so, lose nothing, and go on by themselves",
        .enabled(if: JourneyEngine.present.contains(.postgres)))
    func thrownOut() async throws {
        try await JourneyEngine.postgres.withPlace { place in
            try await Server.with(place) { server in
                let (port, token) = (server.port, try await place.token("jia.guohui"))
                async let work = together(6) { side in
                    Filer(port: port, token: token, name: "第\(side)边").work(40)
                }
                for _ in 0..<6 {
                    try await Task.sleep(for: .milliseconds(150))
                    try await place.sql(
                        """
                        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                        WHERE datname = current_database() AND application_name = 'lianxin'
                        """)
                }
                let filers = await work
                #expect(filers.flatMap(\.wrong).isEmpty, "\(filers.flatMap(\.wrong).prefix(3))")
                let told = Set(filers.flatMap(\.numbers))
                // Every filing was asked again under its key until it was answered.
                #expect(told.count == 240)
                let kept = try await place.sql("SELECT number FROM matters").split(separator: "\n").map(
                    String.init)
                #expect(Set(kept) == told && kept.count == told.count)
                try await server.client(token).get("/api/v1/matters/\(try #require(told.first))").expect(200)
            }
            #expect(try await place.run("verify").code == 0)
        }
    }
}
