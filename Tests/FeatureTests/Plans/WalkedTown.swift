import ArgumentParser
import CityPack
import Core
import Desk
import Directory
import Foundation
import Knowledge
import Storage
import Web

@testable import lianxin

/// The demo city on one engine, as the program itself puts it together, and what its pages send to the
/// engine when somebody walks through them.
struct WalkedTown {
    let town: lianxin.Town
    let directory: Directory
    let server: WebServer
    let database: WatchedDatabase

    /// Makes the city, walks through it, and hands over what was sent.
    static func with<T>(
        _ engine: TestEngine, _ body: (WalkedTown) async throws -> T
    ) async throws -> T {
        try await engine.withPlace { place in
            let address = engine == .sqlite ? "sqlite:\(place.address)" : place.address
            let words = ["--database", address, "--city", DemoSite.root.appending(path: "Cities/demo").path]
            let demo = try DemoCommand.parse(words + ["--matters", "100"])
            try await demo.run()
            let database = WatchedDatabase(try place.open())
            let town = try await WalkedTown(words, database)
            do {
                let answer = try await body(town)
                await database.close()
                return answer
            } catch {
                await database.close()
                throw error
            }
        }
    }

    private init(_ words: [String], _ database: WatchedDatabase) async throws {
        self.database = database
        let site = try await DemoSite(words, database: database)
        (town, directory, server) = (site.town, site.directory, site.server)
    }

    /// One person of each role, with what they may see widest first.
    func people() async throws -> [(role: String, browser: WebClient)] {
        var found: [(role: String, browser: WebClient)] = []
        let rows = town.pack.people.sorted {
            ($0.post.area.text.count, $0.login) < ($1.post.area.text.count, $1.login)
        }
        for row in rows where !found.contains(where: { $0.role == row.post.role }) {
            guard let person = try await directory.person(login: row.login) else { continue }
            let browser = WebClient(server)
            _ = try await browser.post("/demo/sign-in", ["person": String(person.id)], from: "/demo")
            found.append((row.post.role, browser))
        }
        return found
    }
}
